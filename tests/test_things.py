"""Descriptions of things, in the cases that the triples of one graph do not show."""

from __future__ import annotations

import pytest

from papergraph.model import Metadata, Reference, Repository, Venue
from papergraph.triples import triples
from papergraph.vocabulary import expand
from rdf_graphs import JOURNAL, REPOSITORY, SERVICE, small_graph


@pytest.mark.parametrize(
    "license_,written",
    [
        ("Apache-2.0", ["<https://spdx.org/licenses/Apache-2.0>"]),
        ("a licence of our own", ['"a licence of our own"']),
        ("NOASSERTION", []),
        (None, []),
    ],
)
def test_a_licence_is_an_spdx_iri_where_it_can_be(license_: str | None, written: list[str]) -> None:
    repository = Repository(REPOSITORY, SERVICE, license=license_)
    graph = small_graph()._replace(repositories={REPOSITORY: repository}, papers={}, metadata=Metadata())
    term = f"<{expand('schema:license')}>"

    assert [value for _, predicate, value in triples(graph) if predicate == term] == written


def test_stars_that_are_unknown_are_not_zero() -> None:
    graph = small_graph()._replace(repositories={REPOSITORY: Repository(REPOSITORY, SERVICE)})

    assert not any(predicate == f"<{expand('pg:stars')}>" for _, predicate, _ in triples(graph))


@pytest.mark.parametrize(
    "name,year,kind",
    [
        ("Journal of Tests", 2021, "schema:Periodical"),
        ("IEEE Transactions on Testing", None, "schema:Periodical"),
        ("ICCV 2021", 2021, "schema:Event"),
        ("Somewhere", None, None),
    ],
)
def test_a_venue_is_what_its_name_or_year_tells(name: str, year: int | None, kind: str | None) -> None:
    graph = small_graph()._replace(venues={JOURNAL: Venue(JOURNAL, SERVICE, name, year)})
    kinds = {
        value for subject, predicate, value in triples(graph) if "venue/journal" in subject and "ns#type" in predicate
    }

    assert kinds == {f"<{expand(term)}>" for term in ("pg:Venue", kind) if term}


def test_a_former_name_that_a_record_tells_is_the_same_thing() -> None:
    graph = small_graph()._replace(aliases={})
    same = {value for _, predicate, value in triples(graph) if predicate == f"<{expand('schema:sameAs')}>"}

    assert "<https://github.com/dingxiaoh/oldname>" in same


def test_an_alias_is_not_used_where_its_thing_is_meant() -> None:
    graph = small_graph()
    moved = Reference("github", "someone/else")
    graph = graph._replace(aliases={REPOSITORY: moved}, repositories={moved: Repository(moved, SERVICE)})
    mentioned = {value for _, predicate, value in triples(graph) if predicate == f"<{expand('schema:mentions')}>"}

    assert "<https://github.com/someone/else>" in mentioned
