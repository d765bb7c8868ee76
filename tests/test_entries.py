"""The JSON of an entry: keys, their order, null for what is unknown, one line whatever the text."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import handmade
from papergraph.entries import line, mapping
from papergraph.model import Link, Location, PaperMention, Reference, RepositoryMention

KEYS = [
    "source",
    "note_date",
    "title",
    "article",
    "section",
    "rating",
    "abstract",
    "tips",
    "papers",
    "repos",
    "links",
    "images",
    "tags",
    "venue",
]

BARE = handmade.entry("剪枝：一种方法", location=Location("2024/01.md", 3, 5))


def test_an_entry_has_the_keys_of_the_contract_in_their_order() -> None:
    assert list(mapping(BARE)) == KEYS


def test_what_is_known_of_an_entry_only_sometimes_comes_after_the_contract() -> None:
    entry = BARE._replace(date="2020-07", authors=("A. One", "B. Two"), code_status="coming soon")

    assert list(mapping(entry)) == [*KEYS, "date", "authors", "code_status"]


def test_the_place_is_path_and_lines() -> None:
    assert mapping(BARE)["source"] == {"path": "2024/01.md", "line": 3, "end_line": 5}


def test_text_is_written_as_it_is() -> None:
    assert '"title": "剪枝：一种方法"' in line(BARE)


def test_papers_repositories_and_links_carry_their_lines() -> None:
    entry = BARE._replace(
        papers=(PaperMention(Reference("arxiv", "2007.03260"), "https://arxiv.org/abs/2007.03260v2", "ResRep", 4, 2),),
        repositories=(RepositoryMention(Reference("github", "a/b"), "https://github.com/A/b", "code", 5),),
        links=(Link("https://example.org/v", "video", "talk", 6),),
    )
    row = json.loads(line(entry))

    assert row["papers"] == [
        {
            "id": "arxiv:2007.03260",
            "url": "https://arxiv.org/abs/2007.03260v2",
            "title": "ResRep",
            "line": 4,
            "version": 2,
        },
    ]
    assert row["repos"] == [{"id": "github:a/b", "url": "https://github.com/A/b", "role": "code", "line": 5}]
    assert row["links"] == [{"url": "https://example.org/v", "role": "video", "label": "talk", "line": 6}]


@pytest.mark.parametrize(
    "mention",
    [
        PaperMention(Reference("url", "https://example.org/p"), "https://example.org/p", None, 1),
        PaperMention(None, None, "A title and nothing else", 1),
        PaperMention(Reference("title", "atitle"), None, "A title", 1),
    ],
)
def test_a_paper_known_by_url_or_title_only_has_no_identifier(mention: PaperMention) -> None:
    assert mapping(BARE._replace(papers=(mention,)))["papers"][0]["id"] is None


@given(st.text())
def test_any_text_comes_back_from_one_line(text: str) -> None:
    written = line(BARE._replace(title=text, tips=(text,)))

    assert len(written.splitlines()) == 1
    assert json.loads(written)["title"] == text
