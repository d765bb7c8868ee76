"""Connected links in, positions out: drawing by forces, from coarse groups to single things, with numpy.

Things repel one another and links pull. The repulsion is summed pair by pair where a component has few things,
and by convolution on a grid (FFT) where it has many, so that the time grows almost linearly. Many things are first
drawn as groups, which then open. No random number is drawn.

The forces are those of ForceAtlas2 (Jacomy and others, PLoS ONE 9(6), 2014): repulsion by the product of the
masses over the distance, a linear pull along links, weak gravity. The start is spectral (Koren, 2005), and the
groups are communities, as in the multilevel layouts since Walshaw (2003).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from papergraph.layout.arrays import gather, ranges, ranked, scatter, settled, sunflower
from papergraph.layout.links import Links, contracted, renumbered

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from papergraph.layout.arrays import Floats, Integers

PAIRS = 60_000
"""About so many pairs are summed one by one; that sets which components are small enough for it."""
FEWEST, MOST = 24, 256
"""Bounds of the size of a component that sums its repulsion pair by pair."""
ROUNDS = 90
"""Steps of the forces from a rough start."""
OPENED_ROUNDS = 40
"""Steps after groups were opened; fewer where very many things move."""
SLOW = 50_000
"""From so many things on, half of the steps must do."""
OPENED_FROM = 700
"""Drawings of so many things start with groups."""
FEWER = 0.7
"""Groups are drawn first where they are less than this share of the things."""
SPECTRAL_ROUNDS = 40
FARTHEST = 2.5
"""How far out a thing may start, as a multiple of the mean distance."""
MOST_STRETCH = 1.4
"""So much wider or lower a component is made at most to come near the wanted proportions."""
REPULSION = 0.1
GRAVITY = 0.05
"""Pull towards the middle of the component, for each unit of mass and of distance."""


class Drawing(NamedTuple):
    """Connected components that are drawn together; their things are numbered within the drawing."""

    component: Integers
    """The component of each thing, rising, shape (things,)."""
    links: Links
    mass: Floats
    """What repels, and what gravity pulls, shape (things,)."""

    @property
    def starts(self) -> Integers:
        """The first thing of each component."""
        import numpy as np

        return np.flatnonzero(np.diff(self.component, prepend=-1))

    def total(self, values: Floats) -> Floats:
        """Return the sum over its component for each thing."""
        import numpy as np

        sums: Floats = np.bincount(self.component, values).astype(np.float64)[self.component]
        return sums


def drawn(drawing: Drawing, levels: Sequence[Integers], start: Floats | None = None) -> Floats:
    """Return the position of every thing, each component around its own (0, 0), shape (things, 2).

    The unit is arbitrary. `levels` are partitions within components, from fine to coarse. From a `start`, which is
    taken to have about the right shape, things move only as far as the forces still want it.
    """
    import numpy as np

    sizes = np.bincount(drawing.component)
    few = min(max(PAIRS // max(len(drawing.component), 1), FEWEST), MOST)
    sides: Integers = np.where(sizes <= few, 0, _grid(sizes))
    missing = np.ones(len(drawing.component)) if start is None else np.isnan(start[:, 0]).astype(float)
    begun = drawing.total(missing) == 0
    position: Floats = np.zeros((len(drawing.component), 2))
    for side in np.unique(sides[drawing.component]).tolist():
        here = sides[drawing.component] == side
        for chosen in (here & ~begun, here & begun):
            if chosen.any():
                part = _part(drawing, np.flatnonzero(chosen))
                if start is None or not begun[chosen].all():
                    position[chosen] = _opened(part, [level[chosen] for level in levels], side)
                else:
                    position[chosen] = _resumed(part, start[chosen], side)
    return position


def _grid(sizes: Integers) -> Integers:
    """Return the side of the grid for components of so many things: 2^k or 3 · 2^k."""
    import numpy as np

    least = np.maximum(np.sqrt(2.0 * sizes), 16)
    power = 2 ** np.ceil(np.log2(least) - 1e-9).astype(np.int64)
    side: Integers = np.where(0.75 * power >= least, power * 3 // 4, power)
    return side


def _part(drawing: Drawing, members: Integers) -> Drawing:
    """Return the drawing of some of the components."""
    import numpy as np

    _, component = np.unique(drawing.component[members], return_inverse=True)
    return Drawing(component, renumbered(drawing.links, members), drawing.mass[members])


def _opened(drawing: Drawing, levels: Sequence[Integers], side: int) -> Floats:
    """Draw the coarsest groups first, then finer ones, then the things."""
    import numpy as np

    count = len(drawing.component)
    finer = [level for level in levels if len(np.unique(level)) < FEWER * count]
    if count < OPENED_FROM or not side or not finer:
        start = _spectral(drawing) * _extent(drawing) + scatter(count, 2)
        return _moved(drawing, start, side, ROUNDS, 0.15)
    group, coarse = _contracted(drawing, finer[0])
    above = []
    for level in finer[1:]:
        label = np.zeros(len(coarse.component), dtype=np.int64)
        label[group] = level
        above.append(label)
    parent = _opened(coarse, above, int(_grid(np.bincount(coarse.component)).max()))
    size = np.bincount(group)[group]
    spread = _extent(coarse)[group] * np.sqrt(coarse.mass / coarse.total(coarse.mass))[group, None]
    within = sunflower(size, ranked(group), np.zeros(count)) * np.sqrt(np.pi / size)[:, None]
    rounds = OPENED_ROUNDS if count < SLOW else OPENED_ROUNDS // 2
    return _moved(drawing, parent[group] + within * spread, side, rounds, 0.03)


def _contracted(drawing: Drawing, level: Integers) -> tuple[Integers, Drawing]:
    """Return the number of each thing's group, and the drawing of the groups."""
    import numpy as np

    # Groups are numbered by component first.
    _, group = np.unique(drawing.component * (level.max(initial=0) + 1) + level, return_inverse=True)
    groups = int(group.max(initial=-1)) + 1
    component = np.zeros(groups, dtype=np.int64)
    component[group] = drawing.component
    mass = np.bincount(group, drawing.mass, groups).astype(np.float64)
    return group, Drawing(component, contracted(drawing.links, group, groups), mass)


