"""The table of everything, the accessible equal of the map, and what the reader takes away."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from opened_pages import Opened, Opener, saved
from page_extremes import SIX_HUNDRED, TWO_THOUSAND
from page_graphs import enriched, hostile, story

if TYPE_CHECKING:
    from playwright.sync_api import Locator

SVG = "{http://www.w3.org/2000/svg}"


def rows(page: Opened) -> Locator:
    """The rows of the table."""
    return page.page.locator("#table-view tbody tr")


def column(page: Opened, number: int) -> list[str]:
    """What a column says, from the top."""
    return [
        text.strip() for text in page.page.locator(f"#table-view tbody tr > :nth-child({number})").all_inner_texts()
    ]


def test_the_table_holds_everything_the_most_linked_first(standing: Opener) -> None:
    page = standing(story).view("table")

    assert rows(page).count() == 31
    links = list(map(int, column(page, 5)))
    assert links == sorted(links, reverse=True)
    assert page.page.get_attribute("th[data-column=links]", "aria-sort") == "descending"
    assert page.text("#table-view caption") == "Everything on the page: 31 of 31"


@pytest.mark.parametrize("name,number", [("year", 3), ("stars", 4), ("links", 5)])
@pytest.mark.parametrize("way", ["descending", "ascending"])
def test_a_column_of_numbers_is_sorted_both_ways_with_what_is_unknown_last(
    opened: Opener, name: str, number: int, way: str
) -> None:
    page = opened(story).view("table")
    page.page.click("th[data-column=name] button")
    for _ in ("descending", "ascending")[: 1 + (way == "ascending")]:
        page.page.click(f"th[data-column={name}] button")
    cells = column(page, number)
    known = [int(cell.replace(",", "")) for cell in cells if re.fullmatch(r"[\d,]+", cell)]

    assert page.page.get_attribute(f"th[data-column={name}]", "aria-sort") == way
    assert known == sorted(known, reverse=way == "descending")
    assert all(re.fullmatch(r"[\d,]+", cell) for cell in cells[: len(known)])
    assert page.evaluate("document.activeElement.closest('th').dataset.column") == name


def test_names_and_kinds_are_sorted_in_their_language(opened: Opener) -> None:
    page = opened(story).view("table")
    page.page.click("th[data-column=name] button")
    assert page.page.get_attribute("th[data-column=name]", "aria-sort") == "ascending"
    names = column(page, 2)
    people = [name for name in names if name.isascii() and len(name.split()) == 2 and name.istitle()]
    assert len(people) > 8
    assert people == sorted(people)

    page.page.click("th[data-column=kind] button")
    kinds = column(page, 1)
    assert [kind for kind, before in zip(kinds, [None, *kinds], strict=False) if kind != before] == [
        "article",
        "paper",
        "repository",
        "person",
        "venue",
        "topic",
    ]


def test_stars_that_are_not_known_say_why(opened: Opener) -> None:
    page = opened(story).view("table")
    cells = dict(zip(column(page, 2), column(page, 4), strict=True))

    assert cells["microsoft/Swin-Transformer"] == "not fetched"
    assert cells["google-research/vision_transformer"] == "9,800"
    assert cells["Ze Liu"] == ""


def test_the_table_follows_the_legend_and_leads_to_the_details(opened: Opener) -> None:
    page = opened(story).view("table")
    page.page.click("#legend [data-kind=person]")
    assert rows(page).count() == 18
    page.page.click("#table-view tbody button:has-text('Attention Is All You Need')")

    assert page.told().selected == "Attention Is All You Need"
    assert page.page.is_visible("#panel")
    assert page.text("#table-view tr[aria-current=true] th") == "Attention Is All You Need"
    assert page.quiet


def test_what_was_chosen_in_the_table_is_in_sight_on_the_map(opened: Opener) -> None:
    page = opened(story).view("table")
    page.page.click("#table-view tbody button:has-text('Attention Is All You Need')")
    page.told().view("map").drawn()
    x, y = page.spot("Attention Is All You Need")
    pane, panel = (
        page.evaluate(f"document.querySelector('{each}').getBoundingClientRect()") for each in ("#map", "#panel")
    )

    assert 0 < x < panel["left"]
    assert pane["top"] < y < pane["bottom"]
    assert page.camera[2] > 10


def test_what_is_the_matter_stands_after_the_name(opened: Opener) -> None:
    page = opened(enriched).view("table")
    marked = rows(page).locator(".trouble")
    assert sorted(marked.all_inner_texts()) == ["gone from GitHub", "not on arXiv", "withdrawn"]
    assert page.page.get_by_role("rowheader", name="A Paper That Was Withdrawn withdrawn", exact=True).count() == 1

    page.page.click("#language")
    assert sorted(marked.all_inner_texts()) == sorted(["arXiv 上没有", "已撤稿", "已从 GitHub 消失"])
    assert page.quiet


def test_a_long_table_is_shown_by_parts(opened: Opener) -> None:
    page = opened(SIX_HUNDRED).view("table")
    assert rows(page).count() == 200
    page.page.click("#table-view .more >> nth=0")
    assert rows(page).count() == 400

    page.page.click("#table-view .more >> nth=0")
    assert rows(page).count() == 600
    assert "Show" not in page.text("#table-view p")


def table(content: bytes) -> list[list[str]]:
    """The rows of a file of comma-separated values."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_table_is_saved_as_it_is_filtered_and_sorted(opened: Opener) -> None:
    page = opened(story).view("table")
    page.page.click("#legend [data-kind=person]")
    page.page.click("th[data-column=stars] button")
    name, content = saved(page, lambda: page.page.click("#table-view p button:has-text('CSV')"))
    head, *lines = table(content)

    assert name == "阅读笔记-Reading-notes.csv"
    assert head == ["kind", "reference", "name", "year", "stars", "links"]
    assert len(lines) == 18
    assert [line[2] for line in lines] == column(page, 2)
    code = ["repository", "github:google-research/vision_transformer", "google-research/vision_transformer"]
    assert lines[0][:3] == code
    assert lines[0][4:] == ["9800", "1"]
    assert page.quiet


