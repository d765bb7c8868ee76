"""A downloaded catalogue in, its index out: once, in one pass, from where an earlier attempt was interrupted.

The index holds the facts themselves, packed in blocks, so that the download may be deleted. It takes its place when it
is whole; of the same content it is the same, however often it was interrupted.
"""

from __future__ import annotations

import gzip
import sqlite3
import zipfile
import zlib
from collections.abc import Callable
from contextlib import AbstractContextManager, closing, suppress
from pathlib import Path
from typing import NamedTuple, TypeAlias

from papergraph.alone import alone
from papergraph.catalogs import database
from papergraph.catalogs.files import DAMAGED, Source, checksum, content, found, name_of
from papergraph.catalogs.folder import KINDS, Entry, entry_of, finished, make_folder, named, unfinished, valid_name
from papergraph.catalogs.rows import row
from papergraph.catalogs.units import Fault, units
from papergraph.errors import ConfigError, InputError, StoreError
from papergraph.sources.catalog import SHOWN

BLOCK = 16
"""Records that are packed together: more are smaller, and slower to look one up in."""
LARGEST = 1 << 20
"""Bytes after which a block is packed although it has fewer."""
CHECKPOINT = 1024
"""Blocks after which all is written to the disk, with how far reading has come: about a second's work."""
LEVEL = 3
"""Of packing: 1 takes 7 % more room, 6 half as much time again."""
DAMAGE = "The compressed file is damaged from here on; what stands before was read"
WRONG = (zipfile.BadZipFile, gzip.BadGzipFile)
UNFIT = "The compressed file does not fit its own checksum, so that what was read of it may be wrong"
EMPTY = "The file holds no record of a form that is known"
KNOWN = {kind.name for kind in KINDS}


class Step(NamedTuple):
    """How far adding is."""

    stage: str
    """`check`, `read`, or `finish`."""
    done: int
    """Bytes of the file."""
    total: int
    records: int


class Added(NamedTuple):
    """What came of adding a file."""

    entry: Entry
    resumed: int = 0
    """Records that an earlier attempt had read."""
    replaced: bool = False
    """Whether there was an older catalogue of the name."""
    known: bool = False
    """Whether it was there already, and nothing was done."""


Tell: TypeAlias = Callable[[Step], None]


def add(path: Path, folder: Path, name: str | None = None, tell: Tell = lambda _: None) -> Added:
    """Make the index of a catalogue, or go on with it.

    Args:
        path: the file, as it was downloaded.
        folder: where indexes are.
        name: of the catalogue; without one it is that of the file, or of the file in a zip.
        tell: told of progress.

    Raises:
        ConfigError: the name can be none, or is that of a catalogue of another kind.
        InputError: the file cannot be read, or holds nothing that is known.
        StoreError: the index cannot be written, or another process is adding it. What was read is kept.
    """
    source = found(path)
    name = valid_name(name or name_of(path))
    make_folder(folder)
    with _alone(folder, name):
        known = entry_of(finished(folder, name)) if finished(folder, name).exists() else None
        tell(Step("check", 0, source.size, 0))
        if known and (known.size, known.modified) == (source.size, source.modified) and known.file == source.path:
            return Added(known, known=True)
        bytes_ = checksum(source.path)
        if known and known.checksum == bytes_:
            return Added(_found_again(known, source), known=True)
        made = _Making(source, bytes_, unfinished(folder, name), known, tell)
        resumed = made.run(name)
        made.path.replace(finished(folder, name))
    return Added(entry_of(finished(folder, name)), resumed, known is not None)


def remove(folder: Path, name: str) -> None:
    """Delete the index of a catalogue, finished or not.

    Raises ConfigError where there is none of the name, StoreError where it cannot be deleted or is being added.
    """
    named(folder, name)
    with _alone(folder, name):
        try:
            finished(folder, name).unlink(missing_ok=True)
            discard(unfinished(folder, name))
        except OSError as error:
            raise StoreError(f"{name} cannot be removed: {error.strerror or error}.") from error


def _alone(folder: Path, name: str) -> AbstractContextManager[None]:
    """Keep other processes from adding or removing the same catalogue meanwhile."""
    sentence = f"Another process is busy with the catalogue {name}: try again when it has ended."
    return alone(folder / f".{name}.lock", StoreError(sentence))


def _found_again(known: Entry, source: Source) -> Entry:
    """The catalogue, which now knows where and since when its file is as it is."""
    with database.reported(known.database), closing(database.create(known.database)) as connection:
        database.note(connection, _facts(source))
    return entry_of(known.database)


def _facts(source: Source) -> tuple[tuple[str, str | int], ...]:
    return ("path", str(source.path)), ("size", source.size), ("modified", source.modified)


