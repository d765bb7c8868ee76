"""Asking an endpoint: what is sent, what may come back, and what is said of the rest."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest

from papergraph import remote
from papergraph.errors import QueryError
from papergraph.query import ask, load
from rdf_graphs import small_graph

GRAPH = small_graph()
ROWS = "SELECT ?paper ?name { ?paper a schema:ScholarlyArticle ; schema:name ?name } ORDER BY ?name"
JSON = ox.QueryResultsFormat.JSON


@contextmanager
def endpoint(
    status: int = 200, body: bytes | None = None, kind: str = ""
) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A SPARQL endpoint over the small graph, or one that always gives the same answer; and what it was asked."""
    store, seen = load(GRAPH), []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            seen.append({"query": parse_qs(sent)["query"][0], "accept": self.headers["Accept"]})
            said, media = body, kind
            if said is None:
                found = store.query(seen[-1]["query"])
                if isinstance(found, ox.QueryTriples):
                    said, media = found.serialize(format=ox.RdfFormat.N_TRIPLES), "application/n-triples"
                else:
                    said, media = found.serialize(format=JSON), "application/sparql-results+json; charset=utf-8"
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(said or b"")))
            self.end_headers()
            self.wfile.write(said or b"")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/sparql", seen
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("sparql", [ROWS, "ASK { ?x a pg:Note }", "CONSTRUCT WHERE { ?x a pg:Note ; pg:path ?path }"])
def test_an_endpoint_answers_as_the_graph_itself(sparql: str) -> None:
    with endpoint() as (url, _):
        assert remote.ask(url, sparql) == ask(load(GRAPH), sparql)


def test_prefixes_are_declared_and_parameters_filled_in() -> None:
    with endpoint() as (url, seen):
        answer = remote.ask(url, "SELECT ?name { ?thing schema:name ?name }", {"thing": "arxiv:2007.03260"}, limit=1)

    assert len(answer.rows) == 1
    assert seen[0]["query"].startswith("PREFIX schema: <https://schema.org/> SELECT")
    assert "<https://arxiv.org/abs/2007.03260>" in seen[0]["query"]
    assert seen[0]["accept"].startswith("application/sparql-results+json")


@pytest.mark.parametrize(
    "status, body, kind, sentence",
    [
        (400, b"line 3:\n  wrong", "text/plain", r"refuses the query \(400\): line 3: wrong"),
        (503, b"", "text/plain", r"refuses the query \(503\)"),
        (200, b"<html>", "text/html", "answers with text/html, which is no answer"),
        (200, b"", "", "answers with no media type"),
        (200, b"{", "application/sparql-results+json", "cannot be read as application/sparql-results"),
        (200, b"nonsense", "application/n-triples", "cannot be read as application/n-triples"),
    ],
)
def test_what_is_no_answer_is_one_sentence(status: int, body: bytes, kind: str, sentence: str) -> None:
    with endpoint(status, body, kind) as (url, _), pytest.raises(QueryError, match=sentence) as caught:
        remote.ask(url, ROWS)
    assert "\n" not in str(caught.value)


def test_an_answer_without_end_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "_LONGEST_ANSWER", 1 << 20)
    with (
        endpoint(200, b" " * ((1 << 20) + 1), "application/sparql-results+json") as (url, _),
        pytest.raises(QueryError, match="more than 1 MB"),
    ):
        remote.ask(url, ROWS)


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/sparql", "nonsense", "ftp://example.org/", "http://"])
def test_what_cannot_be_reached_is_one_sentence(address: str) -> None:
    with pytest.raises(QueryError, match="cannot be asked") as caught:
        remote.ask(address, ROWS)
    assert "object at" not in str(caught.value)


def test_what_reaches_out_is_not_even_sent() -> None:
    with endpoint() as (url, seen), pytest.raises(QueryError, match="SERVICE"):
        remote.ask(url, "ASK { SERVICE <http://example.org/> {} }")
    assert seen == []
