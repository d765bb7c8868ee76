"""Graph in, descriptions of its reasons out: why each edge is there, and which source gave which facts.

An edge is a plain triple and, beside it, a `pg:Link` with one `pg:Evidence` for every reason; links that share
a reason share the evidence. A fact that a catalogue or a service gave is named by a `pg:Observation` of its
thing: which properties, from which source, when. What notes say needs none, because entries and evidence carry
their lines.

Links, evidence and observations are named by hashes of what they say, so that graphs merge by concatenation.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, groupby
from operator import itemgetter

from papergraph.merge import UNITED, known
from papergraph.model import RANK_CATALOG, Evidence, Graph, Origin, Record, Reference
from papergraph.syntax import Description, Objects, Properties, Section, Syntax, short_hash
from papergraph.terms import Term, string, text
from papergraph.vocabulary import EDGE_TERMS, FIELD_TERMS

_LINK = ("a", "pg:subject", "pg:predicate", "pg:object", "pg:evidence")
_NOT_FIELDS = 2
"""Every record begins with its reference and origin."""


def links(graph: Graph, syntax: Syntax) -> Iterator[Description]:
    """Describe the links of each thing together, then the evidence that they are the first to have."""
    ends, reasons = syntax.ends, _Reasons(syntax)
    type_ = syntax.word("pg:Link")
    predicates = {predicate: syntax.word(term) for predicate, term in EDGE_TERMS.items()}
    link = syntax.single(*_LINK)
    for subject, edges in groupby(graph.edges, itemgetter(0)):
        node, name = ends[subject]
        texts = []
        for _, predicate, object_, evidence in edges:
            other, other_name = ends[object_]
            term = syntax.own("link", f"{name}-{predicate}-{other_name}")
            said = (type_, node, predicates[predicate], other)
            terms = [reasons[one] for one in evidence]
            if len(terms) == 1:
                texts.append(link(term, (*said, terms[0])))
            else:
                properties = dict(zip(_LINK, (*said, syntax.many(terms)), strict=True))
                texts.append(syntax.render(term, properties))
        yield Section.LINKS, syntax.own("link", name), syntax.together(texts)
        yield from reasons.descriptions()


def observations(graph: Graph, syntax: Syntax) -> Iterator[Description]:
    """Describe what each catalogue and service gave, thing by thing.

    Persons, venues and topics are known from the records of papers and repositories, and have none.
    """
    type_ = syntax.word("pg:Observation")
    words: dict[tuple[str, ...], Objects] = {}
    for thing in chain[Record](graph.articles.values(), graph.papers.values(), graph.repositories.values()):
        node, thing_name = syntax.ends[thing.reference]
        for origin, fields in _observed(graph.records.get(thing.reference, ())).items():
            if fields not in words:
                words[fields] = syntax.words(*map(FIELD_TERMS.__getitem__, fields))
            _, origin_name = syntax.ends[Reference("source", f"{origin.source} {origin.date}")]
            term = syntax.own("observation", f"{thing_name}-{origin_name}")
            properties = {"a": type_, "pg:thing": node, "pg:property": words[fields], **_source(origin, syntax)}
            yield Section.OBSERVATIONS, term, syntax.render(term, properties)


def sources(graph: Graph, syntax: Syntax) -> Iterator[Description]:
    """Describe every catalogue and service that is named as a source."""
    evidence = chain.from_iterable(edge.evidence for edge in graph.edges)
    origins = chain(
        (reason.origin for reason in evidence if not reason.entry),
        (record.origin for record in chain.from_iterable(graph.records.values())),
    )
    for name in sorted({origin.source for origin in origins if origin.rank >= RANK_CATALOG}):
        properties = {"a": syntax.word("pg:Source"), "schema:name": string(name)}
        term = syntax.nodes[Reference("source", name)]
        yield Section.SOURCES, term, syntax.render(term, properties)


def looked_up(records: tuple[Record, ...]) -> str:
    """Return when the best source of a thing was asked, catalogue or service; empty where only notes know it."""
    origin = records[0].origin if records else None
    return origin.date if origin and origin.rank >= RANK_CATALOG else ""


class _Reasons(dict[Evidence, Term]):
    """The term of each evidence, made once; `new` are those that have not been described."""

    def __init__(self, syntax: Syntax) -> None:
        super().__init__()
        self.new: list[Evidence] = []
        self._syntax = syntax

    def __missing__(self, evidence: Evidence) -> Term:
        self.new.append(evidence)
        method, (_, source, line, date), entry, quote, confidence = evidence
        name = short_hash(method, source, str(line), date, str(entry), quote or "", str(confidence))
        term = self[evidence] = self._syntax.own("evidence", name)
        return term

    def descriptions(self) -> Iterator[Description]:
        """Describe what is new."""
        syntax = self._syntax
        for evidence in self.new:
            properties = {
                "a": syntax.word("pg:Evidence"),
                "pg:method": syntax.word(f"pg:{evidence.method}"),
                "pg:confidence": syntax.decimal(evidence.confidence),
                "pg:quote": text(evidence.quote),
                **_source(evidence.origin, syntax, evidence.entry),
            }
            yield Section.LINKS, self[evidence], syntax.render(self[evidence], properties)
        self.new.clear()


def _source(origin: Origin, syntax: Syntax, entry: Reference | None = None) -> Properties:
    """Say where something comes from: an entry, a note or another source; the line in it; the date."""
    kind = "source" if origin.rank >= RANK_CATALOG else "note"
    return {
        "prov:wasDerivedFrom": syntax.nodes[entry or Reference(kind, origin.source)],
        "pg:line": syntax.integer(origin.line or None),
        "pg:retrievedAt": syntax.date(origin.date),
        "prov:generatedAtTime": syntax.moment(origin.date),
    }


def _observed(records: tuple[Record, ...]) -> dict[Origin, tuple[str, ...]]:
    """Return which fields of a thing each catalogue and service gave; `records` stand best first."""
    said: dict[Origin, tuple[str, ...]] = {}
    settled: set[str] = set()
    for record in records:
        if record.origin.rank < RANK_CATALOG:
            break
        told = zip(record._fields[_NOT_FIELDS:], record[_NOT_FIELDS:], strict=True)
        fields = tuple([field for field, value in told if known(value) and field not in settled])
        said[record.origin] = said.get(record.origin, ()) + fields
        settled.update(fields)
        settled -= UNITED
    return said
