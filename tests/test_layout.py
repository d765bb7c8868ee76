"""Arrangements of things: one place for each, the same every time, hardly another after a change."""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.layout import Arrangement, arrange, mark_radius

if TYPE_CHECKING:
    from papergraph.layout.arrays import Floats, Integers

Pairs = list[tuple[int, int]]


@st.composite
def graphs(draw: st.DrawFn) -> tuple[int, Pairs]:
    """A number of things and some pairs of them, also repeated ones and things linked to themselves."""
    count = draw(st.integers(1, 60))
    thing = st.integers(0, count - 1)
    return count, draw(st.lists(st.tuples(thing, thing), max_size=120))


def planted(count: int, groups: int) -> Pairs:
    """Every thing draws three links, about four of five inside of its group; things take turns in groups."""
    links = []
    bits = np.random.default_rng(7).integers(0, 1 << 30, size=(count, 3, 2)).tolist()
    for thing, drawn in enumerate(bits):
        for first, second in drawn:
            other = second % (count // groups) * groups + thing % groups if first % 5 else second % count
            links.append((thing, other))
    return links


def degrees(count: int, links: Pairs) -> Integers:
    """How many others each thing is linked to."""
    pairs = {(min(pair), max(pair)) for pair in links if pair[0] != pair[1]}
    return np.bincount(np.array([end for pair in pairs for end in pair], dtype=np.int64), minlength=count)


def nearest_marks(position: Floats, radii: Floats) -> float:
    """The least free room between any two marks; negative where they overlap."""
    between = position[:, None] - position[None]
    room = np.hypot(between[..., 0], between[..., 1]) - radii[:, None] - radii[None]
    np.fill_diagonal(room, np.inf)
    return float(room.min())


def purity(arrangement: Arrangement, group: Integers, nearest: int = 15) -> float:
    """The mean share of the nearest things that are of the same group."""
    position = arrangement.position
    far = ((position[:, None] - position[None]) ** 2).sum(2)
    np.fill_diagonal(far, np.inf)
    return float((group[np.argsort(far, axis=1)[:, :nearest]] == group[:, None]).mean())


def moved(arrangement: Arrangement, before: Arrangement, kept: int) -> Floats:
    """How far the first things moved, as a share of the width."""
    away = arrangement.position[:kept] - before.position[:kept]
    return np.asarray(np.hypot(away[:, 0], away[:, 1]) / np.ptp(before.position[:, 0]))


def test_nothing_has_no_position() -> None:
    position, community = arrange(0, [])

    assert position.shape == (0, 2)
    assert community.shape == (0,)


def test_one_thing_stands_in_the_middle() -> None:
    assert arrange(1, []).position.tolist() == [[0, 0]]


@settings(max_examples=25, deadline=None)
@given(graphs())
def test_no_two_marks_are_drawn_over_one_another(graph: tuple[int, Pairs]) -> None:
    position = arrange(*graph).position

    assert position.shape == (graph[0], 2)
    assert np.abs(position).max() < 1e3
    assert nearest_marks(position, mark_radius(degrees(*graph))) > 0


@settings(max_examples=8, deadline=None)
@given(graphs(), st.floats(0.01, 3))
def test_marks_of_any_size_keep_apart(graph: tuple[int, Pairs], radius: float) -> None:
    radii = radius * (1.0 + np.arange(graph[0]) % 3).astype(np.float64)

    assert nearest_marks(arrange(*graph, radii=radii).position, radii) > 0


@settings(max_examples=8, deadline=None)
@given(graphs(), st.randoms(use_true_random=False))
def test_the_order_of_links_does_not_matter(graph: tuple[int, Pairs], random: object) -> None:
    count, links = graph
    other = [(b, a) if k % 2 else (a, b) for k, (a, b) in enumerate(links)]
    random.shuffle(other)  # type: ignore[attr-defined]

    assert arrange(count, links).position.tobytes() == arrange(count, other).position.tobytes()


@pytest.mark.parametrize("count", [10, 300, 1200], ids=["pair by pair", "on a grid", "opened"])
def test_linked_things_are_nearer_than_others(count: int) -> None:
    position = arrange(count, [(k, (k + 1) % count) for k in range(count)]).position
    beside = np.hypot(*(position - np.roll(position, 1, axis=0)).T).mean()
    across = np.hypot(*(position - np.roll(position, count // 2, axis=0)).T).mean()

    assert 1.5 * beside < across


def test_cliques_stay_together() -> None:
    """Of four cliques in a ring, every thing is nearer to the middle of its own than to any other's."""
    size = 30
    links = [(c * size + a, c * size + b) for c in range(4) for a, b in combinations(range(size), 2) if (a + b) % 3]
    links += [(c * size, (c + 1) % 4 * size + 1) for c in range(4)]
    position, community = arrange(4 * size, links)
    middles = position.reshape(4, size, 2).mean(axis=1)

    assert np.argmin(((position[:, None] - middles[None]) ** 2).sum(2), axis=1).tolist() == community.tolist()
    assert community.tolist() == sorted(list(range(4)) * size)


@pytest.mark.parametrize("count,least", [(1000, 0.95), (3000, 0.94)])
def test_the_neighbourhood_of_a_thing_is_its_community(count: int, least: float) -> None:
    assert purity(arrange(count, planted(count, count // 100)), np.arange(count) % (count // 100)) > least


@pytest.mark.parametrize("leaves", [3, 8, 40, 400])
def test_leaves_stand_evenly_around_their_hub(leaves: int) -> None:
    position = arrange(leaves + 1, [(0, leaf) for leaf in range(1, leaves + 1)]).position
    away = position[1:] - position[0]
    quadrant = np.bincount((away[:, 0] > 0) + 2 * (away[:, 1] > 0), minlength=4)

    assert np.hypot(*away.mean(axis=0)) < 0.05 * np.ptp(position[:, 0])
    assert np.ptp(quadrant) <= max(2, 0.1 * leaves)


@pytest.mark.parametrize("count", [300, 2000])
def test_the_whole_is_wider_than_high_and_about_as_large_as_its_things(count: int) -> None:
    width, height = np.ptp(arrange(count, planted(count, count // 100)).position, axis=0)

    assert 1.15 < width / height < 2.1
    assert 1 < width * height / count < 3


def test_things_with_no_links_fill_the_space_around_the_others() -> None:
    position = arrange(2300, planted(300, 3)).position
    width, height = np.ptp(position, axis=0)

    assert width / height == pytest.approx(1.6, rel=0.1)
    assert width * height / 2300 < 1.3
    assert np.abs(position[:300]).max() < 0.7 * np.abs(position[300:]).max()


def test_positions_do_not_depend_on_hash_seeds() -> None:
    program = (
        "from papergraph.layout import arrange;"
        "print(arrange(900, [(k, k * k * 7 % 900) for k in range(900)]).position.tobytes())"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("0", "4242")
    }

    assert len(seen) == 1


def test_an_unchanged_graph_stays_exactly_where_it_was() -> None:
    links = planted(300, 3)
    before = arrange(300, links)
    after = arrange(300, links, before=before.position)

    assert after.position.tobytes() == before.position.tobytes()
    assert after.community.tobytes() == before.community.tobytes()


@pytest.mark.parametrize("new", [1, 10, 100])
def test_new_things_hardly_move_the_old_ones(new: int) -> None:
    count = 1700
    links = planted(count, 17)
    before = arrange(count, links)
    joining = [(count + k, k * 31 % count) for k in range(new)] + [
        (count + k, (k * 31 + 17) % count) for k in range(new)
    ]
    earlier = np.concatenate((before.position, np.full((new, 2), np.nan)))
    after = arrange(count + new, [*links, *joining], before=earlier)

    assert np.median(moved(after, before, count)) < 0.003
    assert moved(after, before, count).max() < 0.05
    assert nearest_marks(after.position, mark_radius(degrees(count + new, [*links, *joining]))) > 0


def test_things_that_go_leave_the_others_in_place() -> None:
    links = planted(1700, 17)
    before = arrange(1700, links)
    after = arrange(1650, [pair for pair in links if max(pair) < 1650], before=before.position[:1650])

    assert moved(after, before, 1650).max() == 0


def test_a_new_leaf_appears_beside_its_neighbour_and_a_new_component_outside() -> None:
    links = planted(300, 3)
    before = arrange(300, links).position
    earlier = np.concatenate((before, np.full((3, 2), np.nan)))
    position = arrange(303, [*links, (300, 5), (301, 302)], before=earlier).position

    assert np.hypot(*(position[300] - position[5])) < 2
    assert np.hypot(*(position[301] - position[302])) < 2
    assert np.hypot(*(before - position[301]).T).min() > 0.5


def test_where_very_much_is_new_everything_is_laid_out_again_the_same_way_round() -> None:
    whole, part = planted(1200, 12), [pair for pair in planted(1200, 12) if max(pair) < 700]
    before = arrange(700, part)
    earlier = np.concatenate((before.position, np.full((500, 2), np.nan)))
    after = arrange(1200, whole, before=earlier)

    assert purity(after, np.arange(1200) % 12) > 0.9
    assert np.median(moved(after, before, 700)) < 0.25
    assert nearest_marks(after.position, mark_radius(degrees(1200, whole))) > 0


def test_everything_is_laid_out_again_on_request() -> None:
    links = planted(400, 4)
    before = arrange(400, links).position
    after = arrange(400, links, before=before, again=True).position

    assert not np.array_equal(after, before)
    assert np.median(np.hypot(*(after - before).T)) < 0.25 * np.ptp(before[:, 0])


def test_old_things_whose_marks_grew_are_pushed_apart() -> None:
    links: Pairs = [(0, 1), (2, 3)]
    position = arrange(4, links).position
    radii = np.full(4, 0.9)

    assert nearest_marks(arrange(4, links, radii=radii, before=position).position, radii) > 0


@pytest.mark.parametrize(
    "arguments",
    [{"radii": [1.0]}, {"before": np.zeros((3, 2))}, {"links": [(0, 2)]}, {"links": [(-1, 0)]}],
    ids=["radii", "before", "too high", "negative"],
)
def test_what_does_not_fit_together_is_refused(arguments: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="2 things"):
        arrange(2, **{"links": [(0, 1)]} | arguments)  # type: ignore[arg-type]


def test_marks_grow_with_links_up_to_a_limit() -> None:
    radius = mark_radius(np.array([0, 1, 4, 10_000]))

    assert radius.tolist() == pytest.approx([0.16, 0.205, 0.25, 0.55])
