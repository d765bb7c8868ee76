"""What texts name: whose topic it is, and that every quote stands in the export where its evidence says."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from handmade import code, entry, names, reading, ref
from papergraph import query
from papergraph.assemble import assemble
from papergraph.concepts import Concepts
from papergraph.config import load as configured
from papergraph.mentions import resolved
from papergraph.model import Edge, Entry, Graph, Method, Predicate
from papergraph.pipeline import build_graph
from papergraph.textmatch import named
from papergraph.topics import load

ARTICLE = "https://example.org/a"
PRUNING, DETECTION = ref("pgt:network-pruning"), ref("pgt:object-detection")


@cache
def concepts() -> Concepts:
    """The scheme that ships."""
    return Concepts(load())


def edges(noted: Entry) -> list[Edge]:
    """What the texts of an entry say."""
    return [edge for edge, _ in named(resolved(noted), concepts().texts(noted), concepts())]


def ends(noted: Entry) -> list[tuple[str, str, str]]:
    """The ends of the edges, with what they say."""
    return [(str(edge.subject), edge.predicate, str(edge.object)) for edge in edges(noted)]


def test_a_title_is_the_articles() -> None:
    noted = entry("模型剪枝", article=ARTICLE, papers=(names("arxiv:2007.03260", "A paper"),), line=7)
    (edge,) = edges(noted)
    (evidence,) = edge.evidence

    assert edge[:3] == (ref(f"url:{ARTICLE}"), Predicate.ABOUT, PRUNING)
    assert (evidence.method, evidence.quote, evidence.origin.line) == (Method.TEXT_MATCH, "模型剪枝", 7)
    assert evidence.entry == ref("entry:a.md#1")
    assert evidence.span == ("title", 0, 0, 4, "label")


def test_without_an_article_it_is_the_first_papers_or_else_the_first_repositorys() -> None:
    papers = (names("arxiv:2007.03260"), names("arxiv:1908.03930"))

    assert ends(entry("Network pruning", papers=papers)) == [("arxiv:2007.03260", "about", "pgt:network-pruning")]
    assert ends(entry("Network pruning", repositories=(code("github:A/b"),))) == [
        ("github:a/b", "about", "pgt:network-pruning")
    ]
    assert ends(entry("Network pruning")) == []


def test_the_title_of_a_paper_is_its_own_and_the_name_of_a_repository_too() -> None:
    noted = entry(
        "今日要点",
        article=ARTICLE,
        papers=(names("arxiv:1", "A story"), names("arxiv:2", "Network Pruning at Last", 4)),
        repositories=(code("github:A/object-detection", line=5),),
    )
    found = {(edge.subject, edge.object): edge for edge in edges(noted)}

    assert set(found) == {(ref("arxiv:2"), PRUNING), (ref("github:a/object-detection"), DETECTION)}
    (paper,) = found[ref("arxiv:2"), PRUNING].evidence
    assert (paper.quote, paper.span, paper.origin.line) == ("Network Pruning", ("paper title", 1, 0, 15, "label"), 4)
    assert found[ref("arxiv:2"), PRUNING].predicate == Predicate.ABOUT
    assert found[ref("github:a/object-detection"), DETECTION].predicate == Predicate.MENTIONS


def test_a_title_that_is_the_papers_too_is_of_both() -> None:
    noted = entry("Network pruning", article=ARTICLE, papers=(names("arxiv:1", "Network Pruning"),))

    assert ends(noted) == [
        (f"url:{ARTICLE}", "about", "pgt:network-pruning"),
        ("arxiv:1", "about", "pgt:network-pruning"),
    ]


def test_tips_alone_only_mention() -> None:
    noted = entry("今日要点", article=ARTICLE, tips=("network pruning helps",))

    assert ends(noted) == [(f"url:{ARTICLE}", "mentions", "pgt:network-pruning")]


def test_a_graph_without_a_scheme_has_none_of_it() -> None:
    noted = reading(entry("Network pruning", article=ARTICLE, tags=("Network pruning",)))
    found = noted._replace(topics=tuple(map(concepts().texts, noted.entries)))

    assert set(assemble([noted]).topics) == {ref("topic:network-pruning")}
    assert PRUNING in assemble([found], concepts=concepts()).topics


@pytest.fixture(scope="module")
def series(shared: Path) -> Graph:
    """The graph of the note series."""
    return build_graph(configured(shared, notes=[shared / "corpora" / "note-series" / "notes"]))


def test_every_topic_of_the_series_says_why(series: Graph) -> None:
    about = [edge for edge in series.edges if edge.object in series.topics]
    entries = {ref(f"entry:{one.location.path}#{one.position}"): one for one in series.entries}

    assert len(about) > 500
    assert all(edge.evidence for edge in about)
    assert all(
        evidence.span and evidence.entry in entries
        for edge in about
        for evidence in edge.evidence
        if evidence.method == Method.TEXT_MATCH
    )


def test_every_quote_stands_in_the_export_where_its_evidence_says(series: Graph) -> None:
    evidence = "?evidence pg:method pg:TextMatch ; pg:quote ?quote ; pg:field ?field ; pg:start ?start ; pg:end ?end"
    ((every,),) = query.query(series, f"SELECT (COUNT(*) AS ?n) {{ {evidence} }}").rows
    wrong = query.query(
        series,
        f"""SELECT ?quote ?field {{ {evidence} ; prov:wasDerivedFrom ?entry .
            FILTER NOT EXISTS {{
              ?entry ?field ?text . FILTER(SUBSTR(STR(?text), ?start + 1, ?end - ?start) = STR(?quote))
            }} }}""",
    )
    without = query.query(
        series,
        """SELECT ?thing ?topic {
             ?thing schema:about|schema:mentions ?topic . ?topic skos:inScheme pgt: .
             FILTER NOT EXISTS { ?link pg:subject ?thing ; pg:object ?topic ; pg:evidence ?evidence } }""",
    )

    assert int(every) > 500
    assert wrong.rows == without.rows == ()


def test_concepts_are_described_with_all_that_is_broader(series: Graph) -> None:
    assert all(topic.broader == () or set(topic.broader) <= set(series.topics) for topic in series.topics.values())
    assert all(topic.labels for topic in series.topics.values() if topic.reference.prefix == "pgt")
