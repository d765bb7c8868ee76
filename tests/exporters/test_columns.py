"""A graph in, packed blocks out, and out of these the same graph again: every thing, edge, fact, reason and entry."""

from __future__ import annotations

import gzip
import json

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from page_blocks import Line, in_rows, leb128, told_of
from page_graphs import enriched, entry, graph_of, hostile, large, story
from page_truth import assert_all, graphs
from papergraph.exporters.columns import TELLING, Drawing, as_json, communities, encoded, numbers, packed
from papergraph.exporters.page import contents
from papergraph.model import (
    RANK_CATALOG,
    RANK_NOTE,
    Article,
    Edge,
    Evidence,
    Graph,
    Origin,
    Paper,
    Record,
    Reference,
    Repository,
    Topic,
    Venue,
)

NOTE = Origin(RANK_NOTE, "a.md", 1)
CATALOG = Origin(RANK_CATALOG, "github.jsonl", 1)
TAGGED = (Evidence("Tag", NOTE),)
MANY = HealthCheck.too_slow, HealthCheck.data_too_large


def topic(name: str) -> Topic:
    """A topic of that name."""
    return Topic(Reference("topic", name), NOTE, name)


def edge(one: str, predicate: str, other: str) -> Edge:
    """An edge between two topics."""
    return Edge(Reference("topic", one), predicate, Reference("topic", other), TAGGED)


@pytest.mark.parametrize(
    "graph",
    [story(), enriched(), hostile(), large(3000), graph_of(), graph_of([topic("alone")])],
    ids=["story", "enriched", "hostile", "large", "nothing", "one thing"],
)
def test_a_whole_graph_can_be_read_again(graph: Graph) -> None:
    assert_all(graph)


@settings(max_examples=60, deadline=None, suppress_health_check=MANY)
@given(graphs())
def test_any_graph_can_be_read_again(graph: Graph) -> None:
    assert_all(graph)


def test_two_ways_between_the_same_things_stay_two() -> None:
    """Direction and predicate are kept, also of a thing that leads to itself."""
    edges = [edge("a", "about", "b"), edge("b", "about", "a"), edge("a", "broader", "b"), edge("a", "about", "a")]
    told = told_of(graph_of([topic("a"), topic("b")], edges))
    named = [(told.names[one], says, told.names[other]) for one, says, other in told.edges]

    assert sorted(named) == sorted((one[0].identifier, one[1], one[2].identifier) for one in edges)


def test_there_may_be_more_predicates_than_a_byte_counts() -> None:
    edges = [edge("a", f"says {number}", "b") for number in range(300)]
    told = told_of(graph_of([topic("a"), topic("b")], edges))

    assert {line.predicate for line in told.edges} == {one.predicate for one in edges}
    assert_all(graph_of([topic("a"), topic("b")], edges))


def test_a_thing_of_which_its_best_source_tells_nothing_keeps_its_reasons() -> None:
    paper, line = Reference("arxiv", "2007.03260"), Origin(RANK_NOTE, "a.md", 30)
    records: list[Record] = [Paper(paper, CATALOG), Paper(paper, line, "One"), topic("x")]

    assert_all(graph_of(records, [Edge(paper, "about", Reference("topic", "x"), (Evidence("Tag", CATALOG),))]))


def test_a_thing_of_which_nobody_tells_anything_keeps_its_reasons_and_its_entries() -> None:
    article = Reference("url", "https://example.org/")
    edges = [Edge(article, "about", Reference("topic", "x"), TAGGED)]

    assert_all(graph_of([Article(article, NOTE), topic("x")], edges, [entry("a.md", 1, "One")]))


@pytest.mark.parametrize(
    "reference,name,written",
    [
        (Reference("topic", "vision"), "Vision", "topic:"),
        (Reference("topic", "vision"), "Computer vision", "topic:vision"),
        (Reference("topic", "\u00e9cole"), "\u00c9cole", "topic:\u00e9cole"),
        (Reference("url", "https://example.org/a:"), "Ends with a colon", "url:https://example.org/a:"),
        (Reference("topic", "two\nlines"), "Two\nLines", "topic:two lines"),
        (Reference("topic", "half \ud83d"), "Half", "topic:half \ufffd"),
    ],
)
def test_a_reference_that_is_its_name_in_small_letters_is_not_written_out(
    reference: Reference, name: str, written: str
) -> None:
    told = told_of(graph_of([Topic(reference, NOTE, name)]))

    assert told.blocks["references"].decode() == written
    assert told.references == [str(reference).replace("\n", " ").replace("\ud83d", "\ufffd")]


