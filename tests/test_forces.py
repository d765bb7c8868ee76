"""Drawing by forces: the two ways of summing the repulsion agree, and what is drawn has the right size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from papergraph.layout import forces
from papergraph.layout.forces import Drawing, drawn, levelled
from papergraph.layout.links import connected, joined

if TYPE_CHECKING:
    from papergraph.layout.arrays import Floats


def drawing(count: int, pairs: list[tuple[int, int]]) -> Drawing:
    """A drawing of things whose components are numbered in a row."""
    links = joined(count, pairs, None)
    _, component = np.unique(connected(links), return_inverse=True)
    return Drawing(component, links, (1.0 + links.degree).astype(np.float64))


def ring(count: int, first: int = 0) -> list[tuple[int, int]]:
    """A ring of things, each with two links."""
    return [(first + k, first + (k + 1) % count) for k in range(count)]


def test_repulsion_on_a_grid_is_that_of_all_pairs() -> None:
    count = 200
    angle = np.arange(count) * 2 * np.pi / count
    radius = 20.0 * (1 + np.arange(count) % 3)
    position: Floats = np.stack([np.cos(angle) * radius, np.sin(angle) * radius], axis=1)

    exact = forces.pair_by_pair(drawing(count, ring(count)))(position)
    gridded = forces.on_grid(drawing(count, ring(count)), 64)(position)

    wrong = np.sqrt(((exact - gridded) ** 2).sum(1)) / np.sqrt((exact**2).sum(1))
    assert np.median(wrong) < 0.05


def test_components_that_are_drawn_together_do_not_feel_one_another() -> None:
    alone = drawn(drawing(30, ring(30)), [])
    both = drawn(drawing(60, ring(30) + ring(30, 30)), [])

    def lengths(position: Floats) -> float:
        return float(np.sqrt(((position - np.roll(position, 1, axis=0)) ** 2).sum(1)).mean())

    assert lengths(both[30:]) == pytest.approx(lengths(alone), rel=0.2)


def test_groups_that_are_opened_stay_beside_one_another() -> None:
    count = 1200
    group = np.arange(count) // 40
    position = drawn(drawing(count, ring(count)), [group])
    middle = position.reshape(-1, 40, 2).mean(axis=1)
    inside = np.hypot(*(position - middle[group]).T).mean()

    assert inside < 0.4 * np.hypot(*position.T).mean()


def test_a_drawing_that_starts_from_an_earlier_one_stays_near_it() -> None:
    whole = drawing(300, ring(300))
    earlier = drawn(whole, [])
    later = drawn(whole, [], earlier / 7 + 40)
    unlike = np.corrcoef(earlier.reshape(-1), later.reshape(-1))[0, 1]

    assert unlike > 0.97


def test_only_components_without_a_start_start_anew() -> None:
    both = drawing(60, ring(30) + ring(30, 30))
    start = drawn(both, [])
    start[30:] = np.nan

    assert np.isfinite(drawn(both, [], start)).all()


@pytest.mark.parametrize("count", [2, 20, 400])
def test_the_mean_spacing_is_one(count: int) -> None:
    """Things have about the room of one unit square each: the spread is that of a disc of their number."""
    path = drawing(count, [(k, k + 1) for k in range(count - 1)])
    level = levelled(path.component, np.ones(count), drawn(path, []), 1.6)

    assert level.var(axis=0).sum() == pytest.approx(count / (2 * np.pi), rel=0.01)


def test_the_long_side_lies_level() -> None:
    path = drawing(12, [(k, k + 1) for k in range(11)])
    level = levelled(path.component, np.ones(12), drawn(path, []), 1.6)

    assert np.ptp(level[:, 0]) > np.ptp(level[:, 1])
