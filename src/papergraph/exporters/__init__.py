"""Graph in, files out: the formats by name, and `export`, which writes one of them whole or not at all."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, NamedTuple

from papergraph.errors import ConfigError, OutputError
from papergraph.model import Graph


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


def export(graph: Graph, name: str, path: Path, memory: Path | None = None) -> None:
    """Write the graph in the format of that name; until all is written, what was at `path` stays.

    Missing folders are made. A format that can be like the last one written is so with a `memory`, a file that
    is read and written for it.

    Raises ConfigError where there is no such format, and OutputError where the file cannot be written.
    """
    format_ = exporter(name)
    write = format_.write if memory is None else format_.like_last(memory)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with unfinished.open("wb") as file:
                write(graph, file)
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}.") from error


def exporter(name: str) -> Exporter:
    """Return the exporter of a format; raises ConfigError, with a suggestion, where there is none."""
    for candidate in EXPORTERS:
        if candidate.name == name:
            return candidate
    names = [candidate.name for candidate in EXPORTERS]
    near = difflib.get_close_matches(name, names, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"There are {', '.join(names)}."
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
    Exporter("json", ".json", "application/json", "everything in the graph, for programs", _write_json),
    Exporter(
        "graphml", ".graphml", "application/graphml+xml", "nodes and edges for Gephi, yEd, networkx", _write_graphml
    ),
)
