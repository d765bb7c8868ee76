"""The page by finger, on small screens and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from opened_pages import DESKTOP, PHONE, SMALL_PHONE, Opened, Opener
from page_extremes import TWO_THOUSAND, long_titled, nothing
from page_graphs import hostile, story

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession

RESNET = "Deep Residual Learning for Image Recognition"
WIDTH = "document.scrollingElement.scrollWidth"
SIZES: dict[str, dict[str, Any]] = {"390": PHONE, "320": SMALL_PHONE}


@pytest.mark.parametrize("graph", [story, hostile, nothing, long_titled], ids=["story", "hostile", "nothing", "long"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_nothing_is_wider_than_the_screen(opened: Opener, graph: Any, size: str, locale: str) -> None:
    page = opened(graph, **SIZES[size], locale=locale)
    width = SIZES[size]["viewport"]["width"]
    assert page.evaluate(WIDTH) <= width
    page.evaluate("document.querySelector('#filters').click()")
    page.evaluate("papergraph.app.graph.count && papergraph.app.select(0)")
    page.told()
    for view in ("near", "table", "console", "problems", "about", "map"):
        page.view(view)
        assert page.evaluate(WIDTH) <= width, view
        assert page.evaluate("window.innerWidth") == width, view
    wide = page.evaluate(
        """width => ["header", "main", "#panel", "#about-view", "#problems-view"].filter(each => {
        const {left, right} = document.querySelector(each).getBoundingClientRect();
        return left < -1 || right > width + 1;
    })""",
        width,
    )
    assert wide == []
    assert page.quiet


@pytest.mark.parametrize("size", SIZES)
def test_the_map_has_room(opened: Opener, size: str) -> None:
    page = opened(story, **SIZES[size])
    pane = page.evaluate("papergraph.app.map.pane")

    assert pane["height"] > 0.45 * SIZES[size]["viewport"]["height"]
    assert pane["width"] == SIZES[size]["viewport"]["width"]


@pytest.mark.parametrize("size", SIZES)
def test_the_details_are_a_sheet_at_the_bottom(opened: Opener, size: str) -> None:
    page = opened(story, **SIZES[size])
    page.select(RESNET)
    height, width = SIZES[size]["viewport"]["height"], SIZES[size]["viewport"]["width"]
    box = page.page.locator("#panel").bounding_box()
    assert box is not None

    assert box["x"] == 0
    assert box["width"] == width
    assert box["y"] + box["height"] == pytest.approx(height, abs=1)
    assert 0.2 * height < box["height"] < 0.7 * height
    assert page.drawn().spot(RESNET)[1] < box["y"]


def test_the_map_lies_on_its_side_on_a_phone(opened: Opener) -> None:
    page = opened(TWO_THOUSAND, **PHONE)
    filled = page.evaluate(
        """() => {
        const {map, graph} = papergraph.app, all = Array.from({length: graph.count}, (_, k) => map.screenOf(k)[1]);
        return (Math.max(...all) - Math.min(...all)) / map.pane.height;
    }"""
    )

    assert filled > 0.55


def test_a_tap_beside_a_small_mark_still_finds_it(opened: Opener) -> None:
    page = opened(story, **PHONE)
    x, y = page.spot("CVPR 2016")
    page.page.touchscreen.tap(x + 5, y - 5)

    page.until("document.querySelector('#panel h2')?.textContent", "CVPR 2016")


def test_buttons_are_large_enough_for_fingers(opened: Opener) -> None:
    page = opened(story, **PHONE)
    page.select(RESNET).evaluate("document.querySelector('#filters').click()")
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, select, input, summary, a")].filter(each => {
        const {width, height} = each.getBoundingClientRect(), inText = each.closest(".evidence, .sources, p, dd, li");
        return each.checkVisibility() && width && !inText && (width < 24 || height < 24);
    }).map(each => `${each.id || each.textContent} ${each.getBoundingClientRect().height}`)"""
    )

    assert small == []


class Fingers:
    """Fingers on the screen."""

    def __init__(self, page: Opened) -> None:
        self._session: CDPSession = page.page.context.new_cdp_session(page.page)

    def __call__(self, kind: str, *points: tuple[float, float]) -> None:
        """Touch, move or leave the screen: each finger is at a point."""
        touches = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})


def test_two_fingers_zoom_where_they_are(opened: Opener) -> None:
    page = opened(story, **PHONE)
    at, scale = page.spot(RESNET), page.camera[2]
    touch = Fingers(page)
    touch("touchStart", (at[0] - 30, at[1]), (at[0] + 30, at[1]))
    for step in range(1, 11):
        touch("touchMove", (at[0] - 30 - 3 * step, at[1]), (at[0] + 30 + 3 * step, at[1]))
    touch("touchEnd")
    page.drawn()

    assert page.camera[2] == pytest.approx(2 * scale, rel=0.1)
    assert page.spot(RESNET) == pytest.approx(at, abs=6)
    assert page.selected is None
    assert page.quiet


