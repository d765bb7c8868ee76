"""What a page shows in, what is told of it out, in chunks: of origins, things, edges, entries and problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from papergraph.exporters.details import Json, Origins, detail, entry_of, evidence_of, origin_of, place_of
from papergraph.exporters.page import Contents
from papergraph.model import Edge, Origin, Predicate, Problem, Severity

if TYPE_CHECKING:
    from papergraph.layout.arrays import Integers

DETAILS, ENTRIES = 512, 256
"""Things and entries of one chunk."""
MOST_PROBLEMS = 1000
NEAR, FAR = 80, -(1 << 30)
"""Up to which number (see `near`) an origin is named by its distance from one of an end; what is never near."""
FAR_END = 1 << 40


def chunks(
    shown: Contents, names: Sequence[str], order: Integers, alone: Alone, usual: Mapping[str, str]
) -> Iterator[tuple[str, Json]]:
    """Yield what is told of origins, things, edges, entries and problems, in chunks with their names.

    Args:
        shown: what the page shows.
        names: the names of things as they are written on the map.
        order: the edges in the order of their later ends.
        alone: those with one reason only.
        usual: the method of each predicate that need not be told, see `usual_methods`.
    """
    graph, things = shown.graph, shown.things
    origins = Origins(_origins(shown, alone), (note.path for note in graph.notes))
    yield "origins", origins.told(graph.entries)
    reasons, bounds = _reasons(shown, order, origins, alone, usual)
    authors = _authors(shown, names)
    for number, first in enumerate(range(0, len(things), DETAILS)):
        some = range(first, min(first + DETAILS, len(things)))
        told = [_told(shown, place, names[place], origins, authors.get(place, {})) for place in some]
        yield f"details-{number}", {"things": told, "edges": reasons[bounds[number] : bounds[number + 1]]}
    titles = {thing.name: place for place, thing in reversed(tuple(enumerate(things)))}
    for number, first in enumerate(range(0, len(graph.entries), ENTRIES)):
        yield f"entries-{number}", [entry_of(one, origins, titles) for one in graph.entries[first : first + ENTRIES]]
    yield "problems", _problems(graph.problems)


def _reasons(
    shown: Contents, order: Integers, origins: Origins, alone: Alone, usual: Mapping[str, str]
) -> tuple[list[Json], list[int]]:
    """Return why each edge is there, in the order given, and where the edges of each chunk begin and the last ends.

    Most edges have one reason, by the method that is usual for them, not far from the first mention of an end.
    Such a reason is a number: it says how far the number of the origin is from the first one of the later end
    (even numbers) or of the earlier one (odd ones), see `near`; with a quote it is [number, quote], and with the text
    that the quote stands in [number, quote, place], see `place_of`. All else is a list of lists, as `evidence_of`
    gives it.
    """
    import numpy as np

    numbers, known = origins.numbers, [shown.graph.records.get(thing[1]) for thing in shown.things]
    first = np.array([numbers[one[0][1]] if one else FAR for one in known], dtype=np.int64)
    # In their own order, in which they lie beside one another in memory; the order wanted comes at the end.
    ends = np.stack((shown.subjects, shown.objects))
    later, earlier = ends.max(0, initial=0), ends.min(0, initial=FAR_END)
    number = np.array([numbers[origin] for origin in alone.origin], dtype=np.int64)
    to_later, to_earlier = (near(number - first[end[alone.place]]) for end in (later, earlier))
    plain = [
        method == usual[predicate] and confidence is None
        for predicate, method, confidence in zip(alone.predicate, alone.method, alone.confidence, strict=True)
    ]
    short = np.where(to_later <= NEAR, 2 * to_later, np.where(to_earlier <= NEAR, 2 * to_earlier + 1, -1))
    codes = np.full(len(shown.edges), -1)
    codes[alone.place] = np.where(plain, short, -1)
    reasons: list[Json] = codes.tolist()
    for place in (codes < 0).nonzero()[0].tolist():
        reasons[place] = evidence_of(shown.edges[place][3], origins)
    for place, quote, text in zip(alone.place.tolist(), alone.quote, alone.text, strict=True):
        if codes[place] >= 0 and (quote, text) != (None, None):
            reasons[place] = [reasons[place], quote] if text is None else [reasons[place], quote, text]
    told = [reasons[place] for place in order.tolist()]
    starts = np.searchsorted(later[order], np.arange(0, len(known) + DETAILS, DETAILS))
    return told, starts.tolist()


class Alone(NamedTuple):
    """The edges with one reason only, column by column."""

    place: Integers
    """The place of each among all edges, shape (such edges,)."""
    predicate: list[str]
    method: list[str]
    origin: list[Origin]
    quote: list[str | None]
    confidence: list[float | None]
    text: list[int | None]
    """Which text of the entry the quote stands in."""


def alone(edges: Sequence[Edge]) -> Alone:
    """Return the edges that have one reason only."""
    import numpy as np

    places: list[int] = []
    found = Alone(np.zeros(0, dtype=np.int64), [], [], [], [], [], [])
    for place, (_, predicate, _, reasons) in enumerate(edges):  # one pass: what it looks up is far apart in memory
        if len(reasons) == 1:
            reason = reasons[0]
            places.append(place)
            found.predicate.append(predicate)
            found.method.append(reason[0])
            found.origin.append(reason[1])
            found.quote.append(reason[3])
            found.confidence.append(reason[4])
            found.text.append(place_of(reason[5]))
    return found._replace(place=np.array(places, dtype=np.int64))


def usual_methods(edges: Sequence[Edge], alone: Alone) -> dict[str, str]:
    """Return the most frequent method of each predicate among edges with one reason; empty where there is none."""
    counts = Counter(zip(alone.predicate, alone.method, strict=True))
    usual = dict.fromkeys(sorted({edge[1] for edge in edges}), "")
    for (predicate, method), _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        usual[predicate] = usual[predicate] or method
    return usual


def near(distance: Integers) -> Integers:
    """Return 0, 1, 2, 3, 4 … for 0, -1, 1, -2, 2 …: small distances either way are small numbers."""
    import numpy as np

    return np.where(distance >= 0, 2 * distance, -2 * distance - 1)


def _origins(shown: Contents, alone: Alone) -> set[Origin]:
    """Return every origin that the page names."""
    records, joined = shown.graph.records, shown.graph.joined
    found = {record[1] for thing in shown.things for record in records.get(thing[1], ())}
    found |= set(alone.origin)
    if len(alone.place) < len(shown.edges):
        found |= {reason[1] for edge in shown.edges if len(edge[3]) != 1 for reason in edge[3]}
    found |= {reason.origin for thing in shown.things for _, reason in joined.get(thing.reference, ())}
    found |= {reason.origin for edges in shown.elsewhere.values() for edge in edges for reason in edge.evidence}
    return found | {origin_of(entry) for entry in shown.graph.entries}


def _authors(shown: Contents, names: Sequence[str]) -> dict[int, dict[str, int]]:
    """Return, for each paper, the names of those whom it leads to as its authors, by their places among those.

    A name that is not written out whole on the map is not among them.
    """
    import numpy as np

    ends: dict[int, list[int]] = {}
    says = Predicate.AUTHOR.value
    author = np.array([edge[1] == says for edge in shown.edges], dtype=bool)
    for subject, object_ in zip(shown.subjects[author].tolist(), shown.objects[author].tolist(), strict=True):
        ends.setdefault(subject, []).append(object_)
    things = shown.things
    return {
        paper: {names[end]: place for place, end in enumerate(sorted(people)) if names[end] == things[end].name}
        for paper, people in ends.items()
    }


def _told(shown: Contents, place: int, name: str, origins: Origins, authors: Mapping[str, int]) -> Json:
    told = detail(shown.things[place], name, shown.graph, origins, authors)
    edges = shown.elsewhere.get(place)
    if not edges:
        return told
    pages = [[edge.predicate, str(edge.object), evidence_of(edge.evidence, origins)] for edge in edges]
    return {**(told if isinstance(told, Mapping) else {"says": told}), "elsewhere": pages}


def _problems(problems: Sequence[Problem]) -> list[Json]:
    """Return the first of the warnings and errors."""
    listed = [problem for problem in problems if problem.severity != Severity.INFO]
    return [
        [str(problem.severity), problem.message, *problem.location[:2], *(problem.other or ())[:2]]
        for problem in listed[:MOST_PROBLEMS]
    ]
