"""The way out, over real sockets: pace, patience, redirects, sizes, and what of the environment counts."""

from __future__ import annotations

import gzip
import socket
import ssl
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from itertools import repeat
from pathlib import Path
from typing import Any, Literal

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from emulation import (
    START,
    UNRESOLVABLE,
    Action,
    Answer,
    FakeClock,
    RefusedPort,
    Request,
    Server,
    gaps,
)
from emulators.faults import (
    bomb,
    captive_portal,
    cut,
    dripping,
    from_the,
    gzip_bomb,
    hang_up,
    huge,
    instead,
    nth,
    redirect,
    redirect_chain,
    redirect_loop,
    reset,
    slow,
    spoilt,
    stalled,
    status,
    too_many_requests,
    unavailable,
    wrong_length,
)
from papergraph import __version__
from papergraph.failures import BadAnswerError, FetchError, HeldError, LimitedError, RefusedError, UnreachableError
from papergraph.http import (
    MOST_REDIRECTS,
    PROJECT,
    Clock,
    Door,
    Limits,
    Response,
    Service,
    session,
    user_agent,
)
from papergraph.store import Store
from ways import QUICK, PaceInMemory

TEXT = b"What there is to say. " * 40
MEGABYTE = 1 << 20
BREAKS_OFF = "breaks off in the middle of an answer"
LATE = "does not answer in time"


class Plain(Server):
    """Says the same text, whatever it is asked."""

    def right_answer(self, request: Request) -> Answer:  # noqa: ARG002
        """The text."""
        return Answer(200, (("Content-Type", "text/plain"),), TEXT)


class Way:
    """A door to a server, with all that belongs to it."""

    def __init__(self, url: str, clock: FakeClock, interval: float = 0.0, limits: Limits = QUICK) -> None:
        self.session = session()
        self.told: list[str] = []
        self.url = url
        service = Service("plain", "The Service", url, interval)
        self.door = Door(self.session, service, PaceInMemory(), "test/1", Clock(clock.now, clock.sleep), limits)
        self.door.waiting = self.told.append

    def ask(self, **more: Any) -> Response:
        """Ask for the service itself."""
        return self.door.ask("GET", self.url, **more)


Open = Callable[..., Way]


@pytest.fixture
def clock() -> FakeClock:
    """The clock of server and client."""
    return FakeClock()


@pytest.fixture
def server(clock: FakeClock) -> Iterator[Plain]:
    """A server that says the text."""
    with Plain(clock) as running:
        yield running


@pytest.fixture
def other(clock: FakeClock) -> Iterator[Plain]:
    """A server that nobody has named, and that must not hear of anything."""
    with Plain(clock) as running:
        yield running
        assert running.requests == []


@pytest.fixture
def way(clock: FakeClock) -> Iterator[Open]:
    """A function that opens a door to a URL."""
    opened = []

    def open_(url: str, interval: float = 0.0, **limits: Any) -> Way:
        opened.append(Way(url, clock, interval, QUICK._replace(**limits)))
        return opened[-1]

    yield open_
    for one in opened:
        one.session.close()


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, int]]:
    """Hosts and ports to which anything in this process connects, or whose address it asks for."""
    seen: set[tuple[str, int]] = set()
    look_up = socket.getaddrinfo

    def watched(host: str, port: int, *more: Any, **options: Any) -> Any:
        seen.add((host, port))
        return look_up(host, port, *more, **options)

    monkeypatch.setattr(socket, "getaddrinfo", watched)
    return seen


def failure(asking: Callable[[], object]) -> FetchError:
    """The failure with which it ends."""
    with pytest.raises(FetchError) as caught:
        asking()
    return caught.value


def test_an_answer_comes_whole_and_unpacked(server: Plain, way: Open) -> None:
    response = way(server.url).ask()

    assert server.requests[0].headers["accept-encoding"].startswith("gzip")
    assert (response.status_code, response.content, response.text) == (200, TEXT, TEXT.decode())
    assert response.headers["CONTENT-TYPE"] == "text/plain"
    assert response.url == server.url


def test_a_body_that_is_no_utf8_is_still_text() -> None:
    assert Response(200, {}, b"caf\xe9", "").text == "caf\ufffd"


