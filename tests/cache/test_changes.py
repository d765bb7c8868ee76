"""What two builds hold → what came and what went."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from papergraph.cache.changes import Change, Changes, Contents, changes, contents
from papergraph.model import Note
from rdf_graphs import small_graph

FEW = st.lists(st.sampled_from("abc"), max_size=6).map(lambda names: tuple(sorted(names)))


def test_a_graph_is_told_by_names_that_people_know() -> None:
    graph = small_graph()._replace(notes=(Note("a.md", None, None, "1"),))
    held = contents(graph)

    assert held.notes == (("a.md", "1"),)
    assert set(held.papers) == set(map(str, graph.papers))
    assert len(held.links) == len(graph.edges)
    assert f"{graph.edges[0].subject} {graph.edges[0].predicate} {graph.edges[0].object}" in held.links
    assert len(held.entries) == len(graph.entries)


def test_notes_come_go_and_are_edited() -> None:
    before = Contents((("a.md", "1"), ("b.md", "1"), ("c.md", "1")), (), (), ())
    after = Contents((("b.md", "1"), ("c.md", "2"), ("d.md", "1")), (), (), ())

    assert changes(before, after) == Changes(notes=Change(("d.md",), ("a.md",)), edited=("c.md",))


def test_an_entry_that_moves_to_another_note_is_no_change() -> None:
    before = Contents((("a.md", "1"),), ("Title <https://a.example>",), (), ())
    after = Contents((("b.md", "1"),), ("Title <https://a.example>",), (), ())

    assert changes(before, after).entries == Change()


@given(FEW, FEW)
def test_what_came_and_went_leads_from_the_one_to_the_other(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    told = changes(Contents((), before, (), ()), Contents((), after, (), ())).entries
    names = list(before)
    for name in told.removed:
        names.remove(name)

    assert sorted([*names, *told.added]) == list(after)
    assert set(told.added).isdisjoint(told.removed)
