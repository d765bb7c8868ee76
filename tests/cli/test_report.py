"""What a build made and met, in lines for people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click import unstyle

from papergraph.assemble import assemble
from papergraph.cache.changes import Change, Changes
from papergraph.cli.report import (
    change_line,
    changed_names,
    changes_object,
    lookup_lines,
    lookup_warnings,
    problem_lines,
    refresh_warnings,
    summary,
    summary_lines,
    summary_object,
    tally,
)
from papergraph.model import Location, Problem, Severity
from papergraph.readers import read_bytes
from papergraph.sources.enrichment import Tally
from rdf_graphs import small_graph

FOUND = [
    Problem(Location("a.md", 3), "Looks like an entry", Severity.INFO),
    Problem(Location("b\x1b.md", 0), "Two\nlines", Severity.ERROR),
    Problem(Location("c.md", 5), "Differs", Severity.WARNING, Location("d.md", 7)),
]


def test_a_problem_is_a_line_with_its_place() -> None:
    assert [line.replace("\x1b[0m", "").split("m", 1)[1] for line in problem_lines(FOUND)] == [
        "a.md:3: Looks like an entry",
        "b\\x1b.md: Two lines",
        "c.md:5: Differs (see d.md:7)",
    ]


def test_problems_are_counted_the_worst_first() -> None:
    assert tally(FOUND) == "3 problems in notes (1 error, 1 warning, 1 remark)"
    assert tally(FOUND[:1] * 2) == "2 problems in notes (2 remarks)"


def test_the_summary_counts_notes_entries_and_things() -> None:
    note = b"- [Graphs from Notes: a Study](https://arxiv.org/abs/2401.01234) [code](https://github.com/a/b)\n"

    assert summary(assemble([read_bytes("a.md", note)])) == [
        "read  1 note, 1 entry",
        "found 0 articles, 1 paper, 1 repository, 0 people, 0 venues, 0 topics, 1 link",
    ]


def told(**more: Any) -> Tally:
    """What came of arXiv."""
    return Tally("arxiv", "arXiv", **more)


def test_what_came_of_a_service_is_a_line() -> None:
    tallies = [
        told(wanted=1200, cached=100, fetched=1000, missing=60, failed=30, waiting=10, requests=11, seconds=33.4),
        Tally("github", "GitHub", wanted=3, unchanged=3, requests=3, seconds=0.6),
        Tally("arxiv-title", "arXiv, by title", wanted=2, cached=2),
        Tally("other", "Other", wanted=5, waiting=5),
    ]

    assert list(lookup_lines(tallies)) == [
        "asked arXiv: 1,000 fetched, 100 from the store, 60 missing there, 40 not answered (11 requests in 33 s)",
        "asked GitHub: 3 unchanged (3 requests in under 1 s)",
        "arXiv, by title: 2 from the store",
    ]


def test_a_service_that_was_given_up_is_told_once_with_what_it_means() -> None:
    clause = "cannot be reached (connection refused)."
    tallies = [
        told(wanted=9, failed=2, waiting=4, kept=3, stop=f"arXiv {clause}"),
        Tally("github", "GitHub", wanted=4, failed=4, stop=f"GitHub {clause}"),
    ]

    known = "10 of 13 are not looked up; 3 keep what was known before; the next build asks again."
    assert list(map(unstyle, lookup_warnings(tallies))) == [f"warning: arXiv and GitHub {clause} {known}"]


def test_a_store_that_cannot_be_written_is_told_once() -> None:
    stop = "The store x cannot be written. Nothing was asked."
    tallies = [told(wanted=2, waiting=2, stop=stop), Tally("github", "GitHub", wanted=1, waiting=1, stop=stop)]

    assert list(map(unstyle, lookup_warnings(tallies))) == [
        f"warning: {stop} 3 of 3 are not looked up; the next build asks again."
    ]


def test_old_facts_are_told_where_nothing_is_asked() -> None:
    assert list(lookup_lines([told(wanted=9, cached=4, waiting=3, kept=2)])) == [
        "arXiv: 6 from the store, 2 of them old"
    ]


@pytest.mark.parametrize(
    "refreshed, online, words",
    [
        (0, False, "--refresh asks nothing, because this build uses no network."),
        (0, True, "--refresh github, arxiv:1: the notes name nothing of that."),
        (1, True, ""),
    ],
)
def test_a_refresh_that_came_to_nothing_is_told(refreshed: int, words: str, *, online: bool) -> None:
    lines = refresh_warnings(["github", "arxiv:1"], [told(refreshed=refreshed)], online=online)

    assert "".join(map(unstyle, lines)) == (f"warning: {words}" if words else "")


def test_failures_of_single_things_are_told_with_where_to_look() -> None:
    (line,) = map(unstyle, lookup_warnings([told(wanted=9, fetched=8, failed=1)]))

    assert line.startswith("warning: arXiv: 1 of 9 were not answered (papergraph store list --state error)")


def test_hints_are_told_and_cannot_steer_the_terminal() -> None:
    lines = map(unstyle, lookup_warnings([told(wanted=1, fetched=1, hints=["With a token\x1b[31m it is faster."])]))

    assert list(lines) == ["hint: With a token\\x1b[31m it is faster."]


def test_the_summary_for_programs_is_whole() -> None:
    summed = summary_object(assemble([]), [Path("graph.nt")], [told(wanted=1, fetched=1)])

    assert (summed["papers"], summed["written"]) == (0, ["graph.nt"])
    assert summed["problems"] == {"info": 0, "warning": 0, "error": 0}
    assert summed["services"][0]["source"] == "arxiv"
    assert json.loads(json.dumps(summed)) == summed


def test_changes_are_a_line_and_names() -> None:
    told = Changes(
        notes=Change(("b.md",), ()),
        edited=("a\x1b.md",),
        entries=Change(("A", "B"), ("C",)),
        links=Change((), ("x y z",)),
    )

    assert change_line(told) == "1 note edited, +1 note, +2 entries, -1 entry, -1 link"
    assert list(changed_names(told)) == [
        "~ note   a\\x1b.md",
        "+ note   b.md",
        "- entry  C",
        "+ entry  A",
        "+ entry  B",
        "- link   x y z",
    ]
    assert change_line(Changes()) == "nothing"


def test_changes_for_programs_name_every_kind() -> None:
    none = {"added": (), "removed": ()}

    assert changes_object(Changes(papers=Change(("arxiv:1",)))) == {
        "notes": none,
        "entries": none,
        "papers": {"added": ("arxiv:1",), "removed": ()},
        "links": none,
        "edited": [],
    }


def test_a_summary_from_what_was_kept_is_that_of_the_graph() -> None:
    graph = small_graph()

    assert summary_lines(summary_object(graph, [], [])) == summary(graph)
