"""A few lines of a note → what they report: an article, a paper or a repository, under which title."""

from __future__ import annotations

import pytest

from papergraph.model import Entry
from papergraph.readers import read

ARTICLE = "https://mp.weixin.qq.com/s/abc"
PAPER = "https://arxiv.org/abs/2401.00001"
CODE = "https://github.com/Example/Trees"
TITLE = "A Paper about Trees"


def entry(text: str) -> Entry:
    (found,) = read("a.md", text).entries
    return found


PAPERS = {
    "a linked title": f"- [{TITLE}]({PAPER}) [Code]({CODE})\n",
    "a title and labelled links": f"- {TITLE} [[paper]({PAPER})] [[code]({CODE})]\n",
    "a title and links in brackets": f"- **{TITLE}** ([PDF]({PAPER}), [GitHub]({CODE}))\n",
    "fields under a title": f"- {TITLE}\n  - Paper: {PAPER}\n  - Code: {CODE}\n",
    "fields under a bold title": f"**{TITLE}**\n\n- Paper: {PAPER}\n- Code: {CODE}\n",
    "fields under a heading": f"# Notes\n\n## {TITLE}\n\nPaper: {PAPER}\nCode: {CODE}\n",
    "fields with one for the title": f"# Notes\n\n## Trees\n\n- Title: {TITLE}\n- Link: {PAPER}\n- Code: {CODE}\n",
    "a title over its links": f"{TITLE}\\\n[Paper]({PAPER}) | [Code]({CODE})\n",
    "a numbered title over its links": f"[1] {TITLE}<br>\n[paper]({PAPER}) [code]({CODE})\n",
    "a row of a table": f"| Title | Paper | Code |\n|---|---|---|\n| {TITLE} | [PDF]({PAPER}) | [link]({CODE}) |\n",
    "a row of an HTML table": f"<table><tr><td>{TITLE}<td><a href={PAPER}>PDF</a><td><a href={CODE}>code</a></table>\n",
    "badges": f"- {TITLE} [![arXiv](https://img.shields.io/badge/arXiv-b31b1b)]({PAPER}) "
    f"[![GitHub](https://img.shields.io/github/stars/Example/Trees)]({CODE})\n",
    "reference links": f"- {TITLE} [paper][1] [code][2]\n\n[1]: {PAPER}\n[2]: {CODE}\n",
    "a title that is broken over lines": f"- [A Paper\n  about Trees]({PAPER}) [Code]({CODE})\n",
    "a quoted title in a citation": f'- A. Example, B. Sample, "{TITLE}," ICLR, 2024. [pdf]({PAPER}) [code]({CODE})\n',
    "Chinese labels": f"- {TITLE}\n  - 论文：{PAPER}\n  - 代码：{CODE}\n",
}


@pytest.mark.parametrize("text", PAPERS.values(), ids=PAPERS.keys())
def test_a_paper_with_its_code_is_found_in(text: str) -> None:
    found = entry(text)

    assert found.title == TITLE
    assert [(paper.url, paper.title) for paper in found.papers] == [(PAPER, TITLE)]
    assert [(one.url, one.role) for one in found.repositories] == [(CODE, "code")]
    assert found.article is None
    assert found.links == ()


def article_is_found(title: str) -> None:
    """Assert that an entry under a title has its article, its paper and its code."""
    found = entry(f"1. [{title}]({ARTICLE}) ⭐⭐\n   - Paper: [{TITLE}]({PAPER})\n   - Code: {CODE}\n")

    assert (found.title, found.article, found.rating) == (title, ARTICLE, 2)
    assert [(paper.url, paper.title) for paper in found.papers] == [(PAPER, TITLE)]
    assert [one.url for one in found.repositories] == [CODE]


@pytest.mark.parametrize("title", ["News of the week", "图像分割的新进展", "A Paper a Day: what to read"])
def test_an_article_is_found_under_its_title(title: str) -> None:
    article_is_found(title)


@pytest.mark.parametrize("title", ["论文分享", "An article", "Read this paper"])
def test_an_article_is_found_under_a_title_that_reads_like_a_label(title: str) -> None:
    article_is_found(title)


def test_a_paper_of_an_article_may_be_known_by_its_title_only() -> None:
    found = entry(f"1. [News of the week]({ARTICLE})\n   - Paper: {TITLE}\n")

    assert [(paper.reference, paper.url, paper.title, paper.line) for paper in found.papers] == [(None, None, TITLE, 2)]


@pytest.mark.parametrize("value", ["none", "暂无", "TBD", "-", "N/A", "coming soon", "???"])
def test_a_field_that_says_there_is_none_is_no_paper(value: str) -> None:
    found = entry(f"1. [News of the week]({ARTICLE})\n   - Paper: {value}\n   - Code: {value}\n")

    assert (found.papers, found.repositories) == ((), ())


