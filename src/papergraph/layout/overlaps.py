"""Discs in, discs that do not overlap out: pairs that are too close are pushed apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from papergraph.layout.arrays import gather, pieces, settled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from papergraph.layout.arrays import Floats, Integers

SKIN = 1.25
"""Pairs are looked for so much farther than they must be apart, so that they serve for some rounds."""
SERVES = 5
"""Rounds that the same pairs serve."""
STEP = 0.4
"""Share of an overlap that one round takes away; a thing may be pushed from several sides."""

STRIP = 2.0
"""Width of the strips in which things are sorted."""
SLACK = 1e-3
"""An overlap that does not count."""
EXACT_UP_TO = 5_000
"""Drawings of so many things end without any overlap; larger ones nearly."""


def near(position: Floats, reach: Floats, component: Integers) -> tuple[Integers, Integers]:
    """Return the pairs of things of one component whose distance is less than the sum of their reaches.

    Reaches are sorted into classes that double; a thing looks for those of its own class and of lesser ones in a grid
    whose cells are as wide as its class reaches, so that few large discs among many small ones cost little.
    """
    import numpy as np

    least = float(reach.min(initial=np.inf))
    grade = np.ceil(np.log2(np.maximum(reach / least, 1)) - 1e-9).astype(np.int64)
    found = [np.empty((2, 0), dtype=np.int64)]
    for level in np.unique(grade).tolist():
        cell = np.floor(position / (2.0 * least * 2.0**level)).astype(np.int64) + (1 << 20)
        key = (component << 42) + (cell[:, 0] << 21) + cell[:, 1]
        alike, lesser = np.flatnonzero(grade == level), np.flatnonzero(grade < level)
        alike, lesser = (things[np.argsort(key[things], kind="stable")] for things in (alike, lesser))
        for others, pairs in ((alike, _among(key[alike])), (lesser, _between(key[alike], key[lesser]))):
            for here, there in pairs:
                one, other = alike[here], others[there]
                between = position[one] - position[other]
                close = (between * between).sum(1) < (reach[one] + reach[other]) ** 2
                found.append(np.stack((one[close], other[close])))
    one, other = np.concatenate(found, axis=1)
    return one, other


def _among(key: Integers) -> Iterator[tuple[Integers, Integers]]:
    """Yield each pair of places in sorted keys whose cells touch, once, in pieces."""
    import numpy as np

    above, last = np.arange(1, len(key) + 1), np.searchsorted(key, key + 1, side="right")
    beside = key + (1 << 21)
    first, end = np.searchsorted(key, beside - 1), np.searchsorted(key, beside + 1, side="right")
    yield from pieces(above, last - above)
    yield from pieces(first, end - first)


def _between(key: Integers, keys: Integers) -> Iterator[tuple[Integers, Integers]]:
    """Yield each pair of a place in one array and one in another, both sorted, whose cells touch, in pieces."""
    import numpy as np

    for across in (-1, 0, 1) if len(keys) else ():
        wanted = key + (across << 21)
        first, end = np.searchsorted(keys, wanted - 1), np.searchsorted(keys, wanted + 1, side="right")
        yield from pieces(first, end - first)


def relaxed(
    position: Floats,
    reach: Floats,
    component: Integers,
    community: Integers | None,
    lane: float,
    rounds: int,
    firmness: Floats | None = None,
) -> Floats:
    """Return positions after every two things were pushed towards the sum of their reaches.

    Things of different communities keep `lane` more. Large discs move less than small ones, unless their
    `firmness` is given. It ends early when nothing overlaps.
    """
    import numpy as np

    # Neighbours in space become neighbours in memory, which halves the time of large drawings.
    cell = np.floor(position / STRIP).astype(np.int64)
    order = np.lexsort((cell[:, 1], cell[:, 0]))
    position, reach, component = position[order], reach[order], component[order]
    community = None if community is None else community[order]
    area = reach * reach if firmness is None else firmness[order]
    one = other = np.empty(0, dtype=np.int64)
    wanted = part = np.empty(0)
    for step in range(rounds):
        if step % SERVES == 0:
            one, other = near(position, (reach + lane / 2) * SKIN, component)
            wanted = reach[one] + reach[other]
            if community is not None:
                wanted = wanted + lane * (community[one] != community[other])
            part = area[other] / (area[one] + area[other])
        between = position[one] - position[other]
        distance = np.sqrt((between * between).sum(1)) + 1e-9
        lack = np.maximum(wanted - distance, 0)
        if step % SERVES == 0 and lack.max(initial=0) < SLACK:
            break
        push = between * (2 * STEP * lack / distance)[:, None]
        position = position + gather(one, push * part[:, None], len(position))
        position = settled(position - gather(other, push * (1 - part)[:, None], len(position)))
    placed = np.empty_like(position)
    placed[order] = position
    return placed


def separated(position: Floats, reach: Floats) -> Floats:
    """Return positions of which no two are nearer than the sum of their reaches.

    What pushing does not solve in reasonable time, spreading the whole drawing does; of very many things, a few may
    be left over one another.
    """
    import numpy as np

    alone = np.zeros(len(reach), dtype=np.int64)
    few = len(reach) <= EXACT_UP_TO
    position = relaxed(position, reach * (1 + SLACK) + SLACK, alone, None, 0, 200 if few else 20)
    one, other = near(position, reach, alone)
    if not (few and len(one)):
        return position
    between = position[one] - position[other]
    distance = np.sqrt((between * between).sum(1))
    return position * float(((reach[one] + reach[other]) / np.maximum(distance, SLACK)).max()) * (1 + 1e-9)
