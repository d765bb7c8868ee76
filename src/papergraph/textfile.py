"""Lines ↔ a file, gzipped where its name ends in `.gz`, and read by its content whatever its name."""

from __future__ import annotations

import gzip
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO, cast

from papergraph.errors import OutputError, PapergraphError

LONGEST = 1 << 26
"""Bytes of a line that is read."""
PACKED = ".gz"
"""How the name of a gzipped file ends."""
_BLOCK = 1 << 20
_LEVEL = 6
"""Beyond it gzip takes more than twice the time for a hundredth of the size."""
GZIP = b"\x1f\x8b"
DAMAGES = (EOFError, zlib.error, gzip.BadGzipFile)
"""What is raised where a gzipped file is damaged."""


@contextmanager
def replaced(path: Path, *, pack: bool | None = None) -> Iterator[BinaryIO]:
    """Give a file to write to that takes the place of another when all is written, and not where something is raised.

    A pipe or a device is written to as it is. `pack` says whether it is gzipped; without it the name does.
    """
    fit = packed if (path.suffix == PACKED if pack is None else pack) else nullcontext
    if path.exists() and not path.is_file():
        with path.open("wb") as file, fit(file) as content:
            yield content
        return
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with unfinished.open("wb") as file, fit(file) as content:
            yield content
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def packed(file: BinaryIO) -> Iterator[BinaryIO]:
    """Give a file whose content is written gzipped to another one."""
    # Neither name nor time in its head, so that the bytes depend on the content alone.
    with gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=file, mtime=0) as content:
        yield cast("BinaryIO", content)


def write(file: BinaryIO, lines: Iterable[str]) -> int:
    """Write the lines, each with its end; return how many."""
    written = 0
    for line in lines:
        file.write(f"{line}\n".encode())
        written += 1
    return written


def has_content(path: Path) -> bool:
    """Tell whether there is a regular file that holds something; one that is gzipped may hold nothing."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file, unpacked(file) as content:
            return content.read(1) != b""
    except DAMAGES:
        return True


@contextmanager
def unpacked(file: BufferedReader[Any]) -> Iterator[BinaryIO]:
    """Give the content of a file, unpacked where it is gzipped; a pipe will do."""
    if file.peek(len(GZIP)).startswith(GZIP):
        with gzip.GzipFile(fileobj=file) as content:
            yield cast("BinaryIO", content)
    else:
        yield file


def lines(file: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """Give the lines, each with whether only its beginning is given, because it is longer than `LONGEST`."""
    while line := file.readline(LONGEST):
        cut = len(line) == LONGEST and not line.endswith(b"\n")
        if cut:
            while (rest := file.readline(LONGEST)) and not rest.endswith(b"\n"):
                pass
        yield line, cut


def texts(file: BinaryIO) -> Iterator[str]:
    """Give the lines; of one that is too long only the beginning, which is then not JSON.

    What is not UTF-8 is half a surrogate pair in them.
    """
    for number, (payload, _) in enumerate(lines(file), 1):
        text = payload.decode("utf-8", "surrogateescape")
        yield text.removeprefix("\ufeff") if number == 1 else text


def hidden_folder(folder: Path) -> None:
    """Make a folder where it is not there, hidden from git: nobody means to commit what can be made anew.

    Raises OSError where it cannot be made.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        folder.mkdir()
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")


def same_bytes(one: Path, other: Path) -> bool:
    """Tell whether two files hold the same bytes; one that cannot be read does not."""
    try:
        with one.open("rb") as first, other.open("rb") as second:
            if os.fstat(first.fileno()).st_size != os.fstat(second.fileno()).st_size:
                return False
            while block := first.read(_BLOCK):
                if block != second.read(_BLOCK):
                    return False
            return True
    except OSError:
        return False


@contextmanager
def unwritable(place: Path, error: type[PapergraphError] = OutputError) -> Iterator[None]:
    """Say of what the system refuses inside that a place cannot be written, by an error of a kind."""
    try:
        yield
    except OSError as refused:
        raise error(f"{place} cannot be written: {refused.strerror or refused}.") from refused
