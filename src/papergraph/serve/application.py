"""Requests in, responses out: what a worker answers from one snapshot, as an ASGI application.

The SPARQL endpoint stands before Starlette's routes, because it is asked most.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING

from papergraph.serve import description
from papergraph.serve.answering import GRAPHS, Answer, converted
from papergraph.serve.counters import KINDS
from papergraph.serve.desk import Desk
from papergraph.serve.exchange import CLOSING, PLAIN, Exchange, body_of, cross_origin
from papergraph.serve.negotiation import best
from papergraph.serve.protocol import Refusal, read
from papergraph.serve.routes import routes

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_HOST = re.compile(r"[\w.:\[\]-]{0,300}", re.ASCII)


class Application:
    """The whole server over one snapshot, in one process."""

    def __init__(self, desk: Desk, failures: Callable[[str], None], tell: Callable[[str], None] | None = None) -> None:
        """Make the application of a process.

        Args:
            desk: what is answered from.
            failures: told of each fault of our own.
            tell: told of each request.
        """
        self.desk = desk
        self.leaving = False
        """Whether the process is about to end, so that no connection is kept."""
        self._failures = failures
        self._tell = tell
        self._routes: ASGIApp = routes(desk)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            return
        started = perf_counter()
        more = cross_origin(scope, self.desk.rules.origins) if self.desk.rules.origins else []
        exchange = Exchange(scope, receive, send, [*more, CLOSING] if self.leaving else more)
        try:
            self._check_host(exchange)
            if exchange.path == "/sparql" and exchange.method != "OPTIONS":
                await self._sparql(exchange)
            elif exchange.method == "OPTIONS":
                await exchange.respond(204, PLAIN, b"", [(b"allow", b"GET, HEAD, POST, OPTIONS")])
            else:
                await self._routes(scope, receive, exchange.send)
        except Refusal as refusal:
            await exchange.refuse(refusal)
        except Exception as error:  # noqa: BLE001 - whatever it is, the others are to be answered
            self._failures(f"{exchange.method} {exchange.path} failed: {error!r}")
            if not exchange.is_answered:
                await exchange.refuse(Refusal(500, "Something went wrong here."))
        finally:
            self.desk.counters.request(_kind(exchange.path), exchange.status, exchange.size)
        if self._tell:
            took = (perf_counter() - started) * 1000
            self._tell(f"{exchange.method} {exchange.path} {exchange.status} {exchange.size} bytes {took:.1f} ms")

    async def _sparql(self, exchange: Exchange) -> None:
        content_type, body = "", b""
        if exchange.method == "POST":
            content_type, body = exchange.header(b"content-type"), await body_of(exchange.receive)
        asked = read(exchange.method, exchange.scope["query_string"], content_type, body)
        accept = exchange.header(b"accept")
        answer = self._described(exchange, accept) if asked is None else await self.desk.answer(asked, accept)
        body, headers = await self.desk.packed(answer, exchange.header(b"accept-encoding"))
        await exchange.respond(200, answer.media_type, body, headers)

    def _described(self, exchange: Exchange, accept: str) -> Answer:
        """Describe the service; a browser is shown the console of the page."""
        media_type = best(accept, (*GRAPHS, "text/html"))
        if media_type is None:
            raise Refusal(406, f"There is no form that you accept; there are {', '.join(GRAPHS)}.")
        if media_type == "text/html":
            raise Refusal(303, "The console of the page asks this endpoint.", {"Location": "./#view=console"})
        address = f"{exchange.scope['scheme']}://{exchange.header(b'host') or 'localhost'}/sparql"
        return converted(description.service(address, self.desk.snapshot.triples), media_type)

    def _check_host(self, exchange: Exchange) -> None:
        """Refuse a name that is not this server's: a page elsewhere, whose name leads here, could read all."""
        host = exchange.header(b"host").lower()
        if not _HOST.fullmatch(host):
            raise Refusal(400, "The Host is no name of a server.")
        if self.desk.rules.hosts is None or (not host and exchange.scope["http_version"] == "1.0"):
            return
        name = f"{host.partition(']')[0]}]" if host.startswith("[") else host.partition(":")[0]
        if name not in self.desk.rules.hosts:
            raise Refusal(421, "This server does not go by that name.")


def _kind(path: str) -> str:
    first = path[1:].partition("/")[0]
    return first if first in KINDS else "page" if not first else "other"
