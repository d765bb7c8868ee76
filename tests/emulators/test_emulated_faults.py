"""What a client sees of each fault: with `requests`, or with nothing between it and the socket where that hides it."""

from __future__ import annotations

import gzip
import http.client
import json
import socket
import zlib
from urllib.parse import urlsplit

import pytest
import requests

from emulation import START, Action, Answer, Framing, Request, Server
from emulators import faults

BODY = json.dumps({"description": "a" * 400, "list": list(range(100))}).encode()


class Steady(Server):
    """Always says the same."""

    def right_answer(self, request: Request) -> Answer:  # noqa: ARG002 - whatever is asked
        """The body that faults spoil."""
        return Answer(200, (("Content-Type", "application/json"),), BODY)


def answered(fault: Action, **options: bool) -> requests.Response:
    """What a client gets from a server with a fault."""
    with Steady() as server:
        server.faults.add(fault)
        return requests.get(f"{server.url}/x?y=1", timeout=30, **options)  # type: ignore[arg-type]


def test_any_status_with_any_headers() -> None:
    answer = answered(faults.status(418, b"teapot", Retry_After="7", X_Reason="tea"))

    assert (answer.status_code, answer.content) == (418, b"teapot")
    assert (answer.headers["Retry-After"], answer.headers["X-Reason"]) == ("7", "tea")


@pytest.mark.parametrize(
    "fault, code, retry_after",
    [
        (faults.too_many_requests(), 429, None),
        (faults.too_many_requests(30), 429, "30"),
        (faults.too_many_requests(30, date=True), 429, "Mon, 02 Mar 2026 10:00:30 GMT"),
        (faults.unavailable(), 503, None),
        (faults.unavailable(500), 500, None),
        (faults.unavailable(502, 5), 502, "5"),
        (faults.unavailable(504, 120, date=True), 504, "Mon, 02 Mar 2026 10:02:00 GMT"),
    ],
)
def test_refusals_say_when_to_come_back_if_they_should(fault: Action, code: int, retry_after: str | None) -> None:
    answer = answered(fault)

    assert (answer.status_code, answer.headers.get("Retry-After")) == (code, retry_after)


def test_dates_to_come_back_follow_the_server_s_clock() -> None:
    with Steady() as server:
        server.clock.sleep(3600)
        server.faults.add(faults.too_many_requests(1, date=True))
        answer = requests.get(server.url, timeout=30)

    assert server.requests[0].moment == START + 3600
    assert answer.headers["Retry-After"] == "Mon, 02 Mar 2026 11:00:01 GMT"


@pytest.mark.parametrize(
    "fault, kind, beginning",
    [
        (faults.captive_portal(), "text/html; charset=utf-8", b"<!DOCTYPE html>"),
        (faults.empty_body(), "application/atom+xml; charset=utf-8", b""),
        (faults.rate_exceeded(), "text/plain", b"Rate exceeded."),
        (faults.retyped("text/html"), "text/html", BODY),
        (faults.followed_by(b"<!-- -->"), "application/json", BODY + b"<!-- -->"),
    ],
)
def test_success_that_is_none(fault: Action, kind: str, beginning: bytes) -> None:
    answer = answered(fault)

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)
    assert answer.content.startswith(beginning)
    assert len(answer.content) == len(beginning) or kind.startswith("text/html; ")


