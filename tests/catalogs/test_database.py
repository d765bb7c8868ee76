"""The file of an index: what it refuses, and what its checksum covers."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from papergraph.catalogs import database
from papergraph.errors import StoreError

CHANGES = (
    "UPDATE blocks SET payload = x'00'",
    "DELETE FROM keys",
    "UPDATE titles SET title = title + 1",
    "INSERT INTO problems VALUES (1, 'wrong')",
)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """An index of one record."""
    path = tmp_path / "one.sqlite"
    with closing(database.create(path)) as connection:
        connection.execute("INSERT INTO blocks VALUES (0, x'0102')")
        connection.execute("INSERT INTO keys VALUES ('arxiv:2401.01234', 0)")
        connection.execute("INSERT INTO titles VALUES (7, 0)")
        database.make_finders(connection)
    return path


@pytest.mark.parametrize("change", CHANGES)
def test_the_checksum_is_another_when_anything_is(made: Path, change: str) -> None:
    with closing(database.create(made)) as connection:
        before = database.digest(connection)
        connection.execute(change)
        assert database.digest(connection) != before


def test_facts_may_change_without_it(made: Path) -> None:
    with closing(database.create(made)) as connection:
        before = database.digest(connection)
        database.note(connection, [("path", "/elsewhere")])
        assert database.digest(connection) == before
        assert database.facts(connection) == {"path": "/elsewhere"}


def test_a_finished_index_is_not_written_to(made: Path) -> None:
    with closing(database.open_finished(made)) as connection, pytest.raises(sqlite3.OperationalError, match="readonly"):
        connection.execute("DELETE FROM keys")


def test_what_is_no_index_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE mine (one)")
    with pytest.raises(StoreError, match="papergraph catalog remove other"):
        database.open_finished(path)
    path.write_bytes(b"no database at all" * 1000)
    with pytest.raises(StoreError, match="is damaged"):
        database.open_finished(path)
    with pytest.raises(StoreError, match="cannot be used"):
        database.open_finished(tmp_path / "none.sqlite")


def test_what_could_not_be_made_whole_is_made_again(tmp_path: Path) -> None:
    path = tmp_path / "begun.unfinished"
    path.write_bytes(b"")
    with closing(database.create(path)) as connection:
        assert database.facts(connection) == {}
