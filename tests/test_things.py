"""Descriptions of things, in the cases that the triples of one graph do not show."""

from __future__ import annotations

import pytest

from handmade import ref
from papergraph.model import Graph, Metadata, Paper, Reference, Repository, Status, Venue
from papergraph.triples import triples
from papergraph.vocabulary import expand
from rdf_graphs import ARXIV, JOURNAL, PAPER, REPOSITORY, SERVICE, small_graph


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


def objects(graph: Graph, property_: str) -> list[str]:
    """What the graph says in a property."""
    return [value for _, predicate, value in triples(graph) if predicate == f"<{expand(property_)}>"]


@pytest.mark.parametrize(
    "status,term",
    [*((status.value, f"pg:{status.value.capitalize()}") for status in Status), ("no such status", None), (None, None)],
)
def test_a_status_is_a_concept_and_nothing_where_nothing_is_the_matter(status: str | None, term: str | None) -> None:
    graph = small_graph()._replace(
        papers={PAPER: Paper(PAPER, ARXIV, status=status)},
        repositories={REPOSITORY: Repository(REPOSITORY, SERVICE, status=status)},
        records={},
    )

    assert objects(graph, "pg:status") == ([f"<{expand(term)}>"] * 2 if term else [])


@pytest.mark.parametrize(
    "reference,written,iri",
    [
        ("github:dingxiaoh/resrep", "Some-One/ResRep", "https://github.com/some-one/resrep"),
        ("github:dingxiaoh/resrep", "DingXiaoH/OldName", "https://github.com/dingxiaoh/resrep"),
        ("github:dingxiaoh/resrep", "no name of a repository", None),
        ("gitlab:group/name", "other/name", "https://gitlab.com/other/name"),
    ],
)
def test_a_fork_is_based_on_the_repository_that_it_is_of(reference: str, written: str, iri: str | None) -> None:
    fork = ref(reference)
    graph = small_graph()._replace(repositories={fork: Repository(fork, SERVICE, fork=True, fork_of=written)})

    assert objects(graph, "schema:isBasedOn") == ([f"<{iri}>"] if iri else [])
