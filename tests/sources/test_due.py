"""What is to be asked for, and what a catalogue spares."""

from __future__ import annotations

import pytest

from emulation import START
from handmade import catalog_paper, catalog_repository, ref
from papergraph.model import Paper
from papergraph.moments import epoch, moment_text
from papergraph.sources.arxiv import ArxivSource
from papergraph.sources.due import known_well_enough
from papergraph.sources.github import GithubSource


@pytest.mark.parametrize(
    "record, spared",
    [
        (catalog_paper("arxiv:2101.00001", authors=("Ada",), published="2021-01-01"), True),
        (catalog_paper("arxiv:2101.00001", authors=("Ada",)), False),
        (catalog_paper("arxiv:2101.00001", published="2021-01-01"), False),
        (catalog_paper("arxiv:2101.00001", "A title"), False),
    ],
)
def test_a_paper_is_known_with_its_authors_and_its_date(record: Paper, *, spared: bool) -> None:
    assert (record.reference in known_well_enough([record], [ArxivSource(), GithubSource()], START)) is spared


@pytest.mark.parametrize(
    "day, stars, spared",
    [
        ("2026-03-02", 5, True),
        ("2026-02-24", 0, True),
        ("2026-02-23", 5, False),
        ("2020-01-01", 5, False),
        ("2026-03-02", None, False),
        ("", 5, False),
        ("2026-02", 5, False),
    ],
)
def test_a_repository_is_known_with_its_stars_as_long_as_github_s_own_hold(
    day: str, stars: int | None, *, spared: bool
) -> None:
    record = catalog_repository("a/b", stars=stars)
    record = record._replace(origin=record.origin._replace(date=day))

    assert (record.reference in known_well_enough([record], [GithubSource()], START)) is spared


def test_a_repository_of_another_host_has_no_source_that_is_spared() -> None:
    record = catalog_repository("a/b", stars=5)._replace(reference=ref("gitlab:a/b"))

    assert known_well_enough([record._replace(origin=record.origin._replace(date="2026-03-02"))], [], START) == {}


def test_a_former_name_is_spared_with_the_name_of_today() -> None:
    record = catalog_repository("new/name", stars=5, former_names=("old/name",))
    seen = record._replace(origin=record.origin._replace(date="2026-03-01"))

    assert known_well_enough([seen], [GithubSource()], START) == {
        ref("github:new/name"): "2026-03-01",
        ref("github:old/name"): "2026-03-01",
    }


def test_a_day_that_has_not_come_spares_nothing() -> None:
    record = catalog_repository("a/b", stars=5)
    ahead = record._replace(origin=record.origin._replace(date="2199-01-01"))

    assert known_well_enough([ahead], [GithubSource()], START) == {}


def test_a_moment_is_read_as_it_is_written() -> None:
    assert epoch(moment_text(START)) == START
    assert epoch("yesterday") == 0
