"""Tests in several processes at once: how many, and how a test that measures time has the machine for itself."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, LOCK_SH, LOCK_UN, flock
from pathlib import Path

import pytest

MOST = 8
"""From here on more processes end no sooner: the longest module takes as long as it does."""


def processes() -> int:
    """How many run tests: two more than there are cores, as half of the time a test waits for a browser or a disk."""
    return min((os.cpu_count() or 1) + 2, MOST)


@contextmanager
def turn(folder: Path, *, alone: bool) -> Iterator[None]:
    """Wait until a test may run, and let it: beside others, or while no other that asked in this folder runs.

    Whoever waits stands at the door, so that nobody who comes later is first.
    """
    with (folder / "door").open("ab") as door, (folder / "room").open("ab") as room:
        flock(door, LOCK_EX)
        flock(room, LOCK_EX if alone else LOCK_SH)
        flock(door, LOCK_UN)
        try:
            yield
        finally:
            flock(room, LOCK_UN)  # closing is not enough while a process that the test forked has the file too


class Turns:
    """In one of several processes that run tests: one marked `alone` runs while no other does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Wait for the turn of a test; the limit of its time begins after that."""
        with turn(self._folder, alone=item.get_closest_marker("alone") is not None):
            return (yield)
