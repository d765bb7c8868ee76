"""Graph in, Turtle out: prefixes, then section by section what is said of each subject, one predicate a line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from papergraph.model import Graph
from papergraph.notations import Turtle
from papergraph.terms import encoded
from papergraph.triples import descriptions


def write(graph: Graph, file: BinaryIO) -> None:
    """Write the graph as Turtle."""
    file.writelines(encoded(text) for text in _texts(graph))


def _texts(graph: Graph) -> Iterator[str]:
    """Yield the file piece by piece."""
    syntax = Turtle(graph.metadata.base_iri)
    yield "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in syntax.prefixes.items())
    current = None
    for section, _, text in descriptions(graph, syntax):
        if section is not current:
            current = section
            yield f"\n\n# {section}\n"
        yield text
