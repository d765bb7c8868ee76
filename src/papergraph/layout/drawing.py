"""Links and radii in, a whole drawing out: forces, areas for communities, fans of leaves, components packed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papergraph.layout.alignment import turned
from papergraph.layout.areas import allotted
from papergraph.layout.arrays import scatter, settled
from papergraph.layout.communities import divided
from papergraph.layout.forces import Drawing, drawn, levelled
from papergraph.layout.leaves import fanned, unfolded
from papergraph.layout.links import by_size, connected, renumbered
from papergraph.layout.overlaps import relaxed, separated
from papergraph.layout.packing import packed

if TYPE_CHECKING:
    from papergraph.layout.arrays import Floats, Integers
    from papergraph.layout.links import Links

ASPECT = 1.6
"""Width of the whole over its height, about that of a screen."""
STRETCHED = 2.0
"""Width of a component over its height before fans and lanes, which go in all directions, are added."""
GAP = 0.06
"""Free room between any two marks."""
ROOM = 0.42
"""Half of the distance that things keep where there is room."""
NEAREST = 0.3
"""Half of the distance that leaves keep from other things where there is room."""
LANE = 0.6
"""Free room between things of two communities."""
ALLEY = 1.0
"""Free room between the areas of two parts of a community."""
BETWEEN = 2.5
"""Free room between the areas of two large communities."""
ALLOTTED_FROM = 300
"""Components of so many things give each community an area of its own."""
MANY = 20_000
"""From so many things on, they are pushed apart for fewer rounds."""


def fresh(links: Links, radii: Floats, community: Integers, start: Floats | None = None) -> Floats:
    """Return the position of each thing, the whole drawing around (0, 0), shape (count, 2).

    Where there is a `start`, positions with NaN for what has none, the drawing grows from it and keeps its
    orientation.
    """
    part = by_size(connected(links))
    position = packed(parted(links, radii, community, part, start), radii, part, ASPECT)
    position = separated(position, radii + GAP / 2)
    centred: Floats = position - (position.max(0) + position.min(0)) / 2
    return centred


def parted(links: Links, radii: Floats, community: Integers, part: Integers, start: Floats | None = None) -> Floats:
    """Return the positions of the things of each component, every component for itself."""
    import numpy as np

    fans = fanned(links, radii, GAP, ASPECT)
    position = np.zeros((links.order, 2))
    core = np.flatnonzero((fans.hub < 0) & (links.degree > 0))
    core = core[np.argsort(part[core], kind="stable")]
    position[core] = _core(links, core, part, community, fans.area, fans.reach, start)
    position = unfolded(fans, links, position)
    # Things with the same neighbours may have met in one point, which gives no direction to push them apart.
    loose = position + 0.02 * scatter(links.order, 4) * (links.degree > 0)[:, None]
    reach = np.maximum(radii + GAP / 2, NEAREST)
    return relaxed(loose, reach, part, community, LANE / 2, 30 if links.order < MANY else 10)


def _core(
    links: Links,
    core: Integers,
    part: Integers,
    community: Integers,
    area: Floats,
    reach: Floats,
    start: Floats | None,
) -> Floats:
    """Return positions of what is neither a leaf nor alone; `core` is sorted by component."""
    import numpy as np

    inner, component, label = renumbered(links, core), part[core], community[core]
    quarter = divided(inner, label)
    before = None if start is None else start[core]
    position = drawn(Drawing(component, inner, (1.0 + links.degree[core]).astype(np.float64)), (quarter, label), before)
    position = levelled(component, area[core], position, STRETCHED)
    if before is not None:
        position = turned(component, position, before)
    large = np.bincount(part)[component] >= ALLOTTED_FROM
    if large.any():
        room, of = area[core[large]], component[large]
        placed = allotted(position[large], room, quarter[large], label[large], ALLEY, 1.0)
        position[large] = allotted(placed, room, label[large], of, BETWEEN, ASPECT)
    position = settled(position + 0.05 * scatter(len(core), 3))
    rounds = 60 if len(core) < MANY else 20
    return relaxed(position, np.maximum(reach[core], ROOM), component, label, LANE, rounds)
