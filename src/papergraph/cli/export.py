"""`papergraph export FORMAT`: the graph in one more format, to a file or to standard output."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from papergraph.cli.paths import GivenPath
from papergraph.cli.progress import progress_bar
from papergraph.cli.settings import configured
from papergraph.cli.terminal import echo, harmless
from papergraph.errors import OutputError
from papergraph.exporters import EXPORTERS, Exporter, export
from papergraph.model import Graph
from papergraph.pipeline import build_graph

EXPORTER = {exporter.name: exporter for exporter in EXPORTERS}


@click.command("export")
@click.argument("name", metavar="FORMAT", type=click.Choice(list(EXPORTER)))
@click.argument("notes", metavar="[NOTES]...", nargs=-1, type=GivenPath())
@click.option("-o", "--output", type=GivenPath(), help="Write to this file, or to standard output for `-`.")
@click.pass_context
def command(ctx: click.Context, *, name: str, notes: tuple[Path, ...], output: Path | None) -> None:
    """Write the graph in one format, whatever the configuration says.

    FORMAT is one of html, ttl, nt, json, graphml. Without -o the file is graph.FORMAT in the output folder.

    \b
    Examples:
      papergraph export graphml
      papergraph export ttl -o - | less
      papergraph export json -o /tmp/graph.json reading/
    """
    to_standard_output = output == Path("-")
    path = None if output is None or to_standard_output else output.absolute()
    # Links from a page to the notes start at the folder of the page.
    config = configured(ctx, notes=notes, output=path.parent if path else None)
    exporter = EXPORTER[name]
    with progress_bar() as progress:
        graph = build_graph(config, progress)
    if to_standard_output:
        exporter.write(graph, sys.stdout.buffer)
        return
    path = path or config.output / f"graph{exporter.extension}"
    if path.exists() and not path.is_file():
        _write_to_device(graph, exporter, path)
    else:
        export(graph, name, path)
    echo(f"wrote {harmless(str(output or path))}")


def _write_to_device(graph: Graph, exporter: Exporter, path: Path) -> None:
    """Write to a pipe or a device, which must not be replaced by a file."""
    try:
        with path.open("wb") as file:
            exporter.write(graph, file)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}.") from error
