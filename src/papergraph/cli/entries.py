"""`papergraph entries`: what was read from notes, as JSON Lines, one line an entry."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from papergraph.cli.paths import GivenPath
from papergraph.cli.report import problem_lines
from papergraph.cli.settings import configured
from papergraph.cli.terminal import echo
from papergraph.entries import line
from papergraph.model import Problem, Severity
from papergraph.reading import find_notes, no_collector, read_files


@click.command("entries")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=GivenPath())
@click.pass_context
def command(ctx: click.Context, paths: tuple[Path, ...]) -> None:
    """Write what was read from notes as JSON Lines, one line an entry.

    PATH is a folder or a file of notes; without one, the configured notes are read. Paths in the output are
    relative to PATH. What cannot be read is reported on standard error.

    \b
    Examples:
      papergraph entries > entries.jsonl
      papergraph entries reading/ lists/gnn.md | jq -r .title
    """
    config = configured(ctx, notes=paths)
    groups = [(path,) for path in config.notes] if paths else [config.notes]
    discoveries = [find_notes(places, config.exclude) for places in groups]
    with no_collector():
        for discovery in discoveries:
            _report(discovery.problems)
            for reading in read_files(discovery.files, config.workers):
                _report(reading.problems)
                lines = "".join(f"{line(entry)}\n" for entry in reading.entries)
                sys.stdout.buffer.write(lines.encode("utf-8", "backslashreplace"))


def _report(problems: Iterable[Problem]) -> None:
    for text in problem_lines(problem for problem in problems if problem.severity == Severity.ERROR):
        echo(text, error=True)
