"""The protocol as clients see it: a table of requests, real clients, and sockets that stay silent."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from servers import PAPERGRAPH, Server

SELECT = "SELECT ?name { ?paper a schema:ScholarlyArticle ; schema:name ?name } ORDER BY ?name"
ASK = "ASK { ?paper a schema:ScholarlyArticle }"
CONSTRUCT = "CONSTRUCT { ?paper schema:name ?name } { ?paper a schema:ScholarlyArticle ; schema:name ?name }"
DESCRIBE = "DESCRIBE <https://arxiv.org/abs/2401.01234>"
FORM, QUERY = "application/x-www-form-urlencoded", "application/sparql-query"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
PLAIN, BROWSER = "text/plain", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
NAMED = "ASK { GRAPH ?g { ?s ?p ?o } }"
ENCODED = 'SELECT ("a%2Fb" AS ?x) {}'
CSV, TSV, TURTLE, NT = "text/csv", "text/tab-separated-values", "text/turtle", "application/n-triples"
STUDY = "Graphs from Notes: a Study"
LONG = f"SELECT * {{ VALUES ?x {{ {'1 ' * 40_000} }} }}"


def get(query: str, accept: str | None = None) -> tuple[str, str, dict[str, str], str | None]:
    return "GET", f"/sparql?query={quote(query)}", {} if accept is None else {"Accept": accept}, None


def asked(query: str, more: str) -> tuple[str, str, dict[str, str], None]:
    return "GET", f"/sparql?query={quote(query)}&{more}", {"Accept": CSV}, None


def post(body: str, content_type: str, accept: str = CSV, more: str = "") -> tuple[str, str, dict[str, str], str]:
    return "POST", f"/sparql{more}", {"Accept": accept, "Content-Type": content_type}, body


TABLE = {
    # how a query is asked
    "get": (get(SELECT, CSV), 200, CSV, STUDY),
    "get with plus for a space": (("GET", "/sparql?query=ASK+%7B%7D", {"Accept": CSV}, None), 200, CSV, "true"),
    "a percent sign that begins no code": (get(SELECT + "#", CSV), 200, CSV, STUDY),
    "post a form": (post(f"query={quote(SELECT)}", FORM), 200, CSV, STUDY),
    "post a form with a charset": (post(f"query={quote(SELECT)}", f"{FORM}; charset=UTF-8"), 200, CSV, STUDY),
    "post a query": (post(SELECT, QUERY), 200, CSV, STUDY),
    "post a query with a charset": (post(SELECT, f'{QUERY}; charset="utf-8"'), 200, CSV, STUDY),
    "a slash that is encoded twice stays": (post(f"query={quote(ENCODED)}", FORM), 200, CSV, "a%2Fb"),
    "a text in Chinese": (post("query=" + quote('SELECT ("剪枝" AS ?x) {}'), FORM), 200, CSV, "剪枝"),
    "head": (("HEAD", f"/sparql?query={quote(SELECT)}", {"Accept": CSV}, None), 200, CSV, ""),
    # forms of answers
    "no accept": (get(SELECT), 200, JSON, STUDY),
    "everything": (get(SELECT, "*/*"), 200, JSON, STUDY),
    "json": (get(SELECT, JSON), 200, JSON, STUDY),
    "plain json": (get(SELECT, "application/json"), 200, "application/json", STUDY),
    "xml": (get(SELECT, XML), 200, XML, STUDY),
    "plain xml": (get(SELECT, "application/xml"), 200, "application/xml", STUDY),
    "tsv": (get(SELECT, TSV), 200, TSV, STUDY),
    "weights": (get(SELECT, f"{JSON};q=0.2, {CSV};q=0.9, {XML};q=0.5"), 200, CSV, STUDY),
    "a weight of zero forbids": (get(SELECT, f"{JSON};q=0, application/json;q=0, */*;q=0.1"), 200, XML, STUDY),
    "half a type": (get(SELECT, "text/*"), 200, CSV, STUDY),
    "a browser": (get(SELECT, BROWSER), 200, "application/xml", STUDY),
    "ask in json": (get(ASK, JSON), 200, JSON, "true"),
    "ask in xml": (get(ASK, XML), 200, XML, "true"),
    "ask in csv": (get(ASK, CSV), 200, CSV, "true"),
    "construct": (get(CONSTRUCT), 200, TURTLE, STUDY),
    "construct as n-triples": (get(CONSTRUCT, NT), 200, NT, STUDY),
    "construct as json-ld": (get(CONSTRUCT, "application/ld+json"), 200, "application/ld+json", STUDY),
    "construct as rdf/xml": (get(CONSTRUCT, "application/rdf+xml"), 200, "application/rdf+xml", STUDY),
    "construct as trig": (get(CONSTRUCT, "application/trig"), 200, "application/trig", STUDY),
    "construct as n-quads": (get(CONSTRUCT, "application/n-quads"), 200, "application/n-quads", STUDY),
    "describe": (get(DESCRIBE, NT), 200, NT, STUDY),
    # which graph
    "a graph that is not here": (asked(ASK, "default-graph-uri=urn:x"), 200, CSV, "false"),
    "a named graph that is not here": (asked(NAMED, "named-graph-uri=urn:x"), 200, CSV, "false"),
    "a graph whose name is no iri": (asked(ASK, "default-graph-uri=x%20y"), 400, PLAIN, ""),
    # the service itself
    "no query": (("GET", "/sparql", {}, None), 200, TURTLE, "sparql-service-description#"),
    "no query as n-triples": (("GET", "/sparql", {"Accept": NT}, None), 200, NT, "SPARQL11Query"),
    "no query in a browser": (("GET", "/sparql", {"Accept": "text/html"}, None), 303, PLAIN, "console"),
    "no query, and a form that there is not": (("GET", "/sparql", {"Accept": "image/png"}, None), 406, PLAIN, TURTLE),
    # what is refused
    "a mistake": (get("SELECT * {\n  ?a schema:name }"), 400, PLAIN, "line 2, column"),
    "an unknown prefix": (get("SELECT * { ?a nope:x ?b }"), 400, PLAIN, "the prefix nope: is not declared"),
    "two queries": (asked(ASK, "query=ASK"), 400, PLAIN, "one query"),
    "other parameters alone": (("GET", "/sparql?default-graph-uri=urn:x", {}, None), 400, PLAIN, "one query"),
    "an empty form": (post("", FORM), 400, PLAIN, "one query"),
    "no UTF-8": (("GET", "/sparql?query=ASK%20%7B%7D%23%ff", {}, None), 400, PLAIN, "UTF-8"),
    "a form that there is not": (get(SELECT, "image/png"), 406, PLAIN, JSON),
    "rows as turtle": (get(SELECT, TURTLE), 406, PLAIN, JSON),
    "triples as csv": (get(CONSTRUCT, CSV), 406, PLAIN, TURTLE),
    "another method": (("PUT", "/sparql", {}, SELECT), 405, PLAIN, "GET, HEAD and POST"),
    "delete": (("DELETE", "/sparql", {}, None), 405, PLAIN, "GET, HEAD and POST"),
    "a type that is no query": (post(SELECT, PLAIN), 415, PLAIN, QUERY),
    "no type": (("POST", "/sparql", {}, SELECT), 415, PLAIN, QUERY),
    "another charset": (post(SELECT, f"{QUERY}; charset=latin-1"), 415, PLAIN, "UTF-8"),
    "an update in a form": (post("update=" + quote("CLEAR ALL"), FORM), 403, PLAIN, "cannot be changed"),
    "an update": (post("CLEAR ALL", "application/sparql-update"), 403, PLAIN, "cannot be changed"),
    "an update as a query": (get("INSERT DATA { <urn:a> <urn:b> <urn:c> }"), 403, PLAIN, "cannot change"),
    "service": (get("SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }"), 403, PLAIN, "SERVICE"),
    "from": (get("SELECT * FROM <http://127.0.0.1:9/> { ?a ?b ?c }"), 403, PLAIN, "FROM"),
    "a long query": (post(LONG, QUERY), 413, PLAIN, "characters"),
    "a long request": (post("query=" + "x" * (1 << 21), FORM), 413, PLAIN, "KiB"),
    "a long answer": (get("SELECT * { ?a ?b ?c . ?d ?e ?f }"), 413, PLAIN, "LIMIT"),
    "many brackets": (post("SELECT * " + "{" * 20_000 + "}" * 20_000, QUERY), 200, CSV, ""),
    "many negations": (post("SELECT * { FILTER(" + "!" * 60_000 + "true) }", QUERY), 200, CSV, ""),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_a_request_is_answered(server: Server, name: str) -> None:
    (method, path, headers, body), status, media_type, text = TABLE[name]

    response = server.request(method, path, headers, body)

    assert (response.status, response.type) == (status, media_type), response.text[:500]
    assert text in f"{response.text}{response.headers.get('location', '')}"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in response.headers["content-security-policy"]


def test_forms_of_one_answer_say_the_same(server: Server) -> None:
    graphs = []
    for media_type in (TURTLE, NT, "application/ld+json", "application/rdf+xml"):
        form = ox.RdfFormat.from_media_type(media_type)
        assert form
        graphs.append({str(quad.triple) for quad in ox.parse(server.ask(CONSTRUCT, media_type).body, form)})

    assert graphs[0]
    assert all(graph == graphs[0] for graph in graphs)


def test_the_table_is_long_enough() -> None:
    assert len(TABLE) >= 40


def test_a_page_of_a_friend_may_read_answers_and_that_of_a_stranger_may_not(server: Server) -> None:
    path = f"/sparql?query={quote(ASK)}"
    friend = server.request("GET", path, {"Origin": "https://friend.example"})
    stranger = server.request("GET", path, {"Origin": "https://stranger.example"})

    assert friend.headers["access-control-allow-origin"] == "https://friend.example"
    assert "access-control-allow-origin" not in stranger.headers
    assert "Origin" in f"{stranger.headers['vary']}"


def test_a_browser_may_ask_whether_it_may_ask(server: Server) -> None:
    asked = {
        "Origin": "https://friend.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    friend = server.request("OPTIONS", "/sparql", asked)
    stranger = server.request("OPTIONS", "/sparql", {**asked, "Origin": "https://stranger.example"})

    assert friend.status == stranger.status == 204
    assert "POST" in friend.headers["access-control-allow-methods"]
    assert "content-type" in friend.headers["access-control-allow-headers"].lower()
    assert not any(name.startswith("access-control-allow") for name in stranger.headers)


def test_a_name_that_leads_here_is_not_answered(server: Server) -> None:
    assert server.request("GET", "/health", {"Host": "rebound.example"}).status == 421
    assert server.request("GET", "/health", {"Host": f"LOCALHOST:{server.port}"}).status == 200
    assert server.request("GET", "/health", {"Host": "[::1]:80"}).status == 200


def test_a_name_that_is_none_is_refused_and_an_old_client_needs_none(server: Server) -> None:
    assert server.request("GET", "/sparql", {"Host": "localhost:<x>"}).status == 400
    assert server.request("GET", "/sparql", {"Host": ""}).status == 421
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as client:
        client.sendall(b"GET /health HTTP/1.0\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 200")


def test_a_head_that_does_not_end_is_not_read_on(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as client:
        client.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n")
        with suppress(OSError):
            for _ in range(200):
                client.sendall(b"X-Long: " + b"x" * 1000 + b"\r\n")
            client.sendall(b"\r\n")
            assert b"200 OK" not in client.recv(100)


def test_a_long_answer_is_packed_for_who_unpacks_it(server: Server) -> None:
    sparql = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 200"
    path = f"/sparql?query={quote(sparql)}"

    packed = server.request("GET", path, {"Accept-Encoding": "gzip", "Accept": CSV})
    plain = server.request("GET", path, {"Accept": CSV})

    refused = server.request("GET", path, {"Accept-Encoding": "gzip;q=0", "Accept": CSV})

    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in refused.headers
    assert "content-encoding" not in plain.headers
    assert len(packed.body) < len(plain.body) / 3


@pytest.fixture
def listener() -> Iterator[tuple[int, list[object]]]:
    """A socket that nobody should connect to, and who did."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        came: list[object] = []

        def accept() -> None:
            try:
                while True:
                    connection, peer = sock.accept()
                    came.append(peer)
                    connection.close()
            except OSError:
                pass

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield sock.getsockname()[1], came


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { SERVICE <%s> { ?a ?b ?c } }",
        "SELECT * { SERVICE SILENT <%s> { ?a ?b ?c } }",
        "SELECT * { BIND(1SERVICE<%s>{?a ?b ?c}) }",
        "PREFIX : <%s> SELECT * { service:x { ?a ?b ?c } }",
        "SELECT * { BIND(<%s> AS ?s) SERVICE ?s { ?a ?b ?c } }",
        "SELECT * FROM <%s> { ?a ?b ?c }",
        "SELECT * FROM NAMED <%s> { GRAPH ?g { ?a ?b ?c } }",
        "DESCRIBE <urn:x> FROM <%s>",
        "LOAD <%s>",
        "LOAD SILENT <%s> INTO GRAPH <urn:g>",
    ],
)
def test_no_query_opens_a_socket(server: Server, listener: tuple[int, list[object]], sparql: str) -> None:
    port, came = listener
    asked = sparql % f"http://127.0.0.1:{port}/sparql"

    assert server.ask(asked).status in {400, 403}
    assert server.request("POST", "/sparql", {"Content-Type": QUERY}, asked).status in {400, 403}
    assert server.request("POST", "/sparql", {"Content-Type": "application/sparql-update"}, asked).status == 403
    assert came == []


