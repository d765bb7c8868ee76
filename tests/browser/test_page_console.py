"""The console: SPARQL in the page, from disk, with every request refused and counted."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from opened_pages import PHONE, Opened, Opener, saved
from page_graphs import enriched, hostile, story
from papergraph.canned import shipped, values
from papergraph.config import Config
from papergraph.model import Graph, Method
from papergraph.pipeline import build_graph
from papergraph.query import ask, load
from papergraph.vocabulary import EDGE_TERMS

RESNET = "Deep Residual Learning for Image Recognition"
NAMES = "SELECT ?paper ?title WHERE { ?paper a schema:ScholarlyArticle ; schema:name ?title } ORDER BY ?title"
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?c != ?f && ?i != ?l) }"


def lawful() -> Graph:
    """The hostile texts wherever notes and networks put theirs; predicates and methods are papergraph's own words."""
    graph = hostile()
    edges = [
        edge._replace(evidence=tuple(one._replace(method=Method.TAG) for one in edge.evidence))
        for edge in graph.edges
        if edge.predicate in EDGE_TERMS
    ]
    joined = {
        paper: tuple((title, reason._replace(method=Method.SAME_TITLE)) for title, reason in titles)
        for paper, titles in graph.joined.items()
    }
    return graph._replace(edges=tuple(edges), joined=joined)


def started(page: Opened) -> Opened:
    """Wait until the console can be asked."""
    page.until("papergraph.console.phase", "ready")
    page.until("Boolean(document.querySelector('#sparql')?.shadowRoot?.querySelector('.cm-content'))")
    return page


def console(page: Opened) -> Opened:
    """Open the console."""
    page.page.click("#console-tab")
    return started(page)


def asked(page: Opened, sparql: str) -> Opened:
    """Write a query into the editor as a person does, and run it."""
    write(page, sparql)
    page.page.keyboard.press("Control+Enter")
    return answered(page)


def write(page: Opened, sparql: str) -> None:
    """Write a query into the editor in place of what is there."""
    page.page.click("#sparql .cm-content")
    page.page.keyboard.press("Control+a")
    page.page.keyboard.insert_text(sparql)


def answered(page: Opened) -> Opened:
    """Wait until there is an answer, or a word why there is none."""
    page.until(
        """papergraph.console.phase === "ready" && (!document.querySelector("#console-error").hidden
        || / ms$/.test(document.querySelector("#console-status").textContent))"""
    )
    return page


def cells(page: Opened) -> list[list[str]]:
    """The texts of the answer, row by row."""
    found: list[list[str]] = page.evaluate(
        "[...document.querySelectorAll('#answers tbody tr')].map(row => [...row.cells].map(cell => cell.title))"
    )
    return found


def written(page: Opened) -> str:
    """What stands in the editor."""
    return "\n".join(page.page.locator("#sparql .cm-line").all_inner_texts()).replace("\n\n\n", "\n\n")


def test_nothing_of_the_console_runs_before_it_is_opened(opened: Opener) -> None:
    page = opened(story)

    assert page.evaluate("'papergraphEditor' in window") is False
    assert page.evaluate("papergraph.console.phase") == "closed"
    assert page.evaluate("document.querySelector('#console-view').childElementCount") == 0
    assert page.page.workers == []


def test_the_console_opens_and_answers(opened: Opener) -> None:
    page = console(opened(story))
    assert "triples are loaded" in page.text("#console-status")
    asked(page, NAMES)

    assert [row[1] for row in cells(page)] == sorted(row[1] for row in cells(page))
    assert RESNET in [row[1] for row in cells(page)]
    assert page.text("#console-status").startswith(f"{len(cells(page))} rows in ")
    assert page.page.locator("#answers th").all_inner_texts() == ["paper", "title"]
    assert page.quiet


