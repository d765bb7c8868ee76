"""`papergraph export FORMAT`: the graph in one more format, to a file or to standard output."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from papergraph.cli.paths import GivenPath
from papergraph.cli.progress import progress_bar
from papergraph.cli.settings import configured
from papergraph.cli.terminal import echo, harmless
from papergraph.exporters import NAMES, export, exporter
from papergraph.pipeline import build_graph


@click.command("export")
@click.argument("name", metavar="FORMAT", type=click.Choice(NAMES))
@click.argument("notes", metavar="[NOTES]...", nargs=-1, type=GivenPath())
@click.option("-o", "--output", type=GivenPath(), help="Write to this file, or to standard output for `-`.")
@click.pass_context
def command(ctx: click.Context, *, name: str, notes: tuple[Path, ...], output: Path | None) -> None:
    """Write the graph in one format, whatever the configuration says.

    FORMAT is html, the page; ttl, nt, jsonld or rdf (RDF/XML), all the same statements; trig or nq, the statements in
    a named graph a note; json or graphml. With .gz behind it a file is gzipped; so is one that -o calls by such a name.
    Without -o the file is graph.FORMAT in the output folder.

    \b
    Examples:
      papergraph export graphml
      papergraph export ttl -o - | less
      papergraph export nt.gz
      papergraph export jsonld -o /tmp/graph.jsonld reading/
    """
    to_standard_output = output == Path("-")
    path = None if output is None or to_standard_output else output.absolute()
    # Links from a page to the notes start at the folder of the page.
    config = configured(ctx, notes=notes, output=path.parent if path else None)
    with progress_bar() as progress:
        graph = build_graph(config, progress)
    if to_standard_output:
        exporter(name).write(graph, sys.stdout.buffer)
        return
    path = path or config.output / f"graph{exporter(name).extension}"
    export(graph, name, path)
    echo(f"wrote {harmless(str(output or path))}")
