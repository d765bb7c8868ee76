"""The answer to a query in; CSV, TSV, JSON, XML, Markdown, Turtle or Arrow out, and rows for people."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from papergraph.errors import QueryError
from papergraph.query import Result
from papergraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    import pyarrow as pa

    from papergraph.query import Term

_NUMBERS = frozenset(f"{PREFIXES['xsd']}{name}" for name in ("integer", "decimal", "float", "double"))
_ARROW = {"integer": "int64", "decimal": "float64", "double": "float64", "boolean": "bool", "date": "date32"}
"""Datatypes of XML Schema, and what Arrow calls them."""
_MEANT_IN_MARKDOWN = re.compile(r"[\\|`*_<>\[\]&]")
_PLAIN_NAME = re.compile(r"[\w.-]*")


def rows(result: Result, prefixes: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Yield the rows for a table: text as it is, IRIs shortened by the prefixes where that can be undone."""
    import pyoxigraph as ox

    longest_first = sorted(((iri, name) for name, iri in prefixes.items()), key=lambda pair: -len(pair[0]))
    for row, terms in zip_longest(result.rows, result.terms, fillvalue=()):
        yield tuple(
            _shortened(text, longest_first) if isinstance(term, ox.NamedNode) else text
            for text, term in zip_longest(row, terms)
        )


def shortened(term: str, prefixes: Mapping[str, str]) -> str:
    """Return a term as N-Triples writes it for a person: an IRI shortened, a literal as it is."""
    if not (term.startswith("<") and term.endswith(">")):
        return term
    longest_first = sorted(((iri, name) for name, iri in prefixes.items()), key=lambda pair: -len(pair[0]))
    return _shortened(term[1:-1], longest_first)


def numbers(result: Result) -> frozenset[int]:
    """Return the places of the columns that hold numbers and nothing else."""
    columns = enumerate(zip(*result.terms, strict=True))
    return frozenset(place for place, terms in columns if any(terms) and all(map(_is_number, filter(None, terms))))


