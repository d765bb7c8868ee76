"""What a page shows of a graph: things, edges, counts, problems, and the most connected part of a large one."""

from __future__ import annotations

import json
from typing import Any
from unicodedata import category, east_asian_width

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from page_graphs import graph_of, large, story
from papergraph.exporters.page import JOINERS, LABEL_WIDTH, MOST_PROBLEMS, contents, label
from papergraph.model import Edge, Evidence, Location, Origin, Problem, Reference, Severity, Topic

ORIGIN = Origin(1, "a.md", 1)


def topic(name: str) -> Topic:
    """A topic of that name."""
    return Topic(Reference("topic", name), ORIGIN, name)


def edge(one: str, other: str) -> Edge:
    """An edge between two topics."""
    return Edge(Reference("topic", one), "about", Reference("topic", other), (Evidence("Tag", ORIGIN),))


def test_everything_of_a_small_graph_is_shown() -> None:
    graph = story()
    shown = contents(graph, 100)

    assert {thing.reference for thing in shown.things} == graph.records.keys()
    assert len(shown.edges) == len(graph.edges) - 1  # the one to a web page is told in the details
    assert shown.about["counts"] == {
        "article": 3,
        "paper": 6,
        "repository": 4,
        "person": 13,
        "venue": 1,
        "topic": 4,
    }
    assert (shown.about["notes"], shown.about["total"], shown.about["links"]) == (2, 31, 31)


def test_the_most_connected_things_come_first() -> None:
    degrees = [thing.degree for thing in contents(story(), 100).things]

    assert degrees == sorted(degrees, reverse=True)


def test_an_edge_names_its_ends_by_their_places() -> None:
    graph = graph_of([topic("a"), topic("b")], [edge("b", "a")])
    shown = contents(graph, 10)
    one, other, predicate, evidence = shown.edges[0]

    assert (shown.things[one].reference.identifier, shown.things[other].reference.identifier) == ("b", "a")
    assert (predicate, evidence) == ("about", [["Tag", 0]])


def test_edges_to_web_pages_are_told_in_the_details() -> None:
    shown = contents(story(), 100)
    things: Any = shown.about["things"]
    (told,) = [thing["elsewhere"] for thing in things if "elsewhere" in thing]

    assert told[0][:2] == ["mentions", "url:https://example.org/project"]


def test_past_the_limit_the_densest_part_is_taken_and_the_rest_counted() -> None:
    clique = [edge(a, b) for a in "abcd" for b in "abcd" if a < b]
    tail = [edge("d", "e"), edge("e", "f"), edge("f", "g")]
    graph = graph_of(map(topic, "abcdefgh"), [*clique, *tail])
    shown = contents(graph, 4)
    things: Any = shown.about["things"]

    assert {thing.reference.identifier for thing in shown.things} == set("abcd")
    assert len(shown.edges) == 6
    assert (shown.about["total"], shown.about["links"]) == (8, 9)
    assert [(thing["name"], thing["left_out"]) for thing in things if "left_out" in thing] == [("d", 1)]


@pytest.mark.parametrize("limit", [0, 1, 50, 199])
def test_a_page_never_shows_more_than_its_limit(limit: int) -> None:
    assert len(contents(large(200), limit).things) == limit


def test_a_hub_does_not_stay_for_its_leaves() -> None:
    """Forty leaves around one topic are less connected than a triangle."""
    graph = graph_of(
        [topic(name) for name in ["hub", "x", "y", "z", *map(str, range(40))]],
        [*(edge("hub", str(k)) for k in range(40)), edge("x", "y"), edge("y", "z"), edge("x", "z")],
    )

    assert {thing.reference.identifier for thing in contents(graph, 3).things} == {"x", "y", "z"}


def test_warnings_and_errors_are_listed_and_remarks_counted() -> None:
    problems = [
        Problem(Location("a.md", 3), "Wrong.", Severity.ERROR, Location("b.md", 4)),
        Problem(Location("a.md", 5), "Odd."),
        Problem(Location("a.md", 6), "So be it.", Severity.INFO),
    ]
    about = contents(graph_of(problems=problems), 10).about

    assert about["problems"] == [["error", "Wrong.", "a.md", 3, "b.md", 4], ["warning", "Odd.", "a.md", 5]]
    assert (about["problem_count"], about["remark_count"]) == (2, 1)


def test_too_many_problems_are_cut_and_counted() -> None:
    problems = [Problem(Location("a.md", line), "Odd.") for line in range(MOST_PROBLEMS + 7)]
    about: Any = contents(graph_of(problems=problems), 10).about

    assert len(about["problems"]) == MOST_PROBLEMS
    assert about["problem_count"] == MOST_PROBLEMS + 7


def test_an_empty_graph_has_an_empty_page() -> None:
    shown = contents(graph_of(), 10)

    assert (shown.things, shown.edges, shown.about["counts"]) == ((), (), {})


def test_contents_are_ready_for_json() -> None:
    shown = contents(story(), 100)

    assert json.loads(json.dumps(shown.about, allow_nan=False))["title"] == "阅读笔记 Reading notes"


@pytest.mark.parametrize(
    "name,expected",
    [
        ("Short", "Short"),
        ("  two\n lines ", "two lines"),
        ("x" * LABEL_WIDTH, "x" * LABEL_WIDTH),
        ("x" * (LABEL_WIDTH + 1), "x" * (LABEL_WIDTH - 1) + "…"),
        ("字" * (LABEL_WIDTH // 2), "字" * (LABEL_WIDTH // 2)),
        ("字" * LABEL_WIDTH, "字" * (LABEL_WIDTH // 2 - 1) + "…"),
        ("\u202egnp.exe\x00 \u2066", "\ufffdgnp.exe\ufffd \ufffd"),
        ("zero\u200bwidth\u00ad\ufeff", "zerowidth"),
        ("👩\u200d💻 emoji", "👩\u200d💻 emoji"),
        ("half \ud83d", "half \ufffd"),
        ("e\u0301" * 10, "e\u0301" * 10),
    ],
)
def test_labels_are_short_and_wide_characters_count_twice(name: str, expected: str) -> None:
    assert label(name) == expected


@settings(max_examples=60)
@given(st.text())
def test_any_text_makes_a_short_label_without_control_characters(name: str) -> None:
    shown = label(name)
    wide = sum(east_asian_width(character) in "WF" for character in shown)
    marks = sum(category(character) in {"Mn", "Me"} for character in shown)

    assert "".join(character for character in shown if character not in JOINERS).isprintable()
    assert len(shown) + wide - marks <= LABEL_WIDTH + 1
