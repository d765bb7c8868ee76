"""Things and edges by number in, the most connected part out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from papergraph.layout.arrays import Integers


def most_connected(count: int, subjects: Integers, objects: Integers, limit: int) -> Integers:
    """Return `limit` of more things, rising: what is left when the least connected is taken away again and again.

    This is the order of the k-core decomposition (Batagelj and Zaversnik, 2003), linear in things and edges.
    `subjects` and `objects` are the ends of the edges, negative for what is none of the `count` things.
    """
    import numpy as np

    beside: list[list[int]] = [[] for _ in range(count)]
    for one, other in zip(subjects.tolist(), objects.tolist(), strict=True):
        if one >= 0 and other >= 0:
            beside[one].append(other)
            beside[other].append(one)
    left = [len(neighbours) for neighbours in beside]
    queues: list[list[int]] = [[] for _ in range(max(left) + 1)]
    for place, number in enumerate(left):
        queues[number].append(place)
    level, gone, taken = 0, count - limit, bytearray(count)
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
    return np.flatnonzero(np.frombuffer(taken, dtype=np.uint8) == 0)
