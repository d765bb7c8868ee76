"""Things and edges in, the most connected part out."""

from __future__ import annotations

from collections.abc import Sequence

from papergraph.exporters.details import Thing
from papergraph.model import Edge


def most_connected(things: Sequence[Thing], edges: Sequence[Edge], limit: int) -> tuple[Thing, ...]:
    """Return at most `limit` things: what is left when the least connected one is taken away again and again.

    This is the order of the k-core decomposition (Batagelj and Zaversnik, 2003), linear in things and edges.
    """
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
