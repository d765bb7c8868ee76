"""`papergraph validate`: whether RDF keeps to the shapes that ship, and what in it does not."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import click

from papergraph.answers import shortened
from papergraph.cli.paths import GivenPath
from papergraph.cli.settings import configured
from papergraph.cli.terminal import columns, count, echo, harmless
from papergraph.errors import InputError
from papergraph.validation import SHAPES, Finding, Report, is_rdf, turtle, validate
from papergraph.vocabulary import prefixes

NOT_CONFORMING = 7
"""The exit code where there is a violation."""
SHOWN = 5
"""Findings of one shape that are listed without `--verbose`."""


@click.command("validate")
@click.argument("given", metavar="[FILE]...", nargs=-1, type=GivenPath())
@click.option("-v", "--verbose", is_flag=True, help=f"List everything that was found, not {SHOWN} of each shape.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "ttl"]),
    default="table",
    show_default=True,
    help="How to write the report; ttl is the report of SHACL.",
)
@click.option("-o", "--output", type=GivenPath(), help="Validate the build in this folder.")
@click.pass_context
def command(ctx: click.Context, *, given: tuple[Path, ...], verbose: bool, form: str, output: Path | None) -> None:
    """Check that RDF keeps to the contract of papergraph.

    Without FILE the last build is checked, with the description beside it. Several files are checked as one graph.
    Turtle, N-Triples, TriG, N-Quads, JSON-LD and RDF/XML are read, gzipped or not; nothing is fetched.

    The contract is written in SHACL, and every shape has a name. A violation is what must not be; a warning is
    what one build never writes, and what graphs put together may hold: two titles of one paper, say. The exit code
    is 0 where there is no violation, and 7 where there is one.

    \b
    Examples:
      papergraph validate
      papergraph validate mine.ttl theirs.nt.gz
      papergraph validate --format json | jq '.findings[].shape'
      papergraph validate --format ttl > report.ttl
    """
    config = configured(ctx, output=output)
    paths = given or _last_build(config.output)
    report = validate(paths)
    if form == "table":
        _print(report, paths, config.base_iri, verbose=verbose)
    else:
        text = turtle(report) if form == "ttl" else json.dumps(_object(report), ensure_ascii=False, indent=2) + "\n"
        shown = harmless(text, lines=True) if sys.stdout.isatty() else text
        sys.stdout.buffer.write(shown.encode("utf-8", "backslashreplace"))
    if not report.conforms:
        ctx.exit(NOT_CONFORMING)


def _last_build(output: Path) -> tuple[Path, ...]:
    """The newest RDF of the last build, and the description beside it."""
    built = [path for path in output.glob("graph.*") if path.is_file() and is_rdf(path)]
    if not built:
        raise InputError(f"There is no RDF in {output} yet: run `papergraph build` first, or name a file.")
    newest = max(built, key=lambda path: (path.stat().st_mtime_ns, path.suffix == ".nt", path.name))
    description = output / "dataset.ttl"
    return (newest, description) if description.is_file() else (newest,)


def _print(report: Report, paths: Sequence[Path], base_iri: str, *, verbose: bool) -> None:
    """Print how often each shape was not kept to, what was found, and the sum of it."""
    limit = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    names = prefixes(base_iri)
    severities: Counter[str] = Counter()
    for first, rows in _by_shape(report):
        severities[first.severity] += len(rows)
        echo(f"{first.severity}: {_name(first.shape)}: {first.message} ({count(len(rows), 'time')})")
        shown = rows if verbose else rows[:SHOWN]
        cells = [(shortened(node, names), _way(path, names), shortened(value, names)) for node, path, value in shown]
        for line in columns(cells, ("node", "property", "value"), limit):
            echo(f"  {line}")
        if len(rows) > len(shown):
            echo(f"  … and {len(rows) - len(shown):,} more: papergraph validate -v lists them")
        echo()
    what = " and ".join(harmless(path.name) for path in paths)
    parts = ["conforms" if report.conforms else "does not conform"]
    parts += [count(number, severity.lower()) for severity, number in severities.items()]
    echo(f"{what}: {', '.join(parts)}")


def _by_shape(report: Report) -> Iterator[tuple[Finding, list[tuple[str, str, str]]]]:
    """Each shape that was not kept to: a finding of it, and where; a value may be wrong in several ways at once."""
    for _, findings in groupby(report.findings, lambda found: found[:2]):
        alike = list(findings)
        yield alike[0], list(dict.fromkeys((found.node, found.path, found.value) for found in alike))


def _way(path: str, names: Mapping[str, str]) -> str:
    """A property, or a way over several, with every IRI in it shortened."""
    return re.sub("<[^>]*>", lambda iri: shortened(iri[0], names), path)


def _object(report: Report) -> dict[str, object]:
    """The report for programs."""
    shapes = Counter(_name(found.shape) for found in report.findings)
    return {"conforms": report.conforms, "shapes": dict(shapes), "findings": list(map(_finding, report.findings))}


def _finding(found: Finding) -> dict[str, str]:
    return {name: text for name, text in found._asdict().items() if text}


def _name(shape: str) -> str:
    """The name of a shape; one that is not ours keeps its IRI."""
    return shape.removeprefix(SHAPES)
