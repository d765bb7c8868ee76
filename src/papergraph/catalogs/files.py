"""A file that somebody downloaded in, its content out, whatever it is packed in: nothing, gzip, or a zip of one file.

What it is packed in is told by its first bytes, never by its name.
"""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast
from urllib.parse import unquote

from papergraph.errors import ConfigError, InputError
from papergraph.textfile import DAMAGES, GZIP, PACKED, unpacked

ZIP = b"PK\x03\x04"
BUFFER = 1 << 20
"""Bytes that are read at once."""
DAMAGED = (*DAMAGES, zipfile.BadZipFile, NotImplementedError)
"""What is raised where what is packed is damaged, or packed in a way that nobody knows."""
SNAPSHOT = "arxiv-metadata-oai-snapshot.json"
"""What Kaggle's archive holds."""
_CONTENTS = (".json", ".jsonl", ".ndjson")


class Source(NamedTuple):
    """A file as it is on the disk."""

    path: Path
    size: int
    """Bytes."""
    modified: int
    """Nanoseconds since 1970."""

    @property
    def exists(self) -> bool:
        """Whether it is a file that is there."""
        return self.size >= 0


def given(text: str) -> Path:
    """Return the path that a person means by a path or a `file://` address.

    Raises ConfigError for an address of the web, which is to be downloaded first, and for one of another kind.
    """
    scheme, _, rest = text.partition("://")
    if not rest or "/" in scheme:
        return Path(text)
    host, slash, path = rest.partition("/")
    if scheme.lower() != "file" or host not in {"", "localhost"}:
        raise ConfigError(f"{text} is not on this machine: download it first, and add the file.")
    return Path(unquote(slash + path))


def look(path: Path) -> Source:
    """Return a file as it is now; one of no size where there is none."""
    try:
        status = path.stat()
    except OSError:
        return Source(path, -1, 0)
    return Source(path, status.st_size, status.st_mtime_ns) if stat.S_ISREG(status.st_mode) else Source(path, -1, 0)


def found(path: Path) -> Source:
    """Return a file that is to be read; raises InputError where it cannot be."""
    with readable(path):
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise InputError(f"{path} is no file.")
        path.open("rb").close()
    return Source(path.absolute(), status.st_size, status.st_mtime_ns)


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal; raises InputError where it cannot be read."""
    with readable(path), path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def name_of(path: Path) -> str:
    """Return the name of what a file holds: without `.gz`, and of a zip the name of the file in it."""
    with readable(path):
        if _starts(path, ZIP):
            with _unzipped(path) as archive:
                return Path(_member(archive, path).filename).name
        packed = _starts(path, GZIP) and path.suffix.lower() == PACKED
    return path.stem if packed else path.name


@contextmanager
def content(path: Path) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """Give the content of a file, and the file itself, whose position says how much of it has been read."""
    with readable(path), BufferedReader(path.open("rb", buffering=0), BUFFER) as file:
        if not file.peek(len(ZIP)).startswith(ZIP):
            with unpacked(file) as plain:
                yield plain, cast("BinaryIO", file)
            return
        with _unzipped(path) as archive, archive.open(_member(archive, path)) as member:
            raw: Any = member
            yield cast("BinaryIO", BufferedReader(raw, BUFFER)), cast("BinaryIO", archive.fp)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn what the disk says of a file into a sentence."""
    try:
        yield
    except OSError as error:
        if isinstance(error, DAMAGED):
            raise
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from error


def _starts(path: Path, beginning: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(beginning)) == beginning


@contextmanager
def _unzipped(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise InputError(f"{path} is a damaged zip file: {error}. Download it again.") from error
    with archive:
        yield archive


def _member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    """The one file in a zip that can be a catalogue."""
    members = [member for member in archive.infolist() if not member.is_dir()]
    fit = [member for member in members if Path(member.filename).name == SNAPSHOT]
    fit = fit or [member for member in members if member.filename.lower().endswith(_CONTENTS)]
    if len(fit) != 1:
        raise InputError(f"{path} holds {len(fit) or 'no'} catalogues: unpack it, and add the files.")
    if fit[0].flag_bits & 1:
        raise InputError(f"{path} is locked by a password: unpack it, and add the file.")
    return fit[0]
