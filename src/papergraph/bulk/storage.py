"""Places in, files out: paths of this machine, and addresses that `pyarrow` knows a file system for."""

from __future__ import annotations

import re
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from papergraph.errors import ConfigError, InputError

if TYPE_CHECKING:
    from pyarrow.fs import FileSystem

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


class Stored(NamedTuple):
    """A file under a place."""

    path: str
    """Relative to the place, `/` between folders."""
    place: str
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
    start, _, query = address.partition("?")
    start = start[: start.index(root)] if root in start else start[: start.index("://") + 3]
    query = f"?{query}" if query else ""
    files = [
        Stored(path, f"{start}{info.path}{query}", info.size, str(info.mtime_ns))
        for info in infos
        if info.type == FileType.File and not _is_hidden(path := info.path[len(root) :].strip("/"))
    ]
    return sorted(files)


def opened(place: str) -> BufferedReader[Any]:
    """Open a file to be read; raises OSError where it cannot be."""
    if not is_address(place):
        return Path(place).open("rb")
    system, path = _file_system(place)
    return BufferedReader(cast("Any", system.open_input_file(path)))


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
