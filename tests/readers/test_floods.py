"""No text takes long: whatever is nested deep, or comes again and again, is read in linear time."""

from __future__ import annotations

import subprocess
import sys

import pytest

from papergraph.readers import read
from promises import keep_their_promises

DEEP = 20_000
NESTED = {
    "brackets": "[" * DEEP + "]" * DEEP,
    "brackets that are never closed": "[" * DEEP,
    "links": "[" * DEEP + "](x)" * DEEP,
    "round brackets": "- A Title of a Work " + "(" * DEEP,
    "quotes": ">" * DEEP + " a",
    "items on one line": "- " * DEEP + "a",
    "numbers on one line": "1. " * DEEP + "a",
    "items on many lines": "".join("  " * depth + "- a\n" for depth in range(400)),
    "HTML lists": "<ul><li>" * DEEP,
    "HTML tables": "<table><tr><td>" * DEEP,
    "HTML blocks": "<div>" * DEEP,
    "details": "<details><summary>a</summary>\n\n" * 2000,
    "emphasis": "*a **b " * DEEP,
    "headings": "".join(f"{'#' * (depth % 6 + 1)} a\n" for depth in range(5000)),
    "quotes and lists": "> - 1. " * 3000 + "a",
}


@pytest.mark.timeout(30)
@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED.keys())
def test_deep_nesting_is_read_of(text: str) -> None:
    keep_their_promises(read("a.md", text), text)


FRONT = {
    "brackets": "[" * 100_000,
    "brackets that are closed": "[" * 3000 + "]" * 3000,
    "maps": "{a: " * 100_000,
    "items": "- " * 100_000,
}


@pytest.mark.parametrize("value", FRONT.values(), ids=FRONT.keys())
def test_deeply_nested_front_matter_does_not_bring_the_process_down(value: str) -> None:
    program = "import sys; from papergraph.readers import read; print(read('a.md', sys.stdin.read()).note.title)"
    finished = subprocess.run(
        [sys.executable, "-c", program],
        input=f"---\ntitle: Deep\nkey: {value}\n---\n",
        capture_output=True,
        text=True,
        check=False,
    )

    assert (finished.returncode, finished.stdout) == (0, "Deep\n"), finished.stderr[-300:]


SIZE = 100_000
FLOODS = {
    "less-than signs": "<",
    "opening tags": "<a ",
    "tags with an open quotation mark": '<a href="',
    "tags over lines": "<a \n",
    "links that are not closed": "[a](https://x.org ",
    "links to many papers": "[Some Title of a Work](https://arxiv.org/abs/2401.{0:05d}) ",
    "bare links": "https://x.org/{0} ",
    "glued links": "https://x.org/",
    "comments": "<!-- ",
    "comments that are closed": "<!-- a --> ",
    "stars": "*",
    "backticks": "`",
    "underscores": "_a",
    "blanks": " ",
    "tabs": "\t",
    "words": "word ",
    "letters": "a",
    "digits": "1",
    "months": "jan",
    "ideographs": "图",
    "emoji": "⭐ ",
    "colons": "a: ",
    "shortcodes": ":a",
    "pipes": "a | ",
    "tags in brackets": "[a] ",
    "tags in full-width brackets": "【a】",
    "notes in brackets": "(a) ",
    "open brackets": "(",
    "numbers": "1. ",
    "boxes": "- [ ] ",
    "venues": "CVPR 2021 ",
    "years": "2021 ",
    "names": "Ada Example, ",
    "quotation marks": '"a b c d ',
    "full stops": "A b. ",
    "identifiers": "arXiv:2401.00001 ",
    "DOIs": "doi:10.1000/",
    "footnotes": "[^1] ",
    "images": "![a](b) ",
    "entities": "&amp;",
    "backslashes": "\\",
    "dashes": "- ",
    "line breaks": "a<br>",
    "lines": "a b c\n",
    "items": "- [A Title of a Work](https://arxiv.org/abs/2401.{0:05d})\n",
    "fields": "- Code: https://github.com/a/b{0}\n",
    "papers of one article": "- Paper: [A Title of a Work {0}](https://arxiv.org/abs/2401.{0:05d})\n",
    "rows": "| A Title | [c](https://github.com/a/b{0}) |\n",
    "footnotes with their text": "a[^{0}]\n\n[^{0}]: [b](https://x.org)\n\n",
    "properties": "k{0}:: https://x.org/{0}\n",
    "rules": "---\n",
}
STARTS = {
    "at the start": "",
    "of an item": "- ",
    "after a title": "- [A Title of a Work](https://arxiv.org/abs/2401.00001) ",
    "of a heading": "## A Title of a Work ",
    "of a field": "1. [News of a week](https://mp.weixin.qq.com/s/a)\n   - Paper: ",
    "in HTML": "<div>",
    "in a table": "| Paper | Code |\n|---|---|\n| A Title of a Work ",
    "of front matter": "---\ntitle: A Title of a Work\nauthors: Ada Example\nkey: ",
}


def flood(pattern: str, size: int) -> str:
    """A pattern again and again, numbered where it has a place for a number."""
    if "{0" not in pattern:
        return pattern * (size // len(pattern))
    return "".join(pattern.format(number) for number in range(size // len(pattern)))


@pytest.mark.timeout(30)
@pytest.mark.parametrize("start", STARTS.values(), ids=STARTS.keys())
@pytest.mark.parametrize("pattern", FLOODS.values(), ids=FLOODS.keys())
def test_a_flood_is_read_of(pattern: str, start: str) -> None:
    text = start + flood(pattern, SIZE // 10) + "\n---\n"

    keep_their_promises(read("a.md", text), text)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("pattern", FLOODS.values(), ids=FLOODS.keys())
def test_a_large_flood_is_read_of(pattern: str) -> None:
    text = "- A Title of a Work " + flood(pattern, SIZE)

    keep_their_promises(read("a.md", text), text)


@pytest.mark.timeout(30)
def test_a_flood_of_references_to_one_footnote_is_read() -> None:
    text = "A Title of a Work " + "[^1] " * 20_000 + "\n\n[^1]: [paper](https://arxiv.org/abs/2401.00001)\n"

    keep_their_promises(read("a.md", text), text)


ENDS = ("", "!x", " x", ")", "]")
PLACES = (
    "- [{}](https://x.org)\n",
    "# {}\n",
    "- A Title {}\n",
    "{}: https://x.org\n",
    "[a]({})\n",
    "https://x.org/{}\n",
    "<a href='{}'>\n",
)


@pytest.mark.timeout(10)
@pytest.mark.parametrize("pattern", FLOODS.values(), ids=FLOODS.keys())
def test_a_short_run_is_read_in_every_place_of(pattern: str) -> None:
    """What backtracks badly takes longer than anyone waits for sixty characters already."""
    run = flood(pattern, 60).replace("\n", " ").strip()
    for end in ENDS:
        for place in PLACES:
            text = place.format(run + end)

            keep_their_promises(read("a.md", text), text)


@pytest.mark.timeout(60)
def test_a_line_of_ten_megabytes_is_read() -> None:
    paper = "[A Title of a Work](https://arxiv.org/abs/2401.00001), "
    text = f"- {paper}" + "word " * 2_000_000 + "\n- [Another Title of a Work](https://arxiv.org/abs/2401.00002)\n"
    reading = read("a.md", text)

    assert [entry.location.line for entry in reading.entries] == [1, 2]
    keep_their_promises(reading, text)
