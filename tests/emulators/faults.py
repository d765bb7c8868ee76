"""What can go wrong between a client and any web service: conditions that pick requests, actions that spoil answers.

    server.faults.add(too_many_requests(retry_after=30), times=2)
    server.faults.add(captive_portal(), mentions("2101.11605"))
    server.faults.in_turn(reset(), None, cut())

Times to wait are real seconds; dates in answers follow the server's clock.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from urllib.parse import urlencode

from emulation import Action, Answer, Condition, Framing, Request, Stream, http_date

MEGABYTE = 1 << 20
PORTAL = b"""<!DOCTYPE html>
<html><head><title>Welcome to Airport WiFi</title></head>
<body><h1>Welcome</h1><p>Please <a href="http://login.example/">sign in</a> to use the internet.</p></body></html>
"""
SORRY = b"<html><body><h1>%d %s</h1>\nThe server is temporarily unable to answer.\n</body></html>\n"


def always(_: Request) -> bool:
    """Every request, which is also what a fault without a condition takes."""
    return True


def nth(number: int) -> Condition:
    """The request of that number, from 1."""
    return lambda request: request.number == number


def from_the(number: int) -> Condition:
    """The request of that number and all after it."""
    return lambda request: request.number >= number


def path_contains(text: str) -> Condition:
    """Requests with that text in their path or query, as they were written or decoded."""
    return lambda request: text in request.path or text in request.target or text in request.query.values()


def mentions(*references: str) -> Condition:
    """Requests that ask for one of these: `2101.11605`, `arxiv:2101.11605`, `owner/name` or `github:owner/name`."""
    wanted = {re.sub(r"^(arxiv|github):", "", reference).lower() for reference in references}
    return lambda request: bool(request.references & wanted)


def method(name: str) -> Condition:
    """Requests of that method: `POST` is what GraphQL uses."""
    return lambda request: request.method == name


def both(one: Condition, other: Condition) -> Condition:
    """Requests that meet two conditions."""
    return lambda request: one(request) and other(request)


def instead(make: Callable[[Request], Answer]) -> Action:
    """An action that ignores what would be right."""
    return lambda request, _: make(request)


def spoilt(change: Callable[[Answer], Answer]) -> Action:
    """An action that changes the right answer."""
    return lambda _, right: change(right())


def status(code: int, body: bytes = b"", content_type: str = "text/plain", **headers: str) -> Action:
    """That status; headers are named as in Python, `Retry_After="5"`."""
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return instead(lambda _: Answer(code, (("Content-Type", content_type), *named), body))


def waiting(request: Request, retry_after: float | None, *, date: bool) -> tuple[tuple[str, str], ...]:
    """A `Retry-After` in seconds or as a date of the server's clock, or none."""
    if retry_after is None:
        return ()
    return (("Retry-After", http_date(request.moment + retry_after) if date else f"{retry_after:g}"),)


def too_many_requests(retry_after: float | None = None, *, date: bool = False) -> Action:
    """429, with or without the time after which to come back."""
    return instead(
        lambda request: Answer(
            429, (("Content-Type", "text/plain"), *waiting(request, retry_after, date=date)), b"Rate exceeded."
        )
    )


def unavailable(code: int = 503, retry_after: float | None = None, *, date: bool = False) -> Action:
    """500, 502, 503 or 504 with a page for people, as a proxy in front of the service sends it."""
    return instead(
        lambda request: Answer(
            code,
            (("Content-Type", "text/html"), *waiting(request, retry_after, date=date)),
            SORRY % (code, b"Service Unavailable"),
        )
    )


def captive_portal() -> Action:
    """200 with the page of a hotel or an airport."""
    return status(200, PORTAL, "text/html; charset=utf-8")


def empty_body(content_type: str = "application/atom+xml; charset=utf-8") -> Action:
    """200 and nothing."""
    return status(200, b"", content_type)


def rate_exceeded() -> Action:
    """200 that says in plain text what 429 should have said."""
    return status(200, b"Rate exceeded.", "text/plain")


def retyped(content_type: str = "text/html") -> Action:
    """The right body under another content type."""
    return spoilt(lambda answer: answer.with_header("Content-Type", content_type))


def rewritten(change: Callable[[bytes], bytes]) -> Action:
    """The right answer with another body."""
    return spoilt(lambda answer: replace(answer, body=change(whole(answer))))


def whole(answer: Answer) -> bytes:
    """The body of an answer that is not streamed."""
    assert isinstance(answer.body, bytes)
    return answer.body


