"""What is asked and what is not, what is stored whatever happens, and what the tallies say of it."""

from __future__ import annotations

import socket
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import NoReturn

import pytest
from filelock import FileLock
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from emulated_github import bad_credentials, many_repositories, primary_limit, repository
from emulation import START, Action, FakeClock, RefusedPort
from emulators.faults import captive_portal, cut, redirect, rewritten, status, unavailable
from github_desk import TOKEN, Desk, opened, repositories, tally
from handmade import catalog_repository, ref
from papergraph.errors import StoreError
from papergraph.http import Clock, Limits
from papergraph.model import Record, Reference, Status
from papergraph.moments import moment_text
from papergraph.sources.arxiv import ArxivSource
from papergraph.sources.asking import Asked, Heard, Way, failed
from papergraph.sources.due import Terms
from papergraph.sources.enrichment import Found, Step, Tally, look_up
from papergraph.sources.github import GithubSource
from papergraph.sources.settings import GITHUB, Settings
from papergraph.store import Answer, Kept, State, Store

DAY, WEEK = 86_400.0, 7 * 86_400.0
Reply = Callable[[Asked], Answer]


def found(asked: Asked) -> Answer:
    """What is there."""
    return Answer(asked.reference, State.OK, raw="{}", parsed="{}", version="told/1")


def gone(asked: Asked) -> Answer:
    """What is not there."""
    return Answer(asked.reference, State.MISSING, message="there is none")


def wrong(asked: Asked) -> Answer:
    """What cannot be told."""
    return Answer(asked.reference, State.ERROR, message="something went wrong")


def same(asked: Asked) -> Answer:
    """What is as it was."""
    return Answer(asked.reference, State.OK, unchanged=True)


@dataclass
class Told:
    """A source that says what a test lets it say, one reference at a time."""

    name: str = "told"
    reply: Reply = found
    settings: Settings = field(default_factory=lambda: GITHUB._replace(max_age=WEEK))
    missing_age: float = 2 * DAY
    stop_after: int | None = None
    """How many it answers before it gives up."""
    then: Callable[[], object] = lambda: None
    """Called after each answer."""
    asked: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """As people know it."""
        return self.name.title()

    def wants(self, reference: Reference) -> bool:
        """All that bears its name."""
        return reference.prefix == self.name

    def ask(self, wanted: Sequence[Asked], way: Way) -> Iterator[Heard]:  # noqa: ARG002 - nobody is far away
        """Answer one by one."""
        for number, one in enumerate(wanted, 1):
            self.asked.append(one.reference.identifier)
            stop = "Told has had enough." if number == self.stop_after else ""
            yield Heard((self.reply(one),), number, stop)
            self.then()
            if stop:
                return

    def records(self, kept: Kept) -> tuple[Record, ...]:
        """A repository for everything that was found."""
        if not kept.raw:
            return ()
        made = catalog_repository("x/y", description=kept.fetched_at)
        return (made._replace(reference=kept.reference),)


@dataclass
class Builds:
    """Builds that share a store and a clock."""

    store: Path
    clock: FakeClock = field(default_factory=FakeClock)
    steps: list[Step] = field(default_factory=list)

    def terms(self, *refresh: str, online: bool = True) -> Terms:
        """On which terms they look things up."""
        return Terms(self.store, online, frozenset(refresh), clock=Clock(self.clock.now, self.clock.sleep))

    def look_up(
        self, source: Told, *names: str, refresh: Iterable[str] = (), online: bool = True, spared: Iterable[str] = ()
    ) -> Tally:
        """What came of one build, which asks the one source for these names."""
        made = look_up(
            [ref(f"{source.name}:{name}") for name in names],
            [source],
            self.terms(*refresh, online=online),
            {ref(f"{source.name}:{name}"): "2026-03-02" for name in spared},
            self.steps.append,
        )
        return tally(made)

    def kept(self, source: str, *names: str) -> dict[str, Kept]:
        """What the store has."""
        with Store.open_readonly(self.store) as store:
            known = store.get(source, [ref(f"{source}:{name}") for name in names])
        return {asked.identifier: kept for asked, kept in known.items()}


@pytest.fixture
def builds(tmp_path: Path) -> Builds:
    return Builds(tmp_path / "store.sqlite")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened(tmp_path) as desk:
        yield desk


