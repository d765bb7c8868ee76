"""An output folder in, what answers questions about it at once out: an Oxigraph store and a text index on disk.

Each build publishes them in its output folder, whole or not at all (`papergraph.indexing`): the folder
`.index/NAME`, whose name tells its content, and then `.index/current`, which holds that name.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from papergraph.errors import QueryError

if TYPE_CHECKING:
    import pyoxigraph as ox

FOLDER, CURRENT = ".index", "current"
STORE, TEXT = "store", "text.sqlite"
EXPORTS = ("graph.nt", "graph.ttl")
"""What can be asked where there is no index."""


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
