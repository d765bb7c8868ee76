"""The counts of a graph are those that SPARQL gives."""

from __future__ import annotations

import pyoxigraph as ox
from hypothesis import HealthCheck, given, settings

from papergraph.census import TARGETS, Census, census
from papergraph.model import Graph
from rdf_graphs import hostile_graphs, small_graph, written


def counted(graph: Graph) -> Census:
    return census(written(graph, "nt").splitlines(keepends=True))


def asked(graph: Graph) -> Census:
    """The same counts by SPARQL."""
    store = ox.Store()
    store.load(written(graph, "nt"), ox.RdfFormat.N_TRIPLES)

    def number(pattern: str, what: str = "*") -> int:
        ((found,),) = store.query(f"SELECT (COUNT({what}) AS ?n) {{ {pattern} }}")  # type: ignore[misc]
        return int(found.value)

    def numbers(key: str, pattern: str) -> dict[str, int]:
        rows = store.query(f"SELECT ?key (COUNT(*) AS ?n) {{ {pattern} }} GROUP BY ?key".replace("?key", f"?{key}"))
        return dict(sorted((row[0].value, int(row[1].value)) for row in rows))  # type: ignore[union-attr]

    links = {
        target.name: numbers("p", f"?s ?p ?o FILTER(isIRI(?o) && STRSTARTS(STR(?o), '{target.space}'))")
        for target in TARGETS
    }
    return Census(
        number("?s ?p ?o"),
        number("?s ?p ?o", "DISTINCT ?s"),
        number("?s a ?class", "DISTINCT ?s"),
        numbers("class", "?s a ?class"),
        numbers("p", "?s ?p ?o"),
        {name: found for name, found in links.items() if found},
    )


def test_the_counts_are_those_that_sparql_gives() -> None:
    found = counted(small_graph())

    assert found == asked(small_graph())
    assert set(found.links) == {"arxiv", "doi", "github"}
    assert found.triples > found.subjects > found.entities > 0


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(hostile_graphs())
def test_no_text_is_taken_for_a_link(graph: Graph) -> None:
    assert counted(graph) == asked(graph)


def test_an_address_in_a_text_is_no_link() -> None:
    said = b'<urn:a> <urn:p> "see <https://arxiv.org/abs/1> ." .\n<urn:a> <urn:p> <https://arxiv.org/abs/2> .\n'

    assert census(said.splitlines(keepends=True)).links == {"arxiv": {"urn:p": 1}}


def test_nothing_counts_nothing() -> None:
    assert census([]) == Census(0, 0, 0, {}, {}, {})
