"""Print what a cold build costs from 1,000 notes to 50,000, how linear that is, and draw it.

usage: python benchmarks/bench_vault.py [--notes 1000 2000 5000] [--format html …] [--plot docs/scale.svg]

Each size is a vault of its own (`vault.py`), built offline in a new process with an empty output folder. Seconds are
user and system time together, with all processes that it started; wall time says little where others work as well.
Memory is the largest sum over these processes at one time: of what each alone holds and its share of what several
hold (PSS). Where the system does not tell (not Linux) it is what the largest of them held, and the table says so.
The growth is the exponent of the size: 1 is linear.
"""

from __future__ import annotations

import argparse
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event, Thread
from typing import NamedTuple, Self

from scale_plot import Series, plot
from vault import ENTRIES_A_NOTE, write_vault

from papergraph.config import DEFAULT_FORMATS

NOTES = (1000, 2000, 5000)
EVERY = 0.5
"""Seconds between looks at the memory: a look takes as long as the pages are many."""


class Cost(NamedTuple):
    """What a build cost."""

    notes: int
    wall: float
    """Seconds."""
    seconds: float
    """User and system time, with the processes that it started."""
    megabytes: float
    """The largest sum over its processes."""
    largest: float
    """The largest resident set of one of them, in megabytes."""


def measured(notes: int, formats: Sequence[str]) -> Cost:
    """Build a vault of so many notes and return what that cost; CalledProcessError where it fails."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_vault(folder / "notes", notes)
        chosen = [argument for one in formats for argument in ("--format", one)]
        command = [sys.executable, "-m", "papergraph", "build", "--offline", "notes", "-o", "output", *chosen]
        start, before = time.monotonic(), _spent()
        with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) as process, _Watch(process.pid) as watch:
            status = process.wait()
        wall, after = time.monotonic() - start, _spent()
        if status:
            raise subprocess.CalledProcessError(status, command)
    return Cost(notes, wall, after - before, watch.most / 1024 or _largest(), _largest())


class _Watch:
    """Looks at the memory of a process and its children again and again."""

    def __init__(self, process: int) -> None:
        self.most = 0
        """Kilobytes."""
        self._process = process
        self._stopped = Event()
        self._thread = Thread(target=self._look)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stopped.wait(EVERY):
            self.most = max(self.most, sum(map(_share, _with_children(self._process))))


def _with_children(process: int) -> Iterator[int]:
    yield process
    for listing in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = listing.read_text(encoding="ascii").split()
        except OSError:  # it has ended
            continue
        for child in children:
            yield from _with_children(int(child))


def _share(process: int) -> int:
    """Kilobytes that a process holds, and its share of what it holds with others; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _spent() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _largest() -> float:
    """Megabytes of the largest process so far: sizes are measured from small to large."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def growth(costs: Sequence[tuple[float, float]]) -> float:
    """Return the exponent of a size with which a cost grows: the slope of the logarithms, by least squares."""
    points = [(math.log(size), math.log(cost)) for size, cost in costs]
    x, y = (sum(column) / len(points) for column in zip(*points, strict=True))
    return float(sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points))


def main() -> None:
    """Measure all sizes, print the table, and draw it where that is wanted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=int, nargs="+", default=NOTES, help="sizes of vaults")
    parser.add_argument("--format", nargs="+", default=DEFAULT_FORMATS, help="formats, as of `papergraph build`")
    parser.add_argument("--plot", type=Path, help="an SVG file to draw the figures in")
    chosen = parser.parse_args()
    print(f"formats: {', '.join(chosen.format)}; {os.cpu_count()} cores\n")
    print("   notes  entries   wall s    CPU s       MB  CPU ms a note  kB a note  largest process, MB", flush=True)
    costs = []
    for notes in sorted(chosen.notes):
        cost = measured(notes, chosen.format)
        costs.append(cost)
        each = f"{1000 * cost.seconds / notes:15.1f}{1024 * cost.megabytes / notes:11.0f}"
        print(
            f"{notes:8,}{round(notes * ENTRIES_A_NOTE):9,}{cost.wall:9.1f}{cost.seconds:9.1f}{cost.megabytes:9.0f}"
            f"{each}{cost.largest:21.0f}",
            flush=True,
        )
    seconds = tuple((cost.notes, cost.seconds) for cost in costs)
    memory = tuple((cost.notes, cost.megabytes) for cost in costs)
    if len(costs) > 1:
        print(f"\nwith the notes to the power of {growth(seconds):.2f}: CPU s; of {growth(memory):.2f}: MB")
    if chosen.plot:
        series = (Series("Work of all processes", "CPU s", seconds), Series("Memory of all processes", "MB", memory))
        chosen.plot.write_text(plot("A cold build of a vault", "notes", series), encoding="utf-8")


if __name__ == "__main__":
    main()
