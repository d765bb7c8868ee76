"""Loading the triples of a large graph for whoever asks first: a bar where that is a terminal, else a line."""

from __future__ import annotations

import sys

import click

from papergraph.cli.terminal import echo, harmless
from papergraph.errors import OutputError
from papergraph.index import Index
from papergraph.loading import fill


def fill_once(index: Index) -> None:
    """Load the triples of an index, if a build has left that; where they cannot be written, that is told.

    Raises QueryError where they are not there any longer.
    """
    if index.holds_triples():
        return
    label = f"Indexing {index.triples():,} triples, once"
    try:
        with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

            def show(done: int, total: int) -> None:
                bar.length = total
                bar.update(done - bar.pos)

            fill(index, show)
    except OutputError as error:
        echo(harmless(f"papergraph: {error} The triples are read into memory, this time."), error=True)
