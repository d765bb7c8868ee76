"""Pairs become weighted links."""

from __future__ import annotations

import numpy as np

from papergraph.layout.links import by_size, contracted, joined, renumbered


def test_repeated_pairs_are_joined_whichever_way_round() -> None:
    links = joined(3, [(0, 1), (1, 0), (2, 1), (2, 2)], None)

    assert links.source.tolist() == [0, 1, 1, 2]
    assert links.target.tolist() == [1, 0, 2, 1]
    assert links.weight.tolist() == [2, 2, 1, 1]
    assert links.loop.tolist() == [0, 0, 1]
    assert links.degree.tolist() == [1, 2, 1]
    assert links.strength.tolist() == [2, 3, 3]


def test_groups_keep_the_weight_of_their_things() -> None:
    links = joined(4, [(0, 1), (1, 2), (2, 3), (3, 0), (0, 0)], [1, 2, 3, 4, 5])
    groups = contracted(links, np.array([0, 0, 1, 1]), 2)

    assert groups.weight.tolist() == [6, 6]
    assert groups.loop.tolist() == [6, 3]
    assert groups.strength.sum() == links.strength.sum()


def test_some_things_are_numbered_anew() -> None:
    links = renumbered(joined(4, [(0, 1), (1, 2), (2, 3)], None), np.array([3, 2, 0]))

    assert (links.order, links.source.tolist(), links.target.tolist()) == (3, [0, 1], [1, 0])


def test_labels_are_numbered_by_size_then_by_first_thing() -> None:
    assert by_size(np.array([9, 4, 4, 7, 9, 2])).tolist() == [0, 1, 1, 2, 0, 3]
