"""The server under the emulators: its clock, its log, its connections, and how it ends."""

from __future__ import annotations

import http.client
import socket
import threading
from urllib.parse import urlsplit

import pytest
import requests

from emulation import START, UNRESOLVABLE, Answer, Condition, FakeClock, RefusedPort, Request, Server, gaps, http_date
from emulators import faults


class Echo(Server):
    """Says back what it was sent."""

    def right_answer(self, request: Request) -> Answer:
        """The body, or the path of a request without one."""
        return Answer(200, (("Content-Type", "text/plain"),), request.body or request.path.encode())


class Mistaken(Server):
    """Has a mistake."""

    def right_answer(self, request: Request) -> Answer:
        """Nothing ever."""
        raise KeyError(request.path)


def test_a_fake_clock_begins_at_a_fixed_moment_and_moves_when_somebody_sleeps() -> None:
    clock = FakeClock()

    clock.sleep(2.5)
    clock.advance(10)
    clock.sleep(0)

    assert clock.now() == START + 12.5
    assert clock.sleeps == [2.5, 0]
    assert http_date(START) == "Mon, 02 Mar 2026 10:00:00 GMT"


def test_threads_share_a_fake_clock() -> None:
    clock = FakeClock(0)

    def sleep_often() -> None:
        for _ in range(100):
            clock.sleep(1)

    threads = [threading.Thread(target=sleep_often) for _ in range(8)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert clock.now() == 800
    assert len(clock.sleeps) == 800


def test_the_log_says_what_arrived_and_when() -> None:
    with Server() as server:
        requests.get(f"{server.url}/a%20b?x=1&y=&z=a%2Cb", headers={"X-Own": "yes"}, timeout=30)
        server.clock.sleep(3)
        requests.post(f"{server.url}/c", data=b"sent", timeout=30)
    first, second = server.requests

    assert (first.number, first.method, first.path, first.body) == (1, "GET", "/a b", b"")
    assert first.query == {"x": "1", "y": "", "z": "a,b"}
    assert first.target == "/a%20b?x=1&y=&z=a%2Cb"
    assert first.headers["x-own"] == "yes"
    assert (second.number, second.method, second.body) == (2, "POST", b"sent")
    assert (first.moment, second.moment) == (START, START + 3)
    assert gaps(server.requests) == [3]


def test_forgetting_empties_the_log() -> None:
    with Server() as server:
        requests.get(server.url, timeout=30)
        server.forget()
        requests.get(server.url, timeout=30)

    assert [request.number for request in server.requests] == [1]


def test_a_connection_stays_open_and_has_a_number() -> None:
    with Server() as server, requests.Session() as one, requests.Session() as other:
        for session in (one, one, other, one):
            session.get(server.url, timeout=30)

    assert [request.connection for request in server.requests] == [1, 1, 2, 1]


def test_answers_carry_the_date_of_the_server_s_clock() -> None:
    with Server(FakeClock(0)) as server:
        answer = requests.get(server.url, timeout=30)

    assert answer.headers["Date"] == "Thu, 01 Jan 1970 00:00:00 GMT"
    assert answer.status_code == 404


def test_large_answers_are_compressed_for_clients_that_accept_it() -> None:
    with Echo() as server:
        packed = requests.post(server.url, data=b"a" * 1000, timeout=30)
        plain = requests.post(server.url, data=b"a" * 1000, headers={"Accept-Encoding": "identity"}, timeout=30)
        small = requests.post(server.url, data=b"a" * 10, timeout=30)

    assert [answer.headers.get("Content-Encoding") for answer in (packed, plain, small)] == ["gzip", None, None]
    assert packed.content == plain.content == b"a" * 1000
    assert int(packed.headers["Content-Length"]) < 100


def test_many_clients_are_served_at_once() -> None:
    with Echo() as server:
        server.faults.add(faults.slow(0.1))
        threads = [threading.Thread(target=requests.get, args=(server.url,), kwargs={"timeout": 5}) for _ in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert len({request.connection for request in server.requests}) == 10


def test_a_mistake_of_the_emulator_fails_the_test() -> None:
    def ask() -> None:
        with Mistaken() as server:
            assert requests.get(f"{server.url}/x", timeout=30).status_code == 500

    with pytest.raises(KeyError, match="/x"):
        ask()


def test_a_closed_server_drops_its_connections_and_listens_no_more() -> None:
    with Echo() as server, requests.Session() as session:
        session.get(server.url, timeout=30)
        server.faults.add(faults.stalled())
        waiting = http.client.HTTPConnection(*address(server.url), timeout=30)
        waiting.request("GET", "/")
        url = server.url
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        waiting.getresponse()
    waiting.close()

    with pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=30)


def test_a_client_that_goes_away_is_no_mistake() -> None:
    with Echo() as server:
        server.faults.add(faults.slow(0.05))
        with socket.create_connection(address(server.url)) as client:
            client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        requests.get(server.url, timeout=30)

    assert server.mistakes == []


def test_a_refused_port_refuses() -> None:
    with RefusedPort() as port, pytest.raises(requests.ConnectionError, match="refused"):
        requests.get(port.url, timeout=30)


def test_a_name_that_cannot_be_resolved_is_not_resolved() -> None:
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo(urlsplit(UNRESOLVABLE).hostname, 80)


def address(url: str) -> tuple[str, int]:
    """Host and port."""
    parts = urlsplit(url)
    assert parts.hostname is not None
    assert parts.port is not None
    return parts.hostname, parts.port


def test_faults_are_for_the_requests_that_meet_their_condition() -> None:
    with Echo() as server:
        fault = server.faults.add(faults.status(503), faults.path_contains("/b"), skip=1, times=2)
        codes = [
            requests.get(server.url + path, timeout=30).status_code for path in ["/b", "/a", "/b", "/a", "/b", "/b"]
        ]

    assert codes == [200, 200, 503, 200, 503, 200]
    assert (fault.seen, fault.fired) == (4, 2)


def test_faults_come_in_turn() -> None:
    with Echo() as server:
        server.faults.in_turn(faults.status(500), None, faults.status(429))
        codes = [requests.get(server.url, timeout=30).status_code for _ in range(4)]

    assert codes == [500, 200, 429, 200]


def test_the_first_fault_acts_and_cleared_ones_do_not() -> None:
    with Echo() as server:
        server.faults.add(faults.status(500), faults.nth(1))
        server.faults.add(faults.status(502))
        codes = [requests.get(server.url, timeout=30).status_code for _ in range(2)]
        server.faults.clear()
        codes.append(requests.get(server.url, timeout=30).status_code)

    assert codes == [500, 502, 200]


@pytest.mark.parametrize(
    "condition, numbers",
    [
        (faults.always, [1, 2, 3, 4]),
        (faults.nth(2), [2]),
        (faults.from_the(3), [3, 4]),
        (faults.method("POST"), [4]),
        (faults.path_contains("x=1"), [2]),
        (faults.path_contains("a,b"), [3]),
        (faults.both(faults.from_the(2), faults.method("GET")), [2, 3]),
        (faults.mentions("2101.11605"), []),
    ],
    ids=range(8),
)
def test_conditions_pick_requests(condition: Condition, numbers: list[int]) -> None:
    with Echo() as server:
        requests.get(f"{server.url}/", timeout=30)
        requests.get(f"{server.url}/?x=1", timeout=30)
        requests.get(f"{server.url}/?id_list=a%2Cb", timeout=30)
        requests.post(f"{server.url}/", data=b"1", timeout=30)

    assert [request.number for request in server.requests if condition(request)] == numbers
