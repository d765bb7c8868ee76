"""Readings of notes, kept by the checksum of all that they depend on, in one SQLite file.

A row holds the reading as JSON behind a checksum, so that a damaged one is noticed and read anew. Whatever is wrong
with the file as a whole, it is made anew, and where it cannot be made nothing is kept: that is no error. The file is
written to as long as it is there; only a build that writes its outputs makes it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from hashlib import blake2b, sha256
from pathlib import Path
from typing import TypeAlias

from papergraph import files
from papergraph.cache.code import code_checksum
from papergraph.cache.coding import decoded, encoded
from papergraph.model import Reading
from papergraph.textfile import hidden_folder

NAME = "readings.sqlite"
FORMAT = "1"
_DIGEST = 16
"""Bytes of a checksum."""
_AT_ONCE = 500
"""Readings that are written at once."""
_PATIENCE = 1.0
"""Seconds to wait for another build that writes; then nothing is kept."""

Read: TypeAlias = Callable[[Sequence[files.Found]], Iterable[Reading]]


class Readings:
    """What is known of notes already."""

    def __init__(self, connection: sqlite3.Connection | None, topics: Sequence[Path]) -> None:
        self._connection = connection
        self._start = _start(topics)
        self._used: list[bytes] = []
        self._fresh: list[tuple[bytes, bytes]] = []
        self._wrote = False

    def read(self, found: Sequence[files.Found], read: Read) -> Generator[Reading, None, None]:
        """Yield the reading of each file: first what is known, then what `read` reads, which is kept from now on."""
        unknown = []
        for file in found:
            if known := self._known(file):
                yield known
            else:
                unknown.append(file)
        try:
            for reading in read(unknown):
                self._note(reading)
                yield reading
        finally:  # what was read is worth keeping, whatever ends the build
            self._write()
        self._tidy()

    def _known(self, file: files.Found) -> Reading | None:
        if self._connection is None:
            return None
        content = files.read(file)
        if not isinstance(content, bytes):
            return None
        key = self._key(file.path, sha256(content).hexdigest())
        try:
            row = self._connection.execute("SELECT reading FROM readings WHERE key = ?", (key,)).fetchone()
            reading = _opened(key, row[0]) if row else None
        except (sqlite3.Error, ValueError, TypeError):
            return None
        if reading:
            self._used.append(key)
        return reading

    def _key(self, path: str, checksum: str) -> bytes:
        return blake2b(f"{self._start}\0{checksum}\0{path}".encode(), digest_size=_DIGEST).digest()

    def _note(self, reading: Reading) -> None:
        """Keep a reading, by the checksum of the bytes that were read: they may be others than were looked for."""
        if self._connection is None or not reading.note.checksum:
            return
        key = self._key(reading.note.path, reading.note.checksum)
        with suppress(ValueError):
            content = encoded(reading)
            self._fresh.append((key, _sum(key, content) + content))
            self._used.append(key)
        if len(self._fresh) >= _AT_ONCE:
            self._write()

    def _write(self) -> None:
        if self._connection and self._fresh:
            with suppress(sqlite3.Error), self._connection as connection:
                connection.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?)", self._fresh)
            self._wrote, self._fresh = True, []

    def _tidy(self) -> None:
        """Forget what no note needs any longer, where that is more than what one needs."""
        if self._connection is None or not self._wrote:
            return
        with suppress(sqlite3.Error), self._connection as connection:
            (held,) = connection.execute("SELECT count(*) FROM readings").fetchone()
            if held > 2 * len(self._used):
                connection.execute("CREATE TEMP TABLE used (key BLOB PRIMARY KEY)")
                connection.executemany("INSERT OR IGNORE INTO used VALUES (?)", ((key,) for key in self._used))
                connection.execute("DELETE FROM readings WHERE key NOT IN (SELECT key FROM used)")
                connection.execute("DROP TABLE used")


def make_room(path: Path) -> None:
    """Make the file where it is not there, so that readings are kept from now on; that it cannot be is no error."""
    with suppress(OSError):
        hidden_folder(path.parent)
        path.touch()


@contextmanager
def readings(path: Path, topics: Sequence[Path]) -> Iterator[Readings]:
    """Give the readings that a file keeps.

    Args:
        path: the file; where there is none, nothing is kept: see `make_room`.
        topics: the user's own files of topics, which readings depend on.
    """
    connection = _opened_file(path) if path.exists() else None
    if connection is None:
        yield Readings(None, topics)
        return
    with closing(connection):
        yield Readings(connection, topics)


def _opened_file(path: Path) -> sqlite3.Connection | None:
    """Open the file; one that is none of ours is made anew, once."""
    for _ in range(2):
        try:
            return _connect(path)
        except sqlite3.OperationalError:  # in use, or not to be written
            return None
        except sqlite3.Error:
            with suppress(OSError):
                path.unlink()
    return None


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_PATIENCE)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA synchronous = OFF")  # what a power cut breaks is noticed, and read anew
        _prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    """Make the one table; raises DatabaseError where there are others."""
    shape = connection.execute("SELECT type, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
    if not shape:
        connection.execute(TABLE)
    elif shape != [("table", TABLE)]:
        raise sqlite3.DatabaseError("a stranger's")


TABLE = "CREATE TABLE readings (key BLOB PRIMARY KEY, reading BLOB NOT NULL) WITHOUT ROWID"


def _start(topics: Sequence[Path]) -> str:
    """Return what all readings of one build depend on."""
    digest = blake2b(f"{FORMAT}\0{code_checksum()}".encode(), digest_size=_DIGEST)
    for path in topics:
        with suppress(OSError):  # then the build says so
            digest.update(f"{path}\0{sha256(path.read_bytes()).hexdigest()}\0".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _sum(key: bytes, content: bytes) -> bytes:
    return blake2b(key + content, digest_size=_DIGEST).digest()


def _opened(key: bytes, row: bytes) -> Reading | None:
    content = row[_DIGEST:]
    if row[:_DIGEST] != _sum(key, content):
        return None
    reading: Reading = decoded(content, Reading)
    return reading
