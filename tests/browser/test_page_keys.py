"""The page by keyboard alone, and where the focus goes."""

from __future__ import annotations

import pytest

from opened_pages import Opened, Opener
from page_graphs import story

RESNET = "Deep Residual Learning for Image Recognition"
FOCUS = """(() => {
    const {activeElement: at} = document;
    return at.id || at.dataset.kind || at.closest("[id]")?.id || at.tagName;
})()"""


def tabbed(page: Opened, times: int, key: str = "Tab") -> list[str]:
    """What has the focus after each press of Tab."""
    seen = []
    for _ in range(times):
        page.page.keyboard.press(key)
        seen.append(page.evaluate(FOCUS))
    return seen


def test_everything_is_reached_by_tab_and_nothing_traps(opened: Opener) -> None:
    page = opened(story, "#arxiv:1512.03385").told()
    page.evaluate("document.querySelector('#filters').click()")
    seen = list(dict.fromkeys(tabbed(page, 80)))
    wanted = ["language", "query", "filters", "map-tab", "article", "paper", "repository", "person", "venue", "topic"]
    wanted += ["first-year", "last-year", "colour", "size", "theme", "reset", "map", "layout-map", "zoom", "panel"]

    assert [name for name in seen if name in wanted] == wanted
    assert "BODY" in seen  # the way goes on out of the page
    assert page.quiet


def test_the_way_back_is_the_same(opened: Opener) -> None:
    page = opened(story)
    forward = tabbed(page, 14)
    backward = tabbed(page, 13, "Shift+Tab")

    assert backward == forward[-2::-1]


def test_what_has_the_focus_shows_it(opened: Opener) -> None:
    page = opened(story)
    page.select(RESNET).evaluate("document.querySelector('#filters').click()")
    bare = []
    for _ in range(40):
        page.page.keyboard.press("Tab")
        if page.evaluate(FOCUS) == "BODY":
            break
        width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
        style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        if width < 1 or style == "none":
            bare.append(page.evaluate(FOCUS))

    assert bare == []


def test_the_map_is_walked_with_arrow_keys(opened: Opener) -> None:
    page = opened(story)
    page.page.focus("#map")
    page.page.keyboard.press("ArrowRight")
    first = page.evaluate("papergraph.app.selected")
    assert first == 0

    walked = {first}
    for key, axis, sign in (("Right", "x", 1), ("Left", "x", -1), ("Down", "y", 1), ("Up", "y", -1)):
        before = page.evaluate("papergraph.app.selected")
        page.page.keyboard.press(f"Arrow{key}")
        after = page.evaluate("papergraph.app.selected")
        step = page.evaluate(f"papergraph.app.map.layout.{axis}[{after}] - papergraph.app.map.layout.{axis}[{before}]")
        assert after == before or step * sign > 0
        assert page.evaluate(FOCUS) == "map"
        walked.add(after)
    assert len(walked) > 1
    page.page.keyboard.press("Escape")
    assert page.selected is None
    assert page.evaluate(FOCUS) == "map"
    assert page.quiet


def test_what_is_walked_to_stays_in_sight(opened: Opener) -> None:
    page = opened(story)
    page.page.focus("#map")
    page.evaluate("papergraph.app.map.zoomBy(4)")
    for key in ("Right", "Right", "Down", "Down", "Left", "Left", "Up", "Up"):
        page.page.keyboard.press(f"Arrow{key}")
        page.told().drawn()
        x, y = page.spot(str(page.selected))
        assert 0 < x < page.evaluate("document.querySelector('#panel').getBoundingClientRect().left")
        assert page.evaluate("document.querySelector('#map').getBoundingClientRect().top") < y < 800


def test_keys_move_and_zoom_the_map(opened: Opener) -> None:
    page = opened(story)
    page.page.focus("#map")
    before = page.spot(RESNET)
    page.page.keyboard.press("Shift+ArrowRight")
    page.page.keyboard.press("Shift+ArrowDown")
    assert page.spot(RESNET) == pytest.approx((before[0] - 80, before[1] - 80))
    assert page.selected is None

    scale = page.camera[2]
    page.page.keyboard.press("+")
    assert page.camera[2] == pytest.approx(1.4 * scale)
    page.page.keyboard.press("-")
    page.page.keyboard.press("-")
    assert page.camera[2] == pytest.approx(scale / 1.4)
    page.page.keyboard.press("0")
    assert page.spot(RESNET) == pytest.approx(before)
    assert page.quiet


def test_n_opens_the_neighbourhood_and_p_a_path(opened: Opener) -> None:
    page = opened(story)
    page.page.focus("#map")
    for key in ("n", "p"):
        page.page.keyboard.press(key)  # nothing is selected: nothing happens
    assert page.evaluate("[papergraph.app.state.view, papergraph.app.choosing]") == ["map", False]

    page.page.keyboard.press("ArrowRight")
    page.page.keyboard.press("p")
    assert page.evaluate("papergraph.app.choosing")
    page.page.keyboard.press("Escape")
    page.page.focus("#map")
    page.page.keyboard.press("n")
    assert page.page.is_visible("#near-view")
    assert page.evaluate(FOCUS) != "BODY"


