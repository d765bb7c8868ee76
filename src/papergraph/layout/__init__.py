"""Counts and pairs in, positions out: a drawing of a graph, the same every time.

Every connected component is drawn for itself by forces (`papergraph.layout.forces`); the components are then packed
around the largest one, the nearest free place first.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from papergraph.layout import forces

ASPECT = 1.6
"""Width of the whole over its height, about that of a screen."""
MARGIN = 0.9
"""Free room between two components, in units of the spacing."""


def layout(count: int, links: Sequence[tuple[int, int]], spacing: float = 60.0) -> list[tuple[float, float]]:
    """Return a position for each of `count` things, the largest component around (0, 0).

    `links` are pairs of numbers below `count`; a repeated pair pulls more, and the order within a pair has no
    meaning. `spacing` is the mean distance of neighbours in the result.
    """
    if not count:
        return []
    parts = components(count, links)
    position = forces.draw(parts, links)
    boxes = [_box([position[thing] for thing in part]) for part in parts]
    middles = pack([(right - left + MARGIN, top - bottom + MARGIN) for left, bottom, right, top in boxes])
    for part, (left, bottom, right, top), (column, row) in zip(parts, boxes, middles, strict=True):
        across, up = column - (left + right) / 2, row - (bottom + top) / 2
        for thing in part:
            x, y = position[thing]
            position[thing] = (round((x + across) * spacing, 1), round((y + up) * spacing, 1))
    return position


def components(count: int, links: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Return the things of each connected component, the largest component first, then by first member."""
    root = list(range(count))

    def find(thing: int) -> int:
        while root[thing] != thing:
            root[thing] = root[root[thing]]
            thing = root[thing]
        return thing

    for one, other in links:
        low, high = sorted((find(one), find(other)))
        root[high] = low
    members: dict[int, list[int]] = {}
    for thing in range(count):
        members.setdefault(find(thing), []).append(thing)
    return sorted(members.values(), key=lambda part: (-len(part), part[0]))


def pack(boxes: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the middle of each box, given its width and height; none lies over another.

    The boxes should come in falling order of size: no box is set nearer to the middle than the places that
    were already passed over, which keeps the time linear in the area.
    """
    taken: dict[int, int] = {}
    """Row → the columns that are taken, as bits; the lowest bit is the column `-shift`."""
    cells = [(max(1, math.ceil(width)), max(1, math.ceil(height))) for width, height in boxes]
    shift = 64
    places = _spiral()
    column, row = next(places)
    middles = []
    for columns, rows in cells:
        while True:
            left, top = column - columns // 2, row - rows // 2
            if left < -shift:
                taken = {number: bits << shift for number, bits in taken.items()}
                shift *= 2
                continue
            mask = ((1 << columns) - 1) << (left + shift)
            if not any(taken.get(number, 0) & mask for number in range(top, top + rows)):
                break
            column, row = next(places)
        for number in range(top, top + rows):
            taken[number] = taken.get(number, 0) | mask
        middles.append((left + columns / 2, top + rows / 2))
    return middles


def _spiral() -> Iterator[tuple[int, int]]:
    """Yield every cell of the plane once, in rings of ellipses around (0, 0)."""
    yield 0, 0
    radius = 1
    while True:
        for row in range(-radius, radius + 1):
            for column in range(_reach(radius - 1, row) + 1, _reach(radius, row) + 1):
                yield column, row
                if column:
                    yield -column, row
        radius += 1


def _reach(radius: int, row: int) -> int:
    """Return the last column of the ellipse in this row, -1 where it has none."""
    return -1 if abs(row) > radius else int(ASPECT * math.sqrt(radius * radius - row * row))


def _box(points: Sequence[tuple[float, float]]) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top."""
    across, up = zip(*points, strict=True)
    return min(across), min(up), max(across), max(up)
