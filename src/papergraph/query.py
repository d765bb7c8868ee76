"""SPARQL over a graph or over the last export: queries in, answers out; the queries that ship are `queries/*.rq`.

Oxigraph answers. Queries cannot change anything, and cannot make the engine fetch anything: `SERVICE` is
refused, and `FROM` names nothing outside of the graph.
"""

from __future__ import annotations

import re
import signal
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
from papergraph.model import Graph, Metadata
from papergraph.resolvers import resolve
from papergraph.vocabulary import LOCAL_KINDS, PREFIXES, WORLD_PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox

    Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_HEADER = re.compile(r"#\s*(title|description|parameter):\s*(.*)")
_PARAMETER = re.compile(r"(\w+)\s*(?:\(default:?\s*(.*?)\))?\s*(?:-\s*(.*))?$")
_POSITION = re.compile(r"(?:line )?(\d+)(?::| column )(\d+)")
# What cannot hold a keyword (IRIs, strings, comments, variables, names with a prefix), and then the words.
_TOKENS = re.compile(
    r"<[^<>\"{}|^`\\\s]*>"
    r"|\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r"|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'"
    r"|#[^\n]*|[?$]\w+|@[\w-]+|[\w.-]*:[\w.:%-]*"
    r"|(\w+)",
    re.DOTALL,
)


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

    _refuse_services(sparql)
    asked = _with_values(sparql, {name: str(_term(value, base_iri)) for name, value in (parameters or {}).items()})
    try:
        found = store.query(asked, prefixes=prefixes(base_iri))
        if isinstance(found, ox.QueryBoolean):
            answer = "true" if found else "false"
            return Result("truth", ("answer",), ((answer,),), ())
        if isinstance(found, ox.QueryTriples):
            terms: tuple[tuple[Term | None, ...], ...] = tuple((one.subject, one.predicate, one.object) for one in found)
            columns: tuple[str, ...] = ("subject", "predicate", "object")
        else:
            columns = tuple(variable.value for variable in found.variables)
            terms = tuple(tuple(solution[column] for column in columns) for solution in found)
    except SyntaxError as error:
        raise QueryError(_explained(sparql, error)) from error
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
        if candidate.name == name:
            return candidate
    near = difflib.get_close_matches(name, [candidate.name for candidate in canned()], n=1)
    hint = f"Did you mean {near[0]}?" if near else "papergraph query --list shows all."
    msg = f"There is no query {name!r}. {hint}"
    raise QueryError(msg)


def parse_canned(name: str, text: str) -> CannedQuery:
    """Read a query file: `# title:`, `# description:` and `# parameter:` lines, then SPARQL."""
    said: dict[str, list[str]] = {"title": [], "description": [], "parameter": []}
    for line in text.splitlines():
        if found := _HEADER.match(line):
            said[found[1]].append(found[2].strip())
    parameters = []
    for line in said["parameter"]:
        if parts := _PARAMETER.match(line):
            parameters.append(Parameter(parts[1], parts[2], parts[3] or ""))
    title = said["title"][0] if said["title"] else name
    return CannedQuery(name, title, " ".join(said["description"]), tuple(parameters), text)


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


def _with_values(sparql: str, terms: Mapping[str, str]) -> str:
    """Put terms in the places of variables; what stands in strings, IRIs and comments stays."""
    return _TOKENS.sub(lambda token: terms.get(token[0][1:], token[0]) if token[0][0] in "?$" else token[0], sparql)


def _refuse_services(sparql: str) -> None:
    for token in _TOKENS.finditer(sparql):
        word = (token[1] or "").upper()
        if word == "SERVICE":
            msg = "SERVICE is refused: queries are answered from the export alone."
            raise QueryError(msg)
        if word in {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE"}:
            msg = f"{word} is refused: queries cannot change the graph; change the notes and build again."
            raise QueryError(msg)


def _term(value: str, base_iri: str) -> ox.NamedNode | ox.Literal:
    """The RDF term that the value of a parameter means."""
    import pyoxigraph as ox

    if re.fullmatch(r"[+-]?\d{1,18}", value):
        return ox.Literal(int(value))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return ox.Literal(value, datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))
    if value.startswith(("http://", "https://")) and (reference := resolve(value)):
        return ox.NamedNode(iri(reference, base_iri))
    return ox.Literal(value)


def _explained(sparql: str, error: SyntaxError) -> str:
    """What is wrong with a query, with the place and the line itself."""
    said = " ".join(str(error).split())
    place = _POSITION.search(said)
    if place is None:
        return f"The query is wrong: {said}."
    number, column = int(place[1]), int(place[2])
    lines = sparql.splitlines()
    line = lines[number - 1] if 0 < number <= len(lines) else ""
    pointer = " " * (column - 1) + "^"
    return f"The query is wrong in line {number}, column {column}: {said}.\n  {line}\n  {pointer}"
