"""The JSON document: everything, one thing a line, nothing invented."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from papergraph import entries
from papergraph.exporters.jsonfile import VERSION
from papergraph.model import Edge, Evidence, Graph, Method, Predicate, Reference
from rdf_graphs import ARXIV, CATALOG, PAPER, TOPIC, hostile_graphs, small_graph, written

GRAPH = small_graph()
TEXT = written(GRAPH, "json").decode()
DOCUMENT: dict[str, Any] = json.loads(TEXT)


def node(identifier: str) -> dict[str, Any]:
    """A node of the document."""
    (found,) = (one for one in DOCUMENT["nodes"] if one["id"] == identifier)
    return dict(found)


def test_it_has_these_parts() -> None:
    assert list(DOCUMENT) == ["version", "metadata", "notes", "entries", "nodes", "edges", "problems"]
    assert DOCUMENT["version"] == VERSION
    assert DOCUMENT["metadata"]["title"] == "My reading"


def test_everything_is_in_it_one_thing_a_line() -> None:
    kinds = (
        GRAPH.articles,
        GRAPH.papers,
        GRAPH.repositories,
        GRAPH.persons,
        GRAPH.organizations,
        GRAPH.venues,
        GRAPH.topics,
    )

    assert len(DOCUMENT["nodes"]) == sum(len(kind) for kind in kinds)
    assert len(DOCUMENT["edges"]) == len(GRAPH.edges)
    assert sum(line.startswith('{"id": ') for line in TEXT.splitlines()) == len(DOCUMENT["nodes"])


def test_entries_are_as_the_command_writes_them() -> None:
    assert DOCUMENT["entries"] == [json.loads(entries.line(entry)) for entry in GRAPH.entries]


def test_a_node_says_what_is_known_and_by_whom() -> None:
    repository = node("github:dingxiaoh/resrep")

    assert repository["kind"] == "repository"
    assert repository["iri"] == "https://github.com/dingxiaoh/resrep"
    assert (repository["stars"], repository["archived"]) == (0, False)
    assert repository["aliases"] == ["github:dingxiaoh/oldname"]
    assert repository["sources"][1] == {
        "source": "2021/读书 notes.md",
        "line": 3,
        "date": "2021-09-30",
        "fields": ["name"],
    }


def test_what_services_tell_is_carried() -> None:
    assert node("arxiv:2401.99999")["status"] == "missing"
    assert node("arxiv:2401.99999")["sources"] == [{"source": "arXiv", "date": "2026-11-24", "fields": ["status"]}]
    assert node("github:dingxiaoh/resrep")["fork_of"] == "Someone/ResRep"


def test_a_paper_that_was_found_by_its_title_says_why() -> None:
    alone = Reference("title", "resreplosslesscnnpruning")
    found = Evidence(Method.TITLE_SEARCH, ARXIV, quote="ResRep")
    document = json.loads(written(GRAPH._replace(joined={PAPER: ((alone, found),)}), "json"))

    (paper,) = (one for one in document["nodes"] if "joined" in one)
    assert paper["id"] == str(PAPER)
    assert paper["joined"] == [
        {"alias": str(alone), "method": "TitleSearch", "source": "arXiv", "date": "2026-11-24", "quote": "ResRep"}
    ]


def test_what_is_unknown_is_left_out() -> None:
    assert set(node("title:apaperwithoutalink")) == {"id", "kind", "iri", "title", "sources"}
    assert "null" not in TEXT.replace('"article": null', "").replace('"id": null', "")


def test_references_are_text() -> None:
    assert node("topic:pruning")["broader"] == ["topic:compression"]


def test_an_edge_says_why() -> None:
    (edge,) = (one for one in DOCUMENT["edges"] if one["predicate"] == "hasRepository")

    assert edge["evidence"][1] == {
        "method": "SameEntry",
        "source": "2021/读书 notes.md",
        "line": 3,
        "date": "2021-09-30",
        "entry": "entry:2021/读书 notes.md#1",
        "quote": "Code",
        "confidence": 0.98,
    }


def test_a_problem_has_both_places() -> None:
    assert DOCUMENT["problems"] == [
        {
            "severity": "warning",
            "path": "2021/读书 notes.md",
            "line": 12,
            "message": 'A "problem" that is not RDF\'s',
            "other": {"path": "other.md", "line": 1},
        }
    ]


@pytest.mark.parametrize("confidence", [float("nan"), float("inf")])
def test_what_is_no_number_is_no_confidence(confidence: float) -> None:
    edge = Edge(PAPER, Predicate.ABOUT, TOPIC, (Evidence(Method.CATALOG, CATALOG, None, None, confidence),))
    document = json.loads(written(GRAPH._replace(edges=(edge,)), "json"))

    assert "confidence" not in document["edges"][0]["evidence"][0]


def test_an_empty_graph_is_a_document() -> None:
    empty = Graph((), (), {}, {}, {}, {}, {}, {}, {}, (), {}, {})

    assert json.loads(written(empty, "json"))["nodes"] == []


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(hostile_graphs())
def test_any_text_anywhere_is_valid_json(graph: Graph) -> None:
    assert json.loads(written(graph, "json"))["version"] == VERSION
