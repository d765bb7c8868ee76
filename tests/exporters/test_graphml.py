"""GraphML: valid XML that networkx reads, flat attributes, nothing lost between."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree as ET

import networkx as nx
from hypothesis import HealthCheck, given, settings

from papergraph.model import Graph, Predicate, Reference
from rdf_graphs import PAPER, hostile_graphs, small_graph, written

NAMESPACE = "{http://graphml.graphdrawing.org/xmlns}"


def read(graph: Graph) -> nx.MultiDiGraph:
    """The graph as networkx reads it."""
    return nx.read_graphml(BytesIO(written(graph, "graphml")), force_multigraph=True)


def test_networkx_reads_every_node_and_edge() -> None:
    graph = small_graph()
    drawn = read(graph)

    assert drawn.is_directed()
    assert len(drawn.edges) == len(graph.edges)
    assert set(drawn) == {
        str(reference)
        for kind in (
            *(graph.articles, graph.papers, graph.repositories, graph.persons),
            *(graph.organizations, graph.venues, graph.topics),
        )
        for reference in kind
    }


def test_attributes_are_flat_and_typed() -> None:
    drawn = read(small_graph())

    paper = drawn.nodes["arxiv:2007.03260"]
    assert (paper["label"], paper["kind"], paper["year"]) == ("ResRep: Lossless CNN Pruning", "paper", 2020)
    assert paper["authors"] == "Xiaohan Ding; Tianxiang Hao"
    repository = drawn.nodes["github:dingxiaoh/resrep"]
    assert (repository["stars"], repository["archived"], repository["label"]) == (0, False, "DingXiaoH/ResRep")
    assert (repository["fork"], repository["fork_of"]) == (True, "Someone/ResRep")
    assert "stars" not in paper
    assert drawn.nodes["arxiv:2401.99999"]["status"] == "missing"
    assert "status" not in repository


def test_an_edge_says_what_and_why() -> None:
    said = [
        data for _, _, data in read(small_graph()).edges(data=True) if data["predicate"] == Predicate.HAS_REPOSITORY
    ]

    assert said == [
        {"predicate": "hasRepository", "methods": "Service; SameEntry", "sources": "GitHub; 2021/读书 notes.md"}
    ]


def test_the_end_of_an_edge_is_always_a_node() -> None:
    graph = small_graph()
    page = Reference("url", "https://example.org/page")
    edges = (graph.edges[0]._replace(object=page),)

    assert read(graph._replace(edges=edges)).nodes[str(page)]["kind"] == "page"


def test_a_thing_of_two_kinds_is_one_node() -> None:
    graph = small_graph()
    both = graph._replace(
        papers={**graph.papers, **{ref: graph.papers[PAPER]._replace(reference=ref) for ref in graph.articles}}
    )

    assert len(read(both)) == len(read(graph))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(hostile_graphs())
def test_any_text_anywhere_is_valid_xml(graph: Graph) -> None:
    root = ET.fromstring(written(graph, "graphml"))  # noqa: S314 -- our own file

    assert len(root.findall(f"{NAMESPACE}graph/{NAMESPACE}edge")) == len(graph.edges)
