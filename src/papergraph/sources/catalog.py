"""A local catalogue in, the records of the wanted references out: facts about papers and code without network.

A catalogue is a file of JSON Lines, gzip or not, in one of two forms that people can download, told apart by
the records themselves: arXiv's metadata snapshot and GitHub repository descriptions (see the two modules
beside this one for their keys). Three more keys, for facts that are kept by hand: `retrieved`, the day of the
observation; `source`, where it was seen, for whoever reads the file; `former_names` of a renamed repository.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container
from hashlib import sha256
from io import BufferedReader, FileIO
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from papergraph.errors import InputError
from papergraph.model import RANK_CATALOG, Location, Origin, Paper, Problem, Record, Reference, Repository
from papergraph.sources.arxiv_metadata import is_arxiv, read_paper
from papergraph.sources.fields import Fields
from papergraph.sources.github_metadata import github_reference, is_github, read_repository
from papergraph.textfile import DAMAGES, LONGEST, lines, unpacked

Described: TypeAlias = Paper | Repository

BUFFER = 1 << 20
"""Bytes that are read at once."""
NOT_JSON = "The line is not JSON; one record a line is expected"
TOO_LONG = f"The line is longer than {LONGEST >> 20} MB and was not read"
SHOWN = 50
"""Problems of one file; the rest is only counted."""
ARXIV_START = re.compile(rb'\s*\{\s*"id"\s*:\s*"(\d{4}\.\d{4,5}|[a-z-]+/\d{7})"')
FULL_NAME = re.compile(rb'"full_name"\s*:\s*"([^"]*)"')


class Catalog(NamedTuple):
    """What one catalogue says of the wanted references, and what in it needs a look."""

    records: tuple[Record, ...]
    problems: tuple[Problem, ...]
    name: str = ""
    size: int = 0
    """Bytes of the file."""
    checksum: str = ""
    """SHA-256 of the bytes, hexadecimal."""


def read_catalog(path: Path, wanted: Container[Reference]) -> Catalog:
    """Read the records of `wanted`, one a reference, sorted; a repository also counts by a former name.

    The file is streamed, and a line about something else is skipped unread, so that a snapshot of 5 GB is
    read at the speed of the disk. Of two records of one reference the later one counts. Lines that are
    not understood become problems; `InputError` is raised where the file cannot be read.
    """
    reading = CatalogReading(path.name, wanted)
    try:
        with _Summed(path) as raw, BufferedReader(raw, BUFFER) as file:
            _read_lines(file, reading)
            while file.read(BUFFER):  # what stands after the end of what is compressed
                pass
            size, checksum = raw.size, raw.checksum.hexdigest()
    except OSError as error:
        raise InputError(f"The catalogue {path} cannot be read: {error.strerror or error}.") from error
    return reading.catalog()._replace(name=path.name, size=size, checksum=checksum)


def _read_lines(file: BufferedReader[Any], reading: CatalogReading) -> None:
    try:
        with unpacked(file) as content:
            for number, (line, cut) in enumerate(lines(content), 1):
                reading.read_line(number, None if cut else line)
    except DAMAGES:
        reading.report(reading.line, "The compressed file is damaged from here on; what stands before was read")


class _Summed(FileIO):
    """A file that knows what its bytes are, once they have been read."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.size = 0
        self.checksum = sha256()

    def readinto(self, buffer: Any, /) -> int:  # noqa: ANN401 -- whatever holds bytes
        """Read some bytes."""
        number = super().readinto(buffer)
        self.checksum.update(memoryview(buffer)[:number])
        self.size += number
        return number


class CatalogReading:
    """The state of reading one catalogue."""

    def __init__(self, name: str, wanted: Container[Reference]) -> None:
        self.name = name
        self.wanted = wanted
        self.found: dict[Reference, Described] = {}
        self.problems: list[Problem] = []
        self.hidden = 0
        self.line = 0

    def read_line(self, number: int, line: bytes | None) -> None:
        """Take the records of a line that are wanted; None stands for one that is too long."""
        self.line = number
        if line is None:
            self.report(number, TOO_LONG)
        elif not self._is_skipped(line):
            self._read_json(number, line)

    def report(self, line: int, message: str, other: Location | None = None) -> None:
        """Say what is wrong with a line; what is beyond `SHOWN` is counted."""
        if len(self.problems) < SHOWN:
            self.problems.append(Problem(Location(self.name, line), message, other=other))
        else:
            self.hidden += 1

    def catalog(self) -> Catalog:
        """Return what was found."""
        if self.hidden:
            message = f"Problems in {self.hidden} more lines are not listed"
            self.problems.append(Problem(Location(self.name), message))
        return Catalog(tuple(self.found[reference] for reference in sorted(self.found)), tuple(self.problems))

    def _is_skipped(self, line: bytes) -> bool:
        """Whether a first look says that the line is blank or about something that is not wanted; if in doubt, no."""
        if arxiv := ARXIV_START.match(line):
            return Reference("arxiv", arxiv[1].decode()) not in self.wanted
        if b'"former_names"' in line:
            return False
        names = FULL_NAME.findall(line)
        return (bool(names) or line.isspace()) and not any(map(self._may_be_wanted, names))

    def _may_be_wanted(self, name: bytes) -> bool:
        return b"\\" in name or Reference("github", name.decode(errors="replace").lower()) in self.wanted

    def _read_json(self, number: int, line: bytes) -> None:
        records = loaded(line, number)
        if records is None:
            self.report(number, NOT_JSON)
        for record in records or ():
            self.read_record(number, record)

    def read_record(self, number: int, record: object) -> None:
        """Take one record of a line, if it is wanted."""
        described, complaints = describe(record, self.name, number)
        if described is None or self._is_wanted(described):
            for complaint in complaints:
                self.report(number, complaint)
        if described is not None and self._is_wanted(described):
            self._keep(described)

    def _is_wanted(self, described: Described) -> bool:
        if described.reference in self.wanted:
            return True
        former = described.former_names if isinstance(described, Repository) else ()
        return any(reference in self.wanted for reference in map(github_reference, former) if reference)

    def _keep(self, described: Described) -> None:
        known = self.found.get(described.reference)
        if known is not None:
            kept = max(known, described, key=recency)
            message = f"{described.reference} is listed twice; line {kept.origin.line} counts"
            self.report(described.origin.line, message, Location(self.name, known.origin.line))
            described = kept
        self.found[described.reference] = described


def loaded(line: bytes, number: int) -> list[object] | None:
    """Return the records of a line, mostly one; None where it is not JSON."""
    try:
        value = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, list) else [value]


def describe(record: object, name: str, number: int) -> tuple[Described | None, list[str]]:
    """Return what a record in a line of a catalogue says, if it is understood, and what is wrong with it."""
    if not isinstance(record, dict) or not (is_github(record) or is_arxiv(record)):
        return None, ["The record is neither arXiv metadata nor a GitHub repository"]
    fields = Fields(record)
    origin = Origin(RANK_CATALOG, name, number, fields.day("retrieved") or "")
    return (read_repository if is_github(record) else read_paper)(fields, origin), fields.complaints


def recency(described: Described) -> tuple[str, int, str, int]:
    """Return what tells which of two records counts: later observation, then later version or push, then later line."""
    if isinstance(described, Paper):
        return described.origin.date, described.version or 0, described.updated or "", described.origin.line
    return described.origin.date, 0, described.pushed or "", described.origin.line
