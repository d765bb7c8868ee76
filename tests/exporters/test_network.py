"""The page as a network of pyvis: what pyvis's own methods set reaches the page, and pyvis stays what it is."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from page_blocks import page_of, read, scripts_of
from page_graphs import graph_of, story
from papergraph.exporters import html
from papergraph.exporters.page import contents


@pytest.fixture(scope="module")
def story_page() -> str:
    """The page of the story."""
    return page_of(story())


def options_of(page: str) -> dict[str, Any]:
    """The options of the neighbourhood view in a page."""
    return dict(json.loads(json.loads(scripts_of(page)["options"])["options"]))


def styles_of(page: str) -> dict[str, Any]:
    """What the neighbourhood view of a page is told of single things."""
    return dict(json.loads(scripts_of(page)["options"])["styles"])


def test_a_graph_page_is_a_network_of_pyvis() -> None:
    page = html.draw(contents(story(), html.LIMIT))

    assert isinstance(page, html.import_pyvis().network.Network)
    assert page.num_nodes() == 31
    assert page.neighbors(0) <= set(page.get_nodes())
    assert page.num_edges() == 31


def test_a_network_holds_what_the_neighbourhood_view_can_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "NEARBY", 10)
    page = html.draw(contents(story(), html.LIMIT))

    assert page.get_nodes() == list(range(10))
    assert {edge[end] for edge in page.edges for end in ("from", "to")} <= set(range(10))
    assert read(page.generate_html()).count == 31


def test_a_node_is_added_once_and_an_edge_only_between_nodes() -> None:
    page = html.draw(contents(graph_of(), html.LIMIT))
    page.add_node(1, label="One")
    page.add_node(1, label="Again", color="red")
    page.add_node(2)
    page.add_edge(1, 2, predicate="about")

    assert page.nodes == [
        {"id": 1, "label": "One", "shape": "dot", "color": "red"},
        {"id": 2, "label": "2", "shape": "dot"},
    ]
    assert page.edges == [{"from": 1, "to": 2, "predicate": "about"}]
    with pytest.raises(KeyError):
        page.add_edge(1, 3)
    with pytest.raises(KeyError):
        page.add_edge(3, 1)


def test_what_a_user_of_pyvis_sets_of_a_node_reaches_the_page(story_page: str) -> None:
    page = html.draw(contents(story(), html.LIMIT))
    page.add_node(3, color="#ff0000", size=40)

    assert styles_of(story_page) == {}
    assert styles_of(page.generate_html()) == {"3": {"color": "#ff0000", "size": 40}}


def test_the_options_of_a_user_of_pyvis_reach_the_page(story_page: str) -> None:
    page = html.draw(contents(story(), html.LIMIT))
    page.set_options('const options = {"physics": {"solver": "repulsion"}, "nodes": {"font": {"face": "Georgia"}}}')

    assert options_of(story_page)["physics"]["enabled"] is True
    assert options_of(page.generate_html()) == {
        "physics": {"solver": "repulsion"},
        "nodes": {"font": {"face": "Georgia"}},
    }


def test_physics_can_be_switched_off_and_on() -> None:
    page = html.draw(contents(story(), html.LIMIT))
    page.toggle_physics(False)  # noqa: FBT003 - pyvis's own signature

    assert options_of(page.generate_html())["physics"]["enabled"] is False
    page.toggle_physics(True)  # noqa: FBT003 - pyvis's own signature
    assert options_of(page.generate_html())["physics"]["enabled"] is True


def test_a_page_can_be_written_twice() -> None:
    page = html.draw(contents(story(), html.LIMIT))

    assert page.generate_html() == page.generate_html()


def run(program: str) -> str:
    """What a Python program prints."""
    return subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True).stdout


def test_pyvis_still_does_all_it_does() -> None:
    """What was stood for at import is loaded when it is used, and is the real thing for everyone else."""
    program = """
import sys
from papergraph.exporters.html import import_pyvis
pyvis = import_pyvis()
import networkx
network = pyvis.network.Network()
network.from_nx(networkx.path_graph(3))
print(network.num_edges(), "physics" in network.options.to_json(), pyvis.network.nx.Graph is networkx.Graph)
print(type(pyvis.network.IFrame("page.html", width=1, height=1)).__module__)
"""
    assert run(program).split() == ["2", "True", "True", "IPython.lib.display"]


def test_modules_that_are_loaded_already_are_left_alone() -> None:
    program = """
import sys
import networkx
from papergraph.exporters.html import import_pyvis
pyvis = import_pyvis()
print(pyvis.network.nx is networkx, sys.modules["networkx"] is networkx)
"""
    assert run(program).split() == ["True", "True"]
