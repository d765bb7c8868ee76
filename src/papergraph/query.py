"""SPARQL over a graph or over the last export: queries in, answers out; the queries that ship are `queries/*.rq`.

Oxigraph answers. Queries cannot change anything, and cannot make the engine fetch anything: see
`papergraph.sparql`.
"""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from papergraph.errors import QueryError
from papergraph.exporters import exporter
from papergraph.iris import iri
from papergraph.model import Graph, Metadata, Reference
from papergraph.resolvers import canonical_url, resolve
from papergraph.sparql import explained, refuse, with_values
from papergraph.vocabulary import LOCAL_KINDS, PREFIXES, WORLD_PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox

    Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_HEADER = re.compile(r"#\s*(title|description|parameter|also):\s*(.*)")
_PARAMETER = re.compile(r"(\w+)\s*(?:\(default:?\s*(.*?)\))?\s*(?:-\s*(.*))?$")


class Parameter(NamedTuple):
    """A variable of a canned query that is given from outside."""

    name: str
    default: str | None
    """None when it must be given."""
    description: str


class CannedQuery(NamedTuple):
    """A query that ships, with what its header says of it."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    sparql: str
    also: tuple[str, ...] = ()
    """Names that it had before, which still work."""


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
    source: Graph | Path, sparql: str, parameters: Mapping[str, str] | None = None, base_iri: str | None = None
) -> Result:
    """Answer a query.

    Args:
        source: a graph, or an export of one as N-Triples or Turtle.
        sparql: SPARQL 1.1; the prefixes of papergraph need no declaration.
        parameters: values for variables: numbers, dates, URLs and text. A variable that is selected cannot be given.
        base_iri: under which the user's own things live; for a graph its own is the default.

    Raises:
        QueryError: the query is wrong, asks for another server, or the export cannot be read.
    """
    base = base_iri or (source.metadata.base_iri if isinstance(source, Graph) else Metadata().base_iri)
    return ask(load(source), sparql, parameters, base)


def load(source: Graph | Path) -> ox.Store:
    """Load a graph, or an export of one, into memory; raises QueryError where the export cannot be read."""
    import pyoxigraph as ox

    store = ox.Store()
    if isinstance(source, Graph):
        buffer = BytesIO()
        exporter("nt").write(source, buffer)
        store.bulk_load(buffer.getvalue(), ox.RdfFormat.N_TRIPLES)
        return store
    form = ox.RdfFormat.from_extension(source.suffix.lstrip("."))
    if form is None:
        msg = f"{source} has no extension of an RDF format (.nt, .ttl)."
        raise QueryError(msg)
    try:
        store.bulk_load(path=source, format=form)
    except (OSError, SyntaxError, ValueError) as error:
        msg = f"{source} cannot be read as RDF: {error}."
        raise QueryError(msg) from error
    return store


def ask(
    store: ox.Store, sparql: str, parameters: Mapping[str, str] | None = None, base_iri: str = Metadata().base_iri
) -> Result:
    """Answer a query from a loaded store; raises QueryError as `query` does."""
    import pyoxigraph as ox

    refuse(sparql)
    asked = with_values(sparql, {name: str(_term(value, base_iri)) for name, value in (parameters or {}).items()})
    try:
        found = store.query(asked, prefixes=prefixes(base_iri))
        if isinstance(found, ox.QueryBoolean):
            answer = "true" if found else "false"
            return Result("truth", ("answer",), ((answer,),), ())
        if isinstance(found, ox.QueryTriples):
            triples = ((one.subject, one.predicate, one.object) for one in found)
            terms: tuple[tuple[Term | None, ...], ...] = tuple(
                sorted(triples, key=lambda triple: tuple(map(str, triple)))
            )
            columns: tuple[str, ...] = ("subject", "predicate", "object")
        else:
            columns = tuple(variable.value for variable in found.variables)
            terms = tuple(tuple(solution[column] for column in columns) for solution in found)
    except SyntaxError as error:
        raise QueryError(explained(asked, str(error))) from error
    except (OSError, RuntimeError, ValueError) as error:
        msg = f"The query cannot be answered: {error}."
        raise QueryError(msg) from error
    kind = "triples" if isinstance(found, ox.QueryTriples) else "rows"
    return Result(kind, columns, tuple(tuple(map(text_of, row)) for row in terms), terms)


def prefixes(base_iri: str) -> dict[str, str]:
    """Return the prefixes that every query knows."""
    local = {kind: f"{base_iri}{kind}/" for kind in LOCAL_KINDS}
    return {**local, **WORLD_PREFIXES, **PREFIXES}


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


@lru_cache(maxsize=1)
def canned() -> tuple[CannedQuery, ...]:
    """Return the queries that ship, by name."""
    folder = files("papergraph") / "queries"
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".rq")), key=lambda file: file.name)
    return tuple(parse_canned(file.name.removesuffix(".rq"), file.read_text(encoding="utf-8")) for file in found)


def canned_query(name: str) -> CannedQuery:
    """Return the canned query of a name; raises QueryError, with a suggestion, where there is none."""
    import difflib

    for candidate in canned():
        if name in {candidate.name, *candidate.also}:
            return candidate
    near = difflib.get_close_matches(name, [candidate.name for candidate in canned()], n=1)
    hint = f"Did you mean {near[0]}?" if near else "papergraph query --list shows all."
    msg = f"There is no query {name!r}. {hint}"
    raise QueryError(msg)


def parse_canned(name: str, text: str) -> CannedQuery:
    """Read a query file: `# title:`, `# description:`, `# parameter:` and `# also:` lines, then SPARQL."""
    said: dict[str, list[str]] = {"title": [], "description": [], "parameter": [], "also": []}
    for line in text.splitlines():
        if found := _HEADER.match(line):
            said[found[1]].append(found[2].strip())
    parsed = filter(None, map(_PARAMETER.match, said["parameter"]))
    parameters = [Parameter(parts[1], parts[2], parts[3] or "") for parts in parsed]
    title = said["title"][0] if said["title"] else name
    return CannedQuery(name, title, " ".join(said["description"]), tuple(parameters), text, tuple(said["also"]))


def values(query: CannedQuery, given: Mapping[str, str]) -> dict[str, str]:
    """Return the values of a canned query's parameters; raises QueryError for one that is missing or unknown."""
    names = [parameter.name for parameter in query.parameters]
    for name in given:
        if name not in names:
            known = f"It has {', '.join(names)}." if names else "It has none."
            msg = f"The query {query.name} has no parameter {name!r}. {known}"
            raise QueryError(msg)
    found = {parameter.name: given.get(parameter.name, parameter.default) for parameter in query.parameters}
    missing = [name for name, value in found.items() if value is None]
    if missing:
        msg = f"The query {query.name} needs --param {missing[0]}=…"
        raise QueryError(msg)
    return {name: value for name, value in found.items() if value is not None}


def _term(value: str, base_iri: str) -> ox.NamedNode | ox.Literal:
    """The RDF term that the value of a parameter means."""
    import pyoxigraph as ox

    if re.fullmatch(r"[+-]?\d{1,18}", value):
        return ox.Literal(int(value))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return ox.Literal(value, datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))
    reference = _reference(value)
    return ox.NamedNode(iri(reference, base_iri)) if reference else ox.Literal(value)


def _reference(value: str) -> Reference | None:
    """What a URL or a reference (`arxiv:…`, `person:…`) is of; None for other texts."""
    if value.startswith(("http://", "https://")):
        return resolve(value)
    prefix, colon, identifier = value.partition(":")
    if not colon or not identifier.strip() or not prefix.isalpha() or identifier[0].isspace():
        return None
    reference = Reference(prefix.lower(), identifier)
    if prefix in LOCAL_KINDS or prefix == "entry":
        return reference
    url = canonical_url(reference)
    return resolve(url) if url else None
