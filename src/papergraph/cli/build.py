"""`papergraph build`: notes in, the graph in every configured format out, and what came of it in a few lines."""

from __future__ import annotations

import json
from pathlib import Path

import click

from papergraph.cli.naming import to_refresh
from papergraph.cli.paths import GivenPath
from papergraph.cli.progress import progress_bar
from papergraph.cli.report import (
    lookup_lines,
    lookup_warnings,
    problem_lines,
    refresh_warnings,
    summary,
    summary_object,
    tally,
)
from papergraph.cli.settings import configured
from papergraph.cli.terminal import echo, harmless
from papergraph.exporters import NAMES
from papergraph.pipeline import Build, build, online_now


@click.command("build")
@click.argument("notes", metavar="[NOTES]...", nargs=-1, type=GivenPath())
@click.option("-v", "--verbose", is_flag=True, help="Print every problem with its file and line.")
@click.option(
    "--offline", is_flag=True, help="Use no network: what services said before is taken from the store, however old."
)
@click.option(
    "--refresh",
    multiple=True,
    metavar="[WHAT]",
    is_flag=False,
    flag_value="all",
    help="Ask anew for what is fresh: arxiv, github, arxiv-title, a reference, or all; may be repeated.",
)
@click.option("--no-title-search", is_flag=True, help="Do not search arXiv for papers that are named without a link.")
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(NAMES),
    metavar="FORMAT",
    help="Write this format only, as `papergraph export --help` lists them; may be repeated.",
)
@click.option("-o", "--output", type=GivenPath(), help="Write to this folder.")
@click.option(
    "--site/--no-site", default=None, help="Write a static site too, with a page and the data of each thing, in site/."
)
@click.option("--workers", type=int, help="Read notes with this many processes; 0 chooses.")
@click.option("--json", "as_json", is_flag=True, help="Print what came of it as one JSON object.")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    notes: tuple[Path, ...],
    verbose: bool,
    offline: bool,
    refresh: tuple[str, ...],
    no_title_search: bool,
    formats: tuple[str, ...],
    output: Path | None,
    site: bool | None,
    workers: int | None,
    as_json: bool,
) -> None:
    """Read notes, look up what they name, and write the graph.

    NOTES are folders and files of notes; without them the configured ones are read, or the folder notes/.
    What was not understood is counted, and listed with -v; it never stops a build.

    Papers are looked up on arXiv and repositories on GitHub, once: what they say is kept beside the configuration, in
    .papergraph/, and asked for again when it is old. With a token in GITHUB_TOKEN fifty repositories take one request;
    without one GitHub answers sixty requests an hour. Where the network or a service fails, what is known stays.

    \b
    Examples:
      papergraph build
      papergraph build -v
      papergraph build --offline
      papergraph build --refresh github --refresh arxiv:1706.03762
      papergraph build reading/ lists/gnn.md -o /tmp/graph
      papergraph build --format ttl.gz --format html
      papergraph build --site
    """
    config = configured(ctx, notes=notes, output=output, formats=formats, workers=workers, site=site)
    if no_title_search:
        config = config.without_title_search()
    online = None if offline else online_now(config, to_refresh(refresh))
    with progress_bar() as progress:
        made = build(config, progress, online)
    for line in (*lookup_warnings(made.tallies), *refresh_warnings(refresh, made.tallies, online=online is not None)):
        echo(line, error=True)
    if as_json:
        echo(json.dumps(summary_object(made.graph, made.written, made.tallies), ensure_ascii=False, indent=2))
    else:
        _report(made, verbose=verbose)


def _report(made: Build, *, verbose: bool) -> None:
    graph = made.graph
    if verbose:
        for line in problem_lines(graph.problems):
            echo(line)
    for line in (*summary(graph), *lookup_lines(made.tallies)):
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
