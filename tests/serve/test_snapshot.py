"""What a server answers from."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from papergraph.errors import InputError
from papergraph.index import Index, published
from papergraph.serve.snapshot import PAGE, Snapshot, state


def test_the_index_is_answered_from_in_memory_and_on_disk(built: Path) -> None:
    cold, warm = (Snapshot(built / "output", "urn:papergraph:", "t") for _ in range(2))
    warm.warm()

    assert isinstance(cold.source, Index)
    assert cold.triples == warm.triples > 20
    assert set(map(str, cold.store)) == set(map(str, warm.store))
    assert cold.page
    assert b"papergraph-endpoint" in cold.page
    assert cold.text
    assert cold.name == warm.name == cold.source.folder.name


def test_memory_holds_the_index_also_where_the_export_is_of_another_build(built: Path) -> None:
    index = published(built / "output")
    assert index
    ntriples = built / "output" / "graph.nt"
    text = ntriples.read_bytes()
    try:
        ntriples.write_bytes(b"<urn:a> <urn:b> <urn:c> .\n")
        assert len(index.in_memory()) == len(index.store())
    finally:
        ntriples.write_bytes(text)
        os.utime(ntriples, (0, 0))


def test_an_export_without_an_index_is_read(tmp_path: Path) -> None:
    (tmp_path / "graph.nt").write_text("<urn:a> <urn:b> <urn:c> .\n", encoding="utf-8")
    snapshot = Snapshot(tmp_path, "urn:papergraph:", "t")
    snapshot.warm()

    assert snapshot.triples == 1
    assert snapshot.page is None
    assert snapshot.text is None


def test_nothing_to_answer_from_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="papergraph build"):
        Snapshot(tmp_path, "urn:papergraph:", "t")


def test_the_state_changes_with_what_is_written(tmp_path: Path) -> None:
    first = state(tmp_path)
    (tmp_path / PAGE).write_text("x", encoding="utf-8")
    os.utime(tmp_path / PAGE, (time.time() - 9, time.time() - 9))

    assert state(tmp_path) != first
