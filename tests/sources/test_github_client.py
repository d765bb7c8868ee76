"""The client behind our door: one connection, one name, and nothing believed that has not been looked at."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

import github
import pytest

from emulated_github import graphql_error, missing, primary_limit, repository, secondary_limit
from emulation import START, Action, Answer, RefusedPort, Request
from emulators.faults import captive_portal, instead, redirect, status, unavailable
from emulators.github_rest import full_body
from github_desk import TOKEN, Desk, opened
from papergraph.failures import BadAnswerError, FetchError, LimitedError, RefusedError, UnreachableError
from papergraph.http import Response
from papergraph.sources.github_client import Client, check
from papergraph.sources.github_graphql import question
from papergraph.sources.token import Token

JSON = {"Content-Type": "application/json; charset=utf-8"}
QUERY = question(1)
NAMES = {"o0": "a", "n0": "b"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened(tmp_path) as desk:
        yield desk


@contextmanager
def client(desk: Desk, token: str | None = None, url: str = "") -> Iterator[Client]:
    """A client of ours before the emulator."""
    settings = desk.settings._replace(url=url or desk.server.url)
    with desk.way() as way:
        yield Client(settings, way, Token(token, "GITHUB_TOKEN") if token else None)


def answered(text: str | bytes = b"{}", code: int = 200, **headers: str) -> Response:
    """An answer of GitHub."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    content = text if isinstance(text, bytes) else text.encode()
    return Response(code, {**JSON, **named}, content, "http://127.0.0.1/repos/a/b")


def test_a_repository_is_what_was_in_the_answer(desk: Desk) -> None:
    desk.has(repository("A/B", stars=5))
    with client(desk) as ours:
        described = ours.repository("a/b")

    assert (described.answer["full_name"], described.answer["stargazers_count"]) == ("A/B", 5)
    assert described.etag.startswith('W/"')
    assert not described.unchanged
    assert [(request.method, request.target) for request in desk.server.requests] == [("GET", "/repos/a/b")]


def test_an_unchanged_repository_is_the_one_that_the_store_has(desk: Desk) -> None:
    desk.has(repository("a/b"))
    with client(desk) as ours:
        first = ours.repository("a/b")
        second = ours.repository("a/b", first.etag, '{"id": 1, "full_name": "a/b", "kept": true}')
        third = ours.repository("a/b")

    assert second.unchanged
    assert second.answer["kept"] is True
    assert second.etag == first.etag
    assert not third.unchanged
    tags = [request.headers.get("if-none-match") for request in desk.server.requests]
    assert tags == [None, first.etag, None]


@pytest.mark.parametrize("etag, payload", [("", "{}"), ('W/"x"', "")])
def test_without_a_tag_or_a_payload_the_whole_is_asked_for(desk: Desk, etag: str, payload: str) -> None:
    desk.has(repository("a/b"))
    with client(desk) as ours:
        assert not ours.repository("a/b", etag, payload).unchanged

    assert "if-none-match" not in desk.server.requests[0].headers


def test_graphql_gives_data_and_errors(desk: Desk) -> None:
    desk.has(repository("a/b"))
    with client(desk, TOKEN) as ours:
        data, errors = ours.graphql(QUERY, NAMES)
        nothing, refused = ours.graphql(QUERY, {"o0": "x", "n0": "y"})

    assert data["r0"]["nameWithOwner"] == "a/b"
    assert data["rateLimit"]["cost"] == 1
    assert errors == []
    assert nothing["r0"] is None
    assert [error["type"] for error in refused] == ["NOT_FOUND"]


def test_graphql_without_data_gives_the_errors(desk: Desk) -> None:
    desk.server.faults.add(graphql_error("Something went wrong."))
    with client(desk, TOKEN) as ours:
        assert ours.graphql(QUERY, NAMES) == ({}, [{"message": "Something went wrong."}])


def test_all_requests_go_over_one_connection_under_one_name(desk: Desk) -> None:
    desk.has(repository("a/b"), repository("fresh/name", former_names=("old/name",)))
    with client(desk, TOKEN) as ours:
        ours.repository("a/b")
        ours.graphql(QUERY, NAMES)
        ours.repository("old/name")
        assert ours.door.requests == 4

    assert {request.connection for request in desk.server.requests} == {1}
    (agent,) = {request.headers["user-agent"] for request in desk.server.requests}
    assert agent.startswith("papergraph/")
    assert agent.endswith(f" PyGithub/{version('PyGithub')}")
    assert {request.headers["authorization"] for request in desk.server.requests} == {f"token {TOKEN}"}


