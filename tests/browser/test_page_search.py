"""The search: what is found, by which words, by keyboard, and what the rest of the page makes of it."""

from __future__ import annotations

import pytest

from opened_pages import Opened, Opener, colour_of
from page_graphs import enriched, story

RESNET = "Deep Residual Learning for Image Recognition"
MAE = "Masked Autoencoders Are Scalable Vision Learners"
SWIN = "Swin Transformer: Hierarchical Vision Transformer using Shifted Windows"
CODE = "KaimingHe/deep-residual-networks"
ATTENTION = "Attention Is All You Need"


def found(page: Opened, query: str) -> list[str]:
    """Search, and return the names that are listed."""
    page.page.fill("#query", query)
    if not page.page.is_visible("#found"):
        return []
    names: list[str] = page.page.locator("#found [role=option] bdi:first-of-type").all_inner_texts()
    return names


@pytest.mark.parametrize(
    "query,names",
    [
        ("residual learning", [RESNET, CODE]),
        ("KAIMING HE", ["Kaiming He", CODE]),
        ("facebookresearch/mae", ["facebookresearch/mae"]),
        ("attention", [ATTENTION, "attention"]),
        ("自监督", ["自监督学习"]),
        ("何恺明团队", ["MAE：何恺明团队的掩码自编码器"]),
        ("ｓｗｉｎ", [SWIN, "microsoft/Swin-Transformer"]),
        ("vaswani attention", [ATTENTION, "Ashish Vaswani"]),
        ("attention vaswani", [ATTENTION, "Ashish Vaswani"]),
        ("girshick autoencoders", [MAE, "Ross Girshick"]),
        ("deep-residual learning", [RESNET, CODE]),
        ("  ", []),
    ],
)
def test_words_find_names_people_code_and_topics_in_any_language(
    standing: Opener, query: str, names: list[str]
) -> None:
    assert found(standing(story), query) == names


def test_a_title_and_an_author_together_find_the_paper_before_what_is_beside_it(standing: Opener) -> None:
    assert found(standing(story), "he masked")[0] == MAE


def test_what_is_listed_carries_its_kind_and_year(standing: Opener) -> None:
    page = standing(story)
    found(page, "vaswani attention")

    assert page.text("#found [role=option]").split("\n") == [ATTENTION, "2017"]
    assert page.page.locator("#found [role=option] .icon.paper").count() == 1


def test_the_search_works_by_keyboard_alone(opened: Opener) -> None:
    page = opened(story)
    page.page.keyboard.press("/")
    page.page.keyboard.type("TRANS ｆｏｒｍｅｒ")
    page.page.keyboard.press("ArrowDown")
    page.page.keyboard.press("ArrowDown")
    assert page.page.get_attribute("#query", "aria-activedescendant") == "found-1"
    assert page.page.get_attribute("#found-1", "aria-selected") == "true"
    second = page.text("#found-1 bdi")
    page.page.keyboard.press("ArrowUp")
    page.page.keyboard.press("ArrowUp")
    last = page.page.locator("#found [role=option]").last
    assert last.get_attribute("aria-selected") == "true"

    page.page.keyboard.press("ArrowDown")
    page.page.keyboard.press("ArrowDown")
    page.page.keyboard.press("Enter")
    assert page.told().text("#panel h2") == second
    assert not page.page.is_visible("#found")
    assert page.quiet


def test_enter_takes_the_first_and_escape_undoes_step_by_step(opened: Opener) -> None:
    page = opened(story)
    page.page.keyboard.press("/")
    page.page.keyboard.type("vaswani attention")
    page.page.keyboard.press("Enter")
    assert page.told().selected == ATTENTION

    page.page.keyboard.press("Escape")
    assert page.page.input_value("#query") == ""
    assert page.selected == ATTENTION
    page.page.keyboard.press("Escape")
    page.until("papergraph.app.selected", None)
    assert not page.page.is_visible("#panel")


def test_a_slash_can_be_searched_for(opened: Opener) -> None:
    page = opened(story)
    page.page.focus("#query")
    page.page.keyboard.type("google-research/")

    assert page.page.input_value("#query") == "google-research/"
    assert page.text("#found [role=option] bdi") == "google-research/vision_transformer"


