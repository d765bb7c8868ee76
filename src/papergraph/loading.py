"""N-Triples in, a store on disk out: piece by piece in a build, or for whoever asks a large graph first."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from papergraph.alone import alone
from papergraph.errors import OutputError, QueryError
from papergraph.index import STORE, Index, name_of

PIECE = 8 << 20
"""Bytes of triples that are loaded at a time."""
_LOCK, _UNFINISHED = "fill.lock", ".store.tmp"


def fill(index: Index, tell: Callable[[int, int], None] | None = None) -> None:
    """Load the triples that a build has left to whoever asks first, from the N-Triples that it wrote.

    Whoever asks meanwhile waits. What is killed leaves nothing that is taken for an index.

    Args:
        index: the index; one that holds its triples is left as it is.
        tell: told how many bytes of how many are loaded.

    Raises:
        OutputError: they cannot be written.
        QueryError: the N-Triples are not those of this index.
    """
    if index.holds_triples():
        return
    busy = OutputError(f"{index.folder} is in use.")
    with unwritable(index.folder), alone(index.folder / _LOCK, busy, patience=-1):
        if index.holds_triples():
            return
        if not index.ntriples.is_file() or name_of(index.ntriples) != index.folder.name:
            raise QueryError(f"{index.ntriples} is not what the last build wrote: run `papergraph build` again.")
        work = index.folder / _UNFINISHED
        shutil.rmtree(work, ignore_errors=True)
        load(index.ntriples, work, lambda: False, tell)
        work.rename(index.folder / STORE)


def load(
    ntriples: Path, place: Path, stopped: Callable[[], bool], tell: Callable[[int, int], None] | None = None
) -> None:
    """Load triples into a new store, unless it is stopped.

    They are loaded piece by piece, which takes a fifth of the memory of loading them at once, and no more time.
    """
    import pyoxigraph as ox

    if stopped():
        return
    store, size = ox.Store(str(place)), ntriples.stat().st_size
    with ntriples.open("rb") as file:
        while not stopped() and (lines := file.read(PIECE)):
            # The triples are our own: what is checked here no more takes a sixth of the time.
            store.bulk_load(lines + file.readline(), ox.RdfFormat.N_TRIPLES, lenient=True)
            if tell:
                tell(file.tell(), size)
    store.flush()


@contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """Say of what goes wrong that a folder cannot be written."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{folder} cannot be written: {error.strerror or error}.") from error
