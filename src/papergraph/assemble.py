"""What the notes and the catalogues say in, the graph out; pure.

One node a reference. Nothing is joined by guess: two references are one thing only where a source knows a
repository's former name, or where a paper named by title alone has the title of exactly one other paper.
Everything in the graph is sorted, and nothing depends on the order in which readings and records come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias, cast

from papergraph.concepts import Concepts
from papergraph.derive import derived
from papergraph.hierarchy import without_circles
from papergraph.identity import only_served, renames, same_titles
from papergraph.mentions import article_reference, edges_of, paper_reference, records_of, repository_reference
from papergraph.merge import as_of_now, is_missing, settled, unite
from papergraph.model import (
    Article,
    Edge,
    Evidence,
    Graph,
    Metadata,
    Method,
    Organization,
    Origin,
    Paper,
    Person,
    Problem,
    Reading,
    Record,
    Reference,
    Repository,
    Topic,
    Venue,
)
from papergraph.reported import HAS_REPOSITORY, Ends, Joined, entries_of, held, redirected, reports

__all__ = ["assemble", "edges_of", "in_order", "records_of", "wanted"]

Things: TypeAlias = dict[Reference, list[Record]]
Known: TypeAlias = dict[Reference, tuple[Record, ...]]
Found: TypeAlias = dict[Ends, list[Evidence]]
"""Edge → what speaks for it."""

UNSOURCED = frozenset({"title", "url"})
"""Prefixes of references that no source has facts about."""
KINDS: tuple[type[Record], ...] = (Paper, Repository, Article, Venue, Organization, Person, Topic)
"""What a thing is where its records are of several kinds: the earlier kind."""
SAME_TITLE, TITLE_SEARCH = Method.SAME_TITLE.value, Method.TITLE_SEARCH.value


def assemble(
    readings: Iterable[Reading],
    records: Iterable[Record] = (),
    metadata: Metadata = Metadata(),  # noqa: B008 - an immutable record
    concepts: Concepts | None = None,
) -> Graph:
    """Return the graph of all that was read and of what further records say.

    Args:
        readings: what reading the notes gave, in any order; one that is there twice counts once. What nobody else
            holds is let go as soon as it is used.
        records: what catalogues and services say, in any order; what a service says of things that neither a note
            nor a catalogue names is left out.
        metadata: what the configuration says of the graph.
        concepts: the scheme of topics; without one, topics are what somebody wrote.
    """
    notes = {(reading.note.path, reading.note.checksum): reading for reading in readings}
    read = [notes.pop(key) for key in sorted(notes)]
    noted = tuple(reading.note for reading in read if reading.note.checksum)
    stated = tuple(entry for reading in read for entry in reading.entries)
    problems = in_order(problem for reading in read for problem in reading.problems)
    things, found, entries = _gather(read, concepts)
    for record in records:
        things.setdefault(record.reference, []).append(record)
    joined = _joined(things)
    aliases = renames(things) | {alone: paper for alone, (paper, _) in joined.items()}
    known = _unite(things, aliases)
    found = _redirect(found, aliases, joined, known)
    _derive(known, found, entries, concepts)
    without_circles(known)
    for record in concepts.records(known) if concepts else ():
        known[record.reference] = unite((*known.get(record.reference, ()), record))
    known = {reference: known[reference] for reference in sorted(known, key="\0".join)}
    return graph_of(known, metadata)._replace(
        notes=noted,
        entries=stated,
        edges=_edges(found, known),
        aliases=dict(sorted(aliases.items())),
        problems=problems,
        joined=by_paper(joined),
    )


def graph_of(known: Known, metadata: Metadata) -> Graph:
    """Return a graph of things with their records, and of nothing else."""
    of_kind = _settle(known)
    return Graph(
        notes=(),
        entries=(),
        articles=cast("dict[Reference, Article]", of_kind[Article]),
        papers=cast("dict[Reference, Paper]", of_kind[Paper]),
        repositories=cast("dict[Reference, Repository]", of_kind[Repository]),
        persons=cast("dict[Reference, Person]", of_kind[Person]),
        organizations=cast("dict[Reference, Organization]", of_kind[Organization]),
        venues=cast("dict[Reference, Venue]", of_kind[Venue]),
        topics=cast("dict[Reference, Topic]", of_kind[Topic]),
        edges=(),
        records=known,
        aliases={},
        metadata=metadata,
    )


def wanted(readings: Iterable[Reading]) -> frozenset[Reference]:
    """Return the papers and repositories that a source could tell more of."""
    references: set[Reference | None] = set()
    for reading in readings:
        for entry in reading.entries:
            references.update(map(paper_reference, entry.papers), map(repository_reference, entry.repositories))
            references.add(article_reference(entry.article) if entry.article else None)
    return frozenset(reference for reference in references if reference and reference.prefix not in UNSOURCED)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the distinct problems by place."""
    return tuple(sorted(set(problems), key=lambda problem: (problem.location, problem.other or (), *problem[1:3])))


