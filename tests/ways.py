"""Ways to emulated services, for the tests of sources: a real session, a clock that stands still, a pace in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from emulation import FakeClock
from handmade import ref
from papergraph.http import Clock, Limits, Pace, session
from papergraph.model import Reference
from papergraph.sources.asking import Asked, Heard, Source, Way
from papergraph.store import Answer, Kept, State
from papergraph.store.kept import said

MOMENT = "2026-03-02T10:00:00Z"
QUICK = Limits(connect=2.0, silence=2.0, whole=5.0)
"""For what passes in real time, so that a test that goes wrong ends soon."""


class PaceInMemory:
    """The pace of one process, as the store keeps it for several."""

    def __init__(self) -> None:
        self._next: dict[str, float] = {}
        self._held: dict[str, float] = {}

    def reserve(self, name: str, interval: float, now: float) -> float:
        """The moment of the next request."""
        moment = max(now, self._next.get(name, now))
        self._next[name] = moment + interval
        return moment

    def release(self, name: str, moment: float, interval: float) -> None:
        """A request has ended."""
        self._next[name] = max(self._next.get(name, moment), moment + interval)

    def hold(self, name: str, until: float) -> None:
        """A service wants to be left alone."""
        self._held[name] = until

    def held(self, name: str, now: float) -> float | None:
        """Until when it wants that."""
        until = self._held.get(name, now)
        return until if until > now else None


@contextmanager
def a_way(
    clock: FakeClock,
    *,
    limits: Limits = QUICK,
    contact: str | None = None,
    pace: Pace | None = None,
    told: list[str] | None = None,
) -> Iterator[Way]:
    """A way whose waits are told to a list and take no real time."""
    waits = [] if told is None else told
    with session() as shared:
        yield Way(shared, pace or PaceInMemory(), contact, Clock(clock.now, clock.sleep), limits, waits.append)


def due(references: Iterable[str | Reference]) -> list[Asked]:
    """References that the store knows nothing of: `arxiv:2101.11605`."""
    return [Asked(ref(one) if isinstance(one, str) else one) for one in references]


def hear(source: Source, references: Iterable[str | Reference], way: Way) -> list[Heard]:
    """All that a source says when it is asked for references."""
    return list(source.ask(due(references), way))


def answers(heard: Iterable[Heard]) -> dict[str, Answer]:
    """Reference → the last answer about it."""
    return {str(answer.asked): answer for one in heard for answer in one.answers}


def stored(source: Source, answer: Answer, moment: str = MOMENT) -> Kept:
    """An answer as the store keeps it, where it kept nothing before."""
    return said(answer, Kept(source.name, answer.asked, State.ERROR), moment)


def states(heard: Iterable[Heard]) -> dict[str, State]:
    """Reference → the state of the last answer about it."""
    return {reference: answer.state for reference, answer in answers(heard).items()}


def stop(heard: Iterable[Heard]) -> str:
    """Why the source asks no further; empty where it has asked for all."""
    return next((one.stop for one in heard if one.stop), "")
