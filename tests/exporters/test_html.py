"""The page as a file: deterministic, self-contained, and no text of a graph is ever markup or script."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from page_graphs import HOSTILE, graph_of, hostile, large, story
from papergraph.errors import OutputError
from papergraph.exporters import html
from papergraph.exporters.page import contents
from papergraph.model import Graph

HERE = Path(__file__).resolve().parent


class Elements(HTMLParser):
    """Every start tag with its attributes, and the text of each script and style."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.inside = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.append((tag, dict(attrs)))
        self.texts.append("")
        self.inside = True

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        self.inside = self.inside and tag != self.tags[-1][0]

    def handle_data(self, data: str) -> None:
        """Note text of the element that is open."""
        if self.inside:
            self.texts[-1] += data

    def of(self, tag: str) -> Iterator[tuple[dict[str, str | None], str]]:
        """Attributes and text of every element of a tag."""
        return (
            (attributes, text) for (name, attributes), text in zip(self.tags, self.texts, strict=True) if name == tag
        )


def page_of(graph: Graph) -> str:
    """The page of a graph, as a browser decodes it."""
    file = io.BytesIO()
    html.write(graph, file)
    return file.getvalue().decode("utf-8")


def data_of(page: str) -> dict[str, Any]:
    """What the data blocks of a page hold, by name."""
    scripts = Elements(page).of("script")
    return {str(attributes["id"]): json.loads(text) for attributes, text in scripts if "id" in attributes}


@pytest.fixture(scope="module")
def story_page() -> str:
    """The page of the story."""
    return page_of(story())


def test_the_page_holds_the_graph(story_page: str) -> None:
    data = data_of(story_page)
    shown = contents(story(), html.LIMIT)

    assert [node["group"] for node in data["nodes-data"]] == [thing.kind for thing in shown.things]
    assert [(edge["from"], edge["to"]) for edge in data["edges-data"]] == [edge[:2] for edge in shown.edges]
    assert [thing["name"] for thing in data["about-data"]["things"]] == [
        thing["name"] for thing in json.loads(json.dumps(shown.about["things"]))
    ]


def test_every_kind_has_its_own_shape(story_page: str) -> None:
    shapes = {node["group"]: node["shape"] for node in data_of(story_page)["nodes-data"]}

    assert len(shapes) == 6
    assert len(set(shapes.values())) == len(shapes)
    assert len(set(html.SHAPES.values())) == len(html.SHAPES)


def test_physics_is_off_and_every_mark_has_its_place(story_page: str) -> None:
    data = data_of(story_page)

    assert json.loads(data["options-data"])["physics"] == {"enabled": False}
    assert len({(node["x"], node["y"]) for node in data["nodes-data"]}) == len(data["nodes-data"])


def test_the_policy_names_exactly_the_scripts_and_the_style_of_the_page(story_page: str) -> None:
    elements = Elements(story_page)
    scripts = [text for attributes, text in elements.of("script") if "type" not in attributes]
    styles = [text for _, text in elements.of("style")]
    (policy,) = [
        str(attributes["content"])
        for attributes, _ in elements.of("meta")
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))

    def hashes(texts: list[str]) -> list[str]:
        return [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in texts]

    assert rules["script-src"].split() == hashes(scripts)
    assert rules["style-src"].split() == hashes(styles)
    assert (rules["default-src"], rules["connect-src"], rules["img-src"]) == ("'none'", "'none'", "data:")
    assert "unsafe" not in policy


def test_nothing_in_the_page_is_loaded_from_elsewhere(story_page: str) -> None:
    attributes = [pair for _, found in Elements(story_page).tags for pair in found.items()]

    assert [pair for pair in attributes if pair[0] in {"src", "srcset", "action", "style"} or pair[0][:2] == "on"] == []
    assert [value for name, value in attributes if name == "href"] == ["data:,"]
    assert "sourceMappingURL" not in story_page
    assert re.findall(r"@import|url\((?!\")", "".join(text for _, text in Elements(story_page).of("style"))) == []


def test_hostile_texts_add_no_element_and_no_attribute() -> None:
    plain, hurt = Elements(page_of(graph_of())), Elements(page_of(hostile()))

    def tags(elements: Elements) -> list[tuple[str, list[str]]]:
        return [(tag, sorted(found)) for tag, found in elements.tags]

    assert tags(hurt) == tags(plain)


