"""The map by mouse: what is drawn, hovered over, clicked, dragged and zoomed."""

from __future__ import annotations

import math
from typing import Any

import pytest

from opened_pages import PIXELS, Opened, Opener, colour_of
from page_extremes import SIX_HUNDRED, TWO_THOUSAND, alone, scattered
from page_graphs import enriched, story

RESNET = "Deep Residual Learning for Image Recognition"
LIGHT, DARK = {"color_scheme": "light"}, {"color_scheme": "dark"}
KINDS: dict[str, dict[str, tuple[int, int, int]]] = {
    "light": {"paper": (27, 10, 92), "article": (255, 71, 26), "repository": (0, 153, 153), "person": (184, 77, 255)},
    "dark": {"paper": (128, 255, 179), "article": (255, 255, 26), "repository": (92, 153, 0), "person": (184, 77, 255)},
}
EXAMPLES = {
    "paper": RESNET,
    "article": "MAE：何恺明团队的掩码自编码器",
    "repository": "facebookresearch/mae",
    "person": "Ross Girshick",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", EXAMPLES)
def test_every_kind_has_its_colour_in_light_and_dark(standing: Opener, scheme: str, kind: str) -> None:
    page = standing(story, color_scheme=scheme)

    assert colour_of(page, EXAMPLES[kind]) == KINDS[scheme][kind]


def test_dark_systems_get_dark_colours_at_once(opened: Opener) -> None:
    page = opened(story, **DARK)
    assert colour_of(page, RESNET) == KINDS["dark"]["paper"]

    page.page.emulate_media(color_scheme="light")
    page.until("papergraph.app.map.look.ground.join()", "255,255,255")
    assert colour_of(page, RESNET) == KINDS["light"]["paper"]
    assert page.quiet


def test_lines_are_drawn_between_what_is_linked(standing: Opener) -> None:
    page = standing(story, **LIGHT)
    inked = page.drawn().evaluate(
        f"""() => {{
        const {{map, graph}} = papergraph.app, found = [];
        for (let edge = 0; edge < graph.edgeCount; edge++) {{
            const [a, b] = [map.screenOf(graph.from[edge]), map.screenOf(graph.to[edge])];
            const x = Math.round((a[0] + b[0]) / 2), y = Math.round((a[1] + b[1]) / 2);
            found.push(({PIXELS})(x - 2, y - 2, 5, 5).some((value, k) => k % 4 < 3 && value < 235));
        }}
        return found;
    }}"""
    )

    assert len(inked) == 31
    assert all(inked)


STATUSES = ("Segment Everything", "A Paper That Was Withdrawn", "Somebody/Gone")


def test_what_is_missing_or_withdrawn_is_an_outline_also_when_it_is_chosen(opened: Opener) -> None:
    page = opened(enriched, **LIGHT)
    white = (255, 255, 255)

    assert [colour_of(page, name) for name in STATUSES] == [white] * 3
    assert colour_of(page, RESNET) == KINDS["light"]["paper"]
    for name in (*STATUSES, RESNET):
        assert colour_of(page.select(name), name) == (KINDS["light"]["paper"] if name == RESNET else white)
    page.page.emulate_media(color_scheme="dark")
    page.until("papergraph.app.map.look.ground.join()", "17,21,28")
    assert colour_of(page, STATUSES[1]) == pytest.approx((17, 21, 28), abs=2)
    assert page.quiet


def test_a_hover_shows_the_whole_name_and_what_is_around(opened: Opener) -> None:
    page = opened(story, **LIGHT)
    before = page.drawn().evaluate("papergraph.app.map.canvas.toDataURL()")
    page.page.mouse.move(*page.spot(RESNET))
    page.until("document.querySelector('#tip').hidden", wanted=False)

    assert page.text("#tip").split("\n") == [RESNET, "2015"]
    page.until(f"papergraph.app.map.canvas.toDataURL() !== {before!r}")
    page.page.mouse.move(*page.bare_spot())
    page.until("document.querySelector('#tip').hidden")
    page.drawn().until("papergraph.app.map.canvas.toDataURL()", before)
    assert page.quiet


def test_the_tip_says_what_is_the_matter(opened: Opener) -> None:
    page = opened(enriched)
    page.page.mouse.move(*page.spot("A Paper That Was Withdrawn"))

    page.until("document.querySelector('#tip .trouble')?.textContent", "withdrawn")


def test_a_click_selects_and_a_click_beside_everything_clears(opened: Opener) -> None:
    page = opened(story)
    page.page.mouse.click(*page.spot(RESNET))
    assert page.told().text("#panel h2") == RESNET
    assert page.selected == RESNET

    page.evaluate("new Promise(done => setTimeout(done, 400))")
    page.page.mouse.click(*page.bare_spot())
    page.until("papergraph.app.selected", None)
    assert not page.page.is_visible("#panel")
    assert page.quiet


def test_selecting_veils_the_rest(opened: Opener) -> None:
    page = opened(story, **LIGHT)
    page.select("Kaiming He")

    assert colour_of(page, RESNET) == KINDS["light"]["paper"]
    assert sum(colour_of(page, "Ze Liu")) > sum(KINDS["light"]["person"]) + 100


def dragged(page: Opened, start: tuple[float, float], across: float, down: float) -> None:
    """Drag the mouse by some pixels."""
    mouse = page.page.mouse
    mouse.move(*start)
    mouse.down()
    mouse.move(start[0] + across, start[1] + down, steps=8)
    mouse.up()


def test_dragging_moves_the_map_with_the_hand_and_selects_nothing(opened: Opener) -> None:
    page = opened(story)
    before = page.spot(RESNET)
    dragged(page, before, 150, -70)

    assert page.spot(RESNET) == pytest.approx((before[0] + 150, before[1] - 70), abs=6)
    assert page.selected is None
    assert page.quiet


def test_the_wheel_zooms_at_the_pointer(opened: Opener) -> None:
    page = opened(story)
    at, scale = page.spot(RESNET), page.camera[2]
    page.page.mouse.move(*at)
    for _ in range(3):
        page.page.mouse.wheel(0, -120)
    page.until(f"papergraph.app.map.place.scale > {1.5 * scale}")

    assert page.drawn().spot(RESNET) == pytest.approx(at, abs=1)
    for _ in range(6):
        page.page.mouse.wheel(0, 120)
    page.until(f"papergraph.app.map.place.scale < {scale}")


def test_a_double_click_beside_everything_zooms_there(opened: Opener) -> None:
    page = opened(story)
    at, scale = page.bare_spot(), page.camera[2]
    page.page.mouse.dblclick(*at)

    page.until("papergraph.app.map.place.scale", pytest.approx(2 * scale))
    assert page.selected is None


def test_a_double_click_on_a_mark_opens_its_neighbourhood(opened: Opener) -> None:
    page = opened(story)
    page.page.mouse.dblclick(*page.spot(RESNET))

    page.until("papergraph.app.state.view", "near")
    assert page.selected == RESNET
    page.until("papergraph.near.things.length > 4")
    assert page.quiet


def test_the_buttons_zoom_and_fit(opened: Opener) -> None:
    page = opened(story)
    fitted = page.camera
    page.page.click("#zoom button >> nth=0")
    page.until("papergraph.app.map.place.scale", pytest.approx(1.5 * fitted[2]))
    page.page.click("#zoom button >> nth=1")
    page.page.click("#zoom button >> nth=1")
    page.until("papergraph.app.map.place.scale", pytest.approx(fitted[2] / 1.5))
    page.page.click("#zoom button >> nth=2")
    page.until("papergraph.app.map.place.scale", pytest.approx(fitted[2]))
    assert page.camera == pytest.approx(fitted)


@pytest.mark.alone
def test_with_motion_the_map_glides_and_without_it_jumps(opened: Opener) -> None:
    moving, calm = opened(story, reduced_motion="no-preference"), opened(story)
    path = """() => new Promise(done => {
        const {map} = papergraph.app, seen = new Set(), end = performance.now() + 700;
        map.zoomBy(2);
        const look = () => {
            seen.add(map.place.scale);
            if (performance.now() < end) requestAnimationFrame(look); else done(seen.size);
        };
        look();
    })"""

    assert moving.drawn().evaluate(path) > 2
    assert calm.drawn().evaluate(path) == 1


def test_everything_is_in_sight_at_the_start(standing: Opener) -> None:
    for graph in (story, TWO_THOUSAND, alone):
        page = standing(graph)
        outside = page.evaluate(
            """() => {
            const {map, graph} = papergraph.app, {width, height} = map.pane, out = [];
            for (let thing = 0; thing < graph.count; thing++) {
                const [x, y] = map.screenOf(thing), radius = map.radiusOf(thing);
                if (x < radius || y < radius || x > width - radius || y > height - radius) out.push(thing);
            }
            return out;
        }"""
        )
        assert outside == []


def box_of(page: Opened) -> dict[str, Any]:
    """How far the marks reach, and the size of the pane."""
    box: dict[str, Any] = page.evaluate(
        """() => {
        const {map, graph} = papergraph.app, all = Array.from({length: graph.count}, (_, k) => map.screenOf(k));
        const [x, y] = [0, 1].map(axis => all.map(at => at[axis]));
        return {left: Math.min(...x), right: Math.max(...x), top: Math.min(...y), bottom: Math.max(...y), ...map.pane};
    }"""
    )
    return box


@pytest.mark.parametrize("graph", [story, SIX_HUNDRED, TWO_THOUSAND, scattered])
def test_the_map_fills_its_pane(standing: Opener, graph: Any) -> None:
    box = box_of(standing(graph))

    filled = max((box["right"] - box["left"]) / box["width"], (box["bottom"] - box["top"]) / box["height"])
    assert filled > (0.5 if graph is story else 0.8)


def test_what_was_fitted_stays_fitted_when_the_window_changes(opened: Opener) -> None:
    page = opened(story)
    page.page.set_viewport_size({"width": 700, "height": 900})
    page.until("papergraph.app.map.pane.width", 700)
    page.drawn()
    box = box_of(page)
    assert box["left"] > 0 < box["top"]
    assert box["right"] < 700
    assert box["bottom"] < box["height"]

    page.evaluate("papergraph.app.map.zoomBy(3)")
    page.drawn()
    page.page.set_viewport_size({"width": 1000, "height": 800})
    page.until("papergraph.app.map.pane.width", 1000)
    page.drawn()
    assert page.evaluate("papergraph.app.map.place.scale > 2 * papergraph.app.map.fitPlace().scale")


@pytest.mark.parametrize("graph", [story, SIX_HUNDRED, TWO_THOUSAND, scattered])
def test_no_two_marks_lie_over_one_another(standing: Opener, graph: Any) -> None:
    """Of the radii of the map itself; where thousands are fitted, a mark has a least size that may be larger."""
    page = standing(graph)
    worst = page.evaluate(
        """() => {
        const {map, graph} = papergraph.app, {x, y} = map.layout, {radius} = map.look;
        const order = Array.from({length: graph.count}, (_, k) => k).sort((a, b) => x[a] - x[b]);
        let worst = [0, -1, -1];
        order.forEach((one, at) => {
            for (let next = at + 1; next < order.length && x[order[next]] - x[one] < 1.3; next++) {
                const other = order[next], away = Math.hypot(x[one] - x[other], y[one] - y[other]);
                const over = radius[one] + radius[other] - away;
                if (over > worst[0]) worst = [over, one, other];
            }
        });
        return worst;
    }"""
    )

    assert worst[0] <= 0.02, worst


def test_marks_have_as_many_pixels_as_the_screen(opened: Opener) -> None:
    page = opened(story, device_scale_factor=2, **LIGHT)
    pane = page.evaluate("papergraph.app.map.pane")

    assert page.evaluate("[papergraph.app.map.canvas.width, papergraph.app.map.canvas.height]") == [
        math.floor(2 * pane["width"] + 0.5),
        math.floor(2 * pane["height"] + 0.5),
    ]
    assert colour_of(page, RESNET) == KINDS["light"]["paper"]
    page.page.mouse.click(*page.spot(RESNET))
    assert page.told().selected == RESNET
