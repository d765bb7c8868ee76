"""The words of JSON-LD: one table of keys, and the context that says which property each of them is.

A key is the local name of its property, but where two properties share one. What stands under it is told by
the property: an address, a word of the vocabulary, a date; all else is text, a number or a truth value.
"""

from __future__ import annotations

from typing import Any, Final

from papergraph.model import Method
from papergraph.vocabulary import FIELD_TERMS, PREFIXES, STATUS_TERMS, WORLD_PREFIXES

OWN: Final = "my"
"""The prefix of what lives under the base IRI."""

_ADDRESSES = (
    *("bibo:authorList", "cito:discusses", "codemeta:referencePublication", "dcterms:creator", "dcterms:hasPart"),
    *("dcterms:isPartOf", "dcterms:license", "pg:evidence", "pg:hasRepository", "pg:object", "pg:subject", "pg:thing"),
    *("prov:wasDerivedFrom", "rdf:first", "rdf:rest", "schema:about", "schema:author", "schema:codeRepository"),
    *("schema:image", "schema:isBasedOn", "schema:isPartOf", "schema:license", "schema:mainEntity", "schema:mentions"),
    *("schema:sameAs", "schema:url", "skos:broader", "skos:inScheme", "void:vocabulary"),
    *(f"skos:{kind}Match" for kind in ("broad", "close", "exact", "narrow", "related")),
)
_WORDS = ("pg:field", "pg:method", "pg:predicate", "pg:property", "pg:status")
_DATES = ("dcterms:date", "pg:retrievedAt", "schema:dateCreated", "schema:dateModified", "schema:datePublished")
_VALUES = (
    *("bibo:doi", "dcterms:title", "pg:archived", "pg:category", "pg:codeStatus", "pg:comment", "pg:forks"),
    *("pg:isFork", "pg:journalReference", "pg:line", "pg:path", "pg:quote", "pg:rating", "pg:section", "pg:stars"),
    *("pg:end", "pg:paperTitle", "pg:repositoryName", "pg:rule", "pg:start", "skos:altLabel"),
    *("pg:tip", "pg:year", "schema:abstract", "schema:description", "schema:identifier", "schema:keywords"),
    *(
        "schema:alternateName",
        "schema:name",
        "schema:position",
        "schema:programmingLanguage",
        "schema:version",
        "skos:prefLabel",
    ),
)
_CLASSES = (
    *("fabio:ResearchPaper", "pg:Entry", "pg:Evidence", "pg:Link", "pg:Note", "pg:Observation", "pg:Source"),
    *("pg:Venue", "schema:Article", "schema:DigitalDocument", "schema:Event", "schema:Organization"),
    *("schema:Periodical", "schema:Person", "schema:ScholarlyArticle", "schema:SoftwareSourceCode"),
    *("skos:Concept", "skos:ConceptScheme", "void:Dataset"),
)
_RENAMED = {"dcterms:hasPart": "entries", "dcterms:isPartOf": "note", "dcterms:license": "rights"}
"""Keys of properties whose local names others have, or say too little."""

COERCIONS: Final[dict[str, str]] = {
    **dict.fromkeys(_VALUES, ""),
    **dict.fromkeys(_ADDRESSES, "@id"),
    **dict.fromkeys(_WORDS, "@vocab"),
    **dict.fromkeys(_DATES, "xsd:date"),
    "prov:generatedAtTime": "xsd:dateTime",
    "pg:confidence": "xsd:decimal",
}
"""Each property → what the values under its key are; empty where JSON tells."""

WORLD_NAMESPACES: Final[dict[str, str]] = {**PREFIXES, **WORLD_PREFIXES}
"""The prefixes of every document."""

KEYS: Final[dict[str, str]] = {
    "a": "type",
    **{curie: _RENAMED.get(curie, curie.partition(":")[2]) for curie in COERCIONS},
}
"""Each property → its key."""

NAMES: Final[dict[str, str]] = {
    curie: curie.partition(":")[2]
    for curie in (*_CLASSES, *(f"pg:{method}" for method in Method), *STATUS_TERMS.values())
}
"""Classes, methods and statuses → their names."""

WORDS: Final[dict[str, str]] = {**NAMES, **{curie: KEYS[curie] for curie in FIELD_TERMS.values()}, **KEYS}
"""Everything of the vocabulary that has a short name."""


def own(base_iri: str) -> str:
    """Return how the names of things under the base IRI begin: a prefix, if that is not the scheme itself."""
    return base_iri if base_iri.startswith(f"{OWN}:") else f"{OWN}:"


def context(base_iri: str) -> list[dict[str, Any]]:
    """Return the context of a document, the base IRI apart: so that none of the words changes what it means."""
    properties = {key: _definition(curie) for curie, key in KEYS.items() if curie != "a"}
    names = {name: curie for curie, name in NAMES.items()}
    words = {
        **dict(sorted(WORLD_NAMESPACES.items())),
        "id": "@id",
        "type": "@type",
        **dict(sorted(properties.items())),
        **dict(sorted(names.items())),
    }
    return [words] if own(base_iri) == base_iri else [{OWN: base_iri}, words]


def _definition(curie: str) -> str | dict[str, str]:
    coercion = COERCIONS[curie]
    return {"@id": curie, "@type": coercion} if coercion else curie