def test_method_body_and_headers_arrive_and_the_agent_is_always_ours(server: Plain, way: Open) -> None:
    way(server.url).door.ask(
        "POST", f"{server.url}/graphql", headers={"Accept": "application/json", "User-Agent": "someone"}, body=b"{}"
    )

    (request,) = server.requests
    assert (request.method, request.path, request.body) == ("POST", "/graphql", b"{}")
    assert (request.headers["accept"], request.headers["user-agent"]) == ("application/json", "test/1")


@pytest.mark.parametrize("code", [201, 204, 304, 400, 401, 403, 404, 414, 451])
def test_a_status_that_means_something_is_an_answer(server: Plain, way: Open, code: int) -> None:
    server.faults.add(status(code))

    assert way(server.url).ask().status_code == code
    assert len(server.requests) == 1


def test_one_connection_serves_request_after_request(server: Plain, way: Open) -> None:
    server.faults.in_turn(None, unavailable(), status(404, b"none"), redirect("/elsewhere"))
    opened = way(server.url)
    for _ in range(5):
        opened.ask()

    assert len(server.requests) == 7
    assert {request.connection for request in server.requests} == {1}


def test_two_doors_share_one_session_and_nothing_else(server: Plain, clock: FakeClock) -> None:
    with session() as shared:
        doors = [
            Door(shared, Service(name, name, server.url, 60.0), PaceInMemory(), name, Clock(clock.now, clock.sleep))
            for name in ("one", "two")
        ]
        for door in doors:
            door.ask("GET", server.url)

    assert [request.headers["user-agent"] for request in server.requests] == ["one", "two"]
    assert clock.sleeps == []


def test_the_agent_says_the_program_whom_to_write_to_and_the_client() -> None:
    assert user_agent(None, "arxiv.py/4.0.2") == f"papergraph/{__version__} ({PROJECT}) arxiv.py/4.0.2"
    assert user_agent("ada@example.org", "PyGithub/2.10") == (
        f"papergraph/{__version__} ({PROJECT}; ada@example.org) PyGithub/2.10"
    )


@pytest.mark.parametrize("contact", ["", "a\r\nX-Evil: 1", "a\nb", "Ада", "a\x00b", "a\x7fb", "\u202e"])
def test_a_contact_that_no_header_can_hold_is_left_out(contact: str) -> None:
    assert user_agent(contact, "c/1") == user_agent(None, "c/1")


@given(st.text(max_size=40))
@settings(max_examples=60)
def test_whatever_the_contact_the_agent_can_be_sent(contact: str) -> None:
    agent = user_agent(contact, "c/1")

    requests.Request("GET", "http://a.example", headers={"User-Agent": agent}).prepare()
    assert agent.isascii()
    assert agent.isprintable()
    assert agent.startswith(f"papergraph/{__version__} (")


def test_requests_keep_the_interval_that_the_service_asks_for(server: Plain, way: Open) -> None:
    opened = way(server.url, 3.0)
    for _ in range(4):
        opened.ask()

    assert gaps(server.requests) == [3.0, 3.0, 3.0]
    assert opened.told == ["one request every 3 s, as The Service asks"] * 3


def test_the_interval_begins_when_an_answer_has_come(server: Plain, way: Open, clock: FakeClock) -> None:
    def late(_: Request, right: Callable[[], Answer]) -> Answer:
        clock.advance(10.0)
        return right()

    server.faults.add(late, nth(1))
    opened = way(server.url, 3.0)
    opened.ask()
    opened.ask()

    assert gaps(server.requests) == [13.0]


@pytest.mark.parametrize(
    "actions",
    [
        (unavailable(), unavailable(), None),
        (reset(), hang_up(), None),
        (too_many_requests(retry_after=1), too_many_requests(retry_after=0), None),
        (redirect("/a"), redirect("/b"), None),
        (unavailable(), redirect("/a"), unavailable(), None),
    ],
    ids=["trouble", "reset", "limited", "redirect", "mixed"],
)
def test_the_interval_holds_between_tries_and_redirects_too(
    server: Plain, way: Open, actions: tuple[Action | None, ...]
) -> None:
    server.faults.in_turn(*actions)
    way(server.url, 3.0).ask()

    assert len(server.requests) == len(actions)
    assert min(gaps(server.requests)) >= 3.0


