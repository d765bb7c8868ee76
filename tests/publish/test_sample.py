"""Comparing: what is missing, what is more, and what is the same and written otherwise."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from papergraph.errors import InputError
from papergraph.publish import Login, Server, reached
from papergraph.publish.sample import Difference, differences, equal
from stores import Small

XSD = "http://www.w3.org/2001/XMLSchema#"
GRAPH = "urn:g"


@pytest.fixture
def small() -> Iterator[Small]:
    with Small() as server:
        yield server


def found(small: Small, sent: str, there: str, *, more: bool = False) -> list[Difference]:
    small.store.load(there, ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(GRAPH))
    server: Server = reached(small.url, Login(small.url, {}))
    return list(differences(server, [(GRAPH, sent.encode().splitlines(keepends=True))], more=more))


def test_what_is_the_same_differs_in_nothing(small: Small) -> None:
    lines = '<urn:a> <urn:p> "\\"quoted\\"\\n"@zh .\n<urn:a> <urn:q> <urn:中?a=b> .\n'

    assert found(small, lines, lines + "<urn:other> <urn:p> <urn:x> .\n") == []


def test_what_is_missing_and_what_is_more_is_told(small: Small) -> None:
    assert found(small, '<urn:a> <urn:p> "one" .\n', '<urn:a> <urn:p> "two" .\n') == [
        Difference("<urn:a>", "<urn:p>", '"one"', ""),
        Difference("<urn:a>", "<urn:p>", "", '"two"'),
    ]


def test_a_server_to_which_is_added_may_know_more(small: Small) -> None:
    lines = '<urn:a> <urn:p> "one" .\n'

    assert found(small, lines, f'{lines}<urn:a> <urn:p> "two" .\n', more=True) == []


def test_an_export_that_is_no_rdf_is_told(small: Small) -> None:
    with pytest.raises(InputError, match="no valid RDF"):
        found(small, "<urn:a> <urn:p> oh .\n", "")


def test_tags_of_languages_have_no_case(small: Small) -> None:
    assert found(small, '<urn:a> <urn:p> "x"@zh-Hans .\n', '<urn:a> <urn:p> "x"@zh-hans .\n') == []


@pytest.mark.parametrize(
    "one, other, same",
    [
        (f'"false"^^<{XSD}boolean>', f'"0"^^<{XSD}boolean>', True),
        (f'"0.50"^^<{XSD}decimal>', f'"0.5"^^<{XSD}decimal>', True),
        (f'"7"^^<{XSD}integer>', f'"7.0"^^<{XSD}decimal>', True),
        (f'"2021-01-01T00:00:00Z"^^<{XSD}dateTime>', f'"2021-01-01T01:00:00+01:00"^^<{XSD}dateTime>', True),
        (f'"true"^^<{XSD}boolean>', f'"0"^^<{XSD}boolean>', False),
        (f'"7"^^<{XSD}integer>', '"7"', False),
        ('"x"', '"x "', False),
        ('"x"', "<urn:x>", False),
        ("<urn:x>", "<urn:x>", False),
        ('"x"@en', '"x"@de', False),
        ('"a"^^<urn:unknown>', '"b"^^<urn:unknown>', False),
    ],
)
def test_values_are_compared_as_sparql_compares_them(one: str, other: str, *, same: bool) -> None:
    assert equal(one, other) is same


def test_a_value_that_is_written_otherwise_is_alike(small: Small) -> None:
    sent = f'<urn:a> <urn:p> "1.50"^^<{XSD}decimal> .\n'

    assert found(small, sent, sent) == [
        Difference("<urn:a>", "<urn:p>", f'"1.50"^^<{XSD}decimal>', f'"1.5"^^<{XSD}decimal>', alike=True)
    ]
