"""N-Triples and Turtle: how terms and descriptions are written in each."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import given

from papergraph.model import Reference
from papergraph.notations import NTriples, Turtle
from papergraph.syntax import Syntax
from rdf_graphs import HOSTILE

BASE = "urn:papergraph:"
NAME = "<https://schema.org/name>"


def test_ntriples_write_one_line_a_triple_sorted() -> None:
    syntax = NTriples(BASE)
    said = {"schema:name": syntax.many(['"b"@zh', '"b"', '"a"']), "pg:tip": "", "dcterms:date": '"x"'}

    assert syntax.render("<a:s>", said).splitlines() == [
        '<a:s> <http://purl.org/dc/terms/date> "x" .',
        f'<a:s> {NAME} "a" .',
        f'<a:s> {NAME} "b" .',
        f'<a:s> {NAME} "b"@zh .',
    ]


def test_turtle_writes_one_predicate_a_line() -> None:
    said = {"a": "pg:Note", "schema:name": '"b", "a"', "pg:tip": "", "pg:year": "2021"}

    assert (
        Turtle(BASE).render("note:x", said) == '\nnote:x a pg:Note ;\n    schema:name "b", "a" ;\n    pg:year 2021 .\n'
    )


def test_turtle_writes_what_is_brief_in_one_line() -> None:
    assert Turtle(BASE).render("list:1", {"rdf:first": "person:a", "rdf:rest": "rdf:nil"}) == (
        "list:1 rdf:first person:a ; rdf:rest rdf:nil .\n"
    )


def test_turtle_gives_many_objects_lines_of_their_own() -> None:
    assert Turtle(BASE).many(["a:1", "a:2", "a:1", ""]) == "a:1, a:2"
    assert Turtle(BASE).many([f"a:{number}" for number in range(5)]).splitlines()[1] == "        a:1,"


@pytest.mark.parametrize("syntax", [NTriples(BASE), Turtle(BASE)])
def test_where_nothing_is_said_nothing_is_written(syntax: Syntax) -> None:
    assert syntax.render("<a:s>", {"schema:name": "", "pg:tip": syntax.many([])}) == ""


@pytest.mark.parametrize("syntax", [NTriples(BASE), Turtle(BASE)])
def test_a_single_shape_writes_what_rendering_writes(syntax: Syntax) -> None:
    write = syntax.single("a", "pg:subject", "pg:object")
    objects = ("<a:1>", "<a:2>", "<a:3>")

    expected = syntax.render("<a:s>", dict(zip(("a", "pg:subject", "pg:object"), objects, strict=True)))
    assert write("<a:s>", objects) == expected


@pytest.mark.parametrize(
    "iri,term",
    [
        ("https://arxiv.org/abs/2007.03260", "arxiv:2007.03260"),
        ("https://arxiv.org/abs/hep-th/9901001", "<https://arxiv.org/abs/hep-th/9901001>"),
        ("https://spdx.org/licenses/GPL-3.0+", "<https://spdx.org/licenses/GPL-3.0+>"),
        ("urn:papergraph:person/丁_霄汉", "person:丁_霄汉"),
        ("urn:papergraph:person/a%5Fb_c.", "<urn:papergraph:person/a%5Fb_c.>"),
        ("urn:papergraph:person/j._smith", "person:j._smith"),
        ("urn:papergraph:topic/c%2B%2B", "topic:c%2B%2B"),
        ("urn:papergraph:topic/-x", "<urn:papergraph:topic/-x>"),
        ("urn:papergraph:topic/", "<urn:papergraph:topic/>"),
        ("https://schema.org/name", "schema:name"),
        ("https://example.org/x", "<https://example.org/x>"),
    ],
)
def test_turtle_shortens_what_may_be_a_local_name(iri: str, term: str) -> None:
    assert Turtle(BASE).iri(iri) == term
    assert NTriples(BASE).iri(iri) == f"<{iri}>"


@given(HOSTILE)
def test_every_shortened_name_means_its_iri(name: str) -> None:
    syntax = Turtle(BASE)
    reference = Reference("person", name)
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in syntax.prefixes.items())

    (triple,) = ox.parse(f"{head}{syntax.nodes[reference]} a {syntax.nodes[reference]} .", ox.RdfFormat.TURTLE)
    assert isinstance(triple.subject, ox.NamedNode)
    assert f"<{triple.subject.value}>" == NTriples(BASE).nodes[reference]