def test_time_that_has_passed_anyway_is_not_waited_for(server: Plain, way: Open, clock: FakeClock) -> None:
    opened = way(server.url, 3.0)
    opened.ask()
    clock.advance(2.0)
    opened.ask()
    clock.advance(99.0)
    opened.ask()

    assert clock.sleeps == [1.0]


def test_a_service_without_an_interval_is_not_waited_for_and_a_short_one_not_told_of(
    server: Plain, way: Open, clock: FakeClock
) -> None:
    eager, quick = way(server.url), way(server.url, 0.5)
    for opened in (eager, eager, quick, quick):
        opened.ask()

    assert clock.sleeps == [0.5]
    assert (eager.told, quick.told) == ([], [])


def test_two_builds_that_share_a_store_keep_one_pace(server: Plain, clock: FakeClock, tmp_path: Path) -> None:
    with Store.open(tmp_path / "s.sqlite") as one, Store.open(tmp_path / "s.sqlite") as two, session() as shared:
        doors = [
            Door(shared, Service("a", "A", server.url, 3.0), store, "a", Clock(clock.now, clock.sleep))
            for store in (one, two)
        ]
        for door in (*doors, *doors):
            door.ask("GET", server.url)

    assert gaps(server.requests) == [3.0, 3.0, 3.0]


def test_trouble_of_the_service_s_own_is_waited_out_longer_each_time(
    server: Plain, way: Open, clock: FakeClock
) -> None:
    server.faults.in_turn(unavailable(503), unavailable(502))
    opened = way(server.url)
    response = opened.ask()

    assert response.status_code == 200
    assert clock.sleeps == [1.0, 5.0]
    assert opened.told == [
        "again in 1 s: The Service has trouble of its own (status 503)",
        "again in 5 s: The Service has trouble of its own (status 502)",
    ]
    assert opened.door.requests == 3


@pytest.mark.parametrize("code", [500, 502, 503, 504, 599])
def test_trouble_that_lasts_ends(server: Plain, way: Open, code: int) -> None:
    server.faults.add(unavailable(code))

    failed = failure(way(server.url).ask)

    assert isinstance(failed, RefusedError)
    assert failed.status == code
    assert len(server.requests) == QUICK.tries


def test_the_last_wait_repeats_where_there_are_more_tries(server: Plain, way: Open, clock: FakeClock) -> None:
    server.faults.add(unavailable())
    failure(way(server.url, tries=6).ask)

    assert clock.sleeps == [1.0, 5.0, 15.0, 15.0, 15.0]


def test_who_asks_for_less_next_time_does_not_ask_for_the_same_again(server: Plain, way: Open) -> None:
    server.faults.add(unavailable(502))

    assert isinstance(failure(lambda: way(server.url).ask(patient=False)), RefusedError)
    assert len(server.requests) == 1


@pytest.mark.parametrize("code", [403, 429, 503])
@pytest.mark.parametrize("date", [False, True])
def test_a_service_that_says_when_to_come_back_is_taken_at_its_word(
    server: Plain, way: Open, clock: FakeClock, code: int, *, date: bool
) -> None:
    action = too_many_requests(30, date=date) if code == 429 else unavailable(code, 30, date=date)
    server.faults.add(action, nth(1))

    assert way(server.url).ask().status_code == 200
    assert clock.sleeps == [30.0]
    assert gaps(server.requests) == [30.0]


@pytest.mark.parametrize("seconds", [0, -20])
def test_a_moment_that_is_over_is_no_reason_to_wait(server: Plain, way: Open, clock: FakeClock, seconds: float) -> None:
    server.faults.add(too_many_requests(seconds, date=True), nth(1))

    assert way(server.url).ask().status_code == 200
    assert clock.sleeps == [0.0]


def test_being_asked_for_patience_without_end_ends(server: Plain, way: Open, clock: FakeClock) -> None:
    server.faults.add(too_many_requests(10))

    failed = failure(way(server.url).ask)

    assert str(failed) == "wants to be asked less often (status 429)"
    assert clock.sleeps == [10.0, 10.0]


@pytest.mark.parametrize("date", [False, True])
def test_a_wait_that_is_too_long_is_not_waited_and_the_moment_is_told(
    server: Plain, way: Open, clock: FakeClock, *, date: bool
) -> None:
    server.faults.add(too_many_requests(61, date=date))

    failed = failure(way(server.url).ask)

    assert isinstance(failed, LimitedError)
    assert failed.until == START + 61
    assert (clock.sleeps, len(server.requests)) == ([], 1)


