"""Why edges and facts are there: links, evidence, observations, sources."""

from __future__ import annotations

import pyoxigraph as ox

from papergraph.model import (
    RANK_CATALOG,
    RANK_NOTE,
    Edge,
    Evidence,
    Graph,
    Method,
    Origin,
    Paper,
    Predicate,
    Reference,
    Repository,
    Status,
)
from papergraph.query import query
from papergraph.reasons import looked_up
from papergraph.vocabulary import PREFIXES
from rdf_graphs import (
    ARXIV,
    CATALOG,
    DING,
    ENTRY,
    NOTED,
    PAPER,
    REPOSITORY,
    SERVICE,
    TOPIC,
    evidence,
    small_graph,
    written,
)


def rows(graph: Graph, sparql: str) -> set[tuple[str, ...]]:
    """The rows of a query."""
    return set(query(graph, sparql).rows)


def test_every_edge_is_a_link_with_its_ends() -> None:
    graph = small_graph()
    found = rows(
        graph,
        """SELECT ?s ?p ?o {
             ?link a pg:Link ; pg:subject ?s ; pg:predicate ?p ; pg:object ?o ; pg:evidence ?e . ?s ?p ?o }""",
    )

    assert len(found) == len(graph.edges)


def test_evidence_names_its_entry_line_quote_and_confidence() -> None:
    found = rows(
        small_graph(),
        """SELECT ?method ?from ?line ?quote ?confidence ?day {
             ?link pg:predicate pg:hasRepository ; pg:evidence ?e .
             ?e pg:method ?method ; prov:wasDerivedFrom ?from ; pg:retrievedAt ?day
             OPTIONAL { ?e pg:line ?line } OPTIONAL { ?e pg:quote ?quote }
             OPTIONAL { ?e pg:confidence ?confidence } }""",
    )

    entry = "urn:papergraph:entry/2021/读书%20notes.md/1"
    assert found == {
        ("https://w3id.org/papergraph/ns#SameEntry", entry, "3", "Code", "0.98", "2021-09-30"),
        ("https://w3id.org/papergraph/ns#Service", "urn:papergraph:source/GitHub", "", "", "", "2026-11-23"),
    }
    assert str(ENTRY) == "entry:2021/读书 notes.md#1"


def test_links_with_one_reason_share_its_evidence() -> None:
    edges = tuple(
        Edge(PAPER, predicate, TOPIC, evidence(Method.CATALOG)) for predicate in (Predicate.ABOUT, Predicate.PART_OF)
    )
    graph = small_graph()._replace(edges=edges)

    assert len(rows(graph, "SELECT ?link { ?link a pg:Link }")) == 2
    assert len(rows(graph, "SELECT ?e { ?e a pg:Evidence }")) == 1


def test_an_observation_says_which_source_gave_which_property() -> None:
    both = (
        Paper(PAPER, CATALOG, title="From the catalogue", urls=("https://a.example/1",)),
        Paper(
            PAPER, Origin(RANK_CATALOG, "other.jsonl", 2, "2020-01-01"), title="Older", published="2020", urls=("x",)
        ),
        Paper(PAPER, NOTED, title="From a note", abstract="Only here"),
    )
    graph = small_graph()._replace(papers={PAPER: both[0]}, records={PAPER: both})
    found = rows(
        graph, "SELECT ?name ?p { ?o a pg:Observation ; pg:property ?p ; prov:wasDerivedFrom/schema:name ?name }"
    )

    assert found == {
        ("arxiv.jsonl", "https://schema.org/name"),
        ("arxiv.jsonl", "https://schema.org/url"),
        ("other.jsonl", "https://schema.org/datePublished"),
        ("other.jsonl", "https://schema.org/url"),
    }


def test_the_sources_are_those_that_are_named() -> None:
    assert rows(small_graph(), "SELECT ?name { ?s a pg:Source ; schema:name ?name }") == {
        ("arxiv.jsonl",),
        ("arXiv",),
        ("GitHub",),
    }


