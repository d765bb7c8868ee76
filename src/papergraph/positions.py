"""References and links in, an arrangement out that hardly differs from that of the last build: a file remembers it.

The file is an npz archive of plain arrays. It may be deleted at any time; a damaged or foreign one is as good as none.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from papergraph.layout import Arrangement, arrange
from papergraph.textfile import replaced

if TYPE_CHECKING:
    from papergraph.layout.arrays import Floats, Integers

FORMAT = "papergraph positions 1"
FINENESS = 10_000
"""Positions are kept in so many parts of the unit; arrangements are rounded to these."""
STRAYED = 1 / 3
"""Everything is laid out again when a larger share of the things came or went since that was last done."""
UNREADABLE = (
    *(OSError, ValueError, KeyError, EOFError, IndexError, TypeError, NotImplementedError, RuntimeError, MemoryError),
    *(zipfile.BadZipFile, zlib.error),
)
"""What numpy and zipfile raise at a file that is none of ours."""


class Remembered(NamedTuple):
    """What a file knows about an earlier build."""

    key: str
    """The checksum of what was arranged."""
    references: tuple[str, ...]
    position: Floats
    """Shape (references, 2)."""
    community_numbers: Integers
    """The community of each reference, shape (references,)."""
    strayed: int
    """How many things came or went since everything was laid out."""

    def positions_of(self, references: Sequence[str]) -> Floats:
        """Return a position for each reference, NaN for what is new, shape (references, 2)."""
        import numpy as np

        return np.concatenate((self.position, np.full((1, 2), np.nan)))[self._rows(references)]

    def community(self, references: Sequence[str]) -> Integers:
        """Return the community of each reference, -1 for what is new, shape (references,)."""
        import numpy as np

        return np.concatenate((self.community_numbers, np.array([-1])))[self._rows(references)]

    def _rows(self, references: Sequence[str]) -> Integers:
        import numpy as np

        row = {reference: number for number, reference in enumerate(self.references)}
        return np.array([row.get(reference, -1) for reference in references], dtype=np.int64)


def arranged(
    references: Sequence[str],
    links: Sequence[tuple[int, int]] | Integers,
    path: Path | None,
    radii: Sequence[float] | Floats | None = None,
) -> Arrangement:
    """Return where things stand and what belongs together, as last time where nothing changed, and remember it.

    Args:
        references: one for each thing, no two alike.
        links: pairs of places in `references`.
        path: the file that remembers; None arranges anew and remembers nothing. One that cannot be written is no error.
        radii: the radius of each thing's mark; `papergraph.layout.mark_radius` by default.
    """
    if path is None:
        return arrange(len(references), links, radii)
    key = checksum(references, links, radii)
    known = recall(path)
    if known is None:
        arrangement, strayed = arrange(len(references), links, radii), 0
    elif known.key == key:
        return Arrangement(known.positions_of(references), known.community(references))
    else:
        arrangement, strayed = _changed(known, references, links, radii)
    remember(path, key, references, arrangement, strayed)
    return arrangement


def _changed(
    known: Remembered,
    references: Sequence[str],
    links: Sequence[tuple[int, int]] | Integers,
    radii: Sequence[float] | Floats | None,
) -> tuple[Arrangement, int]:
    """Return an arrangement near the remembered one, and how far it strayed from the last one of everything."""
    import numpy as np

    before = known.positions_of(references)
    new = int(np.isnan(before[:, 0]).sum())
    gone = len(known.references) - (len(references) - new)
    strayed = known.strayed + new + gone
    again = strayed > STRAYED * len(references)
    return arrange(len(references), links, radii, before, again=again), 0 if again else strayed


def checksum(
    references: Sequence[str],
    links: Sequence[tuple[int, int]] | Integers,
    radii: Sequence[float] | Floats | None = None,
) -> str:
    """Return a checksum of what is arranged, the same for the same links in another order."""
    import numpy as np

    pairs = np.sort(np.asarray(links, dtype="<i8").reshape(-1, 2), axis=1)
    pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    digest = hashlib.sha256(FORMAT.encode())
    for part in (*_packed(references), pairs, np.asarray([] if radii is None else radii, dtype="<f8")):
        digest.update(len(part).to_bytes(8, "little") + np.ascontiguousarray(part).tobytes())
    return digest.hexdigest()


def recall(path: Path) -> Remembered | None:
    """Return what a file remembers; None where there is none, or none that can be understood."""
    import numpy as np

    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            if str(file["format"]) != FORMAT:
                return None
            text, ends = file["text"].tobytes(), file["ends"].astype(np.int64)
            position = file["position"].astype(np.float64) / FINENESS
            community = file["community"].astype(np.int64)
            key, strayed = str(file["key"]), int(file["strayed"])
        bounds = [0, *ends.tolist()]
        references = tuple(text[a:b].decode("utf-8", "surrogatepass") for a, b in pairwise(bounds))
    except UNREADABLE:
        return None
    whole = bounds[-1] == len(text) and position.shape == (len(references), 2) and community.shape == ends.shape
    return Remembered(key, references, position, community, strayed) if whole else None


def remember(path: Path, key: str, references: Sequence[str], arrangement: Arrangement, strayed: int = 0) -> bool:
    """Write an arrangement to a file, whole or not at all; return whether that worked."""
    import numpy as np

    text, ends = _packed(references)
    columns = {
        "format": np.array(FORMAT),
        "key": np.array(key),
        "strayed": np.array(strayed),
        "text": text,
        "ends": ends,
        "position": _narrow(np.rint(arrangement.position * FINENESS).astype(np.int64)),
        "community": _narrow(arrangement.community),
    }
    try:
        with replaced(path) as file:
            np.savez_compressed(file, allow_pickle=False, **columns)
    except OSError:
        return False
    return True


def _packed(references: Sequence[str]) -> tuple[Integers, Integers]:
    """Return all references as UTF-8, one after the other, and where each ends."""
    import numpy as np

    encoded = [reference.encode("utf-8", "surrogatepass") for reference in references]
    return np.frombuffer(b"".join(encoded), dtype=np.uint8), np.cumsum([0, *map(len, encoded)], dtype="<i8")[1:]


def _narrow(values: Integers) -> Integers:
    """Return the same numbers in half the room where they fit."""
    import numpy as np

    fits = np.abs(values).max(initial=0) < np.iinfo(np.int32).max
    return values.astype("<i4" if fits else "<i8")
