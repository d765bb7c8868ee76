"""Graph in, descriptions of its things out: articles, papers, repositories, people, venues and topics.

One method a kind of thing; the keys are the table of what is said of it. What is unknown is not said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain, groupby
from operator import itemgetter

from papergraph.identity import named_reference
from papergraph.model import (
    Edge,
    Graph,
    Organization,
    Paper,
    Person,
    Predicate,
    Record,
    Reference,
    Repository,
    Topic,
    Venue,
)
from papergraph.names import person_reference
from papergraph.reasons import looked_up
from papergraph.syntax import Description, Objects, Properties, Section, Syntax, short_hash
from papergraph.terms import Term
from papergraph.titlenames import method_name
from papergraph.vocabulary import EDGE_TERMS, PREFIXES, STATUS_TERMS, WORLD_PREFIXES

_PERIODICAL = re.compile(r"\b(?:journal|transactions|trans|letters|magazine)\b", re.IGNORECASE)
_SPDX = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")
_NO_LICENSE = frozenset({"NOASSERTION", "NONE", "OTHER"})
"""What GitHub says instead of an SPDX identifier where it cannot tell."""


def things(graph: Graph, whole: Graph, syntax: Syntax) -> Iterator[Description]:
    """Yield what is said of each thing, kind by kind; `graph` is the whole one or a part of it."""
    writer = _Things(graph, whole, syntax)
    yield from writer.articles()
    yield from writer.papers()
    yield from writer.repositories()
    yield from writer.people()
    yield from writer.venues()
    yield from writer.topics()
    yield from writer.others()


class _Things:
    """The graph with its edges by subject, and the whole that it may be a part of."""

    def __init__(self, graph: Graph, whole: Graph, syntax: Syntax) -> None:
        self.graph = graph
        self.whole = whole
        self.syntax = syntax
        self.edges = {subject: list(edges) for subject, edges in groupby(graph.edges, itemgetter(0))}
        self.list_link = syntax.single("rdf:first", "rdf:rest")
        self.nil = syntax.word("rdf:nil")
        self.person = cache(person_reference)
        self.published_in: dict[Reference, list[Term]] = {}
        self.former: dict[Reference, list[Reference]] = {}
        has_repository = Predicate.HAS_REPOSITORY.value
        for subject, predicate, object_, _ in graph.edges:
            if predicate == has_repository:
                self.published_in.setdefault(object_, []).append(syntax.nodes[subject])
        for former, current in graph.aliases.items():
            self.former.setdefault(current, []).append(former)

    def articles(self) -> Iterator[Description]:
        """Describe the articles."""
        type_ = self.syntax.word("schema:Article")
        for article in self.graph.articles.values():
            properties = {
                "a": type_,
                "schema:identifier": self._identifier(article),
                "schema:name": self.syntax.text(article.title),
            }
            yield self._described(Section.ARTICLES, article, properties)

    def papers(self) -> Iterator[Description]:
        """Describe the papers, each followed by its list of authors."""
        types = self.syntax.words("schema:ScholarlyArticle", "fabio:ResearchPaper")
        for paper in self.graph.papers.values():
            authors, listed = self._author_list(paper)
            yield self._described(Section.PAPERS, paper, self._paper(paper, types, authors))
            if authors:
                yield Section.PAPERS, authors, listed

    def repositories(self) -> Iterator[Description]:
        """Describe the repositories."""
        type_ = self.syntax.word("schema:SoftwareSourceCode")
        for repository in self.graph.repositories.values():
            yield self._described(Section.REPOSITORIES, repository, self._repository(repository, type_))

    def people(self) -> Iterator[Description]:
        """Describe persons and organisations."""
        types = {Person: self.syntax.word("schema:Person"), Organization: self.syntax.word("schema:Organization")}
        for one in chain[Person | Organization](self.graph.persons.values(), self.graph.organizations.values()):
            properties = {
                "a": types[type(one)],
                "schema:identifier": self._identifier(one),
                "schema:name": self.syntax.string(one.name),
            }
            yield self._described(Section.PEOPLE, one, properties)

    def venues(self) -> Iterator[Description]:
        """Describe the venues: editions of conferences, journals, and what is known only by name."""
        for venue in self.graph.venues.values():
            properties = {
                "a": self.syntax.words("pg:Venue", *_venue_type(self.whole.venues.get(venue.reference, venue))),
                "schema:identifier": self._identifier(venue),
                "schema:name": self.syntax.text(venue.name),
                "pg:year": self.syntax.integer(venue.year),
            }
            yield self._described(Section.VENUES, venue, properties)

    def topics(self) -> Iterator[Description]:
        """Describe the schemes of topics, then the topics."""
        syntax = self.syntax
        own, shipped = syntax.iri(f"{syntax.base_iri}topics"), syntax.iri(PREFIXES["pgt"])
        schemes = {shipped if topic.prefix == "pgt" else own for topic in self.graph.topics}
        if own in schemes:
            yield Section.TOPICS, own, syntax.render(own, {"a": syntax.word("skos:ConceptScheme")})
        if shipped in schemes:
            yield Section.TOPICS, shipped, syntax.render(shipped, _shipped_scheme(syntax))
        type_ = syntax.word("skos:Concept")
        for topic in self.graph.topics.values():
            properties = {
                "a": type_,
                "schema:identifier": self._identifier(topic),
                **self._labels(topic),
                "skos:inScheme": shipped if topic.reference.prefix == "pgt" else own,
                "skos:broader": syntax.many(map(syntax.nodes.__getitem__, topic.broader)),
                **self._matches(topic),
            }
            yield self._described(Section.TOPICS, topic, properties)

    def _labels(self, topic: Topic) -> Properties:
        """Give the labels of a topic in their languages; its name, where it is in no scheme."""
        labels = self.whole.topics.get(topic.reference, topic).labels
        if not labels:
            return {"skos:prefLabel": self.syntax.text(topic.name)}
        tagged, many = self.syntax.tagged, self.syntax.many
        told = topic.labels or [one for one in labels if one.preferred and one.text == topic.name]
        return {
            "skos:prefLabel": many([tagged(one.text, one.language) for one in told if one.preferred]),
            "skos:altLabel": many([tagged(one.text, one.language) for one in told if not one.preferred]),
        }

    def _matches(self, topic: Topic) -> Properties:
        """Give the concepts of other schemes that a topic is like."""
        return {
            f"skos:{kind}": self.syntax.many([self.syntax.url(other) for _, other in alike])
            for kind, alike in groupby(topic.matches, itemgetter(0))
        }

    def others(self) -> Iterator[Description]:
        """Give the edges of what is no node of the graph, and in a part the names of it, so that none is lost."""
        here, everywhere = _kinds(self.graph), _kinds(self.whole)
        for reference in dict.fromkeys((*self.edges, *self.published_in, *self.former)):
            if any(reference in kind for kind in here):
                continue
            properties = self._edges(self.edges.get(reference, []))
            if reference in self.whole.repositories:
                properties["codemeta:referencePublication"] = self._publications(reference)
            if any(reference in kind for kind in everywhere):
                properties["schema:sameAs"] = self.syntax.many(self._names(reference))
            term = self.syntax.nodes[reference]
            yield Section.OTHERS, term, self.syntax.render(term, properties)

    def _described(self, section: Section, thing: Record, properties: Properties) -> Description:
        """Add to what is said of a thing its edges, its other names, and when it was looked up."""
        reference = thing.reference
        if edges := self.edges.get(reference):
            properties |= self._edges(edges)
        if same := self._same(thing):
            properties["schema:sameAs"] = same
        if day := self._looked_up(reference):
            properties["pg:retrievedAt"] = self.syntax.date(day)
        term = self.syntax.nodes[reference]
        return section, term, self.syntax.render(term, properties)

    def _looked_up(self, reference: Reference) -> str:
        """Return the day of the facts of a thing; in a part, only where its source was asked on that day."""
        day = looked_up(self.whole.records.get(reference, ()))
        if day and self.graph is not self.whole:
            days = {record.origin.date for record in self.graph.records.get(reference, ())}
            return day if day in days else ""
        return day

    def _publications(self, repository: Reference) -> Objects:
        return self.syntax.many(self.published_in.get(repository, ()))

    def _names(self, reference: Reference) -> list[Term]:
        """Return the other names of a thing, but those that a record of it has."""
        return [self.syntax.nodes[one] for one in self.former.get(reference, ()) if one != reference]

    def _edges(self, edges: list[Edge]) -> Properties:
        """Give the edges of one thing, grouped by what they say."""
        nodes, many = self.syntax.nodes, self.syntax.many
        return {
            EDGE_TERMS[predicate]: many([nodes[edge[2]] for edge in alike])
            for predicate, alike in groupby(edges, itemgetter(1))
        }

    def _paper(self, paper: Paper, types: Objects, authors: Term) -> Properties:
        syntax = self.syntax
        return {
            "a": types,
            "schema:identifier": self._identifier(paper),
            "schema:name": syntax.text(paper.title),
            "schema:alternateName": syntax.string(method_name(paper.title) if paper.title else None),
            "bibo:authorList": authors,
            "schema:abstract": syntax.text(paper.abstract),
            "schema:datePublished": syntax.date(paper.published),
            "pg:year": syntax.year(paper.published),
            "schema:dateModified": syntax.date(paper.updated),
            "schema:version": syntax.integer(paper.version),
            "pg:category": syntax.each(syntax.string, paper.categories),
            "pg:comment": syntax.text(paper.comment),
            "pg:journalReference": syntax.text(paper.journal),
            "bibo:doi": syntax.string(paper.doi),
            "schema:license": syntax.url(paper.license),
            "schema:url": syntax.each(syntax.url, paper.urls),
            "pg:status": self._status(paper),
        }

    def _author_list(self, paper: Paper) -> tuple[Term, str]:
        """Return the authors in their order as an `rdf:List`: its first link, and the text of all of them.

        Each link has an IRI of its own, made from the whole list: two lists of one paper do not mix.
        """
        syntax = self.syntax
        people = [syntax.nodes[person] for person in map(self.person, paper.authors) if person]
        if not people:
            return "", ""
        name = short_hash(*paper.reference, *paper.authors)
        links = [syntax.own("list", f"{name}-{place}") for place in range(1, len(people) + 1)]
        ends = zip(people, (*links[1:], self.nil), strict=True)
        return links[0], syntax.together(list(map(self.list_link, links, ends)))

    def _repository(self, repository: Repository, type_: Term) -> Properties:
        syntax = self.syntax
        return {
            "a": type_,
            "schema:identifier": self._identifier(repository),
            "schema:name": syntax.string(repository.name),
            "schema:codeRepository": syntax.nodes[repository.reference],
            "schema:description": syntax.text(repository.description),
            "pg:stars": syntax.integer(repository.stars),
            "pg:forks": syntax.integer(repository.forks),
            "schema:programmingLanguage": syntax.string(repository.language),
            "schema:license": self._spdx(repository.license),
            "schema:keywords": syntax.each(syntax.string, repository.topics),
            "schema:url": syntax.url(repository.homepage),
            "pg:archived": syntax.boolean(repository.archived),
            "pg:status": self._status(repository),
            "pg:isFork": syntax.boolean(repository.fork),
            "schema:isBasedOn": self._origin_of_fork(repository),
            "schema:dateCreated": syntax.date(repository.created),
            "schema:dateModified": syntax.date(repository.pushed),
            "codemeta:referencePublication": self._publications(repository.reference),
        }

    def _identifier(self, thing: Record) -> Term:
        return self.syntax.string(":".join(thing.reference))

    def _status(self, thing: Paper | Repository) -> Term:
        term = STATUS_TERMS.get(thing.status or "")
        return self.syntax.word(term) if term else ""

    def _origin_of_fork(self, repository: Repository) -> Term:
        """Give the repository that a fork is of, under the name that it has today where that is known."""
        written = named_reference(repository.reference, repository.fork_of) if repository.fork_of else None
        return self.syntax.nodes[self.whole.aliases.get(written, written)] if written else ""

    def _spdx(self, identifier: str | None) -> Term:
        if identifier is None or identifier.upper() in _NO_LICENSE:
            return ""
        known = _SPDX.fullmatch(identifier)
        return self.syntax.iri(WORLD_PREFIXES["spdx"] + identifier) if known else self.syntax.no_address(identifier)

    def _same(self, thing: Record) -> Objects:
        """Give the other names of a thing: its DOI, former names, and the title it was known by."""
        others: Iterable[Reference | None] = self.former.get(thing.reference, ())
        if isinstance(thing, Paper) and thing.doi:
            others = (*others, Reference("doi", thing.doi.lower()))
        elif isinstance(thing, Repository) and thing.former_names:
            others = (*others, *(named_reference(thing.reference, name) for name in thing.former_names))
        if not others:
            return ""
        return self.syntax.many([self.syntax.nodes[one] for one in others if one and one != thing.reference])


def _kinds(graph: Graph) -> tuple[Mapping[Reference, Record], ...]:
    known = (graph.articles, graph.papers, graph.repositories, graph.persons)
    return (*known, graph.organizations, graph.venues, graph.topics)


def _shipped_scheme(syntax: Syntax) -> Properties:
    """Return what is said of the scheme that ships."""
    titles = (("papergraph topics", "en"), ("papergraph 主题词表", "zh-Hans"))
    return {
        "a": syntax.word("skos:ConceptScheme"),
        "dcterms:title": syntax.many([syntax.tagged(*title) for title in titles]),
        "dcterms:license": syntax.iri(f"{WORLD_PREFIXES['spdx']}CC0-1.0"),
    }


def _venue_type(venue: Venue) -> tuple[str, ...]:
    """Return what a venue is where its name or its year tells."""
    if venue.name and _PERIODICAL.search(venue.name):
        return ("schema:Periodical",)
    return () if venue.year is None else ("schema:Event",)
