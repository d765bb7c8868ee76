"""N-Triples: sorted, each triple once, and the same graph for both libraries."""

from __future__ import annotations

import pyoxigraph as ox
import rdflib
from hypothesis import HealthCheck, given, settings
from rdflib.compare import isomorphic

from papergraph.model import Article, Evidence, Graph, Method, Reference
from rdf_graphs import NOTED, TITLED_PAPER, hostile_graphs, small_graph, triples_of, written


def assert_one_graph(graph: Graph) -> None:
    """Both files are valid for both libraries and hold one graph."""
    ntriples, turtle = written(graph, "nt"), written(graph, "ttl")

    assert triples_of(ntriples, ox.RdfFormat.N_TRIPLES) == triples_of(turtle, ox.RdfFormat.TURTLE)
    assert ntriples.splitlines() == sorted(set(ntriples.splitlines()))
    first = rdflib.Graph().parse(data=ntriples, format="nt")
    second = rdflib.Graph().parse(data=turtle.decode(), format="turtle")
    assert len(first) == ntriples.count(b"\n")
    assert isomorphic(first, second)


def test_both_libraries_read_one_graph_from_both_files() -> None:
    assert_one_graph(small_graph())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(hostile_graphs())
def test_any_text_anywhere_is_valid_and_one_graph(graph: Graph) -> None:
    assert_one_graph(graph)


def test_a_thing_that_is_described_twice_stands_in_one_place() -> None:
    graph = small_graph()
    paper = Reference("url", "https://example.org/both")
    both = graph._replace(
        articles={paper: Article(paper, NOTED, "as an article")},
        papers={paper: graph.papers[Reference("arxiv", "2007.03260")]._replace(reference=paper)},
        edges=(),
    )
    lines = written(both, "nt").splitlines()

    assert lines == sorted(set(lines))
    assert sum(line.startswith(b"<https://example.org/both> ") and b"#type>" in line for line in lines) == 3


def test_texts_that_differ_only_in_what_utf_8_cannot_hold_become_one() -> None:
    graph = small_graph()
    paper = Reference("arxiv", "2007.03260")
    halves = graph.papers[paper]._replace(categories=("\ud800", "\udfff"))
    lines = written(graph._replace(papers={paper: halves}), "nt").splitlines()

    assert lines == sorted(set(lines))
    assert sum("\ufffd".encode() in line for line in lines) == 1


def test_that_a_title_is_a_paper_stands_among_the_other_links_of_the_paper() -> None:
    graph = small_graph()
    paper = next(edge.subject for edge in graph.edges if edge.predicate == "about")
    reason = Evidence(Method.SAME_TITLE.value, NOTED, quote="A paper")
    lines = written(graph._replace(joined={paper: ((TITLED_PAPER, reason),)}), "nt").splitlines()

    assert lines == sorted(set(lines))
    assert sum(b"-sameAs-" in line for line in lines) == 5
