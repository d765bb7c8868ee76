"""What axe finds in every view, light and dark, large and small; and what a screen reader is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from opened_pages import DESKTOP, PHONE, Opened, Opener
from page_graphs import enriched, story
from papergraph.exporters import html

AXE = Path(html.__file__).parent.parent / "web" / "node_modules" / "axe-core" / "axe.min.js"
RESNET = "Deep Residual Learning for Image Recognition"
SCREENS: dict[str, dict[str, Any]] = {
    f"{size} {scheme}": {**options, "color_scheme": scheme, "bypass_csp": True}
    for size, options in (("desktop", DESKTOP), ("phone", PHONE))
    for scheme in ("light", "dark")
}


def violations(page: Opened) -> list[str]:
    """What axe calls serious or critical, with where it is."""
    if not page.evaluate("'axe' in window"):
        page.page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(
        """async () => {
        const {violations} = await axe.run(document, {resultTypes: ["violations"]});
        return violations.filter(({impact}) => impact === "serious" || impact === "critical")
            .flatMap(({id, nodes}) => nodes.map(node => `${id}: ${node.target} ${node.any[0]?.message ?? ""}`));
    }"""
    )
    return found


@pytest.mark.parametrize("view", ["map", "near", "table", "console", "problems", "about"])
@pytest.mark.parametrize("screen", SCREENS)
def test_no_view_has_a_serious_fault(standing: Opener, screen: str, view: str) -> None:
    page = standing(story, **SCREENS[screen]).view(view)
    if view == "console":
        page.until("papergraph.console.phase", "ready")
        page.page.select_option("#canned", label="Papers of an author")
        page.until("/ ms$/.test(document.querySelector('#console-status').textContent)")

    assert violations(page) == []


@pytest.mark.parametrize("screen", SCREENS)
def test_neither_have_details_settings_search_and_path(standing: Opener, screen: str) -> None:
    page = standing(enriched, **SCREENS[screen])
    page.select(RESNET)
    page.evaluate("document.querySelector('#filters').click()")
    page.evaluate("document.querySelectorAll('#settings details').forEach(each => (each.open = true))")
    page.evaluate("papergraph.app.setTarget(1)")
    page.page.fill("#query", "s")
    page.page.keyboard.press("ArrowDown")

    assert violations(page) == []


def test_neither_has_the_page_in_chinese(standing: Opener) -> None:
    page = standing(story, **{**SCREENS["desktop light"], "locale": "zh-CN"})
    page.select(RESNET)

    assert violations(page) == []
    assert page.page.get_attribute("#language", "lang") == "en"


def test_the_page_has_one_heading_and_its_parts_have_names(standing: Opener) -> None:
    page = standing(story)

    assert page.page.locator("h1").count() == 1
    assert page.evaluate("document.title") == "阅读笔记 Reading notes"
    for role, name in (
        ("combobox", "Search"),
        ("tablist", "Views"),
        ("group", "Show or hide kinds"),
        ("group", "Layout"),
        ("group", "Zoom"),
        ("tab", "Map"),
        ("button", "Zoom in"),
    ):
        assert page.page.get_by_role(role, name=name, exact=True).count() == 1, name  # type: ignore[arg-type]
    assert page.page.get_by_role("application").first.get_attribute("aria-label") != ""


def test_the_details_are_a_named_part_of_the_page(standing: Opener) -> None:
    page = standing(story).select(RESNET)

    assert page.page.get_by_role("complementary").get_attribute("aria-label") is not None
    assert page.page.get_by_role("heading", name=RESNET).count() == 1
    assert page.page.get_by_role("button", name="Close").count() == 1


def test_what_is_selected_is_said(opened: Opener) -> None:
    page = opened(story)
    page.page.focus("#map")
    page.page.keyboard.press("ArrowRight")

    page.until("document.querySelector('#said').textContent.length > 0")
    said = page.text("#said")
    assert str(page.selected) in said
    assert "paper" in said
    assert "9 links" in said
    assert page.page.get_attribute("#said", "role") == "status"


def test_the_number_of_what_was_found_is_said(opened: Opener) -> None:
    page = opened(story)
    page.page.fill("#query", "transformer")

    page.until("/^\\d+ found$/.test(document.querySelector('#said').textContent)")
    assert page.page.get_attribute("#query", "aria-expanded") == "true"
    page.page.press("#query", "Escape")
    assert page.page.get_attribute("#query", "aria-expanded") == "false"


def test_a_table_has_a_caption_and_headers(standing: Opener) -> None:
    page = standing(story).view("table")

    assert page.page.get_by_role("columnheader").count() == 5
    assert page.page.get_by_role("rowheader").count() == 31
    assert page.page.locator("#table-view [aria-sort=descending]").count() == 1


def test_marks_are_told_apart_by_shape_as_well_as_by_colour(standing: Opener) -> None:
    shapes = standing(story).evaluate(
        """[...document.querySelectorAll("#legend .icon")].map(icon => {
        const shape = icon.querySelector("polygon, circle, path");
        return shape.tagName + (shape.getAttribute("points") ?? shape.getAttribute("d") ?? "");
    })"""
    )

    assert len(set(shapes)) == len(shapes) == 6


def test_text_may_be_twice_as_large(opened: Opener) -> None:
    """A page that is zoomed to 200 percent has half of the room."""
    page = opened(story, viewport={"width": 640, "height": 400})
    page.select(RESNET)

    assert page.evaluate("document.scrollingElement.scrollWidth") <= 640
    assert page.page.is_visible("#panel h2")
    assert page.evaluate("papergraph.app.map.pane.height") > 100
