"""Graph in, one JSON document out: everything that the graph holds, one note, entry, node, edge or problem a line.

The lists are sorted as in the graph, so two builds can be compared line by line. What is unknown is left
out; entries are as `papergraph entries` writes them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from math import isfinite
from typing import Any, BinaryIO, TypeAlias

from papergraph import entries
from papergraph.iris import iri
from papergraph.merge import known
from papergraph.model import Edge, Evidence, Graph, Location, Origin, Problem, Record, Reference
from papergraph.terms import without_surrogates

VERSION = 1
"""Of this format: it changes when a key changes its meaning or goes."""

Object: TypeAlias = dict[str, Any]

_FIELDS = 2
"""Every record begins with its reference and origin."""
_ENCODE = json.JSONEncoder(ensure_ascii=False, check_circular=False, allow_nan=False).encode


def write(graph: Graph, file: BinaryIO) -> None:
    """Write the graph as JSON."""
    file.writelines(without_surrogates(text).encode() for text in _texts(graph))


def things(graph: Graph) -> Iterator[tuple[str, Record]]:
    """Yield everything that is a node, with its kind in one word, kind by kind."""
    for kind, records in (
        ("article", graph.articles),
        ("paper", graph.papers),
        ("repository", graph.repositories),
        ("person", graph.persons),
        ("organization", graph.organizations),
        ("venue", graph.venues),
        ("topic", graph.topics),
    ):
        for record in records.values():
            yield kind, record


def _texts(graph: Graph) -> Iterator[str]:
    yield f'{{\n"version": {VERSION},\n"metadata": {_ENCODE(_known(graph.metadata._asdict()))}'
    former: dict[Reference, list[str]] = {}
    for alias, reference in graph.aliases.items():
        former.setdefault(reference, []).append(str(alias))
    yield from _array("notes", (_known(note._asdict()) for note in graph.notes))
    yield from _array("entries", map(entries.mapping, graph.entries))
    yield from _array("nodes", (_node(kind, thing, graph, former) for kind, thing in things(graph)))
    yield from _array("edges", map(_edge, graph.edges))
    yield from _array("problems", map(_problem, graph.problems))
    yield "\n}\n"


def _array(name: str, objects: Iterable[Object]) -> Iterator[str]:
    yield f',\n"{name}": ['
    before = "\n"
    for one in objects:
        yield before + _ENCODE(one)
        before = ",\n"
    yield "]" if before == "\n" else "\n]"


def _node(kind: str, thing: Record, graph: Graph, former: dict[Reference, list[str]]) -> Object:
    reference = thing.reference
    joined = [{"alias": str(alone), **_evidence(reason)} for alone, reason in graph.joined.get(reference, ())]
    return {
        "id": str(reference),
        "kind": kind,
        "iri": iri(reference, graph.metadata.base_iri),
        **_fields(thing),
        **_known({"aliases": tuple(former.get(reference, ())), "joined": tuple(joined)}),
        "sources": [_source(record) for record in graph.records.get(reference, ())],
    }


def _fields(thing: Record) -> Object:
    """Return what a record says; a reference is written as text."""
    said = _known(dict(zip(thing._fields[_FIELDS:], thing[_FIELDS:], strict=True)))
    if "broader" in said:
        said["broader"] = [str(reference) for reference in said["broader"]]
    return said


def _source(record: Record) -> Object:
    """Return who says something of a thing, and which fields that source knows."""
    fields = zip(record._fields[_FIELDS:], record[_FIELDS:], strict=True)
    return {**_origin(record.origin), "fields": [name for name, value in fields if known(value)]}


def _edge(edge: Edge) -> Object:
    return {
        "subject": str(edge.subject),
        "predicate": edge.predicate,
        "object": str(edge.object),
        "evidence": [_evidence(evidence) for evidence in edge.evidence],
    }


def _evidence(evidence: Evidence) -> Object:
    """Return a reason for a link; there are more of them than of anything else."""
    method, origin, entry, quote, confidence, span = evidence
    said = {"method": method, **_origin(origin)}
    if entry:
        said["entry"] = str(entry)
    if quote:
        said["quote"] = quote
    if confidence is not None and isfinite(confidence):
        said["confidence"] = confidence
    if span:
        said["span"] = span._asdict()
    return said


def _origin(origin: Origin) -> Object:
    _, source, line, date = origin
    said: Object = {"source": source} if source else {}
    if line:
        said["line"] = line
    if date:
        said["date"] = date
    return said


def _problem(problem: Problem) -> Object:
    return {
        "severity": str(problem.severity),
        **_location(problem.location),
        "message": problem.message,
        **_known({"other": _location(problem.other) if problem.other else None}),
    }


def _location(location: Location) -> Object:
    return _known({"path": location.path, "line": location.line or None, "end_line": location.end_line or None})


def _known(said: Object) -> Object:
    """Return what says something; zero and false do."""
    return {key: value for key, value in said.items() if known(value)}
