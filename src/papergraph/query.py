"""SPARQL over a graph, an export or an index: queries in, answers out.

Oxigraph answers. Queries cannot change anything, and cannot make the engine fetch anything: see
`papergraph.sparql`. The queries that have names are in `papergraph.canned`.
"""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

from papergraph import rdffiles
from papergraph.errors import QueryError
from papergraph.exporters import exporter
from papergraph.model import Graph, Metadata, Reference
from papergraph.sparql import explained, refuse, with_values
from papergraph.vocabulary import LOCAL_KINDS, PREFIXES, prefixes

if TYPE_CHECKING:
    import pyoxigraph as ox

    Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

T = TypeVar("T")

DEEP = 1 << 30
"""Bytes of the stack of a thread that can evaluate every query of `papergraph.sparql.LONGEST` characters: each
operator of a query is a call within a call in the engine, which ends the process where there is no room. What is not
used takes no memory."""
_SHALLOW = 2_000
"""Characters of a query that every stack has room for."""


class Result(NamedTuple):
    """An answer: rows of a SELECT, the triples of a CONSTRUCT or DESCRIBE, or the truth of an ASK."""

    kind: str
    """`rows`, `triples` or `truth`."""
    columns: tuple[str, ...]
    """The variables of a SELECT; `subject`, `predicate`, `object` for triples; `answer` for truth."""
    rows: tuple[tuple[str, ...], ...]
    """Text of every term, the empty string where a variable is unbound."""
    terms: tuple[tuple[Term | None, ...], ...]
    """The same as RDF terms; empty for truth."""


def query(
    source: Graph | Path | Sequence[Path],
    sparql: str,
    parameters: Mapping[str, str] | None = None,
    base_iri: str | None = None,
) -> Result:
    """Answer a query.

    Args:
        source: a graph, or files of RDF: exports of one graph or of several.
        sparql: SPARQL 1.1; the prefixes of papergraph need no declaration.
        parameters: values for variables: numbers, dates, URLs and text. A variable that is selected cannot be given.
        base_iri: under which the user's own things live; for a graph its own is the default.

    Raises:
        QueryError: the query is wrong, or asks for another server.
        InputError: a file cannot be read.
        ConfigError: a file has no extension of RDF.
    """
    base = base_iri or (source.metadata.base_iri if isinstance(source, Graph) else Metadata().base_iri)
    return ask(load(source), sparql, parameters, base)


def load(source: Graph | Path | Sequence[Path]) -> ox.Store:
    """Load a graph, or files of RDF, into memory; raises as `papergraph.rdffiles.load` does.

    What stands in named graphs can be asked with and without their names.
    """
    import pyoxigraph as ox

    store = ox.Store()
    if isinstance(source, Graph):
        buffer = BytesIO()
        exporter("nt").write(source, buffer)
        store.bulk_load(buffer.getvalue(), ox.RdfFormat.N_TRIPLES)
        return store
    for file in [source] if isinstance(source, Path) else source:
        rdffiles.load(file, store)
    return store


def ask(
    store: ox.Store,
    sparql: str,
    parameters: Mapping[str, str] | None = None,
    base_iri: str = Metadata().base_iri,
    limit: int | None = None,
) -> Result:
    """Answer a query from a store, with the first `limit` rows; raises QueryError as `query` does."""
    asked = filled(sparql, parameters, base_iri)
    try:
        return deep(lambda: result_of(store.query(asked, prefixes=prefixes(base_iri)), limit), len(asked))
    except SyntaxError as error:
        raise QueryError(explained(asked, str(error))) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"The query cannot be answered: {error}.") from error


def deep(function: Callable[[], T], length: int) -> T:
    """Call what evaluates a query of so many characters where the stack has room for it."""
    if length <= _SHALLOW:
        return function()
    from concurrent.futures import ThreadPoolExecutor

    with roomy(), ThreadPoolExecutor(1) as pool:
        return pool.submit(function).result()


@contextmanager
def roomy() -> Iterator[None]:
    """Let threads that are started meanwhile have a stack of `DEEP` bytes."""
    before = threading.stack_size(DEEP)
    try:
        yield
    finally:
        threading.stack_size(before)


def filled(sparql: str, parameters: Mapping[str, str] | None, base_iri: str) -> str:
    """Return a query with terms in the places of its parameters; raises QueryError where it may not be asked."""
    refuse(sparql)
    return with_values(sparql, {name: str(_term(value, base_iri)) for name, value in (parameters or {}).items()})


def result_of(found: ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean, limit: int | None = None) -> Result:
    """Return what an engine found, triples sorted; at most so many rows."""
    import pyoxigraph as ox

    if isinstance(found, ox.QueryBoolean):
        answer = "true" if found else "false"
        return Result("truth", ("answer",), ((answer,),), ())
    if isinstance(found, ox.QueryTriples):
        return triples_result(found, limit)
    columns = tuple(variable.value for variable in found.variables)
    terms = tuple(tuple(solution[column] for column in columns) for solution in islice(found, limit))
    return Result("rows", columns, tuple(tuple(map(text_of, row)) for row in terms), terms)


def triples_result(found: Iterable[ox.Triple | ox.Quad], limit: int | None = None) -> Result:
    """Return triples, each once and in order, as a result; at most so many."""
    triples = {(one.subject, one.predicate, one.object) for one in found}
    terms = tuple(sorted(triples, key=lambda triple: tuple(map(str, triple)))[:limit])
    return Result(
        "triples", ("subject", "predicate", "object"), tuple(tuple(map(text_of, row)) for row in terms), terms
    )


def text_of(term: Term | None) -> str:
    """Return a term as a person reads it: the IRI, or the value of the literal."""
    return "" if term is None else term.value if hasattr(term, "value") else str(term)


@contextmanager
def interruptible() -> Iterator[None]:
    """Let Ctrl-C end the process at once while a query runs, for the engine does not listen to Python.

    For the command line only, and only around a query: nothing is cleaned up.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears of signals, and only it may say what they do
        return
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _term(value: str, base_iri: str) -> ox.NamedNode | ox.Literal:
    """The RDF term that the value of a parameter means."""
    import pyoxigraph as ox

    if re.fullmatch(r"[+-]?\d{1,18}", value):
        return ox.Literal(int(value))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return ox.Literal(value, datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))
    address = iri_meant(value, base_iri)
    return ox.Literal(value) if address is None else ox.NamedNode(address)


def iri_meant(text: str, base_iri: str) -> str | None:
    """Return the IRI of what a URL or a reference (`arxiv:…`, `person:…`) is of; None for other texts."""
    reference = _reference(text) if ":" in text else None
    if reference is None:
        return None
    from papergraph.iris import iri

    return iri(reference, base_iri)


def _reference(value: str) -> Reference | None:
    from papergraph.resolvers import canonical_url, resolve

    if value.startswith(("http://", "https://")):
        return resolve(value)
    prefix, colon, identifier = value.partition(":")
    if not colon or not identifier.strip() or not prefix.isalpha() or identifier[0].isspace():
        return None
    reference = Reference(prefix.lower(), identifier)
    if prefix in LOCAL_KINDS or prefix in {"category", "concept", "entry", "pgt"}:
        return reference
    url = canonical_url(reference)
    return resolve(url) if url else None
