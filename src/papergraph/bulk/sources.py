"""Places of notes and catalogues in, units of work out, and what is in each.

A place is a folder or a file of this machine, or an address that `pyarrow` knows a file system for (`s3://…`,
`gs://…`, `hdfs://…`), which every process that reads has to reach. A large catalogue is several units, cut at the ends
of lines; one that is gzipped cannot be cut.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypeAlias

from papergraph.bulk.problems import Tallies
from papergraph.bulk.storage import Place, Stored, is_address, listed, opened
from papergraph.errors import InputError
from papergraph.files import SUFFIXES, Discovery, unreadable
from papergraph.model import Location, Paper, Problem, Reading, Repository
from papergraph.readers import read_bytes
from papergraph.reading import concepts_of, find_notes, unread
from papergraph.sources.catalog import NOT_JSON, TOO_LONG, describe, loaded
from papergraph.textfile import DAMAGES, GZIP, LONGEST, lines, unpacked

NOTES_AT_ONCE = 2 << 20
"""Bytes of notes that are one unit of work."""
CATALOG_AT_ONCE = 16 << 20
"""Bytes of a catalogue that are one unit of work."""
FEWEST = 8
"""Units of notes that there are at the least, so that all processes have something to do."""

_CATALOG_SUFFIXES = (".jsonl", ".json", ".jsonl.gz", ".json.gz", ".ndjson", ".ndjson.gz")


class NoteFile(NamedTuple):
    """A note: its path in the graph, and where it is."""

    path: str
    place: Place
    size: int


class NotesUnit(NamedTuple):
    """Some notes."""

    files: tuple[NoteFile, ...]


class CatalogUnit(NamedTuple):
    """A part of a catalogue, from the beginning of a line on."""

    name: str
    place: Place
    start: int = 0
    end: int = 0
    """Where it ends, in bytes; 0 for a file that is read to its end, gzipped or not."""
    lines: int = 0
    """How many lines stand before it."""
    number: int = 0
    """Of the catalogue: several may have one name."""
    changed: str = ""
    """When the file was last changed, as far as that is known: one that is another by now cannot be cut there."""


Unit: TypeAlias = NotesUnit | CatalogUnit


class Plan(NamedTuple):
    """What is to be read."""

    units: tuple[Unit, ...]
    problems: tuple[Problem, ...]
    notes: int
    catalogs: int
    inputs: tuple[Stored, ...]
    """Each file with its size and last change."""


def plan(places: Sequence[str], exclude: Sequence[str] = ()) -> Plan:
    """Find what is to be read.

    Raises InputError where a place is not there, or holds nothing that can be read.
    """
    local, problems = _local(places, exclude)
    stored = [*local, *(one for place in places if is_address(place) for one in listed(place))]
    stored = sorted(set(stored))
    notes = [one for one in stored if _is_note(one)]
    catalogs = [one for one in stored if _is_catalog(one.path) and not _is_note(one)]
    if not notes and not catalogs:
        raise InputError(f"There are neither notes nor catalogues in {' and '.join(places)}.")
    units: list[Unit] = [
        unit._replace(number=number) for number, catalog in enumerate(catalogs) for unit in _cut(catalog)
    ]
    units += _together(notes)
    return Plan(tuple(units), problems, len(notes), len(catalogs), (*notes, *catalogs))


def _local(places: Sequence[str], exclude: Sequence[str]) -> tuple[list[Stored], tuple[Problem, ...]]:
    """The notes and catalogues of this machine."""
    paths = [Path(place) for place in places if not is_address(place)]
    for path in paths:
        if not path.exists():
            raise InputError(f"{path} does not exist.")
        if path.is_file() and path.suffix.lower() == ".zip":
            raise InputError(f"{path} is a zip file: unpack it, and give what is in it.")
    catalogs = [path for path in paths if path.is_file() and _is_catalog(path.name)]
    folders = [path for path in paths if path not in catalogs]
    found = find_notes(folders, exclude) if folders else Discovery((), ())
    notes = [Stored(one.path, Place("", str(one.file.absolute())), one.size, _changed(one.file)) for one in found.files]
    return [
        *notes,
        *(Stored(one.name, Place("", str(one.absolute())), one.stat().st_size, _changed(one)) for one in catalogs),
    ], found.problems


def _changed(path: Path) -> str:
    return str(path.stat().st_mtime_ns)


def _is_note(one: Stored) -> bool:
    return one.path.lower().endswith(SUFFIXES) if one.place.system else not _is_catalog(one.path)


def _is_catalog(name: str) -> bool:
    return name.lower().endswith(_CATALOG_SUFFIXES)


def _together(notes: Sequence[Stored]) -> Iterator[NotesUnit]:
    """The notes in units, in the order of their paths."""
    most = min(NOTES_AT_ONCE, sum(note.size for note in notes) // FEWEST + 1)
    unit: list[NoteFile] = []
    size = 0
    for note in notes:
        unit.append(NoteFile(note.path, note.place, note.size))
        size += note.size
        if size >= most:
            yield NotesUnit(tuple(unit))
            unit, size = [], 0
    if unit:
        yield NotesUnit(tuple(unit))


def _cut(catalog: Stored) -> Iterator[CatalogUnit]:
    """A catalogue in units that begin where a line does; it is read once for that."""
    name = catalog.path.rpartition("/")[2]
    whole = CatalogUnit(name, catalog.place)
    changed = "" if catalog.place.system else catalog.changed
    try:
        _refuse_array(catalog)
        with opened(catalog.place) as file:
            if file.peek(len(GZIP)).startswith(GZIP) or catalog.size <= CATALOG_AT_ONCE:
                yield whole
                return
            start = before = 0
            while block := file.read(CATALOG_AT_ONCE):
                number = block.count(b"\n")
                while not block.endswith(b"\n") and (block := file.readline(LONGEST)):
                    number += block.endswith(b"\n")
                yield CatalogUnit(name, catalog.place, start, file.tell(), before, changed=changed)
                start, before = file.tell(), before + number
    except OSError as error:
        raise InputError(f"The catalogue {catalog.place.path} cannot be read: {error.strerror or error}.") from error


def _refuse_array(catalog: Stored) -> None:
    """Raise InputError for a file that is one array over many lines: it can be read from its beginning only."""
    with opened(catalog.place) as file, suppress(*DAMAGES), unpacked(file) as content:
        line = content.readline(LONGEST).strip(b"\xef\xbb\xbf \t\r\n")
        if line.startswith(b"[") and not line.endswith(b"]"):
            raise InputError(
                f"{catalog.place.path} is one array, and one record a line is expected: `papergraph catalog add` "
                "takes such files, and builds look up there what notes name."
            )


def read_note_unit(unit: NotesUnit, topics: tuple[Path, ...]) -> Iterator[Reading]:
    """Yield the readings of some notes; one that cannot be read gives a reading of the problem."""
    texts = concepts_of(topics).texts
    for note in unit.files:
        try:
            with opened(note.place) as file:
                reading = read_bytes(note.path, file.read())
        except OSError as error:
            yield unread(unreadable(note.path, error))
            continue
        yield reading._replace(topics=tuple(map(texts, reading.entries)))


def read_catalog_unit(unit: CatalogUnit, tallies: Tallies) -> Iterator[Paper | Repository]:
    """Yield the records of a part of a catalogue; what is not understood is counted.

    Raises InputError where it cannot be read, or was changed since it was cut.
    """
    number = unit.lines
    try:
        with opened(unit.place) as file:
            file.seek(unit.start)
            with unpacked(file) as content:
                for line, cut in lines(content):
                    number += 1
                    yield from _records(unit.name, number, None if cut else line, tallies)
                    if unit.end and file.tell() >= unit.end:
                        break
        if unit.changed and unit.changed != _changed(Path(unit.place.path)):
            raise InputError(f"{unit.place.path} was changed while it was read: start the job again.")
    except DAMAGES:
        tallies.add([_problem(unit.name, number, "The compressed file is damaged from here on")])
    except OSError as error:
        raise InputError(f"The catalogue {unit.place.path} cannot be read: {error.strerror or error}.") from error


def _records(name: str, number: int, line: bytes | None, tallies: Tallies) -> Iterator[Paper | Repository]:
    """The records of one line, mostly one."""
    records = [] if line is None or line.isspace() else loaded(line, number)
    if line is None or records is None:
        tallies.add([_problem(name, number, TOO_LONG if line is None else NOT_JSON)])
    for record in records or ():
        described, complaints = describe(record, name, number)
        tallies.add(_problem(name, number, complaint) for complaint in complaints)
        if described is not None:
            yield described


def _problem(name: str, line: int, message: str) -> Problem:
    return Problem(Location(name, line), message)