def test_hostile_texts_arrive_as_they_were_written() -> None:
    data = data_of(page_of(hostile()))
    names = {thing["name"] for thing in data["about-data"]["things"]}

    assert set(HOSTILE) <= names


def test_data_blocks_hold_no_character_that_means_something_to_html() -> None:
    page = page_of(hostile())
    blocks = re.findall(r'<script type="application/json" id="[a-z]+-data">(.*?)</script>', page, re.DOTALL)

    assert len(blocks) == 4
    assert [character for block in blocks for character in "<>&\u2028\u2029" if character in block] == []


def test_the_heading_is_escaped() -> None:
    page = page_of(hostile())

    assert "<h1><bdi>&lt;/script&gt;&lt;script&gt;window.hurt=1&lt;/script&gt;</bdi></h1>" in page
    assert "<title>&lt;/script&gt;" in page


def test_two_pages_of_one_graph_are_the_same_bytes(story_page: str) -> None:
    assert page_of(story()) == story_page


def test_bytes_do_not_depend_on_hash_seeds() -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from page_graphs import large\n"
        "from papergraph.exporters.html import write\n"
        "write(large(120), sys.stdout.buffer)"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", program, str(HERE.parent)],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "99")
    }

    assert len(seen) == 1


def test_a_page_past_the_limit_says_how_much_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "LIMIT", 40)
    data = data_of(page_of(large(300)))

    assert len(data["nodes-data"]) == len(data["about-data"]["things"]) == 40
    assert data["about-data"]["total"] > 250


def test_writing_a_page_makes_no_file_beside_it(folder: Path) -> None:
    page_of(story())

    assert list(folder.iterdir()) == []


def test_a_graph_page_is_a_network_of_pyvis() -> None:
    page = html.draw(contents(story(), html.LIMIT))
    network = html.import_pyvis().network.Network

    assert isinstance(page, network)
    assert page.num_nodes() == 31
    assert page.neighbors(0) <= set(page.get_nodes())


def test_a_node_is_added_once_and_an_edge_only_between_nodes() -> None:
    page = html.draw(contents(graph_of(), html.LIMIT))
    page.add_node(1, label="One")
    page.add_node(1, label="Again")
    page.add_node(2)
    page.add_edge(1, 2, predicate="about")

    assert [node["label"] for node in page.nodes] == ["One", 2]
    assert page.edges == [{"from": 1, "to": 2, "predicate": "about"}]
    with pytest.raises(KeyError):
        page.add_edge(1, 3)


def test_a_changed_vis_network_is_not_let_into_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "VIS_NETWORK_CHECKSUM", "0" * 64)

    with pytest.raises(OutputError, match=r"pyvis 0\.3\.2"):
        page_of(story())


def run(program: str) -> list[str]:
    """What a Python program prints, in words."""
    path = f"import sys; sys.path.insert(0, {str(HERE.parent)!r})\n"
    return subprocess.run(
        [sys.executable, "-c", path + program], capture_output=True, check=True, text=True
    ).stdout.split()


def test_the_page_does_not_load_what_pyvis_needs_for_other_uses() -> None:
    program = """
from io import BytesIO
from page_graphs import story
from papergraph.exporters.html import write
write(story(), BytesIO())
print(*sorted({"IPython", "IPython.display", "networkx", "jsonpickle", "pyvis"} & sys.modules.keys()))
"""
    assert run(program) == ["pyvis"]


def test_pyvis_still_does_all_it_does() -> None:
    """What was stood for at import is loaded when it is used, and is the real thing for everyone else."""
    program = """
from papergraph.exporters.html import import_pyvis
pyvis = import_pyvis()
import networkx
network = pyvis.network.Network()
network.from_nx(networkx.path_graph(3))
print(network.num_edges(), "physics" in network.options.to_json(), pyvis.network.nx.Graph is networkx.Graph)
print(type(pyvis.network.IFrame("page.html", width=1, height=1)).__module__)
"""
    assert run(program) == ["2", "True", "True", "IPython.lib.display"]


def test_modules_that_are_loaded_already_are_left_alone() -> None:
    program = """
import networkx
from papergraph.exporters.html import import_pyvis
pyvis = import_pyvis()
print(pyvis.network.nx is networkx, sys.modules["networkx"] is networkx)
"""
    assert run(program) == ["True", "True"]
