"""The shapes between Markdown and entries: spans of inline text, and the tree of blocks that holds them."""

from __future__ import annotations

from enum import IntEnum, IntFlag
from typing import NamedTuple


class Kind(IntEnum):
    """What a span is."""

    TEXT = 0
    LINK = 1
    IMAGE = 2
    BREAK = 3
    """A line break that the author meant: two spaces, a backslash or `<br>`."""
    SOFT = 4
    """A line end inside a paragraph."""


class Style(IntFlag):
    """How a span is set."""

    PLAIN = 0
    STRONG = 1
    EMPHASIS = 2
    STRUCK = 4
    KEYBOARD = 8
    CODE = 16


class Span(NamedTuple):
    """A run of text, a link or an image, with the 1-based line that it stands on."""

    kind: Kind
    text: str
    """Text, link text (the alternative text of its images where it has no other) or alternative text."""
    url: str = ""
    """As written; empty for text."""
    line: int = 0
    style: Style = Style.PLAIN
    images: tuple[str, ...] = ()
    """Addresses of the images inside a link."""


class Block:
    """A node of the document tree; built by one parse, never changed after it."""

    __slots__ = ("children", "end_line", "kind", "level", "line", "spans")

    def __init__(self, kind: str, line: int, level: int = 0) -> None:
        self.kind = kind
        """root, heading, paragraph, list, item, table, row, cell, summary, quote, code or comment."""
        self.line = line
        self.end_line = line
        self.level = level
        """Of a heading: 1 to 6; of an item: its number, 0 for a bullet; of a row: 1 for a header."""
        self.spans: list[Span] = []
        self.children: list[Block] = []

    def __repr__(self) -> str:
        return f"Block({self.kind} {self.line}-{self.end_line} {plain(self.spans)[:40]!r} {self.children!r})"


def plain(spans: list[Span] | tuple[Span, ...]) -> str:
    """The visible text of spans, line breaks as spaces, images left out."""
    return "".join(
        " " if span.kind >= Kind.BREAK else span.text for span in spans if span.kind is not Kind.IMAGE
    ).strip()


def lines(spans: list[Span], *, soft: bool = True) -> list[list[Span]]:
    """Cut spans at line breaks; soft ends of line count unless `soft` is False. Empty lines are dropped."""
    found: list[list[Span]] = [[]]
    for span in spans:
        if span.kind is Kind.BREAK or (soft and span.kind is Kind.SOFT):
            found.append([])
        else:
            found[-1].append(span)
    return [line for line in found if any(span.kind is not Kind.TEXT or span.text.strip() for span in line)]
