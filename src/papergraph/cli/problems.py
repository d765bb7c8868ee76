"""`papergraph problems`: every place in the notes that a person should look at."""

from __future__ import annotations

from pathlib import Path

import click

from papergraph.cli.paths import GivenPath
from papergraph.cli.progress import progress_bar
from papergraph.cli.report import problem_lines
from papergraph.cli.settings import configured
from papergraph.cli.terminal import echo
from papergraph.model import Severity
from papergraph.pipeline import build_graph


@click.command("problems")
@click.argument("notes", metavar="[NOTES]...", nargs=-1, type=GivenPath())
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
