"""Answers as text: what other programs read back is what was answered."""

from __future__ import annotations

import csv
import io
import json
import sys

import pyarrow as pa
import pyarrow.ipc
import pyoxigraph as ox
import pytest

from papergraph.answers import (
    arrow_bytes,
    csv_text,
    json_text,
    markdown_text,
    numbers,
    rows,
    shortened,
    tsv_text,
    turtle_text,
    xml_text,
)
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


def test_xml_is_read_by_the_engine_as_it_was_answered(store: ox.Store, answer: Result) -> None:
    found = ox.parse_query_results(xml_text(answer), ox.QueryResultsFormat.XML)

    assert isinstance(found, ox.QuerySolutions)
    assert [tuple(row[name] for name in answer.columns) for row in found] == list(answer.terms)
    assert "<boolean>true</boolean>" in xml_text(ask(store, "ASK {}"))


def test_markdown_is_a_table_whatever_the_text(answer: Result) -> None:
    lines = markdown_text(answer, PREFIXES).splitlines()
    hostile = Result("rows", ("a|b",), (("*x* | <b> `c`\n[d](e)",),), ((ox.Literal("x"),),))

    assert lines[:2] == ["| s | name | year |", "|---|---|---:|"]
    assert len(lines) == 2 + len(answer.rows)
    assert markdown_text(hostile, {}).splitlines() == [
        r"| a\|b |",
        "|---|",
        r"| \*x\* \| \<b\> \`c\` \[d\](e) |",
    ]


def test_arrow_has_typed_columns(store: ox.Store, answer: Result) -> None:
    sparql = """SELECT * { VALUES (?n ?d ?day ?yes ?mixed ?large ?none) {
      (1 1.5 '2024-01-01'^^xsd:date true 1 99999999999999999999 UNDEF)
      (2 UNDEF '2024-02-30'^^xsd:date false 'x' 1 UNDEF)
      (3 2.5 UNDEF UNDEF 2.5 2 UNDEF) } }"""
    table = pa.ipc.open_stream(arrow_bytes(ask(store, sparql))).read_all()

    types = {field.name: str(field.type) for field in table.schema}
    assert types["n"] == "int64"
    assert types["d"] == "double"
    assert types["yes"] == "bool"
    assert types["mixed"] == types["large"] == types["none"] == "string"
    assert table.column("d").to_pylist() == [1.5, None, 2.5]
    assert table.column("day").to_pylist() == ["2024-01-01", "2024-02-30", None]  # one is no day
    assert table.column("none").to_pylist() == [None] * 3
    empty = pa.ipc.open_stream(arrow_bytes(ask(store, "SELECT ?a { ?a ?a ?a }"))).read_all()
    assert (empty.num_rows, empty.column_names) == (0, ["a"])
    assert pa.ipc.open_stream(arrow_bytes(ask(store, "ASK {}"))).read_all().to_pylist() == [{"answer": "true"}]
    assert pa.ipc.open_stream(arrow_bytes(answer)).read_all().num_rows == len(answer.rows)


def test_without_pyarrow_arrow_is_one_sentence(answer: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(QueryError, match=r"papergraph-kg\[arrow\]"):
        arrow_bytes(answer)


@pytest.mark.parametrize(
    "term, shown",
    [
        ("<https://example.org/deep/a>", "deep:a"),
        ("<https://example.org/a/b>", "https://example.org/a/b"),
        ('"<https://example.org/a>"', '"<https://example.org/a>"'),
        ("_:b", "_:b"),
        ("", ""),
    ],
)
def test_a_term_is_shortened_where_it_is_an_iri(term: str, shown: str) -> None:
    assert shortened(term, PREFIXES) == shown