# What is asked.


@pytest.mark.parametrize(
    "reply, age, asks",
    [
        (found, 0, False),
        (found, WEEK - 1, False),
        (found, WEEK, True),
        (gone, 2 * DAY - 1, False),
        (gone, 2 * DAY, True),
        (wrong, 0, True),
        (found, -DAY + 1, False),
        (found, -DAY, True),
        (gone, -2 * DAY, True),
    ],
)
def test_what_is_asked_depends_on_how_it_was_answered_and_when(
    builds: Builds, reply: Reply, age: float, *, asks: bool
) -> None:
    """A failure is no answer, what does not exist may soon, and a moment in the future is a mistake of a clock."""
    builds.look_up(Told(reply=reply), "a")
    builds.clock.advance(age)
    source = Told()

    told = builds.look_up(source, "a")

    assert source.asked == (["a"] if asks else [])
    assert (told.cached, told.fetched) == ((0, 1) if asks else (1, 0))


def test_a_damaged_moment_is_an_old_one(builds: Builds) -> None:
    builds.look_up(Told(), "a")
    with sqlite3.connect(builds.store) as connection:
        connection.execute("UPDATE answers SET checked_at = 'yesterday'")
    source = Told()

    builds.look_up(source, "a")

    assert source.asked == ["a"]


@pytest.mark.parametrize(
    "refresh, asked",
    [
        ((), []),
        (("told",), ["a", "b"]),
        (("all",), ["a", "b"]),
        (("told:b",), ["b"]),
        (("told:c", "github"), []),
    ],
)
def test_what_is_fresh_is_asked_for_where_somebody_wants_that(
    builds: Builds, refresh: tuple[str, ...], asked: list[str]
) -> None:
    builds.look_up(Told(), "a", "b")
    source = Told()

    told = builds.look_up(source, "a", "b", refresh=refresh)

    assert source.asked == asked
    assert (told.fetched, told.cached) == (len(asked), 2 - len(asked))


def test_what_a_catalogue_knows_is_not_asked_for_and_what_is_stored_of_it_is_still_told(builds: Builds) -> None:
    builds.look_up(Told(), "old")
    builds.clock.advance(2 * WEEK)
    source = Told()

    made = look_up(
        [ref("told:old"), ref("told:new"), ref("told:other")],
        [source],
        builds.terms(),
        {ref("told:old"): "2026-03-20", ref("told:new"): ""},
    )

    assert source.asked == ["other"]
    assert [record.reference.identifier for record in made.records] == ["old", "other"]
    assert (tally(made).wanted, tally(made).cached, tally(made).fetched) == (3, 1, 1)


def test_the_most_valuable_are_asked_first(builds: Builds) -> None:
    builds.look_up(Told(), "m")
    source = Told()

    builds.look_up(source, "z", "m", "a", "k")

    assert source.asked == ["z", "a", "k"]


def test_each_source_is_asked_for_its_own(builds: Builds) -> None:
    one, other = Told("one"), Told("other")
    references = [ref("one:a"), ref("other:b"), ref("third:c"), ref("one:d")]

    made = look_up(references, [one, other], builds.terms())

    assert (one.asked, other.asked) == (["a", "d"], ["b"])
    assert [each.source for each in made.tallies] == ["one", "other"]
    assert [str(record.reference) for record in made.records] == ["one:a", "one:d", "other:b"]


def test_where_nothing_is_wanted_nothing_is_told_and_no_store_is_made(builds: Builds) -> None:
    assert look_up([ref("third:c")], [Told()], builds.terms()) == Found((), ())
    assert not builds.store.exists()


def test_a_source_without_anything_to_say_has_no_tally(builds: Builds) -> None:
    made = look_up([ref("one:a")], [Told("one"), Told("other")], builds.terms())

    assert [each.source for each in made.tallies] == ["one"]


# Offline, and nothing to ask: nobody is called.


