"""What is known of things in, what is written of them out: rows of tables, and the triples of each subject.

The things of a partition are made small graphs of, and those are described as any graph is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from papergraph.assemble import graph_of, reasons
from papergraph.bulk.dataflow import Group, Pair, Shared
from papergraph.bulk.stages import Leads, Published, Settings, compacted, key_of, reference_of
from papergraph.hierarchy import without
from papergraph.merge import settled, unite
from papergraph.model import (
    Article,
    Edge,
    Evidence,
    Graph,
    Paper,
    Record,
    Reference,
    Repository,
)
from papergraph.notations import NTriples
from papergraph.reasons import sources
from papergraph.reported import HAS_REPOSITORY
from papergraph.syntax import Description
from papergraph.triples import of_dataset, of_notes, of_things
from papergraph.vocabulary import EDGE_TERMS, expand

AT_ONCE = 256
"""Things of a small graph."""


class World(NamedTuple):
    """What things need to know of others."""

    aliases: dict[Reference, Reference]
    former: dict[Reference, tuple[Reference, ...]]
    """The aliases of each thing that has some."""
    joined: dict[Reference, tuple[tuple[Reference, Evidence], ...]]
    """Papers that notes also name by title only → the titles, each with the reason why."""
    circular: dict[Reference, frozenset[Reference]]
    """Topics → what is said to be broader and is not."""


class Creator(NamedTuple):
    """Under a person's key: the person made the graph."""


class Scheme(NamedTuple):
    """Under a topic's key: what its scheme says of it."""

    record: Record


class Thing(NamedTuple):
    """All of one thing."""

    reference: Reference
    records: tuple[Record, ...]
    edges: tuple[Edge, ...]
    papers: frozenset[Reference]
    """Whose code is there."""
    creator: bool


def describe_notes(pairs: Iterable[Pair], settings: Settings, world: Shared[World]) -> Iterator[Pair]:
    """Describe notes and their entries."""
    syntax = NTriples(settings.metadata.base_iri)
    everywhere = graph_of({}, settings.metadata)._replace(aliases=world.get().aliases)
    for _, noted in pairs:
        graph = graph_of({}, settings.metadata)._replace(notes=(noted.note,), entries=noted.entries, edges=noted.edges)
        yield from _told(of_notes(graph, everywhere, syntax))
        _forget(syntax)


def describe(number: int, groups: Iterator[Group], settings: Settings, world: Shared[World]) -> Iterator[Pair]:  # noqa: ARG001 -- the same everywhere
    """Describe things: their triples, and a row for each thing and each edge."""
    syntax = NTriples(settings.metadata.base_iri)
    known = world.get()
    coming = groups_of(groups, known)
    while some := list(islice(coming, AT_ONCE)):
        things = [thing for thing in some if thing.records]
        graph, reasoned = _small_graph(things, settings, known)
        whole = graph._replace(aliases=known.aliases)
        yield from _told(of_things(graph, whole, syntax, reasoned))
        yield from _told(sources(syntax, list(syntax.nodes)))
        yield from _rows(graph, reasoned, syntax)
        _forget(syntax)
        if any(thing.creator for thing in some):
            creator = next(thing for thing in some if thing.creator)
            alone = None if creator.records or not creator.reference.identifier else creator.reference
            yield from _told(of_dataset(graph_of({}, settings.metadata), syntax, alone))


def groups_of(groups: Iterator[Group], world: World) -> Iterator[Thing]:
    """Yield the things of a partition, each with all that is known of it."""
    for key, values in groups:
        yield _thing(reference_of(key), values, world)


def _thing(reference: Reference, values: Iterator[Any], world: World) -> Thing:
    records: list[Record] = []
    scheme: list[Record] = []
    found: dict[tuple[str, Reference], list[Evidence]] = {}
    papers: set[Reference] = set()
    creator = False
    for value in values:
        if isinstance(value, Leads):
            found.setdefault(value[:2], []).extend(value.evidence)
        elif isinstance(value, Published):
            papers.add(value.paper)
        elif isinstance(value, Scheme):
            scheme.append(value.record)
        elif isinstance(value, Creator):
            creator = True
        else:
            records.append(value)
            if len(records) % AT_ONCE == 0:
                records = list(compacted(records))
    if gone := world.circular.get(reference):
        records = [without(record, gone) for record in records]
    edges = tuple(Edge(reference, *ends, reasons(found[ends])) for ends in sorted(found))
    together = unite([*records, *scheme]) if records or scheme else ()
    return Thing(reference, together, edges, frozenset(papers), creator)


def _small_graph(things: list[Thing], settings: Settings, world: World) -> tuple[Graph, Graph]:
    """A graph of some things, with what has its code there; and the same with the edges that leave them alone."""
    here = {thing.reference for thing in things}
    own = [edge for thing in things for edge in thing.edges]
    coming = [
        Edge(paper, HAS_REPOSITORY, thing.reference, ())
        for thing in things
        for paper in sorted(thing.papers)
        if paper not in here
    ]
    known = {thing.reference: thing.records for thing in things}
    graph = graph_of(known, settings.metadata)._replace(
        edges=(*own, *sorted(coming)),
        aliases={former: one for one in known for former in world.former.get(one, ())},
        joined={one: world.joined[one] for one in known if one in world.joined},
    )
    return graph, graph._replace(edges=tuple(own))


class NodeRow(NamedTuple):
    """A row of the table of things."""

    id: str
    """The reference."""
    iri: str
    kind: str
    name: str | None
    text: str | None
    """An abstract or a description."""
    date: str | None
    """When a paper was published, or a repository made."""
    stars: int | None


class EdgeRow(NamedTuple):
    """A row of the table of edges."""

    subject: str
    predicate: str
    """The IRI."""
    object: str
    methods: list[str]
    """How it was found, each once, sorted."""
    reasons: int
    """How many there are."""


def _rows(graph: Graph, reasoned: Graph, syntax: NTriples) -> Iterator[Pair]:
    """The rows of the tables."""
    for reference in graph.records:
        thing = settled(graph.records[reference])
        iri = syntax.nodes[reference][1:-1]
        yield key_of(reference, "N"), NodeRow(str(reference), iri, type(thing).__name__.lower(), *_columns(thing))
    for subject, predicate, object_, evidence in reasoned.edges:
        methods = sorted({reason.method for reason in evidence})
        row = EdgeRow(str(subject), expand(EDGE_TERMS[predicate]), str(object_), methods, len(evidence))
        yield f"{key_of(subject, 'E')}\0{row.predicate}\0{row.object}", row


def _columns(thing: Record) -> tuple[str | None, str | None, str | None, int | None]:
    """Name, text, date and stars."""
    match thing:
        case Paper():
            return thing.title, thing.abstract, thing.published, None
        case Repository():
            return thing.name, thing.description, thing.created, thing.stars
        case Article():
            return thing.title, None, None, None
        case _:
            return thing.name, None, None, None


def _told(descriptions: Iterator[Description]) -> Iterator[Pair]:
    for _, subject, text in descriptions:
        yield f"T{subject}", text


def _forget(syntax: NTriples) -> None:
    """Forget the terms of things, which come in the order of their hashes and so hardly again."""
    syntax.nodes.clear()
    syntax.ends.clear()
