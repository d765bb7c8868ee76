"""The page at the edges: a hub of thirty thousand, titles without end, nothing but islands, very much of everything."""

from __future__ import annotations

import time

import pytest

from opened_pages import Opened, Opener
from page_extremes import CROWD, HUB, LONG, TWENTY_THOUSAND, alone, crowded, long_titled, nothing, scattered


def seconds(page: Opened, expression: str, wanted: object) -> float:
    """How long the page takes from an act until an expression has a value."""
    start = time.monotonic()
    page.until(expression, wanted)
    return time.monotonic() - start


@pytest.mark.alone
def test_a_hub_of_thirty_thousand_answers_within_two_seconds(opened: Opener) -> None:
    page = opened(crowded)
    hub = page.thing(HUB)
    start = time.monotonic()
    page.page.mouse.click(*page.spot(HUB))
    page.until("document.querySelector('#panel h2')?.textContent", HUB)
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    assert time.monotonic() - start < 2
    assert page.evaluate("papergraph.app.selected") == hub
    assert f"{CROWD:,} links" in page.text("#panel .kind")
    assert page.quiet


def test_a_hub_does_not_fill_the_details_with_its_authors(opened: Opener) -> None:
    page = opened(crowded)
    page.select(HUB)

    assert page.evaluate("document.querySelectorAll('#panel *').length") < 2000


def test_a_hub_has_a_neighbourhood_a_table_and_paths(opened: Opener) -> None:
    page = opened(crowded)
    page.select(HUB).view("near")
    page.until("papergraph.near.things.length > 20")
    page.view("table").view("map")
    page.evaluate("papergraph.app.select(5)")
    page.told().evaluate("papergraph.app.setTarget(29000)")

    assert page.evaluate("papergraph.app.path.length") == 3
    assert page.quiet


@pytest.mark.alone
def test_a_hub_is_hovered_over_without_a_stutter(opened: Opener) -> None:
    page = opened(crowded)
    x, y = page.spot(HUB)
    watched(page)
    for step in range(20):
        page.page.mouse.move(x - 10 + step, y)
    page.evaluate("new Promise(done => setTimeout(done, 200))")

    assert page.evaluate("window.slow") < 400


def watched(page: Opened) -> None:
    """Take note in the page of how long the longest piece of work takes from now on, in milliseconds."""
    page.evaluate(
        """() => {
        window.slow = 0;
        const note = ({duration}) => (window.slow = Math.max(window.slow, duration));
        new PerformanceObserver(list => list.getEntries().forEach(note)).observe({entryTypes: ["longtask"]});
    }"""
    )


@pytest.mark.parametrize("graph", [alone, nothing])
def test_little_answers_to_everything(opened: Opener, graph: object) -> None:
    page = opened(graph)  # type: ignore[arg-type]
    page.settings()
    for layout in ("time", "topics", "map"):
        page.page.click(f"#layout-{layout}")
    for key in ("/", "x", "Enter", "Escape", "Escape"):
        page.page.keyboard.press(key)
    page.page.focus("#map")
    for key in ("ArrowRight", "ArrowDown", "+", "-", "0", "p", "n", "Escape"):
        page.page.keyboard.press(key)
    page.view("map")
    page.page.mouse.move(640, 400)
    page.page.mouse.wheel(0, -400)
    page.page.mouse.dblclick(640, 500)
    page.evaluate("new Promise(done => setTimeout(done, 200))")

    assert page.quiet


def test_one_thing_is_large_enough_to_be_seen(opened: Opener) -> None:
    page = opened(alone)
    x, y = page.spot("Alone")

    assert (x, y) == pytest.approx((640, 460), abs=80)
    assert page.evaluate("papergraph.app.map.radiusOf(0)") > 3
    assert len(page.drawn().evaluate("papergraph.app.map.labels")) == 1


def test_titles_without_end_stay_in_their_place_in_every_view(opened: Opener) -> None:
    page = opened(long_titled)
    for view in ("near", "table", "map"):
        page.view(view)
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    page.page.fill("#query", "long")
    assert page.evaluate(
        "document.querySelector('#found').scrollWidth <= document.querySelector('#found').clientWidth + 1"
    )
    page.page.mouse.move(*page.spot(page.evaluate("papergraph.app.graph.name(0)")))
    page.page.mouse.move(*page.spot(page.evaluate("papergraph.app.graph.name(1)")))
    page.until("document.querySelector('#tip').hidden", wanted=False)
    box = page.page.locator("#tip").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 1280
    assert box["y"] + box["height"] <= 800
    assert LONG[:100] not in page.evaluate("papergraph.app.map.labelText(0)")
    assert page.quiet


def test_five_thousand_islands_are_shown_and_found(opened: Opener) -> None:
    page = opened(scattered)
    page.page.fill("#query", "island 4999")
    assert page.text("#found [role=option] bdi") == "Island 4999"
    page.page.keyboard.press("Enter")
    assert "No link to anything else." in page.told().text("#panel")

    page.page.click("#panel .actions button >> nth=0")
    page.until("papergraph.near.things.length", 1)
    page.evaluate("papergraph.app.setTarget(0)")
    page.until("document.querySelector('#path p')?.textContent.startsWith('There is no path')")
    assert page.quiet


@pytest.mark.alone
def test_twenty_thousand_things_answer_at_once(opened: Opener) -> None:
    page = opened(TWENTY_THOUSAND)
    page.page.fill("#query", "representation 4321")
    assert seconds(page, "document.querySelectorAll('#found [role=option]').length > 0", wanted=True) < 1
    page.page.keyboard.press("Enter")
    assert seconds(page, "document.querySelector('#panel h2')?.textContent.includes('4321')", wanted=True) < 1
    for layout in ("time", "topics", "map"):
        start = time.monotonic()
        page.page.click(f"#layout-{layout}")
        page.drawn()
        assert time.monotonic() - start < 3
    start = time.monotonic()
    page.page.click("#legend [data-kind=person]")
    page.drawn()
    assert time.monotonic() - start < 3
    assert page.quiet


@pytest.mark.alone
def test_while_the_hand_moves_no_frame_takes_long(opened: Opener) -> None:
    page = opened(TWENTY_THOUSAND)
    x, y = page.bare_spot()
    watched(page)
    page.page.mouse.move(x, y)
    page.page.mouse.down()
    for step in range(30):
        page.page.mouse.move(x + 4 * step, y + 2 * step)
    page.page.mouse.up()
    page.evaluate("new Promise(done => setTimeout(done, 300))")

    assert page.evaluate("window.slow") < 300