def test_a_service_that_only_says_too_often_is_asked_more_slowly(server: Plain, way: Open, clock: FakeClock) -> None:
    server.faults.add(too_many_requests())

    failed = failure(way(server.url).ask)

    assert isinstance(failed, LimitedError)
    assert failed.until is None
    assert clock.sleeps == [1.0, 5.0]


def believe_nothing(_: Response) -> None:
    """A check that no answer passes."""
    raise BadAnswerError("makes no sense")


def test_an_answer_that_cannot_be_believed_is_not_asked_for_again_at_a_service_that_never_answered(
    server: Plain, way: Open
) -> None:
    """A hotel's login page stays what it is, and people wait."""
    assert str(failure(lambda: way(server.url).ask(check=believe_nothing))) == "makes no sense"
    assert len(server.requests) == 1


def test_an_answer_that_cannot_be_believed_is_asked_for_again_at_a_service_that_has_answered(
    server: Plain, way: Open, clock: FakeClock
) -> None:
    opened = way(server.url)
    opened.ask()

    failure(lambda: opened.ask(check=believe_nothing))

    assert len(server.requests) == 1 + QUICK.tries
    assert clock.sleeps == [1.0, 5.0]


def test_a_check_sees_every_answer_that_is_one_and_may_refuse_it(server: Plain, way: Open) -> None:
    seen: list[int] = []

    def check(response: Response) -> None:
        seen.append(response.status_code)
        raise RefusedError("refuses", 404)

    server.faults.in_turn(unavailable(), status(404))

    failure(lambda: way(server.url).ask(check=check))

    assert seen == [404]
    assert len(server.requests) == 2, "a refusal is an answer, which does not get better"


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("relative", [False, True])
def test_a_redirect_on_the_same_host_is_followed(server: Plain, way: Open, code: int, *, relative: bool) -> None:
    server.faults.add(redirect("moved?a=b" if relative else f"{server.url}/moved?a=b", code), nth(1))

    response = way(f"{server.url}/").door.ask("GET", f"{server.url}/", headers={"Authorization": "x"})

    assert response.content == TEXT
    assert response.url == f"{server.url}/moved?a=b"
    assert [request.target for request in server.requests] == ["/", "/moved?a=b"]
    assert server.requests[1].headers["authorization"] == "x"


def test_a_redirect_to_nowhere_is_an_answer(server: Plain, way: Open) -> None:
    server.faults.in_turn(status(302), status(300, Location="/choose"), status(304, Location="/x"))
    opened = way(server.url)

    assert [opened.ask().status_code for _ in range(3)] == [302, 300, 304]


ELSEWHERE = [
    "{other}/api",
    "http://elsewhere.example/login?from=papergraph",
    "//elsewhere.example/",
    "https://127.0.0.1/",
    "http://127.0.0.1/",
    "http://localhost:{port}/",
    "http://127.0.0.1.example:{port}/",
    "http://127.0.0.1:{port}@elsewhere.example/",
    "http://me:secret@127.0.0.1:{other_port}/",
    "{other}\\@127.0.0.1:{port}/",
    "{other}\\.127.0.0.1:{port}/",
    "\\\\127.0.0.1:{other_port}/",
    "ftp://127.0.0.1:{port}/",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/plain,hello",
    "http://[::1",
    "http://127.0.0.1:99999/",
    "http://１２７.0.0.1:{port}/",
]


@pytest.mark.parametrize("to", ELSEWHERE)
def test_a_redirect_to_another_host_port_or_scheme_is_not_followed(
    server: Plain, other: Plain, way: Open, reached: set[tuple[str, int]], to: str
) -> None:
    """Parsers do not agree on some of these addresses: none may lead away, whoever is right."""
    place = to.format(other=other.url, port=server.url.split(":")[-1], other_port=other.url.split(":")[-1])
    header = place.encode("utf-8").decode("latin-1")
    server.faults.add(instead(lambda _: Answer(302, (("Location", header),))))

    failed = failure(way(server.url).ask)

    assert isinstance(failed, BadAnswerError)
    assert str(failed).startswith("redirects to ")
    assert "secret" not in str(failed)
    assert str(failed).isprintable()
    assert len(server.requests) == 1
    assert reached == {("127.0.0.1", int(server.url.split(":")[-1]))}


