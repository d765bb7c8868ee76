"""Graph in, JSON out: everything in the graph with its origins and evidence, one thing a line, sorted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from papergraph import __version__
from papergraph.entries import mapping
from papergraph.merge import known
from papergraph.model import Edge, Evidence, Graph, Location, Note, Origin, Problem, Record, Reference

_FIRST_FACT = 2
"""Records begin with their reference and their origin."""


def write(graph: Graph, file: BinaryIO) -> None:
    """Write the graph as one JSON object: metadata, notes, entries, nodes, edges, aliases and problems."""
    file.write(b"{")
    file.write(_line("generator", f"papergraph {__version__}"))
    file.write(b"," + _line("metadata", {key: value for key, value in graph.metadata._asdict().items() if value}))
    sections: dict[str, Iterator[Any]] = {
        "notes": map(_note, graph.notes),
        "entries": map(mapping, graph.entries),
        "nodes": _nodes(graph),
        "edges": map(_edge, graph.edges),
        "aliases": ({"name": str(old), "is": str(new)} for old, new in graph.aliases.items()),
        "problems": map(_problem, graph.problems),
    }
    for name, rows in sections.items():
        file.write(f',\n"{name}": ['.encode())
        _write_rows(file, rows)
        file.write(b"]")
    file.write(b"\n}\n")


def _write_rows(file: BinaryIO, rows: Iterable[Any]) -> None:
    """Write one row a line."""
    separator = b"\n"
    for row in rows:
        file.write(separator + _text(row))
        separator = b",\n"


def _line(name: str, value: Any) -> bytes:  # noqa: ANN401 - any JSON value
    return b"\n" + _text(name) + b": " + _text(value)


def _text(value: Any) -> bytes:  # noqa: ANN401 - any JSON value
    """JSON in UTF-8; half a surrogate pair, which UTF-8 cannot hold, becomes U+FFFD."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def _nodes(graph: Graph) -> Iterator[dict[str, Any]]:
    """Every thing, with its facts, and what each source says of it."""
    for things in (
        graph.articles, graph.papers, graph.repositories, graph.persons, graph.organizations, graph.venues, graph.topics
    ):  # fmt: skip
        for reference, record in things.items():
            said = graph.records.get(reference, (record,))
            yield {
                "id": str(reference),
                "kind": type(record).__name__.lower(),
                **_facts(record),
                "sources": [{**_origin(one.origin), **_facts(one)} for one in said],
            }


def _facts(record: Record) -> dict[str, Any]:
    """What a record says, without what is unknown."""
    facts = zip(record._fields[_FIRST_FACT:], record[_FIRST_FACT:], strict=True)
    return {field: _plain(value) for field, value in facts if known(value)}


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of a record
    if isinstance(value, Reference):
        return str(value)
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _edge(edge: Edge) -> dict[str, Any]:
    return {
        "subject": str(edge.subject),
        "predicate": edge.predicate,
        "object": str(edge.object),
        "evidence": [_evidence(evidence) for evidence in edge.evidence],
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    row: dict[str, Any] = {"method": evidence.method, **_origin(evidence.origin)}
    if evidence.entry:
        row["entry"] = str(evidence.entry)
    if evidence.quote:
        row["quote"] = evidence.quote
    if evidence.confidence is not None:
        row["confidence"] = evidence.confidence
    return row


def _origin(origin: Origin) -> dict[str, Any]:
    row: dict[str, Any] = {"source": origin.source}
    if origin.line:
        row["line"] = origin.line
    if origin.date:
        row["date"] = origin.date
    return row


def _note(note: Note) -> dict[str, Any]:
    return {key: value for key, value in note._asdict().items() if value}


def _problem(problem: Problem) -> dict[str, Any]:
    row: dict[str, Any] = {"severity": str(problem.severity), "message": problem.message, **_place(problem.location)}
    if problem.other:
        row["other"] = _place(problem.other)
    return row


def _place(location: Location) -> dict[str, Any]:
    row: dict[str, Any] = {"path": location.path}
    if location.line:
        row["line"] = location.line
    return row