def _gather(read: list[Reading], concepts: Concepts | None) -> tuple[Things, Found, dict[Origin, Reference]]:
    """What the entries say of things, their edges, and which entry stands behind what is said of a paper.

    The list is empty afterwards: what the texts of many notes name takes as much memory as what comes of it.
    """
    things: Things = {}
    found: Found = {}
    entries: dict[Origin, Reference] = {}
    read.reverse()
    while read:
        reported = tuple(reports(read.pop(), concepts))
        for origin, entry in entries_of(reported).items():
            entries.setdefault(origin, entry)
        for report in reported:
            for record in report.records:
                things.setdefault(record.reference, []).append(record)
            for edge in report.edges:
                found.setdefault(edge[:3], []).extend(edge.evidence)
    return things, found, entries


def _joined(things: Things) -> dict[Reference, tuple[Reference, Evidence]]:
    """The papers named by title only, with the papers that they are and why: a note has the title too, or a service."""
    joined = {}
    for alone, record in same_titles(things).items():
        method = TITLE_SEARCH if only_served(things[record.reference]) else SAME_TITLE
        joined[alone] = record.reference, Evidence(method, record.origin, quote=record.title)
    return joined


def by_paper(joined: Joined) -> dict[Reference, tuple[tuple[Reference, Evidence], ...]]:
    """Return the titles that led to each paper, with the reasons."""
    papers: dict[Reference, list[tuple[Reference, Evidence]]] = {}
    for alone, (paper, evidence) in sorted(joined.items()):
        papers.setdefault(paper, []).append((alone, evidence))
    return {paper: tuple(papers[paper]) for paper in sorted(papers)}


def _unite(things: Things, aliases: Mapping[Reference, Reference]) -> Known:
    """The records under the reference that holds, each thing of one kind; what services alone know is left out."""
    for old, new in aliases.items():
        renamed = [record._replace(reference=new) for record in things.pop(old, ()) if not is_missing(record)]
        things.setdefault(new, []).extend(renamed)
    return {reference: as_of_now(of_one_kind(said)) for reference, said in things.items() if not only_served(said)}


def of_one_kind(said: list[Record]) -> tuple[Record, ...]:
    """Return the records of one thing, the best first, as of the one kind that it is."""
    kinds = {type(record) for record in said}
    if len(kinds) == 1:
        return unite(said)
    kind = next(kind for kind in KINDS if kind in kinds)
    return unite([record if isinstance(record, kind) else _as(kind, record) for record in said])


def _as(kind: type[Record], record: Record) -> Record:
    """The record of another kind with what the two kinds have in common."""
    return kind(**{field: getattr(record, field) for field in kind._fields if field in record._fields})


def _redirect(found: Found, aliases: Mapping[Reference, Reference], joined: Joined, known: Known) -> Found:
    """The edges between the references that hold; what was found is empty afterwards."""
    moved: Found = {}
    for ends in list(found):
        if edge := redirected(ends, found.pop(ends), aliases, joined):
            (subject, predicate, object_), more = edge
            if predicate == HAS_REPOSITORY:
                predicate = held(known[object_][0])
            moved.setdefault((subject, predicate, object_), []).extend(more)
    return moved


def _derive(known: Known, found: Found, entries: Mapping[Origin, Reference], concepts: Concepts | None) -> None:
    """Add what follows from the records: authors, venues, categories, topics."""
    things: Things = {}
    for said in known.values():
        for edge, record in derived(said, entries, concepts):
            found.setdefault(edge[:3], []).extend(edge.evidence)
            things.setdefault(record.reference, []).append(record)
    for reference, more in things.items():
        known[reference] = unite((*known.get(reference, ()), *more))


def _settle(known: Known) -> dict[type[Record], dict[Reference, Record]]:
    """One record a thing, in the order of `known`, by kind."""
    of_kind: dict[type[Record], dict[Reference, Record]] = {kind: {} for kind in KINDS}
    for reference, said in known.items():
        of_kind[type(said[0])][reference] = settled(said)
    return of_kind


def _edges(found: Found, known: Known) -> tuple[Edge, ...]:
    """The edges in the order of `known`; their ends are the very objects that are its keys, to keep memory low.

    What was found is empty afterwards.
    """
    own = {reference: reference for reference in known}
    leaving: dict[Reference, list[tuple[Reference, str, Reference]]] = {}
    for ends in found:
        leaving.setdefault(ends[0], []).append(ends)
    return tuple(
        Edge(subject, ends[1], own[ends[2]], reasons(found.pop(ends)))
        for subject in known
        if subject in leaving
        for ends in sorted(leaving[subject])
    )


def reasons(evidence: list[Evidence]) -> tuple[Evidence, ...]:
    """Return the distinct reasons for an edge, in order."""
    if len(evidence) == 1:
        return tuple(evidence)
    return tuple(sorted(set(evidence), key=_evidence_order))


def _evidence_order(evidence: Evidence) -> tuple[object, ...]:
    return (
        evidence.origin,
        evidence.method,
        evidence.entry or ("", ""),
        evidence.quote or "",
        evidence.confidence or 0,
        evidence.span or (),
    )
