"""Places in, files out: paths of this machine, and addresses that `pyarrow` knows a file system for."""

from __future__ import annotations

import re
from functools import lru_cache
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from papergraph.errors import ConfigError, InputError

if TYPE_CHECKING:
    from pyarrow.fs import FileSystem

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


class Place(NamedTuple):
    """Where a file is."""

    system: str
    """The address that tells the file system; empty for that of this machine."""
    path: str


class Stored(NamedTuple):
    """A file under a place."""

    path: str
    """Relative to the place, `/` between folders."""
    place: Place
    size: int
    """Bytes."""
    changed: str


def is_address(place: str) -> bool:
    """Tell whether a place is an address, and not a path of this machine."""
    return _ADDRESS.match(place) is not None


def listed(address: str) -> list[Stored]:
    """Return the files under an address, sorted by path; hidden ones are left out.

    Raises InputError where it cannot be listed, ConfigError where nothing here can read such addresses.
    """
    system, root = _file_system(address)
    try:
        from pyarrow.fs import FileSelector, FileType

        if system.get_file_info(root).type == FileType.File:
            infos = [system.get_file_info(root)]
            root = root.rpartition("/")[0]
        else:
            infos = system.get_file_info(FileSelector(root, recursive=True))
    except OSError as error:
        raise InputError(f"{address} cannot be read: {_reason(error)}.") from error
    files = [
        Stored(path, Place(address, info.path), info.size, str(info.mtime_ns))
        for info in infos
        if info.type == FileType.File and not _is_hidden(path := info.path[len(root) :].strip("/"))
    ]
    return sorted(files)


def opened(place: Place) -> BufferedReader[Any]:
    """Open a file to be read; raises OSError where it cannot be."""
    if not place.system:
        return Path(place.path).open("rb")
    system, _ = _file_system(place.system)
    return BufferedReader(cast("Any", system.open_input_file(place.path)))


@lru_cache(maxsize=4)
def _file_system(address: str) -> tuple[FileSystem, str]:
    try:
        from pyarrow.fs import FileSystem
    except ImportError as error:
        message = f"{address} takes pyarrow to read: install papergraph with its extra `arrow`."
        raise ConfigError(message) from error
    try:
        system, path = FileSystem.from_uri(address)
    except (ValueError, OSError) as error:  # pyarrow's own errors are of these
        raise ConfigError(f"{address} is no address that can be read: {_reason(error)}.") from error
    return system, path


def _reason(error: Exception) -> str:
    return str(error).strip().split("\n")[0].rstrip(".")


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))
