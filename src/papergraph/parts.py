"""Graph in, what each note and each source says of it out, as a graph of its own; together they say all of it.

A fact of a thing belongs to every source whose record has the value that won, an edge to every source that is an
origin of its evidence, an entry to its note. So a note's part can be dropped: what others say as well stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from papergraph.identity import named_reference
from papergraph.mentions import paper_reference
from papergraph.merge import UNITED, known
from papergraph.model import (
    Edge,
    Entry,
    Evidence,
    Graph,
    Method,
    Note,
    Predicate,
    Record,
    Reference,
    Repository,
)
from papergraph.reasons import credited, source_of

KINDS = ("articles", "papers", "repositories", "persons", "organizations", "venues", "topics")
_OBSERVED = frozenset(KINDS[:3])
_AUTHOR = Predicate.AUTHOR.value
_JOINING = frozenset({Method.SAME_TITLE.value, Method.TITLE_SEARCH.value})
"""Methods that say why a paper named by title is a certain one: of an edge, they are no reason by themselves."""


class Part(NamedTuple):
    """What one source says."""

    source: Reference | None
    """`note:…` or `source:…`; None for what nobody in particular says."""
    graph: Graph
    sources: frozenset[Reference]
    """Catalogues and services that its evidence and observations name."""


def parts(graph: Graph) -> Iterator[Part]:
    """Yield what nobody in particular says, then what each note says, then each catalogue and service."""
    shares = _Shares({None: _Share()})
    for note in graph.notes:
        shares[Reference("note", note.path)].notes.append(note)
    for entry in graph.entries:
        shares[Reference("note", entry.location.path)].entries.append(entry)
    for kind in KINDS:
        for thing in getattr(graph, kind).values():
            _share_thing(shares, kind, thing, graph.records.get(thing.reference, ()))
    named = _named_by_title(graph)
    for edge in graph.edges:
        for source, evidence in _reasons(edge, named):
            shares[source].edges.append(edge if evidence == edge.evidence else edge._replace(evidence=evidence))
        if edge.predicate == _AUTHOR:
            _share_author(shares, graph, edge)
    _share_names(shares, graph, named)
    for source in sorted(shares, key=lambda source: source or Reference("", "")):
        yield shares[source].part(source, graph)


class _Share:
    """What one source says, while it is gathered."""

    def __init__(self) -> None:
        self.notes: list[Note] = []
        self.entries: list[Entry] = []
        self.things: dict[str, dict[Reference, Any]] = {kind: {} for kind in KINDS}
        self.edges: list[Edge] = []
        self.records: dict[Reference, tuple[Record, ...]] = {}
        self.aliases: dict[Reference, Reference] = {}
        self.joined: dict[Reference, tuple[tuple[Reference, Evidence], ...]] = {}
        self.observes = False

    def part(self, source: Reference | None, whole: Graph) -> Part:
        """Return what was gathered."""
        reasons = [reason for edge in self.edges for reason in edge.evidence]
        reasons += [reason for titles in self.joined.values() for _, reason in titles]
        named = {source_of(reason.origin) for reason in reasons if reason.entry is None}
        sources = {one for one in named if one.prefix == "source"}
        if self.observes and source:
            sources.add(source)
        things: dict[str, Any] = self.things
        graph = Graph(
            notes=tuple(self.notes),
            entries=tuple(self.entries),
            edges=tuple(self.edges),
            records=self.records,
            aliases=self.aliases,
            metadata=whole.metadata,
            joined=self.joined,
            **things,
        )
        return Part(source, graph, frozenset(sources))


class _Shares(dict[Reference | None, _Share]):
    """The share of each source."""

    def __missing__(self, source: Reference | None) -> _Share:
        share = self[source] = _Share()
        return share


def _share_thing(shares: _Shares, kind: str, thing: Record, records: tuple[Record, ...]) -> None:
    """Give each source what it says of a thing, and what it is credited for."""
    for source, piece in _pieces(thing, records):
        shares[source].things[kind][thing.reference] = piece
    looked: dict[Reference, list[Record]] = {}
    for record, fields in credited(records):
        said = {field: getattr(record, field) for field in fields}
        looked.setdefault(source_of(record.origin), []).append(type(record)(record.reference, record.origin, **said))
    for source, credits_ in looked.items():
        shares[source].records[thing.reference] = tuple(credits_)
        shares[source].observes |= kind in _OBSERVED


def _pieces(thing: Record, records: tuple[Record, ...]) -> Iterator[tuple[Reference | None, Record]]:
    """Yield for each source what it says of a thing; None says what no record has."""
    if len(records) == 0 or (len(records) == 1 and records[0] == thing):
        yield source_of((*records, thing)[0].origin), thing
        return
    best: dict[str, Any] = {
        field: value for field, value in zip(thing._fields[2:], thing[2:], strict=True) if known(value)
    }
    said: dict[Reference | None, dict[str, Any]] = {}
    for record in records:
        share = said.setdefault(source_of(record.origin), {})
        for field, value in best.items():
            own: Any = getattr(record, field, None)
            if field in UNITED:
                share[field] = tuple([one for one in value if one in (own or ()) or one in share.get(field, ())])
            elif own == value:
                share[field] = value
    if rest := _unsaid(best, said.values()):
        said[None] = rest
    for source, fields in said.items():
        yield source, type(thing)(thing.reference, thing.origin, **fields)


def _share_author(shares: _Shares, graph: Graph, edge: Edge) -> None:
    """Give an author to those who list the same authors as the source that the edge is from, without its reason."""
    records = graph.records.get(edge.subject, ())
    origins = {source_of(one.origin) for one in edge.evidence}
    for source in dict.fromkeys(source_of(record.origin) for record in records if len(records) > 1):
        paper = shares[source].things["papers"].get(edge.subject)
        if source not in origins and paper and paper.authors:
            shares[source].edges.append(edge._replace(evidence=()))
            if edge.object in graph.persons:
                shares[source].things["persons"][edge.object] = graph.persons[edge.object]


def _unsaid(best: Mapping[str, Any], said: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the fields that no record accounts for: there are none in a graph that was assembled from its records."""
    rest = {}
    for field, value in best.items():
        shares = [share[field] for share in said if known(share.get(field))]
        if field in UNITED:
            if left := tuple([one for one in value if not any(one in share for share in shares)]):
                rest[field] = left
        elif not shares:
            rest[field] = value
    return rest


