"""What a server says of itself."""

from __future__ import annotations

import pyoxigraph as ox
from openapi_spec_validator import validate

from papergraph.canned import shipped
from papergraph.serve.description import SERVICE, openapi, service


def test_the_service_description_names_endpoint_language_and_forms() -> None:
    store = ox.Store()
    store.load(service("http://h/sparql", 12), ox.RdfFormat.TURTLE)
    endpoint = ox.NamedNode("http://h/sparql")

    def objects(name: str) -> list[str]:
        return [
            str(quad.object).strip("<>")
            for quad in store.quads_for_pattern(endpoint, ox.NamedNode(SERVICE + name), None)
        ]

    assert objects("endpoint") == ["http://h/sparql"]
    assert objects("supportedLanguage") == [f"{SERVICE}SPARQL11Query"]
    assert "http://www.w3.org/ns/formats/SPARQL_Results_JSON" in objects("resultFormat")
    assert any('"12"' in str(quad.object) for quad in store)


def test_openapi_is_valid_and_knows_every_named_query() -> None:
    queries = [
        (query.name, query.title, [(one.name, one.default is None, one.description) for one in query.parameters])
        for query in shipped()
    ]
    described = openapi("a graph", queries)

    validate(described)
    assert {f"/queries/{query.name}" for query in shipped()} <= set(described["paths"])
