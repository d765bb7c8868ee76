"""Graph in, N-Triples out: every triple once, the lines sorted bytewise, so that files can be compared and merged.

The lines of one subject are sorted by themselves, then the subjects are. That is the order of all lines,
because no subject is the beginning of another: each ends with `>`.
"""

from __future__ import annotations

from typing import BinaryIO

from papergraph.exporters.runs import Blocks
from papergraph.model import Graph
from papergraph.notations import NTriples
from papergraph.triples import descriptions


def write(graph: Graph, file: BinaryIO) -> None:
    """Write the graph as N-Triples."""
    syntax = NTriples(graph.metadata.base_iri)
    with Blocks(file) as blocks:
        for _, subject, text in descriptions(graph, syntax):
            blocks.add(subject, text)
        blocks.write()
