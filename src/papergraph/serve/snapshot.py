"""An output folder in, what a server answers from out: the triples and words of the last build, and its page."""

from __future__ import annotations

import gzip
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from papergraph.canned import catalogue
from papergraph.errors import InputError
from papergraph.index import CURRENT, EXPORTS, FOLDER, Index, newest, published
from papergraph.query import load
from papergraph.serve.page import served
from papergraph.vocabulary import prefixes

if TYPE_CHECKING:
    import pyoxigraph as ox

PAGE, DATASET = "graph.html", "dataset.ttl"
DOWNLOADS = ("graph.ttl", "graph.nt", "graph.trig", "graph.nq", "graph.jsonld", "graph.rdf", "graph.json", DATASET)
"""Files of a build that are handed out as they are; also packed, with `.gz` behind the name."""

MOST_IN_MEMORY = 250 << 20
"""Bytes that triples take on disk, some ninety each; in memory it is five times as much."""


class Snapshot:
    """What the last build wrote, as it was when this was made.

    The triples are opened where they are first used: each process of a server has to open its own.
    """

    def __init__(self, output: Path, base_iri: str, title: str, queries: Path | None = None) -> None:
        """Look into an output folder.

        Args:
            output: the folder.
            base_iri: under which the user's own things live.
            title: what the graph is called.
            queries: the folder whose `queries/*.rq` have names too.

        Raises:
            InputError: there is nothing that can be asked.
            ConfigError: a query that has a name cannot be read.
        """
        self.output = output
        self.base_iri = base_iri
        self.title = title
        self.state = state(output)
        self.catalogue = catalogue(queries)
        source = published(output) or newest(output)
        if source is None:
            raise InputError(f"There is no graph in {output} yet: run `papergraph build` first.")
        self.source: Index | Path = source
        self.page: bytes | None = None
        with suppress(OSError):
            self.page = served((output / PAGE).read_bytes(), self.built)
        self.packed_page = gzip.compress(self.page or b"", 1, mtime=0)
        self.prefixes = prefixes(base_iri)

    def warm(self) -> None:
        """Take the triples into memory; processes that are forked afterwards share it.

        From memory aggregates are answered twice to five times as fast as from disk. A graph that is too large stays
        on disk, where each process opens it in a moment.
        """
        if isinstance(self.source, Path):
            self.store = load(self.source)
            return
        if not self.source.holds_triples() or self.source.size() <= MOST_IN_MEMORY:
            self.store = self.source.in_memory()

    @cached_property
    def store(self) -> ox.Store:
        """The triples, read-only; raises QueryError where they cannot be read."""
        return self.source.store() if isinstance(self.source, Index) else load(self.source)

    @cached_property
    def triples(self) -> int:
        """How many triples there are."""
        return self.source.triples() if isinstance(self.source, Index) else len(self.store)

    @property
    def built(self) -> int:
        """When it was built, in milliseconds since 1970."""
        return max(self.state) // 1_000_000

    @property
    def text(self) -> Path | None:
        """The index of words; None where there is none."""
        return self.source.text if isinstance(self.source, Index) else None

    @property
    def name(self) -> str:
        """What tells this from what another build made."""
        return self.source.folder.name if isinstance(self.source, Index) else f"{max(self.state):x}"


def state(output: Path) -> tuple[int, ...]:
    """Return what changes when a build has written to an output folder.

    An index is what a build publishes last; where there is none, the times of the exports have to do.
    """
    current, *others = (
        _time(path) for path in (output / FOLDER / CURRENT, output / PAGE, *map(output.joinpath, EXPORTS))
    )
    return (current,) if current else tuple(others)


def _time(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0
