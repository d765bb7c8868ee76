"""A graph in, its triples out by subject, as terms and as the Turtle of the export; and which subject explains which.

The site knows the graph from here: it is a view of what the export says. Links, evidence, observations and the links
of lists have no pages, they are told on the pages of what they are about.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeAlias

from papergraph.model import Graph, Reference
from papergraph.notations import NTriples, Turtle
from papergraph.syntax import Syntax
from papergraph.terms import Term, without_surrogates
from papergraph.triples import descriptions
from papergraph.vocabulary import PREFIXES, expand

Iri: TypeAlias = str
Curie: TypeAlias = str
Said: TypeAlias = dict[Curie, list[Term]]
"""What is said of a subject: property → N-Triples terms, each once."""

ATTACHED = frozenset(f"<{expand(curie)}>" for curie in ("pg:Link", "pg:Evidence", "pg:Observation"))
"""Classes of what is told on the pages of other things."""
_NAMESPACES = sorted(((iri, prefix) for prefix, iri in PREFIXES.items()), reverse=True)
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_PLANE_ENDS = re.compile(
    "[" + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 17)) + "]"
)


class Literal(NamedTuple):
    """What a literal says."""

    text: str
    language: str
    """Empty where none is known."""
    datatype: Curie
    """Empty for text."""


class Statements:
    """All that a graph says, by subject."""

    def __init__(self, graph: Graph) -> None:
        self.base_iri = graph.metadata.base_iri
        self.said: dict[Iri, Said] = {}
        self.turtle: dict[Iri, list[str]] = {}
        self.prefixes: dict[str, str] = {}
        self.references: dict[Iri, Reference] = {}
        """What each IRI of a thing, note or entry stands for."""
        self._read_terms(graph)
        self._read_turtle(graph)

    def _read_terms(self, graph: Graph) -> None:
        curies, syntax = _Curies(), NTriples(self.base_iri)
        for text in _texts(graph, syntax):
            for line in text.rstrip("\n").split("\n") if text else ():
                subject, predicate, term = line.removesuffix(" .").split(" ", 2)
                terms = self.said.setdefault(subject[1:-1], {}).setdefault(curies[predicate], [])
                if term not in terms[-1:]:
                    terms.append(term)
        self.references = {without_surrogates(term)[1:-1]: reference for reference, term in syntax.nodes.items()}
        for said in self.said.values():
            for predicate, terms in said.items():
                if len(terms) > 1:
                    said[predicate] = list(dict.fromkeys(terms))

    def _read_turtle(self, graph: Graph) -> None:
        """Keep the text of each subject; texts of several are cut where a line begins with a subject."""
        syntax = Turtle(self.base_iri)
        self.prefixes = syntax.prefixes
        for text in _texts(graph, syntax):
            for block in _blocks(text):
                subject = block.partition(" ")[0]
                if subject.startswith("<"):
                    iri = subject[1:-1]
                else:
                    prefix, _, name = subject.partition(":")
                    iri = syntax.prefixes[prefix] + name
                self.turtle.setdefault(iri, []).append(block)

    @cached_property
    def attached(self) -> frozenset[Iri]:
        """What has no page: links, evidence, observations, and the links of lists."""
        return frozenset(
            iri for iri, said in self.said.items() if "rdf:first" in said or not ATTACHED.isdisjoint(said.get("a", ()))
        )

    @cached_property
    def links_at(self) -> dict[Iri, list[Iri]]:
        """Thing → the links that name it as subject or object, in the order of the export."""
        return self._by_ends("pg:subject", "pg:object")

    @cached_property
    def observations_of(self) -> dict[Iri, list[Iri]]:
        """Thing → the observations of it."""
        return self._by_ends("pg:thing")

    def _by_ends(self, *properties: Curie) -> dict[Iri, list[Iri]]:
        found: dict[Iri, dict[Iri, None]] = {}
        for iri in self.said:
            if iri in self.attached:
                for curie in properties:
                    for term in self.said[iri].get(curie, ()):
                        found.setdefault(term[1:-1], {})[iri] = None
        return {thing: list(about) for thing, about in found.items()}

    @cached_property
    def reasons(self) -> dict[tuple[Iri, Curie, Iri], Iri]:
        """Subject, property and object → the link that says why."""
        curies, found = _Curies(), {}
        for iri in self.attached:
            said = self.said[iri]
            if "pg:subject" in said:
                subject, predicate, object_ = (said[f"pg:{part}"][0] for part in ("subject", "predicate", "object"))
                found[subject[1:-1], curies[predicate], object_[1:-1]] = iri
        return found

    def members(self, head: Term) -> list[tuple[Iri, Term]]:
        """Return the links of a list, each with its member; a list that runs in a circle ends there."""
        found: dict[Iri, Term] = {}
        link = head[1:-1]
        while link not in found and (said := self.said.get(link)) and "rdf:first" in said:
            found[link] = said["rdf:first"][0]
            link = said.get("rdf:rest", [""])[0][1:-1]
        return list(found.items())

    def about(self, thing: Iri) -> list[Iri]:
        """Return what a page of a thing holds: itself, its lists, its observations, its links and their evidence."""
        found = dict.fromkeys([thing])
        for terms in self.said.get(thing, {}).values():
            for term in terms:
                if term[1:-1] in self.attached:
                    found |= dict.fromkeys(link for link, _ in self.members(term))
        found |= dict.fromkeys(self.observations_of.get(thing, ()))
        links = self.links_at.get(thing, ())
        found |= dict.fromkeys(links)
        for link in links:
            found |= dict.fromkeys([term[1:-1] for term in self.said[link].get("pg:evidence", ())])
        return list(found)


def literal(term: Term) -> Literal:
    """Return what a literal term says."""
    end = term.rindex('"') + 1
    body, rest = term[1 : end - 1], term[end:]
    text = json.loads(term[:end]) if "\\" in body else body
    if rest.startswith("@"):
        return Literal(text, rest[1:], "")
    return Literal(text, "", shortened(rest[3:-1]) if rest else "")


def clean(text: str) -> str:
    """Return a text that HTML can hold: U+FFFD for each character that it may not."""
    return text if text.isascii() and text.isprintable() else _PLANE_ENDS.sub("\ufffd", _UNFIT.sub("\ufffd", text))


@lru_cache(maxsize=4096)
def shortened(iri: Iri) -> Curie:
    """Return the CURIE of a term of the vocabularies, or the IRI itself where it is none."""
    for namespace, prefix in _NAMESPACES:
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


class _Curies(dict[Term, Curie]):
    """The CURIE of each property, made once; `a` for a type."""

    def __missing__(self, term: Term) -> Curie:
        curie = shortened(term[1:-1])
        self[term] = curie = "a" if curie == "rdf:type" else curie
        return curie


def _texts(graph: Graph, syntax: Syntax) -> Iterator[str]:
    for _, _, text in descriptions(graph, syntax):
        try:
            text.encode()
        except UnicodeEncodeError:
            yield without_surrogates(text)
        else:
            yield text


def _blocks(text: str) -> Iterable[str]:
    """Return the descriptions of a text of Turtle: each begins at the beginning of a line, and nothing else does."""
    lines = text.strip("\n").split("\n")
    starts = [place for place, line in enumerate(lines) if line and not line[0].isspace()]
    ends = [*starts[1:], len(lines)]
    return ["\n".join(lines[start:end]).rstrip("\n") for start, end in zip(starts, ends, strict=True)]
