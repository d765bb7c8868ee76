"""What two builds held in, what the later one has more and less out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from papergraph.model import Graph


class Contents(NamedTuple):
    """What a build held, by names for people, sorted; of what has the same name there may be several."""

    notes: tuple[tuple[str, str], ...]
    """Paths and checksums."""
    entries: tuple[str, ...]
    papers: tuple[str, ...]
    links: tuple[str, ...]


class Change(NamedTuple):
    """What came and what went of one kind, sorted."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


class Changes(NamedTuple):
    """What came and what went since the last build."""

    notes: Change = Change()
    edited: tuple[str, ...] = ()
    """Notes that were there, with another content."""
    entries: Change = Change()
    papers: Change = Change()
    links: Change = Change()


def contents(graph: Graph) -> Contents:
    """Return what a graph holds. An entry is known by its title and what it is about, so that it may move."""
    notes = tuple([(note.path, note.checksum) for note in graph.notes])
    entries = sorted([f"{entry.title} <{entry.article}>" if entry.article else entry.title for entry in graph.entries])
    papers = [f"{reference.prefix}:{reference.identifier}" for reference in graph.papers]
    links = [
        f"{one.prefix}:{one.identifier} {predicate} {two.prefix}:{two.identifier}"
        for one, predicate, two, _ in graph.edges
    ]
    return Contents(notes, tuple(entries), tuple(papers), tuple(links))


def changes(before: Contents, after: Contents) -> Changes:
    """Return what came and what went from one build to the next."""
    old, new = dict(before.notes), dict(after.notes)
    edited = sorted(path for path in old.keys() & new.keys() if old[path] != new[path])
    return Changes(
        _change(tuple(old), tuple(new)),
        tuple(edited),
        _change(before.entries, after.entries),
        _change(before.papers, after.papers),
        _change(before.links, after.links),
    )


def _change(before: Iterable[str], after: Iterable[str]) -> Change:
    if before == after:
        return Change()
    old, new = Counter(before), Counter(after)
    return Change(tuple(sorted((new - old).elements())), tuple(sorted((old - new).elements())))
