"""The vocabulary: every own term is defined, and every defined term is used."""

from __future__ import annotations

from importlib.resources import files

import pyoxigraph as ox
import pytest

from papergraph.model import Method, Predicate, Record, Status
from papergraph.vocabulary import EDGE_TERMS, FIELD_TERMS, PREFIXES, STATUS_TERMS, expand
from rdf_graphs import small_graph, written

PG = PREFIXES["pg"]
RDFS = PREFIXES["rdfs"]
ONTOLOGY = ox.Store()
ONTOLOGY.load((files("papergraph") / "papergraph.ttl").read_bytes(), ox.RdfFormat.TURTLE)
DEFINED = {
    quad.subject.value
    for quad in ONTOLOGY.quads_for_pattern(None, ox.NamedNode(expand("a")), None)
    if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.removeprefix(PG) not in {"", quad.subject.value}
}


def objects(term: str, property_: str) -> list[ox.Literal | ox.NamedNode | ox.BlankNode | ox.Triple]:
    """What the ontology says of a term."""
    found = ONTOLOGY.quads_for_pattern(ox.NamedNode(term), ox.NamedNode(expand(property_)), None)
    return [quad.object for quad in found]


def used() -> set[str]:
    """The own terms that the export of the small graph uses."""
    iris = {
        node.value
        for triple in ox.parse(written(small_graph(), "nt"), ox.RdfFormat.N_TRIPLES)
        for node in (triple.predicate, triple.object)
        if isinstance(node, ox.NamedNode)
    }
    return {iri for iri in iris if iri.startswith(PG) and iri != PG}


def test_every_own_term_in_an_export_is_defined() -> None:
    assert used() - DEFINED == set()


def test_every_defined_term_is_used_by_an_export_that_says_everything() -> None:
    assert DEFINED - used() == set()


@pytest.mark.parametrize("property_", ["rdfs:label", "rdfs:comment"])
def test_every_own_term_has_labels_and_comments_in_english_and_chinese(property_: str) -> None:
    languages = {
        term: sorted(str(said.language) for said in objects(term, property_) if isinstance(said, ox.Literal))
        for term in DEFINED
    }

    assert {term: spoken for term, spoken in languages.items() if spoken != ["en", "zh"]} == {}


def test_every_own_property_has_a_domain_and_a_range() -> None:
    properties = {term for term in DEFINED if ox.NamedNode(expand("rdf:Property")) in objects(term, "a")}
    without = {
        term
        for term in properties
        if not (objects(term, "rdfs:domain") or objects(term, "schema:domainIncludes"))
        or len(objects(term, "rdfs:range")) != 1
    }

    assert len(properties) > 20
    assert without == set()


def test_every_own_class_stands_under_one_of_the_world() -> None:
    classes = {term for term in DEFINED if ox.NamedNode(expand("rdfs:Class")) in objects(term, "a")}
    above = {term: [str(over) for over in objects(term, "rdfs:subClassOf")] for term in classes}

    assert len(classes) > 5
    assert all(len(over) == 1 and PG not in over[0] for over in above.values()), above


def test_every_kind_of_edge_and_method_has_its_term() -> None:
    assert set(EDGE_TERMS) == set(Predicate)
    assert {f"{PG}{method}" for method in Method} <= DEFINED


def test_every_status_has_its_concept() -> None:
    assert set(STATUS_TERMS) == set(Status)
    concepts = {expand(term) for term in STATUS_TERMS.values()}
    assert all(objects(concept, "a") == [ox.NamedNode(expand("skos:Concept"))] for concept in concepts)


def test_every_field_of_every_record_has_its_property() -> None:
    fields = {field for kind in Record.__args__ for field in kind._fields} - {"reference", "origin"}

    assert fields == set(FIELD_TERMS)
    assert all(expand(term).startswith("http") for term in FIELD_TERMS.values())


def test_a_curie_expands_by_its_prefix() -> None:
    assert expand("schema:name") == "https://schema.org/name"
    assert expand("a") == "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    with pytest.raises(KeyError):
        expand("nothing:name")
