"""A drawing is turned and mirrored as an earlier one was."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.layout.alignment import turned


@given(st.floats(0, 6.28), st.booleans())
def test_a_turned_and_mirrored_drawing_is_found_again(angle: float, mirrored: bool) -> None:  # noqa: FBT001
    before = np.array([[0.0, 0.0], [4.0, 0.0], [5.0, 2.0], [1.0, 7.0]])
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    position = (before - before.mean(axis=0)) @ turn * (np.array([1, -1]) if mirrored else 1)

    found = turned(np.zeros(4, dtype=np.int64), position, before)
    assert found == pytest.approx(before - before.mean(axis=0), abs=1e-6)


def test_without_two_old_things_nothing_is_turned() -> None:
    position = np.array([[0.0, 1.0], [2.0, 0.0], [1.0, 1.0]])
    before = np.array([[5.0, 5.0], [np.nan, np.nan], [np.nan, np.nan]])

    assert turned(np.zeros(3, dtype=np.int64), position, before).tolist() == position.tolist()
