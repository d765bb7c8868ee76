"""Queries over a graph and over its export, and the queries that ship."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import rdflib

from handmade import entry, fetched_paper, names, reading
from papergraph.assemble import assemble
from papergraph.canned import CannedQuery, named, shipped, values
from papergraph.config import Config
from papergraph.errors import ConfigError, InputError, QueryError
from papergraph.exporters import export
from papergraph.merge import settle, unite
from papergraph.model import Repository, Status
from papergraph.pipeline import build_graph
from papergraph.query import Result, ask, filled, interruptible, load, query
from papergraph.sparql import LONGEST
from papergraph.vocabulary import prefixes
from rdf_graphs import ENTRY, REPOSITORY, SERVICE, small_graph, written

GRAPH = small_graph()

NEEDED = {
    "articles-without-paper",
    "best-rated",
    "co-authors",
    "code-for-topic",
    "entries-since",
    "everything-about",
    "facts",
    "gone",
    "papers-by-year",
    "papers-of-author",
    "papers-without-code",
    "recently-pushed",
    "stars",
    "seen-twice",
    "top-authors",
    "topic",
    "topics",
    "venues",
    "what-notes-say",
    "why",
}
GIVEN = {
    "code-for-topic": {"topic": "PRUNING"},
    "topic": {"topic": "枝刈り"},
    "papers-of-author": {"name": "xiaohan ding"},
}


def rich_graph_rows(name: str) -> Result:
    """The answer to a canned query on the small graph, in which the paper is noted a second time."""
    canned_one = named(name, shipped())
    again = GRAPH.entries[0]._replace(position=2, article=None)
    graph = GRAPH._replace(entries=(*GRAPH.entries, again))
    return query(graph, canned_one.sparql, values(canned_one, GIVEN.get(name, {})))


def test_these_queries_ship() -> None:
    assert {one.name for one in shipped()} == NEEDED


@pytest.mark.parametrize("one", shipped(), ids=lambda one: one.name)
def test_a_canned_query_is_documented(one: CannedQuery) -> None:
    assert one.title
    assert one.title[0].isupper()
    assert one.description.endswith(".")
    assert all(parameter.default is not None and parameter.description for parameter in one.parameters)


@pytest.mark.parametrize("name", sorted(NEEDED))
def test_a_canned_query_finds_something(name: str) -> None:
    result = rich_graph_rows(name)

    assert result.rows
    assert all(len(row) == len(result.columns) for row in result.rows)
    assert any(any(row) for row in result.rows)


@pytest.mark.parametrize(
    "name,row",
    [
        ("papers-without-code", ("https://arxiv.org/abs/1908.03930", "ACNet", "2019")),
        ("articles-without-paper", ("https://example.org/alone", "An article alone")),
        ("co-authors", ("Tianxiang Hao", "Xiaohan Ding", "1")),
        ("top-authors", ("urn:papergraph:person/xiaohan_ding", "Xiaohan Ding", "2")),
        ("stars", ("https://github.com/dingxiaoh/resrep", "DingXiaoH/ResRep", "0", "2026-11-23")),
        ("recently-pushed", ("https://github.com/dingxiaoh/resrep", "DingXiaoH/ResRep", "2021-10-01")),
        ("papers-by-year", ("2020", "1", "1")),
        ("venues", ("urn:papergraph:venue/iccv_2021", "ICCV 2021", "1")),
        ("gone", ("https://arxiv.org/abs/2401.99999", "", "missing", "2026-11-24")),
        ("gone", ("https://arxiv.org/abs/2402.00001", "A Paper That Was Withdrawn", "withdrawn", "2026-11-24")),
        ("gone", ("https://github.com/somebody/blocked", "Somebody/blocked", "blocked", "2026-11-23")),
        ("topics", ("urn:papergraph:topic/pruning", "pruning", "4")),
        ("topic", ("https://arxiv.org/abs/2007.03260", "ResRep: Lossless CNN Pruning")),
        ("seen-twice", ("https://arxiv.org/abs/2007.03260", "ResRep: Lossless CNN Pruning", "2", "2021/读书 notes.md")),
        ("facts", ("https://schema.org/abstract", "arxiv.jsonl", "7", "2026-11-22")),
        ("entries-since", ("2021-09-30", "2021/读书 notes.md", "3", "ResRep：无损剪枝", "4")),
        ("best-rated", ("4", "2021-09-30", "2021/读书 notes.md", "3", "ResRep：无损剪枝")),
    ],
)
def test_a_canned_query_answers(name: str, row: tuple[str, ...]) -> None:
    assert row in rich_graph_rows(name).rows


def test_stars_have_the_day_on_which_they_were_seen_also_where_the_repository_is_gone() -> None:
    facts = Repository(REPOSITORY, SERVICE._replace(date="2026-09-01"), "DingXiaoH/ResRep", stars=7)
    gone = Repository(REPOSITORY, SERVICE, status=Status.MISSING)
    graph = GRAPH._replace(repositories={REPOSITORY: settle((gone, facts))}, records={REPOSITORY: unite((facts, gone))})

    stars = ("https://github.com/dingxiaoh/resrep", "DingXiaoH/ResRep", "7", "2026-09-01")
    assert query(graph, named("stars", shipped()).sparql).rows == (stars,)
    one = named("gone", shipped())
    assert (*stars[:2], "missing", "2026-11-23") in query(graph, one.sparql, values(one, {})).rows


@pytest.mark.parametrize("harmless,more", [("no", set()), ("yes", {"private", "empty"}), ("1", {"private", "empty"})])
def test_private_and_empty_repositories_are_gone_only_on_request(harmless: str, more: set[str]) -> None:
    one = named("gone", shipped())
    rows = query(GRAPH, one.sparql, values(one, {"harmless": harmless})).rows

    assert {row[2] for row in rows} == {"missing", "withdrawn", "blocked", "disabled", *more}


def test_authors_that_a_service_tells_are_among_the_top_authors() -> None:
    noted = reading(entry("One", papers=(names("arxiv:1"), names("arxiv:2"))))
    fetched = [fetched_paper(f"arxiv:{number}", authors=("Ada Lovelace", f"B{number}")) for number in (1, 2)]
    one = named("top-authors", shipped())

    rows = query(assemble([noted], fetched), one.sparql, values(one, {"least": "2"})).rows
    assert rows == (("urn:papergraph:person/ada_lovelace", "Ada Lovelace", "2"),)


def test_code_is_found_by_a_topic_above() -> None:
    one = named("code-for-topic", shipped())

    found = query(GRAPH, one.sparql, {"topic": "compression"})
    assert "https://github.com/dingxiaoh/resrep" in {row[0] for row in found.rows}


def test_prefixes_need_no_declaration() -> None:
    found = query(GRAPH, "SELECT ?title { arxiv:2007.03260 schema:name ?title . person:xiaohan_ding a schema:Person }")

    assert found == Result("rows", ("title",), (("ResRep: Lossless CNN Pruning",),), found.terms)


def test_the_prefixes_of_the_users_own_things_follow_the_base_iri() -> None:
    graph = GRAPH._replace(metadata=GRAPH.metadata._replace(base_iri="https://me.example/"))

    assert query(graph, "ASK { person:xiaohan_ding a schema:Person }").rows == (("true",),)


@pytest.mark.parametrize("name", ["nt", "ttl"])
def test_an_export_answers_as_the_graph_does(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"graph.{name}"
    export(GRAPH, name, path)
    sparql = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"

    assert query(path, sparql).rows == query(GRAPH, sparql).rows


def test_several_files_are_asked_as_one_graph_also_gzipped_and_with_named_graphs(tmp_path: Path) -> None:
    export(GRAPH, "ttl", tmp_path / "a.ttl")
    (tmp_path / "b.nt.gz").write_bytes(gzip.compress(b'<https://x.example/1> <https://x.example/p> "b" .\n'))
    said = '{ <https://x.example/1> <https://x.example/p> "c" }'
    (tmp_path / "c.trig").write_text(f"<https://x.example/g> {said} <https://x.example/h> {said}")
    files = [tmp_path / name for name in ("a.ttl", "b.nt.gz", "c.trig")]

    assert query(files, "SELECT ?o { <https://x.example/1> ?p ?o } ORDER BY ?o").rows == (("b",), ("c",))
    assert query(files, "SELECT ?g { GRAPH ?g { ?s ?p 'c' } }").rows
    assert query(files, "ASK { ?paper a schema:ScholarlyArticle }").rows == (("true",),)


def test_a_gzipped_file_that_is_cut_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "b.nt.gz").write_bytes(gzip.compress(b"<a:b> <a:c> <a:d> .\n" * 99)[:-20])

    with pytest.raises(InputError, match=r"b\.nt\.gz is no valid RDF"):
        query(tmp_path / "b.nt.gz", "ASK {}")


@pytest.mark.parametrize(
    "sparql", ["SELECT * {" + "{" * 20_000 + "}" * 20_000 + "}", "ASK { FILTER(" + "!" * 60_000 + "true) }"]
)
def test_the_deepest_query_that_may_be_asked_is_answered(sparql: str) -> None:
    assert query(GRAPH, sparql).columns in {(), ("answer",)}


def test_a_query_that_is_too_long_is_refused() -> None:
    with pytest.raises(QueryError, match="65,536 characters"):
        query(GRAPH, "ASK { FILTER(" + "!" * LONGEST + "true) }")


def test_the_first_rows_are_given_on_request() -> None:
    store = load(GRAPH)

    assert len(ask(store, "SELECT ?s { ?s ?p ?o }", limit=3).rows) == 3
    every = ask(store, "CONSTRUCT WHERE { ?s a ?o }").rows
    assert ask(store, "CONSTRUCT WHERE { ?s a ?o }", limit=2).rows == every[:2]


def test_a_topic_narrows_the_top_authors_and_its_absence_does_not() -> None:
    one = named("top-authors", shipped())
    found = {
        topic: query(GRAPH, one.sparql, values(one, {"topic": topic})).rows for topic in ("", "PRUNING", "nothing")
    }

    assert found[""]
    assert found["PRUNING"]
    assert found["nothing"] == ()


@pytest.mark.parametrize("topic", ["枝刈り", "网络剪枝", "Network-Pruning", "np", "pgt:network-pruning"])
def test_a_topic_is_found_by_any_name_with_what_is_narrower(topic: str) -> None:
    (one,) = [canned for canned in shipped() if canned.name == "topic"]
    asked = filled(one.sparql, values(one, {"topic": topic}), GRAPH.metadata.base_iri)
    answer = (
        rdflib.Graph().parse(data=written(GRAPH, "nt"), format="nt").query(asked, initNs=prefixes("urn:papergraph:"))
    )
    found = [str(row[0]) for row in answer]  # type: ignore[index]

    assert found == [row[0] for row in ask(load(GRAPH), asked).rows]
    assert found == ["https://arxiv.org/abs/2007.03260", "https://example.org/深い?q=%5Ba%20b%5D"]


@pytest.mark.parametrize("one", shipped(), ids=lambda one: one.name)
def test_rdflib_gives_the_same_answers(one: CannedQuery) -> None:
    store = rdflib.Graph().parse(data=written(GRAPH, "nt"), format="nt")
    asked = filled(one.sparql, values(one, GIVEN.get(one.name, {})), GRAPH.metadata.base_iri)
    answer = store.query(asked, initNs=prefixes(GRAPH.metadata.base_iri))
    rows = [tuple("" if term is None else str(term) for term in row) for row in answer]  # type: ignore[union-attr]

    assert sorted(map(unordered, rows)) == sorted(map(unordered, ask(load(GRAPH), asked).rows))


def test_rdflib_gives_the_same_answers_over_a_series_of_notes(shared: Path, tmp_path: Path) -> None:
    notes = shared / "corpora" / "note-series" / "notes"
    graph = build_graph(Config(tmp_path, (notes,), tmp_path / "output", network=False))
    store, other = load(graph), rdflib.Graph().parse(data=written(graph, "nt"), format="nt")
    differ = []
    for one in shipped():
        asked = filled(one.sparql, values(one, GIVEN.get(one.name, {})), graph.metadata.base_iri)
        answer = other.query(asked, initNs=prefixes(graph.metadata.base_iri))
        rows = [tuple("" if term is None else str(term) for term in row) for row in answer]  # type: ignore[union-attr]
        if sorted(map(unordered, rows)) != sorted(map(unordered, ask(store, asked).rows)):
            differ.append(one.name)

    assert differ == []


def unordered(row: tuple[str, ...]) -> tuple[str, ...]:
    """A row in which what was joined by commas has an order: that of `GROUP_CONCAT` is left open."""
    return tuple(", ".join(sorted(cell.split(", "))) for cell in row)


def test_unbound_is_the_empty_text() -> None:
    found = query(GRAPH, "SELECT ?a ?b { BIND(1 AS ?a) OPTIONAL { ?b a <urn:nothing> } }")

    assert found.rows == (("1", ""),)
    assert found.terms[0][1] is None


def test_construct_gives_triples_in_order() -> None:
    found = query(GRAPH, "CONSTRUCT { ?s schema:name ?o } WHERE { ?s schema:name ?o }")

    assert found.kind == "triples"
    assert found.columns == ("subject", "predicate", "object")
    assert [tuple(map(str, row)) for row in found.terms] == sorted(tuple(map(str, row)) for row in found.terms)


@pytest.mark.parametrize(
    "value,row",
    [
        ("https://arxiv.org/pdf/2007.03260v2", "https://arxiv.org/abs/2007.03260"),
        ("arxiv:2007.03260", "https://arxiv.org/abs/2007.03260"),
        ("github:DingXiaoH/ResRep", "https://github.com/dingxiaoh/resrep"),
        ("person:xiaohan ding", "urn:papergraph:person/xiaohan_ding"),
        (str(ENTRY), "urn:papergraph:entry/2021/读书%20notes.md/1"),
        ("a text: with a colon", "a text: with a colon"),
        ('a "text" \\ { } ?x', 'a "text" \\ { } ?x'),
        ("7", "7"),
        ("2021-09-30", "2021-09-30"),
    ],
)
def test_a_value_is_a_reference_a_number_a_date_or_text(value: str, row: str) -> None:
    assert query(GRAPH, "SELECT ?y { BIND(?x AS ?y) }", {"x": value}).rows == ((row,),)


@pytest.mark.parametrize(
    "sparql,message",
    [
        ("SELECT", "The query is wrong in line 1, column 7"),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE is refused"),
        ("SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }", "FROM is refused"),
        ("DELETE WHERE { ?s ?p ?o }", "cannot change the graph"),
    ],
)
def test_a_wrong_query_is_an_error(sparql: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        query(GRAPH, sparql)


def test_an_export_that_is_none_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "graph.nt").write_text("no triples")
    (tmp_path / "graph.csv").write_text("")

    for name, message in (("graph.nt", "is no valid RDF"), ("graph.csv", "extension"), ("none.nt", "cannot be read")):
        with pytest.raises((InputError, ConfigError), match=message):
            query(tmp_path / name, "ASK {}")


SLOW = """
import sys
from papergraph.query import interruptible, query
from rdf_graphs import small_graph
graph = small_graph()
with interruptible():
    print("asking", flush=True)
    query(graph, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?l) }")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are of POSIX")
def test_ctrl_c_ends_a_query_that_runs() -> None:
    tests = Path(__file__).parent
    environment = {**os.environ, "PYTHONPATH": f"{tests}{os.pathsep}{tests.parent / 'src'}"}
    with subprocess.Popen([sys.executable, "-c", SLOW], env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "asking\n"
        process.send_signal(signal.SIGINT)

        assert process.wait(timeout=20) == -signal.SIGINT


def test_afterwards_ctrl_c_is_as_before_and_threads_are_left_alone() -> None:
    before = signal.getsignal(signal.SIGINT)
    with interruptible():
        assert signal.getsignal(signal.SIGINT) == signal.SIG_DFL
    assert signal.getsignal(signal.SIGINT) == before

    seen: list[object] = []

    def ask() -> None:
        with interruptible():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert seen == [before]
