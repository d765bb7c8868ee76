"""What a build made and met, in lines for people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click import unstyle

from papergraph.assemble import assemble
from papergraph.cli.report import lookup_lines, lookup_warnings, problem_lines, summary, summary_object, tally
from papergraph.model import Location, Problem, Severity
from papergraph.readers import read_bytes
from papergraph.sources.enrichment import Tally

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
        "asked GitHub: 3 unchanged (3 requests in 1 s)",
        "asked arXiv, by title: 2 from the store",
    ]


def test_a_service_that_was_given_up_is_told_once_with_what_it_means() -> None:
    stop = "arXiv cannot be reached (connection refused)."
    again = Tally("arxiv-title", "arXiv, by title", wanted=4, failed=4, stop=stop)
    lines = list(map(unstyle, lookup_warnings([told(wanted=9, failed=2, waiting=4, kept=3, stop=stop), again])))

    assert lines == [
        f"warning: {stop} 6 of 9 stay as they were, 3 of them with facts of before; the next build asks again."
    ]


def test_failures_of_single_things_are_told_with_where_to_look() -> None:
    (line,) = map(unstyle, lookup_warnings([told(wanted=9, fetched=8, failed=1)]))

    assert line.startswith("warning: arXiv did not answer for 1 of 9: papergraph store list --state error lists them")


def test_hints_are_told_and_cannot_steer_the_terminal() -> None:
    lines = map(unstyle, lookup_warnings([told(wanted=1, fetched=1, hints=["With a token\x1b[31m it is faster."])]))

    assert list(lines) == ["hint: With a token\\x1b[31m it is faster."]


def test_the_summary_for_programs_is_whole() -> None:
    summed = summary_object(assemble([]), [Path("graph.nt")], [told(wanted=1, fetched=1)])

    assert (summed["papers"], summed["written"]) == (0, ["graph.nt"])
    assert summed["problems"] == {"info": 0, "warning": 0, "error": 0}
    assert summed["services"][0]["source"] == "arxiv"
    assert json.loads(json.dumps(summed)) == summed