@pytest.mark.parametrize("framing", ["close", "chunked", "length"])
def test_a_cut_that_http_does_not_notice(framing: Framing) -> None:
    answer = answered(faults.cut(0.5, framing=framing))

    assert answer.status_code == 200
    assert answer.content == BODY[: len(BODY) // 2]


def test_a_cut_behind_some_text() -> None:
    assert answered(faults.cut(after=b"a")).content == BODY[: BODY.rindex(b"a") + 1]


@pytest.mark.parametrize("fault", [faults.cut(noticed=True), faults.wrong_length(), faults.reset(0.5)])
def test_a_cut_that_http_notices(fault: Action) -> None:
    with pytest.raises((requests.exceptions.ChunkedEncodingError, requests.ConnectionError)):
        answered(fault)


def raw(fault: Action) -> bytes:
    """Everything that comes over a socket until it ends."""
    with Steady() as server:
        server.faults.add(fault)
        parts = urlsplit(server.url)
        with socket.create_connection((str(parts.hostname), parts.port or 0), timeout=30) as client:
            client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            received = b""
            while piece := client.recv(65536):
                received += piece
            return received


def test_a_hang_up_is_an_orderly_end_without_an_answer() -> None:
    assert raw(faults.hang_up()) == b""


@pytest.mark.parametrize("fault", [faults.reset(), faults.reset(0.9)])
def test_a_reset_is_a_reset(fault: Action) -> None:
    with pytest.raises(ConnectionResetError):
        raw(fault)


def test_a_cut_with_the_right_length_ends_early() -> None:
    head, _, body = raw(faults.cut(0.25, noticed=True)).partition(b"\r\n\r\n")

    assert f"Content-Length: {len(BODY)}".encode() in head
    assert body == BODY[: len(BODY) // 4]


def test_a_slow_start_is_too_slow_for_an_impatient_client_only() -> None:
    with Steady() as server:
        server.faults.add(faults.slow(0.2))
        with pytest.raises(requests.ReadTimeout):
            requests.get(server.url, timeout=0.05)
        patient = requests.get(server.url, timeout=30)

    assert patient.content == BODY


@pytest.mark.alone
def test_a_slow_drip_arrives_in_pieces_none_of_which_is_late() -> None:
    with Steady() as server:
        server.faults.add(faults.dripping(0.2))
        with requests.get(server.url, timeout=0.15, stream=True, headers={"Accept-Encoding": "identity"}) as answer:
            first = answer.raw.read1()
            rest = answer.raw.read()

    assert first + rest == BODY
    assert 0 < len(first) < len(BODY)


def test_a_client_with_a_timeout_outlives_a_server_that_never_answers() -> None:
    with Steady() as server:
        server.faults.add(faults.stalled())
        with pytest.raises(requests.ReadTimeout):
            requests.get(server.url, timeout=0.1)


@pytest.mark.parametrize("code", [301, 302, 307])
def test_a_redirection_goes_where_it_is_told(code: int) -> None:
    answer = answered(faults.redirect("http://elsewhere.example/", code), allow_redirects=False)

    assert (answer.status_code, answer.headers["Location"]) == (code, "http://elsewhere.example/")


@pytest.mark.parametrize("fault", [faults.redirect_loop(), faults.redirect_ring(), faults.redirect_chain()])
def test_a_redirection_without_an_end(fault: Action) -> None:
    with pytest.raises(requests.TooManyRedirects):
        answered(fault)


def test_a_loop_a_ring_and_a_chain_lead_to_different_places() -> None:
    loop, ring, chain = (
        answered(fault, allow_redirects=False)
        for fault in (faults.redirect_loop(), faults.redirect_ring(), faults.redirect_chain())
    )

    assert loop.headers["Location"] == loop.url
    assert ring.headers["Location"] == ring.url.replace("/x?y=1", "/x/")
    assert chain.headers["Location"] == chain.url.replace("y=1", "y=1&hop=1")


def test_bytes_that_are_no_utf_8() -> None:
    body = answered(faults.invalid_utf8()).content

    assert len(body) == len(BODY) + 3
    with pytest.raises(UnicodeDecodeError):
        body.decode()


def test_a_bomb_is_small_on_the_wire_and_valid_gzip() -> None:
    packed = faults.bomb(8, b'{"id": 1')
    whole = gzip.decompress(packed)

    assert len(packed) < 20_000
    assert whole == b'{"id": 1' + b" " * (8 << 20)


def test_a_bomb_of_hundreds_of_megabytes_explodes_only_in_the_client() -> None:
    with Steady() as server:
        server.faults.add(faults.gzip_bomb(300, prefix=b"<feed"))
        with requests.get(server.url, timeout=30, stream=True) as answer:
            size = int(answer.headers["Content-Length"])
            first = zlib.decompressobj(31).decompress(answer.raw.read(decode_content=False), 1000)

    assert size < 500_000
    assert first == b"<feed" + b" " * 995


def test_a_huge_body_can_be_refused_halfway() -> None:
    with Steady() as server:
        server.faults.add(faults.huge(200, prefix=b"["))
        with requests.get(server.url, timeout=30, stream=True) as answer:
            first = next(answer.iter_content(100_000))

    assert first[:4] == b"[   "
    assert server.mistakes == []


def test_a_fault_of_the_wire_leaves_the_next_request_alone() -> None:
    with Steady() as server, requests.Session() as session:
        for fault in (faults.reset(), faults.cut(noticed=True), faults.hang_up(), faults.wrong_length()):
            server.faults.add(fault, times=1)
            with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
                session.get(server.url, timeout=30)
            server.faults.clear()
            assert session.get(server.url, timeout=30).content == BODY


def test_no_answer_has_a_body_where_http_allows_none() -> None:
    with Steady() as server:
        server.faults.in_turn(faults.status(304, b"body"), faults.status(204, b"body"))
        parts = urlsplit(server.url)
        connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=30)
        codes = []
        for _ in range(3):
            connection.request("GET", "/")
            answer = connection.getresponse()
            codes.append((answer.status, answer.read()))
        connection.close()

    assert codes == [(304, b""), (204, b""), (200, BODY)]
