"""A folder in, the Markdown files under it out, and their bytes; what cannot be read becomes a problem.

Hidden files and folders are not looked into. Symbolic links are followed, each real folder and file once,
under its real path where it has one in the tree: a link back up the tree ends there.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Sequence
from fnmatch import translate
from pathlib import Path
from typing import NamedTuple

from papergraph.model import Location, Problem, Severity

SUFFIXES = (".md", ".markdown", ".mdown", ".qmd", ".rmd")


class Found(NamedTuple):
    """A file of notes."""

    path: str
    """Relative to the notes root, `/` between folders; `.` for a folder that is the root itself."""
    file: Path
    size: int
    """Bytes."""


class Discovery(NamedTuple):
    """All files of notes under a root, sorted by path, and what could not be looked at."""

    files: tuple[Found, ...]
    problems: tuple[Problem, ...]


def find(root: Path, exclude: Sequence[str] = ()) -> Discovery:
    """Find the Markdown files under a folder; a root that is a file is found whatever its name ends in.

    Args:
        root: the folder or file; one that does not exist is a problem.
        exclude: patterns (`drafts/*`, `**/template.md`, `README.md`) of paths relative to the root. A
            pattern without a slash holds for the name of a file or folder at any depth.
    """
    search = _Search(exclude)
    try:
        status = root.stat()
    except OSError as error:
        return Discovery((), (unreadable(".", error),))
    if not stat.S_ISDIR(status.st_mode):
        name = as_text(root.name)
        if not stat.S_ISREG(status.st_mode):
            return Discovery((), (_no_file(name),))
        return Discovery((Found(name, root, status.st_size),), ())
    search.walk(root)
    return Discovery(tuple(sorted(search.files)), tuple(sorted(search.problems)))


def read(found: Found) -> bytes | Problem:
    """Return the bytes of a file, or why there are none."""
    try:
        return found.file.read_bytes()
    except OSError as error:
        return unreadable(found.path, error)


def unreadable(path: str, error: OSError) -> Problem:
    """Say that something cannot be read, and why."""
    return Problem(Location(path), f"This cannot be read: {error.strerror or error}", Severity.ERROR)


def _no_file(path: str) -> Problem:
    """Say that something is a pipe, a socket or a device, which may never end, or never begin."""
    return Problem(Location(path), "This cannot be read: it is no regular file", Severity.ERROR)


def as_text(name: str) -> str:
    """Return a file name as text that every output can hold: what is not UTF-8 is replaced."""
    return name if name.isascii() else name.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


class _Search:
    """What a walk over a tree has found so far."""

    def __init__(self, exclude: Iterable[str]) -> None:
        self.files: list[Found] = []
        self.problems: list[Problem] = []
        self._exclude = [_Pattern.of(pattern) for pattern in exclude]
        self._seen: set[tuple[int, int]] = set()
        """Device and inode of every folder and file that was met."""
        self._folders: list[tuple[str, Path]] = []
        self._folder_links: list[tuple[str, Path]] = []
        self._file_links: list[tuple[str, Path]] = []

    def walk(self, root: Path) -> None:
        """Walk what really lies under the root first, then linked folders, then linked files."""
        self._folders.append(("", root))
        while self._folders or self._folder_links:
            if not self._folders:
                self._folder_links.sort(reverse=True)
                self._folders.append(self._folder_links.pop())
            self._list(*self._folders.pop())
        for path, link in sorted(self._file_links):
            self._follow(path, link)

    def _list(self, path: str, folder: Path) -> None:
        """Look at the members of a folder that was not met before."""
        try:
            if not self._is_new(folder.stat()):
                return
            with os.scandir(folder) as listing:
                members = sorted(listing, key=lambda member: member.name)
        except OSError as error:
            self.problems.append(unreadable(path or ".", error))
            return
        for member in members:
            name = as_text(member.name)
            below = f"{path}/{name}" if path else name
            if name.startswith(".") or any(pattern.excludes(below, name) for pattern in self._exclude):
                continue
            if member.is_symlink():
                links = self._folder_links if Path(member.path).is_dir() else self._file_links
                links.append((below, Path(member.path)))
            elif member.is_dir():
                self._folders.append((below, Path(member.path)))
            elif not _is_note(name):
                continue
            elif not member.is_file():
                self.problems.append(_no_file(below))
            else:
                status = member.stat()
                self._is_new(status)
                self.files.append(Found(below, Path(member.path), status.st_size))

    def _follow(self, path: str, link: Path) -> None:
        """Look at what a link that is to no folder leads to; one to nowhere matters only if it is named as a note."""
        try:
            status = link.stat()
        except OSError as error:
            if _is_note(link.name):
                self.problems.append(unreadable(path, error))
            return
        if not _is_note(link.name):
            return
        if not stat.S_ISREG(status.st_mode):
            self.problems.append(_no_file(path))
        elif self._is_new(status):
            self.files.append(Found(path, link, status.st_size))

    def _is_new(self, status: os.stat_result) -> bool:
        key = status.st_dev, status.st_ino
        new = key not in self._seen
        self._seen.add(key)
        return new


class _Pattern(NamedTuple):
    """A pattern of what is left out."""

    expression: re.Pattern[str]
    has_slash: bool

    @classmethod
    def of(cls, pattern: str) -> _Pattern:
        """Understand a pattern; `**/` at its start may also stand for no folder, a `/` at its end for nothing."""
        bare = pattern.strip("/").removeprefix("./")
        expression = translate(bare)
        if bare.startswith("**/"):
            expression = f"{translate(bare[3:])}|{expression}"
        return cls(re.compile(expression), "/" in bare)

    def excludes(self, path: str, name: str) -> bool:
        """Tell whether a file or folder is left out."""
        return bool(self.expression.match(path if self.has_slash else name))


def _is_note(name: str) -> bool:
    return name.lower().endswith(SUFFIXES)