def test_a_click_on_what_was_found_selects_it(opened: Opener) -> None:
    page = opened(story)
    found(page, "hierarchical")
    page.page.click("#found [role=option]")

    assert page.told().selected == SWIN
    x, y = page.spot(SWIN)
    assert 0 < x < page.evaluate("document.querySelector('#panel').getBoundingClientRect().left")
    assert 0 < y < 800


def test_a_search_for_nothing_says_so(opened: Opener) -> None:
    page = opened(story)
    page.page.fill("#query", "no such thing")

    assert page.text("#found").split("\n")[0] == "Nothing found"
    assert page.text("#said") == "Nothing found"
    page.page.fill("#query", "attention")
    assert page.text("#said") == "2 found"


def test_what_was_found_is_lit_and_alone_in_the_table(opened: Opener) -> None:
    page = opened(story, color_scheme="light")
    found(page, "ross girshick")
    page.page.keyboard.press("Escape")

    page.evaluate("new Promise(done => setTimeout(done, 500))")  # what is lit follows when the hand rests
    assert colour_of(page, "Ross Girshick") == (184, 77, 255)
    assert sum(colour_of(page, "Ze Liu")) > sum((184, 77, 255)) + 100
    page.view("table")
    assert page.page.locator("#table-view tbody th").all_inner_texts() == ["Ross Girshick"]
    assert page.text("#table-view caption") == "Everything on the page: 1 of 31"
    page.page.fill("#query", "")
    assert page.page.locator("#table-view tbody th").count() == 31


@pytest.mark.parametrize(
    "words,name",
    [
        ("substantially deeper", RESNET),
        ("恒等映射让梯度", "从零理解残差网络：为什么“恒等映射”让一百层的网络也能训练"),
        ("用一个例子讲清", "从零理解残差网络：为什么“恒等映射”让一百层的网络也能训练"),
        ("Tech report", RESNET),
    ],
    ids=["abstract", "tip of a note", "abstract of a note", "comment"],
)
def test_searching_the_details_finds_words_of_abstracts_and_notes(opened: Opener, words: str, name: str) -> None:
    page = opened(story)
    assert found(page, words) == []

    page.page.click("#found .deep button")
    listed = "[...document.querySelectorAll('#found [role=option] bdi')].map(each => each.textContent)"
    page.until(f"{listed}.includes({name!r})")
    page.page.click(f"#found [role=option]:has-text({name!r})")
    assert page.told().selected == name
    assert page.quiet


def test_the_details_are_searched_by_keyboard_too(opened: Opener) -> None:
    page = opened(story)
    page.page.keyboard.press("/")
    page.page.keyboard.type("substantially deeper")
    page.page.keyboard.press("Control+Enter")

    page.until("document.querySelector('#found [role=option] bdi')?.textContent", RESNET)


@pytest.mark.parametrize("query", ["says", "origins", "null", "[[", "notes", '","'])
def test_searching_the_details_finds_no_words_that_only_the_file_has(opened: Opener, query: str) -> None:
    page = opened(story)
    found(page, query)
    page.page.click("#found .deep button")
    page.until("document.querySelector('#found .deep') === null")

    assert page.page.locator("#found [role=option]").count() == 0


def test_the_list_says_what_is_the_matter(opened: Opener) -> None:
    page = opened(enriched, locale="zh-CN")
    found(page, "that was withdrawn")

    assert page.text("#found [role=option] .trouble") == "已撤稿"


def test_a_search_sees_what_the_legend_shows_again(opened: Opener) -> None:
    page = opened(story)
    paper = page.page.locator("#legend [data-kind=paper]")
    paper.click()
    assert found(page, "attention") == ["attention"]
    page.page.keyboard.press("Escape")
    paper.click()
    page.page.click("#table-tab")

    assert sorted(page.page.locator("#table-view tbody th").all_inner_texts()) == sorted([ATTENTION, "attention"])


def test_hidden_things_are_not_found(opened: Opener) -> None:
    page = opened(story)
    page.page.click("#legend [data-kind=person]")

    assert found(page, "ross girshick") == []