def test_the_message_names_the_other_host_and_suspects_a_login_page(server: Plain, way: Open) -> None:
    server.faults.add(redirect("http://portal.example/login"))

    assert str(failure(way(server.url).ask)) == (
        "redirects to portal.example, which is another host: is there a login page in the way?"
    )


def test_credentials_in_a_redirect_are_not_sent(server: Plain, way: Open) -> None:
    server.faults.add(redirect(server.url.replace("http://", "http://me:secret@") + "/moved"), nth(1))

    assert way(server.url).ask().content == TEXT
    assert server.requests[1].path == "/moved"
    assert "authorization" not in server.requests[1].headers


@pytest.mark.parametrize("action", [redirect_loop(), redirect_chain()], ids=["circle", "chain"])
def test_redirects_without_an_end_end(server: Plain, way: Open, action: Action) -> None:
    server.faults.add(action)

    assert str(failure(way(server.url).ask)) == "redirects in a circle"
    assert len(server.requests) == MOST_REDIRECTS + 1


def test_what_was_posted_is_not_posted_elsewhere(server: Plain, way: Open) -> None:
    server.faults.add(redirect("/moved", 307))

    failed = failure(lambda: way(server.url).door.ask("POST", server.url, body=b"{}"))

    assert isinstance(failed, BadAnswerError)
    assert len(server.requests) == 1


def test_no_host_is_contacted_that_the_service_is_not(
    server: Plain, other: Plain, way: Open, reached: set[tuple[str, int]]
) -> None:
    opened = way(server.url)

    for url in (other.url, f"{other.url}\\@{server.url[7:]}", "https://api.github.com/", "no address"):
        assert isinstance(failure(lambda url=url: opened.door.ask("GET", url)), BadAnswerError)  # type: ignore[misc]
    assert server.requests == []
    assert opened.door.requests == 0
    assert reached == set()


def test_an_answer_that_is_too_large_is_not_read_to_its_end(server: Plain, way: Open) -> None:
    server.faults.add(huge(200))

    failed = failure(way(server.url, size=2 * MEGABYTE).ask)

    assert isinstance(failed, BadAnswerError)
    assert str(failed) == "sends more than 2 MB at once"


def test_an_answer_just_within_the_cap_is_read(server: Plain, way: Open) -> None:
    server.faults.add(huge(2))

    assert len(way(server.url, size=2 * MEGABYTE).ask().content) == 2 * MEGABYTE


def twice_packed(megabytes: int) -> Action:
    """A bomb in a bomb."""
    headers = (("Content-Type", "application/json"), ("Content-Encoding", "gzip, gzip"))
    return instead(lambda _: Answer(200, headers, gzip.compress(bomb(megabytes, b""))))


@pytest.mark.parametrize("action", [gzip_bomb(300), twice_packed(300)], ids=["one", "nested"])
def test_a_bomb_does_not_go_off_in_memory(server: Plain, way: Open, action: Action) -> None:
    """Well under the 300 MB that it would be, with the cap that holds in real life."""
    server.faults.add(action)
    opened = way(server.url, size=Limits().size)
    bomb(300, b"")
    tracemalloc.start()
    try:
        failed = failure(opened.ask)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert isinstance(failed, BadAnswerError)
    assert str(failed) == "sends more than 32 MB at once"
    assert peak < 150 * MEGABYTE


@pytest.mark.parametrize("body", [bomb(300, b""), b"<html>moved</html>"], ids=["bomb", "page"])
def test_what_a_redirect_says_of_itself_is_no_way_around_the_cap(server: Plain, way: Open, body: bytes) -> None:
    """Left to itself `requests` reads it whole, to look ahead where it leads."""
    packed = (("Location", "/moved"), ("Content-Encoding", "gzip" if body.startswith(b"\x1f") else "identity"))
    server.faults.add(instead(lambda _: Answer(302, packed, body)), nth(1))
    opened = way(server.url, size=2 * MEGABYTE)

    if body.startswith(b"\x1f"):
        assert str(failure(opened.ask)) == "sends more than 2 MB at once"
    else:
        assert opened.ask().content == TEXT


