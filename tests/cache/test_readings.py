"""Readings that are kept: used while all that they depend on is as it was, and never believed blindly."""

from __future__ import annotations

import os
import pickle
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from papergraph import files
from papergraph.cache import readings as module
from papergraph.cache.readings import TABLE, make_room, readings
from papergraph.model import Reading
from papergraph.reading import read_files


class Reader:
    """Reads, and notes what it was asked to read."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, found: Sequence[files.Found]) -> Iterator[Reading]:
        """Read files in this process."""
        self.asked = [file.path for file in found]
        return read_files(found, 1, ())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of readings, beside two notes."""
    (tmp_path / "notes").mkdir()
    for name in "ab":
        (tmp_path / "notes" / f"{name}.md").write_text(
            f"- [A study of {name}](https://arxiv.org/abs/2401.00001)\n", encoding="utf-8"
        )
    made = tmp_path / ".papergraph" / "readings.sqlite"
    make_room(made)
    return made


def read(path: Path, topics: Sequence[Path] = ()) -> tuple[list[Reading], list[str]]:
    """The readings of the notes, and those that had to be read."""
    reader = Reader()
    with readings(path, topics) as kept:
        found = sorted(kept.read(files.find(path.parent.parent / "notes").files, reader))
    return found, reader.asked


def test_what_was_read_is_not_read_again(path: Path) -> None:
    first, asked = read(path)
    assert asked == ["a.md", "b.md"]

    second, asked = read(path)
    assert asked == []
    assert second == first


def test_a_note_that_changed_or_moved_is_read(path: Path) -> None:
    read(path)
    notes = path.parent.parent / "notes"
    (notes / "a.md").rename(notes / "c.md")
    assert read(path)[1] == ["c.md"]

    (notes / "b.md").write_text("- [Another study](https://arxiv.org/abs/2401.00002)\n", encoding="utf-8")
    found, asked = read(path)
    assert asked == ["b.md"]
    assert found[0].entries[0].title == "Another study"


def test_topics_and_the_program_count(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read(path)
    own = path.with_name("own.ttl")
    own.write_text("", encoding="utf-8")
    assert read(path, [own])[1] == ["a.md", "b.md"]
    assert read(path, [own])[1] == []

    monkeypatch.setattr(module, "code_checksum", lambda: "another")
    assert read(path)[1] == ["a.md", "b.md"]


def test_the_bytes_that_were_read_count_where_a_note_changes_meanwhile(path: Path) -> None:
    note = path.parent.parent / "notes" / "a.md"
    old = note.read_bytes()

    def late(found: Sequence[files.Found]) -> Iterator[Reading]:
        note.write_bytes(old.replace(b"A study", b"A later study"))
        return read_files(found, 1, ())

    with readings(path, ()) as kept:
        assert [one.entries[0].title for one in kept.read(files.find(note.parent).files, late)] == [
            "A later study of a",
            "A study of b",
        ]
    note.write_bytes(old)
    assert read(path)[0][0].entries[0].title == "A study of a"


class Exploit:
    """What runs when somebody unpickles it."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("exploited",)


@pytest.mark.parametrize(
    "content", [b"", b"not a database", b"SQLite format 3\x00" + bytes(200), pickle.dumps(Exploit()), bytes(5000)]
)
def test_a_file_that_is_damaged_or_a_strangers_is_made_anew_and_runs_nothing(
    path: Path, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    path.write_bytes(content)

    assert read(path)[1] == ["a.md", "b.md"]
    assert read(path)[1] == []
    assert not Path("exploited").exists()


@pytest.mark.parametrize(
    "script",
    [
        "CREATE TABLE other (a)",
        "CREATE VIEW readings AS SELECT 1 AS key, 2 AS reading",
        TABLE + "; CREATE TRIGGER t AFTER INSERT ON readings BEGIN SELECT 1; END",
    ],
)
def test_a_database_with_another_schema_is_made_anew(path: Path, script: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.executescript(script)
    connection.close()

    assert read(path)[1] == ["a.md", "b.md"]
    assert read(path)[1] == []


def test_a_row_that_is_damaged_is_read_anew(path: Path) -> None:
    first, _ = read(path)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE readings SET reading = substr(reading, 1, 40)")
    connection.close()

    assert read(path) == (first, ["a.md", "b.md"])
    assert read(path) == (first, [])


def test_what_no_note_needs_any_longer_goes(path: Path) -> None:
    note = path.parent.parent / "notes" / "a.md"
    for number in range(20):
        note.write_text(f"- [A study of {number}](https://arxiv.org/abs/2401.00001)\n", encoding="utf-8")
        read(path)

    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM readings").fetchone()[0] <= 4
    connection.close()
    assert read(path)[1] == []


def test_without_the_file_nothing_is_kept(path: Path) -> None:
    path.unlink()
    read(path)

    assert read(path)[1] == ["a.md", "b.md"]
    assert not path.exists()


def test_a_file_in_use_keeps_nobody_waiting_for_long(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.0)
    other = sqlite3.connect(path)
    other.execute("BEGIN EXCLUSIVE")

    assert read(path)[1] == ["a.md", "b.md"]
    other.close()


def test_what_was_read_before_an_interruption_is_kept(path: Path) -> None:
    with readings(path, ()) as kept:
        reading = kept.read(files.find(path.parent.parent / "notes").files, Reader())
        next(reading)
        reading.close()

    assert read(path)[1] == ["b.md"]
