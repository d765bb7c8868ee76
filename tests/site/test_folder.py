"""A folder that takes the place of another: complete, at once, and nobody else's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from papergraph.errors import OutputError
from papergraph.site import folder as module
from papergraph.site.folder import MARK, Folder, put_in_place, refuse_strangers


def filled(path: Path, files: Mapping[str, bytes], last: Path | None = None) -> Path:
    """A folder with these files."""
    made = Folder(path, last)
    for name, content in files.items():
        made.write(name, content)
    return path


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_a_file_with_the_bytes_that_it_had_is_the_old_file(tmp_path: Path) -> None:
    old = filled(tmp_path / "old", {"a/b": b"same", "c": b"before", "gone": b""})
    new = filled(tmp_path / "new", {"a/b": b"same", "c": b"after"}, old)

    assert contents(new) == {"a/b": b"same", "c": b"after"}
    assert (new / "a" / "b").samefile(old / "a" / "b")
    assert contents(old)["c"] == b"before"


def test_without_links_a_file_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_: object) -> None:
        raise PermissionError

    old = filled(tmp_path / "old", {"a": b"same"})
    (tmp_path / "graph.ttl").write_bytes(b"all")
    monkeypatch.setattr("os.link", link)
    made = Folder(tmp_path / "new", old)
    made.write("a", b"same")
    made.adopt("graph.ttl", tmp_path / "graph.ttl")

    assert contents(tmp_path / "new") == {"a": b"same", "graph.ttl": b"all"}


@pytest.mark.parametrize("in_one_step", [True, False])
def test_the_new_folder_is_in_the_place_of_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, in_one_step: bool
) -> None:
    if not in_one_step:
        monkeypatch.setattr(module, "_exchange", lambda *_: False)
    place = filled(tmp_path / "site", {"a": b"old"})
    put_in_place(filled(tmp_path / "new", {"a": b"new"}), place)

    assert contents(tmp_path) == {"site/a": b"new"}


def test_where_the_new_one_cannot_be_put_the_old_one_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_exchange", lambda *_: False)
    place = filled(tmp_path / "site", {"a": b"old"})

    with pytest.raises(OutputError, match="site cannot be written"):
        put_in_place(tmp_path / "nothing", place)
    assert contents(place) == {"a": b"old"}


def test_a_folder_of_our_own_an_empty_one_and_none_may_be_replaced(tmp_path: Path) -> None:
    refuse_strangers(tmp_path / "none")
    (tmp_path / "empty").mkdir()
    refuse_strangers(tmp_path / "empty")
    refuse_strangers(filled(tmp_path / "ours", {"index.html": b"<!doctype html>" + MARK}))


@pytest.mark.parametrize("files", [{"a": b""}, {"index.html": b"mine"}, {".git": b"", "index.html": MARK}])
def test_what_others_wrote_is_not_replaced(tmp_path: Path, files: dict[str, bytes]) -> None:
    with pytest.raises(OutputError, match="was not written by papergraph"):
        refuse_strangers(filled(tmp_path / "site", files))


def test_neither_a_file_nor_a_link_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "link").symlink_to(filled(tmp_path / "ours", {"index.html": MARK}))

    for name in ("file", "link"):
        with pytest.raises(OutputError, match="was not written by papergraph"):
            refuse_strangers(tmp_path / name)
