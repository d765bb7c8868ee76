"""Communities: as good as networkx's, connected, numbered by size, the same every time."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.layout.communities import communities, divided, modularity
from papergraph.layout.links import connected, joined

Pairs = list[tuple[int, int]]

PAIRS = st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=80)

GRAPHS = {
    "Zachary's club": nx.karate_club_graph(),
    "Les Misérables": nx.les_miserables_graph(),
    "caves": nx.connected_caveman_graph(12, 8),
    "a small world": nx.watts_strogatz_graph(1000, 6, 0.05, seed=1),
    "preferential attachment": nx.barabasi_albert_graph(1000, 3, seed=1),
    "a lattice": nx.grid_2d_graph(25, 25),
    "planted": nx.planted_partition_graph(15, 40, 0.15, 0.005, seed=1),
    "sparse": nx.gnm_random_graph(800, 700, seed=1),
}


@pytest.mark.parametrize("name", GRAPHS)
def test_modularity_is_that_of_networkx_or_better(name: str) -> None:
    graph = nx.Graph(list(nx.convert_node_labels_to_integers(GRAPHS[name]).edges()))
    count = max(graph.nodes) + 1
    theirs = nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=1))
    links = joined(count, list(graph.edges()), None)

    assert modularity(links, communities(count, list(graph.edges()))) > 0.97 * theirs


@settings(max_examples=40, deadline=None)
@given(PAIRS)
def test_modularity_is_computed_as_in_networkx(pairs: Pairs) -> None:
    label = np.arange(30) % 4
    graph = nx.MultiGraph(pairs)
    graph.add_nodes_from(range(30))
    groups = [set(np.flatnonzero(label == number).tolist()) for number in range(4)]
    theirs = nx.community.modularity(graph, groups) if pairs else 0

    assert modularity(joined(30, pairs, None), label) == pytest.approx(theirs)


@settings(max_examples=40, deadline=None)
@given(PAIRS)
def test_every_community_is_connected(pairs: Pairs) -> None:
    label = communities(30, pairs)
    graph = nx.Graph(pairs)
    graph.add_nodes_from(range(30))

    assert all(nx.is_connected(graph.subgraph(np.flatnonzero(label == number))) for number in set(label.tolist()))


@settings(max_examples=40, deadline=None)
@given(PAIRS)
def test_communities_are_numbered_by_falling_size_then_by_first_thing(pairs: Pairs) -> None:
    label = communities(30, pairs).tolist()
    keys = [(-label.count(number), label.index(number)) for number in range(max(label) + 1)]

    assert keys == sorted(keys)


@settings(max_examples=20, deadline=None)
@given(PAIRS)
def test_parts_lie_within_communities(pairs: Pairs) -> None:
    links = joined(30, pairs, None)
    label = communities(30, pairs)
    part = divided(links, label)

    assert len(set(zip(part.tolist(), label.tolist(), strict=True))) == len(set(part.tolist()))


def test_what_modularity_joins_in_a_large_graph_comes_apart() -> None:
    """Thirty-two cliques of five in a ring: the best modularity joins neighbours (Fortunato and Barthélemy, 2007)."""
    cliques = [(5 * c + a, 5 * c + b) for c in range(32) for a, b in combinations(range(5), 2)]
    links = joined(160, [*cliques, *((5 * c, 5 * ((c + 1) % 32) + 1) for c in range(32))], None)

    assert divided(links, np.zeros(160, dtype=np.int64)).max() + 1 > 10


def test_heavy_links_hold_together() -> None:
    square = [(0, 1), (1, 2), (2, 3), (3, 0)]

    assert communities(4, square, [9, 1, 9, 1]).tolist() == [0, 0, 1, 1]
    assert communities(4, square, [1, 9, 1, 9]).tolist() == [0, 1, 1, 0]


def test_things_without_links_are_communities_of_their_own() -> None:
    assert communities(3, []).tolist() == [0, 1, 2]
    assert communities(0, []).tolist() == []


def test_weights_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="1 links have 2 weights"):
        communities(2, [(0, 1)], [1, 2])


@settings(max_examples=40, deadline=None)
@given(PAIRS)
def test_connected_things_have_the_same_smallest_one(pairs: Pairs) -> None:
    graph = nx.Graph(pairs)
    graph.add_nodes_from(range(30))
    root = connected(joined(30, pairs, None)).tolist()

    assert all(root[thing] == min(part) for part in nx.connected_components(graph) for thing in part)
