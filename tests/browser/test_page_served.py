"""The page as `papergraph serve` hands it out: its console asks the server, and nobody else is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from command_line import NOTE
from opened_pages import DESKTOP, Opened
from servers import RUNAWAY, Server, build, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

STUDY = "Graphs from Notes: a Study"
NAMES = "SELECT ?paper ?title WHERE { ?paper a schema:ScholarlyArticle ; schema:name ?title } ORDER BY ?title"


class ServedPage(Opened):
    """A page that may ask the server that it comes from."""

    def _route(self, route: Route) -> None:
        if route.request.url.startswith((self.address, "blob:")):
            route.continue_()
        else:
            self.requests.append(route.request.url)
            route.abort()

    def asked(self, sparql: str) -> ServedPage:
        """Write a query into the editor, run it, and wait for what comes of it."""
        self.page.click("#sparql .cm-content")
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(sparql)
        self.page.keyboard.press("Control+Enter")
        self.until(
            """papergraph.console.phase === "ready" && (!document.querySelector("#console-error").hidden
            || / ms$/.test(document.querySelector("#console-status").textContent))"""
        )
        return self


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over a build whose page has no engine of its own, as that of a large graph."""
    folder = tmp_path_factory.mktemp("served")
    build(folder)
    without_engine(folder / "output" / "graph.html")
    with serving(folder, "--timeout", "1") as server:
        yield server


def without_engine(page: Path) -> None:
    """Write the page anew as that of a graph with too many triples."""
    import papergraph.exporters.console as consoles
    from papergraph.config import Config
    from papergraph.exporters.html import write
    from papergraph.pipeline import build_graph

    notes = page.parent.parent / "notes"
    config = Config(
        root=notes.parent, notes=(notes,), output=page.parent, catalogs=(notes / "catalog" / "arxiv.jsonl",)
    )
    limit = consoles.LIMIT
    consoles.LIMIT = 1
    try:
        with page.open("wb") as file:
            write(build_graph(config), file)
    finally:
        consoles.LIMIT = limit
    assert b'id="engine"' not in page.read_bytes()


@pytest.fixture
def page(browser: Browser, served: Server) -> Iterator[ServedPage]:
    context = browser.new_context(**DESKTOP)
    page = ServedPage(context, f"{served.address}/", "#view=console")
    page.until("papergraph.console.phase", "ready")
    page.until("Boolean(document.querySelector('#sparql')?.shadowRoot?.querySelector('.cm-content'))")
    yield page
    context.close()


def test_the_server_answers_and_its_iris_lead_into_the_graph(page: ServedPage) -> None:
    page.asked(NAMES)

    assert STUDY in page.text("#answers")
    page.page.click("#answers >> text=2401.01234")
    page.until("!document.querySelector('#panel').hidden")
    assert page.selected == STUDY
    assert page.quiet


def test_what_the_server_has_is_told(page: ServedPage, served: Server) -> None:
    triples = served.request("GET", "/health").text.partition('"triples": ')[2].partition(",")[0]

    assert int(page.text("#console-status").replace(",", "").partition("has ")[2].partition(" ")[0]) == int(triples)
    assert "the server that this page comes from" in page.text("#console-said")


def test_a_mistake_is_marked_and_a_limit_is_told(page: ServedPage) -> None:
    page.asked("SELECT * {\n  ?a nope:name ?b }")
    assert "Line 2" in page.text("#console-error")
    assert "nope:" in page.text("#console-error")

    page.asked(RUNAWAY)
    assert "no answer" in page.text("#console-error")

    page.asked(NAMES)
    assert STUDY in page.text("#answers")
    assert all("400" in error or "503" in error for error in page.errors), page.errors
    assert page.requests == []


def test_triples_are_answered_as_well(page: ServedPage) -> None:
    page.asked("DESCRIBE <https://arxiv.org/abs/2401.01234>")

    assert STUDY in page.text("#answers")
    assert page.quiet


def test_nobody_but_the_server_can_be_asked(page: ServedPage) -> None:
    outcome = page.evaluate("fetch('http://127.0.0.1:9/').then(() => 'answered', () => 'refused')")

    assert outcome == "refused"
    assert page.requests == []
    assert any("Content Security Policy" in error for error in page.errors)


def reload(page: ServedPage) -> None:
    """Take the offer to reload."""
    page.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.until("document.querySelector('#anew').textContent", "The graph was built anew. Reload")
    with page.page.expect_navigation():
        page.page.click("#anew button")
    page.until("document.documentElement.dataset.ready", "yes")


@pytest.mark.alone
def test_a_newer_build_is_offered_and_shown_where_one_looks(browser: Browser, tmp_path: Path) -> None:
    build(tmp_path, "--format", "html")
    context = browser.new_context(**DESKTOP)
    with serving(tmp_path, "--workers", "1") as server:
        page = ServedPage(context, f"{server.address}/", "#view=table")
        build(tmp_path, "--format", "html", note=NOTE.replace("Useful", "Useless"))
        server.wait_for("built anew")
        reload(page)
        if "Considered Useless" not in page.text("#table-view"):  # from a process that was about to leave
            reload(page)
        assert "Considered Useless" in page.text("#table-view")
        assert page.page.url.endswith("#view=table")
        assert page.page.is_hidden("#anew")
        assert page.quiet
    context.close()
