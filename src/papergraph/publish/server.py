"""A SPARQL 1.1 server: graphs are added to and replaced, updated and counted; what it refuses is one clear sentence."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from urllib.parse import quote, urlencode, urlsplit

from papergraph.errors import AccessError, ConfigError, ServerError
from papergraph.failures import SERVER_ERROR, BadAnswerError, FetchError, RefusedError, UnreachableError
from papergraph.http import Clock, Door, Limits, Response, Service, session, user_agent
from papergraph.publish.kinds import Kind, Places, kind_named, kind_of
from papergraph.publish.login import ASKS, PASSWORD, TOKEN, USER, Login, loopback

if TYPE_CHECKING:
    import pyoxigraph as ox

    _Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None

Triple: TypeAlias = tuple[str, str, str]
"""Terms as N-Triples writes them."""

PATIENCE = Limits(connect=10.0, silence=600.0, whole=600.0, size=64 << 20, tries=5, wait=120.0)
"""A server may be restarted in between; replacing a graph takes it a while."""
NTRIPLES = "application/n-triples"
_ROWS = "application/sparql-results+json"
_TOO_LARGE, _UNSUPPORTED_TYPE = 413, 415
_NO_UPDATES = frozenset({400, 404, 405, 406, 410, _UNSUPPORTED_TYPE, 501})
"""Statuses of an address at which no updates are taken."""
_SUCCESS = range(200, 300)
_SAID = 300
"""Characters of a server's own words that are repeated."""
_DIGITS = 18
"""Of a count, at most."""
_GRAPHS_AT_ONCE = 200
_SUBJECTS_AT_ONCE = 25
_NO_LIMIT = 1 << 62


class PassingError(ServerError):
    """A server gave no answer, or has trouble of its own: another attempt may do better."""


class Options(NamedTuple):
    """How a server is spoken to."""

    kind: str = ""
    """Of `KINDS`; empty to find out."""
    update: str = ""
    query: str = ""
    """Addresses that are not where the kind has them."""
    packed: bool = False
    """Whether what is sent is gzipped."""


