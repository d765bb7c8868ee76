"""Positions of things: one for each, the same every time, components apart from one another."""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.layout import components, layout, pack

Links = list[tuple[int, int]]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, Links]:
    """A number of things and some pairs of them, also repeated ones and things linked to themselves."""
    count = draw(st.integers(1, 60))
    thing = st.integers(0, count - 1)
    return count, draw(st.lists(st.tuples(thing, thing), max_size=120))


def box(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    """Left, bottom, right, top."""
    across, up = zip(*points, strict=True)
    return min(across), min(up), max(across), max(up)


def test_nothing_has_no_position() -> None:
    assert layout(0, []) == []


def test_one_thing_stands_in_the_middle() -> None:
    ((x, y),) = layout(1, [])

    assert abs(x) <= 60
    assert abs(y) <= 60


@settings(max_examples=15, deadline=None)
@given(graphs())
def test_every_thing_has_a_place_of_its_own(graph: tuple[int, Links]) -> None:
    positions = layout(*graph)

    assert len(positions) == graph[0]
    assert len(set(positions)) == graph[0]
    assert all(abs(value) < 1e5 for position in positions for value in position)


@settings(max_examples=8, deadline=None)
@given(graphs())
def test_the_same_graph_is_drawn_the_same(graph: tuple[int, Links]) -> None:
    assert layout(*graph) == layout(*graph)


@settings(max_examples=12, deadline=None)
@given(graphs())
def test_components_do_not_lie_over_one_another(graph: tuple[int, Links]) -> None:
    positions = layout(*graph)
    boxes = [box([positions[thing] for thing in part]) for part in components(*graph)]

    for a, b in combinations(boxes, 2):
        assert a[2] < b[0] or b[2] < a[0] or a[3] < b[1] or b[3] < a[1]


@pytest.mark.parametrize("count", [10, 300, 1200], ids=["pair by pair", "on a grid", "on a larger grid"])
def test_linked_things_are_nearer_than_others(count: int) -> None:
    ring = [(k, (k + 1) % count) for k in range(count)]
    positions = layout(count, ring)

    def distance(one: int, other: int) -> float:
        (a, b), (c, d) = positions[one], positions[other]
        return float(((a - c) ** 2 + (b - d) ** 2) ** 0.5)

    beside = sum(distance(k, (k + 1) % count) for k in range(count)) / count
    across = sum(distance(k, (k + count // 2) % count) for k in range(count)) / count
    assert 2 * beside < across


def test_communities_stay_together() -> None:
    """Of four cliques in a ring, every thing is nearer to the middle of its own than to any other's."""
    size = 30
    links = [(c * size + a, c * size + b) for c in range(4) for a, b in combinations(range(size), 2) if (a + b) % 3]
    links += [(c * size, (c + 1) % 4 * size + 1) for c in range(4)]
    positions = layout(4 * size, links)
    middles = [[sum(p[axis] for p in positions[c * size : (c + 1) * size]) / size for axis in (0, 1)] for c in range(4)]

    for thing, (x, y) in enumerate(positions):
        far = [(x - middle[0]) ** 2 + (y - middle[1]) ** 2 for middle in middles]
        assert far.index(min(far)) == thing // size


def test_no_two_marks_are_drawn_over_one_another() -> None:
    """Also leaves of one hub, which every force moves alike, keep half the spacing."""
    positions = layout(40, [(0, leaf) for leaf in range(1, 40)], spacing=100)

    assert min((a - c) ** 2 + (b - d) ** 2 for (a, b), (c, d) in combinations(positions, 2)) > 40**2


def test_spacing_scales_the_drawing() -> None:
    links = [(0, 1), (1, 2), (3, 4)]
    small, large = layout(5, links, spacing=10), layout(5, links, spacing=100)

    for one, ten in zip(small, large, strict=True):
        assert ten == pytest.approx([10 * value for value in one], abs=1)


def test_positions_do_not_depend_on_hash_seeds() -> None:
    program = "from papergraph.layout import layout; print(layout(50, [(k, k * 7 % 50) for k in range(50)]))"
    seen = {
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("0", "4242")
    }

    assert len(seen) == 1


def test_components_come_by_falling_size_and_then_by_their_first_thing() -> None:
    assert components(7, [(5, 6), (1, 2), (6, 4)]) == [[4, 5, 6], [1, 2], [0], [3]]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 9), st.floats(0, 9)), max_size=30))
def test_packed_boxes_do_not_overlap(boxes: list[tuple[float, float]]) -> None:
    middles = pack(boxes)
    sides = [
        (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        for (width, height), (x, y) in zip(boxes, middles, strict=True)
    ]

    for a, b in combinations(sides, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_boxes_of_one_size_are_packed_without_gaps_from_the_middle_out() -> None:
    middles = pack([(1, 1)] * 60)
    reach = [x * x / 1.6**2 + y * y for x, y in middles]

    assert len(set(middles)) == 60
    assert all(later > earlier - 6 for earlier, later in pairwise(reach))
    assert max(abs(x) for x, _ in middles) < 9
