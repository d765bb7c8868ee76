"""The triples of a large graph: left by the build, loaded once by whoever asks first, never half."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from command_line import Run
from papergraph import indexing, loading
from papergraph.alone import alone
from papergraph.errors import OutputError, QueryError
from papergraph.exporters import export
from papergraph.index import FOLDER, NTRIPLES, STORE, Index, name_of, published
from papergraph.indexing import publishing, write_texts
from papergraph.loading import fill, filling, load
from papergraph.query import ask
from papergraph.search import find
from papergraph.serve.snapshot import Snapshot
from rdf_graphs import small_graph

GRAPH = small_graph()
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
NAMES = "SELECT ?name { ?paper a schema:ScholarlyArticle ; schema:name ?name } ORDER BY ?name"


@pytest.fixture(autouse=True)
def every_graph_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "LARGE", 0)


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """The index of a graph, as a build publishes that of a large one."""
    ntriples = tmp_path / NTRIPLES
    export(GRAPH, "nt", ntriples)
    with publishing(tmp_path, ntriples, name_of(ntriples), stays=True) as finish:
        write_texts(GRAPH, tmp_path / "texts")
        return finish(tmp_path / "texts", ntriples.read_bytes().count(b"\n"))()


def count(index: Index) -> int:
    return int(ask(index.open(), COUNT).rows[0][0])


def test_words_are_found_and_triples_counted_before_anybody_asks(index: Index, tmp_path: Path) -> None:
    assert published(tmp_path) == index
    assert not index.holds_triples()
    assert find(index.text, "枝を刈るモデル")[0].kind == "article"
    assert index.triples() == index.ntriples.read_bytes().count(b"\n") > 100


def test_the_first_who_asks_loads_them_and_nothing_else_changes(index: Index) -> None:
    folder = index.folder.parent.stat().st_mtime_ns
    told: list[tuple[int, int]] = []
    fill(index, lambda done, total: told.append((done, total)))

    assert index.holds_triples()
    assert count(index) == index.triples()
    assert told[-1] == (index.ntriples.stat().st_size, index.ntriples.stat().st_size)
    assert {path.name for path in index.folder.iterdir()} == {STORE, "text.sqlite", "triples"}
    assert index.folder.parent.stat().st_mtime_ns == folder, "a build would take it for a change"
    index.ntriples.unlink()
    fill(index)
    assert count(index) == index.triples()


def test_triples_that_will_not_stay_are_loaded_at_once(tmp_path: Path) -> None:
    ntriples = tmp_path / "elsewhere.nt"
    export(GRAPH, "nt", ntriples)

    assert indexing.publish(GRAPH, tmp_path, ntriples).holds_triples()


def test_of_two_who_ask_at_once_one_loads(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[Path] = []

    def counted(file: BinaryIO, place: Path, *rest: Any) -> None:
        loads.append(place)
        load(file, place, *rest)

    monkeypatch.setattr(loading, "load", counted)
    with ThreadPoolExecutor(4) as threads:
        for done in [threads.submit(fill, index) for _ in range(4)]:
            done.result()

    assert len(loads) == 1
    assert count(index) == index.triples()


def test_what_was_interrupted_leaves_nothing(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(file: BinaryIO, place: Path, *_: Any) -> None:
        load(file, place, lambda: False)
        raise KeyboardInterrupt

    before = set(index.folder.iterdir())
    with monkeypatch.context() as patch:
        patch.setattr(loading, "load", interrupted)
        with pytest.raises(KeyboardInterrupt):
            fill(index)
    assert set(index.folder.iterdir()) == before
    fill(index)
    assert count(index) == index.triples()


def test_what_was_killed_is_cleared_away(index: Index) -> None:
    (index.folder / ".store.killed" / STORE).mkdir(parents=True)
    fill(index)

    assert not (index.folder / ".store.killed").exists()
    assert count(index) == index.triples()


def test_a_build_that_comes_between_changes_nothing(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    def comes_between(file: BinaryIO, place: Path, *rest: Any) -> None:
        other = index.ntriples.with_name("other")
        other.write_bytes(b"<urn:a> <urn:b> <urn:c> .\n")
        other.replace(index.ntriples)
        load(file, place, *rest)

    monkeypatch.setattr(loading, "load", comes_between)
    fill(index)
    assert count(index) == index.triples() > 1


def test_who_waits_too_long_for_another_process_reads_into_memory(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "PATIENCE", 0.1)
    with (
        alone(index.folder / "fill.lock", OutputError("nobody")),
        pytest.raises(OutputError, match="in use by another process"),
    ):
        fill(index)
    assert count(index) == index.triples()


def test_an_index_that_a_build_has_removed_does_not_come_back(index: Index) -> None:
    shutil.rmtree(index.folder)

    with pytest.raises(QueryError, match="is gone: run `papergraph build` again"):
        fill(index)
    assert not index.folder.exists()


@pytest.mark.parametrize("left", ["nothing", "no triples", "a part"])
def test_a_build_takes_nothing_for_an_index_that_is_none(tmp_path: Path, index: Index, left: str) -> None:
    """Where the triples will not stay, an index without them is of no use."""
    if left != "no triples":
        shutil.rmtree(index.folder)
        index.folder.mkdir()
    if left == "a part":
        (index.folder / "triples").write_text("7\n", encoding="ascii")

    assert indexing.publish(GRAPH, tmp_path, index.ntriples) == index
    assert index.holds_triples()
    assert count(index) == index.triples() > 7


def test_another_process_loads_them_as_well(index: Index) -> None:
    assert filling(index).wait(60) == 0
    assert count(index) == index.triples()
    index.ntriples.unlink()
    shutil.rmtree(index.folder / STORE)
    assert filling(index).wait(60) != 0


@pytest.mark.parametrize("change", ["others", "none"])
def test_triples_of_another_build_are_not_taken(index: Index, change: str) -> None:
    if change == "none":
        index.ntriples.unlink()
    else:
        index.ntriples.write_bytes(b"<urn:a> <urn:b> <urn:c> .\n")

    with pytest.raises(QueryError, match=r"graph\.nt is not what the last build wrote: run `papergraph build` again"):
        fill(index)
    with pytest.raises(QueryError, match="papergraph build"):
        index.open()
    assert not index.holds_triples()


def test_a_folder_that_cannot_be_written_is_asked_in_memory(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = set(index.folder.iterdir())
    monkeypatch.setattr(loading, "load", refused)
    with pytest.raises(OutputError, match="cannot be written: No space left on device"):
        fill(index)
    assert set(index.folder.iterdir()) == before
    assert count(index) == index.triples()


def test_a_server_answers_from_memory_where_they_cannot_be_loaded(index: Index, tmp_path: Path) -> None:
    snapshot = Snapshot(tmp_path, "urn:papergraph:", "t")
    snapshot.warm()

    assert len(snapshot.store) == index.triples()
    assert not index.holds_triples()


def test_a_query_of_a_folder_that_cannot_be_written_says_so(
    run: Run, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("build").code == 0
    index = published(sample / "output")
    assert index
    monkeypatch.setattr("os.access", lambda *_: False)

    finished = run("query", NAMES)
    assert finished.code == 0
    assert finished.err.endswith(
        f"papergraph: {index.folder} cannot be written. The triples are read into memory, this time.\n"
    )
    assert not index.holds_triples()


def test_a_query_says_once_that_it_loads_them_and_the_next_build_has_nothing_to_do(run: Run, sample: Path) -> None:
    assert run("build").code == 0
    nothing_to_do = run("build")
    assert run("search", "Graphs").code == 0
    first, second = run("query", NAMES), run("query", NAMES)

    assert (first.code, first.out) == (second.code, second.out)
    assert "Graphs from Notes: a Study" in first.out
    assert first.err.startswith("Indexing ")
    assert first.err.endswith(" triples, once\n")
    assert second.err == ""
    assert "nothing changed" in nothing_to_do.out
    assert run("build") == nothing_to_do
    shutil.rmtree(sample / "output" / FOLDER)
    assert run("query", NAMES).out == first.out
