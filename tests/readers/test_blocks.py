"""Markdown and HTML become the same tree of blocks, in which every span knows its line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from papergraph.readers.blocks import parse
from papergraph.readers.spans import Block, Kind, Span, Style

SAME = {
    "a heading": ("## A", "<h2>A</h2>"),
    "a paragraph with styles": ("a **b** *c* ~~d~~", "<p>a <b>b</b> <em>c</em> <del>d</del></p>"),
    "a link": ("[a](https://x.org)", '<p><a href="https://x.org">a</a></p>'),
    "a link whose address has an ampersand": ("[a](https://x.org?b&c)", "<p><a href='https://x.org?b&amp;c'>a</a></p>"),
    "a link without quotation marks": ("[a](https://x.org)", "<p><a href=https://x.org>a</a></p>"),
    "an image": ("![a](https://x.org/a.png)", '<p><img alt="a" src="https://x.org/a.png"></p>'),
    "a badge": (
        "[![a](https://x.org/a.svg)](https://x.org)",
        '<p><a href="https://x.org"><img src="https://x.org/a.svg" alt="a"/></a></p>',
    ),
    "a meant line break": ("a\\\nb", "<p>a<br>\nb</p>"),
    "a list": ("- a\n- b", "<ul>\n<li>a</li><li>b</li></ul>"),
    "a list without end tags": ("- a\n- b", "<ul><li>a<li>b</ul>"),
    "a nested list": ("- a\n  - b\n- c", "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>"),
    "a numbered list": ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
    "a table": (
        "| A | B |\n|---|---|\n| a | [b](https://x.org) |",
        "<table><tr><th>A</th><th>B</th></tr><tr><td>a</td><td><a href='https://x.org'>b</a></td></tr></table>",
    ),
    "a table without end tags": ("| A | B |\n|---|---|\n| a | b |", "<table><tr><th>A<th>B<tr><td>a<td>b</table>"),
    "a table with sections": (
        "| A |\n|---|\n| a |",
        "<table><thead><tr><th>A</th></tr></thead><tbody><tr><td>a</td></tr></tbody></table>",
    ),
    "Markdown inside HTML": ("[a](https://x.org)", "<div>[a](https://x.org)</div>"),
    "upper case": ("[a](https://x.org)", "<P><A HREF='https://x.org'>a</A></P>"),
}


def outline(block: Block) -> Any:
    """What is in a block, without lines: kind, level, visible spans and children."""
    level = block.level if block.kind in {"heading", "item", "row"} else 0
    return block.kind, level, _visible(block.spans), [outline(child) for child in block.children]


def _visible(spans: list[Span]) -> list[tuple[int, str, str, int, tuple[str, ...]]]:
    """Spans without the blanks at their ends and the soft line ends beside meant ones."""
    shown = [(span.kind, span.text.strip(), span.url, span.style, span.images) for span in spans]
    shown = [one for one in shown if one[0] != Kind.TEXT or one[1]]
    while shown and shown[-1][0] == Kind.SOFT:
        shown.pop()
    return [one for before, one in zip([None, *shown], shown, strict=False)
            if one[0] != Kind.SOFT or before is None or before[0] != Kind.BREAK]  # fmt: skip


def tree(text: str) -> Block:
    return parse(text)[0]


def spans(block: Block) -> Iterator[Span]:
    yield from block.spans
    for child in block.children:
        yield from spans(child)


def kinds(block: Block) -> list[str]:
    return [block.kind, *(kind for child in block.children for kind in kinds(child))]


def links(text: str) -> list[tuple[str, str, int]]:
    """Text, address and line of every link."""
    return [(span.text, span.url, span.line) for span in spans(tree(text)) if span.kind == Kind.LINK]


def words(text: str) -> list[tuple[str, int]]:
    """Every word with its line."""
    return [(word, span.line) for span in spans(tree(text)) for word in span.text.split() if span.kind == Kind.TEXT]


@pytest.mark.parametrize("markdown, html", SAME.values(), ids=SAME.keys())
def test_markdown_and_html_give_the_same_blocks_for(markdown: str, html: str) -> None:
    assert outline(tree(html)) == outline(tree(markdown))


LINED = {
    "paragraphs": "one\ntwo\n\nfour\n",
    "a heading under a heading": "# one\n## two\n\n",
    "a list": "- one\n- two\n\n  four\n- five\n",
    "a table": "| one |\n|---|\n| three |\n| four |\n",
    "a quote": "> one\n> two\n>\n> four\n",
    "an HTML table": "<table>\n<tr>\n<td>three</td>\n<td>four\n<br>five</td></tr>\n</table>\n",
    "HTML and Markdown": "<div>\n\nthree\n\n</div>\n\nseven\n",
    "a comment over several lines": "one\n\n<!-- x\nx\n\nx -->\n\neight\n",
    "a comment inside a paragraph": "one <!-- x\nx\nx --> three\nfour\n",
    "a comment inside a tag's text": "<p>one <!-- x\n\nx --> three</p>\n\nfive\n",
    "a fence": "one\n\n```\nx\n```\n\nseven\n",
    "front matter": "---\ntitle: x\n---\nfour\n",
    "text before and after details": "one\n\n<details><summary>three</summary>\n\nfive\n\n</details>\n\nnine\n",
    "a character of three bytes": "一 one\n\n三三三 three\n",
    "a thematic break": "one\n\n---\n\nfive\n",
}
NUMBERS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


@pytest.mark.parametrize("text", LINED.values(), ids=LINED.keys())
def test_every_word_knows_its_line_in(text: str) -> None:
    found = [(word, line) for word, line in words(text) if word in NUMBERS]

    assert len(found) >= 2 or text.startswith("---")
    assert found == [(word, NUMBERS.index(word)) for word, _ in found]


def test_a_link_carries_the_line_that_it_begins_in() -> None:
    assert links("a\n[b\nc](https://x.org)\n[d](https://y.org)\n") == [
        ("b c", "https://x.org", 2),
        ("d", "https://y.org", 4),
    ]


def test_the_words_of_a_link_over_several_lines_stay_apart() -> None:
    assert links("- [two\n  lines](https://x.org)\n")[0][0] == "two lines"
    assert links("[two\\\nlines](https://x.org)\n")[0][0] == "two lines"
    assert links("[![two\nlines](https://x.org/a.png)](https://x.org)\n")[0][0] == "two lines"
    assert links("<p><a href='https://x.org'>two\nlines</a></p>\n")[0][0] == "two lines"


def test_reference_links_stand_where_they_are_used() -> None:
    assert links("[a][1]\n\n[b]\n\n[1]: https://x.org\n[b]: https://y.org\n") == [
        ("a", "https://x.org", 1),
        ("b", "https://y.org", 3),
    ]


def test_bare_addresses_are_links_without_the_punctuation_around_them() -> None:
    text = '见https://x.org/a，(https://y.org/b_(c)) and www.z.org. <https://w.org> "https://v.org"; http://u.org]\n'

    assert [url for _, url, _ in links(text)] == [
        "https://x.org/a",
        "https://y.org/b_(c)",
        "www.z.org",
        "https://w.org",
        "https://v.org",
        "http://u.org",
    ]


def test_comments_hold_nothing() -> None:
    assert links("<!-- [a](https://x.org) -->\n\n<!--\n- [b](https://y.org)\n-->\n[c](https://z.org)\n") == [
        ("c", "https://z.org", 6)
    ]


def test_code_holds_no_links() -> None:
    assert links("```\n[a](https://x.org)\nhttps://y.org\n```\n\n    [b](https://z.org)\n") == []


def test_scripts_and_styles_hold_nothing() -> None:
    assert links("<script>\n[a](https://x.org)\nhttps://y.org\n</script>\n") == []
    assert words("<style>\nzero { one: two }\n</style>\n\nfive\n") == [("five", 5)]


@pytest.mark.parametrize(
    "text",
    [
        "<a href='https://x.org'>one\n\nthree\n",
        "<b>one\n\nthree\n",
        "<table><tr><td>one\n\nthree\n",
        "<ul><li>one\n\nthree\n",
        "<div><p>one</div>\n\nthree\n",
        "</a></b></td></table> one\n\nthree\n",
        "**one\n\nthree\n",
        "[one](https://x.org\n\nthree\n",
        "[one\n\nthree\n",
        '<a href="https://x.org>one\n\nthree\n',
        "one < two\n\nthree\n",
    ],
)
def test_what_is_never_closed_ends_with_its_paragraph(text: str) -> None:
    last = [span for span in spans(tree(text)) if span.text.strip() == "three"]

    assert [(span.kind, span.line, span.style) for span in last] == [(Kind.TEXT, 3, Style.PLAIN)]


def test_a_table_in_a_cell_stays_in_the_cell() -> None:
    table = tree("<table><tr><td>a<table><tr><td>b</td></tr></table></td><td>c</td></tr></table>").children[0]
    first, second = table.children[0].children

    assert kinds(table) == ["table", "row", "cell", "table", "row", "cell", "cell"]
    assert [child.kind for child in first.children] == ["table"]
    assert [span.text for span in second.spans] == ["c"]


def test_details_are_open_and_their_summary_is_a_block() -> None:
    children = tree("<details>\n<summary>Sum</summary>\n\n- [a](https://x.org)\n\n</details>\n").children

    assert [child.kind for child in children] == ["summary", "list"]


def test_a_pipe_that_is_escaped_divides_no_cells() -> None:
    row = tree("| A |\n|---|\n| a \\| b |\n").children[0].children[1]

    assert [span.text for cell in row.children for span in cell.spans] == ["a | b"]


def test_the_links_of_a_footnote_stand_where_it_is_referred_to() -> None:
    paragraph = tree("A work[^1]\n\n[^1]: [paper](https://x.org)\n").children[0]

    assert [(span.text, span.url) for span in paragraph.spans if span.kind == Kind.LINK] == [("paper", "https://x.org")]


def test_blocks_span_their_lines() -> None:
    table, items = tree("| A |\n|---|\n| a |\n\n- a\n  b\n- c\n").children

    assert (table.line, table.end_line) == (1, 3)
    assert (items.line, items.end_line) == (5, 7)
    assert [(item.line, item.end_line) for item in items.children] == [(5, 6), (7, 7)]


def test_front_matter_is_given_apart() -> None:
    root, front = parse("---\ntitle: x\n---\n\n# H\n")

    assert (front.kind, front.text, front.line) == ("yaml", "title: x\n", 2)
    assert [(child.kind, child.line) for child in root.children] == [("heading", 5)]


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    root, front = parse("---\n\nSome text\n\n---\n")

    assert front.kind == ""
    assert kinds(root) == ["root", "rule", "paragraph", "rule"]
