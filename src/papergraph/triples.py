"""Graph in, RDF out: one description after another, in an order that is pleasant to read; no triple is held.

What the notes say is described here, what the world is in `papergraph.things`, why an edge or a fact is there
in `papergraph.reasons`; how terms and descriptions are written, in `papergraph.syntax`. Everything has an
IRI, lists and evidence too: blank nodes have no stable order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from papergraph.concepts import text_of
from papergraph.mentions import named_by, repository_reference
from papergraph.model import Entry, Graph, Metadata, Person, Reference, TextSpan
from papergraph.names import person_reference
from papergraph.notations import NTriples
from papergraph.parts import Part
from papergraph.reasons import links, observations, sources
from papergraph.syntax import Description, Objects, Properties, Section, Syntax
from papergraph.terms import Term
from papergraph.things import things
from papergraph.vocabulary import PREFIXES, TEXT_TERMS

FURTHER = frozenset({"paper title", "repository"})
"""Texts of an entry that are told as names of other things, as the best source has them."""
_VOCABULARIES = ("bibo", "cito", "codemeta", "dcterms", "fabio", "pg", "prov", "schema", "skos")


def triples(graph: Graph) -> Iterator[tuple[Term, Term, Term]]:
    """Yield every triple of the graph as N-Triples terms, in the order of `descriptions`; a few may come twice."""
    syntax = NTriples(graph.metadata.base_iri)
    for _, _, lines in descriptions(graph, syntax):
        # Not `splitlines`: a literal may hold U+2028 and other characters that end lines elsewhere.
        for line in lines.split("\n")[:-1]:
            subject, predicate, term = line.removesuffix(" .").split(" ", 2)
            yield subject, predicate, term


def descriptions(graph: Graph, syntax: Syntax) -> Iterator[Description]:
    """Yield what is said of each subject, section by section, its terms written in the given syntax."""
    creator = person_reference(graph.metadata.creator or "")
    yield from of_dataset(graph, syntax, None if creator in graph.persons else creator)
    yield from _said(graph, graph, syntax, graph)
    yield from sources(syntax, syntax.nodes)


def descriptions_of(part: Part, whole: Graph, syntax: Syntax) -> Iterator[Description]:
    """Yield what one source says of each subject, as `descriptions` does for the whole graph."""
    if part.source is None:
        creator = person_reference(whole.metadata.creator or "")
        same = creator is not None and _called(whole.persons.get(creator)) in {None, whole.metadata.creator}
        yield from of_dataset(whole, syntax, creator if same else None)
    edges = part.graph.edges if part.source is None else [edge for edge in part.graph.edges if edge.evidence]
    yield from _said(part.graph, whole, syntax, part.graph._replace(edges=tuple(edges)))
    yield from sources(syntax, part.sources)


def _said(graph: Graph, whole: Graph, syntax: Syntax, reasoned: Graph) -> Iterator[Description]:
    yield from of_notes(graph, whole, syntax)
    yield from of_things(graph, whole, syntax, reasoned)


def of_notes(graph: Graph, whole: Graph, syntax: Syntax) -> Iterator[Description]:
    """Yield what is said of the notes and entries of a graph, which is the whole one or a part of it."""
    yield from _notes(graph, syntax)
    yield from _entries(graph, whole, syntax)


def of_things(graph: Graph, whole: Graph, syntax: Syntax, reasoned: Graph) -> Iterator[Description]:
    """Yield what is said of the things of a graph, which is the whole one or a part of it, and why.

    Args:
        graph: the things, with the edges between them.
        whole: what knows the other things that they name.
        syntax: how terms are written.
        reasoned: the graph whose edges are given their reasons.
    """
    yield from things(graph, whole, syntax)
    yield from links(reasoned, syntax)
    yield from observations(graph, syntax)


def _called(person: Person | None) -> str | None:
    return person.name if person else None


def of_dataset(graph: Graph, syntax: Syntax, described: Reference | None) -> Iterator[Description]:
    """Describe the graph as a whole, and who made it: the person as well, where one is to be described."""
    metadata = graph.metadata
    creator = person_reference(metadata.creator or "")
    dataset = syntax.iri(f"{metadata.base_iri}dataset")
    yield Section.DATASET, dataset, syntax.render(dataset, summary(metadata, syntax))
    if creator and described:
        properties = {"a": syntax.word("schema:Person"), "schema:name": syntax.string(metadata.creator)}
        yield Section.DATASET, syntax.nodes[creator], syntax.render(syntax.nodes[creator], properties)


def summary(metadata: Metadata, syntax: Syntax) -> Properties:
    """Return what is said of the graph as a whole, in it and in the description beside it."""
    creator = person_reference(metadata.creator or "")
    return {
        "a": syntax.words("void:Dataset", "dcat:Dataset"),
        "dcterms:title": syntax.text(metadata.title),
        "dcterms:creator": syntax.nodes[creator] if creator else "",
        "dcterms:license": syntax.url(metadata.license),
        "void:vocabulary": syntax.many(syntax.iri(PREFIXES[prefix]) for prefix in _VOCABULARIES),
    }


def _notes(graph: Graph, syntax: Syntax) -> Iterator[Description]:
    """Describe the notes, and say which entries each has."""
    types = syntax.words("pg:Note", "schema:DigitalDocument")
    parts: dict[str, list[Term]] = {}
    for entry in graph.entries:
        parts.setdefault(entry.location.path, []).append(syntax.nodes[_reference(entry)])
    for note in graph.notes:
        properties = {
            "a": types,
            "schema:name": syntax.text(note.title),
            "pg:path": syntax.string(note.path),
            "dcterms:date": syntax.date(note.date),
            "pg:year": syntax.year(note.date),
            "dcterms:hasPart": syntax.many(parts.get(note.path, ())),
        }
        term = syntax.nodes[Reference("note", note.path)]
        yield Section.NOTES, term, syntax.render(term, properties)


def _entries(graph: Graph, whole: Graph, syntax: Syntax) -> Iterator[Description]:
    """Describe the entries: what each says in its own words, and what it is about."""
    type_ = syntax.word("pg:Entry")
    quoted = _quoted(graph)
    for entry in graph.entries:
        main, mentioned = _mentioned(entry, whole, syntax)
        properties = {
            "a": type_,
            "dcterms:isPartOf": syntax.nodes[Reference("note", entry.location.path)],
            "schema:position": syntax.integer(entry.position),
            "pg:line": syntax.integer(entry.location.line or None),
            "pg:section": syntax.text(" / ".join(entry.section)),
            "schema:name": syntax.text(entry.title),
            "dcterms:date": syntax.date(entry.date),
            "pg:year": syntax.year(entry.date),
            "pg:rating": syntax.integer(entry.rating),
            "schema:abstract": syntax.text(entry.abstract),
            "pg:tip": syntax.each(syntax.text, entry.tips),
            **_further_texts(entry, quoted.get(_reference(entry), ()), syntax),
            "pg:codeStatus": syntax.text(entry.code_status),
            "schema:keywords": syntax.each(syntax.text, entry.tags),
            "schema:image": syntax.each(syntax.url, entry.images),
            "schema:mainEntity": main,
            "schema:mentions": mentioned,
        }
        term = syntax.nodes[_reference(entry)]
        yield Section.ENTRIES, term, syntax.render(term, properties)


def _quoted(graph: Graph) -> dict[Reference, set[TextSpan]]:
    """Return the places in titles of papers and names of repositories where topics were found, by entry."""
    found: dict[Reference, set[TextSpan]] = {}
    for edge in graph.edges:
        for evidence in edge.evidence:
            span, entry = evidence.span, evidence.entry
            if span and entry and span.field in FURTHER:
                found.setdefault(entry, set()).add(span)
    return found


def _further_texts(entry: Entry, spans: Iterable[TextSpan], syntax: Syntax) -> Properties:
    """Give the texts of an entry that are told elsewhere as others write them, where topics were found in them."""
    texts: dict[str, set[str]] = {}
    for field, number, *_ in spans:
        texts.setdefault(TEXT_TERMS[field], set()).add(text_of(entry, field, number))
    return {term: syntax.each(syntax.text, sorted(texts[term])) for term in sorted(texts)}


def _mentioned(entry: Entry, graph: Graph, syntax: Syntax) -> tuple[Term, Objects]:
    """Return what an entry is about, and the other papers, repositories and pages that it names."""
    things = [syntax.nodes[reference] for reference in named_by(entry, graph)]
    pages = [mention.url for mention in entry.repositories if repository_reference(mention) is None]
    pages += [link.url for link in entry.links]
    main = things[0] if things else ""
    return main, syntax.many([term for term in (*things, *map(syntax.url, pages)) if term != main])


def _reference(entry: Entry) -> Reference:
    return Reference("entry", f"{entry.location.path}#{entry.position}")