@pytest.fixture
def no_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every socket a failure."""

    def forbidden(*_: object, **__: object) -> NoReturn:
        pytest.fail("a socket was opened")

    monkeypatch.setattr(socket, "socket", forbidden)
    monkeypatch.setattr(socket, "create_connection", forbidden)
    monkeypatch.setattr(socket, "getaddrinfo", forbidden)


def test_offline_opens_no_socket_and_makes_no_store(tmp_path: Path, no_sockets: None) -> None:  # noqa: ARG001
    path = tmp_path / "folder" / "store.sqlite"

    made = look_up([ref("github:a/b"), ref("arxiv:2101.00001")], [GithubSource(), ArxivSource()], Terms(path))

    assert made.records == ()
    assert {(one.wanted, one.waiting, one.requests, one.stop) for one in made.tallies} == {(1, 1, 0, "")}
    assert not path.parent.exists()


def test_what_is_fresh_opens_no_socket_either(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    desk.has(repository("a/b", stars=5))
    first = desk.look_up("a/b")
    monkeypatch.setattr(desk, "server", _Elsewhere(desk.server.clock))
    request.getfixturevalue("no_sockets")

    assert desk.look_up("a/b").records == first.records
    assert desk.look_up("a/b", online=False).records == first.records


@dataclass
class _Elsewhere:
    """What is left of a server in a world without sockets."""

    clock: FakeClock
    url: str = "http://papergraph.invalid"


def test_offline_tells_what_is_old_with_its_day(builds: Builds) -> None:
    builds.look_up(Told(), "a")
    builds.clock.advance(100 * DAY)

    made = look_up([ref("told:a")], [Told(reply=wrong)], builds.terms(online=False))

    assert [one.description for one in repositories(made).values()] == [moment_text(START)]
    assert (tally(made).waiting, tally(made).kept) == (1, 1)


def test_a_second_build_makes_no_request(desk: Desk) -> None:
    known = many_repositories(20)
    desk.has(*known)
    names = [*(one.full_name.lower() for one in known), "nobody/nothing"]
    first = desk.look_up(*names)
    desk.server.forget()

    second = desk.look_up(*names)

    assert desk.server.requests == []
    assert second.records == first.records
    assert (tally(second).cached, tally(second).requests, tally(second).seconds) == (21, 0, 0.0)


def test_after_a_week_github_is_asked_only_what_has_changed(desk: Desk) -> None:
    known = many_repositories(10)
    desk.has(*known)
    names = [one.full_name.lower() for one in known]
    first = desk.look_up(*names)
    desk.server.clock.advance(8 * DAY)
    desk.server.forget()

    second = desk.look_up(*names)

    assert all("if-none-match" in request.headers for request in desk.server.requests)
    assert (tally(second).unchanged, tally(second).fetched) == (10, 0)
    assert {record.origin.date for record in first.records} == {"2026-03-02"}
    assert {record.origin.date for record in second.records} == {"2026-03-10"}
    assert [one[2:] for one in second.records] == [one[2:] for one in first.records]


# Failures: what is known stays, with its day.


@pytest.mark.parametrize("token", [None, TOKEN])
@pytest.mark.parametrize(
    "fault",
    [
        primary_limit(),
        unavailable(503),
        captive_portal(),
        status(404, b"<html>no</html>", "text/html"),
        status(200, b"", "application/json"),
        status(200, b"{}", "application/json"),
        status(200, b"[]", "application/json"),
        cut(0.5),
        rewritten(lambda text: text[:-1]),
        redirect("http://papergraph.invalid/"),
        bad_credentials(),
    ],
)
def test_what_is_known_stays_at_every_failure_with_its_day(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, fault: Action, token: str | None
) -> None:
    if token:
        monkeypatch.setenv("GITHUB_TOKEN", token)
    desk.has(repository("a/b", stars=5))
    before = desk.look_up("a/b", "nobody/nothing")
    desk.has(repository("a/b", stars=6))
    desk.server.clock.advance(8 * DAY)
    desk.server.faults.add(fault)

    after = desk.look_up("a/b", "nobody/nothing")

    assert after.records == before.records
    assert len(after.records) == 2
    assert (tally(after).failed + tally(after).waiting, tally(after).kept) == (2, 1)
    assert (tally(after).fetched, tally(after).unchanged, tally(after).missing) == (0, 0, 0)

    desk.server.faults.clear()
    desk.server.clock.advance(3600)
    healed = desk.look_up("a/b", "nobody/nothing")

    assert {record.origin.date for record in healed.records} == {"2026-03-10"}
    assert repositories(healed)["a/b"].stars == 6


def test_no_connection_is_told_once_and_takes_one_try(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with RefusedPort() as port:
        monkeypatch.setattr(desk, "server", _Elsewhere(desk.server.clock, port.url))
        made = desk.look_up(*(f"a/b{number}" for number in range(100)))

    assert (tally(made).requests, tally(made).failed, tally(made).waiting) == (1, 1, 99)
    assert tally(made).stop == "GitHub cannot be reached (connection refused)."


def test_what_was_taken_down_stays_so_when_asking_again_fails(desk: Desk) -> None:
    """And is not called missing, which it never was."""
    desk.has(repository("a/b", blocked="dmca"))
    desk.look_up("a/b")
    desk.server.clock.advance(8 * DAY)
    desk.server.faults.add(captive_portal())

    made = desk.look_up("a/b")

    assert tally(made).failed == 1
    assert repositories(made)["a/b"].status == Status.BLOCKED


# Tallies.

REPLIES: dict[str, Reply] = {"found": found, "gone": gone, "wrong": wrong}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.dictionaries(st.integers(0, 9), st.sampled_from(sorted(REPLIES)), max_size=6),
    now=st.lists(st.sampled_from([*sorted(REPLIES), "same"]), min_size=10, max_size=10),
    spared=st.sets(st.integers(0, 9), max_size=4),
    refresh=st.sampled_from([(), ("all",)]),
    stop_after=st.none() | st.integers(1, 9),
    online=st.booleans(),
)
def test_tallies_add_up(
    tmp_path_factory: pytest.TempPathFactory,
    before: dict[int, str],
    now: list[str],
    spared: set[int],
    refresh: tuple[str, ...],
    stop_after: int | None,
    *,
    online: bool,
) -> None:
    """Wanted = cached + fetched + unchanged + missing + failed + waiting + what is spared, not stored and not due."""
    builds = Builds(tmp_path_factory.mktemp("builds") / "store.sqlite")
    names = [str(number) for number in range(10)]
    for number, kind in before.items():
        builds.look_up(Told(reply=REPLIES[kind]), str(number))

    def reply(asked: Asked) -> Answer:
        kind = now[int(asked.reference.identifier)]
        return same(asked) if kind == "same" and asked.kept and asked.kept.raw else REPLIES.get(kind, found)(asked)

    source = Told(reply=reply, stop_after=stop_after)
    told = builds.look_up(source, *names, refresh=refresh, online=online, spared=map(str, spared))

    done = told.fetched + told.unchanged + told.missing + told.failed
    assert done == len(source.asked) == told.requests
    assert 10 == told.wanted == told.cached + done + told.waiting + (0 if refresh else len(spared - before.keys()))
    old = {name for name in names if before.get(int(name)) == "found" and refresh}
    answered = {name for name in source.asked if now[int(name)] != "wrong"}
    assert told.kept == len(old - answered)
    assert (told.stop != "") == (stop_after is not None and stop_after == len(source.asked))
    assert all(0 <= step.done <= step.total for step in builds.steps)


def test_steps_say_how_far_a_source_is_and_what_it_waits_for(builds: Builds) -> None:
    builds.look_up(Told(), "a", "b")
    builds.steps.clear()

    builds.look_up(Told(), "a", "b", "c", "d", "e", spared=["e"])

    assert builds.steps == [Step("told", 0, 2, ""), Step("told", 1, 2, ""), Step("told", 2, 2, "")]


def test_what_a_source_waits_for_is_a_step(desk: Desk) -> None:
    desk.has(repository("a/b"))
    desk.server.faults.add(status(429, b"later", "text/plain", Retry_After="30"), times=1)
    steps: list[Step] = []
    terms = Terms(desk.path, online=True, clock=Clock(desk.server.clock.now, desk.server.clock.sleep))

    look_up([ref("github:a/b")], [desk.source], terms, tell=steps.append)

    waits = "again in 30 s: GitHub wants to be asked less often (status 429)"
    assert [(step.done, step.what) for step in steps] == [(0, ""), (0, waits), (1, "")]


def test_seconds_and_requests_are_those_of_the_source(builds: Builds) -> None:
    told = builds.look_up(Told(then=lambda: builds.clock.sleep(3)), "a", "b")

    assert (told.requests, told.seconds) == (2, 6.0)


def test_what_is_not_answered_waits(builds: Builds) -> None:
    told = builds.look_up(Told(stop_after=2), "a", "b", "c")

    assert (told.fetched, told.waiting, told.stop) == (2, 1, "Told has had enough.")


def test_two_names_of_one_repository_are_one_record_with_the_later_day(desk: Desk) -> None:
    desk.has(repository("fresh/name", former_names=("old/name",), stars=5))

    made = desk.look_up("old/name", "fresh/name")

    assert [(str(one.reference), one.former_names) for one in repositories(made).values()] == [
        ("github:fresh/name", ("old/name",))
    ]
    assert (tally(made).wanted, tally(made).fetched) == (2, 2)


def test_a_thing_that_is_gone_is_so_since_the_last_look_under_any_name(builds: Builds) -> None:
    """A name of before keeps its own day, so that it is looked up again in time."""

    class Moved(Told):
        def records(self, kept: Kept) -> tuple[Record, ...]:
            return (catalog_repository("told/b", description=kept.checked_at),)

    def moved(asked: Asked) -> Answer:
        return found(asked)._replace(reference=ref("told:b"))

    builds.look_up(Told(reply=moved), "a")
    builds.clock.advance(WEEK)
    builds.look_up(Told(reply=gone), "b")
    days = {name: kept.checked_at for name, kept in builds.kept("told", "a", "b").items()}
    assert days == {"a": "2026-03-02T10:00:00Z", "b": "2026-03-09T10:00:00Z"}

    made = look_up([ref("told:a"), ref("told:b")], [Moved()], builds.terms(online=False))

    assert [one.description for one in repositories(made).values()] == [days["b"]]


# What ends a build in the middle: nothing that has arrived is lost.


class Broken(Exception):  # noqa: N818 - it is no error of ours
    """A mistake in a source."""


def test_a_mistake_in_a_source_is_raised_in_the_build_and_takes_nothing_away(builds: Builds) -> None:
    turns = count(1)

    def reply(asked: Asked) -> Answer:
        if next(turns) == 3:
            raise Broken
        return found(asked)

    with pytest.raises(Broken):
        builds.look_up(Told(reply=reply), "a", "b", "c", "d")

    assert {name: kept.state for name, kept in builds.kept("told", "a", "b", "c", "d").items()} == {
        "a": State.OK,
        "b": State.OK,
    }


def test_a_mistake_in_one_source_keeps_what_another_has_said(builds: Builds) -> None:
    """Also what had arrived without having been looked at."""
    arrived = threading.Event()

    def last(asked: Asked) -> Answer:
        if asked.reference.identifier == "z":
            arrived.wait(5)
            raise Broken
        return found(asked)

    turns = count(1)
    quick = Told("quick", then=lambda: arrived.set() if next(turns) == 5 else None)
    references = [ref("told:z"), *(ref(f"quick:{number}") for number in range(5))]

    with pytest.raises(Broken):
        look_up(references, [Told(reply=last), quick], builds.terms())

    assert len(builds.kept("quick", *map(str, range(5)))) == 5


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, Broken])
def test_an_interruption_keeps_all_that_has_arrived(builds: Builds, interruption: type[BaseException]) -> None:
    """The interruption comes while the progress is told, and again each time that it is."""
    finished = threading.Event()
    turns = count(1)
    source = Told(then=lambda: finished.set() if next(turns) == 5 else None)

    def tell(step: Step) -> None:
        if step.done:
            finished.wait(5)
            raise interruption

    with pytest.raises(interruption):
        look_up([ref(f"told:{number}") for number in range(5)], [source], builds.terms(), tell=tell)

    assert len(builds.kept("told", *map(str, range(5)))) == 5

    again = Told()
    assert builds.look_up(again, *map(str, range(5))).cached == 5
    assert again.asked == []


def test_after_an_interruption_nobody_is_asked_any_more(builds: Builds) -> None:
    """A thread cannot be stopped, but it can stop."""
    over = threading.Event()
    before = set(threading.enumerate())

    def tell(step: Step) -> None:
        if step.done:
            raise KeyboardInterrupt

    source = Told(then=lambda: over.wait(5))
    with pytest.raises(KeyboardInterrupt):
        look_up([ref(f"told:{number}") for number in range(50)], [source], builds.terms(), tell=tell)
    over.set()
    for thread in set(threading.enumerate()) - before:
        thread.join(5)
        assert not thread.is_alive()

    assert len(source.asked) <= 2


def test_ctrl_c_in_a_build_from_github_keeps_what_has_arrived(desk: Desk) -> None:
    known = many_repositories(20)
    desk.has(*known)
    names = [one.full_name.lower() for one in known]
    terms = Terms(desk.path, online=True, clock=Clock(desk.server.clock.now, desk.server.clock.sleep))

    def tell(step: Step) -> None:
        if step.done == 7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        look_up([ref(f"github:{name}") for name in names], [desk.source], terms, tell=tell)

    stored = len(desk.kept(*names))
    assert stored >= 7
    made = desk.look_up(*names)
    assert (tally(made).cached, tally(made).fetched) == (20 - tally(made).fetched, 20 - tally(made).cached)
    assert tally(made).cached >= stored
    assert len(made.records) == 20


def test_a_store_that_cannot_be_used_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_bytes(b"This is no database, and never was one. " * 50)

    with pytest.raises(StoreError):
        look_up([ref("told:a")], [Told()], Builds(path).terms())


def test_a_source_that_says_nothing_ends(builds: Builds) -> None:
    class Silent(Told):
        def ask(self, wanted: Sequence[Asked], way: Way) -> Iterator[Heard]:  # noqa: ARG002
            return iter(())

    told = builds.look_up(Silent(), "a")

    assert (told.waiting, told.requests) == (1, 0)


def test_hints_and_stops_are_those_of_the_source(builds: Builds) -> None:
    class Talkative(Told):
        def ask(self, wanted: Sequence[Asked], way: Way) -> Iterator[Heard]:  # noqa: ARG002
            yield Heard(hint="One thing.")
            yield Heard(failed(wanted, "no"), 1, "That is all.", "Another thing.")

    told = builds.look_up(Talkative(), "a")

    assert (told.hints, told.stop, told.failed) == (["One thing.", "Another thing."], "That is all.", 1)


# What is known well enough.


def test_moments_are_written_in_utc_to_the_second() -> None:
    assert moment_text(START + 0.9) == "2026-03-02T10:00:00Z"


def test_a_limit_does_not_starve_what_was_never_answered(builds: Builds) -> None:
    """What is most valuable comes first, but not before what has never had its turn."""
    asked = []
    for _ in range(3):
        source = Told(stop_after=2)
        builds.look_up(source, "a", "b", "c", "d", "e", "f")
        asked.append(source.asked)
        builds.clock.advance(WEEK)

    assert asked == [["a", "b"], ["c", "d"], ["e", "f"]]


def test_what_failed_when_it_was_asked_anew_is_asked_by_the_next_build(builds: Builds) -> None:
    builds.look_up(Told(), "a")
    builds.look_up(Told(reply=wrong), "a", refresh=["all"])
    source = Told()

    builds.look_up(source, "a")

    assert source.asked == ["a"]


def test_an_answer_from_elsewhere_that_says_nothing_is_asked_for(builds: Builds) -> None:
    with Store.open(builds.store) as store:
        moment = moment_text(builds.clock.now())
        kept = Kept("mute", ref("mute:a"), State.OK, moment, moment, moment, raw='{"id": 1}')
        store.adopt([kept], [])

    class Mute(Told):
        def records(self, kept: Kept) -> tuple[Record, ...]:  # noqa: ARG002 - whatever it is
            return ()

    source = Mute("mute")
    builds.look_up(source, "a")

    assert source.asked == ["a"]


def test_a_thing_is_refreshed_by_the_name_that_it_has_now(builds: Builds) -> None:
    moved = Told(reply=lambda asked: found(asked)._replace(reference=ref("told:new")))
    builds.look_up(moved, "old")
    source = Told(reply=moved.reply)

    told = builds.look_up(source, "old", refresh=["told:new"])

    assert source.asked == ["old"]
    assert told.refreshed == 1


@pytest.mark.parametrize("day, asks", [("2026-03-20", False), ("2026-01-01", True), ("", True)])
def test_of_a_catalogue_and_the_store_the_later_decides(day: str, builds: Builds, *, asks: bool) -> None:
    builds.look_up(Told(), "a")
    builds.clock.advance(2 * WEEK)
    source = Told()

    look_up([ref("told:a")], [source], builds.terms(), {ref("told:a"): day})

    assert (source.asked == ["a"]) is asks


def test_what_is_not_enabled_is_not_asked_and_not_forgotten(builds: Builds) -> None:
    builds.look_up(Told(), "a")
    builds.clock.advance(2 * WEEK)
    source = Told(settings=GITHUB._replace(enabled=False))

    made = look_up([ref("told:a"), ref("told:b")], [source], builds.terms())

    assert source.asked == []
    assert [record.reference for record in made.records] == [ref("told:a")]


def test_a_store_that_cannot_be_written_is_read_and_nothing_is_asked(
    builds: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    builds.look_up(Told(), "a")
    builds.clock.advance(2 * WEEK)

    def refuse(_: Path) -> NoReturn:
        raise StoreError("The store cannot be written.")

    monkeypatch.setattr(Store, "open", refuse)
    source = Told()
    made = look_up([ref("told:a")], [source], builds.terms())

    assert source.asked == []
    assert tally(made).stop == "The store cannot be written. Nothing was asked."
    assert [record.reference for record in made.records] == [ref("told:a")]


def test_a_store_that_is_deleted_meanwhile_costs_the_graph_nothing(
    builds: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = Store.put

    def put_and_delete(self: Store, source: str, answers: Iterable[Answer], moment: str) -> None:
        put(self, source, answers, moment)
        builds.store.unlink()

    monkeypatch.setattr(Store, "put", put_and_delete)
    made = look_up([ref("told:a")], [Told()], builds.terms())

    assert [record.reference for record in made.records] == [ref("told:a")]


def after(builds: Builds, first: Told, second: Told, *names: str) -> Tally:
    """What comes of a build that begins while another one asks for "a" and "b"."""
    started = threading.Event()

    def hold() -> None:
        started.set()
        threading.Event().wait(0.2)

    first.then = hold
    other = threading.Thread(target=builds.look_up, args=(first, "a", "b"))
    other.start()
    started.wait(10)
    told = builds.look_up(second, *names)
    other.join()
    return told


def test_two_builds_take_turns_and_ask_for_nothing_twice(builds: Builds) -> None:
    first, second = Told(), Told()
    told = after(builds, first, second, "a", "b", "c")

    assert (first.asked, second.asked) == (["a", "b"], ["c"])
    assert (told.cached, told.fetched, told.waiting) == (2, 1, 0)


def test_an_answer_that_is_being_stored_when_ctrl_c_comes_is_not_lost(
    builds: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = Store.put
    interrupted = iter([True])

    def interrupt(self: Store, source: str, answers: Iterable[Answer], moment: str) -> None:
        if next(interrupted, False):
            raise KeyboardInterrupt
        put(self, source, answers, moment)

    monkeypatch.setattr(Store, "put", interrupt)
    with pytest.raises(KeyboardInterrupt):
        builds.look_up(Told(), "a")

    assert list(builds.kept("told", "a")) == ["a"]


def locked(builds: Builds) -> FileLock:
    """The lock that a build holds while it asks the source."""
    return FileLock(builds.store.with_name(f".{builds.store.name}-told.lock"))


def test_a_build_does_not_wait_for_ever_for_another_one(builds: Builds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papergraph.sources.enrichment.LISTENING", 0.05)
    source = Told()
    terms = builds.terms()._replace(limits=Limits(whole=0.1, wait=0.1))
    with locked(builds):
        made = look_up([ref("told:a")], [source], terms)

    assert source.asked == []
    assert tally(made).stop.startswith("Told has been asked by another build for")


@pytest.mark.parametrize("error", [PermissionError(13, "Permission denied"), NotImplementedError()])
def test_where_there_are_no_locks_the_pace_has_to_do(
    error: Exception, builds: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise error

    monkeypatch.setattr(FileLock, "acquire", refuse)
    source = Told()
    builds.look_up(source, "a")

    assert source.asked == ["a"]


def test_what_another_build_has_learnt_is_counted_as_stored(builds: Builds) -> None:
    """Its old facts are not kept for want of better ones any more."""
    builds.look_up(Told(), "a", "b")
    builds.clock.advance(2 * WEEK)
    first, second = Told(), Told()
    told = after(builds, first, second, "a", "b")

    assert second.asked == []
    assert (told.cached, told.waiting, told.kept) == (2, 0, 0)
