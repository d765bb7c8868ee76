"""Drawing by forces: the two ways of summing the repulsion agree, and what is drawn has the right size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from papergraph.layout import forces
from papergraph.layout.forces import Drawing

if TYPE_CHECKING:
    from papergraph.layout.forces import Floats


def ring(count: int) -> Drawing:
    """A ring of things, each with two links."""
    things = np.arange(count)
    full = np.full(count, float(count))
    return Drawing(np.zeros(count, dtype=np.int64), things, (things + 1) % count, np.full(count, 2.0), full)


def test_repulsion_on_a_grid_is_that_of_all_pairs() -> None:
    count = 200
    drawing, mass = ring(count), np.full(count, 3.0)
    angle = np.arange(count) * 2 * np.pi / count
    radius = 20.0 * (1 + np.arange(count) % 3)
    position: Floats = np.stack([np.cos(angle) * radius, np.sin(angle) * radius], axis=1)

    exact = forces.pair_by_pair(drawing, mass)(position)
    gridded = forces.on_grid(drawing, mass, 64)(position)

    wrong = np.sqrt(((exact - gridded) ** 2).sum(1)) / np.sqrt((exact**2).sum(1))
    assert np.median(wrong) < 0.05


def test_components_that_are_drawn_together_do_not_feel_one_another() -> None:
    alone = forces.draw([list(range(30))], [(k, (k + 1) % 30) for k in range(30)])
    links = [(k, (k + 1) % 30) for k in range(30)] + [(30 + k, 30 + (k + 1) % 30) for k in range(30)]
    both = forces.draw([list(range(30)), list(range(30, 60))], links)

    def lengths(drawn: list[tuple[float, float]]) -> float:
        points = np.array(drawn)
        return float(np.sqrt(((points - np.roll(points, 1, axis=0)) ** 2).sum(1)).mean())

    assert lengths(both[30:]) == pytest.approx(lengths(alone), rel=0.2)


@pytest.mark.parametrize("count", [2, 20, 400])
def test_the_mean_spacing_is_one(count: int) -> None:
    """Things have about the room of one unit square each: the spread is that of a disc of their number."""
    drawn = np.array(forces.draw([list(range(count))], [(k, k + 1) for k in range(count - 1)]))
    spread = (drawn.var(axis=0)).sum()

    assert spread == pytest.approx(count / (2 * np.pi), rel=0.5)


def test_the_long_side_lies_level() -> None:
    drawn = np.array(forces.draw([list(range(12))], [(k, k + 1) for k in range(11)]))

    assert np.ptp(drawn[:, 0]) > np.ptp(drawn[:, 1])


def test_things_in_one_point_are_pushed_apart() -> None:
    drawing = ring(4)
    position = np.array([[0.0, 0.0], [1e-6, 0.0], [5.0, 5.0], [-5.0, 5.0]])
    for _ in range(forces.APART_ROUNDS):
        position = position + forces.apart(drawing, position)

    assert np.hypot(*(position[0] - position[1])) == pytest.approx(forces.CLOSEST, rel=0.05)
    assert position[2].tolist() == [5.0, 5.0]
