"""Graph in, N-Triples out: every triple once, the lines sorted bytewise, so that files can be compared and merged.

The lines of one subject are sorted by themselves, then the subjects are. That is the order of all lines,
because no subject is the beginning of another: each ends with `>`.
"""

from __future__ import annotations

from typing import BinaryIO

from papergraph.model import Graph
from papergraph.notations import NTriples
from papergraph.terms import without_surrogates
from papergraph.triples import descriptions

_AT_ONCE = 256
"""Subjects that are written at once: few enough to stay in the cache of a processor."""


def write(graph: Graph, file: BinaryIO) -> None:
    """Write the graph as N-Triples."""
    syntax = NTriples(graph.metadata.base_iri)
    blocks = Blocks()
    for _, subject, text in descriptions(graph, syntax):
        blocks.add(subject, text)
    blocks.write(file)


class Blocks:
    """Lines by subject, to be written in order."""

    def __init__(self) -> None:
        self._blocks: dict[str, bytes] = {}
        self._several: dict[str, list[bytes]] = {}

    def add(self, subject: str, text: str) -> None:
        """Add sorted lines about a subject, or about subjects whose names begin as its own does."""
        block = encoded_block(text)
        if self._blocks.setdefault(subject, block) is not block:
            self._several.setdefault(subject, []).append(block)

    def write(self, file: BinaryIO) -> None:
        """Write all lines, each once."""
        blocks = self._blocks
        for subject, more in self._several.items():
            blocks[subject] = united(blocks[subject], *more)
        subjects = sorted(blocks)
        starts = range(0, len(subjects), _AT_ONCE)
        file.writelines(b"".join(map(blocks.__getitem__, subjects[start : start + _AT_ONCE])) for start in starts)


def encoded_block(text: str) -> bytes:
    """Return sorted lines in UTF-8, which can hold no half of a surrogate pair; they are sorted then, too."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return united(without_surrogates(text).encode())


def united(*blocks: bytes) -> bytes:
    """Return the lines of several descriptions of one subject, each once and in order."""
    return b"".join(sorted({line for block in blocks for line in block.splitlines(keepends=True)}))
