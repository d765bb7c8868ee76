"""The page opens from disk: at any size, without a request, without a complaint, with its policy in force."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from opened_pages import DESKTOP, Made, Opened, Opener, browser_program, colours
from page_extremes import HUNDRED_THOUSAND, TWENTY_THOUSAND, TWO_THOUSAND, alone, nothing
from page_graphs import hostile, large, story
from papergraph.exporters import html

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VIEWS = ("near", "table", "problems", "about", "map")
NO_3D, NO_HOSTS = "--disable-3d-apis", "--host-resolver-rules=MAP * ~NOTFOUND"


def looked_through(page: Opened) -> Opened:
    """Open every view."""
    for view in VIEWS:
        page.view(view)
    return page


@pytest.mark.parametrize(
    "graph,count",
    [(nothing, 0), (alone, 1), (story, 31), (hostile, 44), (TWO_THOUSAND, 2001), (TWENTY_THOUSAND, 20_001)],
    ids=["nothing", "one thing", "about thirty", "hostile", "two thousand", "twenty thousand"],
)
def test_a_page_opens_without_request_or_complaint(opened: Opener, graph: Made, count: int) -> None:
    page = opened(graph)

    assert abs(page.evaluate("papergraph.app.graph.count") - count) <= count // 100
    assert looked_through(page).quiet


@pytest.mark.timeout(300)
def test_a_hundred_thousand_things_open_as_quietly(opened: Opener) -> None:
    page = opened(HUNDRED_THOUSAND)

    assert page.evaluate("papergraph.app.graph.count") > 99_000
    assert page.evaluate("papergraph.app.map.labels.length") > 5
    assert page.quiet


@pytest.fixture
def hampered(browser: Browser, written: Callable[[Made], Path], request: pytest.FixtureRequest) -> Iterator[Opened]:
    """The page of the story in a browser started with a flag."""
    program = browser.browser_type.launch(executable_path=browser_program(), args=[request.param])
    yield Opened(program.new_context(**DESKTOP), written(story))
    program.close()


@pytest.mark.parametrize("hampered", [NO_3D, NO_HOSTS], indirect=True)
def test_neither_a_graphics_card_nor_a_network_is_needed(hampered: Opened) -> None:
    assert len(colours(hampered)) > 20
    hampered.select("Kaiming He").view("near")
    hampered.until("papergraph.near.things.length > 5")
    assert looked_through(hampered).quiet


def test_the_file_names_nothing_that_could_be_loaded(written: Callable[[Made], Path]) -> None:
    text = written(story).read_text(encoding="utf-8")
    head, _, rest = text.partition("<style>")

    assert re.findall(r"(?:src|href)=\S*", head) == ['href="data:,">']
    assert "@import" not in rest
    assert not re.search(r"url\(\s*['\"]?(?!data:)", rest.partition("</style>")[0])


def test_the_policy_names_no_source_but_hashes_and_webassembly(opened: Opener) -> None:
    page = opened(story)
    policy = page.page.get_attribute("meta[http-equiv='Content-Security-Policy']", "content") or ""
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))

    assert rules["default-src"] == "'none'"
    assert rules["connect-src"] == "'none'"
    webassembly = "'wasm-unsafe-eval'"
    for kind, more in (("script-src", [webassembly]), ("style-src", [])):
        words = rules[kind].split()
        assert [word for word in words if not word.startswith("'sha256-")] == more, rules[kind]
    assert "unsafe" not in policy.replace(webassembly, "")


ATTEMPTS = {
    "a script": "document.body.append(Object.assign(document.createElement('script'), {text: 'window.hurt = 1'}))",
    "eval": "eval('window.hurt = 1')",
    "a function of text": "new Function('window.hurt = 1')()",
    "a handler": "document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.hurt=1\">')",
    "a handler set": "document.body.setAttribute('onclick', 'window.hurt = 1'), document.body.click()",
    "a timer of text": "setTimeout('window.hurt = 1')",
    "a picture": "new Image().src = 'https://example.org/a.png'",
    "a request": "fetch('https://example.org/')",
    "a beacon": "navigator.sendBeacon('https://example.org/')",
    "a socket": "new WebSocket('wss://example.org/')",
    "a frame": "document.body.append(Object.assign(document.createElement('iframe'), {src: 'https://example.org/'}))",
    "a form": "document.body.appendChild(Object.assign(document.createElement('form'), "
    "{action: 'https://example.org/', method: 'post'})).submit()",
    "a style": "document.head.append(Object.assign(document.createElement('style'), "
    "{textContent: '@import url(https://example.org/a.css)'}))",
    "a worker": "new Worker('https://example.org/a.js')",
}


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
def test_the_policy_is_in_force(opened: Opener, attempt: str) -> None:
    """Also a mistake of ours would neither let a text act nor let anything out."""
    page = opened(story)
    page.evaluate(
        f"""() => new Promise(done => {{
        setTimeout(() => {{
            try {{ Promise.resolve({attempt}).catch(error => console.warn(String(error))); }}
            catch (error) {{ console.warn(String(error)); }}
            setTimeout(done, 100);
        }});
    }})"""
    )

    assert page.evaluate("window.hurt === undefined")
    assert page.requests == []
    assert page.errors != []


def test_a_page_past_the_limit_says_so_in_numbers(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "LIMIT", 50)
    page = opened(lambda: large(300))

    total = page.evaluate("papergraph.app.graph.header.total")
    assert total > 250
    assert page.text("#cut") == f"There are {total} things; this page shows the 50 that are most connected."
    page.page.click("#language")
    assert page.text("#cut") == f"共有 {total} 项；本页只显示联系最多的 50 项。"


def test_what_leads_to_left_out_things_is_counted(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "LIMIT", 20)
    page = opened(lambda: large(300))
    page.page.keyboard.press("Tab")
    page.evaluate("papergraph.app.select(0)")
    beyond = page.told().evaluate("papergraph.app.graph.beyond[0]")

    assert beyond > 0
    assert f"{beyond} more to things that this page leaves out." in page.text("#panel")


def test_one_line_says_what_this_is(opened: Opener) -> None:
    assert opened(story).text("#statement") == (
        "From 2 notes: 3 articles, 6 papers, 4 repositories, 13 people, 1 venue, 4 topics, 31 links."
    )


def test_an_empty_page_says_why_in_both_languages(opened: Opener) -> None:
    page = opened(nothing)

    assert page.text("#empty") == "Nothing to show yet: no article, paper or repository was found in the notes."
    page.page.click("#language")
    assert page.text("#empty") == "还没有内容：笔记中没有找到文章、论文或代码仓库。"


def test_a_damaged_page_says_that_it_cannot_be_shown(
    browser: Browser, written: Callable[[Made], Path], tmp_path: Path
) -> None:
    text = written(story).read_text(encoding="utf-8")
    start = text.index('id="graph">') + 200
    path = tmp_path / "damaged.html"
    path.write_text(text[:start] + "AAAA" + text[start + 4 :], encoding="utf-8")
    context = browser.new_context(**DESKTOP)
    page = context.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("text=/This page cannot be shown/")
    context.close()


def test_without_scripts_the_page_says_where_else_to_read(opened: Opener, written: Callable[[Made], Path]) -> None:
    browser = opened(story).page.context.browser
    assert browser is not None
    settings: dict[str, Any] = {**DESKTOP, "java_script_enabled": False}
    context = browser.new_context(**settings)
    page = context.new_page()
    page.goto(written(story).as_uri())

    assert "graph.json" in page.inner_text("noscript")
    assert page.inner_text("h1") == "阅读笔记 Reading notes"
    context.close()
