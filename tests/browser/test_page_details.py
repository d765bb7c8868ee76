"""The details of one thing: every fact with its source and day, every link with its reason, the notes' own words."""

from __future__ import annotations

from typing import Any

import pytest

from opened_pages import Opened, Opener
from page_extremes import HUB, LONG, crowded, long_titled
from page_graphs import enriched, graph_of, story
from papergraph.model import RANK_SERVICE, Graph, Origin, Reference, Repository, Status

RESNET = "Deep Residual Learning for Image Recognition"
ARTICLE = "从零理解残差网络：为什么“恒等映射”让一百层的网络也能训练"


def facts_of(page: Opened) -> dict[str, str]:
    """The facts in the details, each with all that is written beside it, its footnotes left out."""
    rows = page.told().evaluate(
        """[...document.querySelectorAll("#panel section:nth-of-type(1) dt")].map(term => {
        const told = term.nextElementSibling.cloneNode(true);
        told.querySelectorAll("sup").forEach(mark => mark.remove());
        return [term.textContent, told.textContent];
    })"""
    )
    return dict(rows)


def chinese(page: Opened) -> Opened:
    """Switch to Chinese and wait for the details."""
    page.page.click("#language")
    page.until("document.querySelector('#panel h3').textContent", "事实")
    return page.told()


def test_every_fact_is_shown_with_its_source(standing: Opener) -> None:
    page = standing(story)
    panel = page.select(RESNET).text("#panel")

    assert page.text("#panel h2") == RESNET
    for line in ("Kaiming He, Xiangyu Zhang, Shaoqing Ren, Jian Sun", "2015-12-10", "Tech report", "cs.CV"):
        assert line in panel
    assert "elsewhere: " + RESNET + "." in panel
    assert "catalog/arxiv.jsonl:1 · 2024-02-20" in panel
    assert "2024-03-02.md:11 · 2024-03-02" in panel
    assert page.page.get_attribute("#panel .head a", "href") == "https://arxiv.org/abs/1512.03385"
    assert page.quiet


def test_every_fact_carries_the_number_of_a_source_that_is_listed(standing: Opener) -> None:
    page = standing(story).select(RESNET)
    marks = page.page.locator("#panel dd.fact sup").all_inner_texts()
    numbers = {int(number) for mark in marks for number in mark.strip("[]").split(", ")}

    assert len(marks) >= page.page.locator("#panel dd.fact").count() > 5
    assert numbers == set(range(1, page.page.locator("#panel .sources li").count() + 1))
    assert page.text("#panel details summary") == f"Sources ({len(numbers)})"


def test_unknown_is_not_the_same_as_not_fetched(standing: Opener) -> None:
    page = standing(story)
    unasked, asked = page.select("microsoft/Swin-Transformer"), "facebookresearch/mae"

    assert unasked.page.inner_text("#panel dd.unknown >> nth=0") == "not fetched"
    assert page.select(asked).page.inner_text("#panel dd.unknown >> nth=0") == "unknown"


def test_a_repository_is_shown_as_a_service_knows_it_with_the_day_of_its_stars(opened: Opener) -> None:
    page = opened(enriched, "#github%3Areader%2Ffork-of-segment")

    assert facts_of(page) == {
        "Name": "Reader/Fork-of-Segment",
        "Description": "一个分叉",
        "Stars": "12,345 · 2026-11-20",
        "Forks": "0 · 2026-11-20",
        "Language": "Python",
        "Licence": "unknown",
        "Topics": "segmentation",
        "Archived": "yes",
        "Is a fork": "yes",
        "Forked from": "FacebookResearch/Segment-Anything",
        "Last push": "2024-06-15",
    }
    original = "https://github.com/FacebookResearch/Segment-Anything"
    assert page.page.get_attribute("#panel .fork_of a", "href") == original
    assert "GitHub · 2026-11-20" in page.text("#panel .sources")
    facts = facts_of(chinese(page))
    assert facts["星标"] == "12,345 · 2026-11-20"
    assert (facts["已归档"], facts["分叉自"]) == ("是", "FacebookResearch/Segment-Anything")
    assert page.quiet