@pytest.mark.parametrize("graph", [story, enriched, lawful], ids=["story", "enriched", "hostile"])
def test_every_canned_query_gives_the_answer_of_the_command_line(standing: Opener, graph: Callable[[], Graph]) -> None:
    page = standing(graph)
    if page.evaluate("papergraph.console.phase") == "closed":
        console(page)
    store = load(graph())
    for query in shipped():
        page.page.select_option("#canned", index=1 + [each.name for each in shipped()].index(query.name))
        answered(page)
        expected = ask(store, query.sparql, values(query, {}), "urn:papergraph:")
        rows = page.evaluate("papergraph.console.rows.rows.map(row => row.map(term => term ? term.value : ''))")
        assert sorted(map(tuple, rows)) == sorted(expected.rows), query.name
        assert page.evaluate("papergraph.console.rows.columns") == list(expected.columns), query.name
    assert page.quiet


def test_a_parameter_is_a_field_and_stands_in_the_query(opened: Opener) -> None:
    page = console(opened(story))
    page.page.select_option("#canned", label="Papers of an author")
    answered(page)
    assert page.page.input_value("#parameter-name") == "Xiaohan Ding"
    page.page.fill("#parameter-name", "kaiming he")
    page.page.press("#parameter-name", "Enter")
    page.until("document.querySelectorAll('#answers tbody tr').length > 0")

    assert "(default: kaiming he)" in written(page)
    assert RESNET in [row[1] for row in cells(page)]
    assert page.quiet


def test_a_thing_may_be_given_by_its_reference(opened: Opener) -> None:
    page = console(opened(story))
    page.page.select_option("#canned", label="Everything about a thing")
    answered(page)
    reference = page.evaluate("thing => papergraph.app.details.reference(thing)", page.thing(RESNET))
    page.page.fill("#parameter-thing", reference)
    page.page.press("#parameter-thing", "Enter")
    page.until(f"[...document.querySelectorAll('#answers td')].some(cell => cell.title === '{RESNET}')")


@pytest.mark.parametrize(
    "sparql,line,column,said",
    [
        ("SELECT ?s WHERE {\n  ?s foaf:name ?o\n}", 2, 6, "the prefix foaf: is not declared"),
        ("SELECT ?s WHERE {\n  ?s ?p ?? }", 2, 11, ""),
        ("SELECT * WHERE { ?s ?p ?o", 1, 26, ""),
    ],
)
def test_a_mistake_is_shown_where_it_is(opened: Opener, sparql: str, line: int, column: int, said: str) -> None:
    page = asked(console(opened(story)), sparql)

    assert page.text("#console-error").startswith(f"Line {line}, column {column}: {said}")
    assert page.page.locator("#sparql .wrongLine").inner_text() == sparql.split("\n")[line - 1]
    assert page.page.get_attribute("#console-error", "role") == "alert"
    assert page.quiet
    asked(page, "ASK {}")
    assert not page.page.is_visible("#console-error")


@pytest.mark.parametrize(
    "sparql,why",
    [
        ("SELECT * { SERVICE <https://example.org/> { ?s ?p ?o } }", "SERVICE is refused"),
        ("SELECT * FROM <https://example.org/> { ?s ?p ?o }", "FROM is refused"),
        ("INSERT DATA { <x:a> <x:b> <x:c> }", "Queries cannot change the graph"),
        ("LOAD <https://example.org/>", "Queries cannot change the graph"),
    ],
)
def test_other_servers_and_changes_are_refused(opened: Opener, sparql: str, why: str) -> None:
    page = asked(console(opened(story)), sparql)

    assert page.text("#console-error").startswith(why)
    assert page.quiet


def test_variables_and_terms_are_completed(opened: Opener) -> None:
    page = console(opened(story))
    write(page, "SELECT ?paper WHERE { ?paper schema:auth")
    page.page.keyboard.press("Control+Space")
    option = page.page.locator("#sparql .cm-tooltip-autocomplete li[aria-selected=true]")
    option.wait_for()
    assert option.inner_text() == "schema:author"
    page.page.evaluate("new Promise(done => setTimeout(done, 100))")
    page.page.keyboard.press("Enter")
    page.page.keyboard.type(" ?pers")

    assert "schema:author ?pers" in written(page)
    page.page.keyboard.press("Escape")
    assert page.page.is_visible("#sparql")


