"""The whole job on one page: find notes, read them, look things up, assemble, check, export."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TypeAlias
from urllib.parse import quote

from papergraph.assemble import assemble, in_order, wanted
from papergraph.check import check
from papergraph.config import Config
from papergraph.errors import OutputError
from papergraph.exporters import export, exporter
from papergraph.model import Graph, Metadata, Reading
from papergraph.reading import common_root, find_notes, no_collector, read_files, unread
from papergraph.sources.catalog import Catalog, read_catalog


class Progress(NamedTuple):
    """How far a build is."""

    stage: str
    """`read`, `catalog`, `assemble`, `check` or `export`."""
    done: int
    total: int
    what: str
    """The note, catalogue or output that is done."""


class Build(NamedTuple):
    """What a build made."""

    graph: Graph
    written: tuple[Path, ...]


Callback: TypeAlias = Callable[[Progress], None]


def build(config: Config, progress: Callback | None = None) -> Build:
    """Build the graph and write it in every configured format, all or none.

    Raises:
        InputError: there are no notes, or a catalogue cannot be read.
        OutputError: an output cannot be written; what an earlier build wrote is as it was.
    """
    tell = progress or _tell_nobody
    graph = build_graph(config, tell)
    with _frozen():
        written = write(graph, config, tell)
    return Build(graph, written)


def build_graph(config: Config, progress: Callback | None = None) -> Graph:
    """Build the graph and write nothing; raises as `build` does."""
    tell = progress or _tell_nobody
    with no_collector():
        readings = read_notes(config, tell)
        catalogs = read_catalogs(config, readings, tell)
        records = chain.from_iterable(catalog.records for catalog in catalogs)
        graph = assemble(readings, records, metadata(config))
        tell(Progress("assemble", 1, 1, f"{len(graph.records)} things"))
        found = chain(graph.problems, chain.from_iterable(catalog.problems for catalog in catalogs), check(graph))
        graph = graph._replace(problems=in_order(found))
        tell(Progress("check", 1, 1, f"{len(graph.problems)} problems"))
    return graph


def read_notes(config: Config, progress: Callback | None = None) -> list[Reading]:
    """Read all notes, in the order of their paths; what cannot be read is a reading that holds the problem.

    Raises InputError where there are no notes at all.
    """
    tell = progress or _tell_nobody
    found, problems = find_notes(config.notes, config.exclude)
    readings = [unread(problem) for problem in problems]
    for number, reading in enumerate(read_files(found, config.workers), 1):
        readings.append(reading)
        tell(Progress("read", number, len(found), reading.note.path))
    return sorted(readings, key=lambda reading: reading.note.path)


def read_catalogs(config: Config, readings: Sequence[Reading], progress: Callback | None = None) -> list[Catalog]:
    """Read what the local catalogues say of the papers and repositories in the notes."""
    tell = progress or _tell_nobody
    references = wanted(readings) if config.catalogs else frozenset()
    catalogs = []
    for number, path in enumerate(config.catalogs, 1):
        catalogs.append(read_catalog(path, references))
        tell(Progress("catalog", number, len(config.catalogs), path.name))
    return catalogs


def write(graph: Graph, config: Config, progress: Callback | None = None) -> tuple[Path, ...]:
    """Write every configured format beside the outputs, then put all in their places at once."""
    tell = progress or _tell_nobody
    names = {name: f"graph{exporter(name).extension}" for name in config.formats}
    with _beside(config.output) as folder:
        for number, (name, output) in enumerate(names.items(), 1):
            _export(graph, name, folder / output, config.output / output)
            tell(Progress("export", number, len(names), output))
        return tuple(_put(folder / output, config.output / output) for output in names.values())


def metadata(config: Config) -> Metadata:
    """Return what the graph says of itself, with the way from the output folder to the notes."""
    root = common_root(config.notes)
    way = None
    with suppress(ValueError):  # on Windows there is no way from one drive to another
        way = quote(Path(os.path.relpath(root, config.output)).as_posix())
    return config.metadata._replace(notes_url=way)


@contextmanager
def _beside(output: Path) -> Iterator[Path]:
    """A folder inside the output folder, gone afterwards; nothing but complete files ever leaves it."""
    folder = output / f".papergraph-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"The output folder {output} cannot be written to: {error.strerror or error}.") from error
    try:
        yield folder
    finally:
        for rest in folder.iterdir():
            rest.unlink()
        folder.rmdir()


def _export(graph: Graph, name: str, path: Path, place: Path) -> None:
    try:
        export(graph, name, path)
    except OutputError as error:
        raise OutputError(str(error).replace(str(path), str(place))) from error


def _put(path: Path, place: Path) -> Path:
    try:
        return path.replace(place)
    except OSError as error:
        raise OutputError(f"{place} cannot be written: {error.strerror or error}.") from error


@contextmanager
def _frozen() -> Iterator[None]:
    """Keep the collector away from what is there already while exporters, which do make cycles, work."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _tell_nobody(progress: Progress) -> None:
    """Take no notice."""
