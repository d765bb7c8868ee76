"""Answers as text: what other programs read back is what was answered."""

from __future__ import annotations

import csv
import io
import json

import pyoxigraph as ox
import pytest

from papergraph.answers import csv_text, json_text, numbers, rows, tsv_text, turtle_text
from papergraph.errors import QueryError
from papergraph.query import Result, ask

PREFIXES = {"ex": "https://example.org/", "deep": "https://example.org/deep/"}
TEXT = 'A "quoted", comma\nand\ttab'


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """Three triples with every kind of term."""
    made = ox.Store()
    made.load(
        b"""
        <https://example.org/deep/a> <https://example.org/name> "A \\"quoted\\", comma\\nand\\ttab"@en .
        <https://example.org/a b> <https://example.org/year> 2020 .
        _:x <https://example.org/name> "\xe8\xae\xba\xe6\x96\x87" .
        """.replace(b"a b>", b"a%20b>"),
        format=ox.RdfFormat.TURTLE,
    )
    return made


@pytest.fixture(scope="module")
def answer(store: ox.Store) -> Result:
    """Subjects with name and year, where they have one."""
    sparql = (
        "SELECT ?s ?name ?year { ?s ?p ?o OPTIONAL { ?s ex:name ?name } OPTIONAL { ?s ex:year ?year } } ORDER BY ?name"
    )
    return ask(store, f"PREFIX ex: <https://example.org/> {sparql}")


def test_csv_reads_back(answer: Result) -> None:
    read = list(csv.reader(io.StringIO(csv_text(answer))))

    assert read[0] == ["s", "name", "year"]
    assert ["https://example.org/deep/a", TEXT, ""] in read
    assert ["https://example.org/a%20b", "", "2020"] in read


def test_a_column_is_of_numbers_where_all_that_it_holds_is_a_number(store: ox.Store, answer: Result) -> None:
    mixed = "SELECT ?x ?y ?day ?none { VALUES (?x ?y ?day) { (1 1.5 2020) ('one' 2e3 '2024-01-01'^^xsd:date) } }"

    assert numbers(answer) == {2}
    assert numbers(ask(store, mixed)) == {1}
    assert numbers(ask(store, "ASK {}")) == frozenset()


def test_tsv_and_json_are_read_by_the_engine_as_they_were_answered(answer: Result) -> None:
    for text, form in (
        (tsv_text(answer), ox.QueryResultsFormat.TSV),
        (json_text(answer), ox.QueryResultsFormat.JSON),
    ):
        read = ox.parse_query_results(text, format=form)
        assert isinstance(read, ox.QuerySolutions)

        assert [variable.value for variable in read.variables] == ["s", "name", "year"]
        named = [[term for term in solution if not isinstance(term, ox.BlankNode)] for solution in read]
        assert named == [[term for term in row if not isinstance(term, ox.BlankNode)] for row in answer.terms]


def test_turtle_reads_back(store: ox.Store) -> None:
    made = ask(store, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(isIRI(?s)) }")
    text = turtle_text(made, PREFIXES)
    read = {(triple.subject, triple.predicate, triple.object) for triple in ox.parse(text, format=ox.RdfFormat.TURTLE)}

    assert read == set(made.terms)
    assert "deep:a ex:name" in text


def test_a_table_of_values_is_no_turtle(answer: Result) -> None:
    with pytest.raises(QueryError, match="Only CONSTRUCT and DESCRIBE give triples"):
        turtle_text(answer, PREFIXES)


def test_a_yes_or_no_is_written_in_every_form(store: ox.Store) -> None:
    truth = ask(store, "ASK { ?s ?p ?o }")

    assert csv_text(truth) == "answer\ntrue\n"
    assert tsv_text(truth) == "?answer\ntrue\n"
    assert json.loads(json_text(truth)) == {"head": {}, "boolean": True}
    assert list(rows(truth, PREFIXES)) == [("true",)]


def test_iris_in_a_table_are_shortened_by_the_longest_prefix_that_can_be_undone(answer: Result) -> None:
    subjects = {row[0] for row in rows(answer, PREFIXES)}

    assert {"deep:a", "https://example.org/a%20b"} <= subjects


def test_text_in_a_table_is_left_alone(answer: Result) -> None:
    assert TEXT in {row[1] for row in rows(answer, PREFIXES)}
