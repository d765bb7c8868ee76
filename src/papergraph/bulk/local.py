"""The engine of one machine: processes, and sorted runs on disk, so that memory does not bound the size of a job.

Each task writes one file and then, beside it, what it has made; a task that has done so is not done again, however
the job ended. A process that dies takes only its task with it.
"""

from __future__ import annotations

import os
import pickle
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from papergraph.bulk.dataflow import Mapper, Pair, Reducer, Step, Tell
from papergraph.bulk.runs import Segment, groups, read_kinds, write_kinds, write_sorted
from papergraph.errors import OutputError, PapergraphError
from papergraph.reading import ignore_interrupts, no_collector
from papergraph.textfile import replaced

T = TypeVar("T")

TRIES = 5
"""How often in a row processes may die before the job is given up."""


class Piece(Protocol):
    """Pairs that one task makes."""

    def pairs(self) -> Iterator[Pair]:
        """Make them."""
        ...


@dataclass(frozen=True)
class Made:
    """What a function makes of a unit of work."""

    unit: Any
    function: Callable[[Any], Iterator[Pair]]

    def pairs(self) -> Iterator[Pair]:
        """Make them."""
        return self.function(self.unit)


@dataclass(frozen=True)
class Given:
    """Pairs that are there."""

    those: tuple[Pair, ...]

    def pairs(self) -> Iterator[Pair]:
        """Give them."""
        return iter(self.those)


@dataclass(frozen=True)
class Kept:
    """Pairs in a file."""

    file: Path
    kind: str | None = None

    def pairs(self) -> Iterator[Pair]:
        """Read them."""
        return read_kinds(self.file, self.kind)


@dataclass(frozen=True)
class Grouped:
    """What a function makes of a partition."""

    number: int
    segments: tuple[Segment, ...]
    function: Reducer

    def pairs(self) -> Iterator[Pair]:
        """Make them."""
        return self.function(self.number, groups(self.segments))


@dataclass(frozen=True)
class Mapped:
    """What a function makes of the pairs of a piece."""

    piece: Piece
    function: Mapper

    def pairs(self) -> Iterator[Pair]:
        """Make them."""
        return self.function(self.piece.pairs())


@dataclass(frozen=True)
class Only:
    """The pairs of one kind."""

    piece: Piece
    kind: str

    def pairs(self) -> Iterator[Pair]:
        """Choose them."""
        return (pair for pair in self.piece.pairs() if pair[0].startswith(self.kind))


@dataclass(frozen=True)
class OnDisk(Generic[T]):
    """A value in a file, which each process reads once."""

    file: Path

    def get(self) -> T:
        """Read it."""
        value: T = _read(self.file)
        return value


@dataclass(frozen=True)
class Pieces:
    """A dataset of the local engine."""

    engine: LocalEngine
    pieces: tuple[Piece, ...]

    def only(self, kind: str) -> Pieces:
        """Return the pairs whose keys begin with a character."""
        return Pieces(
            self.engine,
            tuple(Kept(one.file, kind) if isinstance(one, Kept) else Only(one, kind) for one in self.pieces),
        )

    def map(self, function: Mapper) -> Pieces:
        """Return what a function makes of the pairs, piece by piece."""
        return Pieces(self.engine, tuple(Mapped(one, function) for one in self.pieces))

    def and_(self, other: Pieces) -> Pieces:
        """Return these pairs and others."""
        return Pieces(self.engine, (*self.pieces, *other.pieces))

    def group(self, stage: str, function: Reducer) -> Pieces:
        """Sort the pairs into partitions now, and return what a function makes of them."""
        numbers = range(self.engine.partitions)
        sorted_ = self.engine.run(stage, [_Sorting(one, self.engine.partitions) for one in self.pieces])
        by_partition = [tuple(segment for segments in sorted_ for segment in segments[number]) for number in numbers]
        return Pieces(self.engine, tuple(map(Grouped, numbers, by_partition, [function] * len(by_partition))))

    def kept(self, stage: str) -> Pieces:
        """Make the pairs now, and keep them on disk."""
        return Pieces(self.engine, tuple(map(Kept, self.engine.run(stage, list(map(_Keeping, self.pieces))))))

    def collect(self, stage: str) -> list[Pair]:
        """Make the pairs now, and return them."""
        return [pair for file in self.engine.run(stage, list(map(_Keeping, self.pieces))) for pair in read_kinds(file)]


