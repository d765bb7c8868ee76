"""The addresses of a server beside its endpoint: the page, things, words, named queries, and what it says of itself."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from functools import partial
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from papergraph.canned import named, values
from papergraph.errors import InputError, QueryError
from papergraph.query import filled, iri_meant
from papergraph.search import KINDS, find, references
from papergraph.serve import description
from papergraph.serve.answering import GRAPHS, Answer
from papergraph.serve.desk import Desk
from papergraph.serve.exchange import body_of, header
from papergraph.serve.negotiation import best, takes_gzip
from papergraph.serve.protocol import Asked, Refusal
from papergraph.serve.snapshot import DOWNLOADS

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

MOST_FOUND = 1000
"""Things of one search."""
MOST_NAMED = 20_000
"""IRIs and references of one request for things."""
MOST_NAMING = 1000
"""Triples that tell where a thing is named, beside what is said of it."""
_LIMIT = re.compile(r"[0-9]{1,4}")
_IMPOSSIBLE = frozenset('<>"{}|^`\\ ')
_TYPES = {
    "ttl": "text/turtle; charset=utf-8",
    "nt": "application/n-triples",
    "trig": "application/trig",
    "nq": "application/n-quads",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "json": "application/json",
    "gz": "application/gzip",
}
_PAGE_HEADERS = {"Content-Security-Policy": "frame-ancestors 'none'", "Vary": "Accept-Encoding"}
"""The rest of the policy stands in the page."""


def routes(desk: Desk) -> ASGIApp:
    """Return what answers all addresses but the endpoint's."""
    from starlette.routing import Route, Router

    of = _Routes(desk)
    return Router(
        routes=[
            Route("/", of.page),
            Route("/search", of.search),
            Route("/things", of.things, methods=["POST"]),
            Route("/queries", of.queries),
            Route("/queries/{name}", of.query),
            Route("/resource", of.resource),
            Route("/health", of.health),
            Route("/metrics", of.metrics),
            Route("/openapi.json", of.openapi),
            Route("/.well-known/void", of.dataset),
            *(Route(f"/{name}{packed}", of.download) for name in DOWNLOADS for packed in ("", ".gz")),
            Route("/{path:path}", of.local),
        ],
        redirect_slashes=False,
    )


