"""What the last build into an output folder was made from and made, kept in `.papergraph/builds/`."""

from __future__ import annotations

from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from papergraph.cache.changes import Contents
from papergraph.cache.coding import decoded, encoded
from papergraph.model import Problem
from papergraph.textfile import hidden_folder, replaced

FOLDER = "builds"
FORMAT = 1
_NAME_LENGTH = 8


class Last(NamedTuple):
    """The last build, as far as it takes to see that there is nothing to do."""

    format: int
    output: str
    """The folder."""
    inputs: str
    """The checksum of what it was made from."""
    stamps: dict[str, list[int] | None]
    """What it left: each file → its stamp; see `papergraph.cache.inputs`."""
    asked_until: float
    """The moment, in epoch seconds, until which no service needs to be asked; 0 where nobody has looked."""
    summary: dict[str, Any]
    """What came of it, for programs."""


class Told(NamedTuple):
    """What the last build held, to tell what the next one changes."""

    format: int
    contents: Contents
    problems: tuple[Problem, ...]


class Place:
    """Where it is kept for one output folder."""

    def __init__(self, folder: Path, output: Path) -> None:
        """Name the files, and touch none of them.

        Args:
            folder: the folder `.papergraph`.
            output: the output folder.
        """
        self.output = str(output)
        name = blake2b(self.output.encode("utf-8", "surrogateescape"), digest_size=_NAME_LENGTH).hexdigest()
        self._hidden = folder
        self._last = folder / FOLDER / f"{name}.json"
        self._told = folder / FOLDER / f"{name}.contents.json"

    def last(self) -> Last | None:
        """Return the last build; None where there is none, or none that can be understood."""
        with suppress(OSError, ValueError):
            import orjson

            last = _last(orjson.loads(self._last.read_bytes()))
            return last if last.format == FORMAT and last.output == self.output else None
        return None

    def told(self) -> Told | None:
        """Return what the last build held; None where that is not known."""
        with suppress(OSError, ValueError):
            told: Told = decoded(self._told.read_bytes(), Told)
            return told if told.format == FORMAT else None
        return None

    def keep(self, last: Last, told: Told) -> bool:
        """Keep both, and return whether that worked; where it does not, the next build has all to do."""
        try:
            hidden_folder(self._hidden)
            for path, value in ((self._told, encoded(told)), (self._last, encoded(last))):
                with replaced(path) as file:
                    file.write(value)
        except (OSError, ValueError):
            return False
        return True


def _last(value: object) -> Last:
    """Return the last build from what its file says; raises ValueError where it is not as it is written."""
    if not isinstance(value, list) or len(value) != len(Last._fields):
        raise ValueError("not what a build keeps")
    last = Last(*value)
    kinds = (int, str, str, dict, float, dict)
    if not all(isinstance(one, kind) for one, kind in zip(last, kinds, strict=True)):
        raise ValueError("not what a build keeps")
    return last
