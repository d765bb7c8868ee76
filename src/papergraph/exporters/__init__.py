"""Graph in, files out: the formats by name, and `export`, which writes one of them whole or not at all."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, NamedTuple

from papergraph.errors import ConfigError
from papergraph.model import Graph
from papergraph.textfile import PACKED, packed, replaced, unwritable


class Exporter(NamedTuple):
    """A format that a graph can be written in; the bytes depend on the graph alone."""

    name: str
    extension: str
    media_type: str
    description: str
    write: Callable[[Graph, BinaryIO], None]
    remembering: Callable[[Graph, BinaryIO, Path], None] | None = None
    """Writes it as like the last one as it can be, as a file remembers that; None for what depends on nothing else."""

    def like_last(self, memory: Path) -> Callable[[Graph, BinaryIO], None]:
        """Return what writes with the file that remembers the last one."""
        remembering = self.remembering
        return self.write if remembering is None else lambda graph, file: remembering(graph, file, memory)

    def packed(self) -> Exporter:
        """Return the same format gzipped."""

        def write(graph: Graph, file: BinaryIO) -> None:
            with packed(file) as content:
                self.write(graph, content)

        description = f"{self.description}, gzipped"
        return Exporter(f"{self.name}{PACKED}", f"{self.extension}{PACKED}", "application/gzip", description, write)


def export(graph: Graph, name: str, path: Path, memory: Path | None = None) -> None:
    """Write the graph in the format of that name; until all is written, what was at `path` stays.

    Missing folders are made. A file whose name ends in `.gz` is gzipped. A format that can be like the last one
    written is so with a `memory`, a file that is read and written for it.

    Raises ConfigError where there is no such format, and OutputError where the file cannot be written.
    """
    format_ = exporter(name)
    write = format_.write if memory is None else format_.like_last(memory)
    with unwritable(path), replaced(path, pack=path.suffix == PACKED and not name.endswith(PACKED)) as file:
        write(graph, file)


def exporter(name: str) -> Exporter:
    """Return the exporter of a format, `ttl` or `ttl.gz`; raises ConfigError, with a hint, where there is none."""
    for candidate in EXPORTERS:
        if candidate.name == name:
            return candidate
        if name in NAMES and f"{candidate.name}{PACKED}" == name:
            return candidate.packed()
    near = difflib.get_close_matches(name, NAMES, n=1)
    plain = [candidate.name for candidate in EXPORTERS]
    hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(plain)}, and most with {PACKED} behind."
    raise ConfigError(f"There is no format {name!r}. {hint}")


# Each format is imported when it is written: the page brings large libraries with it, and `papergraph
# --version` and `papergraph query` need none of them.


def _write_html(graph: Graph, file: BinaryIO, memory: Path | None = None) -> None:
    from papergraph.exporters import html

    html.write(graph, file, memory)


def _write_turtle(graph: Graph, file: BinaryIO) -> None:
    from papergraph.exporters import turtle

    turtle.write(graph, file)


def _write_ntriples(graph: Graph, file: BinaryIO) -> None:
    from papergraph.exporters import ntriples

    ntriples.write(graph, file)


def _write_trig(graph: Graph, file: BinaryIO) -> None:
    from papergraph.exporters import trig

    trig.write(graph, file)


def _write_nquads(graph: Graph, file: BinaryIO) -> None:
    from papergraph.exporters import nquads

    nquads.write(graph, file)


def _write_jsonld(graph: Graph, file: BinaryIO) -> None:
    from papergraph.exporters import jsonld

    jsonld.write(graph, file)


def _write_rdfxml(graph: Graph, file: BinaryIO) -> None:
    from papergraph.exporters import rdfxml

    rdfxml.write(graph, file)


def _write_json(graph: Graph, file: BinaryIO) -> None:
    from papergraph.exporters import jsonfile

    jsonfile.write(graph, file)


def _write_graphml(graph: Graph, file: BinaryIO) -> None:
    from papergraph.exporters import graphml

    graphml.write(graph, file)


EXPORTERS: tuple[Exporter, ...] = (
    Exporter("html", ".html", "text/html", "a page to open in a browser", _write_html, _write_html),
    Exporter("ttl", ".ttl", "text/turtle", "RDF to read, with prefixes", _write_turtle),
    Exporter("nt", ".nt", "application/n-triples", "RDF to load and compare, sorted by line", _write_ntriples),
    Exporter("trig", ".trig", "application/trig", "Turtle with a named graph a note", _write_trig),
    Exporter("nq", ".nq", "application/n-quads", "N-Triples with a named graph a note", _write_nquads),
    Exporter("jsonld", ".jsonld", "application/ld+json", "RDF that reads like JSON", _write_jsonld),
    Exporter("rdf", ".rdf", "application/rdf+xml", "RDF/XML, for older programs", _write_rdfxml),
    Exporter("json", ".json", "application/json", "everything in the graph, for programs", _write_json),
    Exporter(
        "graphml", ".graphml", "application/graphml+xml", "nodes and edges for Gephi, yEd, networkx", _write_graphml
    ),
)

NAMES: tuple[str, ...] = (
    *(one.name for one in EXPORTERS),
    *(f"{one.name}{PACKED}" for one in EXPORTERS if one.remembering is None),
)
"""The names of all formats; all can be gzipped but the page, which is to be opened."""
