"""For notebooks: a graph in one call, and the doors to other libraries."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import URIRef

import papergraph
from papergraph.api import KnowledgeGraph
from papergraph.errors import ConfigError, InputError, QueryError

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

    assert set(drawn) == {"url:https://mp.weixin.qq.com/s/a1", "arxiv:2007.03260", "github:dingxiaoh/resrep"}
    assert drawn.nodes["arxiv:2007.03260"] == {"kind": "Paper", "title": "ResRep: Lossless CNN Pruning"}
    assert drawn.nodes["github:dingxiaoh/resrep"]["stars"] == 0
    (edge,) = drawn.get_edge_data("arxiv:2007.03260", "github:dingxiaoh/resrep").values()
    assert edge["predicate"] == "hasRepository"
    assert edge["evidence"][0].origin.source == "a.md"


def test_rdflib_sees_what_the_files_hold(built: KnowledgeGraph) -> None:
    paper, name = URIRef("https://arxiv.org/abs/2007.03260"), URIRef("https://schema.org/name")

    assert str(built.to_rdflib().value(paper, name)) == "ResRep: Lossless CNN Pruning"


def test_a_graph_answers_sparql(built: KnowledgeGraph) -> None:
    result = built.query("SELECT ?name WHERE { <https://arxiv.org/abs/2007.03260> <https://schema.org/name> ?name }")

    assert list(result.columns) == ["name"]
    assert len(result.rows) == 1
    with pytest.raises(QueryError):
        built.query("SELECT")


def test_a_graph_says_what_it_holds(built: KnowledgeGraph) -> None:
    assert repr(built) == "<KnowledgeGraph: articles 1, papers 1, repositories 1>"
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