def test_a_query_can_be_stopped_and_the_next_one_is_answered(opened: Opener) -> None:
    page = console(opened(enriched))
    write(page, ENDLESS)
    page.page.keyboard.press("Control+Enter")
    page.until("papergraph.console.phase", "asking")
    assert page.page.is_enabled("#stop")
    page.page.click("#stop")
    page.until("document.querySelector('#console-status').textContent", "Stopped.")
    asked(page, NAMES)

    assert cells(page)
    assert page.quiet


def test_a_query_that_takes_too_long_is_stopped(opened: Opener) -> None:
    page = console(opened(enriched))
    page.evaluate("void (papergraph.console.limit = 300)")
    asked(page, ENDLESS)

    assert page.text("#console-error").startswith("Stopped: there was no answer after 0.3 seconds")
    page.evaluate("void (papergraph.console.limit = 10_000)")
    asked(page, NAMES)
    assert cells(page)


def test_a_thing_in_an_answer_is_shown_on_the_map(opened: Opener) -> None:
    page = asked(console(opened(story)), NAMES)
    row = [cell[1] for cell in cells(page)].index(RESNET)
    page.page.locator("#answers tbody tr").nth(row).locator("button.thing").click()
    assert page.told().selected == RESNET
    page.page.click("#panel .actions button:has-text('On the map')")
    page.drawn()
    x, y = page.spot(RESNET)
    pane, panel = (
        page.evaluate(f"document.querySelector('{at}').getBoundingClientRect()") for at in ("#map", "#panel")
    )

    assert 0 < x < panel["left"]
    assert pane["top"] < y < pane["bottom"]


def test_the_world_is_a_link_and_what_is_the_graphs_own_can_be_asked(opened: Opener) -> None:
    page = asked(
        console(opened(story)),
        "SELECT ?entry (schema:name AS ?term) WHERE { ?entry a pg:Entry } ORDER BY ?entry LIMIT 1",
    )
    link = page.page.locator("#answers a")
    assert link.inner_text() == "schema:name"
    assert link.get_attribute("rel") == "noreferrer noopener"
    assert link.get_attribute("target") == "_blank"
    page.page.click("#answers button.thing")
    answered(page)

    page.until("document.querySelectorAll('#answers tbody tr').length > 3")
    assert written(page).startswith("DESCRIBE <urn:papergraph:entry/")
    assert page.page.locator("#answers th").all_inner_texts() == ["subject", "predicate", "object"]


def test_a_truth_is_yes_or_no(opened: Opener) -> None:
    page = asked(console(opened(story)), "ASK { ?s a pg:Note }")
    assert page.text("#answers") == "yes"
    asked(page, "ASK { ?s a pg:Nothing }")

    assert page.text("#answers") == "no"
    assert page.page.is_disabled("#save-csv")


def test_triples_are_a_table_and_turtle(opened: Opener) -> None:
    page = asked(console(opened(story)), "CONSTRUCT { ?a schema:author ?b } WHERE { ?a schema:author ?b }")
    assert len(cells(page)) > 3
    name, content = saved(page, lambda: page.page.click("#save-ttl"))

    import pyoxigraph as ox

    assert name.endswith(".ttl")
    triples = list(ox.parse(content, ox.RdfFormat.TURTLE))
    assert len(triples) == len(cells(page))
    assert b"schema:author arxiv:" in content or b"schema:author" in content


