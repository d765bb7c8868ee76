"""`papergraph build`: notes in, the graph in every configured format out, and what came of it in a few lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from papergraph.cache.changes import Changes
from papergraph.cli.paths import GivenPath
from papergraph.cli.report import changes_object, problem_lines, problems_hint, shown, summary_lines, tally_of
from papergraph.cli.settings import configured
from papergraph.cli.terminal import echo, harmless
from papergraph.config import Config
from papergraph.exporters import NAMES
from papergraph.incremental import problems, unchanged
from papergraph.model import Severity
from papergraph.online import is_allowed

if TYPE_CHECKING:
    from papergraph.cache.last import Last


@click.command("build")
@click.argument("notes", metavar="[NOTES]...", nargs=-1, type=GivenPath())
@click.option("-v", "--verbose", is_flag=True, help="Print every problem with its file and line, and every change.")
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
@click.option("--workers", type=int, help="Read and write with this many processes; 0 chooses.")
@click.option("--watch", is_flag=True, help="Build again whenever a note or a setting is saved, until Ctrl-C.")
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
    watch: bool,
    as_json: bool,
) -> None:
    """Read notes, look up what they name, and write the graph.

    NOTES are folders and files of notes; without them the configured ones are read, or the folder notes/.
    What was not understood is counted, and listed with -v; it never stops a build.

    Papers are looked up on arXiv and repositories on GitHub, once: what they say is kept beside the configuration, in
    .papergraph/, and asked for again when it is old. With a token in GITHUB_TOKEN fifty repositories take one request;
    without one GitHub answers sixty requests an hour. Where the network or a service fails, what is known stays.

    A build says what it changed since the last one. Where nothing did, it says so and touches no file.

    \b
    Examples:
      papergraph build
      papergraph build -v
      papergraph build --offline
      papergraph build --refresh github --refresh arxiv:1706.03762
      papergraph build reading/ lists/gnn.md -o /tmp/graph
      papergraph build --format ttl.gz --format html
      papergraph build --site
      papergraph build --watch
    """

    def config() -> Config:
        known = configured(ctx, notes=notes, output=output, formats=formats, workers=workers, site=site)
        return known.without_title_search() if no_title_search else known

    if watch:
        from papergraph.cli.watch import Asked, watch_and_build

        watch_and_build(config, Asked(offline, as_json, verbose), refresh)
        return
    now = config()
    last = None if refresh else unchanged(now, online=is_allowed(now) and not offline)
    if last:
        _report_unchanged(last, now, as_json=as_json, verbose=verbose)
        return
    from papergraph.cli.building import build_and_report

    build_and_report(now, offline=offline, refresh=refresh, as_json=as_json, verbose=verbose)


def _report_unchanged(last: Last, config: Config, *, as_json: bool, verbose: bool) -> None:
    """Say what the last build made, because one now would make the same."""
    summary = last.summary
    if as_json:
        told = summary | {"kept": summary["written"], "changed": changes_object(Changes())}
        echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    if verbose:
        for line in problem_lines(problems(config)):
            echo(line)
    for line in summary_lines(summary):
        echo(line)
    echo(f"nothing changed: {harmless(shown(config.output))} is as it was")
    if numbers := {Severity(name): number for name, number in summary["problems"].items() if number}:
        echo(f"{tally_of(numbers)}{problems_hint(verbose=verbose)}")
