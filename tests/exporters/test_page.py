"""What a page shows of a graph: things, edges, counts, problems, and the most connected part of a large one."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from page_blocks import told_of
from page_graphs import enriched, graph_of, hostile, large, story
from papergraph.exporters.details import Thing
from papergraph.exporters.page import LONGEST_NAME, contents, short_name, trouble, when
from papergraph.model import (
    RANK_CATALOG,
    RANK_NOTE,
    RANK_SERVICE,
    Edge,
    Evidence,
    Graph,
    Origin,
    Paper,
    Record,
    Reference,
    Repository,
    Topic,
)

ORIGIN = Origin(RANK_NOTE, "a.md", 1)


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
    shown = contents(graph_of([topic("a"), topic("b")], [edge("b", "a")]), 10)

    assert shown.things[shown.subjects[0]].name == "b"
    assert shown.things[shown.objects[0]].name == "a"


def test_edges_to_web_pages_are_kept_with_what_they_come_from() -> None:
    shown = contents(story(), 100)
    ((place, edges),) = shown.elsewhere.items()

    assert shown.things[place].kind == "article"
    assert [str(one.object) for one in edges] == ["url:https://example.org/project"]
    assert shown.beyond == {}


def test_past_the_limit_the_densest_part_is_taken_and_the_rest_counted() -> None:
    clique = [edge(a, b) for a in "abcd" for b in "abcd" if a < b]
    tail = [edge("d", "e"), edge("e", "f"), edge("f", "g")]
    shown = contents(graph_of(map(topic, "abcdefgh"), [*clique, *tail]), 4)

    assert {thing.name for thing in shown.things} == set("abcd")
    assert len(shown.edges) == 6
    assert (shown.about["total"], shown.about["links"]) == (8, 9)
    assert {shown.things[place].name: count for place, count in shown.beyond.items()} == {"d": 1}


def test_past_the_limit_an_edge_to_a_web_page_is_no_edge_beyond() -> None:
    page = Edge(Reference("topic", "a"), "mentions", Reference("url", "https://example.org/"), ())
    shown = contents(graph_of(map(topic, "abc"), [edge("a", "b"), edge("a", "c"), page]), 2)
    place = next(place for place, thing in enumerate(shown.things) if thing.name == "a")

    assert shown.beyond == {place: 1}
    assert shown.elsewhere == {place: [page]}


@pytest.mark.parametrize("limit", [0, 1, 50, 199])
def test_a_page_never_shows_more_than_its_limit(limit: int) -> None:
    assert len(contents(large(200), limit).things) == limit
    assert told_of(large(200), limit).count == limit


def test_a_broader_topic_is_linked_with_everyone_who_says_so() -> None:
    broad, narrow = Reference("topic", "vision"), Reference("topic", "segmentation")
    says = (ORIGIN, Origin(RANK_CATALOG, "topics.jsonl", 2), Origin(RANK_SERVICE, "GitHub"))
    records = [Topic(broad, ORIGIN, "Vision"), *(Topic(narrow, origin, "Segmentation", (broad,)) for origin in says)]
    shown = contents(graph_of(records), 10)
    ((one, predicate, other, reasons),) = shown.edges

    assert (one, predicate, other) == (narrow, "broader", broad)
    assert {(reason.method, reason.origin) for reason in reasons} == set(
        zip(("Section", "Catalog", "Service"), says, strict=True)
    )


def test_an_empty_graph_has_an_empty_page() -> None:
    shown = contents(graph_of(), 10)

    assert (shown.things, shown.edges, shown.about["counts"]) == ((), (), {})


def test_what_the_page_says_about_itself_is_ready_for_json() -> None:
    about = contents(story(), 100).about

    assert json.loads(json.dumps(about, allow_nan=False))["title"] == "阅读笔记 Reading notes"
    assert about["inputs"] == [
        ["2", "notes", ""],
        ["catalog/arxiv.jsonl", "catalog", "2024-02-20"],
        ["catalog/github.jsonl", "catalog", "2024-01-15"],
    ]


@pytest.mark.parametrize(
    "name,expected",
    [
        ("Short", "Short"),
        ("  two\n lines\u2028and\x85more ", "two lines and more"),
        ("x" * LONGEST_NAME, "x" * LONGEST_NAME),
        ("x" * (LONGEST_NAME + 1), "x" * (LONGEST_NAME - 1) + "…"),
        ("x" * (LONGEST_NAME - 2) + " yz", "x" * (LONGEST_NAME - 2) + "…"),
        ("字" * 400, "字" * (LONGEST_NAME - 1) + "…"),
        ("", ""),
    ],
)
def test_names_of_the_map_are_on_one_line_and_not_endless(name: str, expected: str) -> None:
    assert short_name(name) == expected


@given(st.text(max_size=400))
def test_any_name_of_the_map_is_on_one_line(name: str) -> None:
    assert len(short_name(name)) <= LONGEST_NAME
    assert "\n" not in short_name(name)
    assert short_name(short_name(name)) == short_name(name)


def test_a_date_is_that_of_the_best_source_that_knows_one() -> None:
    paper = Reference("arxiv", "2401.00001")
    said: list[Record] = [
        Paper(paper, Origin(RANK_CATALOG, "arxiv.jsonl"), "One"),
        Paper(paper, ORIGIN, "One", published="2024-01"),
    ]

    assert when(Thing("paper", paper, 0, "One"), graph_of(said)) == "2024-01"
    assert when(Thing("paper", paper, 0, "One"), graph_of(said[:1])) == ""


@pytest.mark.parametrize(
    "status,expected",
    [("missing", ("missing", "GitHub")), ("blocked", ("blocked", "GitHub")), ("private", None), (None, None)],
)
def test_trouble_is_what_harms(status: str | None, expected: tuple[str, str] | None) -> None:
    code = Reference("github", "a/b")
    graph = graph_of([Repository(code, Origin(RANK_SERVICE, "GitHub"), "a/b", status=status)])

    assert trouble(Thing("repository", code, 0, "a/b"), graph) == expected


@pytest.mark.parametrize("graph", [story(), enriched(), hostile()], ids=["story", "enriched", "hostile"])
def test_a_page_that_shows_a_part_tells_the_same_of_it(graph: Graph) -> None:
    """What is told of a thing does not depend on what else is shown, but for where its edges lead."""
    whole, part = told_of(graph), told_of(graph, 9)
    for place, reference in enumerate(part.references):
        assert part.thing(place) == whole.thing(whole.references.index(reference))
