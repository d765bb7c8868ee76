"""Files of a build: written beside their places, described, and put there when all are whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path

from papergraph.dataset import File
from papergraph.errors import OutputError
from papergraph.exporters import Exporter
from papergraph.textfile import same_bytes, unwritable


@contextmanager
def beside(output: Path) -> Iterator[Path]:
    """A folder inside the output folder, gone afterwards; nothing but complete files ever leaves it."""
    folder = output / f".papergraph-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"The output folder {output} cannot be written to: {error.strerror or error}.") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def facts(path: Path, format_: Exporter) -> File:
    """Return what is told of a file that was written."""
    with path.open("rb") as file:
        checksum = file_digest(file, "sha256").hexdigest()
    return File(path.name, path.stat().st_size, checksum, format_.media_type, format_.description)


def put(path: Path, place: Path) -> Path:
    """Put a file in its place; where the same bytes are there already, nothing is touched."""
    if not place.is_symlink() and same_bytes(path, place):
        return place
    with unwritable(place):
        return path.replace(place)
