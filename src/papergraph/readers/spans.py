"""The shapes between Markdown and entries: spans of inline text, and the tree of blocks that holds them."""

from __future__ import annotations

from typing import Any, Final, NamedTuple


class Kind:
    """What a span is; plain integers, for there are millions of spans."""

    TEXT: Final = 0
    LINK: Final = 1
    IMAGE: Final = 2
    BREAK: Final = 3
    """A line break that the author meant: two spaces, a backslash or `<br>`."""
    SOFT: Final = 4
    """A line end inside a paragraph."""


class Style:
    """How a span is set: bits."""

    PLAIN: Final = 0
    STRONG: Final = 1
    EMPHASIS: Final = 2
    STRUCK: Final = 4
    KEYBOARD: Final = 8
    CODE: Final = 16
    ALL: Final = 31


class Span(NamedTuple):
    """A run of text, a link or an image, with the 1-based line that it stands on."""

    kind: int
    """A `Kind`."""
    text: str
    """Text, link text (the alternative text of its images where it has no other) or alternative text."""
    url: str = ""
    """As written; empty for text."""
    line: int = 0
    style: int = 0
    """`Style` bits."""
    images: tuple[str, ...] = ()
    """Addresses of the images inside a link."""


class Line(list[Span]):
    """The spans of one line, which remembers what `papergraph.readers.fields` found out about it."""

    __slots__ = ("field", "form", "said")

    def __init__(self, spans: list[Span]) -> None:
        super().__init__(spans)
        self.form: Any = None
        """Its `Shape`; None before it was asked."""
        self.field: Any = ()
        """Its `Field` or None; an empty tuple before it was asked."""
        self.said: str | None = None
        """Its text without emoji; None before it was asked."""


class Block:
    """A node of the document tree; built by one parse, never changed after it."""

    __slots__ = ("children", "end_line", "kind", "level", "line", "lines", "spans")

    def __init__(self, kind: str, line: int, level: int = 0) -> None:
        self.kind = kind
        """root, heading, paragraph, list, item, table, row, cell, summary, quote, code or comment."""
        self.line = line
        self.end_line = line
        self.level = level
        """Of a heading: 1 to 6; of an item: its number, 0 for a bullet; of a row: 1 for a header."""
        self.spans: list[Span] = []
        self.children: list[Block] = []
        self.lines: list[Line] | None = None
        """What `papergraph.readers.fields.lines` found in the spans; None before it was asked."""

    def __repr__(self) -> str:
        return f"Block({self.kind} {self.line}-{self.end_line} {plain(self.spans)[:40]!r} {self.children!r})"


def plain(spans: list[Span]) -> str:
    """The visible text of spans, line breaks as spaces, images left out."""
    return "".join(" " if span.kind >= Kind.BREAK else span.text for span in spans if span.kind != Kind.IMAGE).strip()
