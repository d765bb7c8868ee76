"""The path between two things: by button and click, by shift and click, by key, by the address."""

from __future__ import annotations

from opened_pages import Opened, Opener
from page_graphs import enriched, story

RESNET = "Deep Residual Learning for Image Recognition"
MAE = "Masked Autoencoders Are Scalable Vision Learners"
WAY = [RESNET, "Kaiming He", MAE, "Ross Girshick"]
ENDS = "#at=arxiv:1512.03385&to=person:ross%20girshick"


def way(page: Opened) -> list[str]:
    """The names of the steps in the details, once they have their reasons."""
    page.until(
        """[...document.querySelectorAll("#path .way li")].length > 0
        && [...document.querySelectorAll("#path .step")].every(step => step.querySelector(".evidence"))"""
    )
    return page.page.locator("#path .way .thing").all_inner_texts()


def test_a_path_is_chosen_by_its_button_and_a_click(opened: Opener) -> None:
    page = opened(story)
    page.select(RESNET)
    page.page.click("#panel .actions button >> nth=1")
    assert page.text("#path") == "Now choose the other end: by search, on the map or in the table."
    assert page.evaluate("getComputedStyle(papergraph.app.map.canvas).cursor") == "crosshair"

    page.page.mouse.click(*page.reached("Ross Girshick"))
    assert way(page) == WAY
    assert page.text("#path h3") == "Path to Ross Girshick: 3 steps"
    assert page.selected == RESNET
    assert page.evaluate("papergraph.app.emphasis().lit.length") == 4
    assert page.quiet


def test_each_step_says_why(opened: Opener) -> None:
    page = opened(story, ENDS)
    way(page)
    steps = [step.split("\n") for step in page.page.locator("#path .step").all_inner_texts()]

    assert [step[0] for step in steps] == ["↓ Authors", "↓ Author of", "↓ Authors"]
    assert all("catalogue · catalog/arxiv.jsonl" in step[1] for step in steps)


def test_a_path_is_chosen_by_shift_and_click(opened: Opener) -> None:
    page = opened(story)
    page.select(RESNET)
    at = page.reached("Ross Girshick")
    page.page.keyboard.down("Shift")
    page.page.mouse.click(*at)
    page.page.keyboard.up("Shift")

    assert way(page) == WAY


def test_a_path_is_chosen_by_key_and_search(opened: Opener) -> None:
    page = opened(story)
    page.select(RESNET)
    page.page.focus("#map")
    page.page.keyboard.press("p")
    page.page.keyboard.press("/")
    page.page.keyboard.type("girshick")
    page.page.keyboard.press("Enter")

    assert way(page) == WAY


def test_a_path_is_chosen_in_the_table(opened: Opener) -> None:
    page = opened(story)
    page.select(RESNET)
    page.page.click("#panel .actions button >> nth=1")
    page.view("table")
    page.page.click("#table-view button.thing:has-text('Ross Girshick')")

    assert way(page) == WAY


def test_the_address_restores_a_path(opened: Opener) -> None:
    page = opened(story, ENDS)

    assert way(page) == WAY
    assert page.fragment().startswith(ENDS)
    box = page.evaluate("document.querySelector('#panel').getBoundingClientRect().left")
    assert all(0 < page.spot(name)[0] < box for name in WAY)


def test_where_there_is_no_path_the_page_says_so(opened: Opener) -> None:
    page = opened(story, "#at=arxiv:1512.03385&to=arxiv:2304.02643")

    page.until("document.querySelector('#path p')?.textContent.startsWith('There is no path to Segment Anything')")
    page.page.click("#path button")
    assert not page.page.is_visible("#path")
    assert page.selected == RESNET


def test_what_is_hidden_is_not_passed(opened: Opener) -> None:
    page = opened(story, ENDS)
    way(page)
    page.page.click("#legend [data-kind=topic]")
    assert way(page) == WAY

    page = opened(story, "#at=arxiv:1512.03385&to=arxiv:2111.06377")
    assert way(page) == WAY[:3]
    page.page.click("#legend [data-kind=person]")
    page.until("document.querySelectorAll('#path .way .thing').length", 5)
    assert "Kaiming He" not in way(page)
    page.page.click("#legend [data-kind=topic]")
    page.until("document.querySelector('#path p')?.textContent.startsWith('There is no path')")
    assert page.quiet


def test_what_is_shown_again_is_passed_again(opened: Opener) -> None:
    page = opened(story, "#at=arxiv:1512.03385&to=arxiv:2111.06377&hide=person,topic")
    page.until("document.querySelector('#path p')?.textContent.startsWith('There is no path')")
    page.page.click("#legend [data-kind=person]")

    assert way(page) == WAY[:3]


def test_escape_ends_the_choosing_then_the_path_then_the_selection(opened: Opener) -> None:
    page = opened(story, ENDS)
    way(page)
    page.page.keyboard.press("Escape")
    assert not page.page.is_visible("#path")
    assert page.selected == RESNET
    page.page.click("#panel .actions button >> nth=1")
    page.page.keyboard.press("Escape")
    assert not page.page.is_visible("#path")
    assert page.evaluate("papergraph.app.choosing") is False

    page.page.keyboard.press("Escape")
    assert page.selected is None


def test_choosing_another_thing_ends_the_path(opened: Opener) -> None:
    page = opened(story, ENDS)
    way(page)
    page.page.click("#panel .neighbours .thing:has-text('Jian Sun')")

    page.until("document.querySelector('#panel h2').textContent", "Jian Sun")
    assert not page.page.is_visible("#path")
    assert "to=" not in page.fragment()


def test_a_path_speaks_both_languages(opened: Opener) -> None:
    page = opened(enriched, "#at=github:somebody/gone&to=github:nobody/asked")
    page.told()
    page.page.click("#language")
    page.told()

    assert "路径" in page.text("#path")
