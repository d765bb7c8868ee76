"""Merging records is a union, and settling them picks the best of every field."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings

from handmade import PAPERS, RECORDS, catalog_repository, fetched_repository, ref
from papergraph.merge import as_of_now, known, merge, origin_of, settle, tells, unite
from papergraph.model import (
    RANK_CATALOG,
    RANK_INFERRED,
    RANK_NOTE,
    RANK_SERVICE,
    Article,
    Origin,
    Paper,
    Record,
    Repository,
    Status,
)

PAPER = ref("arxiv:2101.00001")
NOTE = Origin(RANK_NOTE, "a.md", 3, "2021-05-01")
NEWER_NOTE = Origin(RANK_NOTE, "b.md", 1, "2021-06-01")
CATALOG = Origin(RANK_CATALOG, "arxiv.jsonl", 7, "2020-01-01")


@settings(max_examples=60)
@given(RECORDS, RECORDS, RECORDS)
def test_merging_is_associative_commutative_and_idempotent(
    a: tuple[Paper, ...], b: tuple[Paper, ...], c: tuple[Paper, ...]
) -> None:
    assert merge(merge(a, b), c) == merge(a, merge(b, c))
    assert merge(a, b) == merge(b, a)
    assert merge(merge(a, b), b) == merge(a, b)
    assert set(merge(a, b)) == {*a, *b}


@settings(max_examples=40)
@given(RECORDS.filter(bool))
def test_settling_does_not_depend_on_the_order_of_the_records(records: tuple[Paper, ...]) -> None:
    settled = {settle(order) for order in itertools.islice(itertools.permutations(records), 24)}

    assert len(settled) == 1
    assert settle(settled) == settled.pop()


@settings(max_examples=40)
@given(RECORDS.filter(bool))
def test_a_settled_field_is_known_where_any_source_knows_it_and_has_an_origin(records: tuple[Paper, ...]) -> None:
    settled = settle(records)

    for field in ("title", "authors", "version", "urls"):
        values = [getattr(record, field) for record in records]
        origin = origin_of(records, field)
        assert known(getattr(settled, field)) == any(map(known, values)) == (origin is not None)
        if origin and field != "urls":
            assert any(
                record.origin == origin and getattr(record, field) == getattr(settled, field) for record in records
            )


@given(PAPERS)
def test_one_record_settles_to_itself(record: Paper) -> None:
    assert settle((record,)) is record


def test_the_higher_rank_wins_each_field_that_it_knows() -> None:
    note = Paper(PAPER, NEWER_NOTE, title="As noted", venue="ICCV 2021")
    catalog = Paper(PAPER, CATALOG, title="As published", authors=("Ada",))

    settled = settle((note, catalog))

    assert settled == Paper(PAPER, CATALOG, title="As published", authors=("Ada",), venue="ICCV 2021")
    assert origin_of((note, catalog), "title") == CATALOG
    assert origin_of((note, catalog), "venue") == NEWER_NOTE
    assert origin_of((note, catalog), "abstract") is None


def test_of_one_rank_the_later_observation_wins() -> None:
    assert settle((Paper(PAPER, NOTE, title="Old"), Paper(PAPER, NEWER_NOTE, title="New"))).title == "New"


def test_of_one_rank_and_date_the_first_source_and_line_win() -> None:
    lines = [Paper(PAPER, NOTE._replace(line=line), title=f"Line {line}") for line in (9, 3, 5)]

    assert settle(lines).title == "Line 3"
    assert settle([*lines, Paper(PAPER, NOTE._replace(source="A.md", line=99), title="A")]).title == "A"


def test_two_records_of_one_line_have_an_order_too() -> None:
    a, b = Paper(PAPER, NOTE, title="A"), Paper(PAPER, NOTE, title="B")

    assert unite([a, b]) == unite([b, a]) == (a, b)


def test_records_of_several_kinds_have_an_order_too() -> None:
    page = ref("url:https://example.org/")
    article: Record = Article(page, NOTE, title="A")
    paper: Record = Paper(page, NOTE, title="A")

    assert unite([article, paper]) == unite([paper, article]) == (article, paper)


def test_zero_and_false_are_known() -> None:
    repository = ref("github:a/b")
    newer = Repository(repository, CATALOG._replace(date="2022-01-01"), stars=0, archived=False)
    older = Repository(repository, CATALOG, stars=5, archived=True)

    assert settle((older, newer)).stars == 0
    assert settle((older, newer)).archived is False
    assert origin_of((older, newer), "stars") == newer.origin


def test_a_status_holds_until_the_best_source_looks_again() -> None:
    gone = fetched_repository("a/b", "2026-02-02", status=Status.MISSING)
    facts = fetched_repository("a/b", "2026-01-01", stars=5)
    back = fetched_repository("a/b", "2026-03-03", stars=6)
    disabled = catalog_repository("a/b", status=Status.DISABLED, stars=1)

    assert as_of_now(unite([facts, gone])) == (gone, facts)
    assert as_of_now(unite([facts, gone, back])) == (back, facts)
    assert as_of_now(unite([facts, disabled])) == (facts, disabled._replace(status=None))
    assert as_of_now((disabled,)) == (disabled,)


def test_what_was_known_in_the_morning_and_is_missing_in_the_evening_is_missing() -> None:
    facts = fetched_repository("a/b", stars=5, status=Status.EMPTY)
    gone = fetched_repository("a/b", status=Status.MISSING)

    assert settle(as_of_now(unite([facts, gone]))).status == Status.MISSING
    assert settle(as_of_now(unite([facts, gone]))).stars == 5


@given(RECORDS.filter(bool))
def test_what_holds_no_more_is_a_status_and_nothing_else(records: tuple[Paper, ...]) -> None:
    ordered = unite(records)

    assert settle(as_of_now(ordered))._replace(status=None) == settle(ordered)._replace(status=None)
    assert as_of_now(as_of_now(ordered)) == as_of_now(ordered)
    without = unite([record._replace(status=None) for record in records])
    assert as_of_now(without) == without


def test_a_status_is_no_fact() -> None:
    assert not tells(fetched_repository("a/b", status=Status.MISSING))
    assert tells(fetched_repository("a/b", status=Status.EMPTY))
    assert not tells(Paper(PAPER, NOTE))
    assert tells(Paper(PAPER, NOTE, version=0))


def test_lists_of_independent_facts_are_united() -> None:
    a = Paper(PAPER, NOTE, urls=("https://b.org/", "https://a.org/"))
    b = Paper(PAPER, CATALOG, urls=("https://c.org/",))

    assert settle((a, b)).urls == ("https://a.org/", "https://b.org/", "https://c.org/")


def test_ranks_are_ordered() -> None:
    assert RANK_INFERRED < RANK_NOTE < RANK_CATALOG < RANK_SERVICE


def test_nothing_settles_to_nothing() -> None:
    with pytest.raises(ValueError, match="no record"):
        settle(())