def _resumed(drawing: Drawing, start: Floats, side: int) -> Floats:
    """Start from an earlier drawing, brought to about the size that the forces want."""
    import numpy as np

    number = drawing.total(np.ones(len(start)))[:, None]
    middle = np.stack([drawing.total(start[:, axis]) for axis in (0, 1)], axis=1) / number
    away = start - middle
    mean = np.sqrt(drawing.total((away * away).sum(1))[:, None] / number)
    return _moved(drawing, away * (0.6 * _extent(drawing) / np.maximum(mean, 1e-9)), side, OPENED_ROUNDS, 0.02)


def _extent(drawing: Drawing) -> Floats:
    """Return about the radius that gravity leaves to the component of each thing, shape (things, 1)."""
    import numpy as np

    return np.sqrt(1.2 * drawing.total(drawing.mass))[:, None]


def _moved(drawing: Drawing, position: Floats, side: int, rounds: int, reach: float) -> Floats:
    """Return positions after some steps, the first ones at most a share `reach` of the extent long."""
    import numpy as np

    mass = drawing.mass[:, None]
    extent = _extent(drawing)
    repulsion = on_grid(drawing, side) if side else pair_by_pair(drawing)
    pulled = np.bincount(drawing.links.source, drawing.links.weight, len(mass))
    softness = pulled[:, None] + (0.5 + GRAVITY) * mass
    for step in range(rounds):
        force = REPULSION * repulsion(position) + _pull(drawing.links, position) - GRAVITY * mass * position
        move = force / softness
        length = np.sqrt((move * move).sum(1, keepdims=True)) + 1e-12
        position = settled(position + move * np.minimum(1, (extent * reach * (1 - step / rounds) + 0.02) / length))
    return position