def test_a_paper_that_arxiv_does_not_know_is_shown_with_the_day_of_asking(opened: Opener) -> None:
    page = opened(enriched, "#arxiv%3A2399.99999")

    assert facts_of(page) == {
        "Title": "Segment Everything",
        "Status": "not on arXiv · 2026-11-24",
        "Authors": "unknown",
        "Published": "unknown",
        "Abstract": "unknown",
    }
    assert facts_of(chinese(page))["状态"] == "arXiv 上没有 · 2026-11-24"
    page.view("problems")
    page.page.wait_for_selector("#problems-view .problems")
    assert "arxiv:2399.99999 is not on arXiv; looked up 2026-11-24" in page.text("#problems-view")
    assert page.quiet


@pytest.mark.parametrize(
    "reference,english,translated",
    [
        ("arxiv:2402.00001", {"Status": "withdrawn · 2026-11-24"}, {"状态": "已撤稿 · 2026-11-24"}),
        (
            "github:somebody/gone",
            {"Status": "gone from GitHub · 2026-11-24", "Stars": "7 · 2026-09-01", "Licence": "unknown"},
            {"状态": "已从 GitHub 消失 · 2026-11-24", "星标": "7 · 2026-09-01", "许可": "未知"},
        ),
        ("github:nobody/asked", {"Stars": "not fetched"}, {"星标": "未获取"}),
    ],
)
def test_what_is_the_matter_is_shown_in_words(
    opened: Opener, reference: str, english: dict[str, str], translated: dict[str, str]
) -> None:
    page = opened(enriched, f"#{reference}")

    assert english.items() <= facts_of(page).items()
    assert translated.items() <= facts_of(chinese(page)).items()
    assert page.quiet


def test_what_is_the_matter_is_told_to_screen_readers(opened: Opener) -> None:
    page = opened(enriched)
    page.select("A Paper That Was Withdrawn")
    assert page.text("#said").startswith("A Paper That Was Withdrawn, paper (withdrawn), ")

    page.page.click("#language")
    page.select("Somebody/Gone")
    assert page.text("#said").startswith("Somebody/Gone，代码仓库 (已从 GitHub 消失)，")
    assert page.quiet


def with_status(status: str) -> Graph:
    """One repository with a status."""
    origin = Origin(RANK_SERVICE, "GitHub", 0, "2026-11-24")
    return graph_of([Repository(Reference("github", "a/b"), origin, "A/B", status=status)])


@pytest.mark.parametrize("status", [Status.PRIVATE, Status.EMPTY])
def test_what_an_author_may_well_know_is_not_marked(opened: Opener, status: Status) -> None:
    page = opened(lambda: with_status(status))
    page.view("table")

    assert page.text("#table-view tbody th") == "A/B"
    assert page.evaluate("papergraph.app.graph.trouble[0]") == 0
    assert facts_of(page.select("A/B"))["Status"] == f"{status.value} · 2026-11-24"


def test_a_paper_that_was_found_by_its_title_says_so(opened: Opener) -> None:
    page = opened(enriched, "#arxiv%3A1512.03385")

    assert facts_of(page)["Authors"] == "Kaiming He, Xiangyu Zhang"
    assert "A note names it by title only" in page.text("#panel")
    assert page.text("#panel .evidence").split("\n") == ["title search · arXiv · 2026-11-24", RESNET]
    assert page.quiet


def test_links_are_told_with_their_evidence_and_the_line_of_the_note(standing: Opener) -> None:
    page = standing(story).select("facebookresearch/mae")

    assert "Code of (1)" in page.text("#panel")
    assert page.text("#panel .evidence").split("\n") == ["labelled field · 2024-03-02.md:25 · 2024-03-02", "Code:"]
    assert str(page.page.get_attribute("#panel .evidence a", "href")).endswith("/notes/2024-03-02.md")


LINKS: dict[str, dict[str, list[str]]] = {
    RESNET: {
        "Authors (4)": ["Kaiming He", "Xiangyu Zhang", "Shaoqing Ren", "Jian Sun"],
        "Code (1)": ["KaimingHe/deep-residual-networks"],
        "Discussed in (1)": [ARTICLE],
        "Published in (1)": ["CVPR 2016"],
        "Topics (1)": ["image classification"],
    },
    "attention": {
        "About this (2)": [
            "An Image is Worth 16x16 Words: Transformers for Image Recognition at Scale",
            "Attention Is All You Need",
        ]
    },
}


