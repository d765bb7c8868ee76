"""What a page tells, as records: facts, links with their reasons, observations. Addresses are as seen from it."""

from __future__ import annotations

from typing import NamedTuple

OUTWARD, INWARD = "Links", "Links to here"
"""The directions of links, as headings."""


class Value(NamedTuple):
    """A text, with the address that it leads to and its language where there are."""

    text: str
    href: str = ""
    language: str = ""
    time: bool = False


class Mark(NamedTuple):
    """Who says something: the page of the note or source, the note file where it can be linked, and the day."""

    text: str
    href: str
    file: str
    day: str


class Fact(NamedTuple):
    """What is said of one property."""

    words: str
    values: list[Value]
    mark: Mark | None


class Reason(NamedTuple):
    """Why a link is there."""

    anchor: str
    method: str
    quote: Value | None
    mark: Mark | None
    confidence: str


class Item(NamedTuple):
    """One end of a link, with the names that others know it by, and the reasons for it."""

    value: Value
    anchors: list[str]
    reasons: list[Reason]


class Group(NamedTuple):
    """Links that say the same."""

    words: str
    direction: str
    """`OUTWARD` or `INWARD`."""
    items: list[Item]


class Observation(NamedTuple):
    """What a source gave of a thing, and when."""

    anchor: str
    mark: Mark
    words: list[str]
