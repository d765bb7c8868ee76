"""References in, what services say of them out: from the store what is fresh, from the network what is due.

Each source works in a thread of its own; what it hears is put into the store as it comes, so that nothing that has
arrived is lost, whatever ends the build. A failure never takes away what is known.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from papergraph.http import Clock, Limits, session
from papergraph.model import Paper, Record, Reference, Repository
from papergraph.sources.asking import Asked, Heard, Source, Way
from papergraph.sources.settings import DAY
from papergraph.store import Kept, State, Store

if TYPE_CHECKING:
    import requests

LISTENING = 1.0
"""Seconds between two looks at whether a source still says anything."""
ALL = "all"
FORM = "%Y-%m-%dT%H:%M:%SZ"


class Terms(NamedTuple):
    """On which terms facts are looked up."""

    store: Path
    online: bool = False
    refresh: frozenset[str] = frozenset()
    """Names of sources, and references, that are asked for although they are fresh; `all` for everything."""
    contact: str | None = None
    clock: Clock = Clock()
    limits: Limits = Limits()


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
    waiting: int = 0
    """What was not asked, because the source was given up or had answered enough."""
    kept: int = 0
    """Of those that failed or wait: how many keep facts of before."""
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


Event: TypeAlias = "Heard | str | BaseException | None"
"""What a thread says: an answer, what it waits for, what went wrong in it, or that it is done."""


def look_up(
    references: Sequence[Reference],
    sources: Sequence[Source],
    terms: Terms,
    spared: Container[Reference] = (),
    tell: Callable[[Step], None] = lambda _: None,
) -> Found:
    """Return what the sources say of references, the most valuable of which come first.

    Args:
        references: papers and repositories.
        sources: who may be asked.
        terms: where the store is, whether the network may be used, and what is asked anew.
        spared: references about which enough is known from elsewhere; they are asked for only where `terms` say so.
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
            due[source.name] = [one for one in asked if _is_due(one, source, terms, spared)]
            tallies[source.name] = _first_tally(source, asked, due[source.name], spared)
    if terms.online and any(due.values()):
        _Asking(sources, due, tallies, terms, tell).run()
    with Store.open_readonly(terms.store) as store:
        records = [
            record
            for source in sources
            for kept in _distinct(store.get(source.name, mine[source.name]).values())
            for record in source.records(kept)
        ]
    return Found(tuple(records), tuple(tallies[source.name] for source in sources if mine[source.name]))


def _distinct(kept: Iterable[Kept]) -> Iterator[Kept]:
    """Each thing once, in a fixed order: two names may lead to one repository, and each has its day."""
    by_reference: dict[Reference, Kept] = {}
    for one in kept:
        known = by_reference.get(one.reference)
        by_reference[one.reference] = max(known, one, key=lambda two: two.checked_at) if known else one
    for reference in sorted(by_reference):
        yield by_reference[reference]


def _is_due(asked: Asked, source: Source, terms: Terms, spared: Container[Reference]) -> bool:
    """Whether a reference is to be asked for: unknown, old, or asked for anew."""
    if terms.refresh & {ALL, source.name, str(asked.reference)}:
        return True
    if asked.reference in spared:
        return False
    kept = asked.kept
    if kept is None or kept.state is State.ERROR or not kept.checked_at:
        return True
    age = terms.clock.now() - _epoch(kept.checked_at)
    limit = source.settings.max_age if kept.state is State.OK else source.missing_age
    return not -DAY < age < limit  # a moment in the future comes from a clock that was wrong


def _first_tally(source: Source, asked: Sequence[Asked], due: Sequence[Asked], spared: Container[Reference]) -> Tally:
    waiting = {one.reference for one in due}
    cached = sum(
        one.reference not in waiting and (one.reference not in spared or one.kept is not None) for one in asked
    )
    kept = sum(bool(one.kept and one.kept.raw) for one in due)
    return Tally(source.name, source.title, wanted=len(asked), cached=cached, waiting=len(due), kept=kept)