def test_two_fingers_that_move_together_move_the_map(opened: Opener) -> None:
    page = opened(story, **PHONE)
    at, scale = page.spot(RESNET), page.camera[2]
    touch = Fingers(page)
    touch("touchStart", (150, 500), (250, 500))
    for step in range(1, 11):
        touch("touchMove", (150 + 4 * step, 500 - 5 * step), (250 + 4 * step, 500 - 5 * step))
    touch("touchEnd")
    page.drawn()

    assert page.camera[2] == pytest.approx(scale, rel=0.05)
    assert page.spot(RESNET) == pytest.approx((at[0] + 40, at[1] - 50), abs=8)


def test_one_finger_moves_the_map_and_not_the_page(opened: Opener) -> None:
    page = opened(story, **PHONE)
    at = page.spot(RESNET)
    touch = Fingers(page)
    touch("touchStart", (200, 500))
    for step in range(1, 11):
        touch("touchMove", (200 - 5 * step, 500 - 8 * step))
    touch("touchEnd")
    page.drawn()

    assert page.spot(RESNET) == pytest.approx((at[0] - 50, at[1] - 80), abs=16)
    assert page.evaluate("[scrollX, scrollY]") == [0, 0]


def test_one_finger_of_two_may_leave_first(opened: Opener) -> None:
    page = opened(story, **PHONE)
    touch = Fingers(page)
    touch("touchStart", (150, 500), (250, 500))
    touch("touchMove", (140, 500), (260, 500))
    touch("touchEnd", (140, 500))
    scale = page.camera[2]
    touch("touchMove", (100, 450))
    touch("touchEnd")
    page.drawn()

    assert page.camera[2] == pytest.approx(scale)
    assert page.selected is None
    assert page.quiet


def tapped_twice(page: Opened, at: tuple[float, float], wanted: str) -> None:
    """Tap twice; once more where the machine was too busy to do that quickly."""
    for _ in range(4):
        page.page.touchscreen.tap(*at)
        page.page.touchscreen.tap(*at)
        page.evaluate("new Promise(done => setTimeout(done, 400))")
        if page.evaluate(wanted):
            return
    pytest.fail(f"two taps did nothing: {wanted}")


def test_two_taps_zoom_and_two_on_a_mark_open_its_neighbourhood(opened: Opener) -> None:
    page = opened(story, **PHONE).drawn()
    at, scale = page.bare_spot(), page.camera[2]
    page.evaluate("new Promise(done => setTimeout(done, 400))")
    tapped_twice(page, at, f"papergraph.app.map.place.scale > {1.5 * scale}")
    assert page.camera[2] == pytest.approx(2 * scale)
    page.evaluate("new Promise(done => setTimeout(done, 400))")
    mark = page.reached(RESNET)
    page.evaluate("down => papergraph.app.map.panBy(0, down)", mark[1] - 300)  # above where the details will lie
    mark = page.drawn().spot(RESNET)
    tapped_twice(page, mark, "papergraph.app.state.view === 'near'")
    assert page.selected == RESNET


def test_two_taps_open_a_neighbourhood_also_where_the_details_come_to_lie(opened: Opener) -> None:
    page = opened(story, **PHONE)
    mark = page.reached(RESNET)
    page.evaluate("down => papergraph.app.map.panBy(0, down)", mark[1] - 650)
    mark = page.drawn().spot(RESNET)
    page.evaluate("new Promise(done => setTimeout(done, 400))")
    page.page.touchscreen.tap(*mark)
    page.page.touchscreen.tap(*mark)

    page.until("papergraph.app.state.view", "near")


@pytest.mark.parametrize("options", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_on_paper_there_are_the_map_and_the_details_and_no_buttons(opened: Opener, options: dict[str, Any]) -> None:
    page = opened(story, **options)
    page.select(RESNET)
    page.page.emulate_media(media="print")

    for gone in ("#search", "#views", "#zoom", "#language", "#filters", "#layouts", "#panel .close", "#panel .actions"):
        assert not page.page.is_visible(gone), gone
    for there in ("h1", "#statement", "#legend", "#map", "#panel h2"):
        assert page.page.is_visible(there), there
    assert (
        page.evaluate("document.querySelector('#panel').scrollHeight - document.querySelector('#panel').clientHeight")
        <= 1
    )
    boxes = [page.page.locator(each).bounding_box() for each in ("#map-view", "#panel")]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"] + 1


def test_a_long_table_is_printed_whole(opened: Opener) -> None:
    page = opened(TWO_THOUSAND).view("table")
    page.page.emulate_media(media="print")

    assert (
        page.evaluate(
            "document.querySelector('#table-view').scrollHeight - document.querySelector('#table-view').clientHeight"
        )
        <= 1
    )


def test_paper_is_white_also_in_the_dark(opened: Opener) -> None:
    page = opened(story, color_scheme="dark").view("about")
    page.page.emulate_media(media="print", color_scheme="dark")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in {
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    }