def test_an_answer_is_sorted_and_saved_as_it_stands(opened: Opener) -> None:
    query = "SELECT ?name ?stars { ?r a schema:SoftwareSourceCode ; schema:name ?name OPTIONAL { ?r pg:stars ?stars } }"
    page = asked(console(opened(story)), query)
    page.page.click("#answers th:nth-child(2) button")
    page.page.click("#answers th:nth-child(2) button")
    stars = [row[1] for row in cells(page) if len(row) > 1]
    known_stars = [int(value) for value in stars if value]
    assert known_stars == sorted(known_stars, reverse=True)
    assert page.page.get_attribute("#answers th:nth-child(2)", "aria-sort") == "descending"
    name, content = saved(page, lambda: page.page.click("#save-csv"))
    head, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))

    assert name.endswith(".csv")
    assert head == ["name", "stars"]
    assert [line[0] for line in lines] == [row[0] for row in cells(page)]


def test_an_answer_is_copied(opened: Opener) -> None:
    page = asked(console(opened(story, permissions=["clipboard-read", "clipboard-write"])), f"{NAMES} LIMIT 2")
    page.page.click("#copy-rows")
    page.until("document.querySelector('#said').textContent.startsWith('Copied')")

    assert page.evaluate("navigator.clipboard.readText()").startswith("paper\ttitle\n")


MANY = "SELECT ?a ?b ?c WHERE { ?a ?p ?x . ?b ?q ?y . ?c schema:name ?z } LIMIT 12000"


def test_of_many_rows_only_those_in_sight_are_there(opened: Opener) -> None:
    page = asked(console(opened(enriched)), MANY)
    assert page.text("#console-status").startswith("12,000 rows in ")
    assert page.page.get_attribute("#answers table", "aria-rowcount") == "12001"
    assert page.page.locator("#answers tbody tr").count() < 150
    height = page.evaluate("document.querySelector('#answers').scrollHeight")
    page.evaluate("document.querySelector('#answers').scrollTop = 1e7")
    page.until("[...document.querySelectorAll('#answers tbody tr')].some(row => row.ariaRowIndex === '12001')")

    assert page.page.locator("#answers tbody tr").count() < 150
    assert page.evaluate("document.querySelector('#answers').scrollHeight") == pytest.approx(height, abs=40)
    assert page.quiet


def test_a_link_restores_the_query_and_its_answer(opened: Opener) -> None:
    page = asked(console(opened(story)), f"{NAMES}\nLIMIT 3")
    fragment = page.fragment()
    assert "view=console" in fragment
    again = started(opened(story, fragment))
    answered(again)

    assert written(again) == f"{NAMES}\nLIMIT 3"
    assert cells(again) == cells(page)
    assert again.quiet


def test_going_back_shows_the_query_before(opened: Opener) -> None:
    page = asked(console(opened(story)), f"{NAMES}\nLIMIT 2")
    page.fragment()
    asked(page, f"{NAMES}\nLIMIT 1")
    page.fragment()
    page.page.go_back()
    page.until("document.querySelectorAll('#answers tbody tr').length", 2)

    assert written(page).endswith("LIMIT 2")


def test_earlier_queries_can_be_asked_again(opened: Opener) -> None:
    page = asked(asked(console(opened(story)), f"{NAMES} LIMIT 2"), "ASK {}")
    page.page.select_option("#earlier", index=2)
    page.until("document.querySelectorAll('#answers tbody tr').length", 2)

    assert written(page).endswith("LIMIT 2")


def test_everything_is_done_by_keyboard(opened: Opener) -> None:
    page = opened(story)
    keys = page.page.keyboard
    page.page.focus("#map")
    keys.press("q")
    started(page)
    page.until("document.activeElement.id", "sparql")
    keys.press("Control+a")
    keys.insert_text(f"{NAMES} LIMIT 1")
    keys.type(" # / q")
    assert page.evaluate("document.activeElement.id") == "sparql"
    keys.press("Control+Enter")
    answered(page)
    for _ in range(12):
        keys.press("Tab")
        if page.evaluate("document.activeElement.matches('#answers button.thing')"):
            break
    keys.press("Enter")
    page.until("papergraph.app.selected !== null")

    keys.press("Escape")
    assert page.selected is None
    assert page.evaluate("document.activeElement.id") == "console-view"
    assert page.quiet