def test_the_whole_table_is_saved_and_not_only_the_part_that_is_shown(opened: Opener) -> None:
    page = opened(TWO_THOUSAND).settings()
    page.page.click("#settings summary")
    _, content = saved(page, lambda: page.page.click("#export-csv"))

    assert len(table(content)) == 1 + page.evaluate("papergraph.app.graph.count")


def test_no_spreadsheet_takes_a_name_for_a_formula(opened: Opener) -> None:
    page = opened(hostile).view("table")
    _, content = saved(page, lambda: page.page.click("#table-view p button:has-text('CSV')"))

    assert all(len(line) == 6 for line in table(content))
    assert not [cell for line in table(content) for cell in line if cell[:1] in set("=+-@\t\r")]
    assert page.quiet


def test_the_map_is_saved_as_a_picture(opened: Opener) -> None:
    page = opened(story).settings()
    page.drawn().page.click("#settings summary")
    name, content = saved(page, lambda: page.page.click("#export-png"))

    assert name == "阅读笔记-Reading-notes.png"
    assert content.startswith(b"\x89PNG\r\n")
    width, height = int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    assert [width, height] == page.evaluate("[papergraph.app.map.canvas.width, papergraph.app.map.canvas.height]")
    assert page.quiet


def test_the_map_is_saved_as_a_drawing(opened: Opener) -> None:
    page = opened(story).settings()
    page.drawn().page.click("#settings summary")
    name, content = saved(page, lambda: page.page.click("#export-svg"))
    root = ET.fromstring(content.decode("utf-8"))  # noqa: S314 - our own

    assert name == "阅读笔记-Reading-notes.svg"
    titles = {title.text for title in root.iter(f"{SVG}title")}
    assert {"阅读笔记 Reading notes", "Kaiming He", "自监督学习"} <= titles
    assert len(titles) == 32
    assert len(list(root.iter(f"{SVG}line"))) == 31
    assert "Kaiming He" in {text.text for text in root.iter(f"{SVG}text")}
    assert page.quiet


@pytest.mark.parametrize("act", ["png", "svg", "csv"])
def test_everything_is_saved_from_other_views_and_layouts_too(opened: Opener, act: str) -> None:
    page = opened(story, "#view=table&layout=time").settings()
    page.page.click("#settings summary")
    _, content = saved(page, lambda: page.page.click(f"#export-{act}"))

    assert len(content) > 400
    assert page.quiet


def test_the_link_is_copied(opened: Opener) -> None:
    page = opened(story, "#at=topic:attention", permissions=["clipboard-read", "clipboard-write"]).settings()
    page.page.click("#legend [data-kind=person]")
    page.page.click("#settings summary")
    page.page.click("#copy-link")

    page.until("document.querySelector('#said').textContent.startsWith('Copied')")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.evaluate("location.href")
    assert "hide=person" in copied


def test_where_nothing_can_be_copied_the_link_is_told(opened: Opener) -> None:
    page = opened(story).settings()
    page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject(new Error('no')))")
    page.page.click("#settings summary")
    page.page.click("#copy-link")

    page.until("document.querySelector('#said').textContent === location.href")
