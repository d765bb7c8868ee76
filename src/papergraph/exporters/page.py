"""A graph in, what its page shows out: things and edges by number.

Past `limit` things the page takes the most connected part, and the counts say how much that leaves out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, compress
from typing import TYPE_CHECKING, NamedTuple

from papergraph.exporters.core import most_connected
from papergraph.exporters.details import (
    FIELDS,
    Json,
    Thing,
    name_of,
)
from papergraph.exporters.jsonfile import things as nodes_of
from papergraph.model import (
    RANK_CATALOG,
    RANK_SERVICE,
    Article,
    Edge,
    Evidence,
    Graph,
    Method,
    Origin,
    Paper,
    Reference,
    Repository,
    Severity,
    Topic,
    Venue,
)
from papergraph.statuses import HARMLESS, status_of

if TYPE_CHECKING:
    from papergraph.layout.arrays import Integers

BROADER = "broader"
"""What an edge of the page says that leads from a topic to a broader one; in the graph that is a field of a topic."""
DATED = frozenset({"article", "paper", "repository", "venue"})
TROUBLED = frozenset({"paper", "repository"})
"""Kinds with a date, and with a status."""
LONGEST_NAME = 160
"""Characters of a name on the map; the details have all of it."""


class Contents(NamedTuple):
    """What a page shows: the things, the most connected first, and the edges between them."""

    graph: Graph
    things: tuple[Thing, ...]
    edges: tuple[Edge, ...]
    """Those between things of the page."""
    subjects: Integers
    """The place of each edge's subject in `things`, shape (edges,)."""
    objects: Integers
    """The place of each edge's object in `things`, shape (edges,)."""
    beyond: dict[int, int]
    """Things with edges to what the page leaves out → their number."""
    elsewhere: dict[int, list[Edge]]
    """Things with edges to what is no thing of the graph (web pages)."""
    about: dict[str, Json]
    """The rest of the header."""


def contents(graph: Graph, limit: int) -> Contents:
    """Return what the page of a graph shows, with at most `limit` things."""
    import numpy as np

    edges = [*graph.edges, *_broader(graph)]
    every, subjects, objects = _connected(graph, edges)
    things, here, there = every, subjects, objects
    if len(every) > limit:
        kept = most_connected(len(every), subjects, objects, limit)
        number = np.full(len(every) + 1, -1)
        number[kept] = np.arange(len(kept))
        things, here, there = tuple(every[place] for place in kept.tolist()), number[subjects], number[objects]
    inside = (here >= 0) & (there >= 0)
    crossing = ((here >= 0) != (there >= 0)).nonzero()[0]
    pages = crossing[(objects[crossing] < 0) & (here[crossing] >= 0)]
    elsewhere: dict[int, list[Edge]] = {}
    for place in pages.tolist():
        elsewhere.setdefault(int(here[place]), []).append(edges[place])
    cut = np.setdiff1d(crossing, pages) if things is not every else pages[:0]
    beyond = Counter(np.maximum(here[cut], there[cut]).tolist())
    about = _about(graph, every) | {"links": int(((subjects >= 0) & (objects >= 0)).sum())}
    shown = tuple(compress(edges, inside.tolist()))
    return Contents(graph, things, shown, here[inside], there[inside], beyond, elsewhere, about)


def _about(graph: Graph, every: Sequence[Thing]) -> dict[str, Json]:
    """Return what the header says of the graph as a whole."""
    problems = sum(problem.severity != Severity.INFO for problem in graph.problems)
    return {
        "title": graph.metadata.title,
        "creator": graph.metadata.creator,
        "license": graph.metadata.license,
        "notesUrl": graph.metadata.notes_url,
        "counts": _counts(every),
        "notes": len(graph.notes),
        "total": len(every),
        "problemCount": problems,
        "remarkCount": len(graph.problems) - problems,
        "inputs": _inputs(graph),
    }


