"""What is said of some subjects in, JSON-LD out: all of it for programs, what schema.org has words for to be found."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from papergraph.site.statements import Iri, Said, clean, literal, shortened
from papergraph.vocabulary import PREFIXES

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json]"

_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_SCHEMA_TYPES = {
    "pg:Entry": "CreativeWork",
    "pg:Venue": "Thing",
    "skos:Concept": "DefinedTerm",
    "void:Dataset": "Dataset",
}
"""The nearest classes that schema.org has for things with none of its own."""
_SCHEMA_NAMES = {"skos:prefLabel": "name", "dcterms:title": "name"}
_MOST = 100
"""Objects of one property that a search engine is told."""


def document(subjects: Mapping[Iri, Said]) -> bytes:
    """Return what is said of some subjects as JSON-LD 1.1, the prefixes that it uses declared."""
    text = _encoded([_node(iri, said) for iri, said in subjects.items()])
    context = {prefix: namespace for prefix, namespace in PREFIXES.items() if f'"{prefix}:'.encode() in text}
    return b'{"@context":%b,\n"@graph":%b}\n' % (_encoded(context), text)


def for_search_engines(iri: Iri, said: Said, name_of: Callable[[Iri], str | None]) -> str:
    """Return the schema.org part of a description, safe inside of a script element.

    Args:
        iri: the thing.
        said: what is said of it.
        name_of: gives the name of another thing, or None.
    """
    types = [shortened(term[1:-1]) for term in said.get("a", ())]
    own = [curie.removeprefix("schema:") for curie in types if curie.startswith("schema:")]
    own = own or [_SCHEMA_TYPES[curie] for curie in types if curie in _SCHEMA_TYPES][:1]
    told: dict[str, Json] = {"@context": "https://schema.org", "@id": iri, "@type": own[0] if own else "Thing"}
    for curie, terms in said.items():
        name = _SCHEMA_NAMES.get(curie) or (curie.removeprefix("schema:") if curie.startswith("schema:") else "")
        if name:
            values = [_plain_value(term, name_of) for term in terms[:_MOST]]
            told.setdefault(name, values[0] if len(values) == 1 else values)
    return _ENCODE(told).translate(_ESCAPES)


def _encoded(value: Sequence[Json] | Mapping[str, Json]) -> bytes:
    import orjson

    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:  # a number of more than 64 bits
        return _ENCODE(value).encode()


def _node(iri: Iri, said: Said) -> dict[str, Json]:
    node: dict[str, Json] = {"@id": iri}
    for curie, terms in said.items():
        if curie == "a":
            node["@type"] = [shortened(term[1:-1]) for term in terms]
        else:
            values = list(map(_value, terms))
            node[curie] = values[0] if len(values) == 1 else values
    return node


def _value(term: str) -> Json:
    if term.startswith("<"):
        return {"@id": term[1:-1]}
    said = literal(term)
    if said.language:
        return {"@value": said.text, "@language": said.language}
    if said.datatype == "xsd:integer":
        return int(said.text)
    if said.datatype == "xsd:boolean":
        return said.text == "true"
    return {"@value": said.text, "@type": said.datatype} if said.datatype else said.text


def _plain_value(term: str, name_of: Callable[[Iri], str | None]) -> Json:
    if not term.startswith("<"):
        said = literal(term)
        return int(said.text) if said.datatype == "xsd:integer" else clean(said.text)
    iri = term[1:-1]
    name = name_of(iri)
    return {"@id": iri, "name": name} if name else iri