def test_letters_with_control_are_left_to_the_browser(opened: Opener) -> None:
    page = opened(story)
    page.page.focus("#map")
    page.page.keyboard.press("ArrowRight")
    scale = page.camera[2]
    for key in ("Control+p", "Control+n", "Control+0", "Alt+ArrowRight"):
        page.evaluate(
            """key => document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {
            key: key.split("+")[1], ctrlKey: key.startsWith("C"), altKey: key.startsWith("A"), bubbles: true}))""",
            key,
        )

    assert page.evaluate("[papergraph.app.state.view, papergraph.app.choosing]") == ["map", False]
    assert page.camera[2] == scale


def test_tabs_are_walked_with_arrow_keys(opened: Opener) -> None:
    page = opened(story)
    page.page.focus("#map-tab")
    seen = []
    for _ in range(6):
        page.page.keyboard.press("ArrowRight")
        seen.append(page.evaluate(FOCUS))
    page.page.keyboard.press("ArrowLeft")

    assert seen == ["near-tab", "table-tab", "console-tab", "problems-tab", "about-tab", "map-tab"]
    assert page.evaluate(FOCUS) == "about-tab"
    assert page.page.is_visible("#about-view")


@pytest.mark.parametrize("view", ["map", "table"])
@pytest.mark.parametrize("way", ["button", "Escape"])
def test_closing_the_details_leaves_the_focus_in_the_view(opened: Opener, view: str, way: str) -> None:
    page = opened(story).view(view)
    page.select(RESNET)
    page.page.focus("#panel .close")
    page.page.keyboard.press("Enter" if way == "button" else "Escape")
    page.until("papergraph.app.selected", None)

    assert page.evaluate(f"document.querySelector('#{view}-view').contains(document.activeElement)")


def test_a_neighbour_chosen_by_key_keeps_the_focus_in_the_details(opened: Opener) -> None:
    page = opened(story)
    page.select(RESNET)
    page.page.focus("#panel .neighbours .thing")
    page.page.keyboard.press("Enter")
    page.until("document.querySelector('#panel h2').textContent !== 'Deep Residual Learning for Image Recognition'")
    page.told()

    assert page.evaluate("document.querySelector('#panel').contains(document.activeElement)")


def test_a_row_chosen_by_key_keeps_the_focus_near(opened: Opener) -> None:
    page = opened(story).view("table")
    page.page.focus("#table-view tbody tr:nth-child(3) button")
    page.page.keyboard.press("Enter")
    page.told()

    assert page.evaluate(FOCUS) in {"table-view", "panel"}


def test_showing_all_neighbours_or_more_rows_keeps_the_focus_near(opened: Opener) -> None:
    page = opened(story)
    page.select(RESNET)
    page.page.focus("#panel .actions button >> nth=1")
    page.page.keyboard.press("Enter")

    assert page.evaluate(FOCUS) != "BODY"


def test_escape_undoes_one_thing_at_a_time(opened: Opener) -> None:
    page = opened(story)
    page.page.keyboard.press("/")
    page.page.keyboard.type("kaiming he")
    page.page.keyboard.press("Enter")
    page.told()
    page.page.focus("#map")
    page.page.keyboard.press("/")
    page.page.keyboard.press("ArrowDown")
    assert page.page.is_visible("#found")

    page.page.keyboard.press("Escape")
    assert not page.page.is_visible("#found")
    assert page.page.input_value("#query") == "kaiming he"
    page.page.keyboard.press("Escape")
    assert page.page.input_value("#query") == ""
    assert page.selected == "Kaiming He"
    page.page.keyboard.press("Escape")
    assert page.selected is None


def test_a_reader_without_a_mouse_does_everything(opened: Opener) -> None:
    """Search, details, a neighbour, the legend, the table and back, from one start without a click."""
    page = opened(story)
    keys = page.page.keyboard
    keys.press("/")
    keys.type("masked")
    keys.press("Enter")
    page.told()
    seen = tabbed(page, 60)
    assert "panel" in seen
    while page.evaluate("document.activeElement.textContent") != "Kaiming He":
        keys.press("Tab")
    keys.press("Enter")
    page.until("document.querySelector('#panel h2').textContent", "Kaiming He")
    while page.evaluate(FOCUS) != "topic":
        keys.press("Tab")
    keys.press("Space")
    assert page.evaluate("papergraph.app.state.hidden") == ["topic"]
    while page.evaluate(FOCUS) != "map-tab":
        keys.press("Shift+Tab")
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    assert page.page.is_visible("#table-view")
    assert page.text("#table-view caption") == "Everything on the page: 1 of 31"
    assert page.quiet
