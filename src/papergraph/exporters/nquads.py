"""Graph in, N-Quads out: every statement of every note and source, with the name of its graph; sorted bytewise."""

from __future__ import annotations

from typing import BinaryIO

from papergraph.exporters.runs import Blocks
from papergraph.model import Graph
from papergraph.notations import NTriples
from papergraph.parts import parts
from papergraph.triples import descriptions_of

_END = " .\n"


def write(graph: Graph, file: BinaryIO) -> None:
    """Write the graph as N-Quads."""
    syntax = NTriples(graph.metadata.base_iri)
    with Blocks(file) as blocks:
        for part in parts(graph):
            end = f" {syntax.nodes[part.source]}{_END}" if part.source else _END
            for _, subject, text in descriptions_of(part, graph, syntax):
                # No literal holds a raw line break, so this ends lines only.
                blocks.add(subject, text.replace(_END, end))
        blocks.write()
