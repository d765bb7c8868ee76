"""What of an output folder answers questions: the index, or an export that is younger."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from papergraph.errors import QueryError
from papergraph.exporters import export
from papergraph.index import CURRENT, FOLDER, STORE, Index, newest, published
from papergraph.indexing import publish
from papergraph.query import ask
from rdf_graphs import small_graph

GRAPH = small_graph()


def published_from(output: Path) -> Index:
    """Publish the graph in an output folder, as a build does when its N-Triples are written."""
    export(GRAPH, "nt", output / "triples.nt")
    return publish(GRAPH, output, output / "triples.nt")


def test_the_index_holds_the_triples_of_the_graph(tmp_path: Path) -> None:
    published_from(tmp_path)
    index = published(tmp_path)

    assert index
    assert newest(tmp_path) == index
    assert ask(index.store(), "ASK { ?paper a schema:ScholarlyArticle }").rows == (("true",),)


def test_an_export_that_is_younger_is_asked_instead(tmp_path: Path) -> None:
    index = published_from(tmp_path)
    export = tmp_path / "graph.ttl"
    export.write_text("")
    os.utime(export, (1, 1))
    assert newest(tmp_path) == index

    os.utime(tmp_path / FOLDER / CURRENT, (1, 1))
    os.utime(export, (2, 2))
    assert newest(tmp_path) == export


@pytest.mark.parametrize("said", ["", "no-such-index", "../../outside", "\0", "a/b"])
def test_a_name_that_leads_nowhere_is_no_index(tmp_path: Path, said: str) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / CURRENT).write_text(said)

    assert published(tmp_path) is None
    assert newest(tmp_path) is None


def test_nothing_is_there_before_a_build(tmp_path: Path) -> None:
    assert newest(tmp_path / "nowhere") is None


def test_a_damaged_index_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / STORE).mkdir()
    (tmp_path / STORE / "CURRENT").write_text("nonsense")

    with pytest.raises(QueryError, match=r"cannot be opened: .* Run `papergraph build` again\."):
        Index(tmp_path).store()
