"""The page as a file: deterministic, self-contained, and no text of a graph is ever markup or script."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from page_blocks import Elements, page_of, read, scripts_of
from page_graphs import HOSTILE, entry, graph_of, hostile, story
from papergraph import __version__
from papergraph.errors import OutputError
from papergraph.exporters import html
from papergraph.exporters.page import contents
from papergraph.model import RANK_NOTE, Metadata, Origin, Reference, Topic

TESTS = Path(__file__).resolve().parent.parent
WEB = TESTS.parent / "src" / "papergraph" / "web"


@pytest.fixture(scope="module")
def story_page() -> str:
    """The page of the story."""
    return page_of(story())


def test_the_page_holds_the_graph(story_page: str) -> None:
    told, shown = read(story_page), contents(story(), html.LIMIT)

    assert told.names == [thing.name for thing in shown.things]
    assert told.kinds == [thing.kind for thing in shown.things]
    assert len(told.edges) == len(shown.edges) == told.header["edges"]
    assert scripts_of(story_page)["count"] == str(told.count) == "31"


def test_the_page_says_what_wrote_it(story_page: str) -> None:
    assert f'<meta name="generator" content="papergraph {__version__}">' in story_page
    assert read(story_page).header["versions"] == {
        "papergraph": __version__,
        "pyvis": "0.3.2",
        "vis-network": "9.1.2",
    }


def test_every_mark_has_its_own_place(story_page: str) -> None:
    told = read(story_page)

    assert len(set(told.positions)) == told.count


@pytest.mark.parametrize("count", [0, 1])
def test_a_page_of_nothing_or_one_thing_is_a_page(count: int) -> None:
    topics = [Topic(Reference("topic", "alone"), Origin(RANK_NOTE, "a.md", 1), "Alone")]
    told = read(page_of(graph_of(topics[:count])))

    assert told.names == ["Alone"][:count]
    assert len(told.positions) == count


def test_every_kind_has_its_own_shape_here_and_in_the_page() -> None:
    script = (WEB / "src" / "shapes.ts").read_text(encoding="utf-8")
    ((shapes),) = re.findall(r"SHAPES: Record<string, Shape> = \{(.*?)\}", script, re.DOTALL)

    assert len(set(html.SHAPES.values())) == len(html.SHAPES)
    assert dict(re.findall(r'(\w+): "(\w+)"', shapes)) == html.SHAPES


def test_the_neighbourhood_view_has_the_same_size_here_and_in_the_page() -> None:
    assert re.search(rf"^(export )?const \w+ = {html.NEARBY};", (WEB / "src" / "near.ts").read_text(), re.MULTILINE)


def policy_of(page: str) -> dict[str, str]:
    """The rules of a page's content security policy."""
    (policy,) = [
        str(attributes["content"])
        for attributes, _ in Elements(page).of("meta")
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    return dict(rule.split(" ", 1) for rule in policy.split("; "))


def hashes(*texts: str) -> list[str]:
    """What a policy calls texts, as a browser has read them."""
    read_as = (text.replace("\r\n", "\n").replace("\r", "\n") for text in texts)
    return [f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in read_as]


def test_the_policy_names_exactly_the_scripts_and_the_style_of_the_page(story_page: str) -> None:
    elements = Elements(story_page)
    (script,) = [text for attributes, text in elements.of("script") if "type" not in attributes]
    (style,) = [text for _, text in elements.of("style")]
    scripts = scripts_of(story_page)
    vis_network, editor = (gzip.decompress(b64decode(scripts[name])).decode() for name in ("vis-network", "editor"))
    rules = policy_of(story_page)

    assert rules["script-src"].split() == [*hashes(script, vis_network, editor), "'wasm-unsafe-eval'"]
    assert rules["style-src"].split() == hashes(style)
    assert "\r" not in script + style + vis_network + editor


def test_the_policy_forbids_every_request_and_every_other_script(story_page: str) -> None:
    rules = policy_of(story_page)

    assert {name: rule for name, rule in rules.items() if name not in {"script-src", "style-src"}} == {
        "default-src": "'none'",
        "img-src": "data:",
        "worker-src": "blob:",
        "connect-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "papergraph",
    }
    assert "unsafe" not in str(rules).replace("'wasm-unsafe-eval'", "")


def test_the_policy_stands_before_everything_that_it_is_about(story_page: str) -> None:
    tags = [tag for tag, _ in Elements(story_page).tags]

    assert tags.index("meta") < min(tags.index(tag) for tag in ("title", "link", "style", "script"))
    assert story_page.index("Content-Security-Policy") < story_page.index("<style")


def test_nothing_in_the_page_is_loaded_from_elsewhere(story_page: str) -> None:
    attributes = [pair for _, found in Elements(story_page).tags for pair in found.items()]
    style = "".join(text for _, text in Elements(story_page).of("style"))

    assert [pair for pair in attributes if pair[0] in {"src", "srcset", "action", "style"} or pair[0][:2] == "on"] == []
    assert [value for name, value in attributes if name == "href"] == ["data:,"]
    assert b"sourceMappingURL" not in gzip.decompress(b64decode(scripts_of(story_page)["vis-network"]))
    assert "sourceMappingURL" not in story_page
    assert re.findall(r"@import|url\((?!\"?data:)", style) == []


def test_the_scripts_end_where_they_should(story_page: str) -> None:
    scripts = scripts_of(story_page)

    assert scripts["script"] == (WEB / "page.js").read_text(encoding="utf-8")
    assert list(scripts)[-1] == "script"
    assert not re.search(r"</script|<!--", scripts["script"])


def outside(page: str) -> str:
    """What of a page is not packed."""
    return re.sub(r'(<script type="text/plain" id="[a-z0-9-]+">)[A-Za-z0-9+/=]*(</script>)', r"\1\2", page)


def test_hostile_texts_add_no_element_and_no_attribute() -> None:
    def tags(page: str) -> list[tuple[str, list[str]]]:
        return [(tag, sorted(found)) for tag, found in Elements(page).tags]

    harmless = Topic(Reference("topic", "alone"), Origin(RANK_NOTE, "a.md", 1), "Alone")
    plain = page_of(graph_of([harmless], entries=[entry("a.md", 1, "One")]))

    assert tags(page_of(hostile())) == tags(plain)


def test_nothing_hostile_is_outside_the_packed_blocks() -> None:
    page = outside(page_of(hostile()))
    told = outside(page_of(graph_of()))

    assert page.count("hurt") == 2  # the title, as the name of the window and as the heading
    assert "<h1><bdi>&lt;/script&gt;&lt;script&gt;window.hurt=1&lt;/script&gt;</bdi></h1>" in page
    assert "<title>&lt;/script&gt;" in page
    assert [text for text in HOSTILE[1:] if text in page and text not in told] == []


def test_hostile_texts_arrive_as_they_were_written() -> None:
    names = {name.replace("\ufffd", "\ud83d") for name in read(page_of(hostile())).names}

    assert {" ".join(text.split()) for text in HOSTILE} <= names


def test_data_holds_no_character_that_means_something_to_html() -> None:
    page = html.draw(contents(hostile(), html.LIMIT))
    for place, text in enumerate(HOSTILE):
        page.add_node(place, color=text)
    options = scripts_of(page.generate_html().encode("utf-8", "replace").decode())["options"]

    assert [character for character in "<>&\u2028\u2029" if character in options] == []
    assert "onerror" in options


@pytest.mark.parametrize("title", ["half \ud83d of a pair", "\x00", "{{ 7*7 }}", "a\r\nb", "🙂"])
def test_any_title_is_a_title(title: str) -> None:
    page = page_of(graph_of(metadata=Metadata(title)))

    assert "49" not in page.partition("</title>")[0].rpartition("<title>")[2]
    assert read(page).header["title"] == title


def test_two_pages_of_one_graph_are_the_same_bytes(story_page: str) -> None:
    assert page_of(story()) == story_page


def run(program: str, **environment: str) -> str:
    """What a Python program prints."""
    path = f"import sys; sys.path.insert(0, {str(TESTS)!r})\n"
    command = [sys.executable, "-c", path + program]
    return subprocess.run(
        command, capture_output=True, check=True, text=True, env={**os.environ, **environment}
    ).stdout.strip()


def test_bytes_do_not_depend_on_hash_seeds() -> None:
    program = """
from hashlib import sha256
from io import BytesIO
from page_graphs import enriched, hostile, large
from papergraph.exporters.html import write
for graph in (enriched(), hostile(), large(700)):
    file = BytesIO()
    write(graph, file)
    print(sha256(file.getvalue()).hexdigest())
"""
    first, second = (run(program, PYTHONHASHSEED=seed) for seed in ("0", "99"))

    assert first == second
    assert len(set(first.split())) == 3


def test_a_page_past_the_limit_says_how_much_it_leaves_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "LIMIT", 20)
    told = read(page_of(story()))

    assert (told.count, told.header["total"]) == (20, 31)
    assert sum(told.numbers("beyond")) == told.header["links"] - told.header["edges"] > 0


def test_writing_a_page_makes_no_file_beside_it(folder: Path) -> None:
    page_of(story())

    assert list(folder.iterdir()) == []


def test_a_changed_vis_network_is_not_let_into_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "VIS_NETWORK_CHECKSUM", "0" * 64)

    with pytest.raises(OutputError, match=r"pyvis 0\.3\.2"):
        page_of(story())


LOADED = """
from io import BytesIO
from page_graphs import story
from papergraph.exporters.html import write
heavy = {"IPython", "IPython.display", "networkx", "numpy", "jsonpickle", "jinja2", "pyvis"}
print(*sorted(heavy & sys.modules.keys()), "|")
write(story(), BytesIO())
print(*sorted(heavy & sys.modules.keys()))
"""


def test_the_page_loads_what_it_needs_when_it_is_written_and_nothing_of_pyvis_for_other_uses() -> None:
    assert run(LOADED).split() == ["|", "jinja2", "numpy", "pyvis"]