def test_other_clients_of_the_library_are_as_they_were(desk: Desk) -> None:
    before = github.Requester.Requester.__dict__["_Requester__httpConnectionClass"]
    with client(desk):
        pass

    assert github.Requester.Requester.__dict__["_Requester__httpConnectionClass"] is before
    assert github.Requester.Requester.__dict__["_Requester__persist"] is True


def test_without_a_token_none_is_sent(desk: Desk) -> None:
    desk.has(repository("a/b"))
    with client(desk) as ours:
        ours.repository("a/b")

    assert "authorization" not in desk.server.requests[0].headers


@pytest.mark.parametrize(
    "base, rest, graphql",
    [
        ("/", "/repos/a/b", "/graphql"),
        ("/api/v3", "/api/v3/repos/a/b", "/api/graphql"),
        ("/api/v3/", "/api/v3/repos/a/b", "/api/graphql"),
    ],
)
def test_a_github_of_one_s_own_may_be_below_a_path(desk: Desk, base: str, rest: str, graphql: str) -> None:
    desk.server.faults.add(missing())
    with client(desk, TOKEN, desk.server.url + base) as ours:
        with pytest.raises(RefusedError):
            ours.repository("a/b")
        with pytest.raises(RefusedError):
            ours.graphql(QUERY, NAMES)

    assert [request.path for request in desk.server.requests] == [rest, graphql]


def test_a_repository_that_nobody_asked_for_is_not_a_renamed_one(desk: Desk) -> None:
    """GitHub redirects to what has another name now."""
    desk.has(repository("a/b"), repository("c/d"))
    wrong = json.dumps(full_body(repository("c/d"), desk.server.url, signed_in=False)).encode()
    desk.server.faults.add(status(200, wrong, "application/json"))

    with client(desk) as ours, pytest.raises(BadAnswerError, match="describes another repository"):
        ours.repository("a/b")


def test_a_redirect_that_adds_a_query_leads_to_the_same_repository(desk: Desk) -> None:
    desk.has(repository("A/B"))
    desk.server.faults.add(redirect("/repos/a/b?again=1", 302), times=1)

    with client(desk) as ours:
        assert ours.repository("a/b").answer["full_name"] == "A/B"


def test_what_is_left_is_known_after_an_answer(desk: Desk) -> None:
    desk.has(repository("a/b"))
    with client(desk) as ours:
        assert ours.remaining[:2] == (-1, -1)
        ours.repository("a/b")

        assert ours.remaining == (59, 60, START + 3600)


def test_a_limit_ends_in_time_whatever_github_says(desk: Desk) -> None:
    desk.has(repository("a/b"))
    with client(desk) as ours:
        ours.repository("a/b")
        ours._github.requester.rate_limiting_resettime = 10**30  # noqa: SLF001

        assert ours.remaining[2] == START + 7200


@pytest.mark.parametrize(
    "fault, error, message",
    [
        (missing(), RefusedError, "refuses it (status 404: Not Found)"),
        (status(410, b'{"message": "Gone"}', "application/json"), RefusedError, "refuses it (status 410: Gone)"),
        (unavailable(503), RefusedError, "has trouble of its own (status 503)"),
        (captive_portal(), BadAnswerError, "sends text/html instead of JSON: is there a login page in the way?"),
        (primary_limit(), LimitedError, "has answered as much as it does in an hour"),
        (secondary_limit(900), LimitedError, "wants to be asked less often (status 403)"),
        (redirect("http://papergraph.invalid/"), BadAnswerError, "redirects to papergraph.invalid, which is another"),
        (redirect("ftp://127.0.0.1/"), BadAnswerError, "redirects to 127.0.0.1, which is another host"),
        (status(202, b'{"message": "Try later."}', "application/json"), BadAnswerError, "sends an answer of no known"),
        (status(301, b'{"message": "Moved", "url": "x"}', "application/json"), BadAnswerError, "sends an answer of no"),
        (status(304), BadAnswerError, "sends text/plain instead of JSON"),
        (status(204), BadAnswerError, "sends text/plain instead of JSON"),
    ],
)
def test_a_failure_says_in_a_clause_what_it_is(
    desk: Desk, fault: Action, error: type[FetchError], message: str
) -> None:
    desk.server.faults.add(fault)
    for token in (None, TOKEN):
        with client(desk, token) as ours, pytest.raises(error) as caught:
            _ = ours.graphql(QUERY, NAMES) if token else ours.repository("a/b")

        expected = "redirects a request" if token and isinstance(caught.value, BadAnswerError) else message
        assert str(caught.value).startswith((message, expected))
        assert caught.value.__cause__ is None


