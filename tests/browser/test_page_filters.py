"""What the reader sets: kinds, years, colours, sizes, theme, and all of it back."""

from __future__ import annotations

from typing import Any

import pytest

from opened_pages import Opened, Opener, colour_of, colours
from page_extremes import SIX_HUNDRED
from page_graphs import story

RESNET = "Deep Residual Learning for Image Recognition"
PURPLE = (184, 77, 255)


def shown(page: Opened) -> int:
    """How many things the map shows."""
    count: int = page.evaluate("papergraph.app.map.shownCount")
    return count


def test_the_legend_counts_every_kind(standing: Opener) -> None:
    page = standing(story)

    assert [text.strip() for text in page.page.locator("#legend button").all_inner_texts()] == [
        "3 articles",
        "6 papers",
        "4 repositories",
        "13 people",
        "1 venue",
        "4 topics",
    ]


def test_the_legend_takes_a_kind_out_and_puts_it_back(opened: Opener) -> None:
    page = opened(story, "#person%3Akaiming%20he", color_scheme="light")
    person = page.page.locator("#legend [data-kind=person]")
    page.told()
    person.click()

    assert person.get_attribute("aria-pressed") == "false"
    assert shown(page) == 18
    assert page.selected is None
    assert not page.page.is_visible("#panel")
    assert PURPLE not in colours(page.drawn())
    assert page.evaluate("document.activeElement.dataset.kind") == "person"
    page.page.keyboard.press("Enter")
    assert shown(page) == 31
    assert PURPLE in colours(page.drawn())
    assert page.quiet


def test_what_is_hidden_is_neither_hovered_over_nor_clicked(opened: Opener) -> None:
    page = opened(story)
    at = page.spot("Ross Girshick")
    page.page.click("#legend [data-kind=person]")
    page.page.mouse.click(*at)

    assert page.selected != "Ross Girshick"


def test_hiding_every_kind_says_what_to_do(opened: Opener) -> None:
    page = opened(story)
    for button in page.page.locator("#legend button").all():
        button.click()

    assert page.text("#empty") == "Everything is hidden. Choose a kind above, or other years in the settings."
    page.page.click("#legend button >> nth=1")
    assert not page.page.is_visible("#empty")
    assert page.quiet


def test_years_take_out_what_is_of_others_and_what_only_that_has(opened: Opener) -> None:
    page = opened(story).settings()
    assert page.text(".years output") == "2015–2024"
    page.evaluate(
        """() => {
        const field = document.querySelector("#last-year");
        field.value = "2017";
        field.dispatchEvent(new Event("input", {bubbles: true}));
    }"""
    )

    assert page.text(".years output") == "2015–2017"
    kept = page.evaluate(
        "(({graph, shown}) => [...shown.keys()].filter(k => shown[k]).map(k => graph.name(k)))(papergraph.app)"
    )
    assert {RESNET, "Attention Is All You Need", "Kaiming He", "Ashish Vaswani", "CVPR 2016", "attention"} <= set(kept)
    assert {"Ze Liu", "Ross Girshick"}.isdisjoint(kept)
    assert not any(name.startswith(("An Image is Worth", "Swin", "MAE")) for name in kept)
    page.page.click("#reset")
    assert shown(page) == 31


def test_years_are_set_by_keyboard(opened: Opener) -> None:
    page = opened(story).settings()
    page.page.focus("#first-year")
    for _ in range(3):
        page.page.keyboard.press("ArrowRight")

    assert page.text(".years output") == "2018–2024"
    assert page.page.get_attribute("#first-year", "aria-valuetext") == "2018"
    assert page.evaluate("document.activeElement.id") == "first-year"
    assert 0 < shown(page) < 31


def test_the_sliders_of_years_follow_the_mouse_all_the_way(opened: Opener) -> None:
    page = opened(story).settings()
    box = page.page.locator("#last-year").bounding_box()
    assert box is not None
    mouse, middle = page.page.mouse, box["y"] + box["height"] / 2
    mouse.move(box["x"] + box["width"] - 8, middle)
    mouse.down()
    for step in range(10):
        mouse.move(box["x"] + box["width"] - 8 - (box["width"] - 16) * step / 9, middle)
    mouse.up()

    assert page.text(".years output") == "2015–2015"
    assert page.quiet


def test_the_first_year_is_never_after_the_last(opened: Opener) -> None:
    page = opened(story).settings()
    page.page.focus("#last-year")
    page.page.keyboard.press("Home")
    page.page.focus("#first-year")
    page.page.keyboard.press("End")

    assert page.text(".years output") == "2024–2024"


def test_colours_by_community_give_neighbours_one_colour(opened: Opener) -> None:
    page = opened(SIX_HUNDRED, color_scheme="light").settings()
    before = colours(page.drawn())
    page.page.select_option("#colour", "community")

    assert before - colours(page.drawn())
    same = page.evaluate(
        """() => {
        const {graph, map} = papergraph.app, pairs = [0, 0];
        for (let edge = 0; edge < graph.edgeCount; edge++) {
            const [a, b] = [graph.from[edge], graph.to[edge]];
            if (graph.community[a] !== graph.community[b]) continue;
            pairs[0]++;
            if (map.look.colourOf(a).join() === map.look.colourOf(b).join()) pairs[1]++;
        }
        return pairs;
    }"""
    )
    assert same[0] == same[1] > 100
    assert page.quiet


