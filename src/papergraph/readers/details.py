"""What a unit says beside its links: rating, abstract, tips, tags, venue, date and authors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from papergraph.readers.dates import find_date
from papergraph.readers.fields import empty_value, joined
from papergraph.readers.labels import Label
from papergraph.readers.spans import Kind, Span, Style, plain
from papergraph.readers.titles import stars, stripped, unadorned, words
from papergraph.readers.venues import venue

if TYPE_CHECKING:
    from papergraph.readers.unit import Part, Unit

_LISTED = re.compile(r"\]\s*[,，、;；]?\s*\[|[,，、;；|｜]|\s#")
_NAMES = re.compile(r"[,，、;；]\s*(?:and\s|&\s)?|\s+and\s+|\s+&\s+")
_NOT_NAMES = re.compile(r"\d|https?:|\bet\.? ?al\b|\.{3}|[:!?。：]", re.IGNORECASE)
_CALLOUT = re.compile(r"^\[![A-Za-z-]{1,20}\][+-]?\s*")
_ET_AL = re.compile(r"\bet\.? ?al\.?$", re.IGNORECASE)
_PLACES = re.compile(
    r"\b(?:univ|institut|college|school|lab\b|labs\b|laborator|research\b|academ|inc\b|corp|google|microsoft|facebook|tencent|alibaba|"
    r"huawei|baidu|amazon|nvidia|adobe|intel\b|samsung|department|ltd)|大学|学院|研究",
    re.IGNORECASE,
)
"""Words of affiliations, which stand between commas as names do."""
_TAGGED = re.compile(r"\[([^\[\]]{2,120})\]\s*$")
_DASHED = re.compile(r"\s*(?:-|–|—|:|：)\s+(.*)", re.DOTALL)
_PREPRINTS = ("arxiv", "corr", "biorxiv", "medrxiv", "preprint", "ssrn", "openreview")
_PROMISE = re.compile(r"\(([^()]*(?:not yet|soon|tbd|to be)[^()]*)\)", re.IGNORECASE)
_NUMBER = re.compile(r"([1-5])(?:\s*/\s*5)?\s*$")


def rating(unit: Unit) -> int | None:
    """The stars beside the title, or the value of a rating field; 1 to 5."""
    raw = joined_raw(unit.head)
    if not raw.isascii() and (found := stars(raw)):
        return found
    for part in unit.parts:
        if part.label is Label.RATING:
            text = plain(part.spans)
            if found := stars(text):
                return found
            if number := _NUMBER.match(text):
                return int(number[1])
    return None


def joined_raw(spans: list[Span]) -> str:
    """Text of spans, with the texts of images, emoji kept."""
    return " ".join(span.text for span in spans)


def texts(unit: Unit, label: Label) -> tuple[str, ...]:
    """The texts of all parts with a label, in order."""
    return tuple(text for part in unit.parts if part.label is label and (text := _written(part.spans)))


def _written(spans: list[Span]) -> str:
    """Running text with the addresses in it, without the mark of a callout before it."""
    shown = (
        span._replace(text=span.url) if span.kind == Kind.LINK and not span.text and len(spans) > 1 else span
        for span in spans
    )
    return _CALLOUT.sub("", " ".join(plain(list(shown)).split()))


def abstract(unit: Unit) -> str | None:
    """The abstract that a field, or the text under a heading of that name, gives; lines of it joined."""
    found = texts(unit, Label.ABSTRACT)
    return " ".join(found) if found else _said_after(unit.head)


def _said_after(head: list[Span]) -> str | None:
    """What a line says of a title set strong at its beginning: "**Title** - what it is about"."""
    text, strong = "", False
    for span in head:
        if span.style & Style.STRONG:
            strong, text = True, ""
        elif strong:
            text += span.text
    said = _DASHED.match(text)
    return " ".join(said[1].split()) if said and words(said[1]) > 5 else None


def tags(unit: Unit) -> tuple[str, ...]:
    """Keywords of fields, and the bracketed list at the end of a title's line."""
    found: dict[str, None] = {}
    for text in texts(unit, Label.TAGS):
        for piece in _LISTED.split(text):
            if tag := stripped(unadorned(piece)).strip("[]# "):
                found[tag] = None
    if unit.kind == "item" and any("]" in span.text for span in unit.head):
        tail = "".join(
            span.text if span.kind == Kind.TEXT and not span.style & Style.KEYBOARD else " " for span in unit.head
        )
        if (bracket := _TAGGED.search(tail.rstrip(" ;.,"))) and any(span.kind == Kind.LINK for span in unit.head):
            for piece in re.split(r"[,，、;；]", bracket[1]):
                if tag := stripped(unadorned(piece)):
                    found[tag] = None
    return tuple(found)


def venue_of(unit: Unit) -> str | None:
    """The venue of a field, of a key cap, or of the text around the title; servers of preprints are none."""
    for part in unit.parts:
        if part.label is not Label.VENUE:
            continue
        text = stripped(joined(part.spans))
        if text and len(text) < 120 and not empty_value(text) and not text.casefold().startswith(_PREPRINTS):
            return venue(text) or text
    for spans in (unit.head, *(part.spans for part in unit.parts if not part.prose and part.label is None)):
        caps = " ".join(span.text for span in spans if span.style & Style.KEYBOARD)
        found = (caps and venue(caps)) or venue(joined(spans))
        if found and not found.casefold().startswith(_PREPRINTS):
            return found
    return None


def date_of(unit: Unit) -> str | None:
    """The date of a field or column, or the one that begins the title's line."""
    for part in unit.parts:
        if part.label is Label.DATE and (found := find_date(joined(part.spans))):
            return found
    lead = joined(unit.head)[:12]
    return find_date(lead) if lead[:2] in {"19", "20"} else None


def authors(unit: Unit) -> tuple[str, ...]:
    """The names of an authors field, or of a line of names set apart under the title."""
    for part in unit.parts:
        if part.label is Label.AUTHORS:
            return _people(joined(part.spans))
    for part in unit.parts[:2]:
        if part.label is None and not any(span.kind == Kind.LINK for span in part.spans) and _line_of_names(part):
            return _people(joined(part.spans))
    return ()


def _line_of_names(part: Part) -> bool:
    """Whether a line is a list of people: in italics, or short capitalised names between commas."""
    text = joined(part.spans).rstrip(".")
    if not text[:1].isupper():
        return False
    names = [name for name in _NAMES.split(text) if name.strip()]
    if not names or _NOT_NAMES.search(text) or _PLACES.search(text):
        return False
    if not all(1 < len(name.split()) <= 5 and name.strip()[0].isupper() for name in names):
        return False
    emphasised = all(span.style & Style.EMPHASIS for span in part.spans if span.text.strip())
    return len(names) > 1 or emphasised


def _people(text: str) -> tuple[str, ...]:
    found = []
    for name in _NAMES.split(text):
        bare = _ET_AL.sub("", stripped(name)).strip(" .")
        if bare and words(bare) <= 6 and bare.casefold() not in {"and", "others", "unknown"}:
            found.append(bare)
    return tuple(dict.fromkeys(found))


def code_status(unit: Unit) -> str | None:
    """What the note says where it promises or denies code."""
    for part in unit.parts:
        if part.label is Label.CODE and not any(span.kind == Kind.LINK for span in part.spans):
            text = joined(part.spans)
            if text and empty_value(text):
                return text
    for spans in (unit.head, *(part.spans for part in unit.parts)):
        for span in spans:
            if "(" not in span.text or span.kind != Kind.LINK or "code" not in span.text.casefold():
                continue
            if found := _PROMISE.search(span.text):
                return found[1]
    return None
