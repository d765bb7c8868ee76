"""Numbers in, sums and pairs out: what the layout counts with numpy, without a random number."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]
    Integers: TypeAlias = NDArray[np.int64]
    Flags: TypeAlias = NDArray[np.bool_]

FINEST = 2.0**20
"""Positions are kept to a 2^-20 of the unit, so that the last digits of sums do not add up over many steps."""
PIECE = 1 << 12
"""Things whose pairs are looked at together; more take memory, and no less time."""


def mixed(numbers: Integers, salt: int) -> NDArray[np.uint64]:
    """Return 64 well mixed bits for each number: the finaliser of SplitMix64 (Steele and others, 2014)."""
    import numpy as np

    bits = numbers.astype(np.uint64) + np.uint64(salt << 40)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        bits = (bits ^ (bits >> np.uint64(shift))) * np.uint64(factor)
    return bits ^ (bits >> np.uint64(31))


def scatter(count: int, salt: int) -> Floats:
    """Return `count` points of a square of side 1 around (0, 0), shape (count, 2)."""
    import numpy as np

    return (mixed(np.arange(2 * count), salt).astype(np.float64) / 2.0**64 - 0.5).reshape(count, 2)


def sunflower(count: Integers, place: Integers, inner: Floats) -> Floats:
    """Return points that fill discs evenly (Vogel, 1979): the `place`-th of `count` points around each (0, 0).

    Every point has about one unit of area outside of a circle of radius `inner`.
    """
    import numpy as np

    radius = np.sqrt(inner * inner + (place + 0.5 * (count > 1)) / np.pi)
    angle = place * (np.pi * (3 - np.sqrt(5)))
    return np.stack((radius * np.cos(angle), radius * np.sin(angle)), axis=1)


def gather(where: Integers, vectors: Floats, count: int) -> Floats:
    """Return the sum of the vectors that belong to each thing, shape (count, 2)."""
    import numpy as np

    return np.stack([np.bincount(where, vectors[:, axis], count) for axis in (0, 1)], axis=1)


def ranges(first: Integers, length: Integers) -> tuple[Integers, Integers]:
    """Return every pair (i, first[i] + k) with k below length[i], as two arrays."""
    import numpy as np

    one = np.repeat(np.arange(len(first)), length)
    step = np.arange(len(one)) - np.repeat(np.cumsum(length) - length, length)
    return one, first[one] + step


def pieces(first: Integers, length: Integers) -> Iterator[tuple[Integers, Integers]]:
    """Yield the pairs of `ranges` in their order, some at a time: all at once can be many times what is kept."""
    for start in range(0, len(first), PIECE):
        one, other = ranges(first[start : start + PIECE], length[start : start + PIECE])
        yield one + start, other


def ranked(values: Integers) -> Integers:
    """Return for each element how many equal ones come before it."""
    import numpy as np

    order = np.argsort(values, kind="stable")
    ordered = values[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    place = np.empty(len(values), dtype=np.int64)
    place[order] = np.arange(len(values)) - np.repeat(starts, np.diff(starts, append=len(values)))
    return place


def settled(position: Floats) -> Floats:
    """Return positions without their last digits."""
    import numpy as np

    rounded: Floats = np.rint(position * FINEST) / FINEST
    return rounded
