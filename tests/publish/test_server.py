"""A server that misbehaves: what is tried again, what is made smaller, and what is said of the rest."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import pyoxigraph as ox
import pytest

from emulation import UNRESOLVABLE, Action, Answer, RefusedPort, Request
from emulators.faults import PORTAL, status
from papergraph.errors import AccessError, ConfigError, ServerError
from papergraph.http import Clock, Limits
from papergraph.publish import Login, Options, Server, reached
from stores import GONE, Small, chunk

GRAPH = "https://example.org/kg"
LINES = [f'<urn:s{n:03}> <urn:p> "{n}" .\n'.encode() for n in range(100)]
LIMITS = Limits(connect=2.0, silence=0.5, whole=2.0, tries=3, wait=60.0)


@pytest.fixture
def small() -> Iterator[Small]:
    with Small() as server:
        yield server


def at(small: Small, waits: list[str] | None = None, *, packed: bool = False) -> Server:
    clock = Clock(small.clock.now, small.clock.sleep)
    told = waits if waits is not None else []
    options = Options(packed=packed)
    return reached(small.url, Login(small.url, {}), options, limits=LIMITS, clock=clock, waiting=told.append)


def rows(name: str, value: str) -> bytes:
    """An answer of one row."""
    return json.dumps(
        {"head": {"vars": [name]}, "results": {"bindings": [{name: {"type": "literal", "value": value}}]}}
    ).encode()


def test_triples_arrive_and_are_counted_and_read(small: Small) -> None:
    server = at(small)
    server.send(GRAPH, LINES)
    server.send("", LINES[:3])

    assert server.count([GRAPH, "", "urn:none"]) == {GRAPH: 100, "": 3, "urn:none": 0}
    assert set(server.triples(GRAPH, [f"urn:s{n:03}" for n in range(30)])) == {
        (f"<urn:s{n:03}>", "<urn:p>", f'"{n}"') for n in range(30)
    }


def test_many_graphs_are_counted_in_few_requests(small: Small) -> None:
    assert set(at(small).count([f"urn:g{n}" for n in range(450)]).values()) == {0}
    assert sum(request.path == "/query" for request in small.requests) == 3


@pytest.mark.parametrize("code", [429, 503])
def test_a_server_that_wants_to_be_asked_later_is_asked_later(small: Small, code: int) -> None:
    waits: list[str] = []
    small.faults.add(status(code, Retry_After="20"), chunk, times=2)
    at(small, waits).send(GRAPH, LINES)

    assert len(small.triples(GRAPH)) == 100
    assert small.clock.sleeps == [20.0, 20.0]
    assert waits[0] == f"again in 20 s: Oxigraph wants to be asked less often (status {code})"


def test_a_server_that_wants_to_be_asked_much_later_is_left_alone(small: Small) -> None:
    small.faults.add(status(503, Retry_After="7200"), chunk)
    with pytest.raises(ServerError, match="Oxigraph wants to be asked less often"):
        at(small).send(GRAPH, LINES)

    assert small.clock.sleeps == []


@pytest.mark.parametrize("action", [status(500), status(502, PORTAL, "text/html"), lambda *_: GONE])
def test_trouble_that_passes_costs_nothing(small: Small, action: Action) -> None:
    server = at(small)
    server.count([GRAPH])
    small.faults.add(action, chunk, times=2)
    server.send(GRAPH, LINES)

    assert len(small.triples(GRAPH)) == 100


def test_a_server_that_hangs_is_given_up(small: Small) -> None:
    small.faults.add(lambda *_: Answer(wait=30.0, silent=True), chunk)
    with pytest.raises(ServerError, match="Oxigraph does not answer in time"):
        at(small).send(GRAPH, LINES)


@pytest.mark.parametrize("limit", [2000, 300, 40])
def test_what_is_too_large_is_sent_in_halves_and_then_no_larger(small: Small, limit: int) -> None:
    small.faults.add(status(413), lambda one: chunk(one) and len(one.body) > limit)
    server = at(small)
    server.send(GRAPH, LINES)
    sizes = [len(request.body) for request in small.requests if chunk(request)]
    small.forget()
    server.send("urn:again", LINES)
    again = [len(request.body) for request in small.requests if chunk(request)]

    assert len(small.triples(GRAPH)) == len(small.triples("urn:again")) == 100
    assert sizes[0] > limit
    assert max(again) <= limit or limit == 40


def test_a_replacement_that_is_too_large_replaces_once(small: Small) -> None:
    small.store.load("<urn:old> <urn:p> <urn:o> .", ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(GRAPH))
    small.faults.add(status(413), lambda one: chunk(one) and len(one.body) > 1000)
    at(small).send(GRAPH, LINES, replace=True)

    assert {value for _, _, value in small.triples(GRAPH)} == {f'"{n}"' for n in range(100)}


def test_a_statement_that_is_too_large_is_told(small: Small) -> None:
    small.faults.add(status(413), chunk)
    with pytest.raises(ServerError, match="Oxigraph takes no statement of 25 bytes"):
        at(small).send(GRAPH, LINES)


def test_what_is_sent_can_be_packed(small: Small) -> None:
    def unpack(request: Request, _: Callable[[], Answer]) -> Answer:
        assert request.headers["content-encoding"] == "gzip"
        return small.right_answer(replace(request, body=gzip.decompress(request.body)))

    small.faults.add(unpack, chunk)
    at(small, packed=True).send(GRAPH, LINES)

    assert len(small.triples(GRAPH)) == 100


def test_a_server_that_unpacks_nothing_gets_it_plain(small: Small) -> None:
    small.faults.add(status(415), lambda one: "content-encoding" in one.headers)
    server = at(small, packed=True)
    for _ in range(2):
        server.send(GRAPH, LINES)

    assert len(small.triples(GRAPH)) == 100
    assert sum("content-encoding" in request.headers for request in small.requests) == 1


def test_the_words_of_the_server_are_repeated_in_one_short_line(small: Small) -> None:
    small.faults.add(status(400, b"Parser error\n at line 3 of 7\n" + b"x" * 9999), chunk)
    with pytest.raises(
        ServerError, match=r"refuses the request \(status 400\): Parser error at line 3 of 7 x+$"
    ) as caught:
        at(small).send(GRAPH, LINES)

    assert len(str(caught.value)) < 400


def test_what_is_neither_success_nor_error_is_no_success(small: Small) -> None:
    small.faults.add(status(302), chunk)
    with pytest.raises(ServerError, match="status 302"):
        at(small).send(GRAPH, LINES)


@pytest.mark.parametrize("code", [400, 500])
def test_a_page_for_people_is_not_repeated(small: Small, code: int) -> None:
    small.faults.add(status(code, PORTAL, "text/html"), chunk)
    with pytest.raises(ServerError, match=rf"^Oxigraph refuses the request \(status {code}\)\.$"):
        at(small).send(GRAPH, LINES)


def test_a_server_that_speaks_of_permission_wants_others(small: Small) -> None:
    said = b"Virtuoso 42000 Error SR186:SECURITY: No permission to execute procedure DB.DBA.SPARUL_DROP"
    small.faults.add(status(500, said), lambda one: one.path == "/update")
    with pytest.raises(AccessError):
        at(small).takes_updates("urn:x")


@pytest.mark.parametrize(
    "kind, body, said",
    [
        ("text/html", PORTAL, "answers a query with text/html, which is no answer"),
        ("application/sparql-results+json", b"{", "answers a query with what cannot be read"),
        ("application/sparql-results+json", b'{"head": {}, "boolean": true}', "which is no answer"),
        ("", b"", "no media type"),
        ("application/sparql-results+json", rows("x", "1"), "answers a count with '', which is no number"),
        ("application/sparql-results+json", rows("n", "many"), "answers a count with 'many', which is no number"),
        ("application/sparql-results+json", rows("n", "-1"), "which is no number"),
        ("application/sparql-results+json", rows("n", "9" * 5000), "which is no number"),
        ("application/sparql-results+json", rows("n", "\u0663"), "which is no number"),
    ],
)
def test_what_is_no_answer_to_a_query_is_told(small: Small, kind: str, body: bytes, said: str) -> None:
    small.faults.add(status(200, body, kind), lambda one: one.path == "/query")
    with pytest.raises(ServerError, match=said):
        at(small).count([""])


def test_a_redirect_of_what_is_sent_is_told(small: Small) -> None:
    small.faults.add(status(302, Location="/login"), chunk)
    with pytest.raises(ServerError, match="redirects a request that cannot be repeated elsewhere"):
        at(small).send(GRAPH, LINES)


@pytest.mark.parametrize("code, taken", [(200, True), (204, True), (404, False), (405, False), (501, False)])
def test_whether_updates_are_taken_is_found_out(small: Small, code: int, *, taken: bool) -> None:
    small.faults.add(status(code), lambda one: one.path == "/update")

    assert at(small).takes_updates("urn:x") is taken


def test_nobody_there_is_told() -> None:
    with RefusedPort() as port, pytest.raises(ServerError, match=r"^127.0.0.1:\d+ cannot be reached \(connection ref"):
        reached(port.url, Login(port.url, {}))
    with pytest.raises(ServerError, match="the name is not known here"):
        reached(UNRESOLVABLE, Login(UNRESOLVABLE, {}))


def test_a_root_that_is_of_no_use_leaves_the_kind_open(small: Small) -> None:
    for action in (status(404), status(302, Location="http://localhost/elsewhere"), status(500)):
        small.faults.clear()
        small.faults.add(action, lambda one: one.path == "/")
        assert at(small).kind.title == "The server"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://kg.example",
        "kg.example:7878",
        "http://",
        "http://kg.example:99999",
        "http://[::1",
        "http://kg.example/#a",
        "http://kg.example/a b",
        "http://kg.example\\@evil.example/",
        "http://kg.example/\n",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ConfigError, match="address"):
        reached(url, Login("http://kg.example", {}))


def test_an_address_with_a_password_is_refused_and_not_repeated() -> None:
    for url in ("https://ada:secret@kg.example/", "https://secret@kg.example/"):
        for options in (Options(update=url), Options(query=url)):
            with pytest.raises(ConfigError, match="holds no name or password") as caught:
                reached("https://kg.example", Login("https://kg.example", {}), options)
            assert "secret" not in str(caught.value)
        with pytest.raises(ConfigError, match="holds no name or password") as caught:
            reached(url, Login(url, {}))
        assert "secret" not in str(caught.value)
