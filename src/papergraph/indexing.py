"""A graph in, the index of it on disk out: what `papergraph.index` opens.

It is written beside the last one and then named as the current one, so that a reader finds the one or the other.
The last but one stays for those who have it open.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from papergraph.errors import OutputError
from papergraph.index import COUNT, CURRENT, FOLDER, STORE, TEXT, Index, name_of
from papergraph.model import Graph
from papergraph.search import write
from papergraph.textfile import replaced
from papergraph.texts import documents


def publish(graph: Graph, output: Path, ntriples: Path) -> Index:
    """Publish the index of a graph in an output folder.

    Args:
        graph: the graph.
        output: the folder.
        ntriples: the graph as N-Triples.

    Raises:
        OutputError: it cannot be written; the last one is as it was.
    """
    folder = output / FOLDER
    try:
        with _unfinished(folder) as work:
            name = name_of(ntriples)
            if not (folder / name).is_dir():
                _write(graph, ntriples, work / name)
                with suppress(FileExistsError):
                    (work / name).rename(folder / name)
        _make_current(folder, name)
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror or error}.") from error
    return Index(folder / name)


def _write(graph: Graph, ntriples: Path, folder: Path) -> None:
    """Write the two parts of an index into a new folder."""
    import pyoxigraph as ox

    folder.mkdir()
    store = ox.Store(str(folder / STORE))
    # The triples are our own: what is checked here no more takes a sixth of the time.
    store.bulk_load(path=ntriples, format=ox.RdfFormat.N_TRIPLES, lenient=True)
    store.flush()
    (folder / COUNT).write_text(f"{len(store)}\n", encoding="ascii")
    del store
    write(documents(graph), folder / TEXT)


@contextmanager
def _unfinished(folder: Path) -> Iterator[Path]:
    """A folder to write to that is gone afterwards."""
    work = folder / f".{os.getpid()}.tmp"
    work.mkdir(parents=True, exist_ok=True)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _make_current(folder: Path, name: str) -> None:
    """Name the index that holds from now on, and remove all but this and the last one."""
    current = folder / CURRENT
    last = ""
    with suppress(OSError, UnicodeDecodeError):
        last = current.read_text(encoding="utf-8").strip()
    if last == name:
        _make_newest(current)
    else:
        with replaced(current) as file:
            file.write(f"{name}\n".encode())
    for old in folder.iterdir():
        if old.is_dir() and not old.name.startswith(".") and old.name not in {name, last}:
            shutil.rmtree(old, ignore_errors=True)


def _make_newest(current: Path) -> None:
    """See that the index is not older than any export, if one was written: by its time others know of a new build."""
    with os.scandir(current.parent.parent) as listing:
        newest = max((one.stat().st_mtime_ns for one in listing if one.is_file()), default=0)
    if current.stat().st_mtime_ns < newest:
        os.utime(current)
