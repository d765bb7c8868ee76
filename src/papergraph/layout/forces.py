"""Components and links in, positions out: drawing by forces, with numpy.

Things repel one another and links pull. The repulsion is summed pair by pair where a component has few things,
and by convolution on a grid (FFT) where it has many, so that the time grows almost linearly. No random number
is drawn; only the last digits of sums may differ between kinds of processors.

The forces are those of ForceAtlas2 (Jacomy and others, PLoS ONE 9(6), 2014): repulsion by the product of the
masses over the distance, a linear pull along links, weak gravity. The start is spectral (Koren, 2005).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Integers: TypeAlias = NDArray[np.int64]

PAIRS = 100_000
"""About so many pairs are summed one by one; that sets which components are small enough for it."""
FEWEST, MOST = 24, 256
"""Bounds of the size of a component that sums its repulsion pair by pair."""
ROUNDS = 90
"""Steps of the forces."""
SPECTRAL_ROUNDS = 40
APART_ROUNDS = 24
REPULSION = 0.1
GRAVITY = 0.05
"""Pull towards the middle of the component, for each unit of mass and of distance."""
CLOSEST = 0.62
"""Distance under which two things are pushed apart at the end; the mean spacing is 1."""
CROWD = 12
"""How many things of one cell are looked at when things are pushed apart."""


class Drawing(NamedTuple):
    """Components that are drawn together; their things are numbered within the drawing."""

    component: Integers
    """The component of each thing, rising, shape (things,)."""
    source: Integers
    """One end of each link, shape (links,)."""
    target: Integers
    """The other end, shape (links,)."""
    degree: Floats
    """Links of each thing, shape (things,)."""
    size: Floats
    """Number of things in the component of each thing, shape (things,)."""


def draw(parts: Sequence[Sequence[int]], links: Sequence[tuple[int, int]]) -> list[tuple[float, float]]:
    """Return the position of every thing, each component around its own (0, 0) with a mean spacing of 1.

    `parts` are the connected components by falling size; together they hold 0 to n - 1.
    """
    import numpy as np

    ends = np.array(links, dtype=np.int64).reshape(-1, 2)
    ends = ends[ends[:, 0] != ends[:, 1]]
    position = np.zeros((sum(map(len, parts)), 2))
    few = min(max(PAIRS // max(len(position), 1), FEWEST), MOST)
    alike: dict[int, list[Sequence[int]]] = {}
    for part in parts:
        alike.setdefault(0 if len(part) <= few else _grid(len(part)), []).append(part)
    for grid, group in alike.items():
        members = np.concatenate([np.array(part, dtype=np.int64) for part in group])
        position[members] = _settle(_drawing(group, ends, members, len(position)), grid)
    return [(x, y) for x, y in position.tolist()]


def _grid(size: int) -> int:
    """Return the side of the grid for a component of so many things: 2^k or 3 · 2^k."""
    side = 16
    while side * side < 2 * size:
        side = side * 3 // 2 if side & (side - 1) == 0 else side * 4 // 3
    return side


def _drawing(group: Sequence[Sequence[int]], ends: Integers, members: Integers, count: int) -> Drawing:
    import numpy as np

    sizes = np.array([len(part) for part in group])
    place = np.full(count, -1)
    place[members] = np.arange(len(members))
    inside = place[ends[place[ends[:, 0]] >= 0]]
    degree = np.bincount(inside.reshape(-1), minlength=len(members)).astype(float)
    component = np.repeat(np.arange(len(group)), sizes)
    return Drawing(component, inside[:, 0], inside[:, 1], degree, sizes[component].astype(float))


def _settle(drawing: Drawing, grid: int) -> Floats:
    import numpy as np

    mass = 1 + drawing.degree
    extent = np.sqrt(drawing.size)[:, None]
    repulsion = on_grid(drawing, mass, grid) if grid else pair_by_pair(drawing, mass)
    position = _spectral(drawing) * extent * 1.2 + _scatter(len(mass), 2)
    softness = (drawing.degree + (0.5 + GRAVITY) * mass)[:, None]
    for step in range(ROUNDS):
        force = REPULSION * repulsion(position) + _pull(drawing, position) - GRAVITY * mass[:, None] * position
        move = force / softness
        length = np.sqrt((move * move).sum(1, keepdims=True)) + 1e-12
        position += move * np.minimum(1, (extent * 0.15 * (1 - step / ROUNDS) + 0.02) / length)
    # Things with the same neighbours may have met in one point, which gives no direction to push them apart.
    position = _level(drawing, position) + 0.1 * _scatter(len(mass), 3)
    for _ in range(APART_ROUNDS):
        position += apart(drawing, position)
    return position


def _spectral(drawing: Drawing) -> Floats:
    """Return roughly the two smoothest functions on each component: a few rounds of power iteration."""
    import numpy as np

    weight = np.maximum(drawing.degree, 1)
    total = np.bincount(drawing.component, weight)
    position = _scatter(len(weight), 1)

    def mean(values: Floats) -> Floats:
        sums: Floats = np.bincount(drawing.component, weight * values) / total
        return sums[drawing.component]

    for _ in range(SPECTRAL_ROUNDS):
        position += _pull(drawing, position) / (2 * weight[:, None])
        for axis in (0, 1):
            position[:, axis] -= mean(position[:, axis])
        first, second = position[:, 0], position[:, 1]
        position[:, 1] -= mean(first * second) / np.maximum(mean(first * first), 1e-12) * first
        for axis in (0, 1):
            position[:, axis] /= np.sqrt(np.maximum(mean(position[:, axis] ** 2), 1e-12))
    return position


def _scatter(count: int, salt: int) -> Floats:
    """Return `count` points of a square of side 1, by the finaliser of SplitMix64 (Steele and others, 2014)."""
    import numpy as np

    mixed = np.arange(2 * count, dtype=np.uint64) + np.uint64(salt << 40)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    return (mixed.astype(np.float64) / 2.0**64 - 0.5).reshape(count, 2)


def _pull(drawing: Drawing, position: Floats) -> Floats:
    along = position[drawing.target] - position[drawing.source]
    return _gather(drawing.source, along, len(position)) - _gather(drawing.target, along, len(position))


def _gather(where: Integers, vectors: Floats, count: int) -> Floats:
    """Return the sum of the vectors that belong to each thing, shape (count, 2)."""
    import numpy as np

    return np.stack([np.bincount(where, vectors[:, axis], count) for axis in (0, 1)], axis=1)


def pair_by_pair(drawing: Drawing, mass: Floats) -> Callable[[Floats], Floats]:
    """Return a repulsion that is summed over every pair of things of a component."""
    import numpy as np

    sizes = np.bincount(drawing.component)
    first = (np.cumsum(sizes) - sizes)[drawing.component]
    one, other = _ranges(first, sizes[drawing.component])
    one, other = one[one != other], other[one != other]
    product = mass[one] * mass[other]

    def repulsion(position: Floats) -> Floats:
        between = position[one] - position[other]
        return _gather(one, between * (product / ((between * between).sum(1) + 0.05))[:, None], len(mass))

    return repulsion


def _ranges(first: Integers, length: Integers) -> tuple[Integers, Integers]:
    """Return every pair (i, first[i] + k) with k below length[i], as two arrays."""
    import numpy as np

    one = np.repeat(np.arange(len(first)), length)
    step = np.arange(len(one)) - np.repeat(np.cumsum(length) - length, length)
    return one, first[one] + step


def on_grid(drawing: Drawing, mass: Floats, grid: int) -> Callable[[Floats], Floats]:
    """Return a repulsion that spreads the masses on a grid and takes the slope of their potential.

    The grid of every component is padded to twice its side, so that its two ends do not meet.
    """
    import numpy as np

    side = 2 * grid
    starts = np.flatnonzero(np.diff(drawing.component, prepend=-1))
    cells = len(starts) * side * side
    steps = np.minimum(np.arange(side), side - np.arange(side)).astype(float)
    kernel = np.fft.rfft2(-0.5 * np.log(steps[:, None] ** 2 + steps[None, :] ** 2 + 0.5))

    def repulsion(position: Floats) -> Floats:
        low = np.minimum.reduceat(position, starts)
        width = (np.maximum.reduceat(position, starts) - low).max(1) / (grid - 4) + 1e-9
        scale = width[drawing.component][:, None]
        place = (position - low[drawing.component]) / scale + 1
        cell = place.astype(np.int64)
        up, right = (place - cell).T
        corner = (drawing.component * side + cell[:, 0]) * side + cell[:, 1]
        shares = (
            (corner, (1 - up) * (1 - right)),
            (corner + 1, (1 - up) * right),
            (corner + side, up * (1 - right)),
            (corner + side + 1, up * right),
        )
        density = sum(np.bincount(where, share * mass, cells) for where, share in shares)
        spectrum = np.fft.rfft2(np.reshape(density, (-1, side, side))) * kernel
        potential = np.fft.irfft2(spectrum, s=(side, side)).reshape(-1)
        slope = np.zeros_like(position)
        for where, share in shares:
            slope[:, 0] += share * (potential[where - side] - potential[where + side])
            slope[:, 1] += share * (potential[where - 1] - potential[where + 1])
        force: Floats = slope * (mass[:, None] / (2 * scale))
        return force

    return repulsion


def _level(drawing: Drawing, position: Floats) -> Floats:
    """Return the components moved to (0, 0), turned with their long side level, scaled to a mean spacing of 1."""
    import numpy as np

    component = drawing.component
    sizes = np.bincount(component)

    def mean(values: Floats) -> Floats:
        return np.bincount(component, values) / sizes

    x, y = (position[:, axis] - mean(position[:, axis])[component] for axis in (0, 1))
    spread = mean(x * x), mean(y * y), mean(x * y)
    angle = (0.5 * np.arctan2(2 * spread[2], spread[0] - spread[1]))[component]
    # A disc of n things at distance 1 has the mean square radius n / 2π.
    scale = np.sqrt(drawing.size / (2 * np.pi) / np.maximum(spread[0] + spread[1], 1e-12)[component])
    turned = np.stack((x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)), axis=1)
    level: Floats = turned * (scale * (drawing.size > 1))[:, None]
    return level


def apart(drawing: Drawing, position: Floats) -> Floats:
    """Return the step that takes every two things of a component that are too close half the way apart."""
    import numpy as np

    cell = np.floor(position / CLOSEST).astype(np.int64) + (1 << 20)
    key = (drawing.component << 42) + (cell[:, 0] << 21) + cell[:, 1]
    order = np.argsort(key, kind="stable")
    ordered = key[order]
    moves = np.zeros_like(position)
    for offset in (0, 1, (1 << 21) - 1, 1 << 21, (1 << 21) + 1):
        first = np.searchsorted(ordered, ordered + offset)
        if not offset:
            first = np.arange(1, len(ordered) + 1)
        last = np.searchsorted(ordered, ordered + offset, side="right")
        one, other = _ranges(first, np.minimum(last - first, CROWD))
        one, other = order[one], order[other]
        between = position[one] - position[other]
        distance = np.sqrt((between * between).sum(1)) + 1e-9
        push = between * (np.maximum(CLOSEST - distance, 0) / distance / 2.5)[:, None]
        moves += _gather(one, push, len(position)) - _gather(other, push, len(position))
    return moves
