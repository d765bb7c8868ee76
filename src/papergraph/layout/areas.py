"""Positions in, a map out: every community gets the area that its things need, apart from the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papergraph.layout.arrays import gather, settled
from papergraph.layout.overlaps import relaxed

if TYPE_CHECKING:
    from papergraph.layout.arrays import Floats, Integers

PRESSES = 40
"""How often the discs of the communities are pressed together and pushed apart."""
PRESS = 0.03
"""What they are pressed by at first, as a share of their distance to the middle."""

WIDEST = 0.4
"""The free room around a disc, at most, as a share of its radius."""


def allotted(
    position: Floats, area: Floats, label: Integers, component: Integers, lane: float, aspect: float
) -> Floats:
    """Return the positions of each component with each of its parts filling a disc of its own.

    `area` is the room of each thing, `label` its part, which lies within one component; discs are at least `lane`
    apart, and those of a component together wider than high by about `aspect`.
    """
    import numpy as np

    _, first, label = np.unique(label, return_index=True, return_inverse=True)
    total = np.bincount(label, area)
    middle = gather(label, area[:, None] * position, len(total)) / total[:, None]
    radius = np.sqrt(total / np.pi)
    placed = _pressed(middle, radius + np.minimum(radius * WIDEST, lane) / 2, component[first], aspect)
    return placed[label] + filled(position - middle[label], area, label)


def filled(offset: Floats, area: Floats, label: Integers) -> Floats:
    """Return offsets of the same directions that fill a disc for each label evenly, the nearest ones first."""
    import numpy as np

    distance = np.hypot(offset[:, 0], offset[:, 1])
    order = np.lexsort((distance, label))
    total = np.bincount(label, area)
    inner = np.cumsum(area[order]) - area[order] / 2 - (np.cumsum(total) - total)[label[order]]
    radius = np.empty(len(label))
    radius[order] = np.sqrt(np.maximum(inner, 0) / np.pi)
    spread: Floats = offset * (radius / np.maximum(distance, 1e-9))[:, None]
    return spread


def _pressed(middle: Floats, radius: Floats, component: Integers, aspect: float) -> Floats:
    """Return the middles of discs that lie side by side about where they were."""
    import numpy as np

    _, component = np.unique(component, return_inverse=True)
    weight = radius * radius
    total = np.bincount(component, weight)
    home = (gather(component, weight[:, None] * middle, len(total)) / total[:, None])[component]
    away = middle - home
    spread = np.bincount(component, weight * (away * away).sum(1)) / total
    # Discs fill about four fifths of a disc; a little more room lets them pass one another.
    away *= np.sqrt(0.9 * total / np.maximum(spread, 1e-12))[component, None]
    squeeze = np.array([1.0, aspect])
    for step in range(PRESSES):
        away = settled(away * (1 - PRESS * (1 - step / PRESSES) * squeeze))
        away = relaxed(away, radius, component, None, 0, 10)
    return home + relaxed(away, radius, component, None, 0, 100)
