"""The job's own functions: those of the package, as an engine calls them; see `papergraph.bulk.job` for their order.

The first character of a key says what its values are:

I  what tells that two references are one thing, under a title or a former name
S  what is said of a thing, under its reference
R  a note with its entries, under its path
P  problems, under their kind
A  references that mean the same thing
B  topics and what is broader
U  topics of a scheme that are used
N, E, T  a row of a thing, a row of an edge, the triples of a subject: see `papergraph.bulk.describing`
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

from papergraph.assemble import of_one_kind
from papergraph.bulk.dataflow import Group, Pair, Shared
from papergraph.bulk.problems import Tallies
from papergraph.bulk.sources import CatalogUnit, Unit, read_catalog_unit, read_note_unit
from papergraph.concepts import Concepts
from papergraph.derive import derived
from papergraph.hierarchy import broader_of
from papergraph.identity import SHORTEST_TITLE, claimed, named_reference, same_titles
from papergraph.mentions import paper_reference
from papergraph.merge import as_of_now, is_missing, unite
from papergraph.model import (
    RANK_CATALOG,
    RANK_NOTE,
    Edge,
    Entry,
    Evidence,
    Metadata,
    Note,
    Organization,
    Origin,
    Paper,
    Person,
    Reading,
    Record,
    Reference,
    Repository,
    Topic,
    Venue,
)
from papergraph.reading import concepts_of
from papergraph.reported import HAS_REPOSITORY, entries_of, held, redirected, reports
from papergraph.sources.arxiv_titles import Named, contradicted, named_in, together
from papergraph.sources.catalog import recency
from papergraph.titles import normal_title
from papergraph.triples import FURTHER

MANY = 1000
"""Records of one thing from which those that say the same are put together before all are there."""
_COUNTED = (Organization, Person, Topic, Venue)
"""Things of which it does not matter who says the same."""


class Settings(NamedTuple):
    """What every stage is told."""

    metadata: Metadata
    topics: tuple[Any, ...] = ()
    """The user's own files of topics."""
    only_named: bool = False
    """Whether what catalogues say of things that no note names is left out."""

    @property
    def concepts(self) -> Concepts:
        """The scheme of topics."""
        return concepts_of(self.topics)


class Identity(NamedTuple):
    """Which references are one thing."""

    aliases: dict[Reference, Reference]
    joined: dict[Reference, tuple[Reference, Evidence]]
    """A paper named by title only → the paper that it is, and why."""


class Noted(NamedTuple):
    """A note as it is described: with its entries, and the edges whose reasons quote texts that others tell too."""

    note: Note
    entries: tuple[Entry, ...]
    edges: tuple[Edge, ...]


class Said(NamedTuple):
    """A record, and the entry that stands behind it, or the number of the catalogue."""

    record: Record
    entry: Reference | None = None
    catalog: int | None = None


class Leads(NamedTuple):
    """An edge from the thing whose key it is under."""

    predicate: str
    object: Reference
    evidence: tuple[Evidence, ...]


class Code(NamedTuple):
    """An edge to the thing whose key it is under, from a paper that may have its code there."""

    subject: Reference
    evidence: tuple[Evidence, ...]


class Published(NamedTuple):
    """A paper whose code is in the thing whose key it is under."""

    paper: Reference


def key_of(reference: Reference, kind: str = "S") -> str:
    """Return the key of what is said of a thing."""
    return kind + "\0".join(reference)


def reference_of(key: str) -> Reference:
    """Return the thing that a key is of."""
    return Reference(*key[1:].split("\0", 1))


def read_unit(unit: Unit, settings: Settings) -> Iterator[Pair]:
    """Read some notes, or a part of a catalogue."""
    tallies = Tallies()
    if isinstance(unit, CatalogUnit):
        for record in read_catalog_unit(unit, tallies):
            yield from said_by_catalog(record, unit.number)
    else:
        for reading in read_note_unit(unit, settings.topics):
            tallies.add(reading.problems)
            yield from said_by_note(reading, settings.concepts)
    yield from tallies.pairs()


def said_by_note(reading: Reading, concepts: Concepts) -> Iterator[Pair]:
    """Yield a note, what it says of things, and what tells which of them are one."""
    if not reading.note.checksum:
        return
    reported = tuple(reports(reading, concepts))
    entries = entries_of(reported)
    quoting = []
    day = reading.note.date or ""
    for entry in reading.entries:
        for mention in entry.papers:
            if (alone := paper_reference(mention)) and alone.prefix == "title":
                yield f"It{alone.identifier}", named_in(entry, mention.title or "", entry.note_date or day)
    for _, records, edges in reported:
        for record in records:
            yield (
                key_of(record.reference),
                Said(record, entries.get(record.origin) if isinstance(record, Paper) else None),
            )
            yield from _identity(record)
        for edge in edges:
            yield key_of(edge.subject), Leads(*edge[1:])
            if any(reason.span and reason.span.field in FURTHER for reason in edge.evidence):
                quoting.append(edge)
    yield f"R{reading.note.path}", Noted(reading.note, reading.entries, tuple(quoting))


def said_by_catalog(record: Record, catalog: int | None = None) -> Iterator[Pair]:
    """Yield what a catalogue, of some number, says of a thing, and what tells which things are one."""
    yield key_of(record.reference), Said(record, catalog=catalog)
    yield from _identity(record)


