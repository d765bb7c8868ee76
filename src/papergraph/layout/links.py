"""Pairs in, weighted links out: repeated pairs joined, self-links set aside, connected things found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from papergraph.layout.arrays import Floats, Integers


class Links(NamedTuple):
    """The links between things, each in both directions, sorted by source and then by target."""

    order: int
    """The number of things."""
    source: Integers
    """Shape (directions,)."""
    target: Integers
    weight: Floats
    """Positive; how often the pair was given, or the sum of its weights."""
    loop: Floats
    """The weight of the self-links of each thing, shape (things,)."""

    @property
    def strength(self) -> Floats:
        """The weight of all ends of links at each thing; a self-link has two."""
        import numpy as np

        return np.bincount(self.source, self.weight, self.order) + 2 * self.loop

    @property
    def degree(self) -> Integers:
        """How many other things each thing is linked to."""
        import numpy as np

        return np.bincount(self.source, minlength=self.order)


def joined(count: int, pairs: Sequence[tuple[int, int]] | Integers, weights: Sequence[float] | Floats | None) -> Links:
    """Return the links between `count` things.

    Raises:
        ValueError: a pair holds a number that is no thing, or there are not as many weights as pairs.
    """
    import numpy as np

    ends = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    weight = np.ones(len(ends)) if weights is None else np.asarray(weights, dtype=np.float64)
    if len(ends) and not (ends.min() >= 0 and ends.max() < count):
        raise ValueError(f"links between {count} things are pairs of numbers from 0 to {count - 1}")
    if len(weight) != len(ends):
        raise ValueError(f"{len(ends)} links have {len(weight)} weights")
    own = ends[:, 0] == ends[:, 1]
    loop = np.bincount(ends[own, 0], weight[own], count).astype(np.float64)
    return summed(count, ends[~own, 0], ends[~own, 1], weight[~own], loop)


def summed(count: int, one: Integers, other: Integers, weight: Floats, loop: Floats) -> Links:
    """Return the links of pairs of different things, equal pairs joined by adding their weights."""
    import numpy as np

    key = np.minimum(one, other) * count + np.maximum(one, other)
    order = np.argsort(key, kind="stable")
    key, starts = _starts(key[order])
    weight = np.add.reduceat(weight[order], starts) if len(starts) else weight
    low, high = np.divmod(key, max(count, 1))
    source, target = np.concatenate((low, high)), np.concatenate((high, low))
    order = np.argsort(source * count + target)
    return Links(count, source[order], target[order], np.concatenate((weight, weight))[order], loop)


def _starts(ordered: Integers) -> tuple[Integers, Integers]:
    """Return the different values of a sorted array, and where each begins."""
    import numpy as np

    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    return ordered[starts], starts


def contracted(links: Links, group: Integers, groups: int) -> Links:
    """Return the links between groups of things; links within a group become self-links."""
    import numpy as np

    one, other = group[links.source], group[links.target]
    loop = np.bincount(group, links.loop, groups).astype(np.float64)
    inside = one == other
    loop = loop + np.bincount(one[inside], links.weight[inside], groups) / 2
    across = one < other
    return summed(groups, one[across], other[across], links.weight[across], loop)


def renumbered(links: Links, things: Integers) -> Links:
    """Return the links among some of the things, numbered as `things` lists them."""
    import numpy as np

    number = np.full(links.order, -1)
    number[things] = np.arange(len(things))
    kept = (number[links.source] >= 0) & (number[links.target] >= 0)
    source, target = number[links.source[kept]], number[links.target[kept]]
    order = np.argsort(source * len(things) + target)
    return Links(len(things), source[order], target[order], links.weight[kept][order], links.loop[things])


def connected(links: Links) -> Integers:
    """Return the smallest thing that each thing is connected to, itself included.

    Trees are hooked to smaller roots and flattened in turn (Shiloach and Vishkin, 1982).
    """
    import numpy as np

    root = np.arange(links.order)
    one, other = links.source, links.target
    while len(one):
        np.minimum.at(root, np.maximum(root[one], root[other]), np.minimum(root[one], root[other]))
        while not np.array_equal(root[root], root):
            root = root[root]
        apart = root[one] != root[other]
        one, other = one[apart], other[apart]
    return root


def by_size(label: Integers) -> Integers:
    """Return labels numbered from 0 by falling number of things, then by first thing."""
    import numpy as np

    _, first, inverse, sizes = np.unique(label, return_index=True, return_inverse=True, return_counts=True)
    order = np.lexsort((first, -sizes))
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.arange(len(order))
    numbered: Integers = number[inverse]
    return numbered