class Server:
    """A server that was reached."""

    def __init__(self, kind: Kind, places: Places, ask: _Asking, *, packed: bool = False) -> None:
        self.kind = kind
        self.places = places
        self._ask = ask
        self._packed = packed
        self._most = _NO_LIMIT
        """Bytes that it takes at once, as far as is known."""

    def count(self, graphs: Sequence[str]) -> dict[str, int]:
        """Return how many triples graphs have; the default graph is called by the empty text."""
        counts = dict.fromkeys(graphs, 0)
        if "" in counts:
            counts[""] = sum(map(self._number, self._rows("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", "n")))
        named = [graph for graph in graphs if graph]
        for start in range(0, len(named), _GRAPHS_AT_ONCE):
            values = " ".join(f"<{graph}>" for graph in named[start : start + _GRAPHS_AT_ONCE])
            pattern = f"VALUES ?g {{ {values} }} GRAPH ?g {{ ?s ?p ?o }}"
            for row in self._rows(f"SELECT ?g (COUNT(*) AS ?n) WHERE {{ {pattern} }} GROUP BY ?g", "g", "n"):
                name = str(row[0]).strip("<>")
                if name in counts:
                    counts[name] = self._number(row[1:])
        return counts

    def triples(self, graph: str, subjects: Sequence[str]) -> Iterator[Triple]:
        """Yield what a graph says of subjects, which are IRIs."""
        pattern = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
        for start in range(0, len(subjects), _SUBJECTS_AT_ONCE):
            values = " ".join(f"<{subject}>" for subject in subjects[start : start + _SUBJECTS_AT_ONCE])
            query = f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {values} }} {pattern} }}"
            for subject, predicate, object_ in self._rows(query, "s", "p", "o"):
                yield str(subject), str(predicate), str(object_)

    def send(self, graph: str, lines: Sequence[bytes], *, replace: bool = False) -> None:
        """Add lines of N-Triples to a graph, or put them in the place of all that it holds.

        A server that finds them too many gets half, and no more at once from then on.
        """
        waiting = [lines]
        while waiting:
            piece = waiting.pop()
            body = b"".join(piece)
            if (len(piece) == 1 or len(body) <= self._most) and self._taken(graph, body, replace=replace):
                replace = False
                continue
            if len(piece) == 1:
                raise ServerError(f"{self.kind.title} takes no statement of {len(body):,} bytes.")
            self._most = min(self._most, len(body) // 2 + len(piece[-1]))
            waiting += [piece[len(piece) // 2 :], piece[: len(piece) // 2]]

    def takes_updates(self, nothing: str) -> bool:
        """Tell whether graphs can be copied; `nothing` is the IRI of a graph that nobody has."""
        body = urlencode({"update": f"DROP SILENT GRAPH <{nothing}>"})
        response = self._ask(self._ask.update, body=body, passed=_NO_UPDATES)
        return response.status_code not in _NO_UPDATES

    def update(self, sparql: str, *, once: bool = False) -> None:
        """Update; `once` does not try again."""
        self._ask(self._ask.update_once if once else self._ask.update, body=urlencode({"update": sparql}))

    def pause(self, attempt: int) -> None:
        """Wait before the next attempt."""
        self._ask.clock.sleep(5.0 * attempt)

    def _taken(self, graph: str, body: bytes, *, replace: bool) -> bool:
        """Send a body to a graph; False where it is too large."""
        door, url = self._ask.store
        named = f"graph={quote(graph, safe='')}" if graph else "default"
        place = door, f"{url}{'&' if '?' in url else '?'}{named}"
        method = "PUT" if replace else "POST"
        headers = {"Content-Type": NTRIPLES}
        if self._packed:
            packed = gzip.compress(body, compresslevel=1, mtime=0)
            response = self._ask(
                place,
                method,
                body=packed,
                headers=headers | {"Content-Encoding": "gzip"},
                passed={_TOO_LARGE, _UNSUPPORTED_TYPE},
            )
            if response.status_code != _UNSUPPORTED_TYPE:
                return response.status_code != _TOO_LARGE
            self._packed = False
        return self._ask(place, method, body=body, headers=headers, passed={_TOO_LARGE}).status_code != _TOO_LARGE

    def _number(self, row: Sequence[object]) -> int:
        """The number that a row is."""
        text = str(getattr(row[0], "value", ""))
        if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS):
            raise ServerError(f"{self.kind.title} answers a count with {text[:_SAID]!r}, which is no number.")
        return int(text)

    def _rows(self, sparql: str, *names: str) -> Iterator[list[_Term]]:
        """Yield the values of variables in every row."""
        import pyoxigraph as ox

        response = self._ask(self._ask.query, body=urlencode({"query": sparql}), headers={"Accept": _ROWS})
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        form = ox.QueryResultsFormat.from_media_type(kind)
        try:
            found = ox.parse_query_results(response.content, form) if form else None
            if not isinstance(found, ox.QuerySolutions):
                said = kind or "no media type"
                raise ServerError(f"{self.kind.title} answers a query with {said}, which is no answer to one.")
            for row in found:
                yield [row[name] for name in names]
        except (SyntaxError, ValueError, KeyError, OSError) as error:
            raise ServerError(f"{self.kind.title} answers a query with what cannot be read: {error}.") from error


_Place: TypeAlias = tuple[Door, str]


class _Asking:
    """Requests to the addresses of one server; what stops them is a sentence."""

    def __init__(
        self,
        title: str,
        places: Places,
        make: Callable[[str, Limits], Door],
        login: Login,
        limits: Limits,
        clock: Clock,
    ) -> None:
        self.store: _Place = make(places.store, limits), places.store
        self.query: _Place = make(places.query, limits), places.query
        self.update: _Place = make(places.update, limits), places.update
        self.update_once: _Place = make(places.update, limits._replace(tries=1)), places.update
        self.clock = clock
        self._title = title
        self._login = login

    def __call__(
        self,
        place: _Place,
        method: str = "POST",
        *,
        body: bytes | str,
        headers: Mapping[str, str] = {},
        passed: set[int] | frozenset[int] = frozenset(),
    ) -> Response:
        """Ask; statuses that mean no success are raised, but for those that are `passed`.

        Raises:
            ServerError: there is no answer, or one that is no success.
            AccessError: the server wants credentials, or others.
        """
        door, url = place
        sent = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        try:
            response = door.ask(method, url, headers=sent, body=body)
            if response.status_code in ASKS and self._login.answer(url, response.headers.get("WWW-Authenticate", "")):
                response = door.ask(method, url, headers=sent, body=body)
        except RefusedError as failure:
            response = Response(failure.status, {}, failure.said.encode(), url)
        except BadAnswerError as failure:
            raise ServerError(f"{self._title} {failure}.") from None
        except FetchError as failure:
            raise PassingError(f"{self._title} {failure}.") from None
        except KeyError as error:  # of requests, where a Digest lacks its realm or nonce
            raise ServerError(f"{self._title} asks for a Digest without a {error.args[0]}.") from None
        if response.status_code in passed or response.status_code in _SUCCESS:
            return response
        raise self._refusal(response.status_code, self._words(response))

    def _words(self, response: Response) -> str:
        """Return what a server says, in a line; a page for people says nothing."""
        kind = response.headers.get("Content-Type", "").lower()
        return "" if "html" in kind else _cleaned(self._login.concealed(response.text))

    def _refusal(self, status: int, words: str) -> ServerError | AccessError:
        said = f": {words}" if words else ""
        if status not in ASKS and "permission" not in words.lower():
            kind = PassingError if status >= SERVER_ERROR else ServerError
            return kind(f"{self._title} refuses the request (status {status}){said or '.'}")
        if self._login.known:
            return AccessError(f"{self._title} refuses these credentials (status {status}){said or '.'}")
        return AccessError(
            f"{self._title} wants to know who asks (status {status}): set {USER} and {PASSWORD}, or {TOKEN}."
        )


def reached(
    endpoint: str,
    login: Login,
    options: Options = Options(),  # noqa: B008 - an immutable record
    *,
    limits: Limits = PATIENCE,
    clock: Clock = Clock(),  # noqa: B008
    waiting: Callable[[str], None] = lambda _: None,
) -> Server:
    """Reach a server, and find out of which kind it is.

    Args:
        endpoint: its address, or that of its graph store.
        login: who we are.
        options: what is known of it.
        limits: when a request is given up.
        clock: the time.
        waiting: told what the next request waits for.

    Raises:
        ConfigError: an address is none.
        ServerError: nobody answers there.
    """
    import requests

    for url in (endpoint, *filter(None, (options.update, options.query))):
        check_address(url)
    shared = session()
    shared.auth = login
    there = urlsplit(endpoint)
    # A server on this machine is not behind a proxy, which would see the password.
    shared.trust_env = there.scheme == "https" or not loopback(there.hostname or "")

    def door(url: str, limits: Limits, title: str = "the server") -> Door:
        service = Service("publish", title, url, 0.0)
        made = Door(shared, service, _AnyTime(), user_agent(None, f"requests/{requests.__version__}"), clock, limits)
        made.waiting = waiting
        return made

    kind = kind_named(options.kind) if options.kind else kind_of(endpoint, _signature(endpoint, door, limits))
    places = kind.places(endpoint)
    places = places._replace(update=options.update or places.update, query=options.query or places.query)
    asking = _Asking(kind.title, places, partial(door, title=kind.title), login, limits, clock)
    return Server(kind, places, asking, packed=options.packed)


def check_address(url: str) -> None:
    """Raise ConfigError, which repeats no password, where an address cannot be asked."""
    try:
        parts = urlsplit(url)
        sound = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise ConfigError("The address of the server is no address.") from None
    if "@" in parts.netloc:
        raise ConfigError(f"An address holds no name or password here: set {USER} and {PASSWORD} instead.")
    if not sound or parts.fragment or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        raise ConfigError(f"{shown(url)!r} is no address of a server, such as 'http://127.0.0.1:7878'.")


def shown(url: str) -> str:
    """Return an address as it may be shown: what follows `?` may be a secret."""
    return url.partition("?")[0]


def _signature(endpoint: str, door: Callable[[str, Limits], Door], limits: Limits) -> str:
    """Return what the server says that it is; raises ServerError where nobody answers."""
    parts = urlsplit(endpoint)
    root = f"{parts.scheme}://{parts.netloc}/"
    try:
        return door(root, limits).ask("GET", root, patient=False).headers.get("Server", "")
    except UnreachableError as failure:
        raise ServerError(f"{parts.netloc} {failure}.") from None
    except FetchError:
        return ""  # the addresses themselves may do better


def _cleaned(text: str) -> str:
    start = text.lstrip()[: 4 * _SAID]
    return "" if start.startswith(("<!", "<html", "<HTML")) else " ".join(start.split())[:_SAID]


class _AnyTime:
    """The pace of one's own server: none."""

    def reserve(self, name: str, interval: float, now: float) -> float:  # noqa: ARG002 - as a Pace has it
        return now

    def release(self, name: str, moment: float, interval: float) -> None:
        pass

    def hold(self, name: str, until: float) -> None:
        pass

    def held(self, name: str, now: float) -> float | None:
        pass