def _connected(graph: Graph, edges: Sequence[Edge]) -> tuple[tuple[Thing, ...], Integers, Integers]:
    """Return everything that the graph has as a node, and the places of the edges' subjects and objects among it.

    The order is by falling number of edges, then kind and reference. What is no node has the place -1.
    """
    import numpy as np

    nodes = [(kind, record.reference) for kind, record in nodes_of(graph)]
    subjects, objects = _ends(edges, {reference: place for place, (_, reference) in enumerate(nodes)})
    degree = np.bincount(np.concatenate((subjects, objects)) + 1, minlength=len(nodes) + 1)[1:]
    order = np.argsort(-degree, kind="stable")
    rank = np.append(np.argsort(order), -1)
    degrees, records = degree.tolist(), graph.records
    every = tuple(
        Thing(kind, reference, degrees[place], name_of(kind, reference, records.get(reference, ())))
        for place in order.tolist()
        for kind, reference in (nodes[place],)
    )
    return every, rank[subjects], rank[objects]


def _ends(edges: Sequence[Edge], places: Mapping[Reference, int]) -> tuple[Integers, Integers]:
    import numpy as np

    found = _Places(places)
    columns = list(zip(*edges, strict=True)) or [(), (), ()]
    subjects, objects = (list(map(found.__getitem__, columns[end])) for end in (0, 2))
    return np.array(subjects, dtype=np.int64), np.array(objects, dtype=np.int64)


class _Places(dict[Reference, int]):
    """Places of things; what is none has the place -1."""

    def __missing__(self, reference: Reference) -> int:
        return -1


def short_name(name: str) -> str:
    """Return a name on one line, cut where it is very long."""
    line = " ".join(name.split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1].rstrip() + "…"


def when(thing: Thing, graph: Graph) -> str:
    """Return the date of a thing, or as much of it as is known: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; else nothing.

    An article's is that of its note.
    """
    if thing.kind not in DATED:
        return ""
    for record in graph.records.get(thing.reference, ()):
        date: str | int | None = None
        match record:
            case Paper():
                date = record.published
            case Repository():
                date = record.created or record.pushed
            case Venue():
                date = record.year
            case Article():
                date = record.origin.date
        if date:
            return str(date)
    return ""


def trouble(thing: Thing, graph: Graph) -> tuple[str, str] | None:
    """Return what is the matter with a thing and who says so; None where nothing is, or nothing that harms."""
    if thing.kind not in TROUBLED:
        return None
    records = graph.records.get(thing.reference, ())
    for record in records:
        if isinstance(record, Paper | Repository) and record.status:
            status = status_of(record, records) or ""
            return None if status in HARMLESS else (status, record.origin.source)
    return None


def _broader(graph: Graph) -> list[Edge]:
    """Return an edge from each topic to each that is broader, with those who say so."""
    edges = []
    for topic in graph.topics.values():
        for broader in topic.broader:
            says = [record for record in graph.records[topic.reference] if isinstance(record, Topic)]
            origins = dict.fromkeys(record.origin for record in says if broader in record.broader)
            edges.append(Edge(topic.reference, BROADER, broader, tuple(Evidence(_how(one), one) for one in origins)))
    return edges


def _how(origin: Origin) -> str:
    ranks = {RANK_CATALOG: Method.CATALOG, RANK_SERVICE: Method.SERVICE}
    return str(ranks.get(origin.rank, Method.SECTION))


def _counts(every: Iterable[Thing]) -> dict[str, Json]:
    counts = Counter(thing.kind for thing in every)
    return {kind: counts[kind] for kind in FIELDS if counts[kind]}


def _inputs(graph: Graph) -> list[Json]:
    """Return what the graph was made from, as [name, what it is, the latest day]: notes, catalogues, services."""
    inputs: list[Json] = []
    if graph.notes:
        days = [note.date for note in graph.notes if note.date]
        inputs.append([str(len(graph.notes)), "notes", max(days, default="")])
    latest: dict[tuple[int, str], str] = {}
    for record in chain.from_iterable(graph.records.values()):
        rank, source, _, date = record.origin
        if rank >= RANK_CATALOG:
            latest[rank, source] = max(latest.get((rank, source), ""), date[: len("2026-11-24")])
    names = {RANK_CATALOG: "catalog", RANK_SERVICE: "service"}
    inputs += [[source, names[rank], day] for (rank, source), day in sorted(latest.items())]
    return inputs
