"""Graph in, descriptions of its reasons out: why each edge is there, and which source gave which facts.

An edge is a plain triple and, beside it, a `pg:Link` with one `pg:Evidence` for every reason; links that share
a reason share the evidence. A fact that a catalogue or a service gave is named by a `pg:Observation` of its
thing: which properties, from which source, when. What notes say needs none, because entries and evidence carry
their lines.

Links, evidence and observations are named by hashes of what they say, so that graphs merge by concatenation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from operator import itemgetter

from papergraph.merge import UNITED, tells
from papergraph.model import RANK_CATALOG, Evidence, Graph, Origin, Record, Reference, TextSpan
from papergraph.syntax import Description, Objects, Section, Syntax, short_hash
from papergraph.terms import Term
from papergraph.vocabulary import EDGE_TERMS, FIELD_TERMS, TEXT_TERMS

_LINK = ("a", "pg:subject", "pg:predicate", "pg:object", "pg:evidence")
_EVIDENCE = (
    *("a", "pg:method", "pg:confidence", "pg:quote"),
    *("pg:field", "pg:start", "pg:end", "pg:rule"),
    *("prov:wasDerivedFrom", "pg:line", "pg:retrievedAt", "prov:generatedAtTime"),
)
_NOWHERE = ("",) * 4
_NOT_FIELDS = 2
"""Every record begins with its reference and origin."""


def links(graph: Graph, syntax: Syntax) -> Iterator[Description]:
    """Describe the links of each thing together, then the evidence that they are the first to have.

    That a paper named by title only is a certain paper is a link too.
    """
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
            if len(evidence) == 1:
                texts.append(link(term, (type_, node, predicates[predicate], other, reasons[evidence[0]])))
            else:
                several = syntax.many([reasons[one] for one in evidence])
                said = (type_, node, predicates[predicate], other, several)
                texts.append(syntax.render(term, dict(zip(_LINK, said, strict=True))))
        yield Section.LINKS, syntax.own("link", name), syntax.together(texts)
        yield from reasons.descriptions()
    same = syntax.word("schema:sameAs")
    for paper, titles in graph.joined.items():
        for alone, reason in titles:
            (node, name), (other, other_name) = ends[paper], ends[alone]
            term = syntax.own("link", f"{name}-sameAs-{other_name}")
            yield Section.LINKS, syntax.own("link", name), link(term, (type_, node, same, other, reasons[reason]))
            yield from reasons.descriptions()


def observations(graph: Graph, syntax: Syntax) -> Iterator[Description]:
    """Describe what each catalogue and service gave, thing by thing.

    Persons, venues and topics are known from the records of papers and repositories, and have none.
    """
    type_ = syntax.word("pg:Observation")
    words: dict[tuple[str, ...], Objects] = {}
    names: dict[tuple[str, str], str] = {}
    for thing in chain[Record](graph.articles.values(), graph.papers.values(), graph.repositories.values()):
        for origin, fields in _observed(graph.records.get(thing.reference, ())).items():
            _, source, line, date = origin
            if fields not in words:
                words[fields] = syntax.words(*map(FIELD_TERMS.__getitem__, fields))
            if (source, date) not in names:
                names[source, date] = short_hash(source, date)
            node, name = syntax.ends[thing.reference]
            term = syntax.own("observation", f"{name}-{names[source, date]}")
            properties = {
                "a": type_,
                "pg:thing": node,
                "pg:property": words[fields],
                "prov:wasDerivedFrom": syntax.nodes[Reference("source", source)],
                "pg:line": syntax.integer(line or None),
                "pg:retrievedAt": syntax.date(date),
            }
            if moment := syntax.moment(date):
                properties["prov:generatedAtTime"] = moment
            yield Section.OBSERVATIONS, term, syntax.render(term, properties)


def sources(syntax: Syntax, named: Iterable[Reference]) -> Iterator[Description]:
    """Describe the catalogues and services that evidence and observations have named, those among the references."""
    for reference in sorted(reference for reference in named if reference.prefix == "source"):
        properties = {"a": syntax.word("pg:Source"), "schema:name": syntax.string(reference.identifier)}
        term = syntax.nodes[reference]
        yield Section.SOURCES, term, syntax.render(term, properties)


def looked_up(records: tuple[Record, ...]) -> str:
    """Return the day of the facts that the best source of a thing gave, catalogue or service; `records` best first.

    A source may have been asked again later and have said no more than a status, which changes no other fact:
    that day counts only where there is nothing else. Empty where only notes know the thing.
    """
    asked = ""
    for record in records:
        if record.origin.rank < RANK_CATALOG:
            break
        if tells(record):
            return record.origin.date
        asked = asked or record.origin.date
    return asked


class _Reasons(dict[Evidence, Term]):
    """The term of each evidence, made once; `new` are those that have not been described."""

    def __init__(self, syntax: Syntax) -> None:
        super().__init__()
        self.new: list[Evidence] = []
        self._syntax = syntax

    def __missing__(self, evidence: Evidence) -> Term:
        self.new.append(evidence)
        method, (_, source, line, date), entry, quote, confidence, span = evidence
        place = map(str, span or ())
        name = short_hash(method, source, str(line), date, *(entry or ()), quote or "", str(confidence), *place)
        term = self[evidence] = self._syntax.own("evidence", name)
        return term

    def descriptions(self) -> Iterator[Description]:
        """Describe what is new; a loop over most of what a graph says, so that it does nothing twice."""
        syntax = self._syntax
        word, text, integer, nodes = syntax.word, syntax.text, syntax.integer, syntax.nodes
        write, type_ = syntax.kind(_EVIDENCE), word("pg:Evidence")
        for evidence in self.new:
            method, origin, entry, quote, confidence, span = evidence
            _, _, line, date = origin
            said = (
                *(type_, word(f"pg:{method}"), syntax.decimal(confidence), text(quote)),
                *(_place(span, syntax) if span else _NOWHERE),
                *(nodes[entry or source_of(origin)], integer(line or None), syntax.date(date), syntax.moment(date)),
            )
            yield Section.LINKS, self[evidence], write(self[evidence], said)
        self.new.clear()


def _place(span: TextSpan, syntax: Syntax) -> tuple[Term, Term, Term, Term]:
    """Say where a quote stands: in which text of the entry, between which characters, and why it means the topic."""
    field, _, start, end, rule = span
    return syntax.word(TEXT_TERMS[field]), syntax.integer(start), syntax.integer(end), syntax.string(rule)


def source_of(origin: Origin) -> Reference:
    """Return the note, catalogue or service that says so."""
    return Reference("source" if origin.rank >= RANK_CATALOG else "note", origin.source)


def _observed(records: tuple[Record, ...]) -> dict[Origin, tuple[str, ...]]:
    """Return which fields of a thing each catalogue and service gave; `records` stand best first."""
    said: dict[Origin, tuple[str, ...]] = {}
    for record, fields in credited(records):
        said[record.origin] = said.get(record.origin, ()) + fields
    return said


def credited(records: tuple[Record, ...]) -> Iterator[tuple[Record, tuple[str, ...]]]:
    """Yield the records of catalogues and services, each with the fields that no better one has; best first."""
    settled: set[str] = set()
    for record in records:
        if record.origin.rank < RANK_CATALOG:
            break
        told = zip(record._fields[_NOT_FIELDS:], record[_NOT_FIELDS:], strict=True)
        fields = tuple([field for field, value in told if (value or value == 0) and field not in settled])
        yield record, fields
        settled.update(fields)
        settled -= UNITED