@pytest.mark.parametrize("name", LINKS)
def test_links_are_listed_by_what_they_say(standing: Opener, name: str) -> None:
    groups: dict[str, Any] = (
        standing(story)
        .select(name)
        .evaluate(
            """Object.fromEntries([...document.querySelectorAll("#panel section:last-of-type h4")].map(head => [
            head.textContent,
            [...head.nextElementSibling.querySelectorAll(".thing bdi")].map(each => each.textContent)]))"""
        )
    )

    assert {head: sorted(names) for head, names in groups.items()} == {
        head: sorted(names) for head, names in LINKS[name].items()
    }


def test_the_notes_own_words_are_shown_and_images_stay_links(standing: Opener) -> None:
    page = standing(story).select(ARTICLE)
    page.page.wait_for_selector("#panel article")
    panel = page.text("#panel")

    for words in ("用一个例子讲清残差连接。", "看图 2 就够了。", "今日要点", "video.example.org/v/1 讲解视频", "★★★★★"):
        assert words in panel
    assert page.page.get_attribute("#panel a:text-is('image 1')", "href") == "https://images.example.org/one.png"
    assert page.evaluate("document.images.length") == 0
    assert "Mentions: example.org/project" in panel
    assert page.quiet


def test_the_status_of_code_stands_where_a_note_says_it(standing: Opener) -> None:
    page = standing(story).select("Segment Anything")
    page.page.wait_for_selector("#panel article")

    assert "coming soon" in page.text("#panel")


def test_links_out_open_elsewhere_and_say_nothing_of_where_one_was(standing: Opener) -> None:
    page = standing(story).select(ARTICLE)
    page.page.wait_for_selector("#panel article")
    away = page.evaluate("[...document.querySelectorAll('#panel a')].map(each => [each.target, each.rel])")

    assert len(away) > 3
    assert {tuple(each) for each in away} == {("_blank", "noreferrer noopener")}


def test_a_neighbour_in_the_details_leads_on(opened: Opener) -> None:
    page = opened(story, "#arxiv%3A1512.03385")
    page.page.click("#panel button.thing:has-text('Kaiming He')")

    page.until("document.querySelector('#panel h2').textContent", "Kaiming He")
    lit = page.evaluate("papergraph.app.emphasis().lit.map(thing => papergraph.app.graph.name(thing)).sort()")
    assert lit == [RESNET, "Kaiming He", "Masked Autoencoders Are Scalable Vision Learners"]
    assert "person:kaiming%20he" in page.fragment()


def test_a_hub_shows_its_first_neighbours_and_a_button_for_all(opened: Opener) -> None:
    page = opened(crowded_by_thousands)
    page.select(HUB)
    rows = page.page.locator("#panel .neighbours > li:has(.thing)")
    assert rows.count() == 30

    page.page.click("#panel .neighbours .more")
    assert rows.count() == 3000
    assert page.page.locator("#panel .neighbours .more").count() == 0
    assert page.quiet


def crowded_by_thousands() -> Graph:
    """One paper of three thousand authors."""
    return crowded(3000)


def test_a_title_without_end_is_shown_in_full_and_stays_in_its_place(opened: Opener) -> None:
    page = opened(long_titled, "#arxiv%3A2001.00001")
    page.told()

    assert page.text("#panel h2") == LONG.strip()
    page.evaluate("papergraph.app.select(null)")
    page.evaluate(
        "thing => papergraph.app.select(thing)", 2 if page.evaluate("papergraph.app.graph.name(2)")[0] == "x" else 1
    )
    page.told()
    assert len(page.text("#panel h2")) == 5000
    assert (
        page.evaluate("document.querySelector('#panel').scrollWidth - document.querySelector('#panel').clientWidth")
        <= 0
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_the_details_begin_at_their_top_and_close(opened: Opener) -> None:
    page = opened(story)
    page.select(RESNET)
    page.evaluate("document.querySelector('#panel').scrollTop = 300")
    page.select("Kaiming He")
    assert page.evaluate("document.querySelector('#panel').scrollTop") == 0

    page.page.click("#panel .close")
    assert not page.page.is_visible("#panel")
    assert page.selected is None