HOSTILE: dict[str, tuple[bytes, dict[str, str]]] = {
    "a message that is no text": (b'{"message": 5}', {}),
    "errors that are no list": (b'{"errors": {"a": 1}}', {}),
    "errors that are null": (b'{"data": {"r0": null}, "errors": null}', {}),
    "errors that are text": (b'{"errors": "x"}', {}),
    "an error that is null": (b'{"errors": [null]}', {}),
    "an error without a message": (b'{"errors": [{}]}', {}),
    "no errors": (b'{"errors": []}', {}),
    "data that is a list": (b'{"data": [1]}', {}),
    "data that is text": (b'{"data": "x"}', {}),
    "data that is null": (b'{"data": null}', {}),
    "a path that is none": (b'{"data": {}, "errors": [{"path": {"a": 1}, "message": ["x"]}]}', {}),
    "a deep nest": (b'{"a": ' * 5_000 + b"1" + b"}" * 5_000, {}),
    "a list": (b"[]", {}),
    "a number": (b"1" * 5_000, {}),
    "what is no number": (b'{"id": NaN, "full_name": "a/b"}', {}),
    "a name that is none": (b'{"id": 1, "full_name": "x"}', {}),
    "two names": (b'{"id": 1, "full_name": ["a/b", "c/d"]}', {}),
    "a limit that is no number": (b'{"id": 1, "full_name": "a/b"}', {"X-RateLimit-Remaining": "many"}),
    "a limit without an end": (b'{"id": 1, "full_name": "a/b"}', {"X-RateLimit-Reset": "9" * 400}),
    "an owner that is text": (b'{"id": 1, "full_name": "a/b", "owner": "a", "url": 5}', {}),
    "half a character": (b'{"id": 1, "full_name": "a/b", "description": "\\ud800"}', {}),
}


@pytest.mark.parametrize("token", [None, TOKEN])
@pytest.mark.parametrize("code", [200, 202, 301, 403, 404, 451])
def test_whatever_is_sent_ends_in_an_answer_or_a_failure(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, code: int, token: str | None
) -> None:
    """No exception of the client, none of Python, and no sleep that nobody sees."""
    monkeypatch.setattr("time.sleep", lambda seconds: pytest.fail(f"slept {seconds} s"))
    if token:
        monkeypatch.setenv("GITHUB_TOKEN", token)
    for kind, (text, headers) in HOSTILE.items():
        desk.server.faults.clear()
        desk.server.faults.add(sent(code, text, {"X-RateLimit-Limit": "60", "X-RateLimit-Remaining": "9"} | headers))
        desk.server.forget()
        heard = desk.heard("a/b", "a/c", "a/d")

        said = [answer for one in heard for answer in one.answers]
        assert said, kind
        assert len(desk.server.requests) <= 12, kind
        missing_there = [answer for answer in said if answer.state == "missing"]
        assert not missing_there, kind
        assert {answer.asked.identifier for answer in said if answer.tells} <= {"a/b"}, kind


def sent(code: int, text: bytes, headers: dict[str, str]) -> Action:
    """That answer, as JSON."""

    def make(_: Request) -> Answer:
        return Answer(code, (("Content-Type", "application/json"), *headers.items()), text)

    return instead(make)


LIMIT = json.dumps({"message": "API rate limit exceeded for 127.0.0.1."})
SECONDARY = json.dumps({"message": "You have exceeded a secondary rate limit. Please wait."})
ABUSE = json.dumps({"message": "You have triggered an abuse detection mechanism."})
RESULT = json.dumps({"errors": [{"message": "You have exceeded a secondary rate limit."}]})


