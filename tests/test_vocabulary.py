"""The vocabulary: every own term is defined, and every defined term is used."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import namespace
from rdflib.namespace import DCAT, DCTERMS, PROV, RDF, SDO, SKOS, VOID, XSD

from papergraph.model import Method, Predicate, Record, Status
from papergraph.topics.shipped import content
from papergraph.vocabulary import EDGE_TERMS, FIELD_TERMS, PREFIXES, STATUS_TERMS, expand
from rdf_graphs import described_small_graph, small_graph, written

PG = PREFIXES["pg"]
RDFS = PREFIXES["rdfs"]
ONTOLOGY = ox.Store()
ONTOLOGY.load((files("papergraph") / "papergraph.ttl").read_bytes(), ox.RdfFormat.TURTLE)
DEFINED = {
    quad.subject.value
    for quad in ONTOLOGY.quads_for_pattern(None, ox.NamedNode(expand("a")), None)
    if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.removeprefix(PG) not in {"", quad.subject.value}
}

SMALL = list(ox.parse(written(small_graph(), "nt"), ox.RdfFormat.N_TRIPLES))
SCHEME = list(ox.parse(content("papergraph-topics.ttl"), ox.RdfFormat.TURTLE))
"""The topics that ship, which say more than an export does of how they are found."""
OWL = "http://www.w3.org/2002/07/owl#"
VANN = "http://purl.org/vocab/vann/"
CLOSED = [DCAT, DCTERMS, namespace.OWL, PROV, RDF, namespace.RDFS, SDO, SKOS, namespace.VANN, VOID, XSD]
LISTED: dict[str, list[str]] = json.loads((Path(__file__).parent / "vocabulary_terms.json").read_text(encoding="utf-8"))
RELATIONS = (
    *("rdfs:subClassOf", "rdfs:subPropertyOf", "rdfs:domain", "rdfs:range", "rdfs:seeAlso", "schema:domainIncludes"),
    *("void:class", "void:property"),
)


def objects(term: str, property_: str) -> list[ox.Literal | ox.NamedNode | ox.BlankNode | ox.Triple]:
    """What the ontology says of a term."""
    found = ONTOLOGY.quads_for_pattern(ox.NamedNode(term), ox.NamedNode(expand(property_)), None)
    return [quad.object for quad in found]


def named(node: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    """The IRI of a node that must have one."""
    assert isinstance(node, ox.NamedNode), node
    return node.value


def text(found: Mapping[str, object], name: str) -> str:
    """What the ontology says of itself."""
    said = found[OWL + name]
    assert isinstance(said, ox.Literal)
    return said.value


def used() -> set[str]:
    """The own terms that the export of the small graph uses, and the topics that ship."""
    iris = {
        node.value
        for triple in (*SMALL, *SCHEME)
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
    assert all(over and PG not in "".join(over) for over in above.values()), above


def test_the_ontology_says_what_version_it_is_and_how_it_is_shortened() -> None:
    said = {
        property_: objects(PG, property_)
        for property_ in ("rdfs:label", "rdfs:comment", "dcterms:title", "dcterms:license")
    }
    found = {quad.predicate.value: quad.object for quad in ONTOLOGY.quads_for_pattern(ox.NamedNode(PG), None, None)}

    assert all(said.values())
    assert found[OWL + "versionIRI"] == ox.NamedNode(f"https://w3id.org/papergraph/ns/{text(found, 'versionInfo')}")
    assert found[VANN + "preferredNamespacePrefix"] == ox.Literal("pg")
    assert found[VANN + "preferredNamespaceUri"] == ox.Literal(PG)


def test_every_label_and_comment_is_of_its_language() -> None:
    chinese = re.compile("[\u4e00-\u9fff]")
    for term in DEFINED:
        for said in (*objects(term, "rdfs:label"), *objects(term, "rdfs:comment")):
            assert isinstance(said, ox.Literal)
            assert bool(chinese.search(said.value)) is (said.language == "zh"), said


def test_every_own_term_says_which_ontology_defines_it_and_of_what_kind_it_is() -> None:
    assert {term for term in DEFINED if objects(term, "rdfs:isDefinedBy") != [ox.NamedNode(PG)]} == set()
    kinds = {ox.NamedNode(expand(kind)) for kind in ("rdfs:Class", "rdf:Property", "skos:Concept")}
    assert all(len(kinds & set(objects(term, "a"))) == 1 for term in DEFINED)


def test_values_of_an_own_property_are_what_owl_says_they_are() -> None:
    object_, datatype = ox.NamedNode(OWL + "ObjectProperty"), ox.NamedNode(OWL + "DatatypeProperty")
    properties = {term for term in DEFINED if ox.NamedNode(expand("rdf:Property")) in objects(term, "a")}
    said = {term: {object_, datatype} & set(objects(term, "a")) for term in properties}
    assert all(len(kinds) == 1 for kinds in said.values()), said

    found: dict[str, set[ox.NamedNode]] = {}
    for triple in (*SMALL, *SCHEME):
        kind = object_ if isinstance(triple.object, ox.NamedNode) else datatype
        found.setdefault(triple.predicate.value, set()).add(kind)
    assert {term: found[term] for term in properties} == said


def test_the_export_keeps_to_every_domain_and_range() -> None:
    types: dict[str, set[str]] = {}
    for triple in SMALL:
        if triple.predicate.value == expand("a"):
            types.setdefault(str(triple.subject), set()).add(named(triple.object))
    wrong = []
    for triple in SMALL:
        term = triple.predicate.value
        if term not in DEFINED:
            continue
        domains = {named(one) for one in (*objects(term, "rdfs:domain"), *objects(term, "schema:domainIncludes"))}
        (range_,) = map(named, objects(term, "rdfs:range"))
        if not (domains & types[str(triple.subject)] or expand("schema:Thing") in domains):
            wrong.append(f"{triple} is of no {domains}")
        if not in_range(triple.object, range_, types):
            wrong.append(f"{triple} gives no {range_}")

    assert wrong == []


def in_range(
    value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple, range_: str, types: dict[str, set[str]]
) -> bool:
    if isinstance(value, ox.Literal):
        return range_ in {expand("rdfs:Literal"), value.datatype.value}
    if range_ == expand("skos:Concept"):
        return named(value) in DEFINED
    known = {expand("rdfs:Resource"), expand("rdf:Property")}
    return range_ in known or range_ in types.get(str(value), set())


def test_every_term_in_an_export_and_in_the_ontology_is_defined_somewhere() -> None:
    """The lists are those of rdflib, and for what it has not, `vocabulary_terms.json`."""
    terms = {triple.predicate.value for triple in SMALL}
    terms |= {named(triple.object) for triple in SMALL if triple.predicate.value == expand("a")}
    terms |= {named(triple.object) for triple in SMALL if triple.predicate.value in {f"{PG}predicate", f"{PG}property"}}
    described = ox.parse(described_small_graph(), ox.RdfFormat.TURTLE)
    for one in (*described, *ONTOLOGY):
        terms.add(one.predicate.value)
        if one.predicate.value in {expand("a"), *map(expand, RELATIONS)}:
            terms.add(named(one.object))

    assert len(terms) > 100
    assert {term for term in terms if not is_defined(term)} == set()


@pytest.mark.parametrize("term", ["https://schema.org/nmae", f"{PG}raiting", "http://purl.org/spar/cito/discuses"])
def test_a_term_that_nobody_defines_is_found_out(term: str) -> None:
    assert not is_defined(term)


def is_defined(term: str) -> bool:
    if term in DEFINED or term == PG:
        return True
    closed = next((space for space in CLOSED if term.startswith(str(space))), None)
    if closed is not None:
        return term in closed
    return any(term.removeprefix(space) in names for space, names in LISTED.items() if term.startswith(space))


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