class _Making:
    """The making of one index."""

    def __init__(self, source: Source, bytes_: str, path: Path, older: Entry | None, tell: Tell) -> None:
        self.path = path
        self._older = older
        self._source = source
        self._checksum = bytes_
        self._tell = tell
        self._records = 0
        """Those that are in blocks."""
        self._hidden = 0
        self._problems = 0
        self._kinds: dict[str, int] = {}
        self._rows: list[bytes] = []
        """Of the block at hand."""
        self._bytes = 0
        self._blocks: list[tuple[int, bytes]] = []
        self._keys: list[tuple[str, int]] = []
        self._titles: list[tuple[int, int]] = []
        self._faults: list[tuple[int, str]] = []

    def run(self, name: str) -> int:
        """Make the index, or go on; return how many records were there already."""
        if not self._fits():
            discard(self.path)
        with database.reported(self.path), closing(database.create(self.path)) as connection:
            said = database.facts(connection)
            resumed = self._resume(said)
            if not said:
                database.note(connection, (("name", name), ("checksum", self._checksum), *_facts(self._source)))
            elif not set(_facts(self._source)) <= said.items():
                database.note(connection, _facts(self._source))
            if not said.get("read"):
                self._read(connection, said.get("offset", 0), said.get("line", 0))
            self._check()
            if not said.get("digest"):
                self._finish(connection)
        return resumed

    def _fits(self) -> bool:
        """Whether what an earlier attempt left is of this very file."""
        if not self.path.exists():
            return True
        with suppress(StoreError, sqlite3.Error):
            with closing(database.create(self.path)) as connection:
                said = database.facts(connection)
            return not said or said.get("checksum") == self._checksum
        return False

    def _resume(self, said: dict[str, int | str]) -> int:
        self._records, self._hidden = int(said.get("records", 0)), int(said.get("hidden", 0))
        self._problems = int(said.get("problems", 0))
        self._kinds = {kind: int(said[kind]) for kind in KNOWN if kind in said}
        return self._records

    def _read(self, connection: sqlite3.Connection, offset: int, line: int) -> None:
        """Read the content from a place on, and write what was read at every checkpoint and at the end."""
        last = line
        try:
            with content(self._source.path) as (plain, raw):
                reading = units(plain, offset, line)
                for last, value in reading:
                    self._take(last, value)
                    if len(self._blocks) >= CHECKPOINT:
                        self._write(connection, reading.place())
                        self._tell(Step("read", raw.tell(), self._source.size, self._records))
        except DAMAGED as error:
            self._problems += 1
            self._faults.append((last + 1, UNFIT if isinstance(error, WRONG) else DAMAGE))
        self._write(connection, None)

    def _take(self, line: int, value: object) -> None:
        if isinstance(value, Fault):
            self._report(line, value.message)
            return
        for record in value if isinstance(value, list) else [value]:
            self._take_record(line, record)

    def _take_record(self, line: int, record: object) -> None:
        kept = row(record)
        if isinstance(kept, str):
            self._report(line, kept)
            return
        kind, keys, title, payload = kept
        number = self._records + len(self._rows)
        for key in keys:
            self._keys.append((key, number))
        if title is not None:
            self._titles.append((title, number))
        self._rows.append(b"%d %b" % (line, payload))
        self._bytes += len(payload)
        self._kinds[kind] = self._kinds.get(kind, 0) + 1
        if len(self._rows) >= BLOCK or self._bytes >= LARGEST:
            self._pack()

    def _report(self, line: int, message: str) -> None:
        if self._problems < SHOWN:
            self._problems += 1
            self._faults.append((line, message))
        else:
            self._hidden += 1

    def _pack(self) -> None:
        if self._rows:
            self._blocks.append((self._records, zlib.compress(b"\n".join(self._rows), LEVEL)))
            self._records += len(self._rows)
            self._rows.clear()
            self._bytes = 0

    def _write(self, connection: sqlite3.Connection, place: tuple[int, int] | None) -> None:
        """Write what was read, and how far that is, all or nothing; no place stands for the end."""
        self._pack()
        self._refuse_another_kind()
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO blocks VALUES (?, ?)", self._blocks)
        connection.executemany("INSERT INTO keys VALUES (?, ?)", self._keys)
        connection.executemany("INSERT INTO titles VALUES (?, ?)", self._titles)
        connection.executemany("INSERT INTO problems VALUES (?, ?)", self._faults)
        counts = (("records", self._records), ("hidden", self._hidden), ("problems", self._problems))
        told = zip(("offset", "line"), place, strict=True) if place else [("read", 1)]
        database.note(connection, (*counts, *told, *sorted(self._kinds.items())))
        connection.execute("COMMIT")
        for written in (self._blocks, self._keys, self._titles, self._faults):
            written.clear()

    def _refuse_another_kind(self) -> None:
        """Refuse what is not the catalogue that it would take the place of; that is known long before the end."""
        older = self._older
        if older and self._kinds and self._kinds.keys().isdisjoint(kind for kind, _ in older.kinds):
            discard(self.path)
            raise ConfigError(f"{older.name} is another kind of catalogue: give this one another name, with --name.")

    def _check(self) -> None:
        """Refuse a file that holds nothing, and one that has changed meanwhile."""
        if found(self._source.path) != self._source:
            discard(self.path)
            raise InputError(f"{self._source.path} was changed while it was read: add it again.")
        if not self._records:
            discard(self.path)
            raise InputError(f"{self._source.path}: {EMPTY[:1].lower()}{EMPTY[1:]}.")

    def _finish(self, connection: sqlite3.Connection) -> None:
        self._tell(Step("finish", self._source.size, self._source.size, self._records))
        connection.execute("BEGIN IMMEDIATE")
        database.make_finders(connection)
        database.note(connection, (("digest", database.digest(connection)),))
        connection.execute("COMMIT")


def discard(path: Path) -> None:
    """Delete an unfinished index, with what SQLite keeps beside it."""
    for file in (path, path.with_name(f"{path.name}-journal")):
        file.unlink(missing_ok=True)