def _spectral(drawing: Drawing) -> Floats:
    """Return roughly the two smoothest functions on each component: a few rounds of power iteration."""
    import numpy as np

    links = drawing.links
    weight = np.maximum(np.bincount(links.source, links.weight, links.order), 1e-9)
    total = drawing.total(weight)
    position = scatter(links.order, 1)

    def mean(values: Floats) -> Floats:
        return drawing.total(weight * values) / total

    for _ in range(SPECTRAL_ROUNDS):
        position += _pull(links, position) / (2 * weight[:, None])
        for axis in (0, 1):
            position[:, axis] -= mean(position[:, axis])
        first, second = position[:, 0], position[:, 1]
        position[:, 1] -= mean(first * second) / np.maximum(mean(first * first), 1e-12) * first
        for axis in (0, 1):
            position[:, axis] /= np.sqrt(np.maximum(mean(position[:, axis] ** 2), 1e-12))
        position = settled(position)
    # A weakly linked thing may stand very far out.
    far = np.sqrt((position * position).sum(1, keepdims=True))
    near: Floats = position / np.maximum(far / FARTHEST, 1)
    return near


def _pull(links: Links, position: Floats) -> Floats:
    """Return the sum over its links of what pulls at each thing, shape (things, 2)."""
    along = (position[links.target] - position[links.source]) * links.weight[:, None]
    return gather(links.source, along, links.order)


def pair_by_pair(drawing: Drawing) -> Callable[[Floats], Floats]:
    """Return a repulsion that is summed over every pair of things of a component."""
    import numpy as np

    sizes = np.bincount(drawing.component)
    one, other = ranges(drawing.starts[drawing.component], sizes[drawing.component])
    one, other = one[one != other], other[one != other]
    product = drawing.mass[one] * drawing.mass[other]

    def repulsion(position: Floats) -> Floats:
        between = position[one] - position[other]
        strength = product / ((between * between).sum(1) + 0.05)
        return gather(one, between * strength[:, None], len(position))

    return repulsion


def on_grid(drawing: Drawing, grid: int) -> Callable[[Floats], Floats]:
    """Return a repulsion that spreads the masses on a grid and takes the slope of their potential.

    The grid of every component is padded to twice its side, so that its two ends do not meet.
    """
    import numpy as np

    side = 2 * grid
    starts, component, mass = drawing.starts, drawing.component, drawing.mass
    cells = len(starts) * side * side
    steps = np.minimum(np.arange(side), side - np.arange(side)).astype(float)
    kernel = np.fft.rfft2(-0.5 * np.log(steps[:, None] ** 2 + steps[None, :] ** 2 + 0.5))

    def repulsion(position: Floats) -> Floats:
        low = np.minimum.reduceat(position, starts)
        width = (np.maximum.reduceat(position, starts) - low).max(1) / (grid - 4) + 1e-9
        scale = width[component][:, None]
        place = (position - low[component]) / scale + 1
        cell = place.astype(np.int64)
        up, right = (place - cell).T
        corner = (component * side + cell[:, 0]) * side + cell[:, 1]
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


def levelled(component: Integers, area: Floats, position: Floats, aspect: float) -> Floats:
    """Return the components moved to (0, 0), turned with their long side level, and scaled to their area.

    `area` is the room that each thing needs; `aspect` is the width over the height that components are stretched
    towards.
    """
    import numpy as np

    weight = np.bincount(component, area)

    def mean(values: Floats) -> Floats:
        return np.bincount(component, area * values) / weight

    x, y = (position[:, axis] - mean(position[:, axis])[component] for axis in (0, 1))
    spread = mean(x * x), mean(y * y), mean(x * y)
    angle = (0.5 * np.arctan2(2 * spread[2], spread[0] - spread[1]))[component]
    x, y = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    stretch = np.sqrt(aspect * np.sqrt(np.maximum(mean(y * y), 1e-12) / np.maximum(mean(x * x), 1e-12)))
    stretch = np.clip(stretch, 1 / MOST_STRETCH, MOST_STRETCH)[component]
    x, y = x * stretch, y / stretch
    # A disc of the area A has the mean square radius A / 2π.
    scale = np.sqrt(weight / (2 * np.pi) / np.maximum(mean(x * x) + mean(y * y), 1e-12))
    scale *= np.bincount(component) > 1
    level: Floats = np.stack((x, y), axis=1) * scale[component][:, None]
    return level
