"""Lines of files that are packed or not, long or damaged; and files that are replaced whole or not at all."""

from __future__ import annotations

import gzip
from io import BytesIO
from pathlib import Path

import pytest

from papergraph.textfile import (
    DAMAGES,
    has_content,
    hidden_folder,
    lines,
    replaced,
    same_bytes,
    texts,
    unpacked,
    write,
)


def test_a_line_that_is_too_long_is_cut_and_the_next_one_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papergraph.textfile.LONGEST", 5)

    given = list(lines(BytesIO(b"ab\nabcdefghijkl\nabcd\nabcde")))

    assert given == [(b"ab\n", False), (b"abcde", True), (b"abcd\n", False), (b"abcde", True)]


def test_a_mark_of_order_at_the_beginning_is_no_text() -> None:
    assert list(texts(BytesIO(b"\xef\xbb\xbfa\n\xef\xbb\xbfb\xff"))) == ["a\n", "\ufeffb\udcff"]


@pytest.mark.parametrize("name", ["plain.jsonl", "packed.jsonl.gz"])
def test_what_is_written_is_read(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    with replaced(path) as file:
        assert write(file, ["a", "图"]) == 2

    with path.open("rb") as file, unpacked(file) as content:
        assert list(texts(content)) == ["a\n", "图\n"]
    assert has_content(path)
    assert path.read_bytes().startswith(b"\x1f\x8b") is name.endswith(".gz")


def test_a_file_stays_where_writing_its_successor_fails(tmp_path: Path) -> None:
    path = tmp_path / "kept.jsonl"
    path.write_text("old", encoding="utf-8")

    def fail() -> None:
        with replaced(path) as file:
            file.write(b"new")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert [(one.name, one.read_text(encoding="utf-8")) for one in tmp_path.iterdir()] == [("kept.jsonl", "old")]


def test_a_damaged_file_is_told_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "cut.gz"
    path.write_bytes(gzip.compress(b"a\n" * 1000)[:-10])
    with path.open("rb") as file, unpacked(file) as content, pytest.raises(DAMAGES):
        list(lines(content))


@pytest.mark.parametrize(
    "other, same", [(b"abc" * 9, True), (b"abc" * 8 + b"abd", False), (b"abc", False), (b"", False)]
)
def test_files_with_the_same_bytes_are_told_from_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: bytes, *, same: bool
) -> None:
    monkeypatch.setattr("papergraph.textfile._BLOCK", 4)
    (tmp_path / "a").write_bytes(b"abc" * 9)
    (tmp_path / "b").write_bytes(other)

    assert same_bytes(tmp_path / "a", tmp_path / "b") is same
    assert not same_bytes(tmp_path / "a", tmp_path / "none")
    assert not same_bytes(tmp_path / "a", tmp_path)


def test_a_hidden_folder_is_hidden_once_and_what_is_in_it_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / ".papergraph"
    hidden_folder(folder)
    assert (folder / ".gitignore").read_text(encoding="utf-8") == "*\n"

    (folder / ".gitignore").write_text("mine\n", encoding="utf-8")
    hidden_folder(folder)
    assert (folder / ".gitignore").read_text(encoding="utf-8") == "mine\n"
