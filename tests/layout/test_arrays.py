"""What the layout counts with: no chance, no gaps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.layout import arrays
from papergraph.layout.arrays import pieces, ranges, ranked, scatter, sunflower


def test_scattered_points_look_random_and_never_change() -> None:
    points = scatter(4000, 1)

    assert points[:2].tolist() == scatter(2, 1).tolist()
    assert np.abs(points).max() <= 0.5
    assert np.abs(points.mean(axis=0)).max() < 0.02
    assert np.abs(np.corrcoef(points[:, 0], points[:, 1]).min()) < 0.05
    assert not np.array_equal(points, scatter(4000, 2))


def test_a_sunflower_gives_each_point_one_unit_of_area() -> None:
    points = sunflower(np.full(300, 300), np.arange(300), np.zeros(300))
    far = np.hypot(*(points[:, None] - points[None]).transpose(2, 0, 1)) + 9 * np.eye(300)

    assert np.pi * np.hypot(*points.T).max() ** 2 < 301
    assert far.min() > 0.8


@given(st.lists(st.integers(0, 5), max_size=30))
def test_equal_values_are_ranked_in_their_order(values: list[int]) -> None:
    assert ranked(np.array(values, dtype=np.int64)).tolist() == [values[:k].count(v) for k, v in enumerate(values)]


def test_ranges_are_written_out() -> None:
    one, other = ranges(np.array([5, 0, 2]), np.array([2, 0, 1]))

    assert (one.tolist(), other.tolist()) == ([0, 0, 2], [5, 6, 2])


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4)), max_size=40), st.integers(1, 9))
def test_pieces_are_the_ranges_in_their_order(table: list[tuple[int, int]], most: int) -> None:
    first, length = (np.array([row[column] for row in table], dtype=np.int64) for column in (0, 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrays, "PIECE", most)
        some = list(pieces(first, length))

    whole = ranges(first, length)
    assert all(len(set(one.tolist())) <= most for one, _ in some)
    for side in (0, 1):
        assert [number for piece in some for number in piece[side].tolist()] == whole[side].tolist()
