"""Files of RDF in, what is to be sent out: chunks with their checksums, how many triples, and some to look for.

A chunk holds subjects whole, so that what is said of one is in one chunk. The plan knows the chunks by their checksums
alone; `Plan.chunks` reads them again.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import islice
from operator import lt, methodcaller
from pathlib import Path
from random import Random
from typing import NamedTuple

from papergraph.errors import InputError
from papergraph.publish.lines import Batches, Part, files_of, ways

CHUNK = 4 << 20
"""Bytes of a chunk."""
_ENDS = methodcaller("endswith", b" .\n")
_NAMELESS = re.compile(rb"^(?:_:|<[^>\n]*> <[^>\n]*> _:)", re.MULTILINE)
_STARTS = b"<"


class Chunk(NamedTuple):
    """Statements that are sent at once."""

    number: int
    """From 0, over all graphs."""
    graph: str
    """The IRI of the graph; empty for the default graph."""
    lines: list[bytes]
    """Sorted lines of N-Triples."""

    @property
    def checksum(self) -> str:
        """SHA-256, in hexadecimal digits."""
        return _checksum(self.lines)


class Planned(NamedTuple):
    """What is known of a chunk that is not at hand."""

    graph: str
    checksum: str
    triples: int
    size: int
    """In bytes."""


class Plan(NamedTuple):
    """What is to be sent."""

    parts: tuple[Part, ...]
    planned: tuple[Planned, ...]
    sample: tuple[tuple[str, tuple[bytes, ...]], ...]
    """Subjects that were drawn: the graph, and all lines about the subject in it."""
    size: int
    """Bytes of a chunk that were aimed at."""

    @property
    def checksum(self) -> str:
        """Of all chunks and graphs."""
        return sha256("\n".join(f"{one.checksum} {one.graph}" for one in self.planned).encode()).hexdigest()

    @property
    def triples(self) -> int:
        """How many statements there are."""
        return sum(one.triples for one in self.planned)

    @property
    def bytes(self) -> int:
        """How many bytes they are as N-Triples."""
        return sum(one.size for one in self.planned)

    def counts(self) -> dict[str, int]:
        """Return how many statements each graph has."""
        counts = {part.graph: 0 for part in self.parts}
        for one in self.planned:
            counts[one.graph] += one.triples
        return counts

    def chunks(self) -> Iterator[Chunk]:
        """Yield the chunks; raises InputError where the files have changed meanwhile."""
        number = 0
        for part in self.parts:
            for lines in _whole_subjects(part.batches(self.size)):
                chunk = Chunk(number, part.graph, lines)
                if number >= len(self.planned) or chunk.checksum != self.planned[number].checksum:
                    raise InputError("The export has changed while it was sent: publish it again.")
                yield chunk
                number += 1


class _UnsortedError(Exception):
    """These are not sorted lines of N-Triples, each once."""


def planned(paths: Sequence[Path], subjects: int = 0, size: int = CHUNK, seed: int | None = None) -> Plan:
    """Plan how to send what files say.

    Args:
        paths: files of RDF, and folders of such.
        subjects: how many subjects are drawn, those with more statements more probably.
        size: bytes of a chunk.
        seed: of the drawing; None for another one each time.

    Raises:
        InputError: a file cannot be read, or is no RDF, or there is no statement.
        ConfigError: the extension of a file is none of RDF.
    """
    for parts in ways(files_of(paths)):
        drawn = _Drawn(2 * subjects, seed)
        try:
            found = tuple(_planned(parts, drawn, size))
        except _UnsortedError:
            continue
        if not found:
            raise InputError(f"There is no statement in {' and '.join(map(str, paths))}.")
        return Plan(parts, found, tuple(islice(drawn.distinct(), subjects)), size)
    raise AssertionError("the last way sorts")


def _planned(parts: Sequence[Part], drawn: _Drawn, size: int) -> Iterator[Planned]:
    for part in parts:
        for lines in _whole_subjects(_checked(part.batches(size))):
            drawn.see(part.graph, lines)
            yield Planned(part.graph, _checksum(lines), len(lines), sum(map(len, lines)))


def _checked(batches: Batches) -> Batches:
    """Pass on what is sorted N-Triples without a blank node, each statement once."""
    last = b""
    for lines in batches:
        sound = last < lines[0] and all(map(lt, lines, islice(lines, 1, None)))
        # Between two lines that begin with `<`, sorted ones do as well.
        sound = sound and lines[0].startswith(_STARTS) and lines[-1].startswith(_STARTS) and all(map(_ENDS, lines))
        if not sound or any(b"_:" in line and _NAMELESS.match(line) for line in lines):
            raise _UnsortedError
        yield lines
        last = lines[-1]


def _whole_subjects(batches: Batches) -> Batches:
    """Pass on the lines so that no subject is in two lists."""
    held: list[bytes] = []
    for lines in batches:
        start = bisect_left(held, _subject(held[-1])) if held else 0
        if start:
            yield held[:start]
        held = held[start:] + lines
    if held:
        yield held


def _subject(line: bytes) -> bytes:
    """Return the subject of a line, with the space behind it."""
    return line[: line.index(b" ") + 1]


def _checksum(lines: Sequence[bytes]) -> str:
    return sha256(b"".join(lines)).hexdigest()


class _Drawn:
    """Subjects drawn from a stream: each place holds the subject of a line, every line as probable as any other."""

    def __init__(self, places: int, seed: int | None) -> None:
        self._random = Random(seed)  # noqa: S311 - nobody is kept from guessing
        self._places: list[tuple[str, tuple[bytes, ...]]] = [("", ())] * places
        self._seen = 0

    def see(self, graph: str, lines: list[bytes]) -> None:
        """Draw from more lines, which are sorted."""
        self._seen += len(lines)
        share = len(lines) / self._seen
        for place in range(len(self._places)):
            if self._random.random() < share:
                subject = _subject(self._random.choice(lines))
                end = subject[:-1] + b"!"  # what follows a space
                self._places[place] = graph, tuple(lines[bisect_left(lines, subject) : bisect_left(lines, end)])

    def distinct(self) -> Iterator[tuple[str, tuple[bytes, ...]]]:
        """Yield what was drawn, each once."""
        yield from dict.fromkeys(place for place in self._places if place[1])
