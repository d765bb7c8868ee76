"""`papergraph problems`: every place in the notes that a person should look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from papergraph.cli.progress import progress_bar
from papergraph.cli.settings import configured
from papergraph.cli.terminal import count, echo, one_line
from papergraph.model import Location, Problem, Severity
from papergraph.pipeline import build_graph

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "blue"}
NOUNS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}


@click.command("problems")
@click.argument("notes", metavar="[NOTES]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--severity",
    type=click.Choice([severity.value for severity in Severity]),
    default=Severity.INFO.value,
    show_default=True,
    help="Leave out what is less bad.",
)
@click.pass_context
def command(ctx: click.Context, *, notes: tuple[Path, ...], severity: str) -> None:
    """List what was not understood or does not fit, with file and line; writes nothing.

    \b
    Examples:
      papergraph problems
      papergraph problems --severity error
      papergraph problems lists/gnn.md | grep identifiers
    """
    config = configured(ctx, notes=notes)
    with progress_bar() as progress:
        graph = build_graph(config, progress)
    bad_enough = list(Severity)[list(Severity).index(Severity(severity)) :]
    for line in problem_lines(found for found in graph.problems if found.severity in bad_enough):
        echo(line)


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
