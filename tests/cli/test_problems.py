"""`papergraph problems`: one line a problem, the worst on request."""

from __future__ import annotations

from pathlib import Path

from command_line import Run
from papergraph.cli.problems import problem_lines, tally
from papergraph.model import Location, Problem, Severity

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


def test_nothing_is_written(run: Run, sample: Path) -> None:
    finished = run("problems")

    assert finished.code == 0
    assert sorted(path.name for path in sample.iterdir()) == ["notes"]


def test_what_is_less_bad_can_be_left_out(run: Run, sample: Path) -> None:
    (sample / "notes" / "binary.md").write_bytes(b"\x89PNG" + bytes(range(256)) * 8)
    for name, title in (("a", "A Method for Everything"), ("b", "Nothing Works at All")):
        text = f"- [{title}](https://arxiv.org/abs/2404.04321)\n"
        (sample / "notes" / f"{name}.md").write_text(text, encoding="utf-8")

    assert len(run("problems").out.splitlines()) == 2
    assert run("problems", "--severity", "error").out.startswith("binary.md: ")
    assert len(run("problems", "--severity", "error").out.splitlines()) == 1
