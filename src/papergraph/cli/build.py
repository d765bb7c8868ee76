"""`papergraph build`: notes in, the graph in every configured format out, and what came of it in a few lines."""

from __future__ import annotations

from pathlib import Path

import click

from papergraph.cli.paths import GivenPath
from papergraph.cli.progress import progress_bar
from papergraph.cli.report import problem_lines, summary, tally
from papergraph.cli.settings import configured
from papergraph.cli.terminal import echo, harmless
from papergraph.exporters import EXPORTERS
from papergraph.pipeline import build


@click.command("build")
@click.argument("notes", metavar="[NOTES]...", nargs=-1, type=GivenPath())
@click.option("-v", "--verbose", is_flag=True, help="Print every problem with its file and line.")
@click.option("--offline", is_flag=True, help="Use no network; this version never does.")
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    type=click.Choice([exporter.name for exporter in EXPORTERS]),
    help="Write this format only; may be repeated.",
)
@click.option("-o", "--output", type=GivenPath(), help="Write to this folder.")
@click.option("--workers", type=int, help="Read notes with this many processes; 0 chooses.")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    notes: tuple[Path, ...],
    verbose: bool,
    offline: bool,  # noqa: ARG001 - there is no network to leave out yet
    formats: tuple[str, ...],
    output: Path | None,
    workers: int | None,
) -> None:
    """Read notes and write the graph.

    NOTES are folders and files of Markdown; without them the configured ones are read, or the folder notes/.
    What was not understood is counted, and listed with -v; it never stops a build.

    \b
    Examples:
      papergraph build
      papergraph build -v
      papergraph build reading/ lists/gnn.md -o /tmp/graph
      papergraph build --format ttl --format html
    """
    config = configured(ctx, notes=notes, output=output, formats=formats, workers=workers)
    with progress_bar() as progress:
        made = build(config, progress)
    graph = made.graph
    if verbose:
        for line in problem_lines(graph.problems):
            echo(line)
    for line in summary(graph):
        echo(line)
    for path in made.written:
        echo(f"wrote {harmless(_shown(path))}")
    if graph.problems:
        hint = "" if verbose else ": papergraph build -v lists them"
        echo(f"{tally(graph.problems)}{hint}")


def _shown(path: Path) -> str:
    """The path from the working directory where it lies below it, else whole."""
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
