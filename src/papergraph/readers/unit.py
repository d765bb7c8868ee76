"""A unit: the lines of a note that speak of one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from papergraph.readers.spans import Kind

if TYPE_CHECKING:
    from papergraph.readers.labels import Label
    from papergraph.readers.spans import Span


class Part(NamedTuple):
    """A line of a unit."""

    label: Label | None
    name: str
    """The key as written, or the head of the column."""
    spans: list[Span]
    line: int
    prose: bool = False
    """Running text, where a link is a mention."""


class Unit:
    """The lines that speak of one thing."""

    __slots__ = ("columns", "end_line", "group", "head", "images", "kind", "line", "number", "parts", "section")

    def __init__(self, kind: str, line: int, head: list[Span], section: tuple[str, ...], group: object) -> None:
        self.kind = kind
        """item, row, heading, paragraph or front."""
        self.line = line
        self.end_line = line
        self.head = head
        self.section = section
        self.group = group
        self.parts: list[Part] = []
        self.images: list[str] = []
        self.number = 0
        self.columns: frozenset[Label | None] = frozenset()
        """What the columns of the table mean that the unit is a row of."""

    def extend(self, line: int) -> None:
        """Let the unit reach down to a line."""
        self.end_line = max(self.end_line, line)

    def linked(self) -> bool:
        """Whether any line of it has a link."""
        return any(span.kind == Kind.LINK for span in self.head) or any(
            span.kind == Kind.LINK for part in self.parts for span in part.spans
        )

    def has_own(self) -> bool:
        """Whether it has links or fields by itself, and so is more than the name of a group."""
        spans = [*self.head, *(span for part in self.parts for span in part.spans)]
        return any(span.kind == Kind.LINK and not span.url.startswith("#") for span in spans) or any(
            part.label for part in self.parts
        )
