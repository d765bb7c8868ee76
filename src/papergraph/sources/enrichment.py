"""References in, what services say of them out: from the store what is fresh, from the network what is due.

Each source works in a thread of its own; what it hears is put into the store as it comes, so that nothing that has
arrived is lost, whatever ends the build. A failure never takes away what is known.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from papergraph.errors import StoreError
from papergraph.failures import FetchError, UnreachableError
from papergraph.http import session
from papergraph.model import Record, Reference
from papergraph.moments import moment_text
from papergraph.sources.asking import Asked, Heard, Source, Way, sentence
from papergraph.sources.due import ALL, Terms, is_due, is_refreshed
from papergraph.store import Kept, State, Store

if TYPE_CHECKING:
    import requests

LISTENING = 1.0
"""Seconds between two looks at whether a source still says anything."""


@dataclass
class Tally:
    """What came of one source, for people and programs."""

    source: str
    title: str
    wanted: int = 0
    cached: int = 0
    """What the store knew well enough, that something is missing included."""
    fetched: int = 0
    unchanged: int = 0
    """What the source said has not changed."""
    missing: int = 0
    failed: int = 0
    spared: int = 0
    """What a catalogue knew well enough."""
    waiting: int = 0
    """What was not asked, because the source was given up or had answered enough."""
    kept: int = 0
    """Of those that failed or wait: how many keep facts of before."""
    refreshed: int = 0
    """What was asked for because somebody wanted it anew."""
    requests: int = 0
    seconds: float = 0.0
    stop: str = ""
    """Why it was given up, as a sentence."""
    hints: list[str] = field(default_factory=list)


class Step(NamedTuple):
    """How far one source is."""

    source: str
    done: int
    total: int
    what: str
    """What it waits for; empty where it works."""


class Found(NamedTuple):
    """What services say."""

    records: tuple[Record, ...]
    tallies: tuple[Tally, ...]


Event: TypeAlias = "Heard | str | frozenset[Reference] | BaseException | None"
"""What a thread says: an answer, what it waits for, what others have learnt, what went wrong, or the end."""


def look_up(
    references: Sequence[Reference],
    sources: Sequence[Source],
    terms: Terms,
    spared: Mapping[Reference, str] = MappingProxyType({}),
    tell: Callable[[Step], None] = lambda _: None,
) -> Found:
    """Return what the sources say of references, the most valuable of which come first.

    Args:
        references: papers and repositories.
        sources: who may be asked.
        terms: where the store is, whether the network may be used, and what is asked anew.
        spared: references about which enough is known from elsewhere → the day of that; see `known_well_enough`.
        tell: told of progress.

    Raises:
        StoreError: the store cannot be read or written.
    """
    mine = {source.name: [one for one in references if source.wants(one)] for source in sources}
    if not any(mine.values()):
        return Found((), ())
    due: dict[str, list[Asked]] = {}
    tallies: dict[str, Tally] = {}
    with Store.open_readonly(terms.store) as store:
        for source in sources:
            known = store.get(source.name, mine[source.name])
            asked = [Asked(one, known.get(one)) for one in mine[source.name]]
            # What was never answered comes first, then what was seen longest ago: a limit must not starve the rest.
            wanted = [one for one in asked if is_due(one, source, terms, spared)]
            due[source.name] = sorted(wanted, key=lambda one: one.kept.checked_at if one.kept else "")
            tallies[source.name] = _first_tally(asked, due[source.name], source, terms, spared)
        told = tuple(tallies[source.name] for source in sources if mine[source.name])
        if not (terms.online and any(due.values())):
            return Found(_records(store, sources, mine), told)
    try:
        written = Store.open(terms.store)
    except StoreError as error:
        # What is known can be read: that nothing can be added is no reason to show nothing.
        for tally in told:
            tally.stop = f"{error} Nothing was asked."
        with Store.open_readonly(terms.store) as store:
            return Found(_records(store, sources, mine), told)
    with written as store:
        _Asking(sources, due, tallies, terms, tell, store).run()
        return Found(_records(store, sources, mine), told)


def _records(store: Store, sources: Sequence[Source], mine: Mapping[str, Sequence[Reference]]) -> tuple[Record, ...]:
    """What the sources have said, as the store has it."""
    return tuple(
        record
        for source in sources
        for kept in _distinct(store.get(source.name, mine[source.name]).values())
        for record in source.records(kept)
    )


def _distinct(kept: Iterable[Kept]) -> Iterator[Kept]:
    """Each thing once, in a fixed order: two names may lead to one repository, and each has its day."""
    by_reference: dict[Reference, Kept] = {}
    for one in kept:
        known = by_reference.get(one.reference)
        by_reference[one.reference] = max(known, one, key=lambda two: two.checked_at) if known else one
    for reference in sorted(by_reference):
        yield by_reference[reference]


def _first_tally(
    asked: Sequence[Asked], due: Sequence[Asked], source: Source, terms: Terms, spared: Mapping[Reference, str]
) -> Tally:
    waiting = {one.reference for one in due}
    rest = [one for one in asked if one.reference not in waiting]
    return Tally(
        source.name,
        source.title,
        wanted=len(asked),
        cached=sum(one.kept is not None for one in rest),
        spared=sum(one.kept is None and one.reference in spared for one in rest),
        waiting=len(due),
        kept=sum(bool(one.kept and one.kept.raw) for one in due),
        refreshed=sum(is_refreshed(one, source, terms) for one in due),
    )


class _Asking:
    """The threads of a build, and the one place where what they hear is stored."""

    def __init__(
        self,
        sources: Sequence[Source],
        due: dict[str, list[Asked]],
        tallies: dict[str, Tally],
        terms: Terms,
        tell: Callable[[Step], None],
        store: Store,
    ) -> None:
        self._sources = [source for source in sources if due[source.name]]
        self._due = due
        self._tallies = tallies
        self._terms = terms
        self._tell = tell
        self._store = store
        self._events: queue.SimpleQueue[tuple[str, Event]] = queue.SimpleQueue()
        self._known = {
            name: {one.reference for one in asked if one.kept and one.kept.raw} for name, asked in due.items()
        }
        self._over = threading.Event()
        self._current: tuple[str, Event] | None = None
        """What was taken from the queue and may not be stored yet."""

    def run(self) -> None:
        """Ask all sources at once until each is done; what ends it sooner goes on its way when all is stored."""
        started = self._terms.clock.now()
        with session() as shared:
            for source in self._sources:
                self._tell(Step(source.name, 0, len(self._due[source.name]), ""))
                threading.Thread(target=self._ask, args=(source, shared), daemon=True).start()
            running = {source.name: time.monotonic() for source in self._sources}
            try:
                while running:
                    with suppress(queue.Empty):
                        self._current = name, event = self._events.get(timeout=LISTENING)
                        if name not in running:  # it was given up, and speaks after all
                            self._save()
                            continue
                        running[name] = time.monotonic()
                        if self._take(name, event):
                            del running[name]
                            self._tallies[name].seconds = self._terms.clock.now() - started
                    self._give_up(running)
            except BaseException:
                self._save()
                raise
            finally:
                self._over.set()

    def _save(self) -> None:
        """Store what has arrived, and tell nobody; what is stored twice is stored once."""
        with suppress(queue.Empty):
            while True:
                name, event = self._current or self._events.get_nowait()
                self._current = None
                if isinstance(event, Heard):
                    self._store.put(name, event.answers, moment_text(self._terms.clock.now()))

    def _give_up(self, running: dict[str, float]) -> None:
        """Let go of sources that hang where no time limit reaches: in looking up a name, or in a trickle of headers."""
        patience = self._terms.limits.patience
        for name, heard in list(running.items()):
            if time.monotonic() > heard + patience:
                self._tallies[name].stop = f"{self._tallies[name].title} does not answer."
                del running[name]

    def _ask(self, source: Source, shared: requests.Session) -> None:
        """Work in a thread: say what is heard, in the end that it is the end."""
        name, terms = source.name, self._terms
        say = partial(self._say, name)
        try:
            with Store.open(terms.store) as pace, self._alone(source, say):
                due = self._still_due(source, pace)
                if others := {one.reference for one in self._due[name]} - {one.reference for one in due}:
                    say(frozenset(others))
                insistent = not terms.refresh.isdisjoint({ALL, name})
                way = Way(shared, pace, terms.contact, terms.clock, terms.limits, say, self._over.is_set, insistent)
                for heard in source.ask(due, way) if due else ():
                    say(heard)
                    if self._over.is_set():
                        break
        except FetchError as failure:
            say(Heard(stop=sentence(source.title, failure)))
        except BaseException as error:  # noqa: BLE001 - it is raised again where the build is
            say(error)
        finally:
            say(None)

    def _say(self, name: str, event: Event) -> None:
        self._events.put((name, event))

    @contextmanager
    def _alone(self, source: Source, say: Callable[[Event], None]) -> Iterator[None]:
        """Keep other builds from asking the same service: it is to have one connection from here, and no double work.

        The lock is the operating system's, and ends with the process.
        """
        from filelock import FileLock, Timeout

        service = source.name.partition("-")[0]
        lock = FileLock(self._terms.store.with_name(f".{self._terms.store.name}-{service}.lock"), mode=0o666)
        patience = self._terms.limits.patience
        ends = time.monotonic() + patience
        while True:
            try:
                lock.acquire(timeout=LISTENING)
                break
            except Timeout:
                say(f"another build asks {source.title}")
                if self._over.is_set() or time.monotonic() > ends:
                    raise UnreachableError(f"has been asked by another build for {patience:.0f} s") from None
            except (OSError, NotImplementedError):
                break  # a folder without locks: the pace that the store keeps has to do
        try:
            yield
        finally:
            lock.release()

    def _still_due(self, source: Source, store: Store) -> list[Asked]:
        """What no other build has asked for while this one waited for its turn."""
        due = self._due[source.name]
        known = store.get(source.name, [one.reference for one in due])
        return [
            one._replace(kept=now)
            for one in due
            if (now := known.get(one.reference)) is None or now.checked_at == (one.kept.checked_at if one.kept else "")
        ]

    def _take(self, name: str, event: Event) -> bool:
        """Store and count what a thread says; whether it was its last word."""
        tally = self._tallies[name]
        what = ""
        match event:
            case None:
                return True
            case BaseException():
                raise event
            case Heard():
                self._count(name, event)
            case frozenset():
                tally.waiting -= len(event)
                tally.cached += len(event)
                tally.kept -= len(event & self._known[name])
            case text:
                what = text
        self._tell(Step(name, len(self._due[name]) - tally.waiting, len(self._due[name]), what))
        return False

    def _count(self, name: str, heard: Heard) -> None:
        self._store.put(name, heard.answers, moment_text(self._terms.clock.now()))
        self._current = None
        tally = self._tallies[name]
        tally.requests = max(tally.requests, heard.requests)
        tally.stop = heard.stop or tally.stop
        tally.hints += [heard.hint] if heard.hint else []
        for answer in heard.answers:
            tally.waiting -= 1
            had = answer.asked in self._known[name]
            if answer.state is State.ERROR:
                tally.failed += 1
                continue
            tally.kept -= had
            if answer.state is State.MISSING:
                tally.missing += 1
            elif answer.unchanged:
                tally.unchanged += 1
            else:
                tally.fetched += 1