def _reasons(
    edge: Edge, named: Mapping[Evidence, frozenset[Reference]]
) -> Iterator[tuple[Reference | None, tuple[Evidence, ...]]]:
    """Yield the sources of an edge, each with its evidence and, where it named an end by title, why that is the end."""
    evidence = edge.evidence
    if len(evidence) <= 1:
        yield source_of(evidence[0].origin) if evidence else None, evidence
        return
    own = [source_of(one.origin) for one in evidence if one.method not in _JOINING]
    if not own:
        own = [source_of(one.origin) for one in evidence]
    for source in dict.fromkeys(own):
        yield source, tuple([one for one in evidence if _is_of(one, source, frozenset(own), named)])


def _is_of(
    evidence: Evidence,
    source: Reference,
    sources: frozenset[Reference],
    named: Mapping[Evidence, frozenset[Reference]],
) -> bool:
    if evidence.method not in _JOINING:
        return source_of(evidence.origin) == source
    namers = named.get(evidence, frozenset()) & sources
    return source in namers or not namers


def _share_names(shares: _Shares, graph: Graph, named: Mapping[Evidence, frozenset[Reference]]) -> None:
    """Give each source the other names of things that it says: former names, and titles of papers."""
    titles = {alone: (paper, reason) for paper, joined in graph.joined.items() for alone, reason in joined}
    for alias, current in graph.aliases.items():
        if alias in titles:
            reason = titles[alias][1]
            sources: Iterable[Reference | None] = named.get(reason) or {source_of(reason.origin)}
        else:
            sources = _renamers(alias, graph.records.get(current, ())) or {None}
        for source in sources:
            shares[source].aliases[alias] = current
            if alias in titles:
                joined = shares[source].joined
                joined[current] = (*joined.get(current, ()), (alias, titles[alias][1]))


def _renamers(alias: Reference, records: tuple[Record, ...]) -> set[Reference | None]:
    """Return the sources that say that a repository was called so."""
    return {
        source_of(record.origin)
        for record in records
        if isinstance(record, Repository)
        for name in record.former_names
        if named_reference(record.reference, name) == alias
    }


def _named_by_title(graph: Graph) -> dict[Evidence, frozenset[Reference]]:
    """Return why papers named by title only are certain papers → the notes that name them so."""
    reasons = {alone: reason for joined in graph.joined.values() for alone, reason in joined}
    named: dict[Evidence, set[Reference]] = {}
    for entry in graph.entries if reasons else ():
        for mention in entry.papers:
            reference = None if mention.reference else paper_reference(mention)
            if reference in reasons:
                named.setdefault(reasons[reference], set()).add(Reference("note", entry.location.path))
    return {reason: frozenset(notes) for reason, notes in named.items()}
