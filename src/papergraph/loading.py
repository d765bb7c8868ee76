"""N-Triples in, a store on disk out: piece by piece in a build, or for whoever asks a large graph first."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import file_digest
from pathlib import Path
from tempfile import mkdtemp
from typing import BinaryIO

from papergraph.alone import alone
from papergraph.errors import OutputError, QueryError
from papergraph.index import STORE, Index, name_for
from papergraph.textfile import unwritable

PIECE = 8 << 20
"""Bytes of triples that are loaded at a time."""
PATIENCE = 600.0
"""Seconds to wait for another process that loads the same."""
_LOCK, _UNFINISHED = "fill.lock", ".store."
_PROGRAM = """
import sys
from pathlib import Path
from papergraph.index import Index
from papergraph.loading import fill
fill(Index(Path(sys.argv[1])))
"""


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
    if not index.is_whole():
        raise QueryError(f"{index.folder} is gone: run `papergraph build` again.")
    if not os.access(index.folder, os.W_OK):
        raise OutputError(f"{index.folder} cannot be written.")
    busy = OutputError(f"{index.folder} is in use by another process.")
    with unwritable(index.folder), alone(index.folder / _LOCK, busy, PATIENCE):
        if not index.holds_triples():
            _fill(index, tell)


def filling(index: Index) -> subprocess.Popen[bytes]:
    """Begin to do the same in another process, quietly."""
    command = [sys.executable, "-c", _PROGRAM, str(index.folder)]
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(command, stdin=nowhere, stdout=nowhere, stderr=nowhere)  # noqa: S603 - it is our own


def _fill(index: Index, tell: Callable[[int, int], None] | None) -> None:
    for left in index.folder.glob(f"{_UNFINISHED}*"):  # by what was killed
        shutil.rmtree(left, ignore_errors=True)
    wrong = QueryError(f"{index.ntriples} is not what the last build wrote: run `papergraph build` again.")
    if not index.ntriples.is_file():
        raise wrong
    work = Path(mkdtemp(prefix=_UNFINISHED, dir=index.folder))
    try:
        with index.ntriples.open("rb") as file:  # once: a build may put another file in its place at any time
            if name_for(file_digest(file, "sha256").hexdigest()) != index.folder.name:
                raise wrong
            file.seek(0)
            load(file, work / STORE, lambda: False, tell)
        (work / STORE).rename(index.folder / STORE)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def load(
    file: BinaryIO, place: Path, stopped: Callable[[], bool], tell: Callable[[int, int], None] | None = None
) -> None:
    """Load N-Triples into a new store, unless it is stopped.

    They are loaded piece by piece, which takes a fifth of the memory of loading them at once, and no more time.
    """
    import pyoxigraph as ox

    if stopped():
        return
    store, size = ox.Store(str(place)), os.fstat(file.fileno()).st_size
    while not stopped() and (lines := file.read(PIECE)):
        # The triples are our own: what is checked here no more takes a sixth of the time.
        store.bulk_load(lines + file.readline(), ox.RdfFormat.N_TRIPLES, lenient=True)
        if tell:
            tell(file.tell(), size)
    store.flush()
