"""An earlier drawing and new things in, a drawing out: what is known hardly moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papergraph.layout.arrays import gather, ranked, scatter, sunflower
from papergraph.layout.drawing import ASPECT, GAP, NEAREST, fresh, parted
from papergraph.layout.links import by_size, connected, renumbered
from papergraph.layout.overlaps import near, relaxed, separated
from papergraph.layout.packing import packed

if TYPE_CHECKING:
    from papergraph.layout.arrays import Flags, Floats, Integers
    from papergraph.layout.links import Links

NEW = 1 / 3
"""A graph of which a larger share is new is drawn again, starting from the earlier drawing."""
FIRM = 1e6
"""How much less known things give way at first."""
SETTLING_ROUNDS = 40
HOME = 5.0
"""How much more a link within a community weighs for where a new thing starts."""
SIGHT = 0.25
"""How far from its neighbours a new thing starts at least."""


def extended(links: Links, radii: Floats, community: Integers, before: Floats, *, again: bool = False) -> Floats:
    """Return positions near those of `before`, which are NaN where a thing is new; shape (count, 2).

    Everything moves where very much is new, or where it is to be drawn `again`.
    """
    import numpy as np

    known: Flags = ~np.isnan(before[:, 0])
    if not known.any():
        return fresh(links, radii, community)
    if again or (~known).sum() > NEW * links.order:
        return fresh(links, radii, community, _beside(_homely(links, community), before, known))
    if not known.all():
        return _added(links, radii, community, before, known)
    one, _ = near(before, radii, np.zeros(links.order, dtype=np.int64))
    if not len(one):
        return before
    return separated(before + 1e-3 * scatter(links.order, 6), radii + GAP / 2)


def _added(links: Links, radii: Floats, community: Integers, before: Floats, known: Flags) -> Floats:
    """Return known things about where they were, new ones beside their neighbours, new components where it is free."""
    import numpy as np

    position = _beside(_homely(links, community), before, known)
    placed = ~np.isnan(position[:, 0])
    there = np.flatnonzero(placed)
    joining = placed & ~known
    alone = np.zeros(len(there), dtype=np.int64)
    reach = np.maximum(radii + GAP / 2, NEAREST)[there]
    firmness = np.where(known[there], FIRM, 1.0)
    position[joining] += 0.05 * scatter(links.order, 7)[joining]
    position[there] = relaxed(position[there], reach, alone, None, 0, SETTLING_ROUNDS, firmness)
    hard = radii[there] + GAP / 2
    position[there] = separated(position[there], hard)
    others = np.flatnonzero(~placed)
    if len(others):
        inner = renumbered(links, others)
        part = by_size(connected(inner))
        drawn = parted(inner, radii[others], community[others], part)
        kept = np.column_stack((position[there], radii[there]))
        position[others] = packed(drawn, radii[others], part, ASPECT, kept)
    return position


def _homely(links: Links, community: Integers) -> Links:
    """Return the links, those within a community weighing more: new things stand among their own."""
    import numpy as np

    home = community[links.source] == community[links.target]
    return links._replace(weight=links.weight * np.where(home, HOME, 1.0))


def _beside(links: Links, before: Floats, known: Flags) -> Floats:
    """Return positions in which new things stand beside the things that they are linked to, the nearest ones first."""
    import numpy as np

    position, placed = before.copy(), known.copy()
    while True:
        reached = placed[links.target] & ~placed[links.source]
        source, target = links.source[reached], links.target[reached]
        if not len(source):
            return position
        weight = np.bincount(source, links.weight[reached], links.order)
        middle = gather(source, position[target] * links.weight[reached][:, None], links.order)
        new = np.flatnonzero(weight)
        anchor = np.zeros(links.order, dtype=np.int64)
        anchor[source[::-1]] = target[::-1]
        spread = _around(anchor[new], np.bincount(source, minlength=links.order)[new])
        position[new] = middle[new] / weight[new][:, None] + spread
        placed[new] = True


def _around(anchor: Integers, neighbours: Integers) -> Floats:
    """Return offsets that fan new things out around the one that they share; what has several neighbours stays near."""
    import numpy as np

    place = ranked(anchor)
    inner: Floats = np.where(neighbours > 1, SIGHT, 2 * SIGHT)
    size = np.bincount(anchor)[anchor]
    return sunflower(size, place, inner)
