"""The store ↔ JSON Lines, one row or alias a line, sorted: what a team shares, and a build is reproducible from.

A line from elsewhere is believed in nothing: one that does not have the shape that `export_lines` gives it is a
`Problem`, and the others are read. What only its source can tell of a line, whoever imports it has to check.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from io import BufferedReader
from pathlib import Path
from typing import NamedTuple, NoReturn

from papergraph.errors import InputError, OutputError
from papergraph.model import Location, Problem, Reference
from papergraph.store import Alias, Kept, State, Store
from papergraph.store.shelf import text_of
from papergraph.textfile import DAMAGES, has_content, replaced, texts, unpacked, write

SHOWN = 50
"""Problems of one file; the rest is only counted."""

_SOURCE = re.compile(r"[a-z][a-z0-9_-]{0,63}")
_PREFIX = re.compile(r"[a-z][a-z0-9+._-]*")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)


class Imported(NamedTuple):
    """What an import brought."""

    rows: int
    """Rows that told something new."""
    aliases: int
    """Former names that did."""
    kept: int
    """Lines that did not: what is here is as new or newer."""
    problems: tuple[Problem, ...]


class Exported(NamedTuple):
    """What an export wrote."""

    rows: int
    aliases: int


class Checks(NamedTuple):
    """What is known of sources by whoever imports, and not by the store."""

    complaint: Callable[[Kept | Alias], str] = lambda _: ""
    """Why a row or an alias cannot be of its source, without a full stop; empty where it can."""
    is_catalogue: Callable[[dict[str, object]], bool] = lambda _: False
    """Whether a record belongs into a catalogue."""


NO_CHECKS = Checks()


class _RefusalError(ValueError):
    """Why a line is not believed, as a sentence without its full stop."""


def export_lines(store: Store) -> Iterator[str]:
    """Give each row and then each alias as JSON, without line ends; the same store gives the same bytes."""
    yield from map(line, store.rows())
    yield from map(_alias_line, store.aliases())


def line(kept: Kept) -> str:
    """Return a row as JSON; what is empty is left out, and so is what follows from the payload."""
    raw = _loaded(kept.raw)
    told = {
        "source": kept.source,
        "reference": str(kept.reference),
        "state": kept.state.value,
        "checked_at": kept.checked_at,
        "fetched_at": kept.fetched_at if raw is not None else "",
        "tried_at": kept.tried_at,
        "etag": kept.etag,
        "version": kept.version,
        "message": kept.message,
        "reason": kept.reason,
    }
    filled: dict[str, object] = {name: value for name, value in told.items() if value}
    return _dump(filled if raw is None else {**filled, "raw": raw})


def _alias_line(alias: Alias) -> str:
    return _dump({name: str(value) for name, value in alias._asdict().items()})


def export_file(store: Store, path: Path) -> Exported:
    """Write the lines to a file, gzipped where its name ends in `.gz`; until all is written, what was there stays.

    Raises OutputError where it cannot be written, and where nothing would take the place of something.
    """
    try:
        with replaced(path) as file:
            exported = Exported(write(file, map(line, store.rows())), write(file, map(_alias_line, store.aliases())))
            if not any(exported) and has_content(path):
                raise OutputError(
                    f"{path} stays as it is: it has content, and the store has none to put in its place. "
                    "Delete the file first if that is meant."
                )
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}.") from error
    return exported


def import_file(store: Store, path: Path, latest: str = "", checks: Checks = NO_CHECKS) -> Imported:
    """Import a file, gzipped or not, as `import_lines` does; raises InputError also where it cannot be read."""
    try:
        with path.open("rb") as file:
            return import_stream(store, file, str(path), latest, checks)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}.") from error


def import_stream(
    store: Store, file: BufferedReader, name: str, latest: str = "", checks: Checks = NO_CHECKS
) -> Imported:
    """Import what is read from a file that is open, gzipped or not, as `import_lines` does."""
    with unpacked(file) as content:
        return import_lines(store, texts(content), name, latest, checks)


def import_lines(
    store: Store, lines: Iterable[str], name: str = "", latest: str = "", checks: Checks = NO_CHECKS
) -> Imported:
    """Take what lines of an export know where it is newer than what the store knows: all good lines, or nothing.

    Args:
        store: where it goes.
        lines: with or without line ends; what was not UTF-8 is half a surrogate pair in them.
        name: of the file, for problems.
        latest: the moment after which nothing can have been observed; empty where nobody knows.
        checks: of what only a source can tell.

    Raises:
        InputError: not one of the lines is of an export.
    """
    reading = _LineReading(name, latest, checks)
    try:
        for number, text in enumerate(lines, 1):
            reading.read(number, text)
    except DAMAGES:
        reading.report(reading.number + 1, "The compressed file is damaged from here on; what stands before was read")
    reading.check_origin()
    adopted = store.adopt(reading.rows, reading.aliases)
    return Imported(*adopted, reading.all_problems())


class _LineReading:
    """The state of reading one file."""

    def __init__(self, name: str, latest: str, checks: Checks) -> None:
        self.rows: list[Kept] = []
        self.aliases: list[Alias] = []
        self.number = 0
        self._name = name
        self._latest = latest
        self._checks = checks
        self._problems: list[Problem] = []
        self._hidden = 0
        self._ours = self._strange = self._catalogue = False

    def read(self, number: int, text: str) -> None:
        self.number = number
        if not text.strip():
            return
        try:
            self._read(text)
        except _RefusalError as refusal:
            self.report(number, str(refusal))

    def _read(self, text: str) -> None:
        record = _loaded(text)
        if record is None or not record.keys() >= {"source", "reference"}:
            self._strange = True
            self._catalogue = self._catalogue or (record is not None and self._checks.is_catalogue(record))
        else:
            self._ours = True
        if not text.isascii() and text != text_of(text):
            raise _RefusalError("The line is not UTF-8")
        if record is None:
            raise _RefusalError("The line is no JSON object; a line of `papergraph store export` is expected")
        fields = _Fields(record, self._latest)
        told = _alias(fields) if "alias" in record else _row(fields)
        if complaint := self._checks.complaint(told):
            raise _RefusalError(complaint)
        if isinstance(told, Alias):
            self.aliases.append(told)
        else:
            self.rows.append(told)

    def check_origin(self) -> None:
        """Raise InputError where all lines are of something else than an export."""
        if self._strange and not self._ours:
            if self._catalogue:
                raise InputError(f"{self._name} looks like a catalogue: name it under `catalogs` in papergraph.toml.")
            raise InputError(f"{self._name} is no export of `papergraph store export`.")

    def report(self, number: int, message: str) -> None:
        if len(self._problems) < SHOWN:
            self._problems.append(Problem(Location(self._name, number), message))
        else:
            self._hidden += 1

    def all_problems(self) -> tuple[Problem, ...]:
        rest = Problem(Location(self._name), f"Problems in {self._hidden} more lines are not listed")
        return (*self._problems, *([rest] if self._hidden else []))


def _alias(fields: _Fields) -> Alias:
    alias, reference, checked_at = fields.reference("alias"), fields.reference("reference"), fields.moment("checked_at")
    if not checked_at:
        raise _RefusalError("“checked_at” is missing")
    if alias == reference:
        raise _RefusalError("The alias leads to itself")
    return Alias(fields.source("source"), alias, reference, checked_at)


def _row(fields: _Fields) -> Kept:
    state = fields.text("state")
    if state not in set(State):
        raise _RefusalError("“state” is none of ok, missing and error")
    raw = fields.payload("raw")
    checked_at, fetched_at = fields.moment("checked_at"), fields.moment("fetched_at")
    tried_at = fields.moment("tried_at") or max(checked_at, fetched_at)
    if (raw == "") != (fetched_at == ""):
        raise _RefusalError("“raw” and “fetched_at” belong together")
    if (state == State.ERROR) != (checked_at == "") or (raw and not checked_at) or (state == State.OK and not raw):
        raise _RefusalError("“state”, “checked_at” and “raw” do not fit together")
    if not tried_at:
        raise _RefusalError("“tried_at” is missing")
    return Kept(
        fields.source("source"),
        fields.reference("reference"),
        State(state),
        checked_at,
        fetched_at,
        tried_at,
        etag=fields.printable("etag") if raw else "",
        raw=raw,
        version=fields.printable("version") if raw else "",
        message=fields.text("message"),
        reason=fields.text("reason") if state == State.MISSING else "",
    )


class _Fields:
    """A JSON object that may hold anything; each reader raises `_RefusalError` for what has the wrong shape."""

    def __init__(self, record: Mapping[str, object], latest: str) -> None:
        self._record = record
        self._latest = latest

    def text(self, key: str) -> str:
        """Text, empty where there is none."""
        value = self._record.get(key, "")
        if not isinstance(value, str):
            raise _RefusalError(f"“{key}” is not text")
        return value

    def printable(self, key: str) -> str:
        """Text that may stand in a header."""
        value = self.text(key)
        if not value.isprintable():
            raise _RefusalError(f"“{key}” holds control characters")
        return value

    def source(self, key: str) -> str:
        """The name of a source."""
        value = self.text(key)
        if not _SOURCE.fullmatch(value):
            raise _RefusalError(f"“{key}” is no name of a source")
        return value

    def reference(self, key: str) -> Reference:
        """A reference."""
        value = self.text(key)
        prefix, _, identifier = value.partition(":")
        if not (_PREFIX.fullmatch(prefix) and identifier and value.isprintable() and value == value.strip()):
            raise _RefusalError(f"“{key}” is no reference")
        return Reference(prefix, identifier)

    def moment(self, key: str) -> str:
        """A moment, empty where there is none."""
        value = self.text(key)
        if value and not _is_moment(value):
            raise _RefusalError(f"“{key}” is no moment such as 2026-11-24T13:00:00Z")
        if self._latest and value > self._latest:
            raise _RefusalError(f"“{key}” is in the future")
        return value

    def payload(self, key: str) -> str:
        """A JSON object as text, empty where there is none."""
        value = self._record.get(key)
        if value is None:
            return ""
        if not isinstance(value, dict):
            raise _RefusalError(f"“{key}” is no object")
        return _dump(value)


def _is_moment(text: str) -> bool:
    try:
        return bool(_MOMENT.fullmatch(text) and datetime.fromisoformat(text))
    except ValueError:
        return False


def _loaded(text: str) -> dict[str, object] | None:
    """The JSON object; None for anything else, also for what only Python takes for JSON."""
    try:
        value = json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _refuse(text: str) -> NoReturn:
    raise ValueError(text)


def _finite(text: str) -> float:
    number = float(text)
    return number if abs(number) < float("inf") else _refuse(text)


def _dump(value: Mapping[str, object]) -> str:
    return text_of(json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")))
