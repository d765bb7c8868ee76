"""Graph in, TriG out: what each note and each source says in a named graph of its own, written as Turtle is.

The graph of a note has the name of the note; one that is dropped takes with it what only that note said.
"""

from __future__ import annotations

from typing import BinaryIO

from papergraph.model import Graph
from papergraph.notations import Turtle
from papergraph.parts import parts
from papergraph.terms import encoded
from papergraph.triples import descriptions_of


def write(graph: Graph, file: BinaryIO) -> None:
    """Write the graph as TriG."""
    syntax = Turtle(graph.metadata.base_iri)
    head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in syntax.prefixes.items())
    file.write(encoded(head))
    for part in parts(graph):
        name = syntax.nodes[part.source] if part.source else ""
        file.write(encoded(f"\n\n{name} {{\n" if name else ""))
        file.writelines(encoded(text) for _, _, text in descriptions_of(part, graph, syntax))
        file.write(b"\n}\n" if name else b"")
