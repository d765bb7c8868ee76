"""Records of one thing in, the edges and further things that follow from them out; pure.

Authors, venues, arXiv categories and GitHub topics stand in the records of a paper or a repository. Here
they become things of their own, once everything that is known of the paper or repository is together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from papergraph.classify import topics_of_record
from papergraph.concepts import Concepts
from papergraph.merge import known
from papergraph.model import (
    RANK_CATALOG,
    RANK_INFERRED,
    RANK_NOTE,
    RANK_SERVICE,
    Edge,
    Evidence,
    Method,
    Origin,
    Paper,
    Person,
    Predicate,
    Record,
    Reference,
    Repository,
    Topic,
    Venue,
)
from papergraph.names import person_name, person_reference, venue_name
from papergraph.published import published

ABOUT, AUTHOR, PART_OF = Predicate.ABOUT.value, Predicate.AUTHOR.value, Predicate.PART_OF.value
METHODS = {
    RANK_INFERRED: Method.SAME_ENTRY.value,
    RANK_NOTE: Method.SAME_ENTRY.value,
    RANK_CATALOG: Method.CATALOG.value,
    RANK_SERVICE: Method.SERVICE.value,
}


class Derived(NamedTuple):
    """An edge, and a record of the thing at its end."""

    edge: Edge
    record: Record


def derived(
    records: tuple[Record, ...], entries: Mapping[Origin, Reference], concepts: Concepts | None = None
) -> Iterator[Derived]:
    """Yield what follows from the records of one thing, the best record first.

    The authors, the categories and the topics are those of the best record that gives any, as in
    `papergraph.merge.settle`; every venue counts. `entries` says which entry stands behind an origin, and
    `concepts` which topics are known.
    """
    best = records[0]
    if isinstance(best, Paper):
        yield from _authors(records, entries)
        yield from _venues(records, entries)
        yield from _topics(records, "categories", concepts)
    elif isinstance(best, Repository):
        yield from _topics(records, "topics", concepts)


def _authors(records: tuple[Record, ...], entries: Mapping[Origin, Reference]) -> Iterator[Derived]:
    record = _giver(records, "authors")
    if not isinstance(record, Paper):
        return
    evidence = _evidence(record.origin, entries)
    for written in record.authors:
        if person := person_reference(written):
            edge = Edge(record.reference, AUTHOR, person, evidence)
            yield Derived(edge, Person(person, record.origin, person_name(written)))


def _venues(records: tuple[Record, ...], entries: Mapping[Origin, Reference]) -> Iterator[Derived]:
    for record in records:
        if isinstance(record, Paper):
            told = [(record.venue, record.venue)] if record.venue else []
            for written, quote in dict.fromkeys([*told, *published(record)]):
                if venue := venue_name(written):
                    edge = Edge(record.reference, PART_OF, venue.reference, _evidence(record.origin, entries, quote))
                    yield Derived(edge, Venue(venue.reference, _whole(record.origin), venue.name, venue.year))


def _topics(records: tuple[Record, ...], field: str, concepts: Concepts | None) -> Iterator[Derived]:
    record = _giver(records, field)
    if record is None:
        return
    for topic in topics_of_record(record, concepts):
        evidence = Evidence(topic.method, record.origin, quote=topic.quote)
        edge = Edge(record.reference, ABOUT, topic.topic, (evidence,))
        yield Derived(edge, Topic(topic.topic, _whole(record.origin, topic.rank), topic.name))


def _giver(records: tuple[Record, ...], field: str) -> Record | None:
    return next((record for record in records if known(getattr(record, field, None))), None)


def _evidence(origin: Origin, entries: Mapping[Origin, Reference], quote: str | None = None) -> tuple[Evidence]:
    return (Evidence(METHODS[origin.rank], origin, entries.get(origin), quote),)


@lru_cache(maxsize=256)
def _whole(origin: Origin, rank: int | None = None) -> Origin:
    """The source as a whole: names of venues and topics would otherwise have as many records as things in them."""
    return Origin(origin.rank if rank is None else rank, origin.source, 0, origin.date)
