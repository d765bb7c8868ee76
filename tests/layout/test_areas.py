"""Every community gets a disc of the area that its things need."""

from __future__ import annotations

import numpy as np

from papergraph.layout.areas import allotted, filled


def test_a_disc_is_filled_evenly_and_in_order() -> None:
    offset = np.stack((np.linspace(0.1, 90, 100) ** 2, np.zeros(100)), axis=1)
    radius = filled(offset, np.ones(100), np.zeros(100, dtype=np.int64))[:, 0]

    assert (np.diff(radius) > 0).all()
    assert np.allclose(np.pi * radius**2, np.arange(100) + 0.5)


def test_communities_lie_apart_and_neighbours_stay_neighbours() -> None:
    label = np.repeat(np.arange(5), 60)
    angle = np.arange(300) * 2.4
    heap = np.stack((np.cos(angle) * 9 + label, np.sin(angle) * 9), axis=1)
    component = np.zeros(300, dtype=np.int64)
    placed = allotted(heap, np.ones(300), label, component, 2.0, 1.6)
    middle = placed.reshape(5, 60, 2).mean(axis=1)
    radius = np.hypot(*(placed - middle[label]).T).max()
    between = np.hypot(*(middle[:, None] - middle[None]).transpose(2, 0, 1)) + 99 * np.eye(5)

    assert between.min() > 2 * radius + 0.5
    assert (np.diff(middle[:, 0]) > 0).all()