class LocalEngine:
    """Runs a job in the processes of one machine.

    Args:
        work: a folder for what is between the stages; what an earlier run of the same job left there is used.
        partitions: into how many parts pairs are sorted.
        workers: how many processes there are; with 1 the work is done in this one.
        tell: told of progress.
    """

    def __init__(self, work: Path, partitions: int, workers: int, tell: Tell) -> None:
        self.work = work
        self.partitions = partitions
        self.workers = workers
        self._tell = tell
        _make_private(work)

    def made(self, units: Sequence[Any], function: Callable[[Any], Iterator[Pair]]) -> Pieces:
        """Return what a function makes of units of work, each of which is a piece."""
        return Pieces(self, tuple(Made(unit, function) for unit in units))

    def given(self, pairs: Iterable[Pair]) -> Pieces:
        """Return a few pairs."""
        return Pieces(self, (Given(tuple(pairs)),))

    def share(self, name: str, value: T) -> OnDisk[T]:
        """Write a value to a file."""
        file = self.work / f"{name}.shared"
        _write(file, value)
        return OnDisk(file)

    def run(self, stage: str, tasks: Sequence[_Task]) -> list[Any]:
        """Run tasks, those that are not done yet, and return what each has made, in their order."""
        folder = self.work / stage
        folder.mkdir(exist_ok=True)
        places = [folder / f"{number:05}" for number in range(len(tasks))]
        waiting = [number for number, place in enumerate(places) if not _done(place).exists()]
        self._tell(Step(stage, len(tasks) - len(waiting), len(tasks)))
        try:
            self._run_all(stage, tasks, places, waiting)
        except OSError as error:
            raise OutputError(f"{self.work} cannot be written: {error.strerror or error}.") from error
        return [_read(_done(place)) for place in places]

    def _run_all(self, stage: str, tasks: Sequence[_Task], places: Sequence[Path], waiting: list[int]) -> None:
        """Run tasks until they are done, also where a process dies meanwhile."""
        tries = 0
        while waiting:
            before = len(waiting)
            try:
                self._run_in_processes(stage, tasks, places, waiting)
            except BrokenProcessPool:
                waiting = [number for number in waiting if not _done(places[number]).exists()]
                tries = tries + 1 if len(waiting) == before else 0
                if tries == TRIES:
                    raise PapergraphError(f"Processes died {TRIES} times in a row: is memory short?") from None
            else:
                return

    def again(self, stage: str) -> None:
        """Do all of a stage, also what an earlier run of the job did of it."""
        shutil.rmtree(self.work / stage, ignore_errors=True)

    def forget(self) -> None:
        """Remove all that is between the stages."""
        shutil.rmtree(self.work)

    def _run_in_processes(
        self, stage: str, tasks: Sequence[_Task], places: Sequence[Path], waiting: Sequence[int]
    ) -> None:
        if self.workers == 1:
            for done, number in enumerate(waiting, len(tasks) - len(waiting) + 1):
                _run(tasks[number], places[number])
                self._tell(Step(stage, done, len(tasks)))
            return
        with ProcessPoolExecutor(self.workers, initializer=ignore_interrupts) as pool:
            todo = iter(waiting)
            done = len(tasks) - len(waiting)
            running: set[Future[None]] = set()
            try:
                while True:
                    for number in todo:
                        running.add(pool.submit(_run, tasks[number], places[number]))
                        if len(running) >= 2 * self.workers:
                            break
                    if not running:
                        return
                    finished, running = wait(running, return_when=FIRST_COMPLETED)
                    for one in finished:
                        one.result()
                        done += 1
                        self._tell(Step(stage, done, len(tasks)))
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise


class _Task(Protocol):
    def run(self, file: Path) -> Any:  # noqa: ANN401 -- segments, or the file itself
        """Write what there is to a file, and return what tells others of it."""
        ...


@dataclass(frozen=True)
class _Sorting:
    piece: Piece
    partitions: int

    def run(self, file: Path) -> list[list[Segment]]:
        return write_sorted(file, self.piece.pairs(), self.partitions)


@dataclass(frozen=True)
class _Keeping:
    piece: Piece

    def run(self, file: Path) -> Path:
        with file.open("wb") as content:
            write_kinds(content, self.piece.pairs())
        return file


def _make_private(folder: Path) -> None:
    """Make a folder for what nobody else may write, because it is believed; raises OutputError where others can."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        status = folder.stat()
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror or error}.") from error
    if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o022):
        raise OutputError(f"{folder} can be written by others, and is not used: choose another folder with --work.")


def _on_disk(file: Path) -> None:
    """Wait until a file would survive the loss of power: what is done is not done again."""
    descriptor = os.open(file, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _run(task: _Task, place: Path) -> None:
    with no_collector():
        made = task.run(place.with_suffix(".pairs"))
    _on_disk(place.with_suffix(".pairs"))
    _write(_done(place), made)


def _done(place: Path) -> Path:
    return place.with_suffix(".done")


def _write(file: Path, value: object) -> None:
    with replaced(file, pack=False) as content:
        pickle.dump(value, content, pickle.HIGHEST_PROTOCOL)


@lru_cache(maxsize=4)
def _read_once(file: Path, changed: int) -> Any:  # noqa: ANN401, ARG001 -- whatever was written; a changed file is another
    return pickle.loads(file.read_bytes())  # noqa: S301 -- ours, see `papergraph.bulk.runs`


def _read(file: Path) -> Any:  # noqa: ANN401 -- whatever was written
    return _read_once(file, file.stat().st_mtime_ns)
