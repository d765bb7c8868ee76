"""The words of the RDF that papergraph writes: prefixes, and the term of each kind of edge.

A term is written as a CURIE everywhere in the code (`schema:name`), and `expand` gives its IRI. Own terms,
`pg:…`, are defined in `papergraph.ttl` beside this module.
"""

from __future__ import annotations

from typing import Final

from papergraph.model import Predicate, Status

PREFIXES: Final[dict[str, str]] = {
    "bibo": "http://purl.org/ontology/bibo/",
    "cito": "http://purl.org/spar/cito/",
    "codemeta": "https://w3id.org/codemeta/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "fabio": "http://purl.org/spar/fabio/",
    "pg": "https://w3id.org/papergraph/ns#",
    "pgt": "https://w3id.org/papergraph/topic/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Known in every export and every query without being declared."""

WORLD_PREFIXES: Final[dict[str, str]] = {
    "arxiv": "https://arxiv.org/abs/",
    "spdx": "https://spdx.org/licenses/",
}
"""Namespaces of the world whose local names are plain, so that Turtle and queries can shorten them."""

LOCAL_KINDS: Final[tuple[str, ...]] = (
    "evidence",
    "link",
    "list",
    "note",
    "observation",
    "organization",
    "person",
    "source",
    "title",
    "topic",
    "venue",
)
"""What lives under the base IRI and is shortened in Turtle: `person:` is `<base IRI>person/`."""

EDGE_TERMS: Final[dict[str, str]] = {
    Predicate.DISCUSSES: "cito:discusses",
    Predicate.MENTIONS: "schema:mentions",
    Predicate.HAS_REPOSITORY: "pg:hasRepository",
    Predicate.AUTHOR: "schema:author",
    Predicate.PART_OF: "schema:isPartOf",
    Predicate.ABOUT: "schema:about",
}
"""What each `Predicate` says in RDF."""

FIELD_TERMS: Final[dict[str, str]] = {
    "abstract": "schema:abstract",
    "archived": "pg:archived",
    "authors": "bibo:authorList",
    "broader": "skos:broader",
    "categories": "pg:category",
    "comment": "pg:comment",
    "created": "schema:dateCreated",
    "description": "schema:description",
    "doi": "bibo:doi",
    "fork": "pg:isFork",
    "fork_of": "schema:isBasedOn",
    "forks": "pg:forks",
    "former_names": "schema:sameAs",
    "homepage": "schema:url",
    "journal": "pg:journalReference",
    "language": "schema:programmingLanguage",
    "labels": "skos:altLabel",
    "license": "schema:license",
    "matches": "skos:closeMatch",
    "name": "schema:name",
    "published": "schema:datePublished",
    "pushed": "schema:dateModified",
    "stars": "pg:stars",
    "status": "pg:status",
    "title": "schema:name",
    "topics": "schema:keywords",
    "updated": "schema:dateModified",
    "urls": "schema:url",
    "venue": "schema:isPartOf",
    "version": "schema:version",
    "year": "pg:year",
}
"""The property that holds each field of a record, as an observation names it."""

TEXT_TERMS: Final[dict[str, str]] = {
    "title": "schema:name",
    "abstract": "schema:abstract",
    "summary": "schema:abstract",
    "paper title": "pg:paperTitle",
    "tip": "pg:tip",
    "text": "pg:tip",
    "repository": "pg:repositoryName",
}
"""The property of an entry that holds each text in which topics are found, as a `TextSpan` names it."""

STATUS_TERMS: Final[dict[str, str]] = {
    Status.MISSING: "pg:Missing",
    Status.WITHDRAWN: "pg:Withdrawn",
    Status.BLOCKED: "pg:Blocked",
    Status.DISABLED: "pg:Disabled",
    Status.PRIVATE: "pg:Private",
    Status.EMPTY: "pg:Empty",
}
"""The concept that each `Status` is in RDF."""


def prefixes(base_iri: str) -> dict[str, str]:
    """Return every prefix that queries and exports know, with those of the user's own things."""
    own = {kind: f"{base_iri}{kind}/" for kind in LOCAL_KINDS}
    return {**own, **WORLD_PREFIXES, **PREFIXES}


def expand(curie: str) -> str:
    """Return the IRI of a CURIE; `a` is `rdf:type`. Raises KeyError for a prefix that is not in `PREFIXES`."""
    if curie == "a":
        return PREFIXES["rdf"] + "type"
    prefix, _, name = curie.partition(":")
    return PREFIXES[prefix] + name