def test_what_a_note_says_about_missing_code_is_kept() -> None:
    assert entry(f"- {TITLE}\n  - Paper: {PAPER}\n  - Code: coming soon\n").code_status == "coming soon"


def test_several_papers_of_an_article_are_all_kept_with_their_lines() -> None:
    found = entry(
        f"1. [News of the week]({ARTICLE})\n   - Paper: [{TITLE}]({PAPER})\n"
        "   - Paper: [A Paper about Roots](https://arxiv.org/abs/2401.00002)\n"
    )

    assert [(paper.title, paper.line) for paper in found.papers] == [(TITLE, 2), ("A Paper about Roots", 3)]


def test_two_addresses_of_a_paper_are_one_paper() -> None:
    (paper,) = entry(f"- {TITLE} [pdf](https://proceedings.mlr.press/v1/trees.html) [arXiv]({PAPER})\n").papers

    assert (paper.url, paper.alternates) == (PAPER, ("https://proceedings.mlr.press/v1/trees.html",))


ROLES = {
    "[Unofficial code]({})": "unofficial",
    "[third-party implementation]({})": "unofficial",
    "[Dataset]({})": "dataset",
    "[Code]({})": "code",
    "[Project]({})": "code",
    "[PyTorch]({})": "code",
    "[代码]({})": "code",
    "[非官方代码]({})": "unofficial",
    "[Code (coming soon)]({})": "code",
}


@pytest.mark.parametrize("link, role", ROLES.items())
def test_the_label_of_a_repository_gives_its_role(link: str, role: str) -> None:
    (repository,) = entry(f"- [{TITLE}]({PAPER}) {link.format(CODE)}\n").repositories

    assert (repository.url, repository.role) == (CODE, role)


def test_a_label_is_no_title() -> None:
    assert entry(f"- Code: {CODE}\n").title != "Code"


def test_a_paper_that_a_field_names_by_its_title_is_one_paper_with_its_code() -> None:
    found = entry(f"- 论文: 图像分割的一种新方法\n- 代码: {CODE}\n")

    assert found.title == "图像分割的一种新方法"
    assert [one.role for one in found.repositories] == ["code"]


def test_images_and_other_links_belong_to_the_entry() -> None:
    found = entry(
        f"1. [News of the week]({ARTICLE})\n   - Paper: {PAPER}\n   - Video: https://www.bilibili.com/video/BV1\n\n"
        '<div align=center><img src="https://example.org/a.png" style="zoom:100%">\n</div>\n'
    )

    assert found.images == ("https://example.org/a.png",)
    assert [(link.url, link.role, link.label, link.line) for link in found.links] == [
        ("https://www.bilibili.com/video/BV1", "video", "Video", 3)
    ]
    assert found.location.end_line >= 5


def test_another_paper_of_the_same_kind_of_identifier_is_no_other_address() -> None:
    found = entry(f"- [{TITLE}]({PAPER}) extends [Bushes](https://arxiv.org/abs/2105.14498)\n")

    assert [(paper.url, paper.alternates) for paper in found.papers] == [(PAPER, ())]
    assert [(link.url, link.role) for link in found.links] == [("https://arxiv.org/abs/2105.14498", "paper")]


def test_numbered_items_that_begin_with_a_venue_are_entries_of_their_own() -> None:
    line = "【NeurIPS 2020】语言模型：论文链接 https://arxiv.org/abs/2105.14498"
    first, second = read("a.md", f"1. {TITLE} {PAPER}\n2. {line}\n   评分：★★★★☆\n").entries

    assert [paper.url for paper in first.papers] == [PAPER]
    assert (first.rating, second.rating) == (None, 4)


@pytest.mark.parametrize("words", ["No official code; a competitor is <{}>", "an old rival is [the other]({})"])
def test_a_repository_beside_the_point_is_mentioned(words: str) -> None:
    found = entry(f"- [{TITLE}]({PAPER}) - {words.format(CODE)}.\n")

    assert [one.role for one in found.repositories] == ["mention"]


@pytest.mark.parametrize("stars", ["⭐ 1.2k", "★ 340", ":star: 12"])
def test_a_number_of_stars_is_no_rating(stars: str) -> None:
    assert entry(f"- [{TITLE}]({PAPER}) {stars}\n").rating is None


def test_a_tag_with_a_pipe_is_no_title() -> None:
    assert entry(f"- [2021 | NeurIPS] {TITLE} [[arXiv]({PAPER})]\n").title == TITLE


def test_front_matter_names_authors_and_a_doi_as_they_are_meant() -> None:
    text = f'---\ntitle: {TITLE}\nauthors: ["Example, Ada", "[[Alan Sample]]"]\ndoi: 10.1109/5.771073\n---\n'
    found = entry(text)

    assert found.authors == ("Ada Example", "Alan Sample")
    assert [str(paper.reference) for paper in found.papers] == ["doi:10.1109/5.771073"]