def test_a_thing_was_looked_up_when_its_best_source_was_asked() -> None:
    noted = Paper(PAPER, Origin(RANK_NOTE, "a.md", 1, "2026-01-01"))

    assert looked_up((Paper(PAPER, CATALOG), noted)) == "2026-11-22"
    assert looked_up((noted,)) == ""
    assert looked_up(()) == ""


def test_a_status_of_a_later_day_does_not_make_the_facts_younger() -> None:
    gone = Repository(REPOSITORY, SERVICE._replace(date="2026-11-24"), status=Status.MISSING)
    facts = Repository(REPOSITORY, SERVICE._replace(date="2026-09-01"), stars=7, pushed="2026-08-31")
    graph = small_graph()._replace(
        repositories={REPOSITORY: facts._replace(status=Status.MISSING)}, records={REPOSITORY: (gone, facts)}
    )

    assert looked_up((gone, facts)) == "2026-09-01"
    assert looked_up((gone,)) == "2026-11-24"
    assert rows(graph, "SELECT ?day { <https://github.com/dingxiaoh/resrep> pg:retrievedAt ?day }") == {("2026-09-01",)}
    assert rows(graph, "SELECT ?p ?day { ?o a pg:Observation ; pg:property ?p ; pg:retrievedAt ?day }") == {
        ("https://w3id.org/papergraph/ns#status", "2026-11-24"),
        ("https://w3id.org/papergraph/ns#stars", "2026-09-01"),
        ("https://schema.org/dateModified", "2026-09-01"),
    }


def test_that_a_title_is_a_certain_paper_is_a_link_with_its_reason() -> None:
    alone = Reference("title", "resreplosslesscnnpruning")
    found = Evidence(Method.TITLE_SEARCH, ARXIV, quote="ResRep: Lossless CNN Pruning")
    graph = small_graph()._replace(joined={PAPER: ((alone, found),)})

    assert rows(
        graph,
        """SELECT ?s ?o ?method ?source ?quote ?day {
             ?link pg:subject ?s ; pg:predicate schema:sameAs ; pg:object ?o ; pg:evidence ?e . ?s schema:sameAs ?o .
             ?e pg:method ?method ; prov:wasDerivedFrom ?source ; pg:quote ?quote ; pg:retrievedAt ?day }""",
    ) == {
        (
            "https://arxiv.org/abs/2007.03260",
            "urn:papergraph:title/resreplosslesscnnpruning",
            "https://w3id.org/papergraph/ns#TitleSearch",
            "urn:papergraph:source/arXiv",
            "ResRep: Lossless CNN Pruning",
            "2026-11-24",
        )
    }


def test_two_graphs_merge_by_concatenation() -> None:
    graph = small_graph()
    mine = graph._replace(edges=(Edge(PAPER, Predicate.AUTHOR, DING, evidence(Method.CATALOG)),))
    yours = graph._replace(edges=(Edge(PAPER, Predicate.AUTHOR, DING, evidence(Method.TAG, NOTED, "Ding")),))
    store = ox.Store()
    store.bulk_load(written(mine, "nt") + written(yours, "nt"), ox.RdfFormat.N_TRIPLES)
    found = store.query("SELECT ?link (COUNT(?e) AS ?n) { ?link pg:evidence ?e } GROUP BY ?link", prefixes=PREFIXES)

    assert isinstance(found, ox.QuerySolutions)
    assert [str(row["n"]) for row in found] == ['"2"^^<http://www.w3.org/2001/XMLSchema#integer>']


def test_a_reference_of_another_kind_has_another_link() -> None:
    edges = (
        Edge(Reference("title", "a"), Predicate.ABOUT, TOPIC, evidence(Method.CATALOG)),
        Edge(Reference("url", "a"), Predicate.ABOUT, TOPIC, evidence(Method.CATALOG)),
    )

    assert len(rows(small_graph()._replace(edges=edges), "SELECT ?link { ?link a pg:Link }")) == 2
