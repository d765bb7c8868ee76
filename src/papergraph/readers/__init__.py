"""Readers: the path and the text of a note in, entries and problems out; pure, and never failing on any text.

A reader is a function `(path, text) -> Reading`. `READERS` names those that ship, by file extension; third
parties add theirs by the entry point `papergraph.readers`.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import NamedTuple, TypeAlias

from papergraph.model import Note, Reading
from papergraph.readers.decoding import decode
from papergraph.readers.markdown import read_markdown

ReadFunction: TypeAlias = Callable[[str, str], Reading]


class Reader(NamedTuple):
    """A reader with the file extensions that it takes."""

    name: str
    extensions: tuple[str, ...]
    read: ReadFunction


READERS: tuple[Reader, ...] = (
    Reader("markdown", (".md", ".markdown", ".mdown", ".mkd", ".qmd", ".rmd"), read_markdown),
)


def read(path: str, text: str, readers: tuple[Reader, ...] = READERS) -> Reading:
    """Read a note with the first reader that takes its extension, else as Markdown."""
    extension = path[path.rfind(".") :].lower() if "." in path else ""
    chosen = next((reader.read for reader in readers if extension in reader.extensions), read_markdown)
    return chosen(path, text)


def read_bytes(path: str, payload: bytes, readers: tuple[Reader, ...] = READERS) -> Reading:
    """Decode and read a note; what its encoding had to be guessed at is a problem of the reading."""
    text, problems = decode(path, payload)
    checksum = sha256(payload).hexdigest()
    if text is None:
        return Reading(Note(path, None, None, checksum), (), problems)
    reading = read(path, text, readers)
    return reading._replace(note=reading.note._replace(checksum=checksum), problems=(*problems, *reading.problems))
