"""The neighbourhood view: what is around a thing, alive, draggable, as a user of pyvis wishes it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import handmade
from opened_pages import DESKTOP, PHONE, Opened, Opener
from page_extremes import HUB, ORIGIN, SIX_HUNDRED, alone, crowded, nothing
from page_graphs import graph_of, story
from papergraph.exporters import html, page
from papergraph.model import Edge, Evidence, Graph, Paper, Reference, Status, Venue

if TYPE_CHECKING:
    from playwright.sync_api import Browser

VIT = "An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale"


def hub() -> Graph:
    """One paper of four hundred authors."""
    return crowded(400)


def beside_a_hub() -> Graph:
    """One paper of many authors, published where forty others were."""
    graph, venue = crowded(60), Reference("venue", "a venue")
    papers = [Paper(Reference("arxiv", f"2002.{n:05}"), ORIGIN, f"Beside {n}") for n in range(40)]
    said = (Evidence("SameEntry", ORIGIN, None, None),)
    published = [Edge(each, "isPartOf", venue, said) for each in (*graph.papers, *(one.reference for one in papers))]
    records = [record for some in graph.records.values() for record in some]
    return graph_of([*records, *papers, Venue(venue, ORIGIN, "A Venue", 2020)], [*graph.edges, *published])


def settled(opened: Opened) -> Opened:
    """Wait until the view is there and its marks no longer move."""
    opened.until("document.querySelector('#near canvas') !== null")
    last = ""
    for _ in range(60):
        opened.evaluate("new Promise(done => setTimeout(done, 250))")
        picture = opened.evaluate("document.querySelector('#near canvas').toDataURL()")
        if picture == last:
            return opened
        last = picture
    return opened


def marks(opened: Opened) -> tuple[float, float, float, float]:
    """The box around what is drawn in the view, in parts of its width and height."""
    left, top, right, bottom = opened.evaluate(
        """() => {
        const canvas = document.querySelector("#near canvas"), {width, height} = canvas;
        const pen = new OffscreenCanvas(width, height).getContext("2d", {willReadFrequently: true});
        pen.drawImage(canvas, 0, 0);
        const {data} = pen.getImageData(0, 0, width, height);
        let box = [1, 1, 0, 0];
        for (let y = 0; y < height; y += 2) for (let x = 0; x < width; x += 2) {
            const at = 4 * (y * width + x);
            if (data[at + 3] < 128 || data[at] + data[at + 1] + data[at + 2] > 700) continue;
            box = [Math.min(box[0], x / width), Math.min(box[1], y / height), Math.max(box[2], x / width),
                   Math.max(box[3], y / height)];
        }
        return box;
    }"""
    )
    return left, top, right, bottom


def ink_near(opened: Opened, colour: tuple[int, int, int]) -> list[float] | None:
    """The middle of the pixels of a colour in the view, in the window."""
    found: list[float] | None = opened.evaluate(
        """colour => {
        const canvas = document.querySelector("#near canvas"), {width, height} = canvas;
        const pane = canvas.getBoundingClientRect();
        const pen = new OffscreenCanvas(width, height).getContext("2d", {willReadFrequently: true});
        pen.drawImage(canvas, 0, 0);
        const {data} = pen.getImageData(0, 0, width, height);
        let [count, x, y] = [0, 0, 0];
        const is = at => [0, 1, 2].every(k => data[at + k] === colour[k]);
        for (let at = 0; at < data.length; at += 4) {
            // Letters have pixels of that colour too, but not so many together.
            if (!is(at) || !is(at + 16) || !is(at + 16 * width)) continue;
            count++;
            x += at / 4 % width;
            y += Math.floor(at / 4 / width);
        }
        const grain = width / pane.width;
        return count > 8 ? [pane.left + x / count / grain, pane.top + y / count / grain] : null;
    }""",
        list(colour),
    )
    return found


HEXAGON = (80, 80, 80)
"""The colour of a venue, of which the story has one."""


def near(opened: Opener, name: str, graph: Any = story, **options: Any) -> Opened:
    """The neighbourhood of a thing."""
    shown = opened(graph, color_scheme="light", **options)
    shown.select(name).view("near")
    shown.until("papergraph.near.things.length > 0")
    return settled(shown)


def names(opened: Opened) -> set[str]:
    """What the view shows."""
    return set(opened.evaluate("papergraph.near.things.map(thing => papergraph.app.graph.name(thing))"))


def test_it_shows_a_thing_with_all_that_is_beside_it(opened: Opener) -> None:
    shown = near(opened, VIT)

    assert {VIT, "Alexey Dosovitskiy", "attention", "google-research/vision_transformer"} <= names(shown)
    count = shown.evaluate("papergraph.near.things.length")
    assert shown.text("#near-said") == f"{count} things. Double-click a mark to see what is beside it."
    assert str(shown.page.get_attribute("#near", "aria-label")).startswith(f"What is around {VIT}.")
    assert shown.quiet


@pytest.mark.parametrize("options", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("graph,name", [(story, VIT), (hub, HUB)], ids=["story", "hub"])
def test_it_fits_its_pane(opened: Opener, graph: Any, name: str, options: dict[str, Any]) -> None:
    shown = near(opened, name, graph, **options)
    left, top, right, bottom = marks(shown)

    assert left > 0 < top
    assert right < 1 > bottom
    assert right - left > 0.5 or bottom - top > 0.5


def test_it_fits_again_when_the_window_changes(opened: Opener) -> None:
    shown = near(opened, VIT)
    shown.page.set_viewport_size({"width": 800, "height": 600})
    shown.evaluate("new Promise(done => setTimeout(done, 800))")
    left, top, right, bottom = marks(shown)

    assert left > 0 < top
    assert right < 1 > bottom


def test_a_mark_can_be_dragged(opened: Opener) -> None:
    shown = near(opened, "Deep Residual Learning for Image Recognition")
    before = ink_near(shown, HEXAGON)
    assert before is not None
    mouse = shown.page.mouse
    mouse.move(*before)
    mouse.down()
    mouse.move(before[0] + 60, before[1] + 40, steps=6)
    after = ink_near(shown, HEXAGON)
    mouse.up()

    assert after is not None
    assert after == pytest.approx([before[0] + 60, before[1] + 40], abs=12)


def test_a_click_tells_of_a_mark_and_changes_nothing_of_the_view(opened: Opener) -> None:
    shown = near(opened, HUB, beside_a_hub)
    at, before = ink_near(shown, HEXAGON), names(shown)
    assert at is not None
    shown.page.mouse.click(*at)

    shown.until("document.querySelector('#panel h2').textContent", "A Venue")
    assert names(settled(shown)) == before
    assert ink_near(shown, HEXAGON) == pytest.approx(at, abs=3)


def test_a_double_click_shows_more_and_takes_nothing_away(opened: Opener) -> None:
    shown = near(opened, HUB, beside_a_hub)
    before, at = names(shown), ink_near(shown, HEXAGON)
    assert at is not None
    assert len(before) < 100
    shown.page.mouse.dblclick(*at)

    shown.until("papergraph.near.things.some(thing => papergraph.app.graph.name(thing).startsWith('Beside '))")
    assert before <= names(shown)
    assert shown.quiet


def test_it_never_shows_more_than_it_can(opened: Opener) -> None:
    shown = near(opened, HUB, hub)
    first = shown.evaluate("papergraph.near.things.length")
    assert 30 <= first <= html.NEARBY
    assert shown.text("#near-said") == f"Shown: {first} of 401. Double-click a mark to see what is beside it."
    for _ in range(6):
        shown.evaluate("papergraph.near.expand(papergraph.app.selected)")
    settled(shown)

    assert first < shown.evaluate("papergraph.near.things.length") <= html.NEARBY
    assert shown.quiet


def test_it_follows_the_selection_and_the_legend(opened: Opener) -> None:
    shown = near(opened, VIT)
    shown.page.click("#legend [data-kind=person]")
    shown.until("papergraph.near.things.every(thing => papergraph.app.graph.kindName(thing) !== 'person')")
    shown.page.click("#panel .thing:has-text('attention')")

    shown.until("papergraph.near.things.includes(papergraph.app.selected)")
    assert {"attention", "Attention Is All You Need", VIT} <= names(shown)


def test_it_speaks_chinese_and_goes_dark(opened: Opener) -> None:
    shown = near(opened, VIT)
    shown.page.click("#language")
    assert "项" in shown.text("#near-said")

    shown.page.emulate_media(color_scheme="dark")
    settled(shown)
    assert ink_near(shown, (128, 255, 179)) is not None
    assert shown.quiet


def test_without_a_selection_a_small_graph_is_shown_whole(opened: Opener) -> None:
    shown = opened(story)
    shown.view("near")

    shown.until("papergraph.near.things.length", 31)


def test_without_a_selection_a_large_graph_asks_for_one(opened: Opener) -> None:
    shown = opened(SIX_HUNDRED)
    shown.view("near")

    assert shown.text("#near-said").startswith("Select something on the map or in the table")
    shown.evaluate("papergraph.app.select(0)")
    shown.until("papergraph.near.things.length > 3")


@pytest.mark.parametrize("graph", [nothing, alone])
def test_little_is_shown_as_quietly(opened: Opener, graph: Any) -> None:
    shown = opened(graph)
    shown.view("near")
    shown.evaluate("new Promise(done => setTimeout(done, 300))")

    assert shown.quiet


def test_the_way_back_to_the_map(opened: Opener) -> None:
    shown = near(opened, VIT)
    shown.page.click("#panel .actions button >> nth=0")

    assert shown.page.is_visible("#map-view")
    assert shown.told().selected == VIT


def missing() -> Graph:
    """One paper that arXiv does not know."""
    return graph_of([handmade.fetched_paper("arxiv:2399.99999", "Missing", status=Status.MISSING)])


def test_what_is_missing_is_an_outline_here_too(opened: Opener) -> None:
    shown = opened(missing, color_scheme="light")
    shown.view("near")
    settled(shown)

    assert ink_near(shown, (27, 10, 92)) is None
    left, top, right, bottom = marks(shown)
    assert right > left
    assert bottom > top


def test_what_a_user_of_pyvis_sets_acts(browser: Browser, tmp_path: Path) -> None:
    network = html.draw(page.contents(story(), html.LIMIT))
    network.toggle_physics(status=False)
    network.get_node(0)["color"] = "#ff00ff"
    network.get_node(0)["label"] = "Mine"
    path = tmp_path / "graph.html"
    path.write_bytes(network.generate_html().encode("utf-8", "backslashreplace"))
    context = browser.new_context(**DESKTOP)
    shown = Opened(context, path)
    shown.view("near")
    shown.until("papergraph.near.things.length", 31)
    settled(shown)

    assert ink_near(shown, (255, 0, 255)) is not None
    before = shown.evaluate("document.querySelector('#near canvas').toDataURL()")
    shown.evaluate("new Promise(done => setTimeout(done, 500))")
    assert shown.evaluate("document.querySelector('#near canvas').toDataURL()") == before
    assert shown.quiet
    context.close()


def test_the_page_is_a_network_of_pyvis() -> None:
    network = html.draw(page.contents(story(), html.LIMIT))
    file = io.BytesIO()
    html.write(story(), file)

    assert network.num_nodes() == 31
    assert network.num_edges() == 31
    assert network.generate_html().encode("utf-8", "backslashreplace") == file.getvalue()
