"""No text is too strange: reading never fails, never takes long, and keeps its promises about what it gives."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.model import Entry, Reading, Role, Severity
from papergraph.readers import read, read_bytes

FRAGMENTS = (
    *("# ", "## ", "### A Title of a Work\n", "- ", "  - ", "    - ", "1. ", "2) ", "> ", "> [!NOTE]\n", "\n", "\n\n", "  \n", "\\\n"),
    *("| ", " |\n", "|---|---|\n", "| Paper | Code |\n|---|---|\n", "```\n", "    code\n", "---\n", "===\n", "***\n", "+++\n"),
    *("[", "](", ")", "[A Title of a Work]", "(https://arxiv.org/abs/2401.00001)", "[code](https://github.com/a/b)", "![i](j.png)"),
    *("[![b](https://img.shields.io/badge/a-b)](https://c.org)", "[a][b]", "[b]: https://x.org\n", "[^1]", "[^1]: note\n", "[[w]]"),
    *("<", "<a href='https://x.org'>", "</a>", "<br>", "<b>", "<li>", "<ul>", "<tr><td>", "</table>", "<table>", "<details><summary>"),
    *("<!--", "-->", "<script>", "</script>", "<img src='x'>", "<a href=\"", "<h2>", "<p align=center>\n", "&nbsp;", "&#0;", "&"),
    *("**", "*", "_", "~~", "`", "``", "\\", "$x|y$", "~", "**Paper**: ", "Paper: ", "Code: ", "论文：", "代码: ", "Title: ", "Tips: "),
    *("https://", "http://a.b/c", "www.x.org", "arXiv:2401.00001", "doi:10.1000/x", "https://mp.weixin.qq.com/s/a", "mailto:a@b.c"),
    *("javascript:alert(1)", "https://github.com/", "https://arxiv.org/abs/", "ftp://x.org/a.pdf", "//x.org", "https://[::1", "http://%"),
    *("⭐⭐", ":star:", "★☆", "📄", "💻", "图像分割", "CVPR 2021", "(2021)", "[Oral]", "2021-09-30 ", "et al., ", "Ada Example, Bo Sample"),
    *("\t", "\u3000", "\ufeff", "\u200b", "\u202e", "\x00", "\x1b[31m", "\x85", "\u2028", "\r", "\r\n", "é", "\U0001f469\u200d\U0001f4bb"),
    *("title: x\n", "url: https://arxiv.org/abs/2401.00001\n", "tags: [a, b]\n", "key:: value\n", "- {a: b", "authors: *x\n"),
)
NASTY = st.lists(st.sampled_from(FRAGMENTS), max_size=24).map("".join)
ROLES = {Role.CODE, Role.UNOFFICIAL, Role.DATASET, Role.PROJECT, Role.MENTION}
DATE = re.compile(r"(?:19|20)\d\d(?:-\d\d(?:-\d\d)?)?")


def keep_their_promises(reading: Reading, text: str) -> None:
    """Assert all that holds of every reading."""
    last = text.count("\n") + 1
    assert [entry.position for entry in reading.entries] == list(range(1, len(reading.entries) + 1))
    starts = [entry.location.line for entry in reading.entries]
    assert starts == sorted(starts)
    for entry in reading.entries:
        assert 1 <= entry.location.line <= entry.location.end_line <= last
        assert entry.title.strip()
        assert "\n" not in entry.title
        assert entry.rating is None or entry.rating in range(1, 6)
        assert entry.date is None or DATE.fullmatch(entry.date)
        assert all(part.strip() for part in (*entry.section, *entry.tags, *entry.authors, *entry.tips))
        mentions_keep_their_promises(entry, last)
    for problem in reading.problems:
        assert problem.location.path == reading.note.path
        assert 0 <= problem.location.line <= last
        assert problem.location.end_line <= last
        assert problem.severity in Severity
        assert problem.message


def mentions_keep_their_promises(entry: Entry, last: int) -> None:
    """Assert all that holds of the papers, repositories and links of every entry."""
    for mention in (*entry.papers, *entry.repositories, *entry.links):
        assert 1 <= mention.line <= last
    assert all(re.match(r"https?://[^\s/]", url) for url in addresses(entry))
    assert {one.role for one in entry.repositories} <= ROLES
    assert {link.role for link in entry.links} <= set(Role)
    for paper in entry.papers:
        assert paper.reference or paper.title
        assert paper.reference is None or paper.reference.identifier
        assert paper.version is None or paper.version > 0
    own = {entry.article, *(paper.url for paper in entry.papers), *(one.url for one in entry.repositories)}
    assert not own & {link.url for link in entry.links}, "a link is none of the entry's own papers and repositories"


def addresses(entry: Entry) -> Iterator[str]:
    """Every URL of an entry."""
    yield from (one.url for one in (*entry.repositories, *entry.links))
    yield from (url for paper in entry.papers for url in (paper.url, *paper.alternates) if url)
    yield from filter(None, (entry.article, *entry.images))


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    keep_their_promises(read("a.md", text), text)


@given(st.text(alphabet=st.characters(categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), max_size=40))
def test_surrogates_and_controls_are_read(text: str) -> None:
    marked = f"- [A Title of a Work {text}](https://arxiv.org/abs/2401.00001) {text}\n"

    keep_their_promises(read("a.md", text), text)
    keep_their_promises(read("a.md", marked), marked)


@settings(max_examples=300)
@given(NASTY)
def test_any_markup_is_read(text: str) -> None:
    keep_their_promises(read("a.md", text), text)


@given(NASTY, NASTY)
def test_any_front_matter_is_read(front: str, body: str) -> None:
    text = f"---\ntitle: A Title of a Work\n{front}\n---\n{body}"

    keep_their_promises(read("a.md", text), text)


@given(NASTY)
def test_reading_again_gives_the_same(text: str) -> None:
    assert read("a.md", text) == read("a.md", text)
    assert read_bytes("a.md", text.encode()) == read_bytes("a.md", text.encode())


@given(NASTY, st.integers(1, 5))
def test_lines_above_move_everything_down_by_as_many(text: str, more: int) -> None:
    note = f"\n## Papers\n\n{text}"
    moved = read("a.md", "\n" * more + note).entries

    assert [entry.location.line for entry in moved] == [entry.location.line + more for entry in read("a.md", note).entries]


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


ENDS = ("", "!x", " x", ")", "]")
PLACES = ("- [{}](https://x.org)\n", "# {}\n", "- A Title {}\n", "{}: https://x.org\n", "[a]({})\n", "https://x.org/{}\n", "<a href='{}'>\n")


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
