"""What is looked up first, where not everything can be."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from handmade import code, entry, names, reading, ref
from papergraph.model import Entry, Reference
from papergraph.worth import by_worth


def order(*entries: Entry, wanted: str) -> list[str]:
    """The wanted references in their order, by entries of one note."""
    return [str(one) for one in by_worth([reading(*entries)], map(ref, wanted.split()))]


def test_what_people_rate_higher_comes_first() -> None:
    dull = entry(papers=(names("arxiv:2101.00001"),), rating=1)
    fine = entry(papers=(names("arxiv:2101.00002"),), rating=5)

    assert order(dull, fine, wanted="arxiv:2101.00001 arxiv:2101.00002") == ["arxiv:2101.00002", "arxiv:2101.00001"]


def test_an_entry_without_a_rating_counts_between_the_best_and_the_worst() -> None:
    entries = [entry(repositories=(code(f"github:a/{rating}"),), rating=rating) for rating in (2, None, 3)]

    wanted = "github:a/2 github:a/none github:a/3"
    assert order(*entries, wanted=wanted) == wanted.split()[::-1]


def test_what_is_named_more_often_comes_first() -> None:
    once, twice = code("github:a/once"), code("github:a/twice")

    assert order(
        entry(repositories=(once, twice)), entry(repositories=(twice,)), wanted="github:a/once github:a/twice"
    ) == ["github:a/twice", "github:a/once"]


def test_code_comes_before_projects_and_those_before_what_is_only_mentioned() -> None:
    roles = ("mention", "dataset", "project", "code")
    one = entry(repositories=tuple(code(f"github:a/{role}", role) for role in roles))

    wanted = "github:a/mention github:a/dataset github:a/project github:a/code"
    assert order(one, wanted=wanted) == wanted.split()[::-1]


def test_an_article_that_is_a_paper_or_a_repository_counts_too() -> None:
    one = entry(article="https://github.com/A/article", rating=5)
    other = entry(repositories=(code("github:a/mention", "mention"),), rating=4)

    assert order(one, other, wanted="github:a/mention github:a/article") == ["github:a/article", "github:a/mention"]


def test_equals_come_in_the_order_of_the_alphabet_and_what_nobody_names_last() -> None:
    one = entry(papers=(names("arxiv:2101.00002"), names("arxiv:2101.00001")))

    wanted = "arxiv:0001.00001 arxiv:2101.00002 arxiv:2101.00001"
    assert order(one, wanted=wanted) == ["arxiv:2101.00001", "arxiv:2101.00002", "arxiv:0001.00001"]


@given(
    st.lists(
        st.builds(
            lambda number, rating: entry(papers=(names(f"arxiv:2101.0000{number}"),), rating=rating),
            st.integers(1, 4),
            st.none() | st.integers(1, 5),
        ),
        max_size=6,
    ),
    st.randoms(use_true_random=False),
)
@settings(max_examples=30)
def test_the_order_depends_on_what_is_said_and_not_on_where(entries: list[Entry], random: st.randoms) -> None:  # type: ignore[valid-type]
    wanted = [Reference("arxiv", f"2101.0000{number}") for number in range(1, 5)]
    first = by_worth([reading(one) for one in entries], wanted)
    shuffled = sorted(entries, key=lambda _: random.random())  # type: ignore[attr-defined]

    assert by_worth([reading(*shuffled)], reversed(wanted)) == first
    assert sorted(first) == wanted
