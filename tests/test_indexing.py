"""Publishing an index: whole or not at all, once for the same content, the last but one kept for its readers."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from papergraph import indexing, loading
from papergraph.errors import OutputError
from papergraph.exporters import export
from papergraph.index import CURRENT, FOLDER, Index, published
from papergraph.indexing import publish, publishing
from papergraph.model import Graph
from papergraph.query import ask
from papergraph.search import find
from rdf_graphs import small_graph

GRAPH = small_graph()
EMPTY = GRAPH._replace(entries=(), edges=(), notes=(), articles={}, papers={}, repositories={}, persons={})
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def folders(output: Path) -> set[str]:
    """The names of all that is in the folder of indexes."""
    return {path.name for path in (output / FOLDER).iterdir()}


def published_from(graph: Graph, output: Path) -> Index:
    """Publish a graph in an output folder, as a build does when its N-Triples are written."""
    export(graph, "nt", output / "triples.nt")
    return publish(graph, output, output / "triples.nt")


def test_it_can_be_asked_and_searched(tmp_path: Path) -> None:
    index = published_from(GRAPH, tmp_path)

    assert published(tmp_path) == index
    assert int(ask(index.store(), COUNT).rows[0][0]) > 100
    assert find(index.text, "枝を刈るモデル")[0].kind == "article"
    assert folders(tmp_path) == {CURRENT, index.folder.name}


def test_triples_that_are_written_already_are_used(tmp_path: Path) -> None:
    export(GRAPH, "nt", tmp_path / "graph.nt")

    used = publish(GRAPH, tmp_path / "a", tmp_path / "graph.nt")
    assert used.folder.name == published_from(GRAPH, tmp_path / "b").folder.name


def test_the_same_graph_is_not_written_again_but_is_the_newest(tmp_path: Path) -> None:
    index = published_from(GRAPH, tmp_path)
    written = index.text.stat().st_mtime_ns
    before = (tmp_path / FOLDER / CURRENT).stat().st_mtime_ns

    assert published_from(GRAPH, tmp_path) == index
    assert index.text.stat().st_mtime_ns == written
    assert (tmp_path / FOLDER / CURRENT).stat().st_mtime_ns >= before


def test_it_is_touched_only_where_a_file_beside_it_is_younger(tmp_path: Path) -> None:
    published_from(GRAPH, tmp_path)
    current = tmp_path / FOLDER / CURRENT
    for path, moment in ((tmp_path / "triples.nt", 50), (current, 100)):
        os.utime(path, (moment, moment))

    publish(GRAPH, tmp_path, tmp_path / "triples.nt")
    assert current.stat().st_mtime == 100

    os.utime(tmp_path / "triples.nt", (150, 150))
    publish(GRAPH, tmp_path, tmp_path / "triples.nt")
    assert current.stat().st_mtime > 150


def test_who_has_the_last_one_open_can_go_on(tmp_path: Path) -> None:
    store = published_from(GRAPH, tmp_path).store()
    there = ask(store, COUNT)
    second = published_from(EMPTY, tmp_path)

    assert ask(store, COUNT) == there
    assert ask(second.store(), COUNT) != there
    assert len(folders(tmp_path)) == 3
    third = published_from(GRAPH._replace(metadata=GRAPH.metadata._replace(title="Another")), tmp_path)
    assert folders(tmp_path) == {CURRENT, second.folder.name, third.folder.name}


def test_what_fails_leaves_the_last_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    index = published_from(GRAPH, tmp_path)
    monkeypatch.setattr(indexing, "documents", lambda _: iter(1 / 0 for _ in "x"))

    with pytest.raises(ZeroDivisionError):
        published_from(EMPTY, tmp_path)
    assert published(tmp_path) == index
    assert folders(tmp_path) == {CURRENT, index.folder.name}


def test_what_fails_while_triples_are_loaded_leaves_the_last_one(tmp_path: Path) -> None:
    index = published_from(GRAPH, tmp_path)
    export(EMPTY, "nt", tmp_path / "triples.nt")

    with pytest.raises(ZeroDivisionError), publishing(tmp_path, tmp_path / "triples.nt", "name"):
        _ = 1 / 0
    assert published(tmp_path) == index
    assert folders(tmp_path) == {CURRENT, index.folder.name}


def test_nothing_is_left_where_nothing_was_published(tmp_path: Path) -> None:
    export(GRAPH, "nt", tmp_path / "triples.nt")

    with pytest.raises(ZeroDivisionError), publishing(tmp_path, tmp_path / "triples.nt", "name"):
        _ = 1 / 0
    assert not (tmp_path / FOLDER).exists()


def test_triples_that_are_loaded_in_many_pieces_are_all_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = published_from(GRAPH, tmp_path / "whole")
    monkeypatch.setattr(loading, "PIECE", 1000)

    pieces = published_from(GRAPH, tmp_path / "pieces")
    assert set(pieces.store()) == set(whole.store())
    assert pieces.triples() == whole.triples()


def test_triples_that_cannot_be_read_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="No such file"):
        publish(GRAPH, tmp_path, tmp_path / "triples.nt")


def test_a_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("in the way")

    with pytest.raises(OutputError, match="cannot be written"):
        published_from(GRAPH, tmp_path)
