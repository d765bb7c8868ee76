"""Graph in, JSON-LD out: the context, then an object a line for all that is said of each subject."""

from __future__ import annotations

import json
from typing import Any, BinaryIO

from papergraph.context import context
from papergraph.jsonld import JsonLd
from papergraph.model import Graph
from papergraph.terms import encoded
from papergraph.triples import descriptions


def write(graph: Graph, file: BinaryIO) -> None:
    """Write the graph as JSON-LD that needs no other document."""
    base = graph.metadata.base_iri
    contexts = ",\n".join(map(_context, context(base)))
    file.write(encoded(f'{{"@context":[{contexts}],\n"@graph":[\n'))
    between = ""
    for _, _, text in descriptions(graph, JsonLd(base)):
        if text:
            file.write(encoded(between + text))
            between = ",\n"
    file.write(b"\n]}\n")


def _context(words: dict[str, Any]) -> str:
    """Return a context with a word a line."""
    lines = (f"{json.dumps(word)}:{json.dumps(meaning, separators=(',', ':'))}" for word, meaning in words.items())
    return "{\n" + ",\n".join(lines) + "\n}"
