"""N-Quads: sorted, each line once, and the same graphs as TriG."""

from __future__ import annotations

import pyoxigraph as ox

from rdf_graphs import small_graph, written


def test_lines_are_sorted_and_each_is_there_once() -> None:
    lines = written(small_graph(), "nq").splitlines()

    assert lines == sorted(set(lines))


def test_it_says_what_trig_says() -> None:
    graph = small_graph()
    quads = {str(quad) for quad in ox.parse(written(graph, "nq"), ox.RdfFormat.N_QUADS)}

    assert quads == {str(quad) for quad in ox.parse(written(graph, "trig"), ox.RdfFormat.TRIG)}
    assert len(quads) == written(graph, "nq").count(b"\n")