def test_a_redirect_that_drips_is_given_up_too(server: Plain, way: Open) -> None:
    dripped = Answer(302, (("Location", "/moved"),), lambda: repeat(b"."), claimed=MEGABYTE, drip=0.05)
    server.faults.add(instead(lambda _: dripped), nth(1))

    assert str(failure(way(server.url, whole=0.25, tries=1).ask)) == "takes more than 0.25 s for an answer"


def test_what_calls_itself_packed_and_is_not_is_a_bad_answer(server: Plain, way: Open) -> None:
    server.faults.add(
        spoilt(lambda answer: replace(answer, body=b"no gzip at all").with_header("Content-Encoding", "gzip"))
    )

    failed = failure(way(server.url).ask)

    assert isinstance(failed, BadAnswerError)
    assert str(failed) == "sends what cannot be unpacked"


@pytest.mark.parametrize("framing", ["length", "chunked", "close"])
def test_an_answer_that_drips_is_given_up_when_its_whole_time_is_over(
    server: Plain, way: Open, framing: Literal["length", "chunked", "close"]
) -> None:
    """No silence is long enough to be one: only the whole is too long, and here without an end."""
    server.faults.add(instead(lambda _: Answer(200, (), lambda: repeat(b"."), framing, claimed=MEGABYTE, drip=0.05)))

    failed = failure(way(server.url, whole=0.25, tries=1).ask)

    assert isinstance(failed, UnreachableError)
    assert str(failed) == "takes more than 0.25 s for an answer"


def test_an_answer_that_is_only_slow_is_waited_for(server: Plain, way: Open) -> None:
    server.faults.in_turn(slow(0.1), dripping(0.1))
    opened = way(server.url)

    assert [opened.ask().content, opened.ask().content] == [TEXT, TEXT]


@pytest.mark.parametrize(
    "action",
    [stalled(), instead(lambda _: Answer(200, (), TEXT, claimed=len(TEXT), drip=30.0))],
    ids=["before", "within"],
)
def test_silence_is_given_up(server: Plain, way: Open, action: Action) -> None:
    server.faults.add(action)

    failed = failure(way(server.url, silence=0.6).ask)

    assert isinstance(failed, UnreachableError)
    assert str(failed) == LATE
    assert len(server.requests) == 1, "a service that never answered is not waited for again"


@pytest.mark.parametrize(
    "action",
    [
        reset(),
        reset(0.5),
        hang_up(),
        wrong_length(),
        cut(noticed=True),
        spoilt(lambda answer: replace(answer, framing="chunked", sent=100, reset=True)),
    ],
    ids=["reset", "reset within", "hung up", "wrong length", "cut", "cut in chunks"],
)
def test_an_answer_that_breaks_off_is_asked_for_again_and_never_believed(
    server: Plain, way: Open, action: Action
) -> None:
    server.faults.add(action, nth(1))
    assert way(server.url).ask().content == TEXT

    server.forget()
    server.faults.clear()
    server.faults.add(action)
    failed = failure(way(server.url).ask)

    assert isinstance(failed, UnreachableError)
    assert str(failed) == BREAKS_OFF
    assert len(server.requests) == QUICK.tries


