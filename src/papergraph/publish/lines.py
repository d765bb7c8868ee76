"""Files of RDF in, their statements as sorted lines of N-Triples by graph out.

Files of sorted N-Triples, such as papergraph writes, are read as they are, in little memory: several as one. Everything
else is read whole, sorted, and what has no name gets one.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeAlias

from papergraph.errors import InputError
from papergraph.rdffiles import EXTENSIONS, Statement, read, reading
from papergraph.textfile import PACKED, unpacked

Batches: TypeAlias = Iterator[list[bytes]]


class Part(NamedTuple):
    """The statements of one graph."""

    graph: str
    """Its IRI; empty for the default graph."""
    batches: Callable[[int], Batches]
    """Lines that end in a line feed, in lists of about so many bytes; raises InputError where they cannot be read."""


def files_of(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files that are meant; a folder stands for the RDF in it, or in its folder `triples`.

    Raises InputError where there is none.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        inner = path / "triples"
        files = sorted(file for file in (inner if inner.is_dir() else path).iterdir() if _extension(file) in EXTENSIONS)
        if not files:
            raise InputError(f"There is no RDF in {path}.")
        found += files
    return tuple(found)


def ways(files: Sequence[Path]) -> Iterator[tuple[Part, ...]]:
    """Yield the ways to read files as sorted lines, the cheapest first; only the last one is always right.

    Raises as `papergraph.rdffiles.read` does.
    """
    if all(_extension(file) == ".nt" for file in files):
        yield (Part("", partial(_in_a_row, _by_first_line(files))),)
        if len(files) > 1:
            yield (Part("", partial(_merged, files)),)
    statements: set[Statement] = set()
    for file in files:
        statements |= read(file)
    graphs: dict[str, list[bytes]] = defaultdict(list)
    for statement in statements:
        graphs[statement.graph.strip("<>")].append(" ".join((*statement[:3], ".\n")).encode())
    yield tuple(Part(graph, partial(_sliced, sorted(graphs[graph]))) for graph in sorted(graphs))


def _extension(file: Path) -> str:
    return Path(file.name.removesuffix(PACKED)).suffix


def _opened(file: Path, stack: ExitStack) -> BinaryIO:
    return stack.enter_context(unpacked(stack.enter_context(file.open("rb"))))


def _by_first_line(files: Iterable[Path]) -> tuple[Path, ...]:
    firsts = []
    for file in files:
        with ExitStack() as stack, reading(file):
            firsts.append((_opened(file, stack).readline(), file))
    return tuple(file for _, file in sorted(firsts))


def _in_a_row(files: Iterable[Path], size: int) -> Batches:
    for file in files:
        with ExitStack() as stack, reading(file):
            content = _opened(file, stack)
            while lines := content.readlines(size):
                yield lines


def _merged(files: Sequence[Path], size: int) -> Batches:
    with ExitStack() as stack, reading(files[0].parent):
        batch, held = list[bytes](), 0
        for line, _ in groupby(heapq.merge(*(_opened(file, stack) for file in files))):
            batch.append(line)
            held += len(line)
            if held > size:
                yield batch
                batch, held = [], 0
        if batch:
            yield batch


def _sliced(lines: Sequence[bytes], size: int) -> Batches:
    step = max(1, size * len(lines) // max(1, sum(map(len, lines))))
    for start in range(0, len(lines), step):
        yield list(lines[start : start + step])
