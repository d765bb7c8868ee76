"""Words in, the things whose texts hold them out, the likeliest first; over one SQLite file of documents.

SQLite's FTS5 cuts texts into trigrams, which finds parts of words and all scripts, also those without spaces.
A word of one or two characters is no trigram: then those that it begins are looked for.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from papergraph.errors import InputError, QueryError

KINDS = ("paper", "article", "repository", "person", "organization", "venue", "topic", "entry")
TRIGRAM = 3
_MOST = 200
"""Documents of which the order is looked at closely."""
_BEFORE, _AFTER = 40, 100
"""Characters of a snippet before and after what was found."""
_WEIGHTS = "10.0, 4.0, 1.0, 2.0"
_CALLED, _MATCH = "things.name = ? COLLATE NOCASE", "texts MATCH ?"
_ALL = "(texts.name || char(10) || names || char(10) || told || char(10) || noted)"
_CHARACTERS = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U000323af"
_SPACELESS = re.compile(f"[{_CHARACTERS}]")
_RUN = re.compile(f"[{_CHARACTERS}]+|[^{_CHARACTERS}]+")
_SCHEMA = """
CREATE VIRTUAL TABLE texts USING fts5(name, names, told, noted, tokenize = 'trigram');
CREATE TABLE things (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, reference TEXT NOT NULL, iri TEXT NOT NULL, name TEXT NOT NULL,
    places TEXT NOT NULL, degree INTEGER NOT NULL
);
CREATE VIRTUAL TABLE trigrams USING fts5vocab(texts, row);
"""
_END = "\n\n"
"""Behind each text, so that each place of it begins a trigram."""
_MOST_TRIGRAMS = 1000
"""That a short word may begin; with more it is looked for in all texts."""
_WHOLE_TITLE = 4
"""Words of what is called exactly that; then nothing else is meant."""
_INDEXES = "CREATE INDEX by_name ON things (name COLLATE NOCASE); CREATE INDEX by_iri ON things (iri);"


class Document(NamedTuple):
    """What can be found of one thing."""

    kind: str
    """One of `KINDS`."""
    reference: str
    iri: str
    name: str
    names: str
    """Names of others that belong to it, one a line: authors, categories."""
    told: str
    """What sources say of it."""
    noted: str
    """What the notes say of it, in their own words."""
    places: tuple[tuple[str, int], ...]
    """Notes and lines that name it."""
    degree: int
    """Its number of links."""


class Hit(NamedTuple):
    """A thing that was found."""

    kind: str
    reference: str
    iri: str
    name: str
    snippet: str
    """The piece of its texts where the words stand, on one line; empty where only its name has them."""
    places: tuple[tuple[str, int], ...]
    complete: bool
    """Whether it holds all the words; where nothing does, those with some are found."""


class _Row(NamedTuple):
    id: int
    kind: str
    reference: str
    iri: str
    name: str
    names: str
    told: str
    noted: str
    places: str
    degree: int
    score: float


def write(documents: Iterable[Document], path: Path) -> None:
    """Write documents into a new file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 8192;" + _SCHEMA
        )
        database.execute("BEGIN")
        for number, one in enumerate(documents, 1):
            texts = [_storable(text) for text in (one.name, one.names, one.told, one.noted)]
            database.execute(
                "INSERT INTO texts (rowid, name, names, told, noted) VALUES (?, ?, ?, ?, ?)",
                (number, *(text + _END if text else "" for text in texts)),
            )
            row = (number, one.kind, _storable(one.reference), one.iri, texts[0], json.dumps(one.places), one.degree)
            database.execute("INSERT INTO things VALUES (?, ?, ?, ?, ?, ?, ?)", row)
        database.execute("COMMIT")
        database.execute("INSERT INTO texts (texts) VALUES ('optimize')")
        database.executescript(_INDEXES)


def find(path: Path, text: str, kinds: Collection[str] = KINDS, limit: int = 10) -> list[Hit]:
    """Return the things that hold all words of a text, the likeliest first; where none does, those that hold some.

    Args:
        path: the file that `write` has written.
        text: words of any language, with spaces between them or without.
        kinds: of the things that are wanted.
        limit: things at most.

    Raises:
        QueryError: there is no word in the text.
        InputError: the file cannot be read.
    """
    said = " ".join(_storable(text).split())
    words = list(dict.fromkeys(said.split()))
    if not words:
        raise QueryError("Give some words to search for.")
    try:
        with _opened(path) as database:
            rows, words, complete = _found(database, said, words, sorted(kinds))
    except sqlite3.Error as error:
        raise _unsearchable(path, error) from error
    rows.sort(key=lambda row: _rank(row, said.casefold(), words))
    return [_hit(row, words, complete=complete) for row in rows[:limit]]


def references(path: Path, iris: Iterable[str]) -> dict[str, str]:
    """Return the reference of each IRI that is a thing's; raises InputError where the file cannot be read."""
    wanted = json.dumps([_storable(iri) for iri in iris])
    sql = "SELECT iri, reference FROM things WHERE iri IN (SELECT value FROM json_each(?))"
    try:
        with _opened(path) as database:
            return dict(database.execute(sql, [wanted]))
    except sqlite3.Error as error:
        raise _unsearchable(path, error) from error


def _opened(path: Path) -> closing[sqlite3.Connection]:
    return closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True))


