"""The path of the store in, an open SQLite database out: ours, whole and of the newest schema, or a `StoreError`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

from papergraph.errors import StoreError
from papergraph.textfile import hidden_folder

BUSY_SECONDS = 30
"""How long one process waits for another to finish its transaction."""

APPLICATION_ID = 0x50475354
"""“PGST”, as in the first migration; tells our files from those of other programs."""

MIGRATIONS: tuple[str, ...] = (
    """
    PRAGMA application_id = 0x50475354;
    CREATE TABLE answers (
        source TEXT NOT NULL,
        reference TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('ok', 'missing', 'error')),
        checked_at TEXT NOT NULL,
        fetched_at TEXT NOT NULL,
        tried_at TEXT NOT NULL,
        etag TEXT NOT NULL,
        raw TEXT NOT NULL,
        parsed TEXT NOT NULL,
        version TEXT NOT NULL,
        message TEXT NOT NULL,
        reason TEXT NOT NULL,
        PRIMARY KEY (source, reference)
    );
    CREATE TABLE aliases (
        source TEXT NOT NULL,
        alias TEXT NOT NULL,
        reference TEXT NOT NULL,
        checked_at TEXT NOT NULL,
        PRIMARY KEY (source, alias)
    );
    CREATE INDEX aliases_by_reference ON aliases (source, reference);
    CREATE TABLE pace (
        name TEXT PRIMARY KEY NOT NULL,
        next REAL NOT NULL
    );
    CREATE TABLE holds (
        name TEXT PRIMARY KEY NOT NULL,
        until REAL NOT NULL
    );
    PRAGMA user_version = 1
    """,
)
"""What makes each schema out of the one before; the last statement of a script sets its number."""

_PRIMARY = 0xFF
"""The part of an extended result code that says what kind of failure it is (https://sqlite.org/rescode.html)."""
_BESIDE = ("-wal", "-shm", "-journal")


def connect(path: Path) -> sqlite3.Connection:
    """Open the database for reading and writing; it and its folder are made where they are not there.

    Raises StoreError where that cannot be, or where the file is not ours to write.
    """
    _make_folder(path.parent)
    with reported(path):
        connection = _open(path, "mode=rwc")
        with _closed_on_failure(connection):
            if _schema(connection, path) < len(MIGRATIONS):
                _migrate(connection)
            _write_ahead(connection)
    return connection


def connect_readonly(path: Path) -> sqlite3.Connection:
    """Open the database for reading; an empty one in memory stands for a file that is not there.

    Raises StoreError where the file cannot be read or is not ours.
    """
    with reported(path):
        connection = _open_existing(path) if _exists(path) else connect_in_memory()
        with _closed_on_failure(connection):
            if _schema(connection, path) < len(MIGRATIONS):
                connection = connect_in_memory(connection)
            connection.execute("PRAGMA query_only = ON")
    return connection


def connect_in_memory(old: sqlite3.Connection | None = None) -> sqlite3.Connection:
    """Make a database that no file holds: an empty one, or an old one, which is closed, in the newest schema."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    if old:
        old.backup(connection)
        old.close()
    _migrate(connection)
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection, kind: str = "BEGIN IMMEDIATE") -> Iterator[None]:
    """All or nothing; waits at its beginning until no other process writes, unless it is one that only reads."""
    connection.execute(kind)
    try:
        yield
        connection.commit()
    except BaseException:
        # SQLite has rolled back by itself after some failures, such as a full disk.
        if connection.in_transaction:
            connection.rollback()
        raise


@contextmanager
def reported(path: Path) -> Iterator[None]:
    """Turn what SQLite says into a sentence that names the file and what to do."""
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.Error as error:
        raise StoreError(_sentence(path, error)) from error


def size(path: Path) -> int:
    """Bytes that the database takes on the disk, with what is not yet written back into it."""
    files = [path, *(Path(f"{path}{ending}") for ending in _BESIDE)]
    return sum(file.stat().st_size for file in files if file.is_file())


def _make_folder(folder: Path) -> None:
    try:
        hidden_folder(folder)
    except OSError as error:
        raise StoreError(f"The folder {folder} of the store cannot be made: {error.strerror or error}.") from error


def _exists(path: Path) -> bool:
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as error:
        raise StoreError(f"The store {path} cannot be read: {error.strerror or error}.") from error
    return True


def _open(path: Path, options: str) -> sqlite3.Connection:
    # A store locks for its own threads.
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{options}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    # https://sqlite.org/security.html: a file may come from somebody else.
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _open_existing(path: Path) -> sqlite3.Connection:
    """Open for reading; a database that may be written to is left as tidy as a writer leaves it."""
    connection = _open(path, "mode=rw")
    try:
        connection.execute("PRAGMA application_id").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        # Where the folder cannot be written to, nobody writes: https://sqlite.org/wal.html#read_only_databases
        pending = Path(f"{path}-wal")
        if _kind(error) not in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN} or pending.exists():
            raise
        return _open(path, "mode=ro&immutable=1")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def _closed_on_failure(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _schema(connection: sqlite3.Connection, path: Path) -> int:
    """The number of the schema, 0 for an empty database; raises StoreError for a stranger's and for a newer one."""
    with transaction(connection, "BEGIN"):
        application, version, tables = (
            connection.execute(question).fetchone()[0]
            for question in ("PRAGMA application_id", "PRAGMA user_version", "SELECT count(*) FROM sqlite_master")
        )
    if application != APPLICATION_ID and (application, version, tables) != (0, 0, 0):
        raise StoreError(
            f"{path} is no store of papergraph: it is the database of another program. "
            "Move it away, or give the store another name in papergraph.toml."
        )
    if version > len(MIGRATIONS):
        raise StoreError(
            f"{path} was written by a newer papergraph (schema {version}; this one knows {len(MIGRATIONS)}). "
            "Update papergraph, or delete the file and everything is fetched anew."
        )
    return int(version)


def _migrate(connection: sqlite3.Connection) -> None:
    with transaction(connection):
        # Another process may have been quicker.
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        for script in MIGRATIONS[version:]:
            for statement in script.split(";"):
                connection.execute(statement)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Let readers and a writer work at once (https://sqlite.org/wal.html), as soon as nobody else has the file open."""
    try:
        if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
    except sqlite3.OperationalError as error:
        # Another process opens the new file at this moment; the old journal is as safe, and the next open tries again.
        if _kind(error) != sqlite3.SQLITE_BUSY:
            raise
    connection.execute("PRAGMA synchronous = NORMAL")


def _kind(error: sqlite3.Error) -> int:
    return getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY


def _sentence(path: Path, error: sqlite3.Error) -> str:
    match _kind(error):
        case sqlite3.SQLITE_NOTADB:
            return (
                f"{path} is no store of papergraph: it is no SQLite database. "
                "Give the store another name in papergraph.toml, or move this file away."
            )
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return f"{path} is in use: another program keeps it locked. Try again when that has ended."
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_READONLY | sqlite3.SQLITE_IOERR | sqlite3.SQLITE_NOMEM:
            return f"The store {path} cannot be written: {_reason(path) or error}."
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM | sqlite3.SQLITE_AUTH:
            return f"The store {path} cannot be opened: {_reason(path) or error}."
        case _:
            return (
                f"The store {path} is damaged ({error}). Delete it and everything is fetched anew; "
                "`papergraph store export > saved.jsonl` saves what can still be read before."
            )


def _reason(path: Path) -> str:
    """What the file system says, which SQLite does not pass on; empty where it sees nothing wrong."""
    try:
        if path.exists():
            path.open("r+b").close()
        TemporaryFile(dir=path.parent).close()
    except OSError as error:
        return error.strerror or ""
    return ""
