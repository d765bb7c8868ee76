"""The index of a catalogue as a file: one SQLite database that is written once, and then only read.

While it is written its name ends in `.unfinished`. What each transaction adds is followed in it by how far reading has
come, so that a process that is killed leaves a database that another one goes on with. Rows are only appended; what
finds them is made at the end, in one go over sorted keys.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

from papergraph.errors import StoreError

APPLICATION_ID = 0x50474341
"""“PGCA”."""
FORM = 1
"""Of the database; an index of another form is made anew."""
PAGE = 1 << 13
"""Bytes: measured with blocks of catalogues; smaller and larger ones take more room."""
_SCRIPT = f"""
    BEGIN;
    PRAGMA application_id = {APPLICATION_ID};
    PRAGMA user_version = {FORM};
    CREATE TABLE facts (name TEXT PRIMARY KEY NOT NULL, value NOT NULL) WITHOUT ROWID;
    CREATE TABLE blocks (number INTEGER PRIMARY KEY, payload BLOB NOT NULL);
    CREATE TABLE keys (key TEXT NOT NULL, number INTEGER NOT NULL);
    CREATE TABLE titles (title INTEGER NOT NULL, number INTEGER NOT NULL);
    CREATE TABLE problems (line INTEGER NOT NULL, message TEXT NOT NULL);
    COMMIT
"""
"""`number` counts records from 0; that of a block is that of its first record."""
_FINDERS = (
    "CREATE INDEX by_key ON keys (key, number)",
    "CREATE INDEX by_title ON titles (title, number)",
)
_CONTENTS = (
    "SELECT number, payload FROM blocks ORDER BY number",
    "SELECT key, number FROM keys ORDER BY key, number",
    "SELECT title, number FROM titles ORDER BY title, number",
    "SELECT line, message FROM problems ORDER BY rowid",
)
_SORTING = 64_000
"""Kilobytes that sorting may take; what is more goes to temporary files."""
_PRIMARY = 0xFF
_FULL = frozenset({sqlite3.SQLITE_FULL})
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT, sqlite3.SQLITE_ERROR})


def create(path: Path) -> sqlite3.Connection:
    """Open an unfinished index for writing, a new one where there is none; raises StoreError where that cannot be."""
    with reported(path):
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            if connection.execute("PRAGMA user_version").fetchone() != (FORM,):
                connection.execute(f"PRAGMA page_size = {PAGE}")
                for statement in _SCRIPT.split(";"):
                    connection.execute(statement)
            connection.execute("PRAGMA synchronous = FULL")
        except BaseException:
            connection.close()
            raise
    return connection


def open_unfinished(path: Path) -> sqlite3.Connection:
    """Open an unfinished index to look at it, while another process may write; raises StoreError where it is none."""
    with reported(path):
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)


def open_finished(path: Path) -> sqlite3.Connection:
    """Open a finished index for reading; raises StoreError where it cannot be read, or is none."""
    with reported(path):
        address = f"{path.absolute().as_uri()}?mode=ro"
        connection = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            ours = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
        except BaseException:
            connection.close()
            raise
    if ours != [APPLICATION_ID, FORM]:
        connection.close()
        raise StoreError(damaged(path, "it is none of this papergraph"))
    return connection


def facts(connection: sqlite3.Connection) -> dict[str, Any]:
    """Return what is said of the index as a whole."""
    return dict(connection.execute("SELECT name, value FROM facts"))


def note(connection: sqlite3.Connection, said: Iterable[tuple[str, str | int]]) -> None:
    """Say something of the index as a whole."""
    connection.executemany("INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)", said)


def make_finders(connection: sqlite3.Connection) -> None:
    """Make what finds records by keys and titles."""
    connection.execute(f"PRAGMA cache_size = -{_SORTING}")
    for statement in _FINDERS:
        connection.execute(statement)


def digest(connection: sqlite3.Connection) -> str:
    """Return the SHA-256 of all that is in the index, hexadecimal: of records, keys, titles and problems."""
    total = sha256()
    for question in _CONTENTS:
        for left, right in connection.execute(question):
            payload = right if isinstance(right, bytes) else f"{right}".encode("utf-8", "surrogatepass")
            total.update(f"{left}\t{len(payload)}\t".encode("utf-8", "surrogatepass"))
            total.update(payload)
        total.update(b"\n")
    return total.hexdigest()


@contextmanager
def reported(path: Path) -> Iterator[None]:
    """Turn what SQLite says into a sentence that names the file and what to do."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(_sentence(path, error)) from error


def _sentence(path: Path, error: sqlite3.Error) -> str:
    kind = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY
    if kind in _FULL:
        return f"{path} cannot be written: the disk is full. Make room, and add the file again: it goes on from there."
    if kind in _DAMAGED:
        return damaged(path, error)
    return f"The index {path} cannot be used: {error}."


def damaged(path: Path, what: object) -> str:
    """Say that an index is damaged, and what to do."""
    return f"The index {path} is damaged ({what}): `papergraph catalog remove {path.stem}`, and add the file again."
