"""What a build made and met, in lines for people: a summary, problems with their places, how many there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from papergraph.cli.terminal import count, one_line
from papergraph.model import Graph, Location, Problem, Severity
from papergraph.sources.enrichment import Tally

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


def lookup_lines(tallies: Iterable[Tally]) -> Iterator[str]:
    """What came of each service, in a line each: nothing where nothing was asked and nothing is known."""
    for tally in tallies:
        said = [
            (tally.fetched, "fetched"),
            (tally.unchanged, "unchanged"),
            (tally.cached, "from the store"),
            (tally.missing, "missing there"),
            (tally.failed + tally.waiting, "not answered"),
        ]
        parts = [f"{number:,} {what}" for number, what in said if number]
        effort = f" ({count(tally.requests, 'request')} in {tally.seconds:.0f} s)" if tally.requests else ""
        if tally.requests or tally.cached:
            yield f"asked {tally.title}: {', '.join(parts)}{effort}"


def lookup_warnings(tallies: Iterable[Tally]) -> Iterator[str]:
    """What a person should know of services: each sentence once, with what it means for the graph."""
    said: set[str] = set()
    for tally in tallies:
        if tally.stop and tally.stop not in said:
            said.add(tally.stop)
            yield click.style("warning:", fg="yellow") + f" {one_line(tally.stop)}{_consequence(tally)}"
        elif tally.failed and not tally.stop:
            yield click.style("warning:", fg="yellow") + f" {one_line(_failures(tally))}"
        for hint in tally.hints:
            yield click.style("hint:", fg="blue") + f" {one_line(hint)}"


def _consequence(tally: Tally) -> str:
    """What becomes of those that were not answered."""
    left = tally.failed + tally.waiting
    if not left:
        return ""
    kept = f", {tally.kept:,} of them with facts of before" if tally.kept else ""
    return f" {left:,} of {tally.wanted:,} stay as they were{kept}; the next build asks again."


def _failures(tally: Tally) -> str:
    missed = f"{tally.title} did not answer for {tally.failed:,} of {tally.wanted:,}"
    return f"{missed}: papergraph store list --state error lists them; the next build asks again."


def summary_object(graph: Graph, written: Iterable[Path], tallies: Iterable[Tally]) -> dict[str, Any]:
    """What a build made, for programs: counts, files, services, problems by severity."""
    severities = Counter(problem.severity for problem in graph.problems)
    return {
        "notes": len(graph.notes),
        "entries": len(graph.entries),
        "articles": len(graph.articles),
        "papers": len(graph.papers),
        "repositories": len(graph.repositories),
        "people": len(graph.persons),
        "venues": len(graph.venues),
        "topics": len(graph.topics),
        "links": len(graph.edges),
        "problems": {severity.value: severities[severity] for severity in Severity},
        "written": [str(path) for path in written],
        "services": [asdict(tally) for tally in tallies],
    }


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
