"""What a build made and met, in lines for people: a summary, problems with their places, how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import click

from papergraph.cli.terminal import count, one_line
from papergraph.model import Graph, Location, Problem, Severity

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
NOUNS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}


def summary(graph: Graph) -> list[str]:
    """What was read and what the graph holds, in two lines."""
    holds = [
        count(len(graph.articles), "article"),
        count(len(graph.papers), "paper"),
        count(len(graph.repositories), "repository", "repositories"),
        count(len(graph.persons), "person", "people"),
        count(len(graph.venues), "venue"),
        count(len(graph.topics), "topic"),
        count(len(graph.edges), "link"),
    ]
    return [
        f"read  {count(len(graph.notes), 'note')}, {count(len(graph.entries), 'entry', 'entries')}",
        f"found {', '.join(holds)}",
    ]


def problem_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """Each problem as `path:line: message`, the second place after it where two places disagree."""
    for problem in problems:
        place = click.style(one_line(_place(problem.location)), fg=COLOURS[problem.severity])
        other = f" (see {one_line(_place(problem.other))})" if problem.other else ""
        yield f"{place}: {one_line(problem.message)}{other}"


def tally(problems: Iterable[Problem]) -> str:
    """How many problems there are of each severity, the worst first."""
    numbers = Counter(problem.severity for problem in problems)
    parts = [count(numbers[severity], NOUNS[severity]) for severity in reversed(Severity) if numbers[severity]]
    return f"{count(sum(numbers.values()), 'problem')} in notes ({', '.join(parts)})"


def _place(location: Location) -> str:
    return f"{location.path}:{location.line}" if location.line else location.path
