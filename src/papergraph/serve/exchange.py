"""One request and its response as ASGI has them: bodies within bounds, headers that every response carries."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

from papergraph.serve.protocol import MOST_BYTES, Refusal

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

Header: TypeAlias = tuple[bytes, bytes]

BODY_SECONDS = 30.0
"""That a client may take to send a request."""
LONGEST_HEADER = 4096
"""Bytes of a header that are looked at."""
PLAIN = "text/plain; charset=utf-8"
_STRICT = (
    (b"cache-control", b"no-cache"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)
_POLICY = (
    b"content-security-policy",
    b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
)
_ALLOWED = (
    (b"access-control-allow-methods", b"GET, HEAD, POST, OPTIONS"),
    (b"access-control-allow-headers", b"Accept, Content-Type"),
    (b"access-control-max-age", b"86400"),
)
_EXPOSED = (b"access-control-expose-headers", b"Content-Type, Location, Retry-After")
CLOSING = (b"connection", b"close")
_VARIES_BY_ORIGIN = (b"vary", b"Origin")


class Exchange:
    """One request and its response."""

    __slots__ = ("_more", "_send", "is_answered", "method", "path", "receive", "scope", "size", "status")

    def __init__(self, scope: Scope, receive: Receive, send: Send, more: Sequence[Header]) -> None:
        """Take a request; `more` are headers of its response beside those that every response has."""
        self.scope = scope
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.receive = receive
        self._send = send
        self._more = more
        self.is_answered = False
        """Whether the response has begun."""
        self.status = 500
        """Of the response."""
        self.size = 0
        """Bytes of its body."""

    async def respond(self, status: int, media_type: str, body: bytes, headers: Sequence[Header] = ()) -> None:
        """Send a response that is there as a whole."""
        self.is_answered, self.status, self.size = True, status, len(body)
        start = [
            (b"content-type", media_type.encode()),
            (b"content-length", b"%d" % len(body)),
            *headers,
            *_STRICT,
            _POLICY,
            *self._more,
        ]
        await self._send({"type": "http.response.start", "status": status, "headers": start})
        await self._send({"type": "http.response.body", "body": body})

    async def refuse(self, refusal: Refusal) -> None:
        """Send why a request is refused."""
        headers = [
            (name.lower().encode(), value.encode("latin-1", "replace")) for name, value in refusal.headers.items()
        ]
        await self.respond(refusal.status, PLAIN, f"{refusal.reason}\n".encode("utf-8", "replace"), headers)

    async def send(self, message: Message) -> None:
        """Send what another application says, with the headers that every response has."""
        if message["type"] == "http.response.start":
            self.is_answered, self.status = True, message["status"]
            own = message["headers"]
            policy = () if any(name.lower() == _POLICY[0] for name, _ in own) else (_POLICY,)
            message = {**message, "headers": [*own, *_STRICT, *policy, *self._more]}
        else:
            self.size += len(message.get("body", b""))
        await self._send(message)

    def header(self, name: bytes) -> str:
        """Return a header of the request, all of that name joined; the empty string where there is none."""
        return header(self.scope, name)


def cross_origin(scope: Scope, origins: Sequence[str]) -> list[Header]:
    """Return the headers that say whether a page of another server may read the response.

    Args:
        scope: the request.
        origins: those whose pages may, `*` for all.
    """
    origin = header(scope, b"origin")
    headers = [_VARIES_BY_ORIGIN]
    if origin and ("*" in origins or origin in origins):
        headers += [(b"access-control-allow-origin", b"*" if "*" in origins else origin.encode("latin-1")), _EXPOSED]
        if scope["method"] == "OPTIONS":
            headers += _ALLOWED
    return headers


def header(scope: Scope, name: bytes) -> str:
    """Return a header of a request, all of that name joined; the empty string where there is none."""
    values: list[bytes] = [value for key, value in scope["headers"] if key == name]
    return b", ".join(values)[:LONGEST_HEADER].decode("latin-1") if values else ""


async def body_of(receive: Receive) -> bytes:
    """Return the body of a request; raises Refusal where it is too long, or does not come."""
    pieces, size = [], 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while True:
                message = await receive()
                pieces.append(message.get("body", b""))
                size += len(pieces[-1])
                if size > MOST_BYTES:
                    raise Refusal(413, f"The request is longer than {MOST_BYTES >> 10} KiB.", {"Connection": "close"})
                if message["type"] == "http.disconnect" or not message.get("more_body"):
                    return b"".join(pieces)
    except TimeoutError:
        raise Refusal(408, f"The request did not come within {BODY_SECONDS:g} s.", {"Connection": "close"}) from None
