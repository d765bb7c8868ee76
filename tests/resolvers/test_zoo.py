"""A table of links as people write them, right and wrong, and laws that hold for each and for mangled ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.resolvers import canonical_url, clean, display_name, kind, paper_host, resolve, version

_ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|([tn\\]))")
_CHARACTERS = {"t": "\t", "n": "\n", "\\": "\\"}


def _unescaped(written: str) -> str:
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else _CHARACTERS[match[2]], written)


def _rows() -> list[tuple[str, str]]:
    """The table: a link, and what it identifies or `-`. Lines that begin with `# ` or `## ` are headings."""
    table = (Path(__file__).parent / "zoo.tsv").read_text(encoding="utf-8")
    lines = [line for line in table.split("\n") if "\t" in line and not line.startswith(("# ", "## "))]
    return [(_unescaped(link), expected) for link, expected in (line.rsplit("\t", 1) for line in lines)]


ROWS = _rows()
LINKS = [link for link, expected in ROWS if expected != "-"]
GLUE = [
    *"/?#&=%.:;,!()[]{}<>\"'`|\\*_~@+- \t\n",
    *(
        "%20",
        "%2F",
        "%E4%BD%A0",
        "%e3%80%82",
        "%2",
        "%2e",
        "..",
        "/../",
        "//",
        "代码",
        "，",
        "）",
        "（",
        "。",
        "”",
        "\u3000",
    ),
    *("\u200b", "\u200d", "\ud800", "\ufeff", "\x00", "é", "ß", "İ", "\N{KELVIN SIGN}", "🎉", "℀", "．", "／", "："),
    *("https://", "http:/", "https//", "www.", "github.com/", "user:secret@", ":443", ":8080", ":x", "?utm_source=a"),
    *("&utm_x=1", "&spm", "&amp;", "#!", "#/", "](", "<br>", '">', "/wiki/", "/doi/10.1145/", "v2", ".pdf", ".git"),
    *("https://link.zhihu.com/?target=", "https://web.archive.org/web/2020/", "mp.weixin.qq.com/s?__biz=", "[::1]"),
]


def test_the_table_is_large_and_says_nothing_twice() -> None:
    assert len(ROWS) >= 400
    assert len({link for link, _ in ROWS}) == len(ROWS)


@pytest.mark.parametrize("link, expected", ROWS)
def test_each_link_identifies_what_the_table_says(link: str, expected: str) -> None:
    reference = resolve(link)
    assert ("-" if reference is None else str(reference)) == expected


@pytest.mark.parametrize("link", LINKS)
def test_the_canonical_url_of_each_identifies_the_same(link: str) -> None:
    reference = resolve(link)
    assert reference is not None
    canonical = canonical_url(reference)
    assert canonical is not None
    assert canonical.isascii()
    assert resolve(canonical) == reference
    assert clean(canonical) == canonical


@pytest.mark.parametrize("link", LINKS)
def test_cleaning_each_changes_nothing_of_what_it_identifies(link: str) -> None:
    cleaned = clean(link)
    assert cleaned is not None
    assert clean(cleaned) == cleaned
    assert resolve(cleaned) == resolve(link)


def _mangled(link: str, changes: list[tuple[int, int, str]]) -> str:
    for place, length, glue in changes:
        start = place % (len(link) + 1)
        link = link[:start] + glue + link[start + length :]
    return link


@given(
    st.sampled_from([link for link, _ in ROWS]),
    st.lists(st.tuples(st.integers(0, 500), st.integers(0, 3), st.sampled_from(GLUE)), max_size=6),
)
@settings(max_examples=400, deadline=None)
def test_however_a_link_is_mangled_the_laws_hold(link: str, changes: list[tuple[int, int, str]]) -> None:
    text = _mangled(link, changes)
    cleaned, reference = clean(text), resolve(text)
    assert version(text) is None or (reference is not None and reference.prefix == "arxiv")
    assert paper_host(text) or reference is None or kind(reference) != "paper"
    assert (display_name(text) is not None) == (reference is not None and kind(reference) == "repository")
    assert (cleaned is None) == (reference is None)
    if cleaned is None or reference is None:
        return
    assert not re.search(r'[\x00-\x20<>"{}|\\^`\x7f-\x9f\ud800-\udfff]', cleaned)
    assert clean(cleaned) == cleaned
    assert resolve(cleaned) == reference
    canonical = canonical_url(reference)
    assert canonical is not None
    assert canonical.isascii()
    assert resolve(canonical) == reference
    assert clean(canonical) == canonical