def test_the_key_of_the_console_writes_where_one_writes(opened: Opener) -> None:
    page = opened(story)
    page.page.focus("#query")
    page.page.keyboard.type("q/q")

    assert page.page.input_value("#query") == "q/q"
    assert page.evaluate("papergraph.app.state.view") == "map"


def test_the_console_speaks_chinese(opened: Opener) -> None:
    page = console(opened(story, locale="zh-CN"))
    assert page.page.inner_text("#run") == "运行"
    assert "各年论文数" in page.text("#canned")
    page.page.click("#language")

    assert page.page.inner_text("#run") == "Run"
    assert "Papers by year" in page.text("#canned")
    assert page.page.get_attribute("#sparql .cm-content", "aria-label") == "Query in SPARQL"


def test_the_console_fits_a_phone(opened: Opener) -> None:
    page = asked(console(opened(story, **PHONE)), NAMES)
    assert page.evaluate("document.scrollingElement.scrollWidth") <= 390
    small: list[Any] = page.evaluate(
        """() => [...document.querySelectorAll("#console-view :is(button, select, input)")].filter(each => {
        const {width, height} = each.getBoundingClientRect();
        return each.checkVisibility() && !each.closest("td") && width && (width < 24 || height < 24);
    }).map(each => each.id)"""
    )

    assert small == []
    assert page.page.locator("#answers").bounding_box()["height"] > 100  # type: ignore[index]


def test_hostile_texts_in_an_answer_are_only_text(opened: Opener) -> None:
    page = asked(console(opened(lawful)), "SELECT ?s ?p ?o WHERE { ?s ?p ?o FILTER(CONTAINS(STR(?o), 'window.hurt')) }")

    assert any("window.hurt" in cell for row in cells(page) for cell in row)
    assert (
        page.evaluate("document.querySelectorAll('#answers script, #answers img, #answers svg:not(.icon)').length") == 0
    )
    links = page.evaluate("[...document.querySelectorAll('#answers a')].map(link => link.protocol)")
    assert set(links) <= {"http:", "https:"}
    _, content = saved(page, lambda: page.page.click("#save-csv"))
    assert not [
        cell for line in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in line if cell[:1] in set("=+@")
    ]
    assert page.quiet


def test_a_hostile_query_in_the_address_is_only_text(opened: Opener) -> None:
    sparql = "</script><img src=x onerror=window.hurt=1> SELECT"
    page = started(opened(story, f"#view=console&sparql={quote(sparql)}"))
    answered(page)

    assert written(page) == sparql
    assert page.quiet


def test_a_graph_that_is_too_large_says_why(opened: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    from papergraph.exporters import console as module

    monkeypatch.setattr(module, "LIMIT", 10)
    page = opened(lambda: story())  # noqa: PLW0108 - another function is another page
    page.page.click("#console-tab")
    page.until("document.querySelector('#console-view').textContent.includes('papergraph serve')")

    assert "more than 10 triples" in page.text("#console-view")
    assert page.quiet


def alike(rows: Iterable[Sequence[str]]) -> list[list[str]]:
    """Rows in order, and what GROUP_CONCAT puts together in order, which SPARQL leaves open."""
    return sorted([", ".join(sorted(cell.split(", "))) for cell in row] for row in rows)


def test_the_note_series_is_asked_alike_in_the_page_and_on_the_command_line(
    opened: Opener, shared: Path, tmp_path: Path
) -> None:
    graph = build_graph(
        Config(tmp_path, (shared / "corpora" / "note-series" / "notes",), tmp_path / "output", network=False)
    )
    page = console(opened(lambda: graph))
    store = load(graph)
    for number, query in enumerate(shipped()):
        page.page.select_option("#canned", index=1 + number)
        answered(page)
        expected = ask(store, query.sparql, values(query, {}), "urn:papergraph:")
        rows = page.evaluate("papergraph.console.rows.rows.map(row => row.map(term => term ? term.value : ''))")
        assert alike(rows) == alike(expected.rows), query.name
    assert page.quiet
