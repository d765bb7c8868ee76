"""The triples of a graph: what is said of each thing, and that nothing else is."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from papergraph.iris import iri
from papergraph.model import Edge, Graph, Metadata, Method, Predicate, Reference
from papergraph.notations import Turtle
from papergraph.syntax import Section
from papergraph.triples import descriptions, triples
from papergraph.vocabulary import expand
from rdf_graphs import ARTICLE, ENTRY, NOTE, PAPER, REPOSITORY, evidence, small_graph, written

BASE = "urn:papergraph:"
GRAPH = small_graph()
STORE = ox.Store()
STORE.bulk_load(written(GRAPH, "nt"), ox.RdfFormat.N_TRIPLES)


def said(reference: Reference | str, property_: str) -> list[str]:
    """What the graph says of a thing: IRIs and values, sorted."""
    subject = reference if isinstance(reference, str) else iri(reference, BASE)
    quads = STORE.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(expand(property_)), None)
    return sorted(str(quad.object) for quad in quads)


def following(first: str) -> Iterator[str]:
    """The members of an `rdf:List`, in order."""
    while first != f"<{expand('rdf:nil')}>":
        (member,), (first,) = said(first.strip("<>"), "rdf:first"), said(first.strip("<>"), "rdf:rest")
        yield member


XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    "reference,property_,values",
    [
        (NOTE, "a", ["<https://schema.org/DigitalDocument>", "<https://w3id.org/papergraph/ns#Note>"]),
        (NOTE, "schema:name", ['"読書ノート"@ja']),
        (NOTE, "dcterms:date", [f'"2021-09-30"^^<{XSD}date>']),
        (NOTE, "dcterms:hasPart", [f"<{iri(ENTRY, BASE)}>"]),
        (ENTRY, "dcterms:isPartOf", [f"<{iri(NOTE, BASE)}>"]),
        (ENTRY, "pg:line", [f'"3"^^<{XSD}integer>']),
        (ENTRY, "pg:rating", [f'"4"^^<{XSD}integer>']),
        (ENTRY, "dcterms:date", [f'"2021-09"^^<{XSD}gYearMonth>']),
        (ENTRY, "schema:image", ['"./local image.png"', "<https://example.org/图.png>"]),
        (ENTRY, "schema:mainEntity", [f"<{iri(ARTICLE, BASE)}>"]),
        (
            ENTRY,
            "schema:mentions",
            [
                "<https://arxiv.org/abs/2007.03260>",
                "<https://github.com/dingxiaoh/resrep>",
                "<https://github.com/dingxiaoh>",
                "<https://www.bilibili.com/video/BV1>",
            ],
        ),
        (ARTICLE, "cito:discusses", ["<https://arxiv.org/abs/2007.03260>"]),
        (PAPER, "schema:identifier", ['"arxiv:2007.03260"']),
        (PAPER, "schema:dateModified", [f'"2021-08"^^<{XSD}gYearMonth>']),
        (PAPER, "pg:year", [f'"2020"^^<{XSD}integer>']),
        (PAPER, "pg:hasRepository", ["<https://github.com/dingxiaoh/resrep>"]),
        (
            PAPER,
            "schema:sameAs",
            ["<https://doi.org/10.1109/iccv48922.2021.00447>", "<urn:papergraph:title/resreplosslesscnnpruning>"],
        ),
        (PAPER, "pg:retrievedAt", [f'"2026-11-22"^^<{XSD}date>']),
        (REPOSITORY, "codemeta:referencePublication", ["<https://arxiv.org/abs/2007.03260>"]),
        (REPOSITORY, "pg:stars", [f'"0"^^<{XSD}integer>']),
        (REPOSITORY, "pg:archived", [f'"false"^^<{XSD}boolean>']),
        (REPOSITORY, "schema:license", ["<https://spdx.org/licenses/MIT>"]),
        (REPOSITORY, "schema:sameAs", ["<https://github.com/dingxiaoh/oldname>"]),
        (
            Reference("venue", "iccv 2021"),
            "a",
            ["<https://schema.org/Event>", "<https://w3id.org/papergraph/ns#Venue>"],
        ),
        (
            Reference("venue", "journal of tests"),
            "a",
            ["<https://schema.org/Periodical>", "<https://w3id.org/papergraph/ns#Venue>"],
        ),
        (Reference("topic", "pruning"), "skos:broader", ["<urn:papergraph:topic/compression>"]),
        (Reference("title", "apaperwithoutalink"), "schema:name", ['"A Paper Without a Link"']),
        ("urn:papergraph:dataset", "dcterms:creator", ["<urn:papergraph:person/ada_ng>"]),
    ],
)
def test_a_thing_says(reference: Reference | str, property_: str, values: list[str]) -> None:
    assert said(reference, property_) == sorted(values)


def test_authors_have_their_order() -> None:
    (first,) = said(PAPER, "bibo:authorList")

    assert list(following(first)) == ["<urn:papergraph:person/xiaohan_ding>", "<urn:papergraph:person/tianxiang_hao>"]
    assert len(said(PAPER, "schema:author")) == 2


def test_what_is_unknown_is_not_said() -> None:
    other = Reference("arxiv", "1908.03930")

    assert said(other, "schema:abstract") == []
    assert said(other, "pg:retrievedAt") == []
    assert all("None" not in str(quad.object) for quad in STORE)


def test_nothing_is_a_blank_node() -> None:
    assert not any(isinstance(node, ox.BlankNode) for quad in STORE for node in (quad.subject, quad.object))


def test_problems_are_not_rdf() -> None:
    assert b"not RDF" not in written(GRAPH, "nt")


def test_an_edge_from_what_is_no_node_is_not_lost() -> None:
    stray = Edge(Reference("url", "https://example.org/stray"), Predicate.ABOUT, PAPER, evidence(Method.CATALOG))
    graph = GRAPH._replace(edges=tuple(sorted((*GRAPH.edges, stray))))

    assert ("<https://example.org/stray>", f"<{expand('schema:about')}>", "<https://arxiv.org/abs/2007.03260>") in set(
        triples(graph)
    )


def test_a_link_without_a_reason_is_still_a_link() -> None:
    edge = Edge(PAPER, Predicate.ABOUT, Reference("topic", "x"), ())

    said = [predicate for _, predicate, _ in triples(GRAPH._replace(edges=(edge,)))]
    assert f"<{expand('pg:predicate')}>" in said
    assert f"<{expand('pg:evidence')}>" not in said


def test_triples_are_the_triples_of_the_file() -> None:
    lines = {f"{subject} {predicate} {term} ." for subject, predicate, term in triples(GRAPH)}

    assert lines == set(written(GRAPH, "nt").decode().splitlines())


def test_sections_come_in_their_order() -> None:
    sections = list(dict.fromkeys(section for section, _, _ in descriptions(GRAPH, Turtle(BASE))))

    assert sections == [section for section in Section if section in sections]
    assert len(sections) == len(Section) - 1  # all but the edges of what is no node


def test_the_empty_graph_says_only_that_it_is_one() -> None:
    empty = Graph((), (), {}, {}, {}, {}, {}, {}, {}, (), {}, {})

    assert {subject for subject, _, _ in triples(empty)} == {"<urn:papergraph:dataset>"}


def test_the_users_own_things_live_under_the_base_iri() -> None:
    graph = GRAPH._replace(metadata=Metadata(base_iri="https://me.example/kg/"))

    assert b"urn:papergraph:" not in written(graph, "nt") + written(graph, "ttl")


def test_a_text_with_characters_that_end_lines_elsewhere_is_one_triple() -> None:
    title = "one\u2028two\x85three"
    paper = GRAPH.papers[PAPER]._replace(title=title)
    graph = GRAPH._replace(papers={**GRAPH.papers, PAPER: paper})

    assert f'"{title}"' in {term for _, _, term in triples(graph)}
