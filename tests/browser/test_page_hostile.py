"""What notes and networks say is only ever text: it neither acts nor hides nor leads astray."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from opened_pages import Made, Opened, Opener, saved
from page_graphs import HOSTILE, entry, graph_of, hostile
from papergraph.model import (
    RANK_CATALOG,
    RANK_NOTE,
    Article,
    Edge,
    Evidence,
    Graph,
    Link,
    Location,
    Metadata,
    Origin,
    Paper,
    Person,
    Problem,
    Reference,
    Repository,
    Severity,
    Topic,
    Venue,
)

MORE = (
    "</script><img src=x onerror=window.hurt=1>",
    "</title></style><svg/onload=window.hurt=1>",
    "<!--<script>window.hurt=1",
    "]]><svg xmlns='http://www.w3.org/2000/svg' onload='window.hurt=1'/>",
    "data:text/html,<script>window.hurt=1</script>",
    "vbscript:window.hurt=1",
    " \x01java\tscript:window.hurt=1",
    "\u202e\u2066\u2067\u200f\u061c turned \u2069",
    "مرحبا بالعالم שלום",
    "👩‍👩‍👧‍👦🏳️‍🌈 e\u0301\u0323 Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘",
    "background:url(https://example.org/a.png);}*{display:none}",
    "expression(window.hurt=1);@import 'https://example.org/'",
    "{{constructor.constructor('window.hurt=1')()}} {% include x %} <%= 1 %> #{1} ${window.hurt=1}",
    '=HYPERLINK("https://example.org","x")',
    "+1+cmd|' /C calc'!A0",
    "@SUM(1)",
    "-2+3",
    "toString",
    "hasOwnProperty",
    "\ud800 lone \udfff surrogates \ufffe \uffff",
    "\x00\x1b[31m\x7f\x9b control",
    "a\u2028b\u2029c\u0085d\nline\r\nline\ttab",
    "%00%0d%0aSet-Cookie:x",
    "x" * 5000,
    "'; window.hurt=1; '",
    "\\u003cscript\\u003ewindow.hurt=1\\u003c/script\\u003e",
    "&lt;script&gt;window.hurt=1&lt;/script&gt; &#60;b&#62;",
    "../../../etc/passwd?x#y",
    "file:///etc/passwd",
    "obsidian://open?vault=x",
    "blob:https://example.org/x",
)
"""More texts that would act if they were not only text."""
EVERYTHING = (*HOSTILE, *MORE)


def everywhere() -> Graph:
    """Each of these texts wherever a text can stand."""
    records: list[Any] = []
    edges: list[Edge] = []
    entries = []
    for number, text in enumerate(MORE):
        asked = Origin(RANK_CATALOG, text, 3, text)
        paper, person = Reference("arxiv", f"2001.{number:05}"), Reference("person", text)
        venue, code = Reference("venue", text), Reference("github", f"a/{text}")
        article = Reference("url", text)
        records += [
            Paper(
                paper,
                asked,
                text,
                (text, text + "."),
                text,
                text,
                text,
                (text,),
                text,
                text,
                text,
                text,
                None,
                text,
                (text,),
            ),
            Person(person, asked, text),
            Venue(venue, asked, text),
            Topic(Reference("topic", text), asked, text),
            Article(article, asked, text),
            Repository(code, asked, text, text, homepage=text, topics=(text,), license=text, fork_of=text, pushed=text),
        ]
        reason = (Evidence(text, asked, None, text),)
        edges += [
            Edge(paper, "author", person, reason),
            Edge(paper, text, venue, reason),
            Edge(paper, "hasRepository", code, reason),
            Edge(article, "discusses", paper, reason),
            Edge(paper, "mentions", Reference("url", text), reason),
        ]
        more = {"tips": (text,), "abstract": text, "images": (text,), "tags": (text,), "date": text, "venue": text}
        links = (Link(text, text, text, 4),)
        path = f"{text}.md"
        entries.append(entry(path, 1, text, article=text, links=links, code_status=text, section=(text,), **more))
        records.append(Paper(paper, Origin(RANK_NOTE, path, 2, text), text + "!"))
    problems = [Problem(Location(text, 1), text, Severity.WARNING, Location(text, 2)) for text in MORE]
    about = Metadata(MORE[1], creator=MORE[0], license=MORE[4], notes_url="vbscript:x//")
    return graph_of(records, edges, entries, problems, about)


LEADING = """() => {
    const found = [];
    const look = root => {
        for (const each of root.querySelectorAll("*")) {
            for (const {name, value} of each.attributes) {
                const leads = /^(href|src|action|formaction|data|xlink:href)$/i.test(name);
                if (name.startsWith("on") || name === "srcdoc") found.push(name);
                if (name === "style" && /url|expression|import/i.test(value)) found.push(value);
                if (leads && !/^(https?:|file:|data:,$)/.test(each[name] ?? value)) found.push(value);
            }
        }
    };
    look(document);
    return found;
}"""
"""What of the page could act or lead to what is no page."""
PARTS = "script, style, link, meta, iframe, object, embed, img, base, form, svg:not(.icon), b, math"


def harmless(page: Opened, parts: int) -> None:
    """Nothing came into the page but text."""
    assert page.evaluate(LEADING) == []
    assert page.evaluate(f"document.querySelectorAll({PARTS!r}).length") == parts


@pytest.fixture(params=[hostile, everywhere], ids=["hostile", "everywhere"])
def page(standing: Opener, request: pytest.FixtureRequest) -> Opened:
    """A page of hostile texts."""
    return standing(request.param)


def test_hostile_texts_are_only_text_in_every_details(page: Opened) -> None:
    parts = page.evaluate(f"document.querySelectorAll({PARTS!r}).length")
    for thing in range(page.evaluate("papergraph.app.graph.count")):
        page.evaluate("thing => papergraph.app.select(thing)", thing)
        page.told()
        page.until("papergraph.app.details.thing(papergraph.app.selected).then(told => told.entries.length === 0 "
                   "|| document.querySelector('#panel article') !== null)")  # fmt: skip
        harmless(page, parts)
    assert page.quiet


@pytest.mark.parametrize("view", ["map", "table", "problems", "about"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_hostile_texts_are_only_text_in_every_view(page: Opened, view: str, language: str) -> None:
    parts = page.evaluate(f"document.querySelectorAll({PARTS!r}).length")
    page.evaluate("language => papergraph.app.speak(language)", language)
    page.view(view)
    page.page.fill("#query", "<")
    page.page.click("#found .deep button") if page.page.is_visible("#found .deep button") else None
    page.evaluate("new Promise(done => setTimeout(done, 100))")
    harmless(page, parts)
    page.page.fill("#query", "")
    page.evaluate("document.activeElement.blur()")
    assert page.quiet


@pytest.mark.parametrize("graph", [hostile, everywhere])
def test_the_neighbourhood_draws_hostile_names_and_does_nothing_else(opened: Opener, graph: Made) -> None:
    page = opened(graph).view("near")
    page.evaluate("papergraph.app.select(0)")
    page.until("papergraph.near.things.length > 1")
    box = page.page.locator("#near").bounding_box()
    assert box is not None
    for part in range(1, 20):
        page.page.mouse.move(box["x"] + box["width"] * part / 20, box["y"] + box["height"] * (part * 7 % 20) / 20)
    assert page.evaluate(LEADING) == []
    assert (
        page.evaluate("document.querySelectorAll('script').length - document.querySelectorAll('body script').length")
        == 1
    )
    assert page.quiet


@pytest.mark.parametrize("graph", [hostile, everywhere])
def test_hovering_over_hostile_names_shows_them_as_text(opened: Opener, graph: Made) -> None:
    page = opened(graph)
    for thing in range(0, page.evaluate("papergraph.app.graph.count"), 5):
        name = page.evaluate("thing => papergraph.app.graph.name(thing)", thing)
        at = page.evaluate("thing => { const {map} = papergraph.app, pane = map.canvas.getBoundingClientRect(),"
                           "[x, y] = map.screenOf(thing); return [x + pane.left, y + pane.top]; }", thing)  # fmt: skip
        page.page.mouse.move(*at)
        page.until("document.querySelector('#tip').hidden", wanted=False)
        assert page.evaluate("document.querySelectorAll('#tip *:not(bdi, span, svg, svg *)').length") == 0, name
    assert page.quiet


@pytest.mark.parametrize("graph", [hostile, everywhere])
def test_the_drawing_is_well_formed_and_inert(opened: Opener, graph: Made, tmp_path: Path) -> None:
    page = opened(graph).settings()
    page.drawn().page.click("#settings summary")
    _, content = saved(page, lambda: page.page.click("#export-svg"))
    root = ET.fromstring(content.decode("utf-8"))  # noqa: S314 - what it takes is the question
    tags = {each.tag.rpartition("}")[2] for each in root.iter()}
    names = {name.rpartition("}")[2] for each in root.iter() for name in each.attrib}

    assert tags <= {"svg", "title", "rect", "g", "line", "polygon", "circle", "text"}
    assert not [name for name in names if name.startswith("on") or "href" in name or name == "style"]
    path = tmp_path / "map.svg"
    path.write_bytes(content)
    assert page.page.context.browser is not None
    shown = page.page.context.browser.new_page()
    shown.goto(path.as_uri())
    assert shown.evaluate("window.hurt === undefined && document.querySelectorAll('text').length > 0")
    shown.close()
    assert page.quiet


@pytest.mark.parametrize("graph", [hostile, everywhere])
def test_the_file_holds_no_hostile_text_unescaped(written: Callable[[Made], Path], graph: Made) -> None:
    text = written(graph).read_text(encoding="utf-8")
    scripts = re.findall(r"<script[^>]*>", text)
    blocks = text.count('<script type="text/plain"') + text.count('<script type="application/json"')

    assert len(scripts) == blocks + 1
    assert (
        len(re.findall(r"<(img|svg|iframe|base|form|object)\b", text.partition("<body>")[2].partition("<script")[0]))
        == 0
    )
    assert "window.hurt" not in re.sub(r"<h1>.*?</h1>|<title>.*?</title>", "", text, flags=re.DOTALL)


def test_turned_text_is_made_visible_and_kept_apart(opened: Opener) -> None:
    page = opened(hostile)
    turned = page.evaluate(
        "[...Array(papergraph.app.graph.count).keys()].find(k => papergraph.app.graph.name(k).startsWith('\\u202e'))"
    )
    page.evaluate("thing => papergraph.app.select(thing)", turned)

    assert page.told().text("#panel h2").startswith("⟨U+202E⟩gnp.exe <b>bold</b> ⟨U+2066⟩ &amp;")
    assert page.evaluate("document.querySelector('#panel h2').firstChild.tagName") == "BDI"


TURNING = "[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]"


@pytest.mark.parametrize("graph", [hostile, everywhere])
@pytest.mark.parametrize("view", ["table", "problems", "about"])
def test_no_character_that_turns_or_hides_text_is_left(standing: Opener, graph: Made, view: str) -> None:
    page = standing(graph).view(view)
    for thing in range(0, page.evaluate("papergraph.app.graph.count"), 7):
        page.evaluate("thing => papergraph.app.select(thing)", thing)
        page.told()
        left = page.evaluate(
            f"""() => {{
            const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT), found = [];
            while (walker.nextNode()) found.push(walker.currentNode.data);
            return found.filter(text => /{TURNING}/.test(text));
        }}"""
        )
        assert left == []


def test_words_that_every_object_has_are_shown_as_they_are(opened: Opener) -> None:
    page = opened(hostile)
    for word in ("constructor", "__proto__"):
        number = page.evaluate(
            """name => [...Array(papergraph.app.graph.count).keys()].find(k => papergraph.app.graph.name(k) === name
            && papergraph.app.graph.kindName(k) === "paper")""",
            word,
        )
        page.evaluate("thing => papergraph.app.select(thing)", number)
        panel = page.told().text("#panel")
        assert page.text("#panel h2") == word
        assert f"{word} · {word}.md:3" in panel
        for wrong in ("native code", "[object Object]", "undefined", "NaN"):
            assert wrong not in panel
    assert page.quiet


def test_an_address_that_is_no_web_page_is_text(opened: Opener) -> None:
    page = opened(hostile)
    page.evaluate("papergraph.app.select(0)")

    assert page.told().text("#panel").count("javascript:window.hurt=1") >= 1
    assert page.page.locator("#panel a[href^='https://example.org/']").count() >= 0
    assert page.evaluate("[...document.querySelectorAll('a')].every(each => /^https?:/.test(each.href))")


@pytest.mark.parametrize(
    "base", ["javascript:window.hurt=1//", "data:text/html,", "vbscript:x//", "blob:null/", "ftp://x/"]
)
def test_where_notes_are_cannot_be_what_acts(opened: Opener, base: str) -> None:
    """A configuration may come from somebody else, too."""
    page = opened(lambda: noted(base))
    page.select("A Note")

    assert page.page.locator("#panel a").evaluate_all("all => all.map(each => each.href)") == ["https://example.org/1"]
    assert page.quiet


BASES = {
    "https://example.org/notes": "https://example.org/notes/",
    "../notes": "file:",
    "obsidian://open?x=": "obsidian:",
}


@pytest.mark.parametrize("base,start", BASES.items())
def test_notes_are_linked_where_they_are(opened: Opener, base: str, start: str) -> None:
    page = opened(lambda: noted(base))
    page.select("A Note")

    assert page.page.locator("#panel .sources a").evaluate_all("all => all.map(each => each.href)")[0].startswith(start)


def noted(base: str) -> Graph:
    """An article in a note, in a folder that a configuration names."""
    article = Article(Reference("url", "https://example.org/1"), Origin(RANK_NOTE, "a b/#1?.md", 3, ""), "A Note")
    return graph_of([article], (), [entry("a b/#1?.md", 1, "A Note")], (), Metadata("Notes", notes_url=base))
