"""One reading in, what each of its entries reports out: records of things and edges between them; pure.

What is reported is the same wherever a note is read: records are merged by reference and edges by their ends after
that, in one process or on many machines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple, TypeAlias

from papergraph import mentions, textmatch, titlenames
from papergraph.concepts import Concepts
from papergraph.model import Edge, Evidence, Origin, Paper, Predicate, Reading, Record, Reference, Repository

Ends: TypeAlias = tuple[Reference, str, Reference]
"""Subject, predicate and object of an edge."""
Joined: TypeAlias = Mapping[Reference, tuple[Reference, Evidence]]
"""A paper named by title only → the paper that it is, and why."""

HAS_REPOSITORY, MENTIONS = Predicate.HAS_REPOSITORY.value, Predicate.MENTIONS.value


class Report(NamedTuple):
    """What one entry reports."""

    entry: Reference
    records: tuple[Record, ...]
    edges: tuple[Edge, ...]


def reports(reading: Reading, concepts: Concepts | None) -> Iterator[Report]:
    """Yield what the entries of a note report, in their order; `concepts` is the scheme of topics, if there is one."""
    topics = reading.topics or ((),) * len(reading.entries)
    for entry, texts in zip(reading.entries, topics, strict=True):
        named = mentions.resolved(entry, reading.note.title, concepts)
        names = titlenames.organizations_of(named) if concepts else ()
        found = list(chain[tuple[Edge, Record]](textmatch.named(named, texts, concepts), names))
        yield Report(
            named.reference,
            (*mentions.records(named), *(record for _, record in found)),
            (*mentions.edges(named), *(edge for edge, _ in found)),
        )


def entries_of(reported: Iterable[Report]) -> dict[Origin, Reference]:
    """Return which entry stands behind what is said of a paper; of two in one place, the first."""
    entries: dict[Origin, Reference] = {}
    for entry, records, _ in reported:
        for record in records:
            if isinstance(record, Paper):
                entries.setdefault(record.origin, entry)
    return entries


def redirected(
    ends: Ends, evidence: list[Evidence], aliases: Mapping[Reference, Reference], joined: Joined
) -> tuple[Ends, list[Evidence]] | None:
    """Return an edge between the references that hold; None where both ends are one thing.

    An end that was joined by its title has that as evidence too.
    """
    subject, predicate, object_ = ends
    moved = aliases.get(subject, subject), predicate, aliases.get(object_, object_)
    if moved[0] == moved[2]:
        return None
    return moved, [*evidence, *(joined[end][1] for end in (subject, object_) if end in joined)]


def held(object_: Record) -> str:
    """Return what an edge from a paper to its code says: what turned out to be no repository is only mentioned."""
    return HAS_REPOSITORY if isinstance(object_, Repository) else MENTIONS