class _Asking:
    """The threads of a build, and the one place where what they hear is stored."""

    def __init__(
        self,
        sources: Sequence[Source],
        due: dict[str, list[Asked]],
        tallies: dict[str, Tally],
        terms: Terms,
        tell: Callable[[Step], None],
    ) -> None:
        self._sources = [source for source in sources if due[source.name]]
        self._due = due
        self._tallies = tallies
        self._terms = terms
        self._tell = tell
        self._events: queue.SimpleQueue[tuple[str, Event]] = queue.SimpleQueue()
        self._known = {
            name: {one.reference for one in asked if one.kept and one.kept.raw} for name, asked in due.items()
        }
        self._over = threading.Event()

    def run(self) -> None:
        """Ask all sources at once until each is done; what ends it sooner goes on its way when all is stored."""
        started = self._terms.clock.now()
        with Store.open(self._terms.store) as store, session() as shared:
            for source in self._sources:
                self._tell(Step(source.name, 0, len(self._due[source.name]), ""))
                threading.Thread(target=self._ask, args=(source, shared), daemon=True).start()
            running = {source.name: time.monotonic() for source in self._sources}
            try:
                while running:
                    with suppress(queue.Empty):
                        name, event = self._events.get(timeout=LISTENING)
                        running[name] = time.monotonic()
                        if self._take(store, name, event):
                            del running[name]
                            self._tallies[name].seconds = self._terms.clock.now() - started
                    self._give_up(running)
            except BaseException:
                self._save(store)
                raise
            finally:
                self._over.set()

    def _save(self, store: Store) -> None:
        """Store what has arrived, and tell nobody."""
        with suppress(queue.Empty):
            while True:
                name, event = self._events.get_nowait()
                if isinstance(event, Heard):
                    self._store(store, name, event)

    def _give_up(self, running: dict[str, float]) -> None:
        """Let go of sources that hang where no time limit reaches: in looking up a name, or in a trickle of headers."""
        patience = self._terms.limits.whole + self._terms.limits.wait
        for name, heard in list(running.items()):
            if time.monotonic() > heard + patience:
                self._tallies[name].stop = f"{self._tallies[name].title} does not answer."
                del running[name]

    def _ask(self, source: Source, shared: requests.Session) -> None:
        """Work in a thread: say what is heard, in the end that it is the end."""
        name, terms = source.name, self._terms
        try:
            with Store.open(terms.store) as pace:
                waiting = lambda text: self._events.put((name, text))  # noqa: E731 - it is what the way asks for
                way = Way(shared, pace, terms.contact, terms.clock, terms.limits, waiting)
                for heard in source.ask(self._due[name], way):
                    self._events.put((name, heard))
                    if self._over.is_set():
                        break
        except BaseException as error:  # noqa: BLE001 - it is raised again where the build is
            self._events.put((name, error))
        finally:
            self._events.put((name, None))

    def _take(self, store: Store, name: str, event: Event) -> bool:
        """Store and count what a thread says; whether it was its last word."""
        tally = self._tallies[name]
        match event:
            case None:
                return True
            case BaseException():
                raise event
            case Heard():
                self._store(store, name, event)
                self._tell(Step(name, len(self._due[name]) - tally.waiting, len(self._due[name]), ""))
            case text:
                self._tell(Step(name, len(self._due[name]) - tally.waiting, len(self._due[name]), text))
        return False

    def _store(self, store: Store, name: str, heard: Heard) -> None:
        store.put(name, heard.answers, moment_text(self._terms.clock.now()))
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


def known_well_enough(told: Iterable[Record], sources: Sequence[Source], now: float) -> frozenset[Reference]:
    """Return what no service needs to be asked for, because a catalogue knows it.

    A paper with its authors and its date does not change much, whenever that was seen. The stars of a repository
    count for as long as those that GitHub itself has told.
    """
    ages = {source.name: source.settings.max_age for source in sources}
    spared = set()
    for record in told:
        if isinstance(record, Paper) and record.authors and record.published:
            spared.add(record.reference)
        elif isinstance(record, Repository) and record.stars is not None and record.origin.date:
            age = now - _epoch(f"{record.origin.date}T00:00:00Z")
            if age < ages.get(record.reference.prefix, 0):
                spared.add(record.reference)
    return frozenset(spared)


def moment_text(moment: float) -> str:
    """Return a moment as the store has it: UTC, to the second."""
    return datetime.fromtimestamp(moment, UTC).strftime(FORM)


def _epoch(text: str) -> float:
    """Epoch seconds of such a moment; 0 where it is none."""
    try:
        return datetime.strptime(text, FORM).replace(tzinfo=UTC).timestamp()
    except ValueError:
        return 0.0


def sources_named(sources: Collection[Source]) -> list[str]:
    """Return the names that `refresh` knows."""
    return [ALL, *(source.name for source in sources)]