def test_what_is_packed_and_cut_where_http_does_not_notice_is_left_to_the_check(server: Plain, way: Open) -> None:
    """Half a gzip stream is no error to those who unpack it."""
    packed = gzip.compress(TEXT * 50)
    half = Answer(200, (("Content-Encoding", "gzip"),), packed[: len(packed) // 2], "close")
    server.faults.add(instead(lambda _: half))

    assert len(way(server.url).ask().content) < len(TEXT) * 50


def test_a_port_that_nobody_listens_at_is_asked_once(way: Open, clock: FakeClock) -> None:
    with RefusedPort() as port:
        opened = way(port.url, 3.0)
        failed = failure(opened.ask)

    assert isinstance(failed, UnreachableError)
    assert str(failed) == "cannot be reached (connection refused)"
    assert (opened.door.requests, clock.sleeps) == (1, [])


def test_a_name_that_nobody_knows_is_asked_for_once(way: Open, clock: FakeClock) -> None:
    opened = way(UNRESOLVABLE)
    failed = failure(opened.ask)

    assert isinstance(failed, UnreachableError)
    assert str(failed).startswith("cannot be reached (the name is not known here")
    assert (opened.door.requests, clock.sleeps) == (1, [])


def test_a_service_that_has_answered_is_given_a_second_chance_when_it_goes_away(
    server: Plain, way: Open, clock: FakeClock
) -> None:
    opened = way(server.url)
    opened.ask()
    server.close()

    assert isinstance(failure(opened.ask), UnreachableError)
    assert clock.sleeps == [1.0, 5.0]


class Proxy(Server):
    """A proxy that answers for the host itself."""

    def right_answer(self, request: Request) -> Answer:
        """Which host was meant."""
        return Answer(200, (("Content-Type", "text/plain"),), f"You want {request.target}.".encode())


@pytest.fixture
def proxy(clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    """A proxy that the environment names, and nothing else in it about proxies."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with Proxy(clock) as running:
        monkeypatch.setenv("http_proxy", running.url)
        yield running


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "ALL_PROXY"])
def test_a_proxy_of_the_environment_is_used(
    proxy: Proxy, way: Open, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.delenv("http_proxy")
    monkeypatch.setenv(name, proxy.url)

    response = way(f"{UNRESOLVABLE}/api").ask()

    assert response.text == f"You want {UNRESOLVABLE}/api."
    assert proxy.requests[0].headers["host"] == UNRESOLVABLE.removeprefix("http://")


def test_a_proxy_gets_its_password_and_the_service_does_not(
    proxy: Proxy, way: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", proxy.url.replace("http://", "http://me:secret@"))
    way(UNRESOLVABLE).ask()

    assert proxy.requests[0].headers["proxy-authorization"].startswith("Basic ")
    assert "authorization" not in proxy.requests[0].headers


@pytest.mark.parametrize("name", ["no_proxy", "NO_PROXY"])
def test_a_host_that_the_environment_excepts_is_asked_directly(
    proxy: Proxy, server: Plain, way: Open, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "localhost,127.0.0.1")

    assert way(server.url).ask().content == TEXT
    assert proxy.requests == []


def test_a_proxy_with_a_login_page_is_seen_through_by_the_check(proxy: Proxy, way: Open) -> None:
    proxy.faults.add(captive_portal())

    assert "Airport" in way(UNRESOLVABLE).ask().text


@pytest.mark.usefixtures("proxy")
@pytest.mark.parametrize(
    "address, reason",
    [
        ("REFUSED", "the proxy of the environment does not answer"),
        ("gopher://127.0.0.1:1", "the proxy of the environment is no address"),
        ("http://:0", "the proxy of the environment is no address"),
    ],
)
def test_a_proxy_that_makes_no_sense_is_told_and_not_tried_again(
    way: Open, monkeypatch: pytest.MonkeyPatch, address: str, reason: str
) -> None:
    with RefusedPort() as port:
        monkeypatch.setenv("http_proxy", port.url if address == "REFUSED" else address)
        opened = way(UNRESOLVABLE)
        failed = failure(opened.ask)

    assert isinstance(failed, UnreachableError)
    assert str(failed) == f"cannot be reached ({reason})"
    assert opened.door.requests == 1


def test_a_safer_address_of_the_same_host_may_be_redirected_to(proxy: Proxy, way: Open) -> None:
    """From port 80 to port 443 and nowhere else: the name then is unknown, but it was asked for."""
    host = UNRESOLVABLE.removeprefix("http://")
    opened = way(UNRESOLVABLE)
    for to, seen in (
        (f"https://{host}/", UnreachableError),
        (f"https://{host}:8443/", BadAnswerError),
        (f"https://www.{host}/", BadAnswerError),
    ):
        proxy.faults.clear()
        proxy.faults.add(redirect(to))
        assert type(failure(opened.ask)) is seen, to


def test_a_netrc_is_for_other_programs(
    server: Plain, way: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n", encoding="utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    assert requests.utils.get_netrc_auth(server.url) == ("me", "secret"), "the file is one that would be used"

    way(server.url).ask()

    assert "authorization" not in server.requests[0].headers


def test_cookies_are_not_kept(server: Plain, way: Open) -> None:
    server.faults.add(spoilt(lambda answer: answer.with_header("Set-Cookie", "who=you; Path=/")))
    opened = way(server.url)
    opened.ask()
    opened.ask()

    assert "cookie" not in server.requests[1].headers
    assert len(opened.session.cookies) == 0


@contextmanager
def over_tls(folder: Path, clock: FakeClock, host: str = "127.0.0.1") -> Iterator[tuple[Plain, Path]]:
    """A server over TLS, and the certificate that it shows."""
    certificate = folder / "certificate.pem"
    certificate.write_bytes(self_signed(host))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Plain(clock) as server:
        listener = server._listener  # noqa: SLF001 - the emulator knows no TLS
        assert listener is not None
        listener.socket = context.wrap_socket(listener.socket, server_side=True)
        yield server, certificate


def self_signed(host: str) -> bytes:
    """A key and a certificate for an address, which nobody has reason to trust."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address(host))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = serialization.PrivateFormat.PKCS8
    return key.private_bytes(pem, private, serialization.NoEncryption()) + certificate.public_bytes(pem)


def tls(server: Plain) -> str:
    """Its address, over TLS."""
    return server.url.replace("http://", "https://")


def test_certificates_of_the_environment_are_trusted_and_no_others(
    way: Open, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with over_tls(tmp_path, clock) as (server, certificate):
        failed = failure(way(tls(server)).ask)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
        trusted = way(tls(server)).ask()

    assert str(failed) == "cannot be reached (the certificate is not trusted here)"
    assert trusted.content == TEXT
    assert len(server.requests) == 1


def test_an_answer_that_drips_over_tls_is_given_up_too(
    way: Open, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with over_tls(tmp_path, clock) as (server, certificate):
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
        server.faults.add(instead(lambda _: Answer(200, (), lambda: repeat(b"."), claimed=MEGABYTE, drip=0.05)))
        failed = failure(way(tls(server), whole=0.25, tries=1).ask)

    assert str(failed) == "takes more than 0.25 s for an answer"


def test_a_certificate_for_another_host_is_not_trusted(
    way: Open, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with over_tls(tmp_path, clock, "127.0.0.9") as (server, certificate):
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
        failed = failure(way(tls(server)).ask)

    assert str(failed) == "cannot be reached (the certificate is not trusted here)"


def test_a_bundle_that_does_not_exist_is_named(way: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/Bundle.pem")

    failed = failure(way("https://127.0.0.1:1/").ask)

    assert isinstance(failed, UnreachableError)
    assert "/nowhere/Bundle.pem" in str(failed)
    assert str(failed).startswith("cannot be reached (could not find ")


def test_a_service_that_speaks_no_tls_is_not_said_to_have_a_bad_certificate(server: Plain, way: Open) -> None:
    failed = failure(way(tls(server)).ask)

    assert isinstance(failed, UnreachableError)
    assert str(failed) == "cannot be reached (no secure connection can be made)"


def test_a_redirect_from_tls_to_none_is_not_followed(
    way: Open, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with over_tls(tmp_path, clock) as (server, certificate):
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
        server.faults.add(redirect(server.url))
        failed = failure(way(tls(server)).ask)

    assert isinstance(failed, BadAnswerError)
    assert len(server.requests) == 1


def test_limits_keep_a_build_without_a_network_short() -> None:
    limits = Limits()

    assert limits.connect <= 5
    assert limits.silence < limits.whole
    assert limits.wait <= 60


def test_a_server_that_gets_well_is_heard_again(server: Plain, way: Open) -> None:
    server.faults.add(unavailable(), from_the(1), times=QUICK.tries)
    opened = way(server.url)
    failure(opened.ask)

    assert opened.ask().content == TEXT


def test_a_service_that_wants_to_be_left_alone_is_not_asked_by_the_next_build(
    server: Plain, way: Open, clock: FakeClock
) -> None:
    server.faults.add(too_many_requests(retry_after=1800), times=1)
    first, later = way(server.url), way(server.url)
    later.door._pace = first.door._pace  # noqa: SLF001 - as a store keeps it between builds
    failure(first.ask)
    failed = failure(later.ask)

    assert isinstance(failed, HeldError)
    assert (failed.until, later.door.requests) == (START + 1800, 0)

    later.door.insistent = True
    assert later.ask().status_code == 200

    later.door.insistent = False
    clock.advance(1800)
    assert later.ask().status_code == 200


def test_nobody_is_left_alone_for_a_day(server: Plain, way: Open) -> None:
    """A login page on a train may ask for one."""
    server.faults.add(too_many_requests(retry_after=80_000))
    opened = way(server.url)
    failure(opened.ask)

    failed = failure(opened.ask)
    assert isinstance(failed, HeldError)
    assert failed.until == START + 3600
