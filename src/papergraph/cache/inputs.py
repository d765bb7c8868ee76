"""What a build depends on, in a few checksums: where they are as they were, its outputs would be as they are."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from hashlib import blake2b, sha256
from pathlib import Path
from typing import TypeAlias

from papergraph import files
from papergraph.cache.code import code_checksum
from papergraph.model import Note

Stamp: TypeAlias = list[int]
"""Size, time of the last change of the content, that of the last change at all, number of the file on its disk."""

SMALL = 1 << 20
"""Bytes up to which a file is known by its content; a larger one by its stamp."""
UNSURE = 2_000_000_000
"""Nanoseconds within which a file may change without another time, on the coarsest of file systems."""
_DIGEST = 16


def checksum(parts: Iterable[str]) -> str:
    """Return a checksum of texts in their order, and of the program."""
    digest = blake2b(code_checksum().encode(), digest_size=_DIGEST)
    for part in parts:
        payload = part.encode("utf-8", "surrogatepass")
        digest.update(len(payload).to_bytes(8, "little") + payload)
    return digest.hexdigest()


def notes_now(discovery: files.Discovery) -> Iterator[str]:
    """Yield what tells the notes that are there from others, by their content."""
    told = [(problem.location.path, problem.message) for problem in discovery.problems]
    for file in discovery.files:
        content = files.read(file)
        told.append((file.path, sha256(content).hexdigest() if isinstance(content, bytes) else content.message))
    for path, what in sorted(told):
        yield f"{path}\0{what}"


def notes_read(read: Iterable[tuple[Note, str]]) -> Iterator[str]:
    """Yield the same of notes that were read, each with why it could not be: what they were in that moment."""
    for path, what in sorted((note.path, note.checksum or why) for note, why in read):
        yield f"{path}\0{what}"


def file_now(path: Path) -> str:
    """Return what tells a file from what it may become: by its content where it is small, else by its stamp."""
    now = stamp(path)
    if now is None:
        return f"{path}\0-"
    size, content, change, _ = now
    if size <= SMALL:
        try:
            return f"{path}\0{sha256(path.read_bytes()).hexdigest()}"
        except OSError as error:
            return f"{path}\0{error.strerror}"
    moment = time.time_ns()
    unsure = moment - max(content, change) < UNSURE
    return f"{path}\0{now}\0{moment if unsure else ''}"


def stamp(path: Path | str) -> Stamp | None:
    """Return the stamp of a file; None where there is none."""
    try:
        status = os.stat(path)  # noqa: PTH116 - a site has many files
    except OSError:
        return None
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


def stamps(paths: Iterable[Path]) -> dict[str, Stamp | None]:
    """Return the stamps of files, and of all files in folders."""
    found: dict[str, Stamp | None] = {}
    for path in map(str, paths):
        found[path] = stamp(path)
        for folder, folders, names in os.walk(path):
            found |= {f"{folder}/{name}": stamp(f"{folder}/{name}") for name in names}
            found |= {f"{folder}/{name}/": None for name in folders}
    return found
