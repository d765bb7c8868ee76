"""Components are set side by side: none over another, no room wasted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.layout.overlaps import near
from papergraph.layout.packing import packed

THINGS = st.lists(
    st.tuples(st.floats(-5, 5), st.floats(-3, 3), st.floats(0.1, 2), st.integers(0, 9)), min_size=1, max_size=60
)


@settings(max_examples=60, deadline=None)
@given(THINGS, THINGS)
def test_components_do_not_overlap(
    things: list[tuple[float, float, float, int]], others: list[tuple[float, float, float, int]]
) -> None:
    table, kept = np.array(sorted(things, key=lambda thing: thing[3])), np.array(others)[:, :3]
    _, component = np.unique(table[:, 3], return_inverse=True)
    placed = packed(table[:, :2], table[:, 2], component, 1.6, kept)
    everything = np.concatenate((placed, kept[:, :2]))
    of = np.concatenate((component, np.full(len(kept), -1)))
    one, other = near(everything, np.concatenate((table[:, 2], kept[:, 2])), np.zeros(len(of), dtype=np.int64))

    assert (of[one] == of[other]).all()
    for number in range(component.max() + 1):
        if (component == number).sum() > 1:
            shift = (placed - table[:, :2])[component == number]
            assert np.ptp(shift, axis=0) == pytest.approx([0, 0], abs=1e-9)


def test_single_things_fill_a_lattice_from_the_middle_out() -> None:
    placed = packed(np.zeros((600, 2)), np.full(600, 0.2), np.arange(600), 1.6)

    assert len({tuple(place) for place in placed.tolist()}) == 600
    assert np.ptp(placed[:, 0]) / np.ptp(placed[:, 1]) == pytest.approx(1.6, rel=0.15)
    assert np.prod(np.ptp(placed, axis=0) + 1) < 1.3 * 600


def test_small_components_fill_the_gaps_between_large_ones() -> None:
    size = [30] * 8 + [2] * 60
    component = np.repeat(np.arange(len(size)), size)
    place = np.arange(len(component)) - np.repeat(np.cumsum(size) - size, size)
    position = np.stack((place % 6, place // 6), axis=1).astype(float)
    placed = packed(position, np.full(len(component), 0.3), component, 1.6)

    assert np.prod(np.ptp(placed, axis=0) + 1) < 2.6 * len(component)
