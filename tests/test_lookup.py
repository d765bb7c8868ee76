"""Whatever a person types for a thing finds it, and finds nothing that was not meant."""

from __future__ import annotations

import pytest

from handmade import entry, names, reading
from papergraph.assemble import assemble
from papergraph.concepts import Concepts
from papergraph.lookup import lookup
from papergraph.model import Graph, Reference
from papergraph.readers import read
from papergraph.topics import load

NOTE = """\
- [Graphs from Notes: a Study](https://arxiv.org/abs/2401.01234) [code](https://github.com/Example-Lab/Notes2Graph)
- [Lists of Papers Considered Useful](https://arxiv.org/abs/2402.05678) [code](https://github.com/example-lab/lists)
- [A Page about Pages](https://example.org/pages/about.pdf)
"""
PAPER = Reference("arxiv", "2401.01234")
REPOSITORY = Reference("github", "example-lab/notes2graph")


@pytest.fixture(scope="module")
def graph() -> Graph:
    """Three papers, two with code."""
    return assemble([read("a.md", NOTE)])


@pytest.mark.parametrize(
    "text, reference",
    [
        ("arxiv:2401.01234", PAPER),
        ("arXiv:2401.01234v3", PAPER),
        (" arxiv:2401.01234 ", PAPER),
        ("2401.01234", PAPER),
        ("https://arxiv.org/pdf/2401.01234v1.pdf", PAPER),
        ("arxiv.org/abs/2401.01234", PAPER),
        ("10.48550/arXiv.2401.01234", PAPER),
        ("Graphs from Notes: A Study", PAPER),
        ("graphs from notes - a study", PAPER),
        ("arxiv:2401", PAPER),
        ("Graphs from", PAPER),
        ("graphs FROM notes: a", PAPER),
        ("2401.0", PAPER),
        ("github:Example-Lab/Notes2Graph", REPOSITORY),
        ("Example-Lab/Notes2Graph", REPOSITORY),
        ("https://github.com/example-lab/notes2graph/blob/main/README.md", REPOSITORY),
        ("github.com/Example-Lab/Notes2Graph", REPOSITORY),
        ("https://example.org/pages/about.pdf", Reference("url", "https://example.org/pages/about.pdf")),
    ],
)
def test_a_thing_is_found(graph: Graph, text: str, reference: Reference) -> None:
    assert lookup(graph, text).reference == reference


def test_a_start_that_several_things_have_brings_them_all(graph: Graph) -> None:
    found = lookup(graph, "github:example-lab/")

    assert found.reference is None
    assert set(found.suggestions) == {REPOSITORY, Reference("github", "example-lab/lists")}


@pytest.mark.parametrize("text", ["from notes", "arxiv:2401.01235", "Graps from Notes a Study"])
def test_what_is_spelt_much_like_it_is_suggested(graph: Graph, text: str) -> None:
    found = lookup(graph, text)

    assert found.reference is None
    assert PAPER in found.suggestions


@pytest.mark.parametrize("text", ["", " ", ":", "/", "zzzz", "arxiv:", "%", "\x00"])
def test_what_means_nothing_finds_nothing(graph: Graph, text: str) -> None:
    assert lookup(graph, text).reference is None


@pytest.mark.parametrize("text", ["模型剪枝", "枝刈り", "Network Pruning", "pgt:network-pruning", "network-pruning"])
def test_a_topic_is_found_by_any_of_its_names(text: str) -> None:
    noted = reading(entry(tags=("网络剪枝",), papers=(names("arxiv:2401.01234"),)))
    graph = assemble([noted], concepts=Concepts(load()))

    assert lookup(graph, text) == (Reference("pgt", "network-pruning"), ())
