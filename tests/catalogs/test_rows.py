"""What is kept of an object of a catalogue, and by which keys it is found."""

from __future__ import annotations

import json
from typing import Any

import pytest

from papergraph.catalogs.rows import STRANGE, Row, row, title_key
from papergraph.model import RANK_CATALOG, Origin
from papergraph.sources.arxiv_metadata import read_paper
from papergraph.sources.fields import Fields
from papergraph.sources.github_metadata import read_repository
from small_catalogs import paper, pwc_link, pwc_paper, repository

ORIGIN = Origin(RANK_CATALOG, "a catalogue")


def kept(record: dict[str, Any]) -> Row:
    found = row(record)
    assert isinstance(found, Row)
    return found


@pytest.mark.parametrize(
    "written, key",
    [
        ("2401.01234", "arxiv:2401.01234"),
        ("hep-th/9901001", "arxiv:hep-th/9901001"),
        ("math.GT/0309136", "arxiv:math/0309136"),
        (" arXiv:2401.01234v3", "arxiv:2401.01234"),
    ],
)
def test_a_preprint_is_found_by_its_identifier(written: str, key: str) -> None:
    assert kept(paper(written)).keys == (key,)


def test_a_title_is_found_however_it_is_spelt() -> None:
    title = kept(paper("2401.01234", 'Schr\\"odinger --\n  Operators')).title

    assert title == title_key("schrödinger operators.")
    assert title != title_key("schrodinger operators")


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"authors_parsed": []},
        {"authors_parsed": None},
        {"authors_parsed": [["Li", "Bo", ""], "?"]},
        {"authors_parsed": [[]]},
        {"title": None, "abstract": 7, "versions": "?"},
        {"title": "\ud800"},
        {"retrieved": "2024-01-02", "authors_parsed": "?"},
    ],
)
def test_what_is_kept_of_a_preprint_is_read_as_the_whole_would_be(fields: dict[str, Any]) -> None:
    whole = paper("2401.01234", **fields)
    part = json.loads(kept(whole).payload)

    first, second = Fields(whole), Fields(part)
    assert read_paper(first, ORIGIN) == read_paper(second, ORIGIN)
    assert first.complaints == second.complaints


@pytest.mark.parametrize(
    "fields",
    [
        {"parent": {"full_name": "Other/Name", "url": "?"}, "archived": True, "homepage": "https://example.org"},
        {"license": "?", "parent": 7, "topics": None},
        {"license": {"key": "?"}, "former_names": ["Old/Name", "?", 7]},
        {"private": True, "is_empty": False, "disabled": None},
    ],
)
def test_what_is_kept_of_a_repository_is_read_as_the_whole_would_be(fields: dict[str, Any]) -> None:
    whole = repository("Owner/Name", **fields)
    part = json.loads(kept(whole).payload)

    first, second = Fields(whole), Fields(part)
    assert read_repository(first, ORIGIN) == read_repository(second, ORIGIN)
    assert first.complaints == second.complaints
    assert "forks_url" not in part


def test_a_repository_is_found_by_its_former_names_too() -> None:
    assert kept(repository("Owner/Name", former_names=["Old/One", "owner/name"])).keys == (
        "github:owner/name",
        "github:old/one",
    )


def test_what_papers_with_code_says_is_found_apart() -> None:
    link = kept(pwc_link("2401.01234", "https://github.com/a/b", slug="some-paper"))
    described = kept(pwc_paper(None, "T", "other", url_abs="https://openreview.net/forum?id=abcdefgh", arxiv_id=None))

    assert link.keys == ("pwc arxiv:2401.01234", "pwc pwc:some-paper")
    assert described.keys == ("pwc openreview:abcdefgh", "pwc pwc:other")
    assert {link.kind, described.kind} == {"pwc-links", "pwc-papers"}


@pytest.mark.parametrize("record", [None, 7, "text", [], {}, {"id": "2401.01234"}, {"paper_url": "x"}])
def test_what_is_of_no_known_form_is_said_to_be(record: object) -> None:
    assert row(record) == STRANGE


def test_what_has_no_identifier_is_said_to_have_none() -> None:
    assert row(paper("9999")) == "“id” is not an arXiv identifier"
    assert row({"id": 7, "authors": ""}) == "“id” is not an arXiv identifier"
    assert row(repository("owner")) == "“full_name” is not the name of a GitHub repository"
