"""The pairs of a partition in, its files out: sorted N-Triples, and a part of each table.

The same pairs give the same bytes on every engine. A file is written beside its place and renamed, so a task that is
done twice does no harm.
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import blake2b, file_digest
from importlib.util import find_spec
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from papergraph.bulk.dataflow import Group, Pair
from papergraph.errors import ConfigError, OutputError
from papergraph.exporters.runs import encoded_block, united
from papergraph.terms import encoded
from papergraph.textfile import replaced

if TYPE_CHECKING:
    import pyarrow as pa

TRIPLES, NODES, EDGES = "triples", "nodes", "edges"
ROWS_AT_ONCE = 20_000
"""Rows of a table that are written at once."""
_DIGEST = 16
WHOLE = 1 << (8 * _DIGEST)


class PartFile(NamedTuple):
    """A file of a partition."""

    name: str
    """Relative to the output folder."""
    size: int
    """Bytes."""
    sha256: str
    rows: int
    """Triples, things or edges."""
    checksum: int = 0
    """Of the triples: the sum of the digests of all lines, whatever their order and partition, modulo `WHOLE`."""


def write_part(number: int, groups: Iterator[Group], folder: str, kinds: str) -> Iterator[Pair]:
    """Write the files of a partition, and say what they are.

    Args:
        number: the number of the partition.
        groups: its pairs, in the order of their keys.
        folder: the folder of the output, which is there.
        kinds: which files: `ENT`, or `T` without tables.

    Raises OutputError where they cannot be written.
    """
    root, waiting = Path(folder), sorted(kinds)
    for kind, members in groupby(groups, lambda group: group[0][0]):
        while waiting and waiting[0] < kind:
            yield _written(waiting.pop(0), number, iter(()), root)
        if waiting and waiting[0] == kind:
            yield _written(waiting.pop(0), number, members, root)
    for kind in waiting:
        yield _written(kind, number, iter(()), root)


def _written(kind: str, number: int, groups: Iterator[Group], root: Path) -> Pair:
    writers = {"T": _write_triples, "N": _write_nodes, "E": _write_edges}
    try:
        part = writers[kind](number, groups, root)
    except OSError as error:
        raise OutputError(f"{root} cannot be written: {error.strerror or error}.") from error
    return f"F{part.name}", part


def _write_triples(number: int, groups: Iterator[Group], root: Path) -> PartFile:
    name, rows, checksum = f"{TRIPLES}/part-{number:05}.nt.gz", 0, 0
    with replaced(root / name, pack=True) as file:
        for _, texts in groups:
            blocks = {encoded_block(text) for text in texts}
            block = blocks.pop() if len(blocks) == 1 else united(*blocks)
            file.write(block)
            lines = block.splitlines(keepends=True)
            rows += len(lines)
            checksum += sum(int.from_bytes(blake2b(line, digest_size=_DIGEST).digest()) for line in lines)
    return _file(root, name, rows, checksum % WHOLE)


def _write_nodes(number: int, groups: Iterator[Group], root: Path) -> PartFile:
    import pyarrow as pa

    text = pa.string()
    columns = {"id": text, "iri": text, "kind": text, "name": text, "text": text, "date": text, "stars": pa.int64()}
    return _write_table(root, f"{NODES}/part-{number:05}.parquet", pa.schema(columns), groups)


def _write_edges(number: int, groups: Iterator[Group], root: Path) -> PartFile:
    import pyarrow as pa

    text = pa.string()
    columns = {"subject": text, "predicate": text, "object": text, "methods": pa.list_(text), "reasons": pa.int32()}
    return _write_table(root, f"{EDGES}/part-{number:05}.parquet", pa.schema(columns), groups)


def _write_table(root: Path, name: str, schema: pa.Schema, groups: Iterator[Group]) -> PartFile:
    import pyarrow as pa
    from pyarrow import parquet

    rows, written = (next(values) for _, values in groups), 0
    with replaced(root / name, pack=False) as file, parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while some := list(islice(rows, ROWS_AT_ONCE)):
            columns = [list(map(_valid, column)) for column in zip(*some, strict=True)]
            writer.write_table(pa.table(dict(zip(schema.names, columns, strict=True)), schema=schema))
            written += len(some)
    return _file(root, name, written)


def _valid(value: object) -> object:
    """The value as a table can hold it, which half a surrogate pair cannot be in."""
    return encoded(value).decode() if isinstance(value, str) and not value.isascii() else value


def _file(root: Path, name: str, rows: int, checksum: int = 0) -> PartFile:
    with (root / name).open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    return PartFile(name, (root / name).stat().st_size, digest, rows, checksum)


def refuse_without_tables() -> None:
    """Raise ConfigError where nothing here can write tables."""
    if find_spec("pyarrow") is None:
        raise ConfigError(
            "Tables take pyarrow to write: install papergraph with its extra `arrow`, or say --no-tables."
        )
