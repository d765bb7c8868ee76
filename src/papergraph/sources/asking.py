"""What a source is, and what passes between sources and the build: references that are due in, what was heard out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

from papergraph.failures import FetchError, HeldError, LimitedError
from papergraph.http import Clock, Door, Limits, Pace, Service, user_agent
from papergraph.merge import known
from papergraph.model import RANK_SERVICE, Origin, Paper, Record, Reference, Repository
from papergraph.moments import clock_time
from papergraph.sources.settings import Settings
from papergraph.store import Answer, Kept, State

if TYPE_CHECKING:
    import requests

R = TypeVar("R", Paper, Repository)


class Asked(NamedTuple):
    """A reference that is due, with what the store knows of it."""

    reference: Reference
    kept: Kept | None = None


class Heard(NamedTuple):
    """What one request, or the end of them, brought."""

    answers: tuple[Answer, ...] = ()
    requests: int = 0
    """Requests that the source has made so far."""
    stop: str = ""
    """Why the source asks no further, as a sentence; what was not answered is asked by a later build."""
    hint: str = ""
    """What would make it better, as a sentence."""


class Way(NamedTuple):
    """The way to a service: one session for all, the pace, the time, and who asks."""

    session: requests.Session
    pace: Pace
    contact: str | None
    clock: Clock
    limits: Limits
    waiting: Callable[[str], None]
    """Told what the next request waits for."""
    cancelled: Callable[[], bool] = lambda: False
    """Whether the build has ended, so that nothing more is to be asked."""
    insistent: bool = False
    """Whether a service is asked although it wants to be left alone: somebody wants its facts anew."""

    def door(self, service: Service, client: str) -> Door:
        """Return the door to a service, for the client library of that name and version."""
        door = Door(self.session, service, self.pace, user_agent(self.contact, client), self.clock, self.limits)
        door.waiting = self.waiting
        door.cancelled = self.cancelled
        door.insistent = self.insistent
        return door


class Source(Protocol):
    """A service that knows of some references; the only user of the network."""

    @property
    def name(self) -> str:
        """As the store and the command line know it."""

    @property
    def title(self) -> str:
        """As people know it."""

    @property
    def settings(self) -> Settings:
        """Where it is, and how long its facts hold."""

    @property
    def missing_age(self) -> float:
        """Seconds after which what did not exist is looked up again."""

    def wants(self, reference: Reference) -> bool:
        """Tell whether it may know of a reference."""

    def ask(self, wanted: Sequence[Asked], way: Way) -> Iterator[Heard]:
        """Ask for references, the most valuable first; never says `missing` from an answer that was not verified."""

    def records(self, kept: Kept) -> tuple[Record, ...]:
        """Return what it said, from the store."""


def unheard(client: str) -> None:
    """Keep the warnings of a client off the screen, where Python writes them: answers tell what they are about."""
    import logging

    logger = logging.getLogger(client)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())


def origin(title: str, moment: str) -> Origin:
    """Return the service as an origin, with the day of a moment of the store."""
    return Origin(RANK_SERVICE, title, 0, moment[:10])


def parsed(record: Paper | Repository) -> str:
    """Return the fields of a record as JSON text, as the store keeps them."""
    fields = zip(record._fields[2:], record[2:], strict=True)
    return json.dumps({field: value for field, value in fields if known(value)}, ensure_ascii=False)


def from_parsed(kind: type[R], reference: Reference, origin: Origin, text: str) -> R:
    """Return the record that `parsed` was given."""
    told: dict[str, Any] = json.loads(text)
    fields: Any = {key: tuple(value) if isinstance(value, list) else value for key, value in told.items()}
    return kind(reference, origin, **fields)


def sentence(title: str, failure: FetchError) -> str:
    """Return what a service did, as a sentence; where it is a limit, with its end."""
    said = f"{title} {failure}"
    if isinstance(failure, LimitedError) and failure.until is not None:
        said += f"; it answers again at {clock_time(failure.until)}"
    return said if said.endswith("?") else f"{said}."


def unanswered(asked: Sequence[Asked], title: str, failure: FetchError) -> tuple[Answer, ...]:
    """Return the failure of each reference; none where the service was not asked at all."""
    return () if isinstance(failure, HeldError) else failed(asked, f"{title} {failure}")


def failed(asked: Sequence[Asked], message: str) -> tuple[Answer, ...]:
    """Return the same failure for each reference."""
    return tuple(Answer(one.reference, State.ERROR, message=message) for one in asked)
