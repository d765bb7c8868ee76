"""An arXiv API server for tests: `GET /api/query` as the live one answers it today, and as it did in two older shapes.

What it does is what the published server does: an unversioned identifier means the latest version, `idvN` that
version, an unknown one is silently absent, a malformed one fails the whole request, and the order is not the one
of the request. `search_query` supports fields, phrases, AND, OR, ANDNOT and parentheses.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal
from urllib.parse import parse_qsl

from emulation import Action, Answer, FakeClock, Request, Server, not_found
from emulators.arxiv_feeds import (
    Generation,
    Question,
    entry,
    feed_head,
    legacy_feed,
    legacy_refusal,
    today_refusal,
)
from emulators.arxiv_records import Found, Paper, Version, many_papers, paper
from emulators.arxiv_search import MalformedQueryError, matches, parse
from emulators.faults import instead, rewritten

__all__ = [
    "ArxivEmulator",
    "Paper",
    "Version",
    "duplicated",
    "malformed_id",
    "many_papers",
    "other_papers",
    "paper",
    "partial_entry",
    "wrong_total",
]

ATOM = "application/atom+xml; charset=utf-8"
WELL_FORMED = re.compile(r"(\d{4}\.\d{4,5}|[a-z-]+(\.[A-Z]{2})?/\d{7})(v\d+)?")
LONGEST_TARGET = 8190
"""Bytes of a request line above which the web server in front refuses; 642 identifiers are too many."""
WINDOW = 10_000
"""Results that can be paged through."""


class RefusedRequestError(Exception):
    """A request that is answered with 400 and a feed that says why."""

    def __init__(self, message: str, anchor: str | None = None) -> None:
        super().__init__(message)
        self.link = f"https://arxiv.org/api/errors#{anchor or message.replace(' ', '_')}"


class ArxivEmulator(Server):
    """The arXiv API over some papers.

    `generation` picks the shape of the feeds; `order="given"` sorts equal relevance as the papers are given
    instead of by a digest of their identifiers; `total` is claimed as `totalResults`; with a `pace`, a request that
    comes less than so many seconds after the one before is answered with 429.
    """

    def __init__(
        self,
        papers: Iterable[Paper] = (),
        clock: FakeClock | None = None,
        *,
        generation: Generation = "current",
        order: Literal["shuffled", "given"] = "shuffled",
        total: int | None = None,
        pace: float | None = None,
    ) -> None:
        super().__init__(clock)
        self.papers = {paper.identifier: paper for paper in papers}
        self.generation: Generation = generation
        self.order = order
        self.total = total
        self.pace = pace

    @property
    def query_url(self) -> str:
        """The URL to configure: `http://127.0.0.1:PORT/api/query`."""
        return f"{self.url}/api/query"

    def references(self, request: Request) -> frozenset[str]:
        """The identifiers of the request, with the version that they name and without."""
        named = [name.strip().lower() for name in parameters(request).get("id_list", "").split(",") if name.strip()]
        return frozenset(named) | {re.sub(r"v\d+$", "", name) for name in named}

    def right_answer(self, request: Request) -> Answer:
        """The feed that a request asks for, or the reason why there is none."""
        if len(request.target) > LONGEST_TARGET:
            return Answer(414, (("Content-Type", "text/html"),), TOO_LONG)
        if request.path != "/api/query":
            return not_found(request)
        if self.pace and len(self.requests) > 1 and request.moment - self.requests[-2].moment < self.pace:
            return Answer(429, (("Content-Type", "text/plain"),), b"Rate exceeded.")
        try:
            question = asked(parameters(request))
            found, total = self.find(question)
        except RefusedRequestError as refusal:
            return Answer(400, (("Content-Type", ATOM),), self.refusal(refusal).encode())
        if question.start + question.max_results > WINDOW + 1000:
            return Answer(500, (("Content-Type", "text/plain"),), b"Result window is too large")
        return Answer(200, (("Content-Type", ATOM),), self.feed(question, found, total).encode())

    def find(self, question: Question) -> tuple[list[Found], int]:
        """The page of a question, and how many papers there are in all."""
        found = self._named(question) if question.id_list else [Found(p, p.latest) for p in self.papers.values()]
        if question.search_query:
            try:
                phrase = parse(question.search_query)
            except MalformedQueryError as malformed:
                raise RefusedRequestError(str(malformed), "malformed_query") from malformed
            found = [one for one in found if matches(phrase, searchable(one))]
        ordered = sorted(found, key=self._place(question), reverse=question.sort_order == "descending")
        page = ordered[question.start : question.start + question.max_results]
        return page, len(found) if self.total is None else self.total

    def _named(self, question: Question) -> list[Found]:
        """The papers of an identifier list that exist, once each."""
        found = {}
        for name in question.id_list.split(","):
            identifier, _, number = re.fullmatch(r"(.*?)(v(\d+))?", name).groups()  # type: ignore[union-attr]
            paper = self.papers.get(identifier)
            if paper and 1 <= int(number or paper.latest) <= paper.latest:
                one = Found(paper, int(number or paper.latest))
                found[one.name] = one
        return list(found.values())

    def _place(self, question: Question) -> Callable[[Found], tuple[object, ...]]:
        """By what results are sorted."""
        positions = {identifier: -place for place, identifier in enumerate(self.papers)}

        def tie(one: Found) -> object:
            if self.order == "given":
                return positions[one.paper.identifier]
            return hashlib.sha256(one.name.encode()).hexdigest()

        if question.sort_by == "submittedDate":
            return lambda one: (one.published, tie(one))
        if question.sort_by == "lastUpdatedDate":
            return lambda one: (one.version.date, tie(one))
        return lambda one: (tie(one),)

    def feed(self, question: Question, found: Sequence[Found], total: int) -> str:
        """The Atom feed in the shape of the generation."""
        if self.generation == "legacy":
            return legacy_feed(question, self._with_gaps(question, found), total, self.clock.now())
        entries = "".join(entry(one, bare=self.generation == "nov2025") for one in found)
        return f"{feed_head(question, total, self.clock.now())}{entries}</feed>\n"

    def _with_gaps(self, question: Question, found: Sequence[Found]) -> list[Found | None]:
        """What the legacy server shows: the order of the request, and None for a paper that does not exist."""
        if not question.id_list or not found:
            return list(found)
        names = question.id_list.split(",")
        return [next((one for one in found if name in {one.name, one.paper.identifier}), None) for name in names]

    def refusal(self, refusal: RefusedRequestError) -> str:
        """The feed with one entry that says what is wrong with a request."""
        if self.generation == "legacy":
            return legacy_refusal(str(refusal), refusal.link, self.clock.now())
        return today_refusal(str(refusal), refusal.link, self.clock.now())


def parameters(request: Request) -> dict[str, str]:
    """The parameters of a request, of its address and of its body."""
    form = dict(parse_qsl(request.body.decode("utf-8", "replace"))) if request.method == "POST" else {}
    return {**request.query, **form}


def asked(given: dict[str, str]) -> Question:
    """What the parameters of a request ask for."""
    names = [name for name in given.get("id_list", "").split(",") if name]
    for name in names:
        if not WELL_FORMED.search(name):
            raise RefusedRequestError(f"incorrect id format for {name}")
    search = given.get("search_query", "")
    return Question(
        search_query=search if not search or re.match(r"\(?[a-z]+:|\(", search) else f"all:{search}",
        id_list=",".join(names),
        start=whole_number(given, "start", 0),
        max_results=whole_number(given, "max_results", 10),
        sort_by=one_of(given, "sortBy", ("relevance", "lastUpdatedDate", "submittedDate")),
        sort_order=one_of(given, "sortOrder", ("descending", "ascending")),
    )


def whole_number(given: dict[str, str], name: str, default: int) -> int:
    """A parameter that is a number, 0 or more."""
    written = given.get(name) or str(default)
    if not re.fullmatch(r"[+-]?\d+", written):
        raise RefusedRequestError(f"{name} must be an integer")
    if int(written) < 0:
        raise RefusedRequestError(f"{name} must be non-negative")
    return int(written)


def one_of(given: dict[str, str], name: str, allowed: tuple[str, ...]) -> str:
    """A parameter that is one of a few words; the first is the default."""
    written = given.get(name, allowed[0])
    if written not in allowed:
        raise RefusedRequestError(f"{name} must be in: {', '.join(sorted(allowed))}", "sort")
    return written


def searchable(one: Found) -> dict[str, str]:
    """The text of a paper under each field that a query can name."""
    version = one.version
    fields = {
        "ti": version.title,
        "au": " ; ".join(author[0] for author in version.authors),
        "abs": version.summary,
        "co": version.comment or "",
        "jr": version.journal_ref or "",
        "cat": " ".join(version.categories),
        "id": one.paper.identifier,
    }
    return {**fields, "all": " ; ".join(fields.values())}


TOO_LONG = (
    b"<html>\r\n<head><title>414 Request-URI Too Large</title></head>\r\n"
    b"<body>\r\n<center><h1>414 Request-URI Too Large</h1></center>\r\n</body>\r\n</html>\r\n"
)


def malformed_id(name: str = "abc", code: int = 400) -> Action:
    """The refusal of an identifier, whatever was asked; 200 is what an old server put before it."""

    def refuse(request: Request) -> Answer:
        feed = today_refusal if code == 400 else legacy_refusal
        refusal = RefusedRequestError(f"incorrect id format for {name}")
        return Answer(code, (("Content-Type", ATOM),), feed(str(refusal), refusal.link, request.moment).encode())

    return instead(refuse)


def partial_entry(*without: str, position: int = -1) -> Action:
    """A well-formed feed with one entry that lacks elements: by default the last one, its date and its authors."""
    names = without or ("published", "author")

    def change(body: bytes) -> bytes:
        entries = re.findall(rb"  <entry>\n.*?  </entry>\n", body, re.DOTALL)
        if not entries:
            return body
        poorer = entries[position]
        for name in names:
            pattern = rf"    <{name}\b[^>]*(/>|>.*?</{name}>)\n".encode()
            poorer = re.sub(pattern, b"", poorer, flags=re.DOTALL)
        return body.replace(entries[position], poorer)

    return rewritten(change)


def wrong_total(total: int) -> Action:
    """The right feed with another `totalResults`."""
    return rewritten(lambda body: re.sub(rb"(totalResults[^>]*>)\d+", rb"\g<1>%d" % total, body))


def duplicated() -> Action:
    """The right feed with every entry twice."""
    return rewritten(lambda body: re.sub(rb"  <entry>\n.*?  </entry>\n", rb"\g<0>\g<0>", body, flags=re.DOTALL))


def other_papers(*papers: Paper) -> Action:
    """A well-formed feed about papers that nobody asked for."""

    def answer(request: Request) -> Answer:
        question = asked(parameters(request))
        found = [Found(one, one.latest) for one in papers]
        body = f"{feed_head(question, len(found), request.moment)}{''.join(map(entry, found))}</feed>\n"
        return Answer(200, (("Content-Type", ATOM),), body.encode())

    return instead(answer)
