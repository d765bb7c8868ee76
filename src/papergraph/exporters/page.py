"""A graph in, what its page shows out: things and edges by number, details, entries, problems, counts.

Past `limit` things the page takes the most connected part, and the counts say how much that leaves out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from unicodedata import bidirectional, category, east_asian_width

from papergraph.exporters.details import (
    FIELDS,
    Json,
    Numbering,
    detail,
    entry_of,
    evidence_of,
)
from papergraph.model import Edge, Graph, Problem, Record, Reference, Severity

LABEL_WIDTH = 30
"""Columns of a label; a Chinese character takes two."""
JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
"""Without a width of their own, and part of emoji and of Persian and Indic words."""
MOST_PROBLEMS = 1000


class Thing(NamedTuple):
    """A node of the page."""

    kind: str
    reference: Reference
    degree: int
    """Number of edges to other things, on the page or not."""


class Contents(NamedTuple):
    """All that a page shows."""

    things: tuple[Thing, ...]
    """The most connected first, then by kind and reference."""
    labels: tuple[str, ...]
    edges: tuple[tuple[int, int, str, Json], ...]
    """Subject and object by their place in `things`, predicate, evidence."""
    about: dict[str, Json]
    """The rest, for JSON."""


def contents(graph: Graph, limit: int) -> Contents:
    """Return what the page of a graph shows, with at most `limit` things."""
    every = _things(graph)
    chosen = _most_connected(every, graph.edges, limit)
    numbering = Numbering(graph.entries)
    details = [detail(thing.kind, thing.reference, graph, numbering) for thing in chosen]
    edges = _edges(graph.edges, every, chosen, details, numbering)
    about: dict[str, Json] = {
        "title": graph.metadata.title,
        "creator": graph.metadata.creator,
        "license": graph.metadata.license,
        "notes_url": graph.metadata.notes_url,
        "counts": _counts(every),
        "notes": len(graph.notes),
        "total": len(every),
        "links": _between(graph.edges, {thing.reference for thing in every}),
        "things": details,
        **_problems(graph.problems),
        "entries": [entry_of(graph.entries[place], numbering) for place in numbering.entries],
        "origins": numbering.told_origins(),
    }
    return Contents(chosen, tuple(label(str(told["name"])) for told in details), edges, about)


def label(name: str) -> str:
    """Return a name on one line of at most `LABEL_WIDTH` columns, with � for what would turn or break the line."""
    shown, width = "", 0
    for character in filter(None, map(_seen, " ".join(name.split()))):
        columns = _columns(character)
        if width + columns > LABEL_WIDTH:
            while width > LABEL_WIDTH - 1:
                width -= _columns(shown[-1])
                shown = shown[:-1]
            return shown.rstrip() + "…"
        shown += character
        width += columns
    return shown


def _seen(character: str) -> str:
    """Return what stands for a character in a label: nothing for what has no width and no effect."""
    if character.isprintable() or character in JOINERS:
        return character
    invisible = category(character) == "Cf" and bidirectional(character) in {"BN", "L", "R", "AL", "ON"}
    return "" if invisible else "\N{REPLACEMENT CHARACTER}"


def _columns(character: str) -> int:
    if character in JOINERS or category(character) in {"Mn", "Me"}:
        return 0
    return 2 if east_asian_width(character) in {"W", "F"} else 1


def _things(graph: Graph) -> list[Thing]:
    """Return everything that the graph has as a node, by falling degree, then kind and reference."""
    degree: dict[Reference, int] = {}
    for edge in graph.edges:
        degree[edge.subject] = degree.get(edge.subject, 0) + 1
        degree[edge.object] = degree.get(edge.object, 0) + 1
    by_kind: dict[str, Mapping[Reference, Record]] = {
        "article": graph.articles,
        "paper": graph.papers,
        "repository": graph.repositories,
        "person": graph.persons,
        "organization": graph.organizations,
        "venue": graph.venues,
        "topic": graph.topics,
    }
    things = [
        Thing(kind, reference, degree.get(reference, 0)) for kind in FIELDS for reference in sorted(by_kind[kind])
    ]
    return sorted(things, key=lambda thing: -thing.degree)


def _most_connected(things: list[Thing], edges: Sequence[Edge], limit: int) -> tuple[Thing, ...]:
    """Return at most `limit` things: what is left when the least connected one is taken away again and again.

    This is the order of the k-core decomposition (Batagelj and Zaversnik, 2003), linear in things and edges.
    """
    if len(things) <= limit:
        return tuple(things)
    places = {thing.reference: place for place, thing in enumerate(things)}
    beside: list[list[int]] = [[] for _ in things]
    for edge in edges:
        one, other = places.get(edge.subject), places.get(edge.object)
        if one is not None and other is not None:
            beside[one].append(other)
            beside[other].append(one)
    left = [len(neighbours) for neighbours in beside]
    queues: list[list[int]] = [[] for _ in range(max(left) + 1)]
    for place, count in enumerate(left):
        queues[count].append(place)
    level, gone, taken = 0, len(things) - limit, bytearray(len(things))
    while gone:
        if not queues[level]:
            level += 1
            continue
        place = queues[level].pop()
        if taken[place] or left[place] != level:
            continue
        taken[place] = 1
        gone -= 1
        for neighbour in beside[place]:
            if not taken[neighbour]:
                left[neighbour] -= 1
                queues[left[neighbour]].append(neighbour)
                level = min(level, left[neighbour])
    return tuple(thing for place, thing in enumerate(things) if not taken[place])


def _edges(
    edges: Sequence[Edge],
    every: Sequence[Thing],
    chosen: Sequence[Thing],
    details: Sequence[dict[str, Json]],
    numbering: Numbering,
) -> tuple[tuple[int, int, str, Json], ...]:
    """Return the edges between things of the page; others are noted in the details of their subject.

    An edge to what is no thing (a web page) is told there as it is; edges to things that the page leaves out
    are counted.
    """
    places = {thing.reference: place for place, thing in enumerate(chosen)}
    things = {thing.reference for thing in every}
    drawn = []
    elsewhere: dict[int, list[Json]] = {}
    left_out: dict[int, int] = {}
    for edge in edges:
        one, other = places.get(edge.subject), places.get(edge.object)
        if one is not None and other is not None:
            drawn.append((one, other, edge.predicate, evidence_of(edge.evidence, numbering)))
        elif one is not None and edge.object not in things:
            row = [edge.predicate, str(edge.object), evidence_of(edge.evidence, numbering)]
            elsewhere.setdefault(one, []).append(row)
        elif (end := one if one is not None else other) is not None:
            left_out[end] = left_out.get(end, 0) + 1
    for place, rows in elsewhere.items():
        details[place]["elsewhere"] = rows
    for place, count in left_out.items():
        details[place]["left_out"] = count
    return tuple(drawn)


def _counts(things: Iterable[Thing]) -> dict[str, Json]:
    counts = dict.fromkeys(FIELDS, 0)
    for thing in things:
        counts[thing.kind] += 1
    return {kind: count for kind, count in counts.items() if count}


def _between(edges: Iterable[Edge], things: set[Reference]) -> int:
    return sum(edge.subject in things and edge.object in things for edge in edges)


def _problems(problems: Sequence[Problem]) -> dict[str, Json]:
    """Return the warnings and errors, and the number of those and of the remarks that are not listed."""
    listed = [problem for problem in problems if problem.severity != Severity.INFO]
    rows = [
        [str(problem.severity), problem.message, *problem.location[:2], *(problem.other or ())[:2]]
        for problem in listed[:MOST_PROBLEMS]
    ]
    return {"problems": rows, "problem_count": len(listed), "remark_count": len(problems) - len(listed)}
