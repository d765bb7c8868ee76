"""What is told of things, edges, entries and problems, in chunks that are unpacked when they are asked for."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from page_blocks import told_of, unfolded
from page_graphs import entry, graph_of, large
from papergraph.exporters.chunks import DETAILS, ENTRIES, MOST_PROBLEMS, alone, near, usual_methods
from papergraph.model import RANK_NOTE, Edge, Evidence, Location, Origin, Problem, Reference, Severity

ORIGIN = Origin(RANK_NOTE, "a.md", 1)


def edge(one: str, other: str, *methods: str) -> Edge:
    """An edge between two topics, with a reason by each method."""
    reasons = tuple(Evidence(method, ORIGIN) for method in methods)
    return Edge(Reference("topic", one), "about", Reference("topic", other), reasons)


def test_warnings_and_errors_are_listed_and_remarks_counted() -> None:
    problems = [
        Problem(Location("a.md", 3), "Wrong.", Severity.ERROR, Location("b.md", 4)),
        Problem(Location("a.md", 5), "Odd."),
        Problem(Location("a.md", 6), "So be it.", Severity.INFO),
    ]
    told = told_of(graph_of(problems=problems))

    assert told.json("problems") == [["error", "Wrong.", "a.md", 3, "b.md", 4], ["warning", "Odd.", "a.md", 5]]
    assert (told.header["problemCount"], told.header["remarkCount"]) == (2, 1)


def test_too_many_problems_are_cut_and_counted() -> None:
    told = told_of(graph_of(problems=[Problem(Location("a.md", line), "Odd.") for line in range(MOST_PROBLEMS + 7)]))

    assert len(told.json("problems")) == MOST_PROBLEMS
    assert told.header["problemCount"] == MOST_PROBLEMS + 7


def test_what_is_told_comes_in_chunks_and_edges_with_their_later_ends() -> None:
    told = told_of(large(3000))

    assert len(told.chunks) == -(-told.count // DETAILS) > 3
    for number, chunk in enumerate(told.chunks):
        later = [line for line in told.edges if max(line.subject, line.object) // DETAILS == number]
        assert len(chunk["things"]) == min(DETAILS, told.count - number * DETAILS)
        assert len(chunk["edges"]) == len(later)


def test_entries_come_in_chunks() -> None:
    told = told_of(
        graph_of(entries=[entry("a.md", 6 * number + 1, f"Number {number}") for number in range(ENTRIES + 3)])
    )

    assert [len(told.json(f"entries-{number}")) for number in (0, 1)] == [ENTRIES, 3]
    assert told.entry(ENTRIES + 2)["title"] == f"Number {ENTRIES + 2}"


def test_most_reasons_are_one_number() -> None:
    reasons = [reason for chunk in told_of(large(3000)).chunks for reason in chunk["edges"]]

    assert sum(isinstance(reason, int) for reason in reasons) > 0.5 * len(reasons)
    assert sum(isinstance(reason, list) and isinstance(reason[0], list) for reason in reasons) < 0.1 * len(reasons)


def test_the_usual_method_is_the_most_frequent_of_edges_with_one_reason() -> None:
    edges = [edge("a", "b", "Tag"), edge("a", "c", "Section"), edge("b", "c", "Section"), edge("c", "a", "Tag", "Tag")]

    assert usual_methods(edges, alone(edges)) == {"about": "Section"}
    assert usual_methods(edges[:2], alone(edges[:2])) == {"about": "Section"}  # the first by name
    assert usual_methods([], alone([])) == {}


@given(st.integers(-(2**30), 2**30))
def test_small_distances_either_way_are_small_numbers(distance: int) -> None:
    folded = near(np.array([distance])).tolist()

    assert list(map(unfolded, folded)) == [distance]
    assert folded[0] in {2 * abs(distance), 2 * abs(distance) - 1}
