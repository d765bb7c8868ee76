"""An output folder in, what answers questions about it at once out: an Oxigraph store and a text index on disk.

Each build publishes them in its output folder, whole or not at all (`papergraph.indexing`): the folder
`.index/NAME`, whose name tells its content, and then `.index/current`, which holds that name. The triples of a large
graph are put there when they are first asked for.
"""

from __future__ import annotations

from contextlib import suppress
from hashlib import file_digest, sha256
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

    @property
    def ntriples(self) -> Path:
        """The triples as a build wrote them; who looks at `name_of` knows whether they still are these."""
        return self.folder.parent.parent / NTRIPLES

    def is_whole(self) -> bool:
        """Whether all is there but the triples, perhaps."""
        return (self.folder / COUNT).is_file() and (self.folder / TEXT).is_file()

    def holds_triples(self) -> bool:
        """Whether the triples can be asked; else `papergraph.loading.fill` puts them there."""
        return (self.folder / STORE).is_dir()

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

    def open(self) -> ox.Store:
        """Open the triples where they are held, else read them into memory; raises QueryError where that cannot be."""
        return self.store() if self.holds_triples() else self.in_memory()

    def in_memory(self) -> ox.Store:
        """Copy the triples into memory; raises QueryError where they cannot be read."""
        import pyoxigraph as ox

        store = ox.Store()
        with suppress(OSError):
            if name_of(self.ntriples) == self.folder.name:  # the same triples, which are read twice as fast
                store.bulk_load(path=self.ntriples, format=ox.RdfFormat.N_TRIPLES)
                return store
        store.bulk_extend(self.store())
        return store


def name_of(ntriples: Path) -> str:
    """Return the name of the index of a file of N-Triples; raises OSError where it cannot be read."""
    with ntriples.open("rb") as file:
        return name_for(file_digest(file, "sha256").hexdigest())


def name_for(checksum: str) -> str:
    """Return the name of the index of N-Triples with this SHA-256."""
    return sha256(f"{checksum} {VERSION}".encode()).hexdigest()[:_NAME_LENGTH]


def published(output: Path) -> Index | None:
    """Return the index of the last build into a folder; None where there is none."""
    with suppress(OSError, UnicodeDecodeError):
        name = Path((output / FOLDER / CURRENT).read_text(encoding="utf-8").strip()).name
        folder = output / FOLDER / name
        if name and Index(folder).is_whole():
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
