"""Every format of RDF says the same: for rdflib and for Oxigraph, of the sample and of small and hostile graphs."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings

import page_graphs
from papergraph.config import Config, load
from papergraph.model import Graph, Reference
from papergraph.pipeline import build_graph
from papergraph.vocabulary import PREFIXES, WORLD_PREFIXES
from rdf_graphs import hostile_graphs, small_graph, written

pytestmark = pytest.mark.filterwarnings(
    "ignore:(Dataset|ConjunctiveGraph):DeprecationWarning"
)  # rdflib warns of itself

FORMATS = {
    "ttl": (ox.RdfFormat.TURTLE, "turtle"),
    "trig": (ox.RdfFormat.TRIG, "trig"),
    "nq": (ox.RdfFormat.N_QUADS, "nquads"),
    "jsonld": (ox.RdfFormat.JSON_LD, "json-ld"),
    "rdf": (ox.RdfFormat.RDF_XML, "xml"),
}
ROOT = Path(__file__).parents[2]
NO_XML = re.compile(r"\\u(?:00[01][0-9A-F])|\\[bf]|[\ufffe\uffff]")
"""What N-Triples hold and XML does not, as Oxigraph writes it."""


def small() -> Graph:
    """The small graph with things of its own under an address on the web."""
    graph = small_graph()
    return graph._replace(metadata=graph.metadata._replace(base_iri="https://me.example/kg#"))


def sample() -> Graph:
    """The sample of this checkout."""
    return build_graph(load(ROOT))


GRAPHS: list[Callable[[], Graph]] = [small_graph, small, sample, page_graphs.story, page_graphs.enriched]


def statements(payload: bytes, form: ox.RdfFormat) -> set[str]:
    """The statements of a file as Oxigraph reads it, whatever graph they are in; there are no blank nodes."""
    return {f"{quad.subject} {quad.predicate} {quad.object}" for quad in ox.parse(payload, form)}


def statements_by_rdflib(payload: bytes, form: str) -> set[tuple[str, ...]]:
    """The same as rdflib reads it."""
    dataset = rdflib.Dataset()
    dataset.parse(data=payload.decode() if form == "turtle" else payload, format=form)
    return {(one.n3(), two.n3(), three.n3()) for one, two, three, _ in dataset.quads()}


def fit_for_xml(statements: set[str]) -> set[str]:
    return {NO_XML.sub("\ufffd", statement) for statement in statements}


@pytest.mark.parametrize("graph", GRAPHS)
def test_every_format_says_the_same(graph: Callable[[], Graph]) -> None:
    made = graph()
    ntriples = written(made, "nt")
    ours, theirs = statements(ntriples, ox.RdfFormat.N_TRIPLES), statements_by_rdflib(ntriples, "nt")

    assert len(ours) == len(theirs) == ntriples.count(b"\n")
    for name, (form, other) in FORMATS.items():
        payload = written(made, name)
        assert statements(payload, form) == ours, name
        assert statements_by_rdflib(payload, other) == theirs, name


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(hostile_graphs())
def test_any_text_anywhere_is_valid_and_the_same(graph: Graph) -> None:
    ntriples = written(graph, "nt")
    ours, theirs = statements(ntriples, ox.RdfFormat.N_TRIPLES), statements_by_rdflib(ntriples, "nt")

    for name in ("trig", "nq", "jsonld"):
        form, other = FORMATS[name]
        payload = written(graph, name)
        assert statements(payload, form) == ours, name
        assert statements_by_rdflib(payload, other) == theirs, name
    payload = written(graph, "rdf")
    assert statements(payload, ox.RdfFormat.RDF_XML) == fit_for_xml(ours)
    assert len(statements_by_rdflib(payload, "xml")) == len(fit_for_xml(ours))


@pytest.mark.parametrize(
    "title",
    [
        "a ]]> b",
        "<b> & \"c\" 'd'",
        "line\nbreak\r\nand\ttab ",
        "\x00\x08\x0b\x1f\x7f\x85",
        "\ufffe\uffff\ufdd0",
        "\ud83d",
        "\u2028",
    ],
)
def test_a_title_comes_back_from_xml(title: str) -> None:
    graph = small_graph()
    paper = Reference("arxiv", "2007.03260")
    hostile = graph._replace(papers={paper: graph.papers[paper]._replace(title=title)})
    expected = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", title)

    payload = written(hostile, "rdf")
    names = [
        quad.object.value
        for quad in ox.parse(payload, ox.RdfFormat.RDF_XML)
        if isinstance(quad.object, ox.Literal)
        and str(quad.predicate) == "<https://schema.org/name>"
        and str(quad.subject) == "<https://arxiv.org/abs/2007.03260>"
    ]
    assert names == [expected]
    read = rdflib.Graph().parse(data=payload, format="xml")
    found = read.value(rdflib.URIRef("https://arxiv.org/abs/2007.03260"), rdflib.URIRef("https://schema.org/name"))
    assert str(found) == expected


@pytest.mark.parametrize("base", ["arxiv:me/", "schema:", "my:", "type:", "name:x:", "pg:a#"])
def test_a_base_iri_that_looks_like_a_prefix_or_a_key_does_no_harm(base: str) -> None:
    graph = small_graph()
    made = graph._replace(metadata=graph.metadata._replace(base_iri=base))
    ntriples = written(made, "nt")

    for name, (form, other) in FORMATS.items():
        payload = written(made, name)
        assert statements(payload, form) == statements(ntriples, ox.RdfFormat.N_TRIPLES), name
        if name != "jsonld" or base.partition(":")[0] not in PREFIXES | WORLD_PREFIXES:  # which rdflib expands twice
            assert statements_by_rdflib(payload, other) == statements_by_rdflib(ntriples, "nt"), name


def test_the_note_series_says_the_same_in_every_format(shared: Path, tmp_path: Path) -> None:
    notes = shared / "corpora" / "note-series" / "notes"
    made = build_graph(Config(tmp_path, (notes,), tmp_path / "output"))
    ntriples = written(made, "nt")
    ours, theirs = statements(ntriples, ox.RdfFormat.N_TRIPLES), statements_by_rdflib(ntriples, "nt")

    for name, (form, other) in FORMATS.items():
        payload = written(made, name)
        assert statements(payload, form) == ours, name
        assert statements_by_rdflib(payload, other) == theirs, name
