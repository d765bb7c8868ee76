"""What a person typed → the thing of the graph that is meant, or the things it could be; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import NamedTuple

from papergraph.merge import known
from papergraph.model import Graph, Record, Reference
from papergraph.resolvers import canonical_url, clean, resolve
from papergraph.titles import normal_title

SUGGESTED = 5
"""Things that are suggested at most."""
LIKENESS = 0.6
"""Share of equal characters from which a name is suggested."""


class Lookup(NamedTuple):
    """What was found."""

    reference: Reference | None
    suggestions: tuple[Reference, ...] = ()
    """What could be meant, where nothing or several things answer to the text."""


def lookup(graph: Graph, text: str) -> Lookup:
    """Find a thing by reference, URL, bare identifier, title or name, or by a start that only it has.

    A reference may be spelt as people do: `arXiv:2007.03260v2`, `github:Owner/Name`, `github.com/owner/name/tree/x`.
    """
    text = text.strip()
    for reference in _readings(text):
        thing = graph.aliases.get(reference, reference)
        if thing in graph.records:
            return Lookup(thing)
    for matches in (_named(graph, text), _starting(graph, text)):
        if len(matches) == 1:
            return Lookup(matches[0])
        if matches:
            return Lookup(None, tuple(matches[:SUGGESTED]))
    return Lookup(None, tuple(_alike(graph, text)))


def name(records: Iterable[Record]) -> str | None:
    """The name or title of a thing, by the best of its sources that gives one."""
    for record in records:
        text = getattr(record, "title", None) or getattr(record, "name", None)
        if isinstance(text, str) and known(text):
            return text
    return None


def _readings(text: str) -> Iterator[Reference]:
    """The references that the text could be, the most literal first."""
    prefix, colon, identifier = text.partition(":")
    if colon:
        reference = Reference(prefix.casefold(), identifier)
        yield reference
        if (url := canonical_url(reference)) and (resolved := resolve(url)):
            yield resolved
    starts = ("", "https://", "https://doi.org/") if text.startswith("10.") else ("", "https://")
    for written in (start + text for start in starts if "/" in text):
        if (url := clean(written)) and (resolved := resolve(url)):
            yield resolved
            yield Reference("url", url)


def _named(graph: Graph, text: str) -> list[Reference]:
    """The things whose identifier, title or name, in any language, is the text, but for case and punctuation."""
    title = normal_title(text)
    folded = text.casefold()
    return [
        reference
        for reference, records in graph.records.items()
        if reference.identifier.casefold() == folded
        or (title and normal_title(name(records) or "") == title)
        or any(label.text.casefold() == folded for record in records for label in getattr(record, "labels", ()))
    ]


def _starting(graph: Graph, text: str) -> list[Reference]:
    """The things whose reference, identifier, title or name starts with the text."""
    folded, title = text.casefold(), normal_title(text)
    if not folded:
        return []
    return [
        reference
        for reference, records in graph.records.items()
        if str(reference).casefold().startswith(folded)
        or reference.identifier.casefold().startswith(folded)
        or (title and normal_title(name(records) or "").startswith(title))
    ]


def _alike(graph: Graph, text: str) -> list[Reference]:
    """The things whose name holds the text, else those whose reference or name is spelt much like it."""
    folded = text.casefold()
    spelt: dict[str, Reference] = {}
    for reference, records in graph.records.items():
        for spelling in (str(reference), reference.identifier, name(records)):
            spelt.setdefault((spelling or "").casefold(), reference)
    holding = [reference for spelling, reference in spelt.items() if folded and folded in spelling]
    near = holding or [spelt[match] for match in get_close_matches(folded, spelt, n=SUGGESTED, cutoff=LIKENESS)]
    return list(dict.fromkeys(near))[:SUGGESTED]
