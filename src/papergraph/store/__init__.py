"""What services answered, in one SQLite file that is safe to delete: answers in, what is known of references out.

A row has three parts: the state, the facts and the last attempt. Each has a moment of its own and is the latest that
anybody said, so answers that come late, or from two builds at once, lose nothing and overwrite nothing. That nothing
is found by a former name is said of that name alone. There is no clock here: moments are arguments.
"""

from __future__ import annotations

import math
import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Self

from papergraph.model import Reference
from papergraph.store.database import connect, connect_readonly, reported, transaction
from papergraph.store.kept import Adopted, Alias, Answer, Kept, State, horizon
from papergraph.store.shelf import Shelf, alias_of, plain, row_of, text_of

__all__ = ["Adopted", "Alias", "Answer", "Kept", "State", "Store"]

FAR = 10
"""Intervals ahead from which a reserved moment comes from a clock that was wrong; there is no queue to be so long."""
LONGEST_HOLD = 86_400.0
"""Seconds ahead from which the end of a hold comes from a clock that was wrong: no limit that is known is so long."""


class Store:
    """An open store. Threads may share it; every method is one transaction, and raises StoreError where it fails."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._lock = threading.Lock()

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the store; it and its folder are made where they are not there."""
        return cls(path, connect(path))

    @classmethod
    def open_readonly(cls, path: Path) -> Self:
        """Open the store for reading; where there is none it is empty, and none is made."""
        return cls(path, connect_readonly(path))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; all that was put is in it."""
        with self._lock:
            self._connection.close()

    def get(self, source: str, references: Collection[Reference]) -> dict[Reference, Kept]:
        """Return what is known of the references, by the names that were asked for; aliases are followed."""
        names = {asked: plain(asked) for asked in sorted(references)}
        with self._transaction("BEGIN") as connection:
            shelf = Shelf(connection, source)
            aliases = shelf.aliases(names.values())
            places = {name: aliases[name].reference if name in aliases else name for name in names.values()}
            rows = shelf.rows(dict.fromkeys(places.values()))
            for alias in sorted(shelf.former(rows)):
                row = rows[alias.reference]
                rows[alias.reference] = row._replace(former=(*row.former, alias.alias))
        found = {}
        for asked, name in names.items():
            if kept := rows.get(places[name]):
                earlier = min(kept.checked_at, aliases[name].checked_at) if name in aliases else kept.checked_at
                found[asked] = kept._replace(checked_at=earlier)
        return found

    def put(self, source: str, answers: Iterable[Answer], moment: str) -> None:
        """Note what a service answered; all of it or nothing.

        Args:
            source: the service.
            answers: of several answers to one question the last one counts.
            moment: when they came, UTC, as in `2026-11-24T13:00:00Z`. What is known from more than a day after it, by
                a clock that was wrong, is older than any answer.
        """
        heard = tuple(answers)  # before anybody has to wait for us
        with self._transaction() as connection:
            shelf = Shelf(connection, source, horizon(moment))
            for answer in heard:
                shelf.record(answer, moment)

    def adopt(self, rows: Collection[Kept], aliases: Collection[Alias]) -> Adopted:
        """Take what another store knows where that is newer; all of it or nothing."""
        with self._transaction() as connection:
            # First the rows, which say that there is something under the names that aliases lead to.
            news = sum(Shelf(connection, row.source).adopt_row(row) for row in rows)
            names = sum(Shelf(connection, alias.source).adopt_alias(alias) for alias in aliases)
        return Adopted(news, names, len(rows) + len(aliases) - news - names)

    def reserve(self, name: str, interval: float, now: float) -> float:
        """Return the moment from which the caller may make its request, and keep others off for an interval after it.

        All processes that share the store keep one pace so. One caller at a time reserves, asks and releases, which
        is for the callers to see to: reservations do not queue here, so one that is many intervals ahead is no queue
        but a clock that was wrong, and is not believed.

        Args:
            name: of the pace.
            interval: seconds between two requests.
            now: epoch seconds, as is what is returned.
        """
        with self._transaction() as connection:
            following = self._next(connection, name)
            moment = max(now, following) if following <= now + FAR * interval else now
            connection.execute("INSERT OR REPLACE INTO pace (name, next) VALUES (?, ?)", (name, moment + interval))
        return moment

    def release(self, name: str, moment: float, interval: float) -> None:
        """Say when a request was answered; the next may start an interval after that."""
        with self._transaction() as connection:
            following = max(self._next(connection, name), moment + interval)
            connection.execute("INSERT OR REPLACE INTO pace (name, next) VALUES (?, ?)", (name, following))

    def hold(self, name: str, until: float) -> None:
        """Note that a service wants not to be asked until a moment, in epoch seconds; the last word counts.

        A moment that has passed ends a hold.
        """
        if math.isnan(until):
            return
        with self._transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO holds (name, until) VALUES (?, ?)", (text_of(name), until))

    def held(self, name: str, now: float) -> float | None:
        """Return the moment until which a service wants not to be asked; None where it may be.

        A moment that is more than a day ahead is not believed.
        """
        with self._transaction("BEGIN") as connection:
            row = connection.execute("SELECT until FROM holds WHERE name = ?", (text_of(name),)).fetchone()
        return float(row[0]) if row and now < row[0] <= now + LONGEST_HOLD else None

    def rows(self) -> Iterator[Kept]:
        """Give all that is known, sorted by source and reference."""
        joined = self._walk("""
            SELECT answers.source, answers.reference, state, answers.checked_at, fetched_at, tried_at, etag, raw,
                parsed, version, message, reason, aliases.source, alias, aliases.reference, aliases.checked_at
            FROM answers LEFT JOIN aliases
                ON aliases.source = answers.source AND aliases.reference = answers.reference
            ORDER BY answers.source, answers.reference
        """)
        for _, group in groupby(joined, key=lambda fields: fields[:2]):
            members = list(group)
            former = sorted(alias_of(fields[12:]).alias for fields in members if fields[13])
            yield row_of(members[0][:12])._replace(former=tuple(former))

    def aliases(self) -> Iterator[Alias]:
        """Give all former names, sorted by source and alias."""
        return map(
            alias_of, self._walk("SELECT source, alias, reference, checked_at FROM aliases ORDER BY source, alias")
        )

    def clear(self, source: str | None = None, references: Collection[Reference] = ()) -> int:
        """Forget everything, or one source, or some references of one or of every source; return how many rows.

        A reference is forgotten by any name that it has or had. With a source goes how long it wants to be left alone.
        """
        with self._transaction() as connection:
            every = connection.execute("SELECT source FROM answers UNION SELECT source FROM aliases").fetchall()
            cleared = 0
            if not references:
                connection.execute("DELETE FROM holds")
            for (name,) in every if source is None else [(text_of(source),)]:
                if references:
                    shelf = Shelf(connection, name)
                    cleared += sum(shelf.clear(plain(reference)) for reference in references)
                else:
                    connection.execute("DELETE FROM aliases WHERE source = ?", (name,))
                    cleared += connection.execute("DELETE FROM answers WHERE source = ?", (name,)).rowcount
        # The file shrinks when nobody else is reading it and the disk has room for a copy; nothing is wrong otherwise.
        with self._lock, suppress(sqlite3.Error):
            self._connection.execute("VACUUM")
        return cleared

    @staticmethod
    def _next(connection: sqlite3.Connection, name: str) -> float:
        row = connection.execute("SELECT next FROM pace WHERE name = ?", (name,)).fetchone()
        return float(row[0]) if row else float("-inf")

    @contextmanager
    def _transaction(self, kind: str = "BEGIN IMMEDIATE") -> Iterator[sqlite3.Connection]:
        with self._lock, reported(self.path), transaction(self._connection, kind):
            yield self._connection

    def _walk(self, query: str) -> Iterator[tuple[str, ...]]:
        """The rows of a query one by one, all as of one moment; where the file is damaged, those before that place."""
        with self._lock, reported(self.path):
            cursor = self._connection.execute(query)
        while True:
            with self._lock, reported(self.path):
                row = cursor.fetchone()
            if row is None:
                return
            yield row