@pytest.mark.parametrize(
    "response, until",
    [
        (answered(LIMIT, 403, X_RateLimit_Reset=f"{START + 600:.0f}"), START + 600),
        (answered(LIMIT, 403), None),
        (answered(LIMIT, 403, X_RateLimit_Reset="soon"), None),
        (answered(LIMIT, 403, X_RateLimit_Reset="9" * 400), START + 7200),
        (answered('{"message": "No."}', 403, X_RateLimit_Remaining="0"), None),
        (answered(SECONDARY, 403), START + 60),
        (answered(ABUSE, 403), START + 60),
        (answered(SECONDARY, 429), START + 60),
        (
            answered(
                '{"message": "API rate limit exceeded for user ID 1."}', 429, X_RateLimit_Reset=str(int(START + 90))
            ),
            START + 90,
        ),
        (answered(SECONDARY, 200), START + 60),
        (answered(RESULT, 200), START + 60),
    ],
)
def test_a_limit_is_one_until_some_time(response: Response, until: float | None) -> None:
    with pytest.raises(LimitedError) as caught:
        check(response, START)

    assert caught.value.until == until


@pytest.mark.parametrize(
    "response",
    [
        answered('{"id": 1, "full_name": "a/b"}'),
        answered('{"data": {"r0": null}}')._replace(url="http://127.0.0.1/graphql"),
        answered('{"data": null, "errors": [{"message": "No."}]}')._replace(url="http://127.0.0.1/graphql"),
        answered('{"message": "Not Found"}', 404),
        answered('{"message": "No."}', 403, X_RateLimit_Remaining="5"),
        answered('{"message": "Repository access blocked", "block": {"reason": "dmca"}}', 451),
        answered("Rate exceeded.", 429, Content_Type="text/plain"),
    ],
)
def test_what_github_sends_is_believed(response: Response) -> None:
    check(response, START)


@pytest.mark.parametrize(
    "response, message",
    [
        (answered("{}"), "sends what is no description of a repository"),
        (answered('{"id": "1", "full_name": "a/b"}'), "sends what is no description of a repository"),
        (answered('{"full_name": "a/b"}'), "sends what is no description of a repository"),
        (answered('{"message": "You are welcome."}'), "sends what is no description of a repository"),
        (
            answered('{"message": "Not Found"}', 404)._replace(url="http://127.0.0.1/x"),
            "redirects to what is not there",
        ),
        (answered("{}", 404), "sends an answer of no known form (status 404)"),
        (answered('{"message": ""}', 403), "sends an answer of no known form (status 403)"),
        (answered('{"message": "Moved"}', 301), "sends an answer of no known form (status 301)"),
        (answered("[]"), "sends JSON of no known form"),
        (answered('{"id": 1'), "sends JSON that is cut or damaged"),
        (answered(b'{"id": 1, "full_name": "\xff"}'), "sends JSON that is cut or damaged"),
        (answered(""), "sends JSON that is cut or damaged"),
        (
            answered("{}", Content_Type="text/plain"),
            "sends text/plain instead of JSON: is there a login page in the way?",
        ),
        (
            answered("{}", Content_Type=""),
            "sends an answer of no type instead of JSON: is there a login page in the way?",
        ),
        (answered("", 304), "sends JSON that is cut or damaged"),
    ],
)
def test_what_github_does_not_send_is_not(response: Response, message: str) -> None:
    with pytest.raises(BadAnswerError) as caught:
        check(response, START)

    assert str(caught.value) == message


def test_a_refused_connection_is_a_failure(desk: Desk) -> None:
    with RefusedPort() as port, client(desk, url=port.url) as ours, pytest.raises(UnreachableError):
        ours.repository("a/b")


@pytest.mark.parametrize(
    "body, code, clause, refused",
    [
        ({"message": "x", "block": {"reason": "dmca"}}, 451, "blocks it (dmca)", 451),
        ({"message": "x", "block": {"reason": "tos"}}, 403, "blocks it (tos)", 451),
        ({"message": "Repository access blocked"}, 403, "blocks it", 451),
        ({"message": "Must have\nadmin rights"}, 403, "refuses it (status 403: Must have admin rights)", 403),
        ({"message": "m" * 999}, 422, f"refuses it (status 422: {'m' * 120})", 422),
    ],
)
def test_a_refusal_says_why(desk: Desk, body: dict[str, Any], code: int, clause: str, refused: int) -> None:
    desk.server.faults.add(status(code, json.dumps(body).encode(), "application/json"))
    with client(desk) as ours, pytest.raises(RefusedError) as caught:
        ours.repository("a/b")

    assert (str(caught.value), caught.value.status) == (clause, refused)
