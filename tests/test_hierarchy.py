"""What is broader than a topic: no circle is left, whatever the order, and all else is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from papergraph.hierarchy import without_circles
from papergraph.model import RANK_NOTE, Origin, Paper, Record, Reference, Topic

ORIGIN = Origin(RANK_NOTE, "a.md")


def known(*pairs: tuple[str, str]) -> dict[Reference, tuple[Record, ...]]:
    """Topics, each a record for everything that is broader."""
    topics: dict[Reference, tuple[Record, ...]] = {}
    for one, other in pairs:
        topic, broader = Reference("topic", one), Reference("topic", other)
        topics[topic] = (*topics.get(topic, ()), Topic(topic, ORIGIN, one, (broader,)))
        topics.setdefault(broader, (Topic(broader, ORIGIN, other),))
    return topics


def relations(topics: dict[Reference, tuple[Record, ...]]) -> set[tuple[str, str]]:
    """Every topic with every one that is said to be broader."""
    return {
        (record.reference.identifier, broader.identifier)
        for records in topics.values()
        for record in records
        if isinstance(record, Topic)
        for broader in record.broader
    }


def test_two_headings_that_stand_both_ways_are_one_way_round() -> None:
    topics = known(("a", "b"), ("b", "a"), ("c", "a"))
    without_circles(topics)

    assert relations(topics) == {("a", "b"), ("c", "a")}


def test_what_goes_round_in_three_steps_is_cut_once() -> None:
    topics = known(("a", "b"), ("b", "c"), ("c", "a"), ("d", "d"))
    without_circles(topics)

    assert relations(topics) == {("a", "b"), ("b", "c")}


def test_other_records_stay_as_they_are() -> None:
    paper = Reference("arxiv", "2007.03260")
    topics = known(("a", "a")) | {paper: (Paper(paper, ORIGIN, "a"),)}
    without_circles(topics)

    assert topics[paper] == (Paper(paper, ORIGIN, "a"),)


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=20))
def test_no_circle_is_left_and_the_order_does_not_matter(pairs: list[tuple[str, str]]) -> None:
    topics, turned = known(*pairs), known(*reversed(pairs))
    without_circles(topics)
    without_circles(turned)
    left = relations(topics)

    assert left == relations(turned) <= set(pairs)
    for start in "abcdef":
        above, new = set[str](), {start}
        while new:
            new = {other for one, other in left if one in new} - above
            above |= new
        assert start not in above
