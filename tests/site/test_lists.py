"""Lists of things: in parts, by name and by date, with letters to jump to."""

from __future__ import annotations

import pytest

from handmade import catalog_paper
from papergraph.model import Graph
from papergraph.site import lists
from papergraph.site.lists import Listing, listings, names_of_lists
from papergraph.site.pages import Book, kinds_of
from papergraph.site.places import places
from papergraph.site.statements import Statements
from papergraph.site.words import KINDS, Kind

PAPERS = next(kind for kind in KINDS if kind.name == "papers")


def listed(titles: dict[str, str | None], kind: Kind = PAPERS) -> list[Listing]:
    """The pages of the list of papers with these titles and dates."""
    papers = [
        catalog_paper(f"arxiv:2101.{place:05}", title, published=date)
        for place, (title, date) in enumerate(titles.items())
    ]
    graph = Graph((), (), {}, {one.reference: one for one in papers}, {}, {}, {}, {}, {}, (), {}, {})
    statements = Statements(graph)
    book = Book(statements, graph, kinds_of(statements))
    things = [iri for iri, its in book.kinds.items() if its == kind]
    book.places = places([], {iri: iri for iri in things}, statements.base_iri, ())
    return list(listings(book, kind, things))


def test_a_list_is_by_name_without_regard_to_case_and_by_date_with_the_latest_first() -> None:
    by_name, by_date = listed({"beta": "2020", "Alpha": None, "图": "2021-05-06", "3D": "2019-01"})

    assert [line.text for line in by_name.shown] == ["3D", "Alpha", "beta", "图"]
    assert [line.text for line in by_date.shown] == ["图", "beta", "3D", "Alpha"]
    assert (by_name.path, by_date.path) == ("papers", "papers-by-date")
    assert by_date.orders == [("by name", "papers.html"), ("by date", "")]


def test_without_dates_there_is_one_order() -> None:
    (only,) = listed({"beta": None})

    assert (only.path, only.orders, only.pages) == ("papers", [], [])


def test_a_long_list_has_parts_that_lead_to_each_other_and_letters_that_lead_into_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lists, "AT_ONCE", 2)
    parts = listed({f"{letter} title": None for letter in "abcdefghijklmnopqrstuvwxyz"})

    assert [part.path for part in parts[:3]] == ["papers", "papers-2", "papers-3"]
    assert len(parts) == 13
    assert parts[0].jumps[4] == ("E", "papers-3.html#letter-4")
    assert parts[2].shown[0].anchor == "letter-4"
    assert parts[6].pages[:3] == [(1, "papers.html"), (0, ""), (4, "papers-4.html")]
    assert [number for number, _ in parts[6].pages] == [1, 0, 4, 5, 6, 7, 8, 9, 10, 0, 13]


def test_the_names_of_all_parts_are_known_before() -> None:
    assert names_of_lists({PAPERS: 501, KINDS[-1]: 1}) == [
        *("papers", "papers-2", "papers-by-date", "papers-by-date-2", "others")
    ]
