"""Pairs on disk: files of frames, each a list of pairs of one kind or in the order of their keys.

The files are those of one job in a folder that belongs to the user alone, and they are read by nothing else: pickles
from elsewhere could run anything.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from struct import Struct
from typing import BinaryIO, NamedTuple

from papergraph.bulk.dataflow import Group, Pair, partition_of

FRAME = 512
"""Pairs that are read at once."""
IN_MEMORY = 50_000
"""Pairs that are held while they are put in order."""

_LEVEL = 1
"""A sixth of the space for a twelfth of the time of a job."""
_HEAD = Struct("<cQ")
_KEY = itemgetter(0)


class Segment(NamedTuple):
    """Pairs in the order of their keys in a part of a file."""

    file: Path
    start: int
    end: int


def write_kinds(file: BinaryIO, pairs: Iterable[Pair]) -> None:
    """Write pairs in frames of one kind each."""
    frames: dict[str, list[Pair]] = {}
    for pair in pairs:
        kind = pair[0][0]
        frame = frames.setdefault(kind, [])
        frame.append(pair)
        if len(frame) == FRAME:
            _write_frame(file, kind, frames.pop(kind))
    for kind, frame in frames.items():
        _write_frame(file, kind, frame)


def read_kinds(path: Path, kind: str | None = None) -> Iterator[Pair]:
    """Yield the pairs of a file, of one kind if one is given."""
    wanted = kind.encode("ascii") if kind else None
    with path.open("rb") as file:
        while head := file.read(_HEAD.size):
            found, size = _HEAD.unpack(head)
            if wanted is None or found == wanted:
                yield from pickle.loads(zlib.decompress(file.read(size)))  # noqa: S301 -- ours, see above
            else:
                file.seek(size, 1)


def write_sorted(path: Path, pairs: Iterable[Pair], partitions: int) -> list[list[Segment]]:
    """Write pairs by partition, each in the order of its keys; return the segments of every partition."""
    segments: list[list[Segment]] = [[] for _ in range(partitions)]
    with path.open("wb") as file:
        held: list[list[Pair]] = [[] for _ in range(partitions)]
        for number, pair in enumerate(pairs, 1):
            held[partition_of(pair[0], partitions)].append(pair)
            if number % IN_MEMORY == 0:
                _write_held(file, held, segments, path)
        _write_held(file, held, segments, path)
    return segments


def groups(segments: Iterable[Segment]) -> Iterator[Group]:
    """Yield the keys of some segments in their order, each with its values."""
    for key, pairs in groupby(merge(*map(_pairs, segments), key=_KEY), _KEY):
        yield key, (value for _, value in pairs)


def _write_held(file: BinaryIO, held: list[list[Pair]], segments: list[list[Segment]], path: Path) -> None:
    for number, pairs in enumerate(held):
        if pairs:
            pairs.sort(key=_KEY)
            start = file.tell()
            for place in range(0, len(pairs), FRAME):
                _write_frame(file, "-", pairs[place : place + FRAME])
            segments[number].append(Segment(path, start, file.tell()))
            pairs.clear()


def _write_frame(file: BinaryIO, kind: str, pairs: list[Pair]) -> None:
    payload = zlib.compress(pickle.dumps(pairs, pickle.HIGHEST_PROTOCOL), _LEVEL)
    file.write(_HEAD.pack(kind.encode("ascii"), len(payload)))
    file.write(payload)


def _pairs(segment: Segment) -> Iterator[Pair]:
    place = segment.start
    while place < segment.end:
        # Opened anew for each frame: a merge of many segments would have as many files open.
        with segment.file.open("rb") as file:
            file.seek(place)
            _, size = _HEAD.unpack(file.read(_HEAD.size))
            pairs = pickle.loads(zlib.decompress(file.read(size)))  # noqa: S301 -- ours, see above
        place += _HEAD.size + size
        yield from pairs
