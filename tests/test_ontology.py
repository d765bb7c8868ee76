"""docs/ns/index.html is written from the ontology: current, valid, with an anchor for every own term."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from html import escape
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest

from papergraph.vocabulary import PREFIXES

HTML = "{http://www.w3.org/1999/xhtml}"
PG = PREFIXES["pg"]
TERMS = set(
    re.findall(r"^pg:(\w+) a ", (files("papergraph") / "papergraph.ttl").read_text(encoding="utf-8"), re.MULTILINE)
)
FLOW = {"p", "dl", "ul", "h2", "h3", "section", "header", "nav", "main", "div"}


@pytest.fixture(scope="module")
def page(checkout: Path) -> str:
    """The page in the documentation."""
    return (checkout / "docs" / "ns" / "index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tree(page: str) -> ET.Element:
    """The page as a tree; it is XML as well as HTML."""
    return ET.fromstring(page)  # noqa: S314 - our own page


def test_the_page_is_what_the_ontology_says(checkout: Path, page: str) -> None:
    script = checkout / "scripts" / "ontology.py"
    made = subprocess.run([sys.executable, str(script)], check=True, capture_output=True).stdout

    assert made.decode() == page, "run `make docs`"


def test_every_own_term_has_its_anchor_and_no_name_comes_twice(tree: ET.Element) -> None:
    names = Counter(element.get("id") for element in tree.iter() if element.get("id"))

    assert set(names) == TERMS
    assert set(names.values()) == {1}


def test_links_within_the_page_lead_somewhere(tree: ET.Element) -> None:
    links = [str(element.get("href")) for element in tree.iter(f"{HTML}a")]
    inside = {link.removeprefix("#") for link in links if link.startswith("#")}

    assert inside == TERMS
    assert all(link.startswith(("#", "http://", "https://")) for link in links)


def test_every_label_and_comment_stands_there_in_its_language(page: str) -> None:
    store = ox.Store()
    store.load((files("papergraph") / "papergraph.ttl").read_bytes(), ox.RdfFormat.TURTLE)
    said = [
        quad.object
        for name in ("label", "comment")
        for quad in store.quads_for_pattern(None, ox.NamedNode(PREFIXES["rdfs"] + name), None)
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value != PG
    ]

    assert len(said) == 4 * len(TERMS)
    for text in said:
        assert isinstance(text, ox.Literal)
        assert escape(text.value) in page


def test_the_page_is_valid_and_loads_nothing(tree: ET.Element, page: str) -> None:
    assert page.startswith("<!DOCTYPE html>\n")
    assert tree.tag == f"{HTML}html"
    assert tree.get("lang") == "en"
    assert tree.findtext(f"{HTML}head/{HTML}title") == "papergraph terms"
    tags = {element.tag.removeprefix(HTML) for element in tree.iter()}
    assert tags <= FLOW | {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "h1",
        "a",
        "code",
        "dt",
        "dd",
        "li",
        "small",
        "span",
    }
    for element in tree.iter():
        children = {child.tag.removeprefix(HTML) for child in element}
        match element.tag.removeprefix(HTML):
            case "p" | "a" | "code" | "span" | "small" | "h1" | "h2" | "h3":
                assert not children & FLOW
            case "ul":
                assert children == {"li"}
            case "dl":
                assert children == {"dt", "dd"}
    assert not re.search(r"\b(?:src|onload|onclick|style)=|url\(|@import", page)


def test_text_is_escaped(checkout: Path, tmp_path: Path) -> None:
    """What an ontology says is text, whatever is in it."""
    said = (files("papergraph") / "papergraph.ttl").read_text(encoding="utf-8")
    hostile = said.replace('"note"@en', '"<script>alert(1)</script> & \\"x\\""@en')
    (tmp_path / "hostile.ttl").write_text(hostile, encoding="utf-8")
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); from pathlib import Path; import ontology; "
        "sys.stdout.buffer.write(ontology.page(ontology.Ontology(Path(sys.argv[2]).read_bytes())).encode())"
    )
    command = [sys.executable, "-c", program, str(checkout / "scripts"), str(tmp_path / "hostile.ttl")]
    made = subprocess.run(command, check=True, capture_output=True).stdout.decode()

    assert hostile != said
    assert "<script" not in made
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;" in made
    assert ET.fromstring(made) is not None  # noqa: S314 - our own page
