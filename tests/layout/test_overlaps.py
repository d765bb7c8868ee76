"""Discs that are too near are found and pushed apart, whatever their sizes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.layout.overlaps import near, relaxed, separated

DISCS = st.lists(
    st.tuples(st.floats(-20, 20), st.floats(-20, 20), st.floats(0.01, 9), st.integers(0, 1)), min_size=1, max_size=40
)


@settings(max_examples=60, deadline=None)
@given(DISCS)
def test_every_near_pair_of_a_component_is_found_once(discs: list[tuple[float, float, float, int]]) -> None:
    table = np.array(discs)
    position, reach, component = table[:, :2], table[:, 2], table[:, 3].astype(np.int64)
    one, other = near(position, reach, component)
    found = sorted((min(pair), max(pair)) for pair in zip(one.tolist(), other.tolist(), strict=True))
    wanted = [
        (a, b)
        for a in range(len(discs))
        for b in range(a + 1, len(discs))
        if component[a] == component[b] and ((position[a] - position[b]) ** 2).sum() < (reach[a] + reach[b]) ** 2
    ]

    assert found == wanted


@settings(max_examples=30, deadline=None)
@given(DISCS)
def test_discs_that_were_separated_do_not_overlap(discs: list[tuple[float, float, float, int]]) -> None:
    table = np.array(discs)
    position = table[:, :2] + 0.01 * np.arange(len(table))[:, None] * np.array([1, 0.7])
    one, _ = near(separated(position, table[:, 2]), table[:, 2], np.zeros(len(table), dtype=np.int64))

    assert len(one) == 0


def test_discs_that_are_apart_stay_where_they_are() -> None:
    position = np.array([[0.0, 0.0], [3.0, 0.0], [0.0, 3.0]])

    assert separated(position, np.ones(3)).tolist() == position.tolist()


def test_a_large_disc_moves_less_than_a_small_one() -> None:
    position, alone = np.array([[0.0, 0.0], [1.0, 0.0]]), np.zeros(2, dtype=np.int64)
    large, small = np.abs(relaxed(position, np.array([3.0, 1.0]), alone, None, 0, 50) - position)[:, 0]

    assert small == pytest.approx(9 * large, rel=0.01)


def test_communities_keep_a_lane() -> None:
    position, alone = np.array([[0.0, 0.0], [1.0, 0.0]]), np.zeros(2, dtype=np.int64)
    moved = relaxed(position, np.ones(2), alone, np.array([0, 1]), 0.5, 60)

    assert np.ptp(moved[:, 0]) == pytest.approx(2.5, rel=0.01)
