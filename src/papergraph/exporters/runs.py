"""Lines by subject in, in any order; all of them out, sorted, and no more of them in memory than fit into it.

What is too much is put on disk in runs, each sorted, and at the end the runs are merged batch by batch: whatever is
not beyond the end of any run's batch is next, and sorting that is one call.
"""

from __future__ import annotations

import pickle
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, BinaryIO, Self, TypeAlias

from papergraph.terms import without_surrogates

Block: TypeAlias = tuple[str, bytes]
"""A subject and its lines."""
RUN = 16 << 20
"""Bytes of lines that are held in memory."""
MOST_RUNS = 64
"""Runs that become one: a process may not have open as many files as it likes."""
BATCH = 256
"""Subjects that are written at once: few enough to stay in the cache of a processor."""


class Blocks:
    """Lines by subject, to be written in order to a file."""

    def __init__(self, file: BinaryIO, most: int = RUN) -> None:
        self._file = file
        self._most = most
        self._size = 0
        self._blocks: dict[str, bytes] = {}
        self._several: dict[str, list[bytes]] = {}
        self._runs: list[IO[bytes]] = []
        self._large: list[IO[bytes]] = []
        """Each of `MOST_RUNS`."""
        self._open = ExitStack()

    def __enter__(self) -> Self:
        """Return this: lines can be added to it, and then be written."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove what was put on disk."""
        self._open.close()

    def add(self, subject: str, text: str) -> None:
        """Add sorted lines about a subject, or about subjects whose names begin as its own does."""
        block = encoded_block(text)
        if self._blocks.setdefault(subject, block) is not block:
            self._several.setdefault(subject, []).append(block)
        self._size += len(block)
        if self._size > self._most:
            self._put_aside()

    def write(self) -> None:
        """Write all lines, each once."""
        if self._runs or self._large:
            self._put_aside()
            for blocks in merged([_batches(run) for run in (*self._large, *self._runs)]):
                self._file.write(b"".join([block for _, block in blocks]))
        else:
            for batch in self._sorted():
                self._file.write(b"".join([block for _, block in batch]))

    def _sorted(self) -> Iterator[list[Block]]:
        """What is in memory, in batches."""
        blocks = self._blocks
        for subject, more in self._several.items():
            blocks[subject] = united(blocks[subject], *more)
        subjects = sorted(blocks)
        for start in range(0, len(subjects), BATCH):
            yield [(subject, blocks[subject]) for subject in subjects[start : start + BATCH]]

    def _put_aside(self) -> None:
        """Put what is in memory on disk."""
        self._runs.append(self._run(self._sorted()))
        self._blocks, self._several, self._size = {}, {}, 0
        if len(self._runs) == MOST_RUNS:
            self._large.append(self._run(merged([_batches(run) for run in self._runs])))
            for run in self._runs:
                run.close()
            self._runs = []

    def _run(self, batches: Iterable[list[Block]]) -> IO[bytes]:
        """Write a run beside the file that is written: a temporary folder may be memory as well."""
        name = getattr(self._file, "name", None)
        folder = Path(name).parent if isinstance(name, str) and name else None
        run = self._open.enter_context(TemporaryFile(dir=folder))  # noqa: SIM115 - the stack closes it
        for batch in batches:
            pickle.dump(batch, run, pickle.HIGHEST_PROTOCOL)
        run.seek(0)
        return run


def merged(runs: list[Iterator[list[Block]]]) -> Iterator[list[Block]]:
    """Yield the blocks of several runs in order, some at a time; what is in several of them is united."""
    heads = [(batch, run) for run in runs if (batch := next(run, []))]
    while heads:
        bound = min(batch[-1][0] for batch, _ in heads)
        ready: list[Block] = []
        left = []
        for batch, run in heads:
            end = bisect_right(batch, bound, key=_subject)
            ready += batch[:end]
            if rest := batch[end:] or next(run, []):
                left.append((rest, run))
        heads = left
        ready.sort()
        yield _distinct(ready)


def encoded_block(text: str) -> bytes:
    """Return sorted lines in UTF-8, which can hold no half of a surrogate pair; they are sorted then, too."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return united(without_surrogates(text).encode())


def united(*blocks: bytes) -> bytes:
    """Return the lines of several descriptions of one subject, each once and in order."""
    return b"".join(sorted({line for block in blocks for line in block.splitlines(keepends=True)}))


def _distinct(blocks: list[Block]) -> list[Block]:
    """Unite the blocks of one subject, which stand side by side."""
    together = dict(blocks)
    if len(together) == len(blocks):
        return blocks
    several: dict[str, list[bytes]] = {}
    for subject, block in blocks:
        several.setdefault(subject, []).append(block)
    return [(subject, united(*same) if len(same) > 1 else same[0]) for subject, same in several.items()]


def _subject(block: Block) -> str:
    return block[0]


def _batches(run: IO[bytes]) -> Iterator[list[Block]]:
    """What was put on disk, by this very process."""
    while True:
        try:
            yield pickle.load(run)  # noqa: S301
        except EOFError:
            return
