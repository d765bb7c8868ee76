"""The most connected part: what is left when the least connected is taken away again and again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.exporters.core import most_connected
from papergraph.model import Edge, Reference


def edge(one: str, other: str) -> Edge:
    """An edge between two topics."""
    return Edge(Reference("topic", one), "about", Reference("topic", other), ())


def core(names: Iterable[str], edges: Sequence[Edge], limit: int) -> list[str]:
    """The names of what is left."""
    every = list(names)
    places = {Reference("topic", name): place for place, name in enumerate(every)}
    subjects = np.array([places.get(one.subject, -1) for one in edges], dtype=np.int64)
    objects = np.array([places.get(one.object, -1) for one in edges], dtype=np.int64)
    return [every[place] for place in most_connected(len(every), subjects, objects, limit).tolist()]


def test_a_clique_stays_and_its_tail_goes() -> None:
    clique = [edge(a, b) for a in "abcd" for b in "abcd" if a < b]
    tail = [edge("d", "e"), edge("e", "f"), edge("f", "g")]

    assert core("abcdefgh", [*clique, *tail], 4) == list("abcd")


def test_a_hub_does_not_stay_for_its_leaves() -> None:
    """Forty leaves around one topic are less connected than a triangle."""
    leaves = [str(number) for number in range(40)]
    triangle = [edge("x", "y"), edge("y", "z"), edge("x", "z")]

    assert core(["hub", *"xyz", *leaves], [*(edge("hub", leaf) for leaf in leaves), *triangle], 3) == ["x", "y", "z"]


def test_what_stays_keeps_its_order() -> None:
    assert core("dcba", [edge("a", "d")], 2) == ["d", "a"]


def test_edges_to_what_is_no_thing_do_not_count() -> None:
    outside = [edge("a", f"page {number}") for number in range(9)]

    assert core("abc", [*outside, edge("b", "c")], 2) == ["b", "c"]


@pytest.mark.parametrize("limit", [0, 1, 2])
def test_things_that_lead_to_themselves_are_no_trouble(limit: int) -> None:
    assert len(core("ab", [edge("a", "a"), edge("a", "a"), edge("a", "b")], limit)) == limit


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=40), st.integers(0, 9))
def test_each_that_goes_is_the_least_connected_of_those_that_are_left(links: list[tuple[int, int]], limit: int) -> None:
    """One more is taken each time the limit falls by one, and it has the fewest links to those that are left."""
    edges = [edge(str(one), str(other)) for one, other in links if one != other]
    before = set(core(map(str, range(10)), edges, limit + 1)) if limit < 9 else set(map(str, range(10)))
    (gone,) = before - set(core(map(str, range(10)), edges, limit))
    left = dict.fromkeys(before, 0)
    for one in edges:
        if {one.subject.identifier, one.object.identifier} <= before:
            left[one.subject.identifier] += 1
            left[one.object.identifier] += 1

    assert left[gone] == min(left.values())
