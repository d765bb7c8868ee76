"""Headings and groups become the section path of what stands under them; some sections hold no entries."""

from __future__ import annotations

import pytest

from papergraph.readers import read

TREES = "[A Paper about Trees](https://arxiv.org/abs/2401.00001)"
ROOTS = "[A Paper about Roots](https://arxiv.org/abs/2401.00002)"


def sections(text: str) -> dict[str, tuple[str, ...]]:
    """Title → section path of every entry."""
    return {entry.title: entry.section for entry in read("list.md", text).entries}


PATHS = {
    "a heading": (f"## Woods\n\n- {TREES}\n", ("Woods",)),
    "headings inside each other": (f"## Woods\n\n### Old\n\n- {TREES}\n", ("Woods", "Old")),
    "a heading beside another": (f"## Woods\n\n## Meadows\n\n- {TREES}\n", ("Meadows",)),
    "a heading after a deeper one": (f"## Woods\n\n#### Old\n\n### New\n\n- {TREES}\n", ("Woods", "New")),
    "a shallow heading after a deep one": (f"#### Deep\n\n## Woods\n\n- {TREES}\n", ("Woods",)),
    "the title of the note, which is none": (f"# Everything\n\n## Woods\n\n- {TREES}\n", ("Woods",)),
    "one of several first-level headings": (f"# Meadows\n\n# Woods\n\n- {TREES}\n", ("Woods",)),
    "an underlined heading": (f"Woods\n---\n\n- {TREES}\n", ("Woods",)),
    "an HTML heading": (f"<h2>Woods</h2>\n\n- {TREES}\n", ("Woods",)),
    "a heading with a number, a sign and a colon": (f"## 2. Woods 🌳:\n\n- {TREES}\n", ("Woods",)),
    "a heading with a shortcode": (f"## :paperclip:  今日要点\n\n- {TREES}\n", ("今日要点",)),
    "a heading that links to itself": (f"## [Woods](#woods)\n\n- {TREES}\n", ("Woods",)),
    "a heading in closing marks": (f"## Woods ##\n\n- {TREES}\n", ("Woods",)),
    "an item that is the name of a group": (f"# All\n\n- Woods\n  - {TREES}\n  - {ROOTS}\n", ("Woods",)),
    "groups inside each other": (f"# All\n\n- Woods\n  - Old\n    - {TREES}\n  - {ROOTS}\n", ("Woods", "Old")),
    "a heading and a group": (f"## Plants\n\n- Woods\n  - {TREES}\n  - {ROOTS}\n", ("Plants", "Woods")),
    "a heading above a table": (f"## Woods\n\n| Paper |\n|---|\n| {TREES} |\n", ("Woods",)),
    "an empty heading, which is none": (f"##\n\n- {TREES}\n", ()),
    "nothing": (f"- {TREES}\n", ()),
}


@pytest.mark.parametrize("text, path", PATHS.values(), ids=PATHS.keys())
def test_the_section_of_an_entry_is(text: str, path: tuple[str, ...]) -> None:
    assert sections(text)["A Paper about Trees"] == path


def test_a_group_ends_where_the_next_begins() -> None:
    found = sections(f"# All\n\n- Woods\n  - {TREES}\n- Soil\n  - {ROOTS}\n")

    assert found == {"A Paper about Trees": ("Woods",), "A Paper about Roots": ("Soil",)}


def test_a_paper_is_no_group_of_the_links_under_it() -> None:
    found = sections(f"# All\n\n- {TREES}\n  - [Code](https://github.com/example/trees)\n- {ROOTS}\n")

    assert found == {"A Paper about Trees": (), "A Paper about Roots": ()}


NO_ENTRIES = {
    "a table of contents": "## Contents\n\n- [Woods and trees](#woods)\n- [Soil and roots](#soil)\n",
    "rules for contributors": "## Contributing\n\n- [How to add a paper](https://example.org/rules)\n",
    "a licence": "## License\n\n[CC0](https://creativecommons.org/publicdomain/zero/1.0/)\n",
    "a history of stars": "## Star History\n\n[![Stars](https://api.example.org/svg)](https://star-history.example.org)\n",
    "links that are about the author": "## Others\n\n- Follow me on [my blog](https://blog.example.org)\n",
    "thanks": "## Acknowledgements\n\n- Thanks to [all friends](https://github.com/example/friends)!\n",
    "Chinese boilerplate": "## 关于\n\n- 关注我的[博客](https://blog.example.cn)\n",
}


@pytest.mark.parametrize("text", NO_ENTRIES.values(), ids=NO_ENTRIES.keys())
def test_no_entry_and_no_problem_is_made_of(text: str) -> None:
    reading = read("list.md", f"# Papers\n\n- {TREES}\n- {ROOTS}\n\n{text}")

    assert [entry.title for entry in reading.entries] == ["A Paper about Trees", "A Paper about Roots"]
    assert reading.problems == ()


def test_what_a_section_says_it_lists_decides_about_a_title_that_links_to_a_page() -> None:
    page = "[Pictures of Trees for Everyone](https://trees.example.org/paper)"
    listed = f"- {TREES}\n- {ROOTS}\n- {page}\n"

    assert "Pictures of Trees for Everyone" in sections(f"## Papers\n\n{listed}")
    apart = f"## Papers\n\n- {TREES}\n- {ROOTS}\n\n## Datasets\n\n- {page}\n"
    assert "Pictures of Trees for Everyone" not in sections(apart)


def test_a_repository_in_a_section_of_tools_is_no_paper() -> None:
    reading = read("list.md", "## Tools\n\n- [treelib, a library of trees](https://github.com/example/treelib)\n")

    assert [(entry.papers, [one.role for one in entry.repositories]) for entry in reading.entries] == [((), ["code"])]
