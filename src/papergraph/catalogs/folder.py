"""The folder of indexes in, what catalogues there are out; each is `NAME.sqlite`, or `NAME.unfinished`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from papergraph.catalogs import database
from papergraph.catalogs.files import Source, look
from papergraph.errors import ConfigError, StoreError

FOLDER = "catalogs"
"""Beside the store."""
FINISHED, UNFINISHED = ".sqlite", ".unfinished"
UNCHANGED, CHANGED, DELETED, PARTIAL = "unchanged", "changed", "deleted", "unfinished"
_NAME = re.compile(r"[\w][\w .+@-]{0,150}")


class Kind(NamedTuple):
    """A form of catalogue."""

    name: str
    noun: str
    plural: str


KINDS = (
    Kind("arxiv", "paper of arXiv", "papers of arXiv"),
    Kind("github", "repository of GitHub", "repositories of GitHub"),
    Kind("pwc-papers", "paper of Papers with Code", "papers of Papers with Code"),
    Kind("pwc-links", "link of Papers with Code", "links of Papers with Code"),
)


class Entry(NamedTuple):
    """An added catalogue."""

    name: str
    database: Path
    file: Path
    """Where the file was that it was made from."""
    size: int
    """Bytes of that file."""
    modified: int
    checksum: str
    """SHA-256 of that file, hexadecimal."""
    records: int
    kinds: tuple[tuple[str, int], ...]
    """Kind → records of it, those that there are."""
    digest: str
    """SHA-256 of all that the index holds; empty where it is not finished."""
    problems: tuple[tuple[int, str], ...]
    """Lines, or numbers of elements, that were not understood, the first ones."""
    hidden: int
    """How many more there were."""

    @property
    def state(self) -> str:
        """What has become of the file; or that it was not read to its end."""
        if not self.digest:
            return PARTIAL
        now = look(self.file)
        if not now.exists:
            return DELETED
        return UNCHANGED if now == Source(self.file, self.size, self.modified) else CHANGED


class Damaged(NamedTuple):
    """A catalogue whose index cannot be read."""

    name: str
    error: StoreError


def folder_of(store: Path) -> Path:
    """Return where the indexes are: in a folder beside the store of what services said."""
    return store.with_name(FOLDER)


def entries(folder: Path) -> tuple[Entry, ...]:
    """Return the added catalogues by name, and those whose adding has not come to its end.

    Raises StoreError where an index cannot be read.
    """
    found = looked_at(folder)
    for one in found:
        if isinstance(one, Damaged):
            raise one.error
    return tuple(one for one in found if isinstance(one, Entry))


def looked_at(folder: Path) -> list[Entry | Damaged]:
    """Return the same with what is wrong with each index that cannot be read."""
    found: list[Entry | Damaged] = []
    for path in _indexes(folder, FINISHED):
        try:
            found.append(entry_of(path))
        except StoreError as error:
            found.append(Damaged(path.stem, error))
    for path in _indexes(folder, UNFINISHED):
        with suppress(StoreError):  # it has only just been begun
            found.append(entry_of(path))
    return sorted(found, key=lambda one: one.name)


def fingerprint(folder: Path) -> bytes:
    """Return what changes whenever the added catalogues tell a build something else; takes about a millisecond each."""
    total = sha256()
    for entry in entries(folder):
        total.update(f"{entry.name}\0{entry.digest}\0{entry.state}\0".encode("utf-8", "surrogatepass"))
    return total.digest()


def entry_of(path: Path) -> Entry:
    """Return what an index says of itself; raises StoreError where it cannot be read."""
    opened = database.open_finished if path.suffix == FINISHED else database.open_unfinished
    with database.reported(path), closing(opened(path)) as connection:
        said = database.facts(connection)
        problems = connection.execute("SELECT line, message FROM problems ORDER BY rowid").fetchall()
    return _entry(path, said, tuple(problems))


def named(folder: Path, name: str) -> Path:
    """Return the index of a catalogue, finished or not; raises ConfigError where there is none of the name."""
    paths = [finished(folder, name), unfinished(folder, name)]
    path = next((path for path in paths if _NAME.fullmatch(name) and path.exists()), None)
    if path is None:
        there = ", ".join(dict.fromkeys(path.stem for path in _indexes(folder, FINISHED, UNFINISHED)))
        raise ConfigError(f"There is no catalogue {name!r}; {f'there are {there}' if there else 'none was added'}.")
    return path


def finished(folder: Path, name: str) -> Path:
    """Return where the index of a catalogue is when it is whole."""
    return folder / f"{name}{FINISHED}"


def unfinished(folder: Path, name: str) -> Path:
    """Return where the index of a catalogue is while it is made."""
    return folder / f"{name}{UNFINISHED}"


def valid_name(name: str) -> str:
    """Return the name of a catalogue; raises ConfigError for one that can name no file."""
    if not _NAME.fullmatch(name):
        raise ConfigError(f"{name!r} cannot be the name of a catalogue: give it another one, with --name.")
    return name


def make_folder(folder: Path) -> None:
    """Make the folder of indexes, where it is not there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", encoding="utf-8")
    except OSError as error:
        raise StoreError(f"The folder {folder} cannot be made: {error.strerror or error}.") from error


def _indexes(folder: Path, *endings: str) -> Iterator[Path]:
    if folder.is_dir():
        yield from sorted(path for path in folder.iterdir() if path.suffix in endings and path.is_file())


def _entry(path: Path, said: dict[str, Any], problems: tuple[tuple[int, str], ...]) -> Entry:
    try:
        return Entry(
            name=path.stem,
            database=path,
            file=Path(said["path"]),
            size=said["size"],
            modified=said["modified"],
            checksum=said["checksum"],
            records=said.get("records", 0),
            kinds=tuple((kind.name, said[kind.name]) for kind in KINDS if kind.name in said),
            digest=said.get("digest", ""),
            problems=problems,
            hidden=said.get("hidden", 0),
        )
    except (KeyError, TypeError) as error:
        raise StoreError(database.damaged(path, error)) from error