def test_graphs_that_the_request_names_are_not_fetched(server: Server, listener: tuple[int, list[object]]) -> None:
    port, came = listener
    address = f"http://127.0.0.1:{port}/graph.ttl"
    for name in ("default-graph-uri", "named-graph-uri"):
        assert server.ask("ASK { ?s ?p ?o }", **{name: address}).text.strip() == "false"

    assert came == []


def test_curl_asks(server: Server) -> None:
    curl = shutil.which("curl")
    assert curl, "curl is a client that everybody has"
    asked = [curl, "-sS", "--fail", "-H", f"Accept: {CSV}", f"{server.address}/sparql"]

    by_form = subprocess.run(
        [*asked, "--data-urlencode", f"query={SELECT}"], capture_output=True, text=True, check=True
    )
    by_get = subprocess.run(
        [*asked, "-G", "--data-urlencode", f"query={SELECT}"], capture_output=True, text=True, check=True
    )

    assert STUDY in by_form.stdout
    assert by_get.stdout == by_form.stdout


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::SyntaxWarning")
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("request_method", ["urlencoded", "postdirectly"])
def test_sparqlwrapper_asks(server: Server, method: str, request_method: str) -> None:
    from SPARQLWrapper import JSON as AS_JSON
    from SPARQLWrapper import TURTLE as AS_TURTLE
    from SPARQLWrapper import SPARQLWrapper

    client = SPARQLWrapper(f"{server.address}/sparql")
    if method == "POST" or request_method == "postdirectly":
        client.setMethod("POST")
    client.setRequestMethod(request_method)
    client.setQuery("PREFIX schema: <https://schema.org/> " + SELECT)
    client.setReturnFormat(AS_JSON)
    rows: Any = client.queryAndConvert()
    client.setQuery("PREFIX schema: <https://schema.org/> " + CONSTRUCT)
    client.setReturnFormat(AS_TURTLE)
    turtle: Any = client.queryAndConvert()

    assert rows["results"]["bindings"][0]["name"]["value"] == STUDY
    assert STUDY.encode() in turtle


def test_our_own_client_asks(server: Server) -> None:
    answer = subprocess.run(
        [*PAPERGRAPH, "query", SELECT, "--endpoint", f"{server.address}/sparql", "--format", "json"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert json.loads(answer.stdout)["results"]["bindings"][0]["name"]["value"] == STUDY