def _unsearchable(path: Path, error: sqlite3.Error) -> InputError:
    return InputError(f"{path} cannot be searched: {error}. Run `papergraph build` again.")


def _found(
    database: sqlite3.Connection, said: str, words: list[str], kinds: Sequence[str]
) -> tuple[list[_Row], list[str], bool]:
    """Return what holds all of the words, or else what holds pieces of them, and which; and whether it is all."""
    called = _rows(database, _CALLED, [said], kinds)
    if called and len(words) >= _WHOLE_TITLE:
        return called, words, True
    held = _rows(database, *_holding(database, words), kinds)
    if found := {row.id: row for row in (*called, *held)}:
        return list(found.values()), words, True
    pieces = [piece for piece in _pieces(words) if len(piece) >= TRIGRAM]
    return (
        (_rows(database, _MATCH, [" OR ".join(map(_quoted, pieces))], kinds) if pieces else []),
        pieces,
        False,
    )


def _holding(database: sqlite3.Connection, words: Sequence[str]) -> tuple[str, list[str]]:
    """Return the condition that a text holds all words, and its values."""
    matched, conditions, values = [], [], []
    for word in words:
        if len(word) >= TRIGRAM:
            matched.append(_quoted(word))
            continue
        trigrams = _beginning_with(database, word)
        if len(trigrams) > _MOST_TRIGRAMS:
            conditions.append(f"{_ALL} LIKE ? ESCAPE '!'")
            values.append("%{}%".format(re.sub(r"[!%_]", r"!\g<0>", word)))
        elif trigrams:
            matched.append(f"({' OR '.join(map(_quoted, trigrams))})")
        else:
            conditions.append("0")
    if matched:
        conditions.insert(0, _MATCH)
        values.insert(0, " AND ".join(matched))
    return " AND ".join(conditions), values


def _beginning_with(database: sqlite3.Connection, word: str) -> list[str]:
    """Return the trigrams that a short word begins, one more than are asked for where there are too many."""
    first = word.lower()
    sql = "SELECT term FROM trigrams WHERE term >= ? AND term < ? LIMIT ?"
    return [term for (term,) in database.execute(sql, (first, f"{first}\U0010ffff", _MOST_TRIGRAMS + 1))]


def _rows(database: sqlite3.Connection, where: str, values: Sequence[str], kinds: Sequence[str]) -> list[_Row]:
    """Return what a condition holds for, the best first; the texts are read of the best alone."""
    score = f"bm25(texts, {_WEIGHTS})" if _MATCH in where else "0.0"
    is_all = len(kinds) == len(KINDS)
    joined = "" if is_all and where != _CALLED else "JOIN things ON things.id = texts.rowid"
    wanted = "" if is_all else f"AND kind IN ({', '.join('?' * len(kinds))})"
    sql = (
        "SELECT things.id, kind, reference, iri, things.name, names, told, noted, places, degree, score FROM "  # noqa: S608
        f"(SELECT texts.rowid AS best, {score} AS score FROM texts {joined} WHERE {where} {wanted} "
        f"ORDER BY score, texts.rowid LIMIT {_MOST}) JOIN things ON things.id = best JOIN texts ON texts.rowid = best "
        "ORDER BY score, degree DESC, things.id"
    )
    return list(map(_Row._make, database.execute(sql, (*values, *(() if is_all else kinds)))))


def _quoted(word: str) -> str:
    return '"{}"'.format(word.replace('"', '""'))


def _pieces(words: Iterable[str]) -> list[str]:
    """Return words, those of scripts without spaces cut into trigrams."""
    pieces: dict[str, None] = {}
    for run in (run for word in words for run in _RUN.findall(word)):
        cut = _SPACELESS.match(run) and len(run) > TRIGRAM
        pieces |= dict.fromkeys([run[at : at + TRIGRAM] for at in range(len(run) - TRIGRAM + 1)] if cut else [run])
    return list(pieces)


def _rank(row: _Row, said: str, words: Iterable[str]) -> tuple[object, ...]:
    """Return what rows are sorted by: how well the name fits, then how often and where the words stand."""
    name = row.name.casefold()
    apart = not all(word.casefold() in name for word in words)
    return name != said, not name.startswith(said), said not in name, apart, row.score, -row.degree, row.id


def _hit(row: _Row, words: Sequence[str], *, complete: bool) -> Hit:
    snippet = next(filter(None, (_snippet(text, words) for text in (row.noted, row.told, row.names))), "")
    places = tuple((str(path), int(line)) for path, line in json.loads(row.places))
    return Hit(row.kind, row.reference, row.iri, row.name, snippet, places, complete)


def _snippet(text: str, words: Iterable[str]) -> str:
    """Return the piece of a text around the first of the words that it holds."""
    folded = text.casefold()
    if len(folded) != len(text):  # a letter that is two when it is folded: then places differ
        folded = text.lower() if len(text.lower()) == len(text) else text
    starts = [at for word in words if (at := folded.find(word.casefold())) >= 0]
    if not starts:
        return ""
    first = max(0, min(starts) - _BEFORE)
    last = min(starts) + _AFTER
    piece = " ".join(text[first:last].split())
    return f"{'…' if first else ''}{piece}{'…' if last < len(text) else ''}"


def _storable(text: str) -> str:
    """Return text as SQLite can hold it: without halves of pairs of code units and without zeros."""
    return text.encode("utf-8", "replace").decode().replace("\0", "\ufffd")
