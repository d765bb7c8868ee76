"""What both syntaxes share: values, addresses, names by hash."""

from __future__ import annotations

from papergraph.notations import NTriples, Turtle
from papergraph.syntax import short_hash

BASE = "urn:papergraph:"
NAME = "<https://schema.org/name>"


def test_values_are_typed() -> None:
    ntriples, turtle = NTriples(BASE), Turtle(BASE)

    assert turtle.integer(0) == "0"
    assert ntriples.integer(0) == '"0"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert turtle.boolean(value=False) == "false"
    assert turtle.decimal(0.5) == "0.5"
    assert turtle.date("2021-09") == '"2021-09"^^xsd:gYearMonth'
    assert turtle.year("2021-09") == "2021"
    assert turtle.moment("2021-09-30T01:02:03Z") == '"2021-09-30T01:02:03Z"^^xsd:dateTime'
    assert (turtle.integer(None), turtle.boolean(None), turtle.decimal(None), turtle.date(None)) == ("", "", "", "")


def test_an_address_that_is_none_stays_a_text() -> None:
    syntax = Turtle(BASE)

    assert syntax.url("https://example.org/a b") == "<https://example.org/a%20b>"
    assert syntax.url("./image.png") == '"./image.png"'
    assert syntax.url(None) == ""


def test_a_short_hash_depends_on_where_the_texts_end() -> None:
    assert short_hash("ab", "c") != short_hash("a", "bc")
    assert short_hash("\ud800") == short_hash("\ud800")
