"""Problems by kind."""

from __future__ import annotations

from random import Random

from papergraph.bulk.problems import SAMPLES, Tallies, put_together, total
from papergraph.model import Location, Problem, Severity


def problem(line: int, message: str, severity: Severity = Severity.WARNING) -> Problem:
    """A problem in a note."""
    return Problem(Location("a.md", line), message, severity)


def test_problems_that_differ_in_particulars_are_of_one_kind() -> None:
    tallies = Tallies()
    tallies.add([problem(1, "The entry 'One' names nothing"), problem(2, "The entry 'Two “x”' names nothing")])
    tallies.add([problem(3, 'arxiv:2007.03260 has 2 titles: "A" here and "B" there', Severity.INFO)])

    kinds = tallies.kinds()

    assert [(kind.severity, kind.kind, kind.number) for kind in kinds] == [
        ("warning", "The entry … names nothing", 2),
        ("info", "… has … titles: … here and … there", 1),
    ]
    assert kinds[0].samples[1] == ("a.md", 2, "The entry 'Two “x”' names nothing")


def test_the_worst_come_first_then_the_most_frequent() -> None:
    tallies = Tallies()
    tallies.add([problem(1, "remark", Severity.INFO)] * 9)
    tallies.add([problem(1, "rare"), problem(1, "frequent"), problem(2, "frequent"), problem(1, "bad", Severity.ERROR)])

    assert [kind.kind for kind in tallies.kinds()] == ["bad", "frequent", "rare", "remark"]


def test_counts_and_samples_do_not_depend_on_how_the_work_was_cut() -> None:
    every = [problem(line, f"Line {line % 3} is odd" if line % 2 else f"'{line}' is even") for line in range(40)]
    whole = Tallies()
    whole.add(every)
    Random(7).shuffle(every)  # noqa: S311
    pairs = []
    for start in range(0, 40, 7):
        part = Tallies()
        part.add(every[start : start + 7])
        pairs += list(part.pairs())

    assert total(pairs).kinds() == whole.kinds()
    grouped = [(key, iter([value for other, value in pairs if other == key])) for key in sorted(dict(pairs))]
    assert total(put_together(0, iter(grouped))).kinds() == whole.kinds()
    assert all(len(kind.samples) == SAMPLES for kind in whole.kinds())


def test_a_long_hostile_message_is_told_in_no_time() -> None:
    tallies = Tallies()
    tallies.add([problem(1, "'\"“" * 50_000 + "a:" * 50_000)])

    assert tallies.kinds()[0].number == 1
