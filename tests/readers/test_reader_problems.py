"""What looks like an entry and was not understood is a problem with file and line, never silence."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dialect_scores import NAMES, linked, load
from papergraph.model import Reading, Reference
from papergraph.readers import read
from papergraph.readers.blocks import parse
from papergraph.readers.spans import Block, Kind, Span
from papergraph.resolvers import clean, kind, resolve

TREES = "[A Paper about Trees](https://arxiv.org/abs/2401.00001)"
ROOTS = "[A Paper about Roots](https://arxiv.org/abs/2401.00002)"


def listed(row: str) -> str:
    """A list of papers in which a row stands on line 4."""
    return f"# Papers\n\n- {TREES}\n{row}\n- {ROOTS}\n"


HEAD = "| Paper | Code |\n|---|---|\n"
ROW = f"| {TREES} | |\n"
SPOKEN = {
    "a paper field with nothing around it": ("Paper: A Title of Some Work\n", 1),
    "a paper field without a title above it": ("# Notes\n\n- Paper: A Title of Some Work\n- Code: none\n", 3),
    "a code field without anything that it is the code of": ("# Notes\n\nCode: https://github.com/example/trees\n", 3),
    "a Chinese paper field with nothing around it": ("论文：图像分割的一种新方法\n代码：无\n", 1),
    "fields that are empty": ("## A Title of Some Work\n\nPaper:\nCode:\n", 1),
    "a title with authors and a year under a heading": (
        "# Papers\n\n## A Title of Some Work\n\n- Authors: Ada Example, Bo Sample\n- Year: 2020\n",
        3,
    ),
    "a title field without anything else": ("- Title: A Paper about Leaves\n- Authors: Ada Example\n", 1),
    "a title with an address that is none": ("- Title: A Paper about Leaves\n- Link: https://\n", 1),
    "a numbered, rated item without a link": (
        "1. News of the Week ⭐⭐⭐\n\n   - Abstract: Something happened.\n   - Tips: Read it.\n",
        1,
    ),
    "a bold title in a list of papers": (listed("- **A Paper about Leaves**"), 4),
    "a title in a list of papers whose link is not closed": (
        listed("- [A Paper about Leaves](https://arxiv.org/abs/2401.00003"),
        4,
    ),
    "a title in a list of papers with a link to nowhere": (listed("- [A Paper about Leaves]()"), 4),
    "a title in a list of papers with a broken scheme": (listed("- [A Paper about Leaves](htp:/x)"), 4),
    "a title in a list of papers that links to a file": (listed("- [A Paper about Leaves](./leaves.md)"), 4),
    "a title in a list of papers with a reference that is not defined": (listed("- [A Paper about Leaves][leaves]"), 4),
    "a title in a list of papers that links to an FTP server": (
        listed("- [A Paper about Leaves](ftp://example.org/leaves.pdf)"),
        4,
    ),
    "a title with labelled links to files": (listed("- A Paper about Leaves [PDF](leaves.pdf) [Code](leaves/)"), 4),
    "an identifier without its colon": (listed("- [ ] read A Paper about Leaves, arXiv 2401.00003"), 4),
    "a row with a link to a paper and no title": (
        f"{HEAD}{ROW}| [link](https://arxiv.org/abs/2401.00002) | |\n",
        4,
    ),
    "a row with code and no title": (
        f"{HEAD}{ROW}| | [code](https://github.com/example/trees) |\n",
        4,
    ),
    "a row with a title and empty cells": (
        f"{HEAD}| A Paper about Leaves | |\n| A Paper about Trees | [code](https://github.com/example/trees) |\n",
        3,
    ),
    "a paper in running text outside of any entry": (
        "I read [A Paper about Trees](https://arxiv.org/abs/2401.00001) in the train.\n",
        1,
    ),
    "a bare link to a paper in running text": ("See https://arxiv.org/abs/2401.00001 for more.\n", 1),
    "a paper in a call-out": (
        f"# Papers\n\n> [!TIP]\n> Begin with {TREES}.\n\n## Woods\n\n- {ROOTS}\n",
        4,
    ),
    "a comment that is never closed": (f"- {TREES}\n\n<!-- to do\n\n- {ROOTS}\n", 3),
    "a fence that is never closed": (f"- {TREES}\n\n```\nto do\n\n- {ROOTS}\n", 3),
}


@pytest.mark.parametrize("text, line", SPOKEN.values(), ids=SPOKEN.keys())
def test_an_entry_or_a_problem_is_made_of(text: str, line: int) -> None:
    reading = read("list.md", text)
    said = _spoken_of(reading)

    assert line in said
    assert all(problem.location.path == "list.md" for problem in reading.problems)


def test_a_title_in_a_list_of_papers_is_an_entry_or_a_problem_but_not_both() -> None:
    reading = read("list.md", listed("- A Paper about Leaves without Any Link"))
    entries = [entry.location.line for entry in reading.entries]

    assert sorted([*entries, *(problem.location.line for problem in reading.problems)]) == [3, 4, 5]


SILENT = {
    "an empty note": "",
    "a title and prose": "# Thoughts\n\nToday it rained. I read nothing.\n",
    "a shopping list": "# Shopping\n\n- Milk\n- Bread\n- [ ] Apples, 2 kg\n",
    "code": "```python\n# Paper: https://arxiv.org/abs/2401.00001\n```\n",
    "a comment": "<!-- Paper: https://arxiv.org/abs/2401.00001 -->\n",
    "a table of figures": "| Model | Accuracy |\n|---|---|\n| Small | 71.2 |\n| Large | 75.0 |\n",
    "an indented block of code at the end": f"- {TREES}\n\nRun it:\n\n    make\n",
    "a fence that the last line closes": f"- {TREES}\n\n```\nmake\n```",
    "a fence that ends with its quote": f"> ```\n> make\n\n- {TREES}\n",
    "a comment that begins inside of code": f"```\n<!--\n```\n\n- {TREES}\n",
    "a list that was understood": f"# Papers\n\n- {TREES}\n- {ROOTS}\n",
}


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_nothing_is_said_of(text: str) -> None:
    assert read("list.md", text).problems == ()


def test_something_is_said_of_a_title_with_labelled_links_to_files() -> None:
    reading = read("list.md", "# Papers\n\n- A Paper about Trees [PDF](trees.pdf) [Code](trees/)\n")

    assert 3 in _spoken_of(reading)


def test_a_problem_shows_where_and_what_in_a_sentence() -> None:
    (problem,) = read("a/b.md", "- Title: A Paper about Leaves\n- Authors: Ada Example\n").problems

    assert (problem.location.path, problem.location.line, problem.location.end_line) == ("a/b.md", 1, 2)
    assert "A Paper about Leaves" in problem.message
    assert "\n" not in problem.message


@pytest.mark.parametrize("name", NAMES)
def test_no_link_to_a_paper_is_dropped_in_silence(name: str) -> None:
    fixture = load(name)
    papers = [paper for entry in fixture.reading.entries for paper in entry.papers]
    named = {_reference(url) for paper in papers for url in (paper.url, *paper.alternates) if url}
    said = _spoken_of(fixture.reading)
    root, _ = parse("\n".join(fixture.lines))

    assert [
        (span.line, span.url)
        for span in _links(root)
        if span.line not in said and (paper := _reference(span.url)) and kind(paper) == "paper" and paper not in named
    ] == []


def _spoken_of(reading: Reading) -> set[int]:
    """The lines of entries, of all that they name, and of problems."""
    lines = {entry.location.line for entry in reading.entries}
    for entry in reading.entries:
        lines |= {line for line, _, _ in linked(entry)}
    for problem in reading.problems:
        place = problem.location
        lines |= set(range(place.line, max(place.line, place.end_line) + 1))
    return lines


def _reference(url: str) -> Reference | None:
    address = clean(url)
    return resolve(address) if address else None


def _links(block: Block) -> Iterator[Span]:
    """Every link outside of code and comments."""
    if block.kind in {"code", "comment"}:
        return
    yield from (span for span in block.spans if span.kind == Kind.LINK)
    for child in block.children:
        yield from _links(child)
