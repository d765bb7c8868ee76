"""The files of topics that ship, and the user's own, in; their scheme and its index out: the one module that reads.

What ships is compiled from Turtle once and kept in `compiled.json`; see `scripts/compile_topics.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from papergraph.errors import ConfigError
from papergraph.topics.compiled import FORMAT, decode
from papergraph.topics.lexicon import Lexicon, compile_scheme
from papergraph.topics.normalise import Characters
from papergraph.topics.own import scheme_of
from papergraph.topics.turtle import File

SCHEMES = ("papergraph-topics.ttl", "papergraph-mappings.ttl")
"""The SKOS files that ship, in the order in which they are read."""
COMPILED = "compiled.json"
SOURCES = (*SCHEMES, "t2s-chars.tsv")
"""What the compiled index is made from."""


def content(name: str) -> bytes:
    """The bytes of a file that ships: one of `data/`, or the compiled index beside it."""
    folder = files("papergraph.topics")
    return (folder if name == COMPILED else folder / "data").joinpath(name).read_bytes()


@lru_cache(maxsize=1)
def characters() -> Characters:
    """The table by which texts come to their normal form."""
    pairs = content("t2s-chars.tsv").decode().split()
    return Characters(dict(zip(map(ord, pairs[::2]), pairs[1::2], strict=True)))


@lru_cache(maxsize=1)
def shipped() -> Lexicon:
    """The index of the scheme that ships; made anew where the compiled one is not of these very files."""
    checksum = sources_checksum()
    try:
        known = decode(content(COMPILED), checksum, characters())
    except FileNotFoundError:
        known = None
    return known or compile_shipped()


def compile_shipped() -> Lexicon:
    """The index, made from the Turtle that ships."""
    return compile_scheme(scheme_of([File(name, content(name)) for name in SCHEMES]), characters())


def load(own: Sequence[Path] = ()) -> Lexicon:
    """The index of the scheme that ships and of the user's own SKOS files.

    Raises:
        ConfigError: a file cannot be read, is no Turtle or says what cannot be; with file and line.
    """
    known = shipped()
    if not own:
        return known
    added = [File(str(path), _read(path)) for path in own]
    return compile_scheme(scheme_of(added, known.scheme), characters(), known)


def sources_checksum() -> str:
    """A checksum of all that the compiled index is made from."""
    found = sha256(FORMAT.encode())
    for name in SOURCES:
        found.update(content(name))
    return found.hexdigest()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: these topics cannot be read: {error.strerror or error}.") from None
