"""One large value and several jobs with it: done by this process and by others that share its memory.

A process that is forked sees the value without a copy of it. Which job is next stands in a pipe, from which each
process takes a byte: whoever is free takes one, and what a process that was killed has taken is done here.
"""

from __future__ import annotations

import os
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import current_process, get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, TypeAlias, TypeVar

from papergraph.reading import cores, ignore_interrupts

V = TypeVar("V")
T = TypeVar("T")

Job: TypeAlias = Callable[[V], T]
MOST = 2
"""Other processes at the most: each that goes through the whole value ends with most of it in memory of its own."""


class Together(Generic[V, T]):
    """Jobs that are being done."""

    def __init__(self, value: V, jobs: Sequence[Job[V, T]], left: int, wires: list[Connection]) -> None:
        self._value = value
        self._jobs = jobs
        self._left = left
        self._wires = wires

    def finish(self) -> Iterator[tuple[int, T]]:
        """Do what no process has begun, and yield the number of each job that is done with what it returned.

        Raises what a job raises.
        """
        missing = set(range(len(self._jobs)))
        while token := os.read(self._left, 1):
            yield self._here(token[0])
            missing.discard(token[0])
        others = list(self._wires)
        while others:
            for wire in wait(others):
                assert isinstance(wire, Connection)  # noqa: S101 - the type of what was waited for
                try:
                    number, result, error = wire.recv()
                except Exception:  # noqa: BLE001 - the process has ended, or says what cannot be read: it is done here
                    others.remove(wire)
                    continue
                if error is not None:
                    raise error
                missing.discard(number)
                yield number, result
        for number in sorted(missing):
            yield self._here(number)

    def _here(self, number: int) -> tuple[int, T]:
        return number, self._jobs[number](self._value)


@contextmanager
def together(value: V, jobs: Sequence[Job[V, T]], workers: int = 0) -> Iterator[Together[V, T]]:
    """Begin jobs in other processes, as many as can be; `finish` of what is given does the rest.

    Without a second processor, and on systems where a process cannot be forked safely, all are done by `finish`.

    Args:
        value: what the jobs are about.
        jobs: functions of it that change nothing in this process; what they return and raise can be pickled.
        workers: how many processes may work, this one with them; 0 leaves it to the machine.
    """
    left, right = os.pipe()
    os.write(right, bytes(range(len(jobs))))
    os.close(right)
    others: list[tuple[BaseProcess, Connection]] = []
    try:
        for _ in range(_useful(len(jobs), workers)):
            with suppress(OSError):  # no room for another process: this one does it all
                others.append(_begun(value, jobs, left))
        yield Together(value, jobs, left, [wire for _, wire in others])
    finally:
        os.close(left)
        for process, _ in others:
            process.kill()
        for process, wire in others:
            process.join()
            wire.close()


def _useful(jobs: int, workers: int) -> int:
    """How many other processes there are to be: none where they cannot be forked safely, or by a daemon."""
    if sys.platform != "linux" or current_process().daemon:
        return 0
    return min((workers or cores()) - 1, jobs, MOST)


def _begun(value: V, jobs: Sequence[Job[V, T]], left: int) -> tuple[BaseProcess, Connection]:
    context = get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    try:
        with warnings.catch_warnings():  # threads may be alive here: what the other process does needs none of them
            warnings.simplefilter("ignore", DeprecationWarning)
            process = context.Process(target=_work, args=(value, jobs, left, theirs), daemon=True)
            process.start()
    except BaseException:
        ours.close()
        raise
    finally:
        theirs.close()
    return process, ours


def _work(value: V, jobs: Sequence[Job[V, T]], left: int, wire: Connection) -> None:
    """Do one job after the other in another process."""
    ignore_interrupts()
    # A thread that drew a bar when this process was forked may hold the locks of what stands in their places for ever.
    sys.stdout, sys.stderr = sys.__stdout__, open(2, "w", closefd=False)  # noqa: SIM115 - it is no path
    while token := os.read(left, 1):
        result, failure = None, None
        try:
            result = jobs[token[0]](value)
        except MemoryError:
            return  # alone, the other process may have room
        except Exception as error:  # noqa: BLE001 - it is raised where all come together
            error.add_note(traceback.format_exc())
            failure = error
        wire.send((token[0], result, failure))