def test_size_by_stars_makes_starred_repositories_the_largest(opened: Opener) -> None:
    page = opened(story).settings()
    starred, unstarred = page.thing("google-research/vision_transformer"), page.thing("microsoft/Swin-Transformer")
    radius = "thing => papergraph.app.map.radiusOf(thing)"
    before = page.evaluate(radius, starred)
    page.page.focus("#size")
    page.page.select_option("#size", "stars")

    assert page.evaluate(radius, starred) > before
    assert page.evaluate(radius, starred) > 1.5 * page.evaluate(radius, unstarred)
    assert page.evaluate("document.activeElement.id") == "size"


def test_the_theme_can_be_chosen_and_left_to_the_system(opened: Opener) -> None:
    page = opened(story, color_scheme="light").settings()
    page.page.select_option("#theme", "dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(17, 21, 28)"
    assert colour_of(page, RESNET) == (128, 255, 179)

    page.page.emulate_media(color_scheme="dark")
    page.page.select_option("#theme", "light")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert colour_of(page, RESNET) == (27, 10, 92)
    page.page.select_option("#theme", "auto")
    assert colour_of(page, RESNET) == (128, 255, 179)
    assert page.quiet


def test_reset_shows_everything_as_it_was_at_the_start(opened: Opener) -> None:
    page = opened(story).settings().drawn()
    before = page.evaluate("papergraph.app.state"), page.camera
    page.page.click("#legend [data-kind=topic]")
    page.page.select_option("#theme", "dark")
    page.page.select_option("#size", "stars")
    page.page.fill("#query", "attention")
    page.page.keyboard.press("Escape")
    page.page.click("#layout-time")
    page.select(RESNET)
    page.page.click("#reset")

    page.until("papergraph.app.state.query", "")
    assert page.page.input_value("#query") == ""
    assert not page.page.is_visible("#panel")
    page.drawn()
    assert (page.evaluate("papergraph.app.state"), page.camera) == before
    assert page.page.locator("#legend [aria-pressed=false]").count() == 0
    assert page.fragment() == ""


def test_settings_open_and_close_by_their_button(opened: Opener) -> None:
    page = opened(story)
    assert not page.page.is_visible("#settings")
    page.page.click("#filters")
    assert page.page.is_visible("#settings")
    assert page.page.get_attribute("#filters", "aria-expanded") == "true"

    page.page.click("#filters")
    assert not page.page.is_visible("#settings")


@pytest.mark.parametrize("layout,count,words", [("time", 0, "year"), ("topics", 0, "topic")])
def test_what_has_no_place_in_a_layout_is_counted(opened: Opener, layout: str, count: int, words: str) -> None:
    page = opened(story)
    assert not page.page.is_visible("#left")
    page.page.click(f"#layout-{layout}")
    count = page.evaluate(
        """() => {
        const {graph, map, state} = papergraph.app;
        return Array.from({length: graph.count}, (_, k) => k).filter(k => state.layout === "time"
            ? graph.time[k] === 0 : !map.isShown(k)).length;
    }"""
    )

    assert count > 0
    assert page.text("#left") == f"{count} have no {words} and no place here."
    page.page.click("#layout-map")
    assert not page.page.is_visible("#left")


def positions(page: Opened) -> list[dict[str, Any]]:
    """Name, kind, moment and place of what a layout has a place for."""
    found: list[dict[str, Any]] = page.evaluate(
        """(() => {
        const {graph, map} = papergraph.app, {x, y} = map.layout;
        return Array.from({length: graph.count}, (_, k) => k).filter(k => map.isShown(k)).map(k => ({
            name: graph.name(k), kind: graph.kindName(k), moment: graph.moment(k), x: x[k], y: y[k]}));
    })()"""
    )
    return found


def test_the_timeline_goes_from_left_to_right_with_each_kind_in_its_lane(opened: Opener) -> None:
    page = opened(story)
    page.page.click("#layout-time")
    placed = positions(page)
    papers = sorted((each for each in placed if each["kind"] == "paper"), key=lambda each: each["moment"])

    assert {each["kind"] for each in placed} == {"article", "paper", "venue"}
    assert [each["x"] for each in papers] == sorted(each["x"] for each in papers)
    lanes = {kind: {each["y"] for each in placed if each["kind"] == kind} for kind in ("article", "paper", "venue")}
    assert max(lanes["article"]) < min(lanes["paper"])
    assert max(lanes["paper"]) < min(lanes["venue"])
    page.page.mouse.click(*page.spot(RESNET))
    assert page.told().selected == RESNET
    assert page.quiet


def test_topics_gather_what_is_about_them(opened: Opener) -> None:
    page = opened(SIX_HUNDRED)
    page.page.click("#layout-topics")
    gathered = page.drawn().evaluate(
        """() => {
        const {graph, map} = papergraph.app, {x, y} = map.layout, topics = [], near = [0, 0];
        const away = (a, b) => Math.hypot(x[a] - x[b], y[a] - y[b]);
        for (let k = 0; k < graph.count; k++) if (graph.kindName(k) === "topic" && map.isShown(k)) topics.push(k);
        for (let k = 0; k < graph.count; k++) {
            if (graph.kindName(k) !== "paper" || !map.isShown(k)) continue;
            const nearest = topics.reduce((best, each) => (away(k, each) < away(k, best) ? each : best));
            near[graph.neighbours(k).includes(nearest) ? 0 : 1]++;
        }
        return near;
    }"""
    )

    assert gathered[0] > 100
    assert gathered[1] == 0
    assert page.quiet
