"""Files in, a folder in the place of the last one out: all of it at once, what is unchanged untouched.

The new folder is made beside the old one and takes its place when it is complete: where the system can exchange two
folders, in one step, else in two. A file with the bytes that it had is the old file itself, with its time.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from pathlib import Path

from papergraph.errors import OutputError
from papergraph.textfile import same_bytes

MARK = b'<meta name="generator" content="papergraph'
"""What tells that a folder's index.html, and so the folder, is ours to replace."""
_HEAD = 2048
"""Bytes of index.html that hold the mark."""
_AT_WORKING_FOLDER, _EXCHANGE = -100, 2
"""`AT_FDCWD` and `RENAME_EXCHANGE` of renameat2(2)."""


class Folder:
    """A folder that is being filled."""

    def __init__(self, path: Path, last: Path | None) -> None:
        self.path = str(path)
        self.last = str(last) if last and last.is_dir() else None
        self.files = 0
        self._made: set[str] = set()

    def write(self, name: str, content: bytes) -> None:
        """Write a file, with the folders above it; slashes stand between the steps of a name."""
        path = f"{self.path}/{name}"
        self._make(name.rpartition("/")[0])
        self.files += 1
        if self.last and _holds(before := f"{self.last}/{name}", content):
            try:
                os.link(before, path)
            except OSError:  # a file system without links
                _write(path, content)
        else:
            _write(path, content)

    def adopt(self, name: str, file: Path) -> None:
        """Take a file in under a name, without a copy where the file system can."""
        self._make("")
        self.files += 1
        target, before = f"{self.path}/{name}", Path(self.last or "", name)
        if self.last and same_bytes(before, file):
            file = before
        try:
            os.link(file, target)
        except OSError:
            shutil.copyfile(file, target)

    def _make(self, folder: str) -> None:
        if folder not in self._made:
            Path(self.path, folder).mkdir(parents=True, exist_ok=True)
            self._made.add(folder)


def refuse_strangers(place: Path) -> None:
    """Raise OutputError where something is at a place that papergraph did not write, and must not replace."""
    if not place.exists() and not place.is_symlink():
        return
    held = {one.name for one in place.iterdir()} if place.is_dir() and not place.is_symlink() else {".git"}
    if held and (".git" in held or not _is_marked(place / "index.html")):
        raise OutputError(
            f"{place} was not written by papergraph and is not replaced: move it away, or choose another output folder."
        )


def put_in_place(new: Path, place: Path) -> Path:
    """Put a complete folder in the place of the last one, which is then gone; raises OutputError where that fails."""
    try:
        if not place.exists():
            new.rename(place)
        elif _exchange(new, place):
            shutil.rmtree(new)
        else:
            _put_in_two_steps(new, place)
    except OSError as error:
        raise OutputError(f"{place} cannot be written: {error.strerror or error}.") from error
    return place


def _put_in_two_steps(new: Path, place: Path) -> None:
    old = new.with_name(f"{new.name}.old")
    place.rename(old)
    try:
        new.rename(place)
    except OSError:
        old.rename(place)
        raise
    shutil.rmtree(old)


def _is_marked(index: Path) -> bool:
    try:
        with index.open("rb") as file:
            return MARK in file.read(_HEAD)
    except OSError:
        return False


def _holds(path: str, content: bytes) -> bool:
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        return os.fstat(descriptor).st_size == len(content) and os.read(descriptor, len(content) + 1) == content
    finally:
        os.close(descriptor)


def _write(path: str, content: bytes) -> None:
    with open(path, "wb", buffering=0) as file:  # noqa: PTH123 -- a tenth of the time of a page would go into a `Path`
        file.write(content)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    ends = (_AT_WORKING_FOLDER, os.fsencode(one), _AT_WORKING_FOLDER, os.fsencode(other))
    return bool(rename(*ends, _EXCHANGE) == 0)
