"""A query in, the bytes of its answer out: what runs in the threads of a worker, over the open index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from papergraph.serve.negotiation import best
from papergraph.serve.protocol import Asked, Refusal
from papergraph.sparql import explained

if TYPE_CHECKING:
    import pyoxigraph as ox

RESULTS = (
    "application/sparql-results+json",
    "application/json",
    "application/sparql-results+xml",
    "application/xml",
    "text/csv",
    "text/tab-separated-values",
)
"""Media types of the rows of a SELECT and of the truth of an ASK, the favourite first."""
GRAPHS = (
    "text/turtle",
    "application/n-triples",
    "application/ld+json",
    "application/rdf+xml",
    "application/n-quads",
    "application/trig",
    "text/n3",
    "text/plain",
)
"""Media types of triples, the favourite first."""
_MEANT = {"text/plain": "application/n-triples"}


class Answer(NamedTuple):
    """What goes back to a client."""

    body: bytes
    media_type: str


class _TooLong(Exception):  # noqa: N818 - it never leaves this module
    pass


class _Bounded:
    """A file that takes so many bytes."""

    __slots__ = ("left", "pieces")

    def __init__(self, most: int) -> None:
        self.left = most
        self.pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self.left -= len(piece)
        if self.left < 0:
            raise _TooLong
        self.pieces.append(piece)
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""


def ask(store: ox.Store, asked: Asked, accept: str, prefixes: Mapping[str, str], most: int) -> Answer:
    """Answer a query in the form that a client wants.

    Args:
        store: the triples.
        asked: what is asked.
        accept: the Accept header.
        prefixes: those that need no declaration.
        most: bytes that an answer may have.

    Raises:
        Refusal: 400 for a mistake in the query, 406 where no form is accepted, 413 for an answer that is too long.
    """
    import pyoxigraph as ox

    if best(accept, RESULTS) is None and best(accept, GRAPHS) is None:
        raise _unacceptable(RESULTS + GRAPHS)
    file = _Bounded(most)
    found = None
    try:
        found = _evaluated(store, asked, prefixes)
        is_triples = isinstance(found, ox.QueryTriples)
        offered = GRAPHS if is_triples else RESULTS
        media_type = best(accept, offered)
        if media_type is None:
            raise _unacceptable(offered)
        found.serialize(file, _form(media_type))  # type: ignore[arg-type] # each has the forms of its own
    except _TooLong:
        raise Refusal(413, f"The answer has more than {most:,} bytes: ask for less, say with LIMIT.") from None
    except SyntaxError as error:
        raise Refusal(400, explained(asked.sparql, str(error))) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise Refusal(400, f"The query cannot be answered: {error}.") from error
    finally:
        found = None  # rows end in the thread where they began, however long a refusal remembers this frame
    return Answer(b"".join(file.pieces), with_charset(media_type))


def with_charset(media_type: str) -> str:
    """Return a media type as a header says it: that of a text names its charset."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def _evaluated(
    store: ox.Store, asked: Asked, prefixes: Mapping[str, str]
) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
    sparql = asked.sparql
    used = {name: iri for name, iri in prefixes.items() if f"{name}:" in sparql}
    if not (asked.default_graphs or asked.named_graphs):
        return store.query(sparql, prefixes=used)
    import pyoxigraph as ox

    default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = list(map(ox.NamedNode, asked.default_graphs))
    named: list[ox.NamedNode | ox.BlankNode] = list(map(ox.NamedNode, asked.named_graphs))
    return store.query(sparql, prefixes=used, default_graph=default, named_graphs=named)


def converted(turtle: str, media_type: str) -> Answer:
    """Return triples in another form, as an answer."""
    import pyoxigraph as ox

    form = _form(media_type)
    assert isinstance(form, ox.RdfFormat)  # noqa: S101 - the media type is one of GRAPHS
    known = {line.split()[1][:-1]: line.split()[2][1:-1] for line in turtle.splitlines() if line.startswith("@prefix")}
    body = ox.serialize(ox.parse(turtle, ox.RdfFormat.TURTLE), format=form, prefixes=known)
    return Answer(body or b"", with_charset(media_type))


@cache
def _form(media_type: str) -> ox.QueryResultsFormat | ox.RdfFormat:
    import pyoxigraph as ox

    form = ox.RdfFormat if media_type in GRAPHS else ox.QueryResultsFormat
    found = form.from_media_type(_MEANT.get(media_type, media_type))
    if found is None:  # pragma: no cover - a test asks for each of them
        raise KeyError(media_type)
    return found


def _unacceptable(offered: Sequence[str]) -> Refusal:
    return Refusal(406, f"There is no form that you accept; there are {', '.join(offered)}.")
