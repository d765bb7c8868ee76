"""What is wrong with a catalogue that was added: its index, its counts, its file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from papergraph.catalogs import adding
from papergraph.catalogs.adding import Step, add
from papergraph.catalogs.checking import STALE, UNREAD, complaints
from papergraph.catalogs.folder import Entry, entries, entry_of
from small_catalogs import paper, written


@pytest.fixture
def entry(tmp_path: Path) -> Entry:
    """A catalogue of some papers."""
    path = written(tmp_path / "rows.jsonl", [paper(f"2401.{number + 1:05}") for number in range(50)])
    return add(path, tmp_path / "catalogs").entry


def test_nothing_is_wrong_with_what_is_as_it_was_made(entry: Entry) -> None:
    assert list(complaints(entry)) == []
    entry.file.unlink()
    assert list(complaints(entry)) == []


def test_a_file_of_the_same_size_that_says_something_else_has_changed(entry: Entry) -> None:
    text = entry.file.read_text(encoding="utf-8")
    entry.file.write_text(text.replace("We study", "We STUDY"), encoding="utf-8")

    assert list(complaints(entry)) == [STALE]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE keys SET number = number + 1",
        "DELETE FROM titles WHERE number = 7",
        "UPDATE facts SET value = 51 WHERE name = 'records'",
        "UPDATE facts SET value = 49 WHERE name = 'arxiv'",
        "DELETE FROM blocks WHERE number = 16",
        "UPDATE blocks SET payload = x'00' WHERE number = 16",
    ],
)
def test_an_index_that_was_changed_is_found(entry: Entry, change: str) -> None:
    with closing(sqlite3.connect(entry.database, isolation_level=None)) as connection:
        connection.execute(change)

    assert list(complaints(entry_of(entry.database)))


def test_an_index_with_a_damaged_page_is_found(entry: Entry) -> None:
    payload = bytearray(entry.database.read_bytes())
    for start in range(8192, len(payload), 8192):
        payload[start + 8000 : start + 8100] = bytes(100)
    entry.database.write_bytes(payload)

    assert list(complaints(entry))


def test_what_was_not_added_to_its_end_is_said_to_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "CHECKPOINT", 1)

    def interrupt(step: Step) -> None:
        if step.records:
            raise KeyboardInterrupt

    path = written(tmp_path / "rows.jsonl", [paper(f"2401.{number + 1:05}") for number in range(50)])
    with pytest.raises(KeyboardInterrupt):
        add(path, tmp_path / "catalogs", tell=interrupt)

    (entry,) = entries(tmp_path / "catalogs")
    assert list(complaints(entry)) == [UNREAD]
