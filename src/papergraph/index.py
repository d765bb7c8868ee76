"""An output folder in, what answers questions about it at once out: an Oxigraph store and a text index on disk.

Each build publishes them in its output folder, whole or not at all (`papergraph.indexing`): the folder
`.index/NAME`, whose name tells its content, and then `.index/current`, which holds that name.
"""

from __future__ import annotations

from contextlib import suppress
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from papergraph.errors import QueryError

if TYPE_CHECKING:
    import pyoxigraph as ox

FOLDER, CURRENT = ".index", "current"
STORE, TEXT, COUNT = "store", "text.sqlite", "triples"
NTRIPLES, TURTLE = "graph.nt", "graph.ttl"
DESCRIPTION = "dataset.ttl"
"""The file that describes the graph and the other files."""
SITE = "site"
"""The folder of the static site."""
EXPORTS = (NTRIPLES, TURTLE)
"""What can be asked where there is no index."""
VERSION = "2"
"""Of what an index holds; another version is another index."""
_NAME_LENGTH = 16


class Index(NamedTuple):
    """A published index."""

    folder: Path

    @property
    def text(self) -> Path:
        """The text index, for `papergraph.search`."""
        return self.folder / TEXT

    def store(self) -> ox.Store:
        """Open the triples, read-only; raises QueryError where they cannot be read."""
        import pyoxigraph as ox

        try:
            return ox.Store.read_only(str(self.folder / STORE))
        except (OSError, ValueError, RuntimeError) as error:
            raise QueryError(f"{self.folder} cannot be opened: {error}. Run `papergraph build` again.") from error

    def triples(self) -> int:
        """Return how many triples there are; raises QueryError where that cannot be read."""
        try:
            return int((self.folder / COUNT).read_text(encoding="ascii"))
        except (OSError, ValueError) as error:
            raise QueryError(f"{self.folder} cannot be read: {error}. Run `papergraph build` again.") from error

    def size(self) -> int:
        """Return how many bytes the triples take on disk."""
        return sum(file.stat().st_size for file in (self.folder / STORE).iterdir() if file.is_file())

    def in_memory(self) -> ox.Store:
        """Copy the triples into memory; raises QueryError where they cannot be read."""
        import pyoxigraph as ox

        store, ntriples = ox.Store(), self.folder.parent.parent / NTRIPLES
        with suppress(OSError):
            if name_of(ntriples) == self.folder.name:  # the same triples, which are read twice as fast
                store.bulk_load(path=ntriples, format=ox.RdfFormat.N_TRIPLES)
                return store
        store.bulk_extend(self.store())
        return store


def name_of(ntriples: Path) -> str:
    """Return the name of the index of a file of N-Triples; raises OSError where it cannot be read."""
    with ntriples.open("rb") as file:
        digest = file_digest(file, "sha256")
    digest.update(VERSION.encode())
    return digest.hexdigest()[:_NAME_LENGTH]


def published(output: Path) -> Index | None:
    """Return the index of the last build into a folder; None where there is none."""
    with suppress(OSError, UnicodeDecodeError):
        name = Path((output / FOLDER / CURRENT).read_text(encoding="utf-8").strip()).name
        folder = output / FOLDER / name
        if name and (folder / STORE).is_dir() and (folder / TEXT).is_file():
            return Index(folder)
    return None


def newest(output: Path) -> Index | Path | None:
    """Return what tells most recently what is in an output folder: its index, or an export that is younger.

    A build publishes its index after its exports; where clocks are coarse they are as old as it is.
    """
    found: list[tuple[int, Index | Path]] = []
    if index := published(output):
        found.append(((output / FOLDER / CURRENT).stat().st_mtime_ns, index))
    found += [(path.stat().st_mtime_ns, path) for name in EXPORTS if (path := output / name).is_file()]
    return max(found, key=lambda one: one[0])[1] if found else None
