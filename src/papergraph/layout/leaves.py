"""Links in, hubs with their leaves out: things with one link are folded into its other end and fanned out later."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from papergraph.layout.arrays import gather, ranked, sunflower
from papergraph.layout.links import Links

if TYPE_CHECKING:
    from papergraph.layout.arrays import Floats, Integers

RING = 10
"""Up to so many leaves stand in one ring."""
WIDE_FROM = 200
"""From so many leaves on, the disc around a hub with no other links is wider than high."""
SPACING = 0.8
"""Distance between neighbouring leaves, at least."""
STALK = 0.3
"""Free room between the marks of a hub and of its leaves."""

TINY = 1e-9


class Fans(NamedTuple):
    """Every thing's part in the fans of a graph."""

    hub: Integers
    """The hub of each leaf, -1 for what is no leaf, shape (count,)."""
    offset: Floats
    """From the hub to each leaf, as if the hub's other links went to the right, shape (count, 2)."""
    reach: Floats
    """From each thing to the outer rim of its leaves or, without leaves, of its own mark, shape (count,)."""
    area: Floats
    """The room that each thing and its leaves need, shape (count,)."""


def fanned(links: Links, radii: Floats, gap: float, aspect: float) -> Fans:
    """Return the leaves of each hub, set around it; marks keep `gap` from one another."""
    import numpy as np

    hub = _hubs(links)
    leaf = np.flatnonzero(hub >= 0)
    of = hub[leaf]
    size = np.bincount(of, minlength=links.order)
    largest = np.zeros(links.order)
    np.maximum.at(largest, of, radii[leaf])
    spacing = np.maximum(SPACING, 2 * largest + gap)
    inner = radii + largest + np.maximum(STALK, gap)
    place = ranked(of)
    slots = size + ((size <= RING) & (links.degree > size))
    ring = np.maximum(inner, spacing / (2 * np.sin(np.pi / np.maximum(slots, 2))))
    turn = (place + (slots > size)[of]) / np.maximum(slots[of], 1) * 2 * np.pi
    on_ring = np.stack((np.cos(turn), np.sin(turn)), axis=1) * ring[of][:, None]
    on_disc = sunflower(size[of], place, (inner / spacing)[of]) * spacing[of][:, None]
    wide = ((size >= WIDE_FROM) & (links.degree == size))[of]
    on_disc *= np.where(wide[:, None], np.sqrt([aspect, 1 / aspect]), 1.0)
    offset = np.zeros((links.order, 2))
    offset[leaf] = np.where((size[of] <= RING)[:, None], on_ring, on_disc)
    reach = radii + gap / 2
    np.maximum.at(reach, of, np.hypot(*offset[leaf].T) + radii[leaf] + gap / 2)
    area = np.maximum(1, (2 * radii + gap) ** 2)
    return Fans(hub, offset, reach, np.where(size > 0, np.maximum(area, np.pi * reach**2), area))


def _hubs(links: Links) -> Integers:
    """Return the hub of each leaf, -1 for others; of two things linked to nothing else the second is the leaf."""
    import numpy as np

    degree = links.degree
    hub = np.full(links.order, -1)
    single = degree[links.source] == 1
    hub[links.source[single]] = links.target[single]
    pair = (hub >= 0) & (degree[hub] == 1) & (np.arange(links.order) < hub)
    hub[pair] = -1
    return hub


def unfolded(fans: Fans, links: Links, position: Floats) -> Floats:
    """Return positions with every leaf beside its hub, the gap of its ring towards the hub's other links."""
    import numpy as np

    core = (fans.hub[links.source] < 0) & (fans.hub[links.target] < 0)
    one, other = links.source[core], links.target[core]
    along = gather(one, position[other] - position[one], links.order)
    length = np.hypot(along[:, 0], along[:, 1])
    some = length > TINY
    ahead, aside = (np.where(some, along[:, axis], rest) / np.where(some, length, 1) for axis, rest in ((0, 1), (1, 0)))
    leaf = np.flatnonzero(fans.hub >= 0)
    of = fans.hub[leaf]
    x, y = fans.offset[leaf].T
    placed = position.copy()
    placed[leaf, 0] = position[of, 0] + x * ahead[of] - y * aside[of]
    placed[leaf, 1] = position[of, 1] + x * aside[of] + y * ahead[of]
    return placed
