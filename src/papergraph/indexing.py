"""A graph in, the index of it on disk out: what `papergraph.index` opens.

It is written beside the last one and then named as the current one, so that a reader finds the one or the other.
The last but one stays for those who have it open. Loading triples takes a third of the work of a large build, so that
those of a large graph wait for whoever asks first: `papergraph.loading.fill`.
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

from papergraph.index import COUNT, CURRENT, FOLDER, STORE, TEXT, Index, name_of
from papergraph.loading import load
from papergraph.model import Graph
from papergraph.search import write
from papergraph.textfile import replaced, unwritable
from papergraph.texts import documents

LARGE = 256 << 20
"""Bytes of N-Triples, of some two million triples, from which a build leaves loading to whoever asks first."""


def publish(graph: Graph, output: Path, ntriples: Path) -> Index:
    """Publish the index of a graph in an output folder.

    Args:
        graph: the graph.
        output: the folder.
        ntriples: the graph as N-Triples.

    Raises:
        OutputError: it cannot be written; the last one is as it was.
    """
    with unwritable(output):
        name = name_of(ntriples)
    with publishing(output, ntriples, name) as finish:
        texts = output / FOLDER / f".{TEXT}.{os.getpid()}.tmp"
        try:
            write_texts(graph, texts)
            with ntriples.open("rb") as lines:
                return finish(texts, sum(1 for _ in lines))()
        finally:
            texts.unlink(missing_ok=True)


def write_texts(graph: Graph, path: Path) -> None:
    """Write what can be searched of a graph into a new file."""
    write(documents(graph), path)


@contextmanager
def publishing(
    output: Path, ntriples: Path, name: str, *, stays: bool = False
) -> Iterator[Callable[[Path, int], Callable[[], Index]]]:
    """Load triples in a thread, outside the interpreter's lock, while something else is done.

    What is given takes the file of texts and how many triples there are, waits until all are loaded, and returns what
    publishes them.

    Args:
        output: the folder to publish in.
        ntriples: the graph as N-Triples; the file stays where it is until all is written.
        name: of the index: `name_of` the file.
        stays: whether it will be in the folder afterwards: many triples are not loaded then.

    Raises:
        OutputError: it cannot be written; the last one is as it was.
    """
    folder, stopped = output / FOLDER, Event()
    place = folder / name
    with _unfinished(folder) as work, ThreadPoolExecutor(1) as thread:
        is_left = stays and _is_large(ntriples)

        def is_there() -> bool:
            index = Index(place)
            return index.is_whole() and (is_left or index.holds_triples())

        def loads() -> None:
            with ntriples.open("rb") as file:
                load(file, work / STORE, lambda: is_left or stopped.is_set() or is_there())

        loaded = thread.submit(loads)
        try:
            yield partial(_finished, place, work, loaded, is_there)
        finally:
            stopped.set()


def _is_large(ntriples: Path) -> bool:
    with suppress(OSError):  # who reads it says so
        return ntriples.stat().st_size >= LARGE
    return False


def _finished(
    place: Path, work: Path, loaded: Future[None], is_there: Callable[[], bool], texts: Path, triples: int
) -> Callable[[], Index]:
    """Wait for the triples, and return what publishes them with the texts."""
    with unwritable(place.parent):
        if not is_there():
            loaded.result()
            shutil.move(texts, work / TEXT)
            (work / COUNT).write_text(f"{triples}\n", encoding="ascii")
    return partial(_put, place, work)


def _put(place: Path, work: Path) -> Index:
    with unwritable(place.parent):
        if Index(work).is_whole():
            shutil.rmtree(place, ignore_errors=True)  # what is there is no index, or holds no triples
            with suppress(FileExistsError):
                work.rename(place)
        _make_current(place.parent, place.name)
    return Index(place)


@contextmanager
def _unfinished(folder: Path) -> Iterator[Path]:
    """A folder to write to that is gone afterwards."""
    work = folder / f".{os.getpid()}.tmp"
    with unwritable(folder):
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
