"""Kinds of servers: the addresses that go with one, and how each is known."""

from __future__ import annotations

import pytest

from papergraph.errors import ConfigError
from papergraph.publish.kinds import KINDS, Places, kind_named, kind_of

PLACES = {
    "oxigraph": Places("http://h:7878/store", "http://h:7878/update", "http://h:7878/query"),
    "fuseki": Places("http://h:3030/ds/data", "http://h:3030/ds/update", "http://h:3030/ds/query"),
    "virtuoso": Places("http://h:8890/sparql-graph-crud-auth", "http://h:8890/sparql-auth", "http://h:8890/sparql"),
    "graphdb": Places(
        "http://h:7200/repositories/r/rdf-graphs/service",
        "http://h:7200/repositories/r/statements",
        "http://h:7200/repositories/r",
    ),
    "neptune": Places("https://h:8182/sparql/gsp/", "https://h:8182/sparql", "https://h:8182/sparql"),
    "qlever": Places("http://h:7001/", "http://h:7001/", "http://h:7001/"),
    "generic": Places("http://h/any/where", "http://h/any/where", "http://h/any/where"),
}


@pytest.mark.parametrize("name", PLACES)
def test_every_one_of_its_addresses_leads_to_all_three(name: str) -> None:
    for place in PLACES[name]:
        assert KINDS[name].places(place) == PLACES[name]


def test_the_address_of_the_server_or_data_set_leads_to_all_three() -> None:
    assert KINDS["oxigraph"].places("http://h:7878") == PLACES["oxigraph"]
    assert KINDS["oxigraph"].places("http://h:7878/") == PLACES["oxigraph"]
    assert KINDS["fuseki"].places("http://h:3030/ds/") == PLACES["fuseki"]
    assert KINDS["neptune"].places("https://h:8182") == PLACES["neptune"]


def test_what_follows_a_question_mark_stays_behind_the_path() -> None:
    assert KINDS["oxigraph"].places("http://h/store?key=1").update == "http://h/update?key=1"


@pytest.mark.parametrize(
    "endpoint, signature, title",
    [
        ("http://h:7878", "Oxigraph/0.5.13", "Oxigraph"),
        ("http://h:8890", "Virtuoso/07.20.3229 (Linux) x86_64", "Virtuoso"),
        ("http://h:3030/ds", "Apache Jena Fuseki (5.0.0)", "Apache Jena Fuseki"),
        ("http://h:7200/repositories/r", "", "GraphDB"),
        ("https://db.cluster-x.eu-west-1.neptune.amazonaws.com:8182", "", "Amazon Neptune"),
        ("https://neptune.amazonaws.com.example.org/", "", "The server"),
        ("https://h/", "nginx", "The server"),
    ],
)
def test_the_address_or_what_the_server_says_of_itself_tells_the_kind(
    endpoint: str, signature: str, title: str
) -> None:
    assert kind_of(endpoint, signature).title == title


def test_a_name_of_no_kind_is_refused() -> None:
    with pytest.raises(ConfigError, match="'oracle' is none of oxigraph, "):
        kind_named("oracle")
