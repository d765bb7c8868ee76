"""What services answer and what the store keeps of it: the records, and how an answer and a row become a row; pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from papergraph.model import Reference
from papergraph.moments import FORM

NEVER = "9999-12-31T23:59:59Z"
"""The last moment that there is: whoever believes moments until then believes every one."""
AHEAD = timedelta(days=1)
"""How far clocks may differ; a moment that is further in the future comes from one that was wrong."""


class State(StrEnum):
    """How a service answered."""

    OK = "ok"
    MISSING = "missing"
    """It says that there is no such thing, or that it shows it to nobody."""
    ERROR = "error"
    """It gave no answer that can be believed."""


class Answer(NamedTuple):
    """What a service said of one reference."""

    asked: Reference
    """The key that was asked for."""
    state: State
    reference: Reference | None = None
    """The key that it has now, where the state is OK (a renamed repository); None: as asked."""
    raw: str = ""
    """The payload, a JSON object; empty unless the state is OK and not `unchanged`."""
    parsed: str = ""
    """JSON text of the record's fields."""
    version: str = ""
    """Of the source and its parser, as in `arxiv/1`."""
    etag: str = ""
    message: str = ""
    """Why it is missing, or what went wrong, which is never empty."""
    unchanged: bool = False
    """OK, and the service says that nothing has changed since (status 304)."""

    @property
    def tells(self) -> bool:
        """Whether it brings facts."""
        return self.state is State.OK and self.raw != "" and not self.unchanged


class Kept(NamedTuple):
    """What the store knows of one reference; moments are UTC, as in `2026-11-24T13:00:00Z`, and empty for never."""

    source: str
    """`arxiv`, `github`, …"""
    reference: Reference
    """As it is called now."""
    state: State
    """Of the last verified answer; ERROR where there never was one."""
    checked_at: str = ""
    """The last verified answer, OK or MISSING; through an alias the earlier of the row's and the alias's."""
    fetched_at: str = ""
    """When `raw` was fetched or confirmed."""
    tried_at: str = ""
    """The last attempt of any outcome."""
    etag: str = ""
    raw: str = ""
    parsed: str = ""
    """Empty where the payload came from elsewhere and was not parsed here."""
    version: str = ""
    message: str = ""
    """What went wrong in the last attempt; empty where nothing did."""
    reason: str = ""
    """Why it is MISSING; empty in any other state."""
    former: tuple[Reference, ...] = ()
    """All aliases that lead here, sorted."""

    @property
    def failing(self) -> bool:
        """Whether the last attempt brought no answer that can be believed, whatever is known from before."""
        return self.state is State.ERROR or self.message != ""


class Alias(NamedTuple):
    """A former name."""

    source: str
    alias: Reference
    reference: Reference
    """What it leads to, which is never an alias itself."""
    checked_at: str
    """The last verified answer to this name."""


class Adopted(NamedTuple):
    """What became of rows and aliases that came from elsewhere."""

    rows: int
    """Rows that told something new."""
    aliases: int
    """Aliases that did."""
    kept: int
    """Rows and aliases that did not: what is here is as new or newer."""


def said(answer: Answer, known: Kept, moment: str) -> Kept:
    """Return what an answer says by itself, as a row.

    What is unchanged is what is known, confirmed; where nothing is known, that answers nothing.
    """
    blank = Kept(known.source, known.reference, answer.state, tried_at=moment, message=answer.message)
    if answer.tells:
        told = blank._replace(checked_at=moment, fetched_at=moment, message="")
        return told._replace(etag=answer.etag, raw=answer.raw, parsed=answer.parsed, version=answer.version)
    if answer.state is State.OK and known.fetched_at:
        etag = answer.etag or known.etag
        return known._replace(
            state=State.OK, checked_at=moment, fetched_at=moment, tried_at=moment, etag=etag, message="", reason=""
        )
    if answer.state is State.OK:
        return blank._replace(state=State.ERROR, message="unchanged, but what it was is not known here")
    if answer.state is State.MISSING:
        return blank._replace(checked_at=moment, message="", reason=answer.message)
    return blank


def of_thing(row: Kept) -> Kept:
    """Return what a row says of the thing that had its name: that nothing is found by a name is said of that alone."""
    if row.state is not State.MISSING:
        return row
    state, moment = (State.OK if row.fetched_at else State.ERROR), row.fetched_at
    return row._replace(state=state, checked_at=moment, tried_at=moment, message="", reason="")


def of_name(row: Kept) -> Kept:
    """Return what a row says of its name alone: all but the facts."""
    return row._replace(fetched_at="", etag="", raw="", parsed="", version="")


def horizon(moment: str) -> str:
    """Return the last moment that somebody believes whose clock shows this one."""
    try:
        return (datetime.fromisoformat(moment) + AHEAD).strftime(FORM)
    except OverflowError:
        return NEVER


def newest(known: Kept, told: Kept, *, ties: bool = True, believed: str = NEVER) -> Kept:
    """Return a row with each part from whoever has the later moment for it, so that the order of answers is no matter.

    Args:
        known: the row.
        told: what is said of the same thing.
        ties: whether what is said wins where both have one moment.
        believed: the last moment that is believed; any after it counts as older than all others.
    """

    def age(moment: str) -> tuple[bool, bool, str]:
        return moment != "", moment <= believed, moment

    def wins(new: str, old: str) -> bool:
        return age(new) > age(old) or (ties and new == old != "")

    row = known
    if wins(told.checked_at, known.checked_at):
        row = row._replace(state=told.state, checked_at=told.checked_at, reason=told.reason)
    if wins(told.fetched_at, known.fetched_at):
        row = row._replace(
            fetched_at=told.fetched_at, etag=told.etag, raw=told.raw, parsed=told.parsed, version=told.version
        )
    if wins(told.tried_at, known.tried_at):
        row = row._replace(tried_at=told.tried_at, message=told.message)
    return row
