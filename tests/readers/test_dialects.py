"""Every dialect fixture is read as it is meant, with the lines of all that is found in it."""

from __future__ import annotations

import pytest

from dialect_scores import NAMES, Fixture, Miss, holds, linked, load, misses, normal

KNOWN: dict[str, dict[Miss, str]] = {
    "cvpr-zh-numbered-backslash": {
        Miss(
            24, "code invented", "github:example-cn/eccv2022-papers"
        ): "a paragraph after a rule still belongs to the entry",
    },
    "diffusion-bold-backslash": {Miss(17, "date", "None"): "a date on a line of its own is text"},
    "emoji-labels": {
        Miss(12, "code invented", "github:example-fold/towel-data"): "a floppy disk says nothing of a link"
    },
    "emoji-table": {Miss(line, "date", "None"): "a calendar is no name of a column" for line in (3, 4, 5)},
    "h1-note-bold-keys": {Miss(1, "rating", "None"): "a key before the word rating hides it"},
    "logseq-old-properties": {Miss(2, "code missed", "github:cvg/sold2"): "#code inside a sentence is no key"},
    "networks-by-architecture": {Miss(line, "date", "None"): "a year after the links is text" for line in (5, 9, 12)},
    "titles-without-links": {
        Miss(5, "missed", "Highway Networks"): "two words, authors and a year are too little without a link",
        Miss(6, "missed", "Learning representations by back-propagating errors"): "the venue is not told from a word",
    },
    "year-in-parentheses": {Miss(line, "date", "None"): "a year after the title is text" for line in (3, 4, 5, 6)},
}
"""What is not read as it is meant, and why; what is read right after all must leave this table."""


@pytest.fixture(scope="module", params=NAMES)
def fixture(request: pytest.FixtureRequest) -> Fixture:
    return load(request.param)


def test_there_are_fixtures_of_every_kind_of_note() -> None:
    assert len(NAMES) > 90
    assert sum(len(load(name).rows) for name in NAMES) > 350
    assert set(KNOWN) <= set(NAMES)


def test_a_note_gives_its_entries(fixture: Fixture) -> None:
    assert misses(fixture) == sorted(KNOWN.get(fixture.name, ()))


def test_every_link_carries_the_line_that_it_stands_in(fixture: Fixture) -> None:
    astray = [
        (line, url)
        for entry in fixture.reading.entries
        for line, url, reference in linked(entry)
        if url and not holds(fixture, line, url, reference)
    ]

    assert astray == []


def test_a_paper_without_a_link_carries_the_line_of_its_title(fixture: Fixture) -> None:
    astray = [
        (paper.line, paper.title)
        for entry in fixture.reading.entries
        for paper in entry.papers
        if not paper.url and normal(paper.title) not in normal(" ".join(fixture.lines[paper.line - 1 : paper.line + 1]))
    ]

    assert astray == []


def test_an_entry_spans_its_links(fixture: Fixture) -> None:
    outside = [
        (entry.location, line)
        for entry in fixture.reading.entries
        for line, _, _ in linked(entry)
        if not 1 <= entry.location.line <= line <= entry.location.end_line <= len(fixture.lines)
    ]

    assert outside == []
