"""The addresses beside the endpoint: the page, things, words, named queries, what the server says of itself."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from openapi_spec_validator import validate

from servers import Server, build, serving

PAPER = "https://arxiv.org/abs/2401.01234"
STUDY = "Graphs from Notes: a Study"


def test_the_page_is_at_the_root_with_its_policy(server: Server, built: Path) -> None:
    response = server.request("GET", "/")

    assert (response.status, response.type) == (200, "text/html")
    assert b"papergraph-endpoint" in response.body
    assert response.headers["content-security-policy"] == "frame-ancestors 'none'"
    assert len(response.body) >= (built / "output" / "graph.html").stat().st_size


def test_a_build_without_a_page_is_served_all_the_same(tmp_path: Path) -> None:
    build(tmp_path, "--format", "nt")
    with serving(tmp_path) as server:
        assert 'href="sparql"' in server.request("GET", "/").text
        assert server.request("GET", f"/resource?iri={PAPER}", {"Accept": "text/html, */*;q=0.1"}).type == "text/turtle"


@pytest.mark.parametrize(
    "name", [f"iri={PAPER}", "reference=arxiv:2401.01234", "reference=https://arxiv.org/pdf/2401.01234v2"]
)
def test_what_is_said_of_a_thing_and_where_it_is_named(server: Server, name: str) -> None:
    response = server.request("GET", f"/resource?{name}", {"Accept": "application/n-triples"})

    assert response.status == 200
    triples = [quad.triple for quad in ox.parse(response.body, ox.RdfFormat.N_TRIPLES)]
    assert any(str(triple.subject) == f"<{PAPER}>" and STUDY in str(triple.object) for triple in triples)
    assert any(str(triple.object) == f"<{PAPER}>" for triple in triples)


@pytest.mark.parametrize("accept", ["text/turtle", "application/ld+json", "application/rdf+xml", "*/*"])
def test_a_thing_comes_in_the_form_that_is_wanted(server: Server, accept: str) -> None:
    response = server.request("GET", f"/resource?iri={PAPER}", {"Accept": accept})

    assert response.status == 200
    assert response.type == (accept if "*" not in accept else "text/turtle")
    assert STUDY in response.text


def test_a_browser_is_led_to_the_thing_in_the_page(server: Server) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    paper = server.request("GET", "/resource?reference=arxiv:2401.01234", browser)
    person = server.request("GET", "/person/ada_example", browser)
    link = server.request("GET", "/entry/2024-05-06.md/1", browser)

    assert (paper.status, paper.headers["location"]) == (303, "./#at=arxiv:2401.01234")
    assert person.status == 303
    assert person.headers["location"].startswith("../#at=person:")
    assert link.status == 303
    assert link.headers["location"].startswith("../../#view=console&sparql=DESCRIBE%20%3Curn%3Apapergraph%3Aentry")


def test_what_lives_under_the_base_iri_is_at_its_path(server: Server) -> None:
    response = server.request("GET", "/person/ada_example", {"Accept": "application/n-triples"})

    assert response.status == 200
    assert "<urn:papergraph:person/ada_example>" in response.text


def test_unknown_things_are_not_found(server: Server) -> None:
    for path in (
        "/person/nobody",
        "/resource?iri=urn:nothing",
        "/favicon.ico",
        "/resource?iri=x%20y",
        "/%3E/..%2f..%2fetc/passwd",
    ):
        response = server.request("GET", path)
        assert (path, response.status, response.type) == (path, 404, "text/plain")
        response = server.request("GET", path, {"Accept": "application/rdf+xml"})
        assert (path, response.status) == (path, 404)
    assert server.request("GET", "/resource").status == 400
    assert server.request("GET", f"/resource?iri={PAPER}", {"Accept": "image/png"}).status == 406


def test_words_are_found(server: Server) -> None:
    hits = json.loads(server.request("GET", "/search?q=Graphs%20Notes").text)
    chinese = json.loads(server.request("GET", "/search?q=%E5%9B%BE%E8%B0%B1%E4%BB%8E").text)
    papers = json.loads(server.request("GET", "/search?q=a&kind=paper&limit=1").text)

    assert hits[0]["reference"] == "arxiv:2401.01234"
    assert chinese
    assert [hit["kind"] for hit in papers] == ["paper"]


@pytest.mark.parametrize(
    "query, told",
    [
        ("", "words"),
        ("q=a&kind=fish", "no kind"),
        ("q=a&limit=x", "limit"),
        ("q=a&limit=0", "limit"),
        ("q=a&limit=00000011", "limit"),
    ],
)
def test_a_search_that_makes_no_sense_is_refused(server: Server, query: str, told: str) -> None:
    response = server.request("GET", f"/search?{query}")

    assert response.status == 400
    assert told in response.text


def test_references_and_iris_are_told(server: Server) -> None:
    asked = json.dumps({"iris": [PAPER, "urn:nothing"], "references": ["arxiv:2401.01234v1", "no reference"]})
    told = json.loads(server.request("POST", "/things", {"Content-Type": "application/json"}, asked).text)

    assert told == {"references": {PAPER: "arxiv:2401.01234"}, "iris": {"arxiv:2401.01234v1": PAPER}}
    for wrong in ("", "[]", '{"iris": 1}', "[" * 100_000):
        assert server.request("POST", "/things", body=wrong).status == 400
    assert server.request("POST", "/things", body=json.dumps({"iris": ["x"] * 20_001})).status == 413


def test_named_queries_are_listed_and_answered(server: Server) -> None:
    listed = json.loads(server.request("GET", "/queries").text)
    answer = server.request("GET", "/queries/papers-without-code", {"Accept": "text/csv"})

    assert {"name", "title", "description", "parameters", "sparql"} <= listed[0].keys()
    assert any(query["name"] == "papers-without-code" for query in listed)
    assert answer.status == 200
    assert "Lists of Papers" in answer.text
    assert server.request("GET", "/queries/nothing").status == 404
    assert server.request("GET", "/queries/papers-without-code?no=1").status == 400


def test_a_query_of_ones_own_has_a_name_too(tmp_path: Path) -> None:
    build(tmp_path, "--format", "nt")
    (tmp_path / "queries").mkdir()
    text = "# title: Mine\n# parameter: word (default: x) - a word\nSELECT (?word AS ?it) {}\n"
    (tmp_path / "queries" / "mine.rq").write_text(text, encoding="utf-8")
    (tmp_path / "papergraph.toml").write_text('notes = "notes"\n', encoding="utf-8")
    with serving(tmp_path) as server:
        assert any(query["name"] == "mine" for query in json.loads(server.request("GET", "/queries").text))
        assert server.request("GET", "/queries/mine?word=%E5%89%AA", {"Accept": "text/csv"}).text.split() == [
            "it",
            "剪",
        ]


def test_the_server_tells_of_itself(server: Server) -> None:
    health = json.loads(server.request("GET", "/health").text)
    metrics = server.request("GET", "/metrics")
    described = json.loads(server.request("GET", "/openapi.json").text)

    assert health["status"] == "ok"
    assert health["triples"] > 20
    assert f'<meta name="papergraph-built" content="{health["built"]}">' in server.request("GET", "/").text
    assert metrics.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert f"papergraph_triples {health['triples']}\n" in metrics.text
    validate(described)


def test_every_address_that_is_described_is_there(server: Server) -> None:
    described = json.loads(server.request("GET", "/openapi.json").text)
    for path, methods in described["paths"].items():
        for method in methods:
            assert server.request(method.upper(), path).status not in {404, 405, 500}, (method, path)


def test_files_of_the_build_are_handed_out_and_no_others(server: Server, built: Path) -> None:
    (built / "output" / "secret.txt").write_text("secret", encoding="utf-8")

    assert server.request("GET", "/graph.ttl").body == (built / "output" / "graph.ttl").read_bytes()
    assert server.request("GET", "/graph.ttl").type == "text/turtle"
    assert server.request("GET", "/graph.rdf").status == 404
    assert server.request("GET", "/.well-known/void").headers["location"] == "../dataset.ttl"
    for path in ("/secret.txt", "/../papergraph.toml", "/.index/current", "/%2e%2e/notes/2024-05-06.md"):
        response = server.request("GET", path)
        assert response.status == 404, path
        assert "secret" not in response.text


def test_head_is_answered_everywhere(server: Server) -> None:
    for path in ("/", "/health", "/graph.ttl", "/queries"):
        response = server.request("HEAD", path)
        assert (response.status, response.body) == (200, b"")


def test_what_is_gone_is_told_without_its_place_and_counted(tmp_path: Path) -> None:
    build(tmp_path, "--format", "nt", "--format", "html")
    with serving(tmp_path, "--workers", "1") as server:
        for file in (tmp_path / "output" / ".index").glob("*/text.sqlite"):
            file.write_text("no database", encoding="utf-8")
        search = server.request("GET", "/search?q=a")
        led = server.request("GET", f"/resource?iri={PAPER}", {"Accept": "text/html"})
        metrics = server.request("GET", "/metrics").text

    assert search.status == 503
    assert str(tmp_path) not in search.text
    assert led.status == 303
    assert "view=console" in led.headers["location"]
    assert 'kind="search",status="503"} 1\n' in metrics
