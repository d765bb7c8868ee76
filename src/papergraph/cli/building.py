"""One build with its progress, and what came of it in lines for people or as an object for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from papergraph.cli.naming import to_refresh
from papergraph.cli.progress import progress_bar
from papergraph.cli.report import (
    change_line,
    changed_names,
    changes_object,
    lookup_lines,
    lookup_warnings,
    problem_lines,
    problems_hint,
    refresh_warnings,
    shown,
    summary,
    summary_object,
    tally,
)
from papergraph.cli.terminal import echo, harmless
from papergraph.config import Config
from papergraph.incremental import Made, build
from papergraph.pipeline import Build, online_now


def build_and_report(config: Config, *, offline: bool, refresh: Sequence[str], as_json: bool, verbose: bool) -> None:
    """Build, and print what came of it; raises what `papergraph.pipeline.build` raises."""
    made = make(config, offline=offline, refresh=refresh)
    if as_json:
        echo(json.dumps(made_object(made), ensure_ascii=False, indent=2))
        return
    graph = made.build.graph
    for line in problem_lines(graph.problems) if verbose else ():
        echo(line)
    for line in (*summary(graph), *lookup_lines(made.build.tallies), *_changed(made, verbose=verbose)):
        echo(line)
    for path in made.build.written:
        echo(f"{'kept ' if path in made.kept else 'wrote'} {harmless(shown(path))}")
    if graph.problems:
        echo(f"{tally(graph.problems)}{problems_hint(verbose=verbose)}")


def make(config: Config, *, offline: bool, refresh: Sequence[str] = ()) -> Made:
    """Build, with progress and what a person should know of services on standard error; raises what a build raises."""
    online = None if offline else online_now(config, to_refresh(refresh))
    with progress_bar() as progress:
        made = build(config, _object, progress, online)
    tallies = made.build.tallies
    for line in (*lookup_warnings(tallies), *refresh_warnings(refresh, tallies, online=online is not None)):
        echo(line, error=True)
    return made


def _changed(made: Made, *, verbose: bool) -> Iterator[str]:
    if made.changes:
        yield from changed_names(made.changes) if verbose else ()
        yield f"changed: {change_line(made.changes)}"


def made_object(made: Made) -> dict[str, Any]:
    """What a build made and what of it is new, for programs."""
    kept = [str(path) for path in made.build.written if path in made.kept]
    return _object(made.build) | {"kept": kept, "changed": changes_object(made.changes) if made.changes else None}


def _object(made: Build) -> dict[str, Any]:
    return summary_object(made.graph, made.written, made.tallies)
