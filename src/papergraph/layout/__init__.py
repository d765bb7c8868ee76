"""Counts and pairs in, positions and communities out: a map of a graph, the same every time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from papergraph.layout.additions import extended
from papergraph.layout.communities import detected
from papergraph.layout.links import joined

if TYPE_CHECKING:
    from papergraph.layout.arrays import Floats, Integers

DIGITS = 4
"""Positions are rounded to so many digits after the point."""


class Arrangement(NamedTuple):
    """Where things stand, and what belongs together."""

    position: Floats
    """Shape (count, 2); the mean spacing is about 1, the whole is wider than high and lies around (0, 0)."""
    community: Integers
    """The community of each thing, numbered from 0 by falling size, then by first thing; shape (count,)."""


def arrange(
    count: int,
    links: Sequence[tuple[int, int]] | Integers,
    radii: Sequence[float] | Floats | None = None,
    before: Floats | None = None,
    *,
    again: bool = False,
) -> Arrangement:
    """Return a place and a community for each of `count` things.

    Args:
        count: how many things there are.
        links: pairs of numbers below `count`; repeated pairs pull more, self-links do nothing.
        radii: the radius of each thing's mark, in the unit of positions; `mark_radius` by default.
        before: positions of an earlier arrangement, shape (count, 2), NaN where a thing is new. What is known hardly
            moves, unless more than a third is new.
        again: whether everything is laid out again in any case, starting from `before`.

    Raises:
        ValueError: a link has an end that is no thing, or `radii` or `before` have another shape.
    """
    import numpy as np

    joint = joined(count, links, None)
    sizes = mark_radius(joint.degree) if radii is None else np.asarray(radii, dtype=np.float64)
    earlier = np.full((count, 2), np.nan) if before is None else np.asarray(before, dtype=np.float64)
    if sizes.shape != (count,) or earlier.shape != (count, 2):
        raise ValueError(f"{count} things have radii of the shape {sizes.shape} and positions of {earlier.shape}")
    community = detected(joint)
    if not count:
        return Arrangement(earlier, community)
    position = extended(joint, sizes, community, earlier, again=again)
    return Arrangement(position if position is earlier else np.round(position, DIGITS) + 0.0, community)


def mark_radius(degree: Integers) -> Floats:
    """Return the radius of marks, in the unit of positions, by how many others each thing is linked to."""
    import numpy as np

    radius: Floats = np.minimum(0.16 + 0.045 * np.sqrt(degree), 0.55)
    return radius