def csv_text(result: Result) -> str:
    """SPARQL 1.1 Query Results CSV, with line feeds alone: the text of each term, nothing where there is none."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(result.columns)
    writer.writerows(result.rows)
    return lines.getvalue()


def tsv_text(result: Result) -> str:
    """SPARQL 1.1 Query Results TSV: terms as SPARQL writes them; an ASK gives `true` or `false`."""
    if result.kind == "truth":
        return f"?answer\n{result.rows[0][0]}\n"
    rows = ("\t".join("" if term is None else str(term) for term in row) for row in result.terms)
    return "\n".join(["\t".join(f"?{name}" for name in result.columns), *rows, ""])


def json_text(result: Result) -> str:
    """SPARQL 1.1 Query Results JSON."""
    if result.kind == "truth":
        return json.dumps({"head": {}, "boolean": result.rows[0][0] == "true"}) + "\n"
    bindings = [
        {name: _as_json(term) for name, term in zip(result.columns, row, strict=True) if term is not None}
        for row in result.terms
    ]
    answer = {"head": {"vars": result.columns}, "results": {"bindings": bindings}}
    return json.dumps(answer, ensure_ascii=False) + "\n"


def turtle_text(result: Result, prefixes: Mapping[str, str]) -> str:
    """The triples of a CONSTRUCT or DESCRIBE as Turtle.

    Raises QueryError for other answers, which are no triples.
    """
    if result.kind != "triples":
        raise QueryError("Only CONSTRUCT and DESCRIBE give triples to write as Turtle: use csv, tsv or json.")
    import pyoxigraph as ox

    triples = [ox.Triple(*row) for row in result.terms]  # type: ignore[arg-type]  # no term of a triple is unbound
    return (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes)) or b"").decode()


def xml_text(result: Result) -> str:
    """SPARQL 1.1 Query Results XML."""
    import pyoxigraph as ox

    found = ox.parse_query_results(json_text(result), ox.QueryResultsFormat.JSON)
    return (found.serialize(format=ox.QueryResultsFormat.XML) or b"").decode() + "\n"


def markdown_text(result: Result, prefixes: Mapping[str, str]) -> str:
    """A table of Markdown, IRIs shortened; whatever means something to Markdown is escaped."""
    heads = " | ".join(map(_markdown, result.columns))
    kinds = numbers(result)
    lines = [f"| {heads} |", "|".join(["", *("---:" if n in kinds else "---" for n in range(len(result.columns))), ""])]
    lines += [f"| {' | '.join(map(_markdown, row))} |" for row in rows(result, prefixes)]
    return "\n".join([*lines, ""])


def arrow_bytes(result: Result) -> bytes:
    """An Arrow IPC stream with a typed column for each variable: whole numbers, decimals, truth, days, else text.

    Raises QueryError where pyarrow is not installed.
    """
    try:
        import pyarrow as pa
    except ImportError as error:
        raise QueryError(
            "Arrow needs pyarrow, which is not installed here: it comes with the extra papergraph-kg[arrow]."
        ) from error
    columns = list(zip(*result.rows, strict=True)) or [()] * len(result.columns)
    terms = list(zip(*result.terms, strict=True)) or [()] * len(result.columns)
    arrays = [_arrow(texts, known) for texts, known in zip_longest(columns, terms, fillvalue=())]
    table = pa.table(dict(zip(result.columns, arrays, strict=True)))
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def _arrow(texts: Sequence[str], terms: Sequence[Term | None]) -> pa.Array:
    """Return a column: of the type that all its literals have, where they all have one and can be read as it."""
    import pyarrow as pa

    types = {_datatype(term) for term in terms if term is not None}
    kind = _ARROW.get(next(iter(types))) if len(types) == 1 else None
    unbound = [None if term is None else text for text, term in zip_longest(texts, terms)] if terms else list(texts)
    column = pa.array(unbound, pa.string())
    try:
        return column.cast(kind) if kind else column
    except pa.ArrowInvalid:  # more than 64 bits, a day with a time zone
        return column


def _datatype(term: Term) -> str:
    import pyoxigraph as ox

    return term.datatype.value.removeprefix(PREFIXES["xsd"]) if isinstance(term, ox.Literal) else ""


def _markdown(text: str) -> str:
    return _MEANT_IN_MARKDOWN.sub(r"\\\g<0>", " ".join(text.split()))


def _is_number(term: Term) -> bool:
    import pyoxigraph as ox

    return isinstance(term, ox.Literal) and term.datatype.value in _NUMBERS


def _as_json(term: Term) -> dict[str, str]:
    import pyoxigraph as ox

    if isinstance(term, ox.Triple):
        raise QueryError("A triple inside of an answer cannot be written as JSON: use tsv.")
    if not isinstance(term, ox.Literal):
        return {"type": "uri" if isinstance(term, ox.NamedNode) else "bnode", "value": term.value}
    written = {"type": "literal", "value": term.value}
    if term.language:
        written["xml:lang"] = term.language
    elif term.datatype.value != f"{PREFIXES['xsd']}string":
        written["datatype"] = term.datatype.value
    return written


def _shortened(iri: str, prefixes: list[tuple[str, str]]) -> str:
    for start, name in prefixes:
        if iri.startswith(start) and _PLAIN_NAME.fullmatch(iri, len(start)):
            return f"{name}:{iri[len(start) :]}"
    return iri


WRITERS: dict[str, Callable[[Result, Mapping[str, str]], str]] = {
    "csv": lambda result, _: csv_text(result),
    "tsv": lambda result, _: tsv_text(result),
    "json": lambda result, _: json_text(result),
    "xml": lambda result, _: xml_text(result),
    "md": markdown_text,
    "ttl": turtle_text,
}

BINARY: dict[str, Callable[[Result], bytes]] = {"arrow": arrow_bytes}
