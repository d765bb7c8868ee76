"""Queries as text: what is refused, how values come in, how mistakes are explained."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.errors import QueryError
from papergraph.sparql import explained, refuse, with_limit, with_prefixes, with_values

ELSEWHERE = "SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o }"
CALLS = (
    "SELECT * { ?s ?p 1SERVICE <http://127.0.0.1:9/> {} }",
    "SELECT * { ?s ?p 1.5e3service<http://127.0.0.1:9/> {} }",
    "SELECT * { ?s ?p trueSERVICE <http://127.0.0.1:9/> {} }",
    "PREFIX : <http://127.0.0.1:9/> SELECT * { service:x {} }",
    "PREFIX e: <http://127.0.0.1:9/> SELECT * { SERVICEe:x {} }",
    "PREFIX e: <http://127.0.0.1:9/> SELECT * { ?s ?p trueSERVICEe:x {} }",
    "PREFIX e: <http://127.0.0.1:9/> SELECT * { ?s ?p 1SERVICEe:x {} }",
    f"SELECT * {{ {ELSEWHERE} }}",
    f"SELECT * {{ {ELSEWHERE.lower()} }}",
    "SELECT * { SeRvIcE SILENT ?s { ?s ?p ?o } }",
    f"SELECT * {{ # comment\n{ELSEWHERE} }}",
    f"SELECT * {{ ?s ?p 'a', \"b\", '''c''', \"\"\"d\"\"\" . {ELSEWHERE} }}",
    f'SELECT * {{ ?s ?p "a\\"" . {ELSEWHERE} # "\n }}',
    f"SELECT * {{ ?s ?p '\\'' . {ELSEWHERE} }} # '",
    f'SELECT * {{ ?s ?p """a""b\\"""" . {ELSEWHERE} }}',
    f"PREFIX e: <http://e/> SELECT * {{ e:a\\' ?p e:b\\' . {ELSEWHERE} }}",
    f"PREFIX e: <http://e/> SELECT * {{ e:a\\#b ?p ?o . {ELSEWHERE} }}",
    f"SELECT * {{ <http://a/\\u0041#b> ?p ?o . {ELSEWHERE} }}",
    f"SELECT * {{ ?a ?p ?b FILTER(?a<?b){ELSEWHERE}FILTER(?a>?b) }}",
    f"SELECT * {{ ?a ?p ?b FILTER(?a<?b) # >\n {ELSEWHERE} }}",
    f"SELECT * {{ _:a ?p ?b .{ELSEWHERE} }}",
    f"SELECT * {{ ?s ?p 'x'@en.{ELSEWHERE} }}",
    f"SELECT * {{ ?s ?p 1.{ELSEWHERE} }}",
    f"SELECT * {{{{}}{ELSEWHERE}}}",
    "SELECT * { SERVICE<http://127.0.0.1:9/>{} }",
    "SELECT * { SERVICE#\n<http://127.0.0.1:9/>{} }",
    f"SELECT * {{ {{ SELECT * {{ {ELSEWHERE} }} }} }}",
    f"ASK {{ FILTER EXISTS {{ {ELSEWHERE} }} }}",
)
HARMLESS = (
    "SELECT ?service { ?service ?from $service }",
    "SELECT * { ?s ?p 'SERVICE', \"FROM <http://a/>\", '''SERVICE ' x''', \"\"\"LOAD \" x\"\"\" }",
    "SELECT * { <http://example.org/SERVICE> ?p <urn:x:FROM> } # SERVICE",
    "PREFIX e: <http://e/> SELECT * { e:from ?p e:SERVICE }",
    "SELECT * { ?s ?p 'x'@from }",
    "SELECT * { _:service ?p ?o }",
)


@pytest.mark.parametrize("sparql", CALLS)
def test_a_call_to_another_server_is_refused_wherever_it_stands(sparql: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is refused"):
        refuse(sparql)


@pytest.mark.parametrize("sparql", HARMLESS)
def test_what_only_looks_like_a_keyword_is_not_refused(sparql: str) -> None:
    refuse(sparql)
    ox.Store().query(sparql)


@pytest.mark.parametrize("clause", ["FROM <http://example.org/>", "from named <file:///etc/passwd>", "FROM e:graph"])
def test_other_graphs_are_refused(clause: str) -> None:
    with pytest.raises(QueryError, match="FROM is refused"):
        refuse(f"PREFIX e: <http://e/> SELECT * {clause} {{ ?s ?p ?o }}")


@pytest.mark.parametrize(
    "update",
    ["INSERT DATA { <a:a> <a:b> 1 }", "delete where { ?s ?p ?o }", "LOAD <http://a/>", "CLEAR ALL", "DROP ALL"],
)
def test_changes_are_refused(update: str) -> None:
    with pytest.raises(QueryError, match="cannot change the graph"):
        refuse(update)


@given(st.text(st.sampled_from("'\"\\#<>?:_.SERVICE {}\n aé1"), max_size=40))
def test_no_query_that_the_engine_takes_reaches_a_service(text: str) -> None:
    """A query with a hostile beginning either is refused, or is no query, or never was a call."""
    sparql = f"SELECT * {{ {text} SERVICE <http://127.0.0.1:9/> {{ ?s ?p ?o }} }}"
    try:
        refuse(sparql)
    except QueryError:
        return
    try:
        found = ox.Store().query(sparql)
        assert isinstance(found, ox.QuerySolutions)
        list(found)  # a call would raise: nobody listens at port 9
    except SyntaxError:
        pass


def test_a_value_takes_the_place_of_its_variable_and_of_nothing_else() -> None:
    sparql = "SELECT ?s { ?s ?p $x, ?xy, '?x' . <http://a/?x> ?p ?x } # ?x"

    assert with_values(sparql, {"x": '"1"'}) == 'SELECT ?s { ?s ?p "1", ?xy, \'?x\' . <http://a/?x> ?p "1" } # ?x'


@pytest.mark.parametrize(
    "sparql,lines",
    [
        (
            "SELECT ?x {\n  ?x a none:Thing }",
            [
                "The query is wrong in line 2, column 8: the prefix none: is not declared.",
                "    ?x a none:Thing }",
                "         ^",
            ],
        ),
        (
            "SELECT",
            ["The query is wrong in line 1, column 7: something else is expected here.", "  SELECT", "        ^"],
        ),
    ],
)
def test_a_mistake_is_shown_in_its_line(sparql: str, lines: list[str]) -> None:
    with pytest.raises(SyntaxError) as raised:
        ox.Store().query(sparql)

    assert explained(sparql, str(raised.value)).splitlines() == lines


def test_of_a_long_line_the_part_around_the_mistake_is_shown() -> None:
    sparql = "SELECT ?x { " + "?x ?y ?z . " * 50 + "?x foo ?y }"
    with pytest.raises(SyntaxError) as raised:
        ox.Store().query(sparql)
    said, line, pointer = explained(sparql, str(raised.value)).splitlines()

    assert said.startswith("The query is wrong in line 1, column ")
    assert len(line) <= 102
    assert "foo" in line
    assert len(pointer) <= len(line) + 1


def test_a_message_without_a_place_is_passed_on() -> None:
    assert explained("SELECT", "too\n deep") == "The query is wrong: too deep."


@pytest.mark.parametrize("before", ["SELECT * { ", "SELECT * {\n  ?é a ?b . "])
@pytest.mark.parametrize("after", [" ?y }", "/schema:name ?y }", "?y }", "|^foo:é ?y }"])
def test_a_prefix_that_is_not_declared_is_named(before: str, after: str) -> None:
    sparql = f"{before}?x foo:bar{after}"
    with pytest.raises(SyntaxError) as raised:
        ox.Store().query(sparql)
    said, line, pointer = explained(sparql, str(raised.value)).splitlines()

    assert said.endswith(": the prefix foo: is not declared.")
    assert line[pointer.index("^") :].startswith("foo:bar")


@pytest.mark.parametrize(
    "sparql, limited",
    [
        ("SELECT ?a { }", "SELECT ?a { }\nLIMIT 7\n"),
        ("SELECT ?a { } LIMIT 50\n", "SELECT ?a { } LIMIT 7\n"),
        ("SELECT ?a { { SELECT ?b { } LIMIT 5 } }", "SELECT ?a { { SELECT ?b { } LIMIT 5 } }\nLIMIT 7\n"),
        ("SELECT ?a { } limit 50 # LIMIT 3", "SELECT ?a { } limit 7 # LIMIT 3"),
        ("SELECT ?a { ?a ?b 'LIMIT' }", "SELECT ?a { ?a ?b 'LIMIT' }\nLIMIT 7\n"),
        ("SELECT ?a { } # LIMIT 3", "SELECT ?a { } # LIMIT 3\nLIMIT 7\n"),
    ],
)
def test_a_limit_takes_the_place_of_the_last_one(sparql: str, limited: str) -> None:
    assert with_limit(sparql, 7) == limited


def test_prefixes_that_are_used_are_declared_once() -> None:
    known = {"a": "https://a/", "b": "https://b/", "unused": "https://unused/"}
    sparql = "PREFIX b: <https://mine/> SELECT ?x { ?x a:y b:z ; c:w <a:iri>, 'a:text', _:a # unused:\n }"

    assert with_prefixes(sparql, known) == f"PREFIX a: <https://a/> {sparql}"
    assert with_prefixes("ASK {}", known) == "ASK {}"


@pytest.mark.parametrize("text", ["a." * 50_000, "'" * 50_000, '""" ' * 20_000, "<" * 50_000, "a.-" * 40_000 + ":"])
def test_a_long_text_is_looked_through_once(text: str) -> None:
    with_values(text, {})  # the limit of a test's time is what a square would meet