class _Routes:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.snapshot = desk.snapshot
        self.pool = desk.pool
        self.catalogue = desk.snapshot.catalogue

    async def page(self, request: Request) -> Response:
        from starlette.responses import HTMLResponse

        if self.snapshot.page is None:
            return HTMLResponse(_without_page(self.snapshot.title))
        if takes_gzip(header(request.scope, b"accept-encoding")):
            return HTMLResponse(self.snapshot.packed_page, headers={**_PAGE_HEADERS, "Content-Encoding": "gzip"})
        return HTMLResponse(self.snapshot.page, headers=_PAGE_HEADERS)

    async def search(self, request: Request) -> Response:
        if self.snapshot.text is None:
            raise Refusal(404, "There is no index of words: run `papergraph build` again.")
        kinds = request.query_params.getlist("kind")
        if unknown := set(kinds) - set(KINDS):
            raise Refusal(400, f"There is no kind {min(unknown)!r}; there are {', '.join(KINDS)}.")
        limit = request.query_params.get("limit", "20")
        if not (_LIMIT.fullmatch(limit) and 1 <= int(limit) <= MOST_FOUND):
            raise Refusal(400, f"limit must be a whole number from 1 to {MOST_FOUND}.")
        words = request.query_params.get("q", "")
        try:
            hits = await self.pool.run(partial(find, self.snapshot.text, words, kinds or KINDS, int(limit)))
        except QueryError as error:
            raise Refusal(400, str(error)) from error
        except InputError as error:
            raise Refusal(503, "The index of words cannot be read; a build writes it anew.") from error
        return _json([hit._asdict() for hit in hits])

    async def things(self, request: Request) -> Response:
        """Tell the references of IRIs and the IRIs of references, for a page that shows an answer."""
        try:
            asked = json.loads(await body_of(request.receive))
            iris, names = (list(map(str, asked.get(key, ()))) for key in ("iris", "references"))
        except (ValueError, AttributeError, TypeError, RecursionError):
            raise Refusal(400, 'The body must be JSON, {"iris": […], "references": […]}.') from None
        if len(iris) + len(names) > MOST_NAMED:
            raise Refusal(413, f"At most {MOST_NAMED:,} can be asked for at once.")
        meant = {name: iri_meant(name, self.snapshot.base_iri) for name in names}
        known = await self._references(iris)
        return _json({"references": known, "iris": {name: iri for name, iri in meant.items() if iri}})

    async def queries(self, _: Request) -> Response:
        return _json(
            [
                {**query._asdict(), "parameters": [one._asdict() for one in query.parameters], "file": None}
                for query in self.catalogue
            ]
        )

    async def query(self, request: Request) -> Response:
        """Answer a named query; its parameters are those of the address."""
        try:
            query = named(request.path_params["name"], self.catalogue)
        except QueryError as error:
            raise Refusal(404, str(error)) from error
        try:
            sparql = filled(query.sparql, values(query, dict(request.query_params)), self.snapshot.base_iri)
        except QueryError as error:
            raise Refusal(400, str(error)) from error
        return await self._given(request, await self.desk.answer(Asked(sparql), header(request.scope, b"accept")))

    async def _given(self, request: Request, answer: Answer) -> Response:
        from starlette.responses import Response

        body, headers = await self.desk.packed(answer, header(request.scope, b"accept-encoding"))
        return Response(body, headers={k.decode(): v.decode() for k, v in headers}, media_type=answer.media_type)

    async def resource(self, request: Request) -> Response:
        iri, reference = (request.query_params.get(key) for key in ("iri", "reference"))
        meant = iri or (iri_meant(reference, self.snapshot.base_iri) if reference else None)
        if not meant:
            raise Refusal(400, "Name a thing: ?iri=https://arxiv.org/abs/2007.03260 or ?reference=arxiv:2007.03260.")
        return await self._describe(request, meant)

    async def local(self, request: Request) -> Response:
        """Describe what lives under the base IRI: its path is the rest of its IRI."""
        path = request.scope.get("raw_path") or quote(request.scope["path"]).encode()
        return await self._describe(request, self.snapshot.base_iri + path.decode("latin-1").removeprefix("/"))

    async def _describe(self, request: Request, iri: str) -> Response:
        offered = (*GRAPHS, "text/html") if self.snapshot.page else GRAPHS
        media_type = best(header(request.scope, b"accept"), offered)
        if media_type is None:
            raise Refusal(406, f"There is no form that you accept; there are {', '.join(offered)}.")
        if _IMPOSSIBLE.intersection(iri) or ":" not in iri:
            raise Refusal(404, "That is no IRI.")
        is_known = await self.desk.answer(Asked(f"ASK {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?q <{iri}> }} }}"), "text/csv")
        if is_known.body.strip() != b"true":
            raise Refusal(404, "Nothing is said of that here.")
        if media_type == "text/html":
            return await self._led_to_page(request, iri)
        return await self._given(request, await self.desk.answer(Asked(_about(iri)), media_type))

    async def _led_to_page(self, request: Request, iri: str) -> Response:
        from starlette.responses import RedirectResponse

        known = await self._references([iri])
        shown = f"at={quote(known[iri], safe=':/')}" if iri in known else f"view=console&sparql={_asking_for(iri)}"
        up = "../" * (request.scope["path"].count("/") - 1)
        return RedirectResponse(f"{up or './'}#{shown}", 303)

    async def _references(self, iris: list[str]) -> dict[str, str]:
        if not (self.snapshot.text and iris):
            return {}
        with suppress(InputError):  # then they are IRIs and nothing more
            return await self.pool.run(partial(references, self.snapshot.text, iris))
        return {}

    async def health(self, _: Request) -> Response:
        of = self.snapshot
        told = {"status": "ok", "triples": of.triples, "build": of.name, "built": of.built}
        return _json({**told, "page": of.page is not None})

    async def metrics(self, _: Request) -> Response:
        from starlette.responses import PlainTextResponse

        text = self.desk.counters.text(self.snapshot.triples)
        return PlainTextResponse(text, media_type="text/plain; version=0.0.4")

    async def openapi(self, _: Request) -> Response:
        queries = [
            (query.name, query.title, [(one.name, one.default is None, one.description) for one in query.parameters])
            for query in self.catalogue
        ]
        return _json(description.openapi(self.snapshot.title, queries))

    async def dataset(self, _: Request) -> Response:
        from starlette.responses import RedirectResponse

        return RedirectResponse("../dataset.ttl", 303)

    async def download(self, request: Request) -> Response:
        from starlette.responses import FileResponse

        name = request.scope["path"].removeprefix("/")
        file = self.snapshot.output / name
        if not file.is_file():
            raise Refusal(404, f"The last build wrote no {name}.")
        return FileResponse(file, media_type=_TYPES[name.rpartition(".")[2]])


def _about(iri: str) -> str:
    """Return the query for what is said of a thing and where it is named."""
    return (
        f"CONSTRUCT {{ <{iri}> ?p ?o . ?s ?q <{iri}> }} "
        f"WHERE {{ {{ <{iri}> ?p ?o }} UNION {{ SELECT ?s ?q {{ ?s ?q <{iri}> }} LIMIT {MOST_NAMING} }} }}"
    )


def _asking_for(iri: str) -> str:
    return quote(f"DESCRIBE <{iri}>\n", safe="")


def _without_page(title: str) -> str:
    """Return what stands at the root where the build wrote no page."""
    links = "".join(f'<li><a href="{one}">{one}</a></li>' for one in ("sparql", "queries", "openapi.json", "health"))
    return f"<!doctype html><meta charset=utf-8><title>{escape(title)}</title><h1>{escape(title)}</h1><ul>{links}</ul>"


def _json(value: object) -> Response:
    from starlette.responses import Response

    return Response(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"), media_type="application/json")
