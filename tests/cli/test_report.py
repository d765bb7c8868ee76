"""What a build made and met, in lines for people."""

from __future__ import annotations

from papergraph.assemble import assemble
from papergraph.cli.report import problem_lines, summary, tally
from papergraph.model import Location, Problem, Severity
from papergraph.readers import read_bytes

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
