"""A graph in, the index of it on disk out: what `papergraph.index` opens.

It is written beside the last one and then named as the current one, so that a reader finds the one or the other.
The last but one stays for those who have it open.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Event

from papergraph.errors import OutputError
from papergraph.index import COUNT, CURRENT, FOLDER, STORE, TEXT, Index, name_of
from papergraph.model import Graph
from papergraph.search import write
from papergraph.textfile import replaced
from papergraph.texts import documents

PIECE = 8 << 20
"""Bytes of triples that are loaded at a time."""


def publish(graph: Graph, output: Path, ntriples: Path) -> Index:
    """Publish the index of a graph in an output folder.

    Args:
        graph: the graph.
        output: the folder.
        ntriples: the graph as N-Triples.

    Raises:
        OutputError: it cannot be written; the last one is as it was.
    """
    with publishing(output, ntriples) as finish:
        return finish(graph)()


@contextmanager
def publishing(output: Path, ntriples: Path) -> Iterator[Callable[[Graph], Callable[[], Index]]]:
    """Load triples in a thread, outside the interpreter's lock, while something else is done.

    What is given takes the graph, waits until all is written, and returns what publishes it.

    Args:
        output: the folder to publish in.
        ntriples: the graph as N-Triples; the file stays where it is until all is written.

    Raises:
        OutputError: it cannot be written; the last one is as it was.
    """
    folder, stopped = output / FOLDER, Event()
    with _unfinished(folder) as work, ThreadPoolExecutor(1) as thread:
        named = thread.submit(name_of, ntriples)
        loaded = thread.submit(_load, ntriples, work / STORE, lambda: stopped.is_set() or _there(folder, named))
        try:
            yield partial(_finished, folder, work, named, loaded)
        finally:
            stopped.set()


def _there(folder: Path, named: Future[str]) -> bool:
    return (folder / named.result()).is_dir()


def _load(ntriples: Path, place: Path, stopped: Callable[[], bool]) -> int:
    """Load triples into a new store; return how many there are.

    They are loaded piece by piece, which takes a fifth of the memory of loading them at once, and no more time.
    """
    import pyoxigraph as ox

    if stopped():
        return 0
    store, count = ox.Store(str(place)), 0
    with ntriples.open("rb") as file:
        while not stopped() and (lines := file.read(PIECE)):
            lines += file.readline()
            # The triples are our own: what is checked here no more takes a sixth of the time.
            store.bulk_load(lines, ox.RdfFormat.N_TRIPLES, lenient=True)
            count += lines.count(b"\n")  # each is a triple, and none stands there twice
    store.flush()
    return count


def _finished(folder: Path, work: Path, named: Future[str], loaded: Future[int], graph: Graph) -> Callable[[], Index]:
    """Write the texts, wait for the triples, and return what publishes them."""
    with _unwritable(folder):
        if not _there(folder, named):
            write(documents(graph), work / TEXT)
            (work / COUNT).write_text(f"{loaded.result()}\n", encoding="ascii")
    return partial(_put, folder, work, named.result())


def _put(folder: Path, work: Path, name: str) -> Index:
    with _unwritable(folder):
        if not (folder / name).is_dir():
            with suppress(FileExistsError):
                work.rename(folder / name)
        _make_current(folder, name)
    return Index(folder / name)


@contextmanager
def _unwritable(folder: Path) -> Iterator[None]:
    """Say of what goes wrong that a folder cannot be written."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror or error}.") from error


@contextmanager
def _unfinished(folder: Path) -> Iterator[Path]:
    """A folder to write to that is gone afterwards."""
    work = folder / f".{os.getpid()}.tmp"
    with _unwritable(folder):
        work.mkdir(parents=True, exist_ok=True)
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)
        with suppress(OSError):
            folder.rmdir()  # where nothing has ever been published


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
