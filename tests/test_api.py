"""For notebooks: a graph in one call, and the doors to other libraries."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from rdflib import URIRef

import papergraph
from papergraph.api import KnowledgeGraph
from papergraph.errors import ConfigError, InputError, QueryError
from papergraph.model import Edge, Predicate, Reference
from rdf_graphs import small_graph, triples_of, written

NOTE = """\
1. [ResRep](https://mp.weixin.qq.com/s/a1)
   - Paper: [ResRep: Lossless CNN Pruning](https://arxiv.org/abs/2007.03260)
   - Code: https://github.com/DingXiaoH/ResRep
"""
REPOSITORY = (
    '{"full_name": "DingXiaoH/ResRep", "stargazers_count": 0, "html_url": "https://github.com/DingXiaoH/ResRep"}\n'
)


@pytest.fixture
def built(folder: Path) -> KnowledgeGraph:
    """The graph of a note with an article, its paper and its code, and of a catalogue."""
    (folder / "notes").mkdir()
    (folder / "notes" / "a.md").write_text(NOTE, encoding="utf-8")
    (folder / "github.jsonl").write_text(REPOSITORY, encoding="utf-8")
    return papergraph.build(catalogs="github.jsonl")


def test_the_notes_of_the_working_directory_are_built_and_nothing_is_written(
    built: KnowledgeGraph, folder: Path
) -> None:
    assert [str(reference) for reference in built.graph.papers] == ["arxiv:2007.03260"]
    assert built.problems == built.graph.problems == ()
    assert sorted(path.name for path in folder.iterdir()) == ["github.jsonl", "notes"]


def test_outputs_are_written_where_they_are_asked_for(built: KnowledgeGraph, folder: Path) -> None:
    again = papergraph.build([folder / "notes"], output="out/deep", catalogs=["github.jsonl"], formats=("nt",))

    assert again.graph.edges == built.graph.edges
    assert {path.name for path in (folder / "out" / "deep").iterdir()} == {".index", "dataset.ttl", "graph.nt"}


def test_networkx_sees_things_with_what_is_known_and_edges_with_their_reasons(built: KnowledgeGraph) -> None:
    drawn = built.to_networkx()

    assert {node for node, kind in drawn.nodes(data="kind") if kind != "topic"} == {
        *("url:https://mp.weixin.qq.com/s/a1", "arxiv:2007.03260", "github:dingxiaoh/resrep")
    }
    assert drawn.has_edge("arxiv:2007.03260", "pgt:network-pruning", "about")
    assert drawn.nodes["arxiv:2007.03260"] == {
        "kind": "paper",
        "label": "ResRep: Lossless CNN Pruning",
        "iri": "https://arxiv.org/abs/2007.03260",
        "title": "ResRep: Lossless CNN Pruning",
    }
    assert drawn.nodes["github:dingxiaoh/resrep"]["stars"] == 0
    (edge,) = drawn.get_edge_data("arxiv:2007.03260", "github:dingxiaoh/resrep").values()
    assert edge["predicate"] == "hasRepository"
    assert edge["evidence"] == [
        {"method": "FieldLabel", "source": "a.md", "line": 3, "entry": "entry:a.md#1", "quote": "Code"}
    ]


def everything() -> KnowledgeGraph:
    """A graph that says something in every field."""
    return KnowledgeGraph(small_graph())


def plain(value: object) -> bool:
    """Whether a value is of exactly the types that JSON has."""
    if type(value) is list:
        return all(map(plain, value))
    if type(value) is dict:
        return all(type(key) is str and plain(one) for key, one in value.items())
    return type(value) in {str, int, float, bool}


def test_networkx_has_plain_values_of_their_own_types() -> None:
    drawn = everything().to_networkx()
    repository, paper = drawn.nodes["github:dingxiaoh/resrep"], drawn.nodes["arxiv:2007.03260"]

    assert (repository["stars"], repository["archived"], repository["fork"]) == (0, False, True)
    assert repository["created"] == "2020-07-07T01:02:03Z"
    assert paper["published"] == "2020-07-07"
    assert paper["authors"] == ["Xiaohan Ding", "Tianxiang Hao"]
    assert drawn.nodes["topic:pruning"]["broader"] == ["topic:compression"]
    assert drawn.graph["title"] == "My reading"
    for attributes in (drawn.graph, *dict(drawn.nodes).values(), *(data for *_, data in drawn.edges(data=True))):
        assert plain(dict(attributes)), attributes


def test_networkx_has_a_kind_for_every_node_and_a_key_for_every_edge() -> None:
    page, paper = Reference("url", "https://example.org/video"), Reference("arxiv", "2007.03260")
    graph = small_graph()
    mention = Edge(paper, Predicate.MENTIONS, page, ())
    drawn = KnowledgeGraph(graph._replace(edges=(*graph.edges, mention))).to_networkx()

    assert {data["kind"] for _, data in drawn.nodes(data=True)} == {
        *("article", "paper", "repository", "person", "organization", "venue", "topic", "page")
    }
    assert all({"kind", "label", "iri"} <= data.keys() for _, data in drawn.nodes(data=True))
    assert drawn.nodes[str(page)] == {"kind": "page", "label": page.identifier, "iri": page.identifier}
    assert all(key == data["predicate"] for *_, key, data in drawn.edges(keys=True, data=True))
    assert drawn.has_edge("topic:pruning", "topic:compression", "broader")
    assert drawn.has_edge("concept:https://example.org/topics#修剪", "pgt:network-pruning", "broader")
    assert len(drawn.edges) == len(graph.edges) + 3


def test_networkx_has_an_edge_of_each_kind_and_goes_through_json() -> None:
    drawn = everything().to_networkx()
    text = json.dumps(nx.node_link_data(drawn, edges="edges"))
    read = nx.node_link_graph(json.loads(text), edges="edges")

    assert nx.utils.graphs_equal(read, drawn)
    assert list(read) == list(drawn)


@pytest.mark.parametrize("store", [None, "default", "Oxigraph"])
def test_rdflib_sees_what_the_files_hold(store: str | None) -> None:
    graph = everything()
    seen = graph.to_rdflib(store)
    paper, name = URIRef("https://arxiv.org/abs/2007.03260"), URIRef("https://schema.org/name")

    assert str(seen.value(paper, name)) == "ResRep: Lossless CNN Pruning"
    assert len(seen) == len(triples_of(written(graph.graph, "nt"), ox.RdfFormat.N_TRIPLES))
    assert type(seen.store).__name__ == ("Memory" if store == "default" else "OxigraphStore")


def test_rdflib_in_either_store_has_the_same_triples_and_prefixes() -> None:
    memory, oxigraph = everything().to_rdflib("default"), everything().to_rdflib("Oxigraph")

    assert dict(memory.namespaces()) == dict(oxigraph.namespaces())
    assert str(dict(memory.namespaces())["person"]) == "urn:papergraph:person/"
    lines = [graph.serialize(format="nt", encoding="utf-8") for graph in (memory, oxigraph)]
    assert triples_of(lines[0], ox.RdfFormat.N_TRIPLES) == triples_of(lines[1], ox.RdfFormat.N_TRIPLES)
    for graph in (memory, oxigraph):
        found = graph.query("SELECT ?name { ?paper a fabio:ResearchPaper ; pg:year 2019 ; schema:name ?name }")
        assert [str(*binding.values()) for binding in found.bindings] == ["ACNet"]


def test_without_oxrdflib_the_store_is_rdflib_s_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papergraph.api.find_spec", lambda _: None)

    assert type(everything().to_rdflib().store).__name__ == "Memory"


def test_a_site_title_and_base_iri_can_be_asked_for(built: KnowledgeGraph, folder: Path) -> None:
    again = papergraph.build(output="out", formats=("nt",), title="Mine", base_iri="https://me.example/", site=True)

    assert built.graph.metadata.base_iri == "urn:papergraph:"
    assert again.graph.metadata[:2] == ("Mine", "https://me.example/")
    assert "<title>Mine</title>" in (folder / "out" / "site" / "index.html").read_text(encoding="utf-8")
    with pytest.raises(ConfigError, match="base_iri must end in"):
        papergraph.build(base_iri="https://me.example")


def test_a_graph_answers_sparql(built: KnowledgeGraph) -> None:
    result = built.query("SELECT ?name WHERE { <https://arxiv.org/abs/2007.03260> <https://schema.org/name> ?name }")

    assert list(result.columns) == ["name"]
    assert len(result.rows) == 1
    with pytest.raises(QueryError):
        built.query("SELECT")


def test_a_graph_says_what_it_holds(built: KnowledgeGraph) -> None:
    assert repr(built) == "<KnowledgeGraph: articles 1, papers 1, repositories 1, topics 8>"
    assert "<tr><th>papers</th><td>1</td></tr>" in built._repr_html_()


@pytest.mark.usefixtures("built")
def test_what_cannot_be_built_is_one_clear_sentence() -> None:
    with pytest.raises(InputError, match="nowhere does not exist"):
        papergraph.build("nowhere")
    with pytest.raises(ConfigError, match="docx"):
        papergraph.build(output="out", formats=["docx"])


def test_the_public_names_are_sorted_and_there() -> None:
    assert list(papergraph.__all__) == sorted(papergraph.__all__) == dir(papergraph)
    assert all(getattr(papergraph, name) for name in papergraph.__all__)
    with pytest.raises(AttributeError, match="module 'papergraph' has no attribute 'nothing'"):
        papergraph.nothing  # noqa: B018


def test_importing_the_package_loads_nothing_of_it() -> None:
    program = "import sys, papergraph; print([name for name in sys.modules if name.startswith('papergraph.')])"
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert finished.stdout == "[]\n"