def _identity(record: Record) -> Iterator[Pair]:
    """Say under which title, and under which former names, a thing may be known elsewhere."""
    reference, origin = record.reference, record.origin
    if isinstance(record, Paper):
        title = normal_title(record.title or "") if reference.prefix != "title" else ""
        if len(title) >= SHORTEST_TITLE:
            yield f"It{title}", Paper(reference, origin, record.title, record.authors, published=record.published)
    elif isinstance(record, Repository):
        slim = Repository(reference, origin, status=record.status, former_names=record.former_names)
        yield key_of(reference, "Ir"), slim._replace(former_names=())
        for name in record.former_names:
            old = named_reference(reference, name)
            if old and old != reference:
                yield key_of(old, "Ir"), slim


def identify(number: int, groups: Iterator[Group]) -> Iterator[Pair]:  # noqa: ARG001 -- the same in every partition
    """Say which references are one thing, for one title or one former name at a time."""
    for key, values in groups:
        if key.startswith("It"):
            yield from _same_title(Reference("title", key[2:]), values)
        else:
            yield from _renamed(reference_of(key[1:]), values)


def _same_title(alone: Reference, values: Iterator[Paper | Named]) -> Iterator[Pair]:
    """The paper that one named by title alone is; what catalogues say must not contradict what the notes say of it."""
    things: dict[Reference, list[Record]] = {}
    said: Named | None = None
    for one in values:
        if isinstance(one, Named):
            said = together(said or one, one)
            things.setdefault(alone, [])
        else:
            things.setdefault(one.reference, []).append(one)
    paper = same_titles(things).get(alone) if said and len(things) > 1 else None
    if said and paper and (paper.origin.rank < RANK_CATALOG or not contradicted(said, paper)):
        yield "A", (alone, paper)


def _renamed(old: Reference, values: Iterator[Repository]) -> Iterator[Pair]:
    things: dict[Reference, list[Record]] = {}
    claims = False
    for record in values:
        things.setdefault(record.reference, []).append(record)
        claims = claims or record.reference != old
    if claims and (new := claimed(things).get(old)):
        yield "A", (old, new)


def redirect(pairs: Iterable[Pair], identity: Shared[Identity]) -> Iterator[Pair]:
    """Put what is said under the references that hold."""
    aliases, joined = identity.get()
    for key, value in pairs:
        reference = reference_of(key)
        if isinstance(value, Said):
            if (new := aliases.get(reference)) is None:
                yield key, value
            elif not is_missing(value.record):
                yield key_of(new), value._replace(record=value.record._replace(reference=new))
        elif edge := redirected((reference, *value[:2]), list(value.evidence), aliases, joined):
            (subject, predicate, object_), evidence = edge
            if predicate == HAS_REPOSITORY:
                yield key_of(object_), Code(subject, tuple(evidence))
            else:
                yield key_of(subject), Leads(predicate, object_, tuple(evidence))


def know(number: int, groups: Iterator[Group], settings: Settings) -> Iterator[Pair]:  # noqa: ARG001 -- as above
    """Put together what is said of each thing, and say what follows from it."""
    concepts = settings.concepts
    used: set[str] = set()
    for key, values in groups:
        known, entries, others = _gathered(values)
        if not known or (settings.only_named and not _named(known)):
            continue
        for pair in _following(key, known, entries, others, concepts):
            if pair[0][1:].startswith(("pgt\0", "concept\0", "category\0")) and pair[0][0] == "S":
                used.add(pair[0])
            yield pair
    for key in sorted(used):
        yield f"U{key[1:]}", None


def _gathered(values: Iterator[Any]) -> tuple[tuple[Record, ...], dict[Origin, Reference], list[Leads | Code]]:
    """What is known of one thing, best first; the entries behind that; the edges."""
    records: list[Record] = []
    last: dict[int, Paper | Repository] = {}
    """Of what one catalogue says, what it says last."""
    entries: dict[Origin, Reference] = {}
    others: list[Leads | Code] = []
    for value in values:
        if not isinstance(value, Said):
            others.append(value)
            continue
        if value.catalog is not None and isinstance(value.record, Paper | Repository):
            last[value.catalog] = max(last.get(value.catalog, value.record), value.record, key=recency)
            continue
        records.append(value.record)
        if value.entry:
            entries[value.record.origin] = value.entry
        if len(records) % MANY == 0:
            records = list(compacted(records))
    records += last.values()
    return as_of_now(of_one_kind(records)) if records else (), entries, others


def _following(
    key: str,
    known: tuple[Record, ...],
    entries: dict[Origin, Reference],
    others: list[Leads | Code],
    concepts: Concepts,
) -> Iterator[Pair]:
    reference = known[0].reference
    for record in compacted(known):
        yield key, record
        for pair in broader_of(record):
            yield "B", pair
    for other in others:
        if isinstance(other, Leads):
            yield key, other
        else:
            predicate = held(known[0])
            yield key_of(other.subject), Leads(predicate, reference, other.evidence)
            if predicate == HAS_REPOSITORY:
                yield key, Published(other.subject)
    for edge, record in derived(known, entries, concepts):
        yield key, Leads(*edge[1:])
        yield key_of(record.reference), record


def compacted(records: Collection[Record]) -> tuple[Record, ...]:
    """Return the records, best first, of kinds that have no observations without those that say nothing new."""
    if len(records) == 1:
        return tuple(records)
    kept: dict[object, Record] = {}
    for record in unite(records):
        kept.setdefault((type(record), record[2:]) if isinstance(record, _COUNTED) else record, record)
    return tuple(kept.values())


def _named(known: Iterable[Record]) -> bool:
    return any(record.origin.rank <= RANK_NOTE for record in known)
