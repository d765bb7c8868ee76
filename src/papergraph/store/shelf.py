"""The rows and aliases of one source inside a transaction: answers in, and no name leads to two things.

Three rules hold after each call: a name has a row or is an alias, never both; an alias leads to no other alias;
facts that are there once are there for ever, under the name that the thing has now. A former name leads to them until
the service says that it leads nowhere.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

from papergraph.model import Reference
from papergraph.store.kept import NEVER, Alias, Answer, Kept, State, newest, of_name, of_thing, said

CHUNK = 500
"""Names in one query."""

_ROWS = """
    SELECT source, reference, state, checked_at, fetched_at, tried_at, etag, raw, parsed, version, message, reason
    FROM answers WHERE source = ? AND reference IN (?)
"""
_ALIASES = "SELECT source, alias, reference, checked_at FROM aliases WHERE source = ? AND alias IN (?)"
_FORMER = "SELECT source, alias, reference, checked_at FROM aliases WHERE source = ? AND reference IN (?)"


class Shelf:
    """One source, for somebody who believes moments until one; any after that counts as older than all others."""

    def __init__(self, connection: sqlite3.Connection, source: str, believed: str = NEVER) -> None:
        self._connection = connection
        self._source = text_of(source)
        self._believed = believed

    def rows(self, names: Iterable[Reference]) -> dict[Reference, Kept]:
        """Return the rows that stand under these very names, without their former names."""
        return {kept.reference: kept for kept in map(row_of, self._select(_ROWS, names))}

    def aliases(self, names: Iterable[Reference]) -> dict[Reference, Alias]:
        """Return those of the names that are aliases."""
        return {alias.alias: alias for alias in map(alias_of, self._select(_ALIASES, names))}

    def former(self, names: Iterable[Reference]) -> Iterator[Alias]:
        """Give the aliases that lead to the names."""
        return map(alias_of, self._select(_FORMER, names))

    def record(self, answer: Answer, moment: str) -> None:
        """Note what the service answered at a moment."""
        asked = plain(answer.asked)
        alias = self._alias(asked)
        if alias and answer.state is State.MISSING:
            # Nobody asked for what it leads to: the thing is there, by another name.
            if self._later(alias.checked_at, moment):
                return
            self._forget(asked)
        place = self._place(asked)
        named = answer.tells
        if answer.tells:
            place = self._name(asked, plain(answer.reference or asked), moment)
        elif answer.state is State.OK and answer.reference and self._confirms(place, moment):
            # The same content as before is that of the thing that the name has led to.
            place = self._name(place, plain(answer.reference), moment)
            named = True
        known = self._row(place)
        told = said(answer, known, moment)
        # What is said of a thing by its own name counts for more than what is said by a former one.
        self._write(self._newest(known, told, ties=named or place == asked))
        if told.checked_at:
            self._run(
                """
                UPDATE aliases SET checked_at = ? WHERE source = ? AND alias = ? AND (checked_at < ? OR checked_at > ?)
                """,
                *(moment, self._source, str(asked), moment, self._believed),
            )

    def adopt_row(self, kept: Kept) -> bool:
        """Take what another store knows of a thing; tell whether that was news."""
        alias = self._alias(kept.reference)
        if not alias:
            return self._adopt(kept)
        if kept.fetched_at > alias.checked_at:
            self._forget(alias.alias)
            return self._adopt(kept)
        news = self._adopt(of_thing(kept)._replace(reference=alias.reference))
        if kept.state is State.MISSING and kept.checked_at > alias.checked_at:
            self._forget(alias.alias)
            news |= self._adopt(of_name(kept))
        return news

    def adopt_alias(self, alias: Alias) -> bool:
        """Take a former name that another store knows; tell whether that was news."""
        place = self._place(alias.reference)
        return place != alias.alias and self._rename(alias.alias, place, alias.checked_at, ties=False)

    def clear(self, name: Reference) -> int:
        """Forget a thing, by any name that it has or had; return how many rows that were."""
        place = str(self._place(name))
        self._run(
            "DELETE FROM aliases WHERE source = ? AND (alias = ? OR reference = ?)", self._source, str(name), place
        )
        return self._run("DELETE FROM answers WHERE source = ? AND reference = ?", self._source, place)

    def _name(self, before: Reference, now: Reference, moment: str) -> Reference:
        """Learn that a thing had a name at a moment, and what it was called before; return where it stands."""
        alias = self._alias(now)
        if alias and self._later(alias.checked_at, moment):
            now = alias.reference  # it has been renamed since
        elif alias:
            self._forget(now)  # somebody has taken the name, or given it back
        if now != before:
            self._rename(before, now, moment)
        return now

    def _rename(self, before: Reference, now: Reference, moment: str, *, ties: bool = True) -> bool:
        """Let one name lead to another, with its facts and all that led to it; tell whether that was news.

        Nothing does where the name led elsewhere later. Where somebody has taken the name since, only what led to it
        before that moves on; where it has led nowhere since, the facts do so too.
        """

        def later(known: str) -> bool:
            return self._later(known, moment) or (not ties and known == moment)

        alias, row = self._alias(before), self._row(before)
        if alias and later(alias.checked_at):
            return False
        if row.fetched_at and later(row.fetched_at):
            return self._lead_on(before, now, moment)
        thing = of_thing(row)._replace(reference=now)
        if thing.tried_at:
            self._write(self._newest(self._row(now), thing, ties=False))
        if row.state is State.MISSING and later(row.checked_at):
            self._write(of_name(row))
            return self._lead_on(before, now, moment) or row.fetched_at != ""
        self._run("DELETE FROM answers WHERE source = ? AND reference = ?", self._source, str(before))
        moved = str(now), self._source, str(before)
        self._run("UPDATE aliases SET reference = ? WHERE source = ? AND reference = ?", *moved)
        self._run(
            "INSERT OR REPLACE INTO aliases (source, alias, reference, checked_at) VALUES (?, ?, ?, ?)",
            *(self._source, str(before), str(now), moment),
        )
        return True

    def _lead_on(self, before: Reference, now: Reference, moment: str) -> bool:
        """Let what led to one name until a moment lead to another; tell whether anything did."""
        moved = self._run(
            """
            UPDATE aliases SET reference = ?
            WHERE source = ? AND reference = ? AND (checked_at <= ? OR checked_at > ?)
            """,
            *(str(now), self._source, str(before), moment, self._believed),
        )
        return moved > 0

    def _adopt(self, told: Kept) -> bool:
        """Take what is said of a thing where it is newer; tell whether that was news."""
        known = self._row(told.reference)
        row = self._newest(known, told, ties=False)
        if row != known:
            self._write(row)
        return row != known

    def _confirms(self, name: Reference, moment: str) -> bool:
        """Whether there are facts that somebody can confirm who was answered at a moment."""
        fetched_at = self._row(name).fetched_at
        return fetched_at != "" and not self._later(fetched_at, moment)

    def _later(self, known: str, moment: str) -> bool:
        return moment < known <= self._believed

    def _newest(self, known: Kept, told: Kept, *, ties: bool) -> Kept:
        return newest(known, told, ties=ties, believed=self._believed)

    def _row(self, name: Reference) -> Kept:
        """The row of a name; one that says nothing where there is none."""
        return self.rows([name]).get(name) or Kept(self._source, name, State.ERROR)

    def _alias(self, name: Reference) -> Alias | None:
        return self.aliases([name]).get(name)

    def _place(self, name: Reference) -> Reference:
        alias = self._alias(name)
        return alias.reference if alias else name

    def _forget(self, alias: Reference) -> None:
        self._run("DELETE FROM aliases WHERE source = ? AND alias = ?", self._source, str(alias))

    def _write(self, row: Kept) -> None:
        self._run(
            """
            INSERT OR REPLACE INTO answers
            (source, reference, state, checked_at, fetched_at, tried_at, etag, raw, parsed, version, message, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            *map(text_of, map(str, row[:-1])),
        )

    def _select(self, query: str, names: Iterable[Reference]) -> Iterator[Sequence[str]]:
        texts = [text_of(str(name)) for name in names]
        for start in range(0, len(texts), CHUNK):
            some = texts[start : start + CHUNK]
            marks = ", ".join("?" * len(some))
            yield from self._connection.execute(query.replace("(?)", f"({marks})"), (self._source, *some))

    def _run(self, statement: str, *values: str) -> int:
        """Rows that the statement changed."""
        return self._connection.execute(statement, values).rowcount


def text_of(text: str) -> str:
    """Return the text as UTF-8 can hold it: half a surrogate pair is spelt out, in JSON by an escape of its own."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def plain(reference: Reference) -> Reference:
    """Return the reference as the store writes it."""
    return _reference(text_of(str(reference)))


def row_of(fields: Sequence[str]) -> Kept:
    """Return a row of the database as a record."""
    source, reference, state, checked, fetched, tried, etag, raw, parsed, version, message, reason = fields
    known = checked, fetched, tried, etag, raw, parsed, version, message, reason
    return Kept(source, _reference(reference), State(state), *known)


def alias_of(fields: Sequence[str]) -> Alias:
    """Return an alias of the database as a record."""
    source, alias, reference, checked_at = fields
    return Alias(source, _reference(alias), _reference(reference), checked_at)


def _reference(text: str) -> Reference:
    prefix, _, identifier = text.partition(":")
    return Reference(prefix, identifier)
