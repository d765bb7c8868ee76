"""No text is too strange: reading never fails, and keeps its promises about what it gives."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dialect_scores import NAMES, load
from papergraph.readers import read, read_bytes
from promises import keep_their_promises

FRAGMENTS = (
    "# ", "## ", "### A Title of a Work\n", "- ", "  - ", "    - ", "1. ", "2) ", "> ", "> [!NOTE]\n", "\n",
    "\n\n", "  \n", "\\\n", "| ", " |\n", "|---|---|\n", "| Paper | Code |\n|---|---|\n", "```\n", "    code\n",
    "---\n", "===\n", "***\n", "+++\n", "[", "](", ")", "[A Title of a Work]",
    "(https://arxiv.org/abs/2401.00001)", "[code](https://github.com/a/b)", "![i](j.png)",
    "[![b](https://img.shields.io/badge/a-b)](https://c.org)", "[a][b]", "[b]: https://x.org\n", "[^1]",
    "[^1]: note\n", "[[w]]", "<", "<a href='https://x.org'>", "</a>", "<br>", "<b>", "<li>", "<ul>", "<tr><td>",
    "</table>", "<table>", "<details><summary>", "<!--", "-->", "<script>", "</script>", "<img src='x'>",
    '<a href="', "<h2>", "<p align=center>\n", "&nbsp;", "&#0;", "&", "**", "*", "_", "~~", "`", "``", "\\",
    "$x|y$", "~", "**Paper**: ", "Paper: ", "Code: ", "论文：", "代码: ", "Title: ", "Tips: ", "https://",
    "http://a.b/c", "www.x.org", "arXiv:2401.00001", "doi:10.1000/x", "https://mp.weixin.qq.com/s/a",
    "mailto:a@b.c", "javascript:alert(1)", "https://github.com/", "https://arxiv.org/abs/", "ftp://x.org/a.pdf",
    "//x.org", "https://[::1", "http://%", "⭐⭐", ":star:", "★☆", "📄", "💻", "图像分割", "CVPR 2021", "(2021)",
    "[Oral]", "2021-09-30 ", "et al., ", "Ada Example, Bo Sample", "\t", "\u3000", "\ufeff", "\u200b", "\u202e",
    "\x00", "\x1b[31m", "\x85", "\u2028", "\r", "\r\n", "é", "\U0001f469\u200d\U0001f4bb", "title: x\n",
    "url: https://arxiv.org/abs/2401.00001\n", "tags: [a, b]\n", "key:: value\n", "- {a: b", "authors: *x\n",
)  # fmt: skip
NASTY = st.lists(st.sampled_from(FRAGMENTS), max_size=24).map("".join)


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    keep_their_promises(read("a.md", text), text)


@given(st.text(alphabet=st.characters(categories=["Cs", "Cc", "Cf", "Zl", "Zp"]), max_size=40))
def test_surrogates_and_controls_are_read(text: str) -> None:
    marked = f"- [A Title of a Work {text}](https://arxiv.org/abs/2401.00001) {text}\n"

    keep_their_promises(read("a.md", text), text)
    keep_their_promises(read("a.md", marked), marked)


@settings(max_examples=200)
@given(NASTY)
def test_any_markup_is_read(text: str) -> None:
    keep_their_promises(read("a.md", text), text)


@given(NASTY, NASTY)
def test_any_front_matter_is_read(front: str, body: str) -> None:
    text = f"---\ntitle: A Title of a Work\n{front}\n---\n{body}"

    keep_their_promises(read("a.md", text), text)


@given(st.sampled_from(NAMES), st.sampled_from(NAMES), st.floats(0, 1), st.floats(0, 1), NASTY)
def test_real_notes_that_were_cut_and_joined_are_read(
    one: str, other: str, until: float, since: float, between: str
) -> None:
    head, tail = "\n".join(load(one).lines), "\n".join(load(other).lines)
    text = head[: int(until * len(head))] + between + tail[int(since * len(tail)) :]

    keep_their_promises(read("a.md", text), text)


@given(NASTY)
def test_reading_again_gives_the_same(text: str) -> None:
    assert read("a.md", text) == read("a.md", text)
    assert read_bytes("a.md", text.encode()) == read_bytes("a.md", text.encode())


@given(NASTY, st.integers(1, 5))
def test_lines_above_move_everything_down_by_as_many(text: str, more: int) -> None:
    note = f"\n## Papers\n\n{text}"
    moved = read("a.md", "\n" * more + note).entries

    assert [entry.location.line for entry in moved] == [
        entry.location.line + more for entry in read("a.md", note).entries
    ]
