"""A drawing and an earlier one in, the drawing out: turned and mirrored as the earlier one was."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from papergraph.layout.arrays import Floats, Integers

FEWEST = 2
"""So many things must be known to tell how a component was turned."""
TINY = 1e-9


def turned(component: Integers, position: Floats, before: Floats) -> Floats:
    """Return each component turned, and mirrored where that fits better, to lie as near as can be to `before`.

    Only about its own middle (Procrustes without scale; Gower, 1975). `before` is NaN where a thing is new; what has
    fewer than two old things stays as it is.
    """
    import numpy as np

    known = ~np.isnan(before[:, 0])
    number = np.maximum(np.bincount(component, known), TINY)

    def mean(values: Floats) -> Floats:
        sums: Floats = (np.bincount(component, np.where(known, values, 0)) / number)[component]
        return sums

    x, y = (position[:, axis] - mean(position[:, axis]) for axis in (0, 1))
    u, v = (before[:, axis] - mean(before[:, axis]) for axis in (0, 1))
    straight = mean(u * x + v * y), mean(v * x - u * y)
    mirrored = mean(u * x - v * y), mean(v * x + u * y)
    flip = np.where(np.hypot(*mirrored) > np.hypot(*straight) + TINY, -1.0, 1.0)
    along, across = (np.where(flip < 0, b, a) for a, b in zip(straight, mirrored, strict=True))
    length = np.hypot(along, across)
    fixed = (number[component] < FEWEST) | (length < TINY)
    cosine = np.where(fixed, 1.0, along / np.maximum(length, TINY))
    sine = np.where(fixed, 0.0, across / np.maximum(length, TINY))
    first, second = position[:, 0], position[:, 1] * np.where(fixed, 1.0, flip)
    return np.stack((first * cosine - second * sine, first * sine + second * cosine), axis=1)
