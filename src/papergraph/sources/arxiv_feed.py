"""A response of arXiv's API in, what it promises out, or the reason why it cannot be believed.

The client that reads it afterwards takes a login page for "nothing found" and half an entry for a whole one, so
everything is looked at here first: the type, the whole document, the counts, each entry.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from papergraph.failures import BadAnswerError, RefusedError
from papergraph.http import TOO_MANY, Response
from papergraph.sources.fields import day, tidy

if TYPE_CHECKING:
    from lxml.etree import _Element

ATOM = "{http://www.w3.org/2005/Atom}"
TOTAL = "{http://a9.com/-/spec/opensearch/1.1/}totalResults"
TYPES = ("application/atom+xml", "application/xml", "text/xml")
ENTRY_ID = re.compile(r"https?://arxiv\.org/abs/(.+?)(?:v([1-9][0-9]{0,3}))?\Z")
COUNT = re.compile(r"[0-9]{1,12}")
ERROR_ID = re.compile(r"https?://arxiv\.org/api/errors")
OK, BAD_REQUEST, TOO_LONG = 200, 400, 414
PASSED = frozenset({BAD_REQUEST, TOO_LONG, TOO_MANY})
"""Statuses that mean something to the caller."""
SHOWN = 120


class Entry(NamedTuple):
    """One entry of a feed, as far as it must be known before it is believed."""

    identifier: str
    """Without its version; empty where the entry has none of arXiv's."""
    version: int
    """0 where it has none."""
    readable: bool
    """Whether the client reads it: it skips entries without an address or without one of the dates."""
    whole: bool
    """Whether it also has an identifier, a title and an author."""
    empty: bool
    """Whether it says nothing: until 2025 the API had such an entry for an identifier that does not exist."""


class Feed(NamedTuple):
    """A feed that is whole."""

    total: int
    entries: tuple[Entry, ...]

    @property
    def readable(self) -> int:
        """How many entries the client will read."""
        return sum(entry.readable for entry in self.entries)


def check(response: Response) -> Feed | None:
    """Return the feed of a response, or None for a refusal that the caller understands; raises for anything else.

    Raises:
        FetchError: the response is neither.
    """
    if response.status_code == OK:
        return read_feed(response)
    if response.status_code not in PASSED:
        raise RefusedError(f"refuses the request (status {response.status_code})", response.status_code)
    return None


def read_feed(response: Response) -> Feed:
    """Return what a feed promises; raises BadAnswerError where it is not a whole feed of results."""
    root = _root(response)
    total = (root.findtext(TOTAL) or "").strip()
    if not COUNT.fullmatch(total):
        raise BadAnswerError("sends a feed that does not say how many results there are")
    entries = root.findall(f"{ATOM}entry")
    if any(ERROR_ID.match((entry.findtext(f"{ATOM}id") or "").strip()) for entry in entries):
        raise BadAnswerError(f"reports an error: {_summary(entries[0])}")
    return Feed(int(total), tuple(map(_entry, entries)))


def refusal(response: Response) -> str | None:
    """Return what arXiv's own error feed says of a request; None where the response is no such feed."""
    try:
        root = _root(response)
    except BadAnswerError:
        return None
    entry = root.find(f"{ATOM}entry")
    if entry is None or not ERROR_ID.match((entry.findtext(f"{ATOM}id") or "").strip()):
        return None
    return _summary(entry)


def _root(response: Response) -> _Element:
    from lxml import etree

    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind not in TYPES:
        shown = tidy(kind)[:SHOWN] or "of no type"
        raise BadAnswerError(f"sends {shown} instead of a feed: is there a login page in the way?")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=False)
    try:
        root = etree.fromstring(response.content, parser)
    except etree.XMLSyntaxError:
        raise BadAnswerError("sends a feed that is cut or damaged") from None
    if root.tag != f"{ATOM}feed" or root.getroottree().docinfo.internalDTD is not None:
        raise BadAnswerError("sends XML that is no feed")
    return root


def identity(address: str) -> tuple[str, int]:
    """Return the identifier and the version in the address of an entry; empty and 0 where it has none."""
    match = ENTRY_ID.match(address.strip())
    return (match[1], int(match[2] or 0)) if match else ("", 0)


def _entry(entry: _Element) -> Entry:
    address, title, *dates = (
        (entry.findtext(f"{ATOM}{name}") or "").strip() for name in ("id", "title", "published", "updated")
    )
    authors = [name for name in entry.iterfind(f"{ATOM}author/{ATOM}name") if (name.text or "").strip()]
    identifier, version = identity(address)
    readable = bool(address and all(map(day, dates)))
    return Entry(
        identifier,
        version,
        readable,
        whole=bool(readable and identifier and title and authors),
        empty=not any((address, title, *dates, *authors)),
    )


def _summary(entry: _Element) -> str:
    return tidy(entry.findtext(f"{ATOM}summary") or "")[:SHOWN]
