"""What a build depends on: a checksum that differs where a byte does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from papergraph import files
from papergraph.cache import inputs
from papergraph.cache.inputs import checksum, file_now, notes_now, notes_read, stamp, stamps
from papergraph.config import load
from papergraph.pipeline import build_only


def test_texts_are_told_apart_from_their_sum() -> None:
    assert checksum(["ab", "c"]) != checksum(["a", "bc"])
    assert checksum(["\ud800"]) != checksum([])


def test_notes_that_are_there_are_those_that_were_read(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("- [A](https://arxiv.org/abs/2401.00001)\n", encoding="utf-8")
    (tmp_path / "a.md").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.md")

    read = build_only(load(tmp_path, notes=[tmp_path])).read

    assert list(notes_read(read)) == list(notes_now(files.find(tmp_path)))
    assert len(read) == 4


def test_a_small_file_is_its_content_whatever_its_time(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    path.write_text("a", encoding="utf-8")
    before = file_now(path)
    os.utime(path, (1, 1))
    assert file_now(path) == before

    path.write_text("b", encoding="utf-8")
    assert file_now(path) != before
    path.unlink()
    assert file_now(path) not in {before, ""}


def test_a_large_file_is_its_time_once_that_says_something(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "SMALL", 0)
    path = tmp_path / "catalog.jsonl"
    path.write_text("a", encoding="utf-8")
    assert file_now(path) != file_now(path)  # it may change yet, and have this time still

    monkeypatch.setattr(inputs, "UNSURE", 0)
    before = file_now(path)
    assert file_now(path) == before
    os.utime(path, (1, 1))
    assert file_now(path) != before


def test_stamps_are_of_all_that_a_folder_holds(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "a.html").write_text("a", encoding="utf-8")
    before = stamps([folder, tmp_path / "none"])
    assert before[str(tmp_path / "none")] is None
    assert before[str(folder / "deep" / "a.html")] == stamp(folder / "deep" / "a.html")
    assert stamps([folder, tmp_path / "none"]) == before

    (folder / "deep" / "a.html").write_text("b", encoding="utf-8")
    assert stamps([folder, tmp_path / "none"]) != before


@pytest.mark.parametrize("name", ["new.html", "deep/new.html", "empty/"])
def test_what_comes_into_a_folder_is_seen(tmp_path: Path, name: str) -> None:
    (tmp_path / "deep").mkdir()
    before = stamps([tmp_path])
    path = tmp_path / name
    if name.endswith("/"):
        path.mkdir()
    else:
        path.write_text("x", encoding="utf-8")

    assert stamps([tmp_path]) != before
