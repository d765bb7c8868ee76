"""Graph in, GraphML out, for Gephi, yEd, Cytoscape and networkx: nodes with flat attributes, and edges.

The format is that of http://graphml.graphdrawing.org/; characters that XML 1.0 cannot hold are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from papergraph.merge import known
from papergraph.model import Edge, Graph, Record
from papergraph.resolvers import canonical_url

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
"""
_TYPES = {bool: "boolean", int: "int", str: "string"}
_LISTED = "; "
"""What stands between the values of a list: GraphML has no lists."""
_EDGE_KEYS = {"predicate": "string", "evidence": "int", "sources": "string"}


def write(graph: Graph, file: BinaryIO) -> None:
    """Write the graph as GraphML."""
    keys = _keys(graph)
    file.write(_HEAD.encode())
    for name, kind in keys.items():
        file.write(f'  <key id="{name}" for="node" attr.name="{name}" attr.type="{kind}"/>\n'.encode())
    for name, kind in _EDGE_KEYS.items():
        file.write(f'  <key id="e_{name}" for="edge" attr.name="{name}" attr.type="{kind}"/>\n'.encode())
    file.write(b'  <graph id="papergraph" edgedefault="directed">\n')
    for record in _records(graph):
        file.write(_node(record).encode())
    for number, edge in enumerate(graph.edges):
        file.write(_edge(number, edge).encode())
    file.write(b"  </graph>\n</graphml>\n")


def _records(graph: Graph) -> Iterator[Record]:
    return chain(
        graph.articles.values(), graph.papers.values(), graph.repositories.values(), graph.persons.values(),
        graph.organizations.values(), graph.venues.values(), graph.topics.values(),
    )  # fmt: skip


def _keys(graph: Graph) -> dict[str, str]:
    """The attributes that nodes have, with their types."""
    keys = {"kind": "string", "label": "string", "url": "string"}
    for record in _records(graph):
        for name, value in _attributes(record).items():
            keys.setdefault(name, _TYPES[type(value)])
    return keys


def _attributes(record: Record) -> Mapping[str, str | int | bool]:
    """What is known of a thing, flat."""
    facts = {field: getattr(record, field) for field in record._fields[2:]}
    found: dict[str, str | int | bool] = {
        field: _LISTED.join(map(str, value)) if isinstance(value, tuple) else value
        for field, value in facts.items()
        if known(value)
    }
    label = found.get("title") or found.get("name") or record.reference.identifier
    url = canonical_url(record.reference)
    return {"kind": type(record).__name__.lower(), "label": label, **({"url": url} if url else {}), **found}


def _node(record: Record) -> str:
    rows = "".join(
        f'      <data key="{name}">{_text(str(value).lower() if isinstance(value, bool) else str(value))}</data>\n'
        for name, value in _attributes(record).items()
    )
    return f"    <node id={_attribute(str(record.reference))}>\n{rows}    </node>\n"


def _edge(number: int, edge: Edge) -> str:
    sources = _LISTED.join(dict.fromkeys(evidence.origin.source for evidence in edge.evidence))
    return (
        f'    <edge id="e{number}" source={_attribute(str(edge.subject))} target={_attribute(str(edge.object))}>\n'
        f'      <data key="e_predicate">{_text(edge.predicate)}</data>\n'
        f'      <data key="e_evidence">{len(edge.evidence)}</data>\n'
        f'      <data key="e_sources">{_text(sources)}</data>\n'
        "    </edge>\n"
    )


def _text(value: str) -> str:
    return escape(_ILLEGAL.sub("", value))


def _attribute(value: str) -> str:
    return quoteattr(_ILLEGAL.sub("", value))
