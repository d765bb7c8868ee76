"""Things with one link are fanned out around the other end of it."""

from __future__ import annotations

import numpy as np
import pytest

from papergraph.layout.leaves import fanned, unfolded
from papergraph.layout.links import joined


def test_leaves_know_their_hub_and_of_a_pair_the_second_is_the_leaf() -> None:
    links = joined(7, [(0, 1), (0, 2), (0, 3), (3, 4), (6, 5)], None)

    assert fanned(links, np.full(7, 0.2), 0.1, 1.6).hub.tolist() == [-1, 0, 0, -1, 3, -1, 5]


@pytest.mark.parametrize("leaves", [1, 2, 7, 10, 11, 60, 500])
@pytest.mark.parametrize("radius", [0.05, 0.4, 2.0])
def test_leaves_of_a_hub_do_not_overlap(leaves: int, radius: float) -> None:
    links = joined(leaves + 1, [(0, leaf) for leaf in range(1, leaves + 1)], None)
    radii = np.full(leaves + 1, radius)
    radii[0] = 3 * radius
    fans = fanned(links, radii, 0.06, 1.0)
    position = unfolded(fans, links, np.zeros((leaves + 1, 2)))
    between = position[:, None] - position[None]
    room = np.hypot(between[..., 0], between[..., 1]) - radii[:, None] - radii[None] + 99 * np.eye(leaves + 1)

    assert room.min() > -0.15 * radius
    assert np.hypot(*position.T).max() + radius <= fans.reach[0]


def test_few_leaves_leave_a_gap_towards_what_else_the_hub_is_linked_to() -> None:
    links = joined(6, [(0, 1), (0, 2), (0, 3), (0, 4), (4, 5), (5, 0)], None)
    fans = fanned(links, np.full(6, 0.2), 0.06, 1.6)
    position = unfolded(fans, links, np.array([[0, 0], [9, 9], [9, 9], [9, 9], [5, 5], [5, 5]], dtype=float))
    angle = np.degrees(np.arctan2(position[1:4, 1], position[1:4, 0])) % 360

    assert sorted(angle.tolist()) == pytest.approx([135, 225, 315])
