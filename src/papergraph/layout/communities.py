"""Links in, communities out: Louvain's method with numpy, the same result every time.

Things move between communities as long as that raises modularity, then communities become things, and so on (Blondel
and others, J. Stat. Mech. P10008, 2008). Here a share of the things moves at once, chosen by mixed bits instead of a
random order, so that neighbours seldom swap places.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from papergraph.layout.arrays import mixed
from papergraph.layout.links import Links, by_size, connected, contracted, joined

if TYPE_CHECKING:
    from papergraph.layout.arrays import Floats, Integers

TURNS = 6
"""So many shares of the things move one after the other."""
ROUNDS = 16
"""At most so often everything may move on one level."""
FEW = 0.002
"""A level ends when less than this share of its things moved in a round."""
REOPENINGS = 3
"""How often at most communities are taken apart into groups, which are then put together anew."""
MANY = 200_000
"""Graphs with so many ends of links are taken apart once at most."""
SPLIT_FROM = 60
"""Communities of so many things are looked into for parts."""


def communities(
    count: int, links: Sequence[tuple[int, int]] | Integers, weights: Sequence[float] | Floats | None = None
) -> Integers:
    """Return the community of each thing, numbered from 0 by falling size, then by first thing; shape (count,).

    Every community is connected. Repeated links and self-links count as in the definition of modularity.

    Raises:
        ValueError: a link has an end that is no thing, or there are not as many weights as links.
    """
    return detected(joined(count, links, weights))


def detected(links: Links) -> Integers:
    """Return the community of each thing, numbered by falling size, then by first thing; shape (count,)."""
    import numpy as np

    scope = np.full(links.order, links.strength.sum())
    return _found(links, scope, REOPENINGS if len(links.source) < MANY else 1)


def divided(links: Links, community: Integers) -> Integers:
    """Return the parts of large communities, found in each as if there were nothing else, numbered like these.

    Modularity joins communities that are small beside the whole (Fortunato and Barthélemy, PNAS 104(1), 2007);
    what it joined comes apart here.
    """
    import numpy as np

    large = np.bincount(community)[community] >= SPLIT_FROM
    own = inside(links, community)
    own = inside(own, np.where(large, community, -1 - np.arange(links.order)))
    scope: Floats = np.bincount(community, own.strength).astype(np.float64)[community]
    part = _found(own, scope, 0)
    return by_size(np.where(large, part, links.order + community))


def _found(links: Links, scope: Floats, reopenings: int) -> Integers:
    import numpy as np

    label = _climb(links, np.arange(links.order), scope)
    for _ in range(reopenings):
        # What was joined too early comes apart when groups within the communities are put together anew.
        group = by_size(_moved(inside(links, label), np.arange(links.order), scope))
        other = _climb(links, _climb_groups(links, group, scope), scope)
        if _quality(links, other, scope) <= _quality(links, label, scope):
            break
        label = other
    return by_size(connected(inside(links, label)))


def inside(links: Links, label: Integers) -> Links:
    """Return the links that do not leave the group of their things."""
    kept = label[links.source] == label[links.target]
    return links._replace(source=links.source[kept], target=links.target[kept], weight=links.weight[kept])


def modularity(links: Links, label: Integers) -> float:
    """Return how much more links lie inside of groups than by chance (Newman and Girvan, 2004); 0 without links."""
    import numpy as np

    total = float(links.strength.sum())
    return _quality(links, label, np.full(links.order, total)) / total if total else 0.0


def _quality(links: Links, label: Integers, scope: Floats) -> float:
    """Return the ends of links inside of groups, less those that chance would put there within the `scope` of each."""
    import numpy as np

    kept = label[links.source] == label[links.target]
    strength = np.bincount(label, links.strength)
    chance = (strength[label] * links.strength / np.maximum(scope, 1e-300)).sum()
    return float(links.weight[kept].sum() + 2 * links.loop.sum() - chance)


def _climb(links: Links, label: Integers, scope: Floats) -> Integers:
    """Return communities that are at least as good: move things, then whole communities, then those of communities."""
    return _climb_groups(links, by_size(_moved(links, label, scope)), scope)


def _climb_groups(links: Links, label: Integers, scope: Floats) -> Integers:
    """Return communities that are at least as good by moving groups of things, then groups of these."""
    import numpy as np

    while True:
        groups = int(label.max(initial=-1)) + 1
        wide = np.zeros(groups)
        wide[label] = scope
        joint = _moved(contracted(links, label, groups), np.arange(groups), wide)
        if np.array_equal(joint, np.arange(groups)):
            return label
        label = by_size(joint[label])


def _moved(links: Links, label: Integers, scope: Floats) -> Integers:
    """Return labels after things have moved to communities of their neighbours while that raises modularity."""
    import numpy as np

    strength = links.strength
    chance = strength / np.maximum(scope, 1e-300)
    turn = (mixed(np.arange(links.order), 5) % np.uint64(TURNS)).astype(np.int64)
    shares = [np.flatnonzero(turn[links.source] == share) for share in range(TURNS)]
    awake = np.ones(links.order, dtype=bool)
    label = label.copy()
    best, kept = _quality(links, label, scope), label.copy()
    for _ in range(ROUNDS):
        changed = np.zeros(links.order, dtype=bool)
        for share in shares:
            things, better = _wishes(links, strength, chance, label, share[awake[links.source[share]]])
            label[things] = better
            changed[things] = True
        reached = _quality(links, label, scope)
        if reached > best:
            best, kept = reached, label.copy()
        if changed.sum() <= FEW * links.order or reached < best:
            break
        awake = changed.copy()
        awake[links.target[changed[links.source]]] = True
    return kept


def _wishes(
    links: Links, strength: Floats, chance: Floats, label: Integers, asked: Integers
) -> tuple[Integers, Integers]:
    """Return the things with a better community, and the best one of each; ties: the lowest.

    `asked` are the places of links, all of each source that is asked.
    """
    import numpy as np

    total = np.bincount(label, strength, links.order)
    key = links.source[asked] * links.order + label[links.target[asked]]
    order = np.argsort(key)
    key = key[order]
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    if not len(starts):
        return starts, starts
    drawn = np.add.reduceat(links.weight[asked[order]], starts)
    thing, there = np.divmod(key[starts], links.order)
    own = label[thing] == there
    gain = drawn - chance[thing] * (total[there] - own * strength[thing])
    things = np.flatnonzero(np.diff(thing, prepend=-1))
    most = np.maximum.reduceat(gain, things)
    stay = np.zeros(links.order)
    every = thing[things]
    stay[every] = -chance[every] * (total[label[every]] - strength[every])
    stay[thing[own]] = gain[own]
    place = np.repeat(np.arange(len(things)), np.diff(things, append=len(thing)))
    winners = np.flatnonzero(gain >= most[place])
    winners = winners[np.diff(place[winners], prepend=-1) > 0]
    moves = most > stay[every] + 1e-9
    return every[moves], there[winners][moves]
