"""What a graph says by subject, as terms and as Turtle, and what belongs to which page."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

from papergraph.site.jsonld import document, for_search_engines
from papergraph.site.statements import Literal, Statements, clean, literal, shortened
from rdf_graphs import TITLED_PAPER, small_graph, triples_of, written

PAPER = "https://arxiv.org/abs/2007.03260"


@pytest.fixture(scope="module")
def statements() -> Statements:
    """What the small graph says."""
    return Statements(small_graph())


def test_the_turtle_of_all_subjects_is_that_of_the_export(statements: Statements) -> None:
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in statements.prefixes.items())
    text = head + "\n".join(block for blocks in statements.turtle.values() for block in blocks)

    assert triples_of(text.encode(), ox.RdfFormat.TURTLE) == triples_of(
        written(small_graph(), "nt"), ox.RdfFormat.N_TRIPLES
    )
    assert statements.turtle.keys() == statements.said.keys()


def test_each_text_of_turtle_has_one_subject(statements: Statements) -> None:
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in statements.prefixes.items())
    for iri, blocks in statements.turtle.items():
        for block in blocks:
            subjects = {triple.subject for triple in ox.parse(head + block, ox.RdfFormat.TURTLE)}
            assert subjects == {ox.NamedNode(iri)}


def test_a_literal_may_hold_what_ends_lines_elsewhere() -> None:
    graph = small_graph()
    title = "one\u2028two\x85three\nfour"
    paper = graph.papers[TITLED_PAPER]._replace(title=title)
    said = Statements(graph._replace(papers={**graph.papers, TITLED_PAPER: paper})).said

    assert literal(said["urn:papergraph:title/apaperwithoutalink"]["schema:name"][0]).text == title


def test_a_page_holds_its_lists_links_evidence_and_observations(statements: Statements) -> None:
    about = statements.about(PAPER)
    kinds = [iri.removeprefix("urn:papergraph:").partition("/")[0] for iri in about[1:]]

    assert about[0] == PAPER
    assert list(dict.fromkeys(kinds)) == ["list", "observation", "link", "evidence"]
    assert kinds.count("list") == 2


@pytest.mark.parametrize(
    "term,expected",
    [
        ('"plain"', Literal("plain", "", "")),
        ('"say \\"no\\""@zh-Hans', Literal('say "no"', "zh-Hans", "")),
        ('"7"^^<http://www.w3.org/2001/XMLSchema#integer>', Literal("7", "", "xsd:integer")),
        ('"x"^^<https://example.org/own>', Literal("x", "", "https://example.org/own")),
    ],
)
def test_a_literal_has_text_language_and_datatype(term: str, expected: Literal) -> None:
    assert literal(term) == expected


def test_a_list_that_runs_in_a_circle_ends() -> None:
    graph = Statements(small_graph())
    graph.said["x:a"] = {"rdf:first": ["<x:1>"], "rdf:rest": ["<x:b>"]}
    graph.said["x:b"] = {"rdf:first": ["<x:2>"], "rdf:rest": ["<x:a>"]}

    assert graph.members("<x:a>") == [("x:a", "<x:1>"), ("x:b", "<x:2>")]


def test_what_html_may_not_hold_is_replaced() -> None:
    assert clean("a\0b\x9bc\ufdd0d\U0001fffee\tf") == "a\ufffdb\ufffdc\ufffdd\ufffde\tf"


def test_terms_of_the_vocabularies_are_shortened_and_others_are_not() -> None:
    assert shortened("https://w3id.org/papergraph/ns#Link") == "pg:Link"
    assert shortened("https://example.org/x") == "https://example.org/x"


def test_json_ld_has_numbers_languages_and_more_than_64_bits() -> None:
    integer = "^^<http://www.w3.org/2001/XMLSchema#integer>"
    said = {
        "x:a": {
            "a": ["<https://schema.org/Thing>"],
            "pg:stars": [f'"{1 << 70}"{integer}', f'"0"{integer}'],
            "schema:name": ['"名"@zh'],
            "pg:archived": ['"false"^^<http://www.w3.org/2001/XMLSchema#boolean>'],
        }
    }
    (node,) = json.loads(document(said))["@graph"]

    assert node["pg:stars"] == [1 << 70, 0]
    assert node["schema:name"] == {"@value": "名", "@language": "zh"}
    assert node["pg:archived"] is False


def test_search_engines_are_told_names_and_nothing_that_ends_a_script() -> None:
    said = {
        "a": ["<https://w3id.org/papergraph/ns#Entry>"],
        "schema:name": ['"</script>&\u2028"'],
        "schema:author": ["<x:p>", "<x:q>"],
        "pg:rating": ['"4"'],
    }
    text = for_search_engines("x:a", said, {"x:p": "Ada"}.get)

    assert not set(text) & set("<>&\u2028")
    assert json.loads(text) == {
        "@context": "https://schema.org",
        "@id": "x:a",
        "@type": "CreativeWork",
        "name": "</script>&\u2028",
        "author": [{"@id": "x:p", "name": "Ada"}, "x:q"],
    }
