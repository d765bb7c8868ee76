"""References and titles in, what an added catalogue says of them out, in the time that a few reads of the disk take.

What is found is read as `papergraph.sources.catalog` reads a line, so that both ways come to the same records.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from papergraph.catalogs import database
from papergraph.catalogs.rows import REGISTRY, title_key
from papergraph.errors import StoreError
from papergraph.model import Paper, Reference
from papergraph.sources.arxiv_metadata import paper_reference
from papergraph.sources.catalog import Catalog, CatalogReading
from papergraph.titles import normal_title


class Held(NamedTuple):
    """A record as the index holds it."""

    line: int
    """Of the file, or the number of the element of its array."""
    record: dict[str, Any]


class Index:
    """An index that is open for reading; one thread at a time."""

    def __init__(self, name: str, path: Path, connection: sqlite3.Connection) -> None:
        self.name = name
        self.path = path
        self._connection = connection

    def read(self, wanted: Collection[Reference]) -> Catalog:
        """Return the records of what is wanted, one a reference, sorted; a repository also counts by a former name.

        What is wrong with them is told as well, but not what is wrong in the rest of the catalogue.
        """
        reading = CatalogReading(self.name, frozenset(wanted))
        for line, record in self._held(map(str, wanted)):
            reading.read_record(line, record)
        return reading.catalog()

    def titled(self, titles: Iterable[str]) -> dict[str, tuple[Paper, ...]]:
        """Return each title → the papers that have it, letter by letter in normal form; those that some have."""
        having: dict[str, tuple[Paper, ...]] = {}
        for title in titles:
            numbers = self._numbers("SELECT number FROM titles WHERE title = ?", [title_key(title)])
            identifiers = {str(held.record.get("id")) for held in self._at(numbers)}
            references = {reference for one in identifiers if (reference := paper_reference(one.strip()))}
            papers = (record for record in self.read(references).records if isinstance(record, Paper))
            normal = normal_title(title)
            if found := tuple(paper for paper in papers if normal and normal_title(paper.title or "") == normal):
                having[title] = found
        return having

    def registry(self, wanted: Iterable[Reference]) -> Iterator[Held]:
        """Yield the rows of Papers with Code about some papers, in the order of the file."""
        yield from self._held(f"{REGISTRY}{reference}" for reference in wanted)

    def count(self) -> int:
        """Return how many records there are in its blocks."""
        with database.reported(self.path):
            blocks = self._connection.execute("SELECT number, payload FROM blocks")
            return sum(len(self._unpacked(number, payload)) for number, payload in blocks)

    def digest(self) -> str:
        """Return the SHA-256 of all that is in the index; StoreError where SQLite finds it damaged."""
        with database.reported(self.path):
            (told,) = self._connection.execute("PRAGMA integrity_check(1)").fetchone()
            if told != "ok":
                raise self._damaged(told)
            return database.digest(self._connection)

    def _held(self, keys: Iterable[str]) -> Iterator[Held]:
        return self._at(self._numbers("SELECT number FROM keys WHERE key = ?", keys))

    def _numbers(self, question: str, keys: Iterable[str | int]) -> list[int]:
        with database.reported(self.path):
            return sorted({number for key in keys for (number,) in self._connection.execute(question, (key,))})

    def _at(self, numbers: Iterable[int]) -> Iterator[Held]:
        """The records of numbers that ascend; each block is unpacked once."""
        question = "SELECT number, payload FROM blocks WHERE number <= ? ORDER BY number DESC LIMIT 1"
        first, rows = 0, list[bytes]()
        for number in numbers:
            if not first <= number < first + len(rows):
                with database.reported(self.path):
                    first, payload = self._connection.execute(question, (number,)).fetchone() or (number, b"")
                rows = self._unpacked(first, payload)
            yield self._held_in(rows, number - first)

    def _unpacked(self, number: int, payload: bytes) -> list[bytes]:
        try:
            return zlib.decompress(payload).split(b"\n")
        except zlib.error as error:
            raise self._damaged(f"block {number}") from error

    def _held_in(self, rows: list[bytes], place: int) -> Held:
        try:
            line, _, payload = rows[place].partition(b" ")
            return Held(int(line), json.loads(payload))
        except (IndexError, ValueError) as error:
            raise self._damaged("a record") from error

    def _damaged(self, what: object) -> StoreError:
        return StoreError(database.damaged(self.path, what))


@contextmanager
def opened(path: Path, name: str | None = None) -> Iterator[Index]:
    """Open an index for reading; raises StoreError where it cannot be read."""
    with closing(database.open_finished(path)) as connection:
        yield Index(name or path.stem, path, connection)
