"""Files of a build: what is told of them, and how they come to their places."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from papergraph.errors import OutputError
from papergraph.exporters import exporter
from papergraph.outputs import beside, facts, put


def test_a_folder_beside_is_gone_afterwards(tmp_path: Path) -> None:
    def fails() -> None:
        with beside(tmp_path / "output") as folder:
            (folder / "half").write_text("x", encoding="utf-8")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert list((tmp_path / "output").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")

    with pytest.raises(OutputError, match="cannot be written to"), beside(tmp_path / "file"):
        pass


def test_a_file_is_told_with_its_checksum(tmp_path: Path) -> None:
    path = tmp_path / "graph.nt"
    path.write_bytes(b"abc")

    told = facts(path, exporter("nt"))
    assert told[:3] == ("graph.nt", 3, hashlib.sha256(b"abc").hexdigest())
    assert told.media_type == "application/n-triples"


def test_equal_bytes_are_left_and_others_replaced(tmp_path: Path) -> None:
    place = tmp_path / "place"
    place.write_bytes(b"a")
    before = place.stat()
    for content in (b"a", b"b"):
        new = tmp_path / "new"
        new.write_bytes(content)
        assert put(new, place) == place
        assert place.read_bytes() == content
        assert (place.stat().st_ino == before.st_ino) is (content == b"a")


def test_a_place_that_cannot_be_taken_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "place" / "in").mkdir(parents=True)
    (tmp_path / "new").write_bytes(b"a")

    with pytest.raises(OutputError, match=r"place cannot be written: "):
        put(tmp_path / "new", tmp_path / "place")