def cut(at: float = 0.5, *, after: bytes | None = None, noticed: bool = False, framing: Framing = "close") -> Action:
    """The beginning of the right body: a share of it, or up to the end of the last place where `after` stands.

    `noticed` says whether HTTP shows that something is missing: the `Content-Length` of the whole body then goes
    with it. Otherwise the end looks like an end, by a closed connection or a last chunk.
    """

    def change(answer: Answer) -> Answer:
        body = whole(answer)
        end = int(len(body) * at) if after is None else body.rindex(after) + len(after)
        if noticed:
            return replace(answer, sent=end)
        return replace(answer, body=body[:end], framing=framing)

    return spoilt(change)


def wrong_length(more: int = 1000) -> Action:
    """The whole right body under a `Content-Length` that promises more, and a closed connection."""
    return spoilt(lambda answer: replace(answer, claimed=len(whole(answer)) + more))


def reset(at: float | None = None) -> Action:
    """A connection that is reset before the answer, or after that share of the right body."""
    if at is None:
        return instead(lambda _: Answer(silent=True, reset=True))
    return spoilt(lambda answer: replace(answer, sent=int(len(whole(answer)) * at), reset=True))


def hang_up() -> Action:
    """A connection that is closed before the answer."""
    return instead(lambda _: Answer(silent=True))


def slow(seconds: float = 0.2) -> Action:
    """The right answer, late."""
    return spoilt(lambda answer: replace(answer, wait=seconds))


def stalled() -> Action:
    """No answer at all as long as the server lives."""
    return instead(lambda _: Answer(silent=True, wait=60.0))


def dripping(seconds: float = 0.2) -> Action:
    """The right answer in ten pieces over that time."""
    return spoilt(lambda answer: replace(answer, drip=seconds / 10))


def redirect(to: str, code: int = 301) -> Action:
    """A redirection to a URL or a path."""
    return status(code, b"", "text/html", Location=to)


def redirect_loop(code: int = 301) -> Action:
    """A redirection to the very place that was asked."""
    return moved(lambda request: request.target, code)


def redirect_ring(code: int = 301) -> Action:
    """Two places, with a slash at the end and without, that lead to one another."""
    return moved(lambda request: request.path[:-1] if request.path.endswith("/") else f"{request.path}/", code)


def redirect_chain(code: int = 302) -> Action:
    """A redirection to the same place with another query, and from there to another one, without an end."""

    def onward(request: Request) -> str:
        pairs = {**request.query, "hop": str(int(request.query.get("hop", "0")) + 1)}
        return f"{request.path}?{urlencode(pairs)}"

    return moved(onward, code)


def moved(place: Callable[[Request], str], code: int) -> Action:
    """A redirection to a place on the same host."""
    return instead(lambda request: Answer(code, (("Location", f"http://{request.headers['host']}{place(request)}"),)))


def invalid_utf8() -> Action:
    """The right body with bytes that are no UTF-8 in the middle of a word, near the middle of the body."""

    def change(body: bytes) -> bytes:
        between = next(re.finditer(rb"(?<=>)[A-Za-z]|(?<=\":\")[A-Za-z]", body[len(body) // 2 :]), None)
        place = len(body) // 2 + between.start() if between else len(body) // 2
        return body[:place] + b"\xff\xfe\xc3" + body[place:]

    return rewritten(change)


def followed_by(more: bytes) -> Action:
    """The right body with something behind it."""
    return rewritten(lambda body: body + more)


def huge(megabytes: int = 200, *, prefix: bytes = b"", content_type: str = "application/json") -> Action:
    """A body of that size, sent as it is: the prefix and spaces."""

    def pieces() -> Iterator[bytes]:
        spaces = b" " * MEGABYTE
        yield prefix + spaces
        for _ in range(megabytes - 1):
            yield spaces

    stream: Stream = pieces
    return instead(lambda _: Answer(200, (("Content-Type", content_type),), stream, "chunked"))


def gzip_bomb(megabytes: int = 300, *, prefix: bytes = b"", content_type: str = "application/json") -> Action:
    """A small body that inflates to that size: the prefix and spaces."""
    headers = (("Content-Type", content_type), ("Content-Encoding", "gzip"))
    return instead(lambda _: Answer(200, headers, bomb(megabytes, prefix)))


@lru_cache
def bomb(megabytes: int, prefix: bytes) -> bytes:
    """Valid gzip of a prefix and megabytes of spaces, made without ever holding them."""
    spaces = b" " * MEGABYTE
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = packer.compress(prefix) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(spaces) + packer.flush(zlib.Z_FULL_FLUSH)
    check = zlib.crc32(prefix)
    for _ in range(megabytes):
        check = zlib.crc32(spaces, check)
    size = (len(prefix) + megabytes * MEGABYTE) & 0xFFFFFFFF
    return (
        b"\x1f\x8b\x08\0\0\0\0\0\x02\xff" + head + block * megabytes + packer.flush() + struct.pack("<II", check, size)
    )
