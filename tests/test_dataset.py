"""The description beside a graph: its counts are those of the export, its checksums those of the files."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from rdflib.compare import isomorphic

from papergraph.census import census
from papergraph.config import Config, load
from papergraph.dataset import File, describe
from papergraph.index import DESCRIPTION
from papergraph.model import Graph, Metadata
from papergraph.pipeline import build
from papergraph.validation import Report, validate
from papergraph.vocabulary import PREFIXES
from rdf_graphs import described_small_graph, hostile_graphs, small_graph, written

KNOWN = {**PREFIXES, "sums": "http://spdx.org/rdf/terms#"}


def store_of(*payloads: bytes) -> ox.Store:
    store = ox.Store()
    for payload in payloads:
        store.load(payload, ox.RdfFormat.TURTLE)
    return store


def rows(store: ox.Store, sparql: str) -> list[tuple[str, ...]]:
    found = store.query(sparql, prefixes=KNOWN)
    assert isinstance(found, ox.QuerySolutions)
    return sorted(tuple("" if term is None else term.value for term in row) for row in found)


@pytest.fixture(scope="module")
def described() -> ox.Store:
    """The description of the small graph."""
    return store_of(described_small_graph())


@pytest.fixture(scope="module")
def exported() -> ox.Store:
    """The small graph."""
    return store_of(written(small_graph(), "ttl"))


DATASET = "<urn:papergraph:dataset>"


def test_the_number_of_triples_is_that_of_the_export(described: ox.Store, exported: ox.Store) -> None:
    said = rows(
        described, f"SELECT ?n ?e ?s {{ {DATASET} void:triples ?n ; void:entities ?e ; void:distinctSubjects ?s }}"
    )
    whole = rows(exported, "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?d) { ?s ?p ?o }")
    typed = rows(exported, "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a ?class }")

    assert said == [(whole[0][0], typed[0][0], whole[0][1])]


def test_the_number_of_each_class_is_that_of_the_export(described: ox.Store, exported: ox.Store) -> None:
    said = f"SELECT ?class ?n {{ {DATASET} void:classPartition ?part . ?part void:class ?class ; void:entities ?n }}"
    asked = rows(exported, "SELECT ?class (COUNT(DISTINCT ?s) AS ?n) { ?s a ?class } GROUP BY ?class")

    assert rows(described, said) == asked
    assert rows(described, f"SELECT ?n {{ {DATASET} void:classes ?n }}") == [(str(len(asked)),)]


def test_the_number_of_each_property_is_that_of_the_export(described: ox.Store, exported: ox.Store) -> None:
    said = f"SELECT ?p ?n {{ {DATASET} void:propertyPartition ?part . ?part void:property ?p ; void:triples ?n }}"
    asked = rows(exported, "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p")

    assert rows(described, said) == asked
    assert rows(described, f"SELECT ?n {{ {DATASET} void:properties ?n }}") == [(str(len(asked)),)]


def test_the_number_of_links_into_each_collection_is_that_of_the_export(
    described: ox.Store, exported: ox.Store
) -> None:
    sets = rows(
        described,
        f"SELECT ?space ?n ?p ?m {{ {DATASET} void:subset ?set . ?set void:objectsTarget/void:uriSpace ?space ; "
        "void:triples ?n ; void:propertyPartition ?part . ?part void:property ?p ; void:triples ?m }",
    )
    assert {space for space, *_ in sets} == {"https://arxiv.org/abs/", "https://doi.org/", "https://github.com/"}
    for space, number, property_, part in sets:
        inside = f"?s ?p ?o FILTER(isIRI(?o) && STRSTARTS(STR(?o), '{space}'))"
        assert rows(exported, f"SELECT (COUNT(*) AS ?n) {{ {inside} }}") == [(number,)]
        assert rows(exported, f"SELECT (COUNT(*) AS ?n) {{ {inside} FILTER(?p = <{property_}>) }}") == [(part,)]


def test_the_vocabularies_are_all_that_the_export_uses(exported: ox.Store) -> None:
    said = {row[0] for row in rows(exported, f"SELECT ?v {{ {DATASET} void:vocabulary ?v }}")}
    used = {row[0] for row in rows(exported, "SELECT DISTINCT ?p { { ?s ?p ?o } UNION { ?s a ?p } }")}
    of_every_graph = {PREFIXES[prefix] for prefix in ("rdf", "void", "dcat")}

    spaces = {max((space for space in PREFIXES.values() if term.startswith(space)), key=len) for term in used}
    assert spaces - of_every_graph == said


def test_each_file_has_its_media_type_size_and_checksum(described: ox.Store) -> None:
    found = rows(
        described,
        f"SELECT ?name ?type ?size ?sum ?again {{ {DATASET} dcat:distribution ?file . "
        "?file dcterms:title ?name ; dcat:mediaType ?type ; dcat:byteSize ?size ; schema:sha256 ?again ; "
        "sums:checksum [ sums:algorithm sums:checksumAlgorithm_sha256 ; sums:checksumValue ?sum ] }",
    )
    payloads = {name: written(small_graph(), name) for name in ("nt", "ttl")}
    types = {"nt": "application/n-triples", "ttl": "text/turtle"}

    assert found == [
        (
            f"graph.{name}",
            f"https://www.iana.org/assignments/media-types/{types[name]}",
            str(len(payload)),
            sha256(payload).hexdigest(),
            sha256(payload).hexdigest(),
        )
        for name, payload in payloads.items()
    ]


def test_a_media_type_that_is_not_registered_is_no_address_of_the_registry() -> None:
    store = store_of(described_small_graph(("graphml",)))

    assert rows(store, "SELECT ?t { ?f schema:encodingFormat ?t }") == [("application/graphml+xml",)]
    assert rows(store, "SELECT ?t { ?f dcat:mediaType ?t }") == []


def test_title_creator_and_licence_are_those_of_the_graph(described: ox.Store, exported: ox.Store) -> None:
    question = (
        f"SELECT ?t ?name ?l {{ {DATASET} dcterms:title ?t ; dcterms:creator/schema:name ?name ; dcterms:license ?l }}"
    )

    assert (
        rows(described, question)
        == rows(exported, question)
        == [("My reading", "Ada Ng", "https://creativecommons.org/licenses/by/4.0/")]
    )
    assert rows(described, f"SELECT ?t {{ {DATASET} schema:name ?t ; schema:license ?l ; schema:creator ?c }}") == [
        ("My reading",)
    ]


def test_it_says_what_the_graph_was_made_from_and_by_what(described: ox.Store) -> None:
    used = rows(
        described,
        f"SELECT ?name ?sum {{ {DATASET} prov:wasGeneratedBy/prov:used ?input . "
        "OPTIONAL { ?input schema:sha256 ?sum } BIND(REPLACE(STR(?input), '^.*[:/]', '') AS ?name) }",
    )

    assert used == [("GitHub", ""), ("arXiv", ""), ("arxiv.jsonl", "a" * 64), ("读书%20notes.md", "0" * 64)]
    version = f"SELECT ?v {{ {DATASET} prov:wasGeneratedBy/prov:wasAssociatedWith/schema:softwareVersion ?v }}"
    assert rows(described, version) == [("1.2.3",)]


def test_there_is_a_day_only_where_something_was_fetched(described: ox.Store) -> None:
    question = f"SELECT ?day {{ {DATASET} dcterms:modified ?day ; schema:dateModified ?day }}"
    graph = small_graph()
    alone = graph._replace(records={}, edges=())
    text = describe(alone, census(written(alone, "nt").splitlines(keepends=True)), (), (), "1.2.3")

    assert rows(described, question) == [("2026-11-24",)]
    assert rows(store_of(text.encode()), question) == []
    assert "2026" not in text


def test_both_libraries_read_one_graph_from_it() -> None:
    payload = described_small_graph()
    first = rdflib.Graph().parse(data=payload, format="turtle")
    second = rdflib.Graph()
    second.parse(data="".join(f"{quad.triple} .\n" for quad in ox.parse(payload, ox.RdfFormat.TURTLE)), format="nt")

    assert len(first) > 100
    assert isomorphic(first, second)
    assert not any(isinstance(node, rdflib.BNode) for triple in first for node in triple)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(hostile_graphs())
def test_any_text_anywhere_is_valid(graph: Graph) -> None:
    counts = census(written(graph, "nt").splitlines(keepends=True))
    catalogs = [File(record.origin.source, 1, "0" * 64) for records in graph.records.values() for record in records]
    text = describe(graph, counts, (), catalogs, "1.2.3").encode("utf-8", "replace")

    assert list(ox.parse(text, ox.RdfFormat.TURTLE))
    assert len(rdflib.Graph().parse(data=text, format="turtle"))


@pytest.mark.parametrize("base", ["urn:papergraph:", "https://example.org/kg/", "https://example.org/kg#"])
def test_its_own_iris_are_under_the_base(base: str) -> None:
    graph = small_graph()._replace(metadata=Metadata("My reading", base))
    text = describe(graph, census(written(graph, "nt").splitlines(keepends=True)), (), (), "1.2.3")

    assert rows(store_of(text.encode()), "SELECT ?d { ?d a schema:Dataset }") == [(f"{base}dataset",)]
    assert "urn:papergraph" not in text or base.startswith("urn")


@pytest.fixture
def config(checkout: Path, tmp_path: Path) -> Config:
    """The sample, to be built elsewhere."""
    return load(checkout, output=tmp_path / "output", formats=("nt", "ttl", "json"))


def test_a_build_describes_what_it_wrote(config: Config) -> None:
    made = build(config)
    path = config.output / DESCRIPTION
    store = store_of(path.read_bytes())
    listed = rows(store, "SELECT ?name ?sum { ?f a dcat:Distribution ; dcterms:title ?name ; schema:sha256 ?sum }")
    catalogs = rows(store, "SELECT ?name ?sum { ?a prov:used ?c . ?c schema:name ?name ; schema:sha256 ?sum }")

    assert made.written[-1] == path
    assert listed == sorted((file.name, sha256(file.read_bytes()).hexdigest()) for file in made.written[:-1])
    assert catalogs == [(file.name, sha256(file.read_bytes()).hexdigest()) for file in config.catalogs]
    assert validate([path]) == Report(())


def test_two_builds_describe_themselves_in_the_same_bytes(config: Config) -> None:
    build(config)
    first = (config.output / DESCRIPTION).read_bytes()
    build(config)

    assert (config.output / DESCRIPTION).read_bytes() == first


def test_the_counts_do_not_depend_on_what_is_written(config: Config, checkout: Path, tmp_path: Path) -> None:
    build(config)
    alone = load(checkout, output=tmp_path / "alone", formats=("json",))
    build(alone)
    question = f"SELECT ?n ?e {{ {DATASET} void:triples ?n ; void:entities ?e }}"

    assert sorted(path.name for path in alone.output.iterdir()) == [".index", DESCRIPTION, "graph.json"]
    both = [rows(store_of((one.output / DESCRIPTION).read_bytes()), question) for one in (config, alone)]
    assert both[0] == both[1]
