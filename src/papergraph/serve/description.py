"""A server in, what it says of itself out: the service description of its endpoint, and OpenAPI."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from papergraph import __version__
from papergraph.search import KINDS
from papergraph.serve.answering import GRAPHS, RESULTS

SERVICE = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPH_FORMATS = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML", "N-Quads", "TriG")


def service(endpoint: str, triples: int) -> str:
    """Return the description of a SPARQL endpoint as Turtle (SPARQL 1.1 Service Description).

    Args:
        endpoint: its address.
        triples: how many it has.
    """
    formats = ", ".join(f"<{_FORMATS}{name}>" for name in (*_RESULT_FORMATS, *_GRAPH_FORMATS))
    return f"""\
@prefix sd: <{SERVICE}> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

<{endpoint}> a sd:Service ;
    sd:endpoint <{endpoint}> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:resultFormat {formats} ;
    sd:defaultDataset [
        a sd:Dataset ;
        sd:defaultGraph [ a sd:Graph ; void:triples {triples} ]
    ] .
"""


def openapi(title: str, queries: Sequence[tuple[str, str, Sequence[tuple[str, bool, str]]]]) -> dict[str, Any]:
    """Return the OpenAPI 3.1 description of a server.

    Args:
        title: what the graph is called.
        queries: of each named query its name, what it answers, and its parameters: name, whether it must be given,
            what it is.
    """
    answers = {
        "200": {"description": "The answer.", "content": _content((*RESULTS, *GRAPHS))},
        "400": _text("The query is wrong; the text says where."),
        "403": _text("The query would change the graph or ask another server."),
        "406": _text("No form of the answer is accepted."),
        "413": _text("The query or its answer is too long."),
        "503": _text("The query took too long, or too many wait."),
    }
    query = {"name": "query", "in": "query", "description": "SPARQL 1.1.", "schema": {"type": "string"}}
    graphs = [
        {"name": name, "in": "query", "description": "IRIs of graphs.", "schema": {"type": "array", "items": _IRI}}
        for name in ("default-graph-uri", "named-graph-uri")
    ]
    form = {"type": "object", "required": ["query"], "properties": {"query": {"type": "string"}}}
    paths: dict[str, Any] = {
        "/": {"get": _operation("page", "The page of the graph.", _one("text/html"))},
        "/sparql": {
            "get": _operation("query", "Answer a query; without one, describe the service.", answers, [query, *graphs]),
            "post": {
                **_operation(
                    "postQuery", "Answer a query that is posted.", {**answers, "415": _text("Not a query.")}, graphs
                ),
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/x-www-form-urlencoded": {"schema": form},
                        "application/sparql-query": {"schema": {"type": "string"}},
                    },
                },
            },
        },
        "/resource": {
            "get": _operation(
                "describe",
                "What is said of a thing, as RDF; browsers are led to the page.",
                {
                    "200": {"description": "Triples.", "content": _content(GRAPHS)},
                    "404": _text("Nothing is said of it."),
                },
                [
                    {"name": "iri", "in": "query", "schema": _IRI, "description": "Its IRI."},
                    {
                        "name": "reference",
                        "in": "query",
                        "schema": {"type": "string"},
                        "description": "arxiv:2007.03260",
                    },
                ],
            )
        },
        "/search": {
            "get": _operation(
                "search",
                "Things that hold words, in any language.",
                _one("application/json"),
                [
                    {
                        "name": "q",
                        "in": "query",
                        "required": True,
                        "schema": {"type": "string"},
                        "description": "Words.",
                    },
                    {"name": "kind", "in": "query", "schema": {"type": "string", "enum": list(KINDS)}},
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 1000}},
                ],
            )
        },
        "/things": {
            "post": {
                **_operation("things", "References of IRIs, and IRIs of references.", _one("application/json")),
                "requestBody": {"required": True, "content": {"application/json": {"schema": _THINGS}}},
            }
        },
        "/queries": {"get": _operation("queries", "The queries that have names.", _one("application/json"))},
        "/health": {"get": _operation("health", "Whether the server answers.", _one("application/json"))},
        "/metrics": {"get": _operation("metrics", "Numbers for Prometheus.", _one("text/plain"))},
    }
    for name, told, parameters in queries:
        given = [
            {"name": key, "in": "query", "required": needed, "schema": {"type": "string"}, "description": what}
            for key, needed, what in parameters
        ]
        paths[f"/queries/{name}"] = {"get": _operation(f"query-{name}", told, answers, given)}
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": __version__, "description": "A knowledge graph by papergraph, read-only."},
        "paths": paths,
    }


_IRI = {"type": "string", "format": "iri"}
_THINGS = {
    "type": "object",
    "properties": {name: {"type": "array", "items": {"type": "string"}} for name in ("iris", "references")},
}


def _operation(
    name: str, told: str, responses: dict[str, Any], parameters: Sequence[dict[str, Any]] = ()
) -> dict[str, Any]:
    operation: dict[str, Any] = {"operationId": name, "summary": told, "responses": responses}
    return {**operation, "parameters": list(parameters)} if parameters else operation


def _one(media_type: str) -> dict[str, Any]:
    return {"200": {"description": "The answer.", "content": _content((media_type,))}}


def _content(media_types: Sequence[str]) -> dict[str, Any]:
    return {media_type: {} for media_type in media_types}


def _text(told: str) -> dict[str, Any]:
    return {"description": told, "content": {"text/plain": {"schema": {"type": "string"}}}}
