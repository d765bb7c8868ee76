"""Graph in, GraphML out, for Gephi, yEd and networkx: nodes and edges with flat attributes, no notes.

An attribute is text, a whole number or a truth value; several texts are joined by `; `. Characters that XML
cannot hold are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import BinaryIO, TypeAlias
from xml.sax.saxutils import escape, quoteattr

from papergraph.exporters.jsonfile import things
from papergraph.iris import iri
from papergraph.merge import known
from papergraph.model import Edge, Graph, Record, Reference

Value: TypeAlias = str | int | bool

NODE_TYPES: Mapping[str, str] = {
    "label": "string",
    "kind": "string",
    "iri": "string",
    "year": "long",
    "published": "string",
    "updated": "string",
    "abstract": "string",
    "authors": "string",
    "categories": "string",
    "venue": "string",
    "doi": "string",
    "description": "string",
    "language": "string",
    "license": "string",
    "topics": "string",
    "homepage": "string",
    "stars": "long",
    "forks": "long",
    "status": "string",
    "archived": "boolean",
    "fork": "boolean",
    "fork_of": "string",
    "created": "string",
    "pushed": "string",
}
"""The attributes of a node and their GraphML types; `label` is its title or name."""
EDGE_TYPES: Mapping[str, str] = {"predicate": "string", "methods": "string", "sources": "string"}
"""The attributes of an edge: what it says, how that was found, and where."""

_JOINED = "; "
_YEAR = re.compile(r"\d{4}")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
"""


def write(graph: Graph, file: BinaryIO) -> None:
    """Write the graph as GraphML."""
    file.writelines(text.encode() for text in _texts(graph))


def _texts(graph: Graph) -> Iterator[str]:
    yield _HEAD
    for side, types in (("node", NODE_TYPES), ("edge", EDGE_TYPES)):
        for name, kind in types.items():
            yield f'<key id="{side}-{name}" for="{side}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '<graph edgedefault="directed">\n'
    base_iri = graph.metadata.base_iri
    written: set[Reference] = set()
    for kind, thing in things(graph):
        if thing.reference not in written:
            written.add(thing.reference)
            yield _node(thing.reference, _attributes(kind, thing, base_iri))
    for reference in sorted({end for edge in graph.edges for end in (edge.subject, edge.object)} - written):
        yield _node(reference, {"label": str(reference), "kind": "page", "iri": iri(reference, base_iri)})
    for edge in graph.edges:
        yield _edge(edge)
    yield "</graph>\n</graphml>\n"


def _attributes(kind: str, thing: Record, base_iri: str) -> dict[str, Value]:
    """Return what is known of a thing, flat."""
    said = {field: value for field, value in thing._asdict().items() if known(value)}
    year = _YEAR.match(str(said.get("published", "")))
    if year and "year" not in said:
        said["year"] = int(year[0])
    label = str(said.get("title") or said.get("name") or thing.reference)
    flat: dict[str, Value] = {"label": label, "kind": kind, "iri": iri(thing.reference, base_iri)}
    for name in NODE_TYPES:
        if name in said:
            value = said[name]
            flat[name] = value if isinstance(value, str | int) else _JOINED.join(map(str, value))
    return flat


def _node(reference: Reference, attributes: Mapping[str, Value]) -> str:
    return f"<node id={_quoted(str(reference))}>{_data('node', attributes)}</node>\n"


def _edge(edge: Edge) -> str:
    attributes: dict[str, Value] = {
        "predicate": edge.predicate,
        "methods": _JOINED.join(dict.fromkeys(evidence.method for evidence in edge.evidence)),
        "sources": _JOINED.join(dict.fromkeys(evidence.origin.source for evidence in edge.evidence)),
    }
    ends = f"source={_quoted(str(edge.subject))} target={_quoted(str(edge.object))}"
    return f"<edge {ends}>{_data('edge', attributes)}</edge>\n"


def _data(side: str, attributes: Mapping[str, Value]) -> str:
    texts = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in attributes.items()}
    return "".join(f'<data key="{side}-{name}">{_escaped(text)}</data>' for name, text in texts.items())


def _escaped(text: str) -> str:
    return escape(_NOT_XML.sub("", text), {"\r": "&#13;"})


def _quoted(text: str) -> str:
    return quoteattr(_NOT_XML.sub("", text))
