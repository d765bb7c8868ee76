"""Terms of the vocabulary in, the words that a page has for them out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from papergraph.model import Method


class Kind(NamedTuple):
    """A kind of thing, with a list of its own."""

    type: str
    """The CURIE of the class that tells it; empty for all else."""
    word: str
    name: str
    """Of the list, and of its file."""
    dates: tuple[str, ...] = ()
    """Properties that hold a date by which the kind can be listed, the best first."""


KINDS = (
    Kind("pg:Note", "note", "notes", ("dcterms:date",)),
    Kind("pg:Entry", "entry", "entries", ("dcterms:date",)),
    Kind("schema:Article", "article", "articles"),
    Kind("fabio:ResearchPaper", "paper", "papers", ("schema:datePublished",)),
    Kind("schema:SoftwareSourceCode", "repository", "repositories", ("schema:dateCreated", "schema:dateModified")),
    Kind("schema:Person", "person", "people"),
    Kind("schema:Organization", "organisation", "organisations"),
    Kind("pg:Venue", "venue", "venues", ("pg:year",)),
    Kind("skos:Concept", "topic", "topics"),
    Kind("pg:Source", "source", "sources"),
    Kind("", "thing", "others"),
)
"""In the order of the front page; a thing of several is of the first."""

_OUT = {
    "a": "type",
    "bibo:doi": "DOI",
    "cito:discusses": "discusses",
    "codemeta:referencePublication": "papers whose code this is",
    "dcterms:hasPart": "entries",
    "dcterms:isPartOf": "stands in",
    "dcterms:license": "licence",
    "pg:codeStatus": "code",
    "pg:hasRepository": "code",
    "pg:isFork": "is a fork",
    "pg:journalReference": "journal",
    "pg:retrievedAt": "looked up",
    "pg:tip": "tips",
    "schema:about": "topics",
    "schema:author": "authors",
    "schema:codeRepository": "repository",
    "schema:dateCreated": "created",
    "schema:dateModified": "updated",
    "schema:datePublished": "published",
    "schema:image": "images",
    "schema:isBasedOn": "forked from",
    "schema:isPartOf": "published in",
    "schema:license": "licence",
    "schema:mainEntity": "is about",
    "schema:mentions": "mentions",
    "schema:programmingLanguage": "language",
    "schema:sameAs": "also known as",
    "schema:url": "also at",
    "skos:altLabel": "also called",
    "skos:broadMatch": "broader, elsewhere",
    "skos:broader": "broader topics",
    "skos:closeMatch": "much like, elsewhere",
    "skos:exactMatch": "the same, elsewhere",
    "skos:inScheme": "scheme",
    "skos:narrowMatch": "narrower, elsewhere",
    "skos:prefLabel": "name",
    "skos:relatedMatch": "related, elsewhere",
    "void:vocabulary": "vocabularies",
}
_IN = {
    "cito:discusses": "discussed by",
    "codemeta:referencePublication": "code",
    "dcterms:creator": "creator of",
    "dcterms:hasPart": "part of",
    "dcterms:isPartOf": "parts",
    "pg:hasRepository": "code of",
    "schema:about": "about this",
    "schema:author": "author of",
    "schema:isBasedOn": "forks",
    "schema:isPartOf": "published here",
    "schema:mainEntity": "the subject of",
    "schema:mentions": "mentioned by",
    "schema:sameAs": "another name of",
    "skos:broader": "narrower topics",
}
METHODS = {
    f"pg:{Method.FIELD_LABEL}": "labelled field",
    f"pg:{Method.SAME_ENTRY}": "same entry",
    f"pg:{Method.SAME_ROW}": "same table row",
    f"pg:{Method.SAME_TITLE}": "same title",
    f"pg:{Method.TITLE_SEARCH}": "title search",
    f"pg:{Method.TEXT_MATCH}": "text",
    f"pg:{Method.TAG}": "tag",
    f"pg:{Method.SECTION}": "heading",
    f"pg:{Method.CATALOG}": "catalogue",
    f"pg:{Method.SERVICE}": "service",
}
_FIRST = (
    *("pg:status", "schema:name", "skos:prefLabel", "dcterms:title", "schema:author", "schema:abstract"),
    *(
        "schema:description",
        "schema:mainEntity",
        "pg:rating",
        "pg:tip",
        "dcterms:date",
        "schema:datePublished",
        "pg:stars",
    ),
)
_LAST = ("pg:retrievedAt", "schema:identifier", "a")
_RANKS = {curie: rank - len(_FIRST) for rank, curie in enumerate(_FIRST)} | dict.fromkeys(_LAST, 1)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@cache
def outward(curie: str) -> str:
    """Return what a property says of its subject."""
    return _OUT.get(curie) or _plain(curie)


@cache
def inward(curie: str) -> str:
    """Return what a property says of its object."""
    return _IN.get(curie) or f"{_plain(curie)} of"


def in_order(curies: Iterable[str]) -> list[str]:
    """Return properties in the order in which a page tells them: what matters most first."""
    return sorted(curies, key=lambda curie: (_RANKS.get(curie, 0), curie))


@cache
def method(curie: str) -> str:
    """Return how something was found."""
    return METHODS.get(curie) or _plain(curie)


def _plain(curie: str) -> str:
    """Return the name of a term as words: `schema:dateCreated` → `date created`."""
    return _HUMP.sub(" ", curie.rpartition(":")[2]).replace("_", " ").lower()
