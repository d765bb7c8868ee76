"""What looks like an entry and is none, as problems: nothing that was not understood passes in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papergraph.model import Location, Problem, Severity
from papergraph.readers.drafts import PERHAPS
from papergraph.readers.fields import joined, split_field
from papergraph.readers.labels import Label, link_label
from papergraph.readers.links import found_links, leads_to_paper
from papergraph.readers.naming import is_local
from papergraph.readers.sections import boilerplate
from papergraph.readers.spans import Block, Kind, Span, plain
from papergraph.readers.titles import stars, unadorned

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from papergraph.model import Entry
    from papergraph.readers.drafts import Draft

_TELLING = {Label.PAPER, Label.CODE, Label.TITLE, Label.AUTHORS}
_SHOWN = 80
_OPENERS = ("<!--", "```", "~~~")


def not_understood(path: str, draft: Draft, share: float) -> Iterator[Problem]:
    """The problems of a draft that became no entry, given the share of sure papers in its list."""
    unit = draft.unit
    place = Location(path, unit.line, unit.end_line)
    shown = _shown(draft.title or plain(unit.head))
    labels = {part.label for part in unit.parts if not part.prose}
    rated = bool(stars("".join(span.text for span in unit.head))) and bool(labels)
    if any(map(boilerplate, unit.section)) and not labels & {Label.PAPER}:
        return
    labels |= {link_label(span.text) for span in unit.head if span.kind == Kind.LINK and is_local(span.url)} & {
        Label.PAPER
    }
    if labels & _TELLING or rated or (draft.evidence == PERHAPS and labels - {None}):
        yield Problem(place, f"This looks like an entry, but no article, paper or code was understood in it: {shown}")
    elif draft.evidence == PERHAPS and unit.kind != "heading" and (share > 0.5 or draft.cues > 0):
        said = f"This may be the title of a paper, but nothing near it says so: {shown}"
        yield Problem(place, said, Severity.INFO)
    else:
        for link in found_links(unit):
            if link.kind == "paper":
                yield _outside(path, link.span)


def strays(path: str, lines: Iterable[list[Span]], entries: Iterable[Entry]) -> Iterator[Problem]:
    """The problems of lines that belong to nothing: fields of an entry, and links to papers."""
    known = {url for entry in entries for paper in entry.papers for url in (paper.url, *paper.alternates)}
    for line in lines:
        field = split_field(line)
        number = next((span.line for span in line if span.line), 0)
        if field and field.label in _TELLING and joined(field.value):
            said = f"This field belongs to no entry: {_shown(joined(line))}"
            yield Problem(Location(path, number), said)
            continue
        if any(span.kind == Kind.LINK and "://" in span.url and link_label(span.text) in _TELLING for span in line):
            yield Problem(Location(path, number), f"These links belong to no entry: {_shown(joined(line))}")
            continue
        for span in line:
            if span.kind == Kind.LINK and span.url not in known and leads_to_paper(span.url):
                yield _outside(path, span)


def unclosed(path: str, root: Block, text: str, *, front_open: bool) -> Iterator[Problem]:
    """What was opened and never closed, so that some text may be missing: front matter, comments and fences."""
    doubtful = any(sign in text for sign in _OPENERS)
    if front_open:
        yield Problem(Location(path, 1), "The front matter that begins here is never closed; it was read as text")
    for block in _blocks(root) if doubtful else ():
        if block.kind in {"comment", "code"} and block.level == 1:
            what = "comment" if block.kind == "comment" else "code block"
            yield Problem(
                Location(path, block.line), f"The {what} that begins here is never closed; all after it was left out"
            )


def _blocks(block: Block) -> Iterator[Block]:
    for child in block.children:
        yield child
        yield from _blocks(child)


def _outside(path: str, span: Span) -> Problem:
    said = f"This link to a paper stands outside of any entry: {_shown(span.url)}"
    return Problem(Location(path, span.line), said, Severity.INFO)


def _shown(text: str) -> str:
    """A text as a problem shows it: one line, in quotation marks, not too long."""
    bare = unadorned(text)
    return repr(bare if len(bare) <= _SHOWN else bare[: _SHOWN - 1] + "…")