@settings(max_examples=200)
@given(st.lists(st.one_of(st.integers(0, 300), st.integers(0, 2**31 - 1))))
def test_any_numbers_can_be_read_again(values: list[int]) -> None:
    data = numbers(np.array(values, dtype=np.int64))

    assert leb128(data) == values
    assert len(data) == sum(max(1, -(-value.bit_length() // 7)) for value in values)


def test_packed_bytes_have_no_time_in_them() -> None:
    data = packed(b"the same " * 99)

    assert gzip.decompress(data) == b"the same " * 99
    assert data[4:8] == bytes(4)
    assert data == packed(b"the same " * 99)


@given(st.text(st.characters()))
def test_any_text_is_utf_8_and_any_value_is_json(text: str) -> None:
    assert encoded(text).decode() == text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert json.loads(as_json([text]).decode()) == json.loads(json.dumps([text]))


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 90), st.floats(0.05, 4000), st.integers(0, 99))
def test_things_stand_where_they_were_put_but_for_a_grain(count: int, spread: float, seed: int) -> None:
    position = np.random.default_rng(seed).normal(0, spread, (count, 2))
    drawing = Drawing(position, np.sort(np.arange(count) % 3 * (np.arange(count) % 2)))
    told = told_of(graph_of([topic(str(number)) for number in range(count)]), drawing=drawing)

    assert np.abs(np.array(told.positions) - position).max() <= told.header["bounds"][2] * 0.6 + 0.02


@pytest.mark.parametrize(
    "date,told",
    [
        ("2015-12-10", (2015, 12)),
        ("2021-01", (2021, 1)),
        ("1999", (1999, None)),
        ("2020-13", (2020, None)),
        ("2020-07-01T01:02:03Z", (2020, 7)),
        ("soon", None),
        (None, None),
    ],
)
def test_a_date_is_a_year_and_perhaps_a_month(date: str | None, told: tuple[int, int | None] | None) -> None:
    first, paper = Reference("arxiv", "1"), Reference("arxiv", "2")
    graph = graph_of([Paper(paper, NOTE, "One", published=date), Paper(first, NOTE, "First", published="1990-06")])

    assert told_of(graph).dates == [(1990, 6), told]


def test_each_kind_has_its_own_date() -> None:
    code, cvpr, page = Reference("github", "a/b"), Reference("venue", "cvpr"), Reference("url", "https://a.example")
    noted = NOTE._replace(date="2024-03-02")
    records: list[Record] = [
        Repository(code, CATALOG, "a/b", created="2017-05-06", pushed="2024-01-01"),
        Venue(cvpr, noted, "CVPR", 2016),
        Article(page, noted, "Page"),
        Topic(Reference("topic", "x"), noted, "x"),
    ]
    told = told_of(graph_of(records))

    assert dict(zip(told.kinds, told.dates, strict=True)) == {
        "repository": (2017, 5),
        "venue": (2016, None),
        "article": (2024, 3),
        "topic": None,
    }


@pytest.mark.parametrize(
    "origin,stars,told", [(NOTE, None, 0), (CATALOG, None, 1), (CATALOG, 0, 2), (CATALOG, 12345, 12347), (NOTE, 3, 5)]
)
def test_stars_are_known_or_unknown_or_nobody_was_asked(origin: Origin, stars: int | None, told: int) -> None:
    repository = Repository(Reference("github", "a/b"), origin, "a/b", stars=stars)

    assert told_of(graph_of([repository])).numbers("stars") == [told]


def test_more_stars_than_a_number_holds_are_still_a_page() -> None:
    repository = Repository(Reference("github", "a/b"), CATALOG, "a/b", stars=10**30)

    assert told_of(graph_of([repository])).numbers("stars") == [2**31 - 1]


def test_what_is_the_matter_with_a_thing_is_told_with_who_says_so() -> None:
    told = told_of(enriched())
    troubles = [None, *told.header["troubles"]]
    found = {line: troubles[place] for line, place in zip(told.references, told.numbers("trouble"), strict=True)}

    assert {line: trouble for line, trouble in found.items() if trouble} == {
        "arxiv:2399.99999": ["missing", "arXiv"],
        "arxiv:2402.00001": ["withdrawn", "arXiv"],
        "github:somebody/gone": ["gone", "GitHub"],
    }


def test_what_a_page_leaves_out_is_counted_at_what_it_leads_to() -> None:
    inner = [edge(one, "about", other) for one in "abcd" for other in "abcd" if one < other]
    graph = graph_of(map(topic, "abcdefg"), [*inner, edge("d", "about", "e"), edge("f", "about", "d")])
    told = told_of(graph, limit=4)

    assert sorted(told.names) == list("abcd")
    assert dict(zip(told.names, told.numbers("beyond"), strict=True)) == {"a": 0, "b": 0, "c": 0, "d": 2}
    assert (told.header["things"], told.header["total"], told.header["edges"], told.header["links"]) == (4, 7, 6, 8)
    assert set(told.edges) <= {Line(one, "about", other) for one in range(4) for other in range(4)}


def test_a_community_is_called_by_its_most_telling_topic() -> None:
    papers = [Reference("arxiv", f"2401.{number:05}") for number in range(2 * TELLING)]
    half = [(paper, f"topic {place // TELLING}") for place, paper in enumerate(papers)]
    edges = [Edge(paper, "about", Reference("topic", name), TAGGED) for paper, name in half]
    edges += [Edge(paper, "about", Reference("topic", "everything"), TAGGED) for paper in papers]
    records: list[Record] = [Paper(paper, NOTE, paper.identifier) for paper in papers]
    shown = contents(graph_of([*records, *map(topic, ("topic 0", "topic 1", "everything"))], edges), 100)
    community = [int(thing.name[-5:]) // TELLING if thing.kind == "paper" else 2 for thing in shown.things]

    called = communities(shown, np.array(community))
    assert [place is not None and shown.things[int(str(place))].name for place in called] == ["topic 0", "topic 1"]


def test_nothing_is_named_where_nothing_is() -> None:
    assert communities(contents(graph_of(), 10), in_rows(0).community) == []
    assert told_of(graph_of()).positions == []
