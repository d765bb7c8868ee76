"""Folders of notes in, readings out: every file found once, read in one process or in several."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from papergraph import files
from papergraph.cache.coding import decoded, encoded
from papergraph.errors import InputError
from papergraph.model import Note, Problem, Reading

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from papergraph.concepts import Concepts

WORTH_A_POOL = 4 << 20
"""Bytes of notes from which reading in several processes saves more than starting them costs."""
BATCH = 1 << 18
"""Bytes of notes that one process reads at a time: a quarter of a second, so that none waits long for the others."""


def find_notes(places: Sequence[Path], exclude: Sequence[str] = ()) -> files.Discovery:
    """Find every note in some folders and files once, under its path relative to what all of them have in common.

    Raises InputError where there are none at all.
    """
    root = common_root(places)
    found: dict[str, files.Found] = {}
    problems: list[Problem] = []
    for place in map(_folder_or_file, places):
        discovery = files.find(place, exclude)
        folder = place if place.is_dir() else place.parent
        way = "" if folder == root else files.as_text(folder.relative_to(root).as_posix()) + "/"
        found |= {path: file._replace(path=path) for file in discovery.files if (path := way + file.path)}
        problems += [
            problem._replace(location=problem.location._replace(path=way + problem.location.path))
            for problem in discovery.problems
        ]
    if not found:
        raise InputError(_no_notes(places, problems))
    return files.Discovery(tuple(sorted(found.values())), tuple(problems))


def common_root(places: Sequence[Path]) -> Path:
    """Return the folder that the paths of notes are relative to."""
    folders = [place if place.is_dir() else place.parent for place in map(_folder_or_file, places)]
    return Path(os.path.commonpath(folders))


def read_files(
    found: Sequence[files.Found], workers: int = 0, topics: Sequence[Path] | None = None
) -> Iterator[Reading]:
    """Yield the readings in the order of the files; a file that cannot be read gives a reading of the problem.

    Args:
        found: the files.
        workers: how many processes may read; 0 leaves it to the machine. Few notes start none.
        topics: the user's own files of topics, which are looked for in all texts beside those that ship; None looks
            for none at all.
    """
    workers = _useful_workers(found, workers)
    batches = list(_batches(found))
    own = None if topics is None else tuple(topics)
    done = 0
    if workers > 1:
        for readings in _read_in_processes(batches, workers, own):
            done += 1
            yield from readings
    for batch in batches[done:]:
        for file in batch:
            yield _read_one(file, own)
        if batch is not batches[-1]:
            gc.collect(0)


def unread(problem: Problem) -> Reading:
    """Return the reading of something that could not be read."""
    return Reading(Note(problem.location.path, None, None, ""), (), (problem,))


@contextmanager
def no_collector() -> Iterator[None]:
    """Turn the garbage collector off: it would look for cycles among millions of records again and again.

    Records hold none. What reading leaves behind is collected batch by batch.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _folder_or_file(place: Path) -> Path:
    if not place.exists():
        raise InputError(f"There are no notes: {place} does not exist.")
    return Path(os.path.abspath(place))  # noqa: PTH100 - a link to the notes stays what it is


def _no_notes(places: Sequence[Path], problems: Sequence[Problem]) -> str:
    where = " and ".join(map(str, places))
    if problems:
        return f"There are no notes in {where}: {problems[0].location.path}: {problems[0].message}."
    return f"There are no notes in {where}: no file there ends in {', '.join(files.SUFFIXES)}."


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _useful_workers(found: Sequence[files.Found], allowed: int) -> int:
    size = sum(file.size for file in found)
    if size < WORTH_A_POOL or len(found) == 1:
        return 1
    return min(allowed or cores(), size // BATCH + 1)


def _read_in_processes(
    batches: Sequence[Sequence[files.Found]], workers: int, topics: tuple[Path, ...] | None
) -> Iterator[list[Reading]]:
    """The readings of the first batches, of all if nothing goes wrong: processes may not start here, or be killed."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    with (
        suppress(BrokenProcessPool, OSError, ImportError, NotImplementedError),
        ProcessPoolExecutor(workers, initializer=ignore_interrupts) as pool,
    ):
        for batch in pool.map(partial(_read_batch, topics=topics), batches):
            yield [one if isinstance(one, Reading) else decoded(one, Reading) for one in batch]


def _batches(found: Sequence[files.Found]) -> Iterator[list[files.Found]]:
    batch: list[files.Found] = []
    size = 0
    for file in found:
        batch.append(file)
        size += file.size
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _read_batch(batch: Sequence[files.Found], topics: tuple[Path, ...] | None) -> list[bytes | Reading]:
    """Read in another process; what comes back as JSON shares with others what all of them say."""
    with no_collector():
        return [_sent(_read_one(file, topics)) for file in batch]


def _sent(reading: Reading) -> bytes | Reading:
    with suppress(ValueError):
        return encoded(reading)
    return reading


def _read_one(file: files.Found, topics: tuple[Path, ...] | None) -> Reading:
    payload = files.read(file)
    if isinstance(payload, Problem):
        return unread(payload)
    from papergraph.readers import read_bytes

    reading = read_bytes(file.path, payload)
    if topics is None:
        return reading
    texts = concepts_of(topics).texts
    return reading._replace(topics=tuple(map(texts, reading.entries)))


@lru_cache(maxsize=2)
def concepts_of(own: tuple[Path, ...]) -> Concepts:
    """Return the scheme that ships with the user's own files; each process loads it once.

    Raises ConfigError where a file cannot be read, or says what cannot be.
    """
    from papergraph.concepts import Concepts
    from papergraph.topics import load

    return Concepts(load(own))


def ignore_interrupts() -> None:
    """Leave Ctrl-C to the process that started this one, and end when that one does, even if it is killed."""
    from multiprocessing import parent_process
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if (parent := parent_process()) is not None:
        Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
