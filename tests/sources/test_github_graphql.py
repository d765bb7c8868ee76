"""Fifty repositories a query, in their order; smaller ones where that is too much; an end where nothing helps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from graphql import build_schema, parse, validate

from emulated_github import (
    batch_too_large,
    graphql_error,
    larger_than,
    many_repositories,
    query_failure,
    refusing,
    repository,
)
from emulation import Action, Request
from emulators.faults import captive_portal, from_the, mentions, nth, reset, status, unavailable
from emulators.github_graphql import cost, read, schema
from github_desk import TOKEN, Desk, answers, exhausted, opened
from handmade import ref
from papergraph.sources.asking import Asked
from papergraph.sources.github_graphql import BATCH, MOST_FRUITLESS, question, variables
from papergraph.store import State
from ways import stop


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    with opened(tmp_path) as desk:
        yield desk


def names(number: int) -> list[str]:
    """The names of that many repositories, in the order in which they are made."""
    return [one.full_name.lower() for one in many_repositories(number)]


def asked(request: Request) -> list[str]:
    """What a query asks for, in its order."""
    given = json.loads(request.body)["variables"]
    return [f"{given[f'o{place}']}/{given[f'n{place}']}" for place in range(len(given) // 2)]


def states(desk: Desk, *wanted: str) -> dict[str, State]:
    return {name: answer.state for name, answer in answers(desk.heard(*wanted)).items()}


@pytest.mark.parametrize("number", [1, 2, BATCH])
def test_the_question_is_one_that_github_understands(number: int) -> None:
    query = question(number)

    assert validate(schema(), parse(query)) == []


def test_the_question_is_one_of_the_published_schema(shared: Path) -> None:
    published = shared / "apis" / "specs" / "github-graphql-subset.graphql"

    assert validate(build_schema(published.read_text(encoding="utf-8")), parse(question(BATCH))) == []


def test_a_whole_batch_costs_one_point() -> None:
    document = read(question(BATCH))

    assert cost(document, {}).points == 1  # type: ignore[arg-type]


def test_names_are_variables_and_never_part_of_the_query() -> None:
    batch = [Asked(ref('github:a/b"){x}')), Asked(ref("github:c/d"))]

    assert variables(batch) == {"o0": "a", "n0": 'b"){x}', "o1": "c", "n1": "d"}


def test_fifty_are_asked_at_once_the_most_valuable_first(desk: Desk) -> None:
    desk.has(*many_repositories(120))
    wanted = names(120)[::-1]

    heard = desk.heard(*wanted)

    assert [asked(request) for request in desk.server.requests] == [wanted[:50], wanted[50:100], wanted[100:]]
    assert [len(one.answers) for one in heard] == [50, 50, 20]
    assert [one.requests for one in heard] == [1, 2, 3]
    assert list(answers(heard)) == wanted
    assert {answer.state for answer in answers(heard).values()} == {State.OK}
    assert stop(heard) == ""


def test_a_hundred_take_two_requests_and_two_points_over_one_connection(desk: Desk) -> None:
    desk.has(*many_repositories(100))

    assert set(states(desk, *names(100)).values()) == {State.OK}
    assert len(desk.server.requests) == 2
    assert desk.server.window("graphql").used == 2
    assert {request.connection for request in desk.server.requests} == {1}


def test_every_answer_is_given_once_whatever_fails(desk: Desk) -> None:
    """Whoever was not answered is not heard of, and waits."""
    desk.has(*many_repositories(20))
    for fault in (query_failure(many_repositories(20)[3].full_name), exhausted(after=7), batch_too_large()):
        desk.server.faults.clear()
        desk.server.faults.add(fault, larger_than(5), times=3)
        heard = desk.heard(*names(20), "nobody/nothing")

        given = [answer.asked.identifier for one in heard for answer in one.answers]
        assert sorted(given) == sorted({*names(20), "nobody/nothing"})


def test_a_batch_that_is_too_much_is_halved_in_order(desk: Desk) -> None:
    desk.has(*many_repositories(4))
    desk.server.faults.add(batch_too_large(), larger_than(1))

    heard = desk.heard(*names(4))

    a, b, c, d = names(4)
    assert [asked(request) for request in desk.server.requests] == [[a, b, c, d], [a, b], [a], [b], [c, d], [c], [d]]
    assert list(answers(heard)) == [a, b, c, d]


@pytest.mark.parametrize("code", [500, 502, 503, 504])
def test_one_repository_that_github_cannot_answer_for_is_a_failure_and_the_others_are_answered(
    desk: Desk, code: int
) -> None:
    desk.has(*many_repositories(8))
    bad = names(8)[5]
    desk.server.faults.add(unavailable(code), mentions(bad))

    found = states(desk, *names(8))

    assert found == {name: State.ERROR if name == bad else State.OK for name in names(8)}


def test_trouble_with_request_after_request_ends_the_asking(desk: Desk) -> None:
    desk.has(*many_repositories(500))
    desk.server.faults.add(unavailable(503))

    heard = desk.heard(*names(500))

    assert len(desk.server.requests) <= 20
    assert stop(heard) == "GitHub has trouble with request after request."
    assert sum(desk.server.clock.sleeps) < 60


def test_trouble_that_ends_is_forgotten(desk: Desk) -> None:
    """Fruitless are only requests in a row."""
    desk.has(*many_repositories(200))
    desk.server.faults.add(unavailable(502), larger_than(20))

    heard = desk.heard(*names(200))

    assert len([request for request in desk.server.requests if len(request.references) > 20]) > MOST_FRUITLESS
    assert {answer.state for answer in answers(heard).values()} == {State.OK}
    assert stop(heard) == ""


def test_an_error_about_everything_is_asked_again_in_halves(desk: Desk) -> None:
    desk.has(*many_repositories(20))
    desk.server.faults.add(graphql_error(), larger_than(9))

    assert set(states(desk, *names(20)).values()) == {State.OK}
    assert [len(request.references) for request in desk.server.requests] == [20, 10, 5, 5, 10, 5, 5]


def test_an_error_about_everything_that_lasts_is_no_missing_repository(desk: Desk) -> None:
    desk.has(repository("a/b"))
    desk.server.faults.add(graphql_error("Something went wrong\nwhile executing."))

    answer = answers(desk.heard("a/b"))["a/b"]

    assert (answer.state, answer.message) == (
        State.ERROR,
        "GitHub reports an error: Something went wrong while executing.",
    )


def test_an_answer_that_leaves_one_out_says_nothing_about_it(desk: Desk) -> None:
    desk.server.faults.add(status(200, b'{"data": {"rateLimit": null}}', "application/json"))

    answer = answers(desk.heard("a/b"))["a/b"]

    assert (answer.state, answer.message) == (State.ERROR, "GitHub does not say anything about it")


@pytest.mark.parametrize(
    "kind, message, state, told",
    [
        ("NOT_FOUND", "Could not resolve to a Repository.", State.MISSING, "GitHub does not know it"),
        ("FORBIDDEN", "Repository access blocked", State.MISSING, "blocked: Repository access blocked"),
        ("FORBIDDEN", "Blocked by a DMCA takedown", State.MISSING, "blocked: Blocked by a DMCA takedown"),
        (None, "Access blocked: Terms of Service", State.MISSING, "blocked: Access blocked: Terms of Service"),
        ("FORBIDDEN", "Resource protected by SAML", State.ERROR, "GitHub does not show it: Resource protected by SAML"),
        ("INTERNAL", "It is complicated.", State.ERROR, "GitHub reports an error: It is complicated."),
        (None, "", State.ERROR, "GitHub does not say anything about it"),
    ],
)
def test_an_error_of_one_repository_is_read(desk: Desk, kind: str, message: str, state: State, told: str) -> None:
    desk.has(repository("a/b"), repository("a/c"))
    desk.server.faults.add(refusing("a/b", message, kind))

    found = answers(desk.heard("a/b", "a/c"))

    assert found["a/c"].state is State.OK
    assert (found["a/b"].state, found["a/b"].message) == (state, told)


def test_an_error_inside_a_repository_leaves_the_rest_of_it(desk: Desk) -> None:
    """What could not be told is unknown."""
    text = {
        "data": {
            "r0": {"id": "R_1", "databaseId": 1, "nameWithOwner": "a/b", "stargazerCount": 5, "licenseInfo": None}
        },
        "errors": [{"path": ["r0", "licenseInfo"], "message": "Something went wrong."}],
    }
    desk.server.faults.add(status(200, json.dumps(text).encode(), "application/json"))

    answer = answers(desk.heard("a/b"))["a/b"]

    assert answer.state is State.OK
    assert json.loads(answer.parsed) == {"name": "a/b", "stars": 5}


@pytest.mark.parametrize("kind", ["RATE_LIMITED", "RATE_LIMIT"])
def test_used_up_points_end_the_asking_under_either_name(desk: Desk, kind: str) -> None:
    body = json.dumps({"errors": [{"type": kind, "message": "API rate limit already exceeded."}]}).encode()
    desk.server.faults.add(status(200, body, "application/json"), nth(2))
    desk.has(*many_repositories(150))

    heard = desk.heard(*names(150))

    assert len(desk.server.requests) == 2
    assert stop(heard).startswith("GitHub has answered as much as it does in an hour; it answers again at ")
    assert [answer.state for answer in answers(heard).values()] == [State.OK] * 50 + [State.ERROR] * 50


@pytest.mark.parametrize(
    "fault, requests",
    [
        (captive_portal(), 1),
        (status(200, b"", "application/json"), 1),
        (reset(), 3),
        (status(401, b'{"message": "Bad credentials"}', "application/json"), 1),
        (status(403, b'{"message": "No."}', "application/json"), 1),
        (status(418, b'{"message": "No."}', "application/json"), 1),
    ],
)
def test_what_would_fail_for_every_batch_ends_the_asking(desk: Desk, fault: Action, requests: int) -> None:
    desk.has(*many_repositories(150))
    desk.server.faults.add(fault)

    heard = desk.heard(*names(150))

    assert len(desk.server.requests) == requests
    assert len(answers(heard)) == 50
    assert stop(heard).startswith("GitHub ")
    assert stop(heard).endswith((".", "?"))


@pytest.mark.parametrize("fault", [captive_portal(), reset(), unavailable(502), status(200, b"", "application/json")])
def test_what_fails_once_in_the_middle_is_asked_again(desk: Desk, fault: Action) -> None:
    desk.has(*many_repositories(150))
    desk.server.faults.add(fault, nth(2))

    heard = desk.heard(*names(150))

    assert {answer.state for answer in answers(heard).values()} == {State.OK}
    assert len(answers(heard)) == 150
    assert stop(heard) == ""


def test_what_was_answered_before_the_end_stays_answered(desk: Desk) -> None:
    desk.has(*many_repositories(150))
    desk.server.faults.add(captive_portal(), from_the(2))

    heard = desk.heard(*names(150))

    assert len(desk.server.requests) == 4
    assert [answer.state for answer in answers(heard).values()] == [State.OK] * 50 + [State.ERROR] * 50
    assert "is there a login page in the way?" in stop(heard)


def test_the_last_batch_may_spend_the_last_point(desk: Desk) -> None:
    desk.server.limit = 1
    desk.has(*many_repositories(3))

    heard = desk.heard(*names(3))

    assert {answer.state for answer in answers(heard).values()} == {State.OK}
    assert stop(heard) == ""


def test_nothing_wanted_is_nothing_asked(desk: Desk) -> None:
    assert desk.heard() == []
    assert desk.server.requests == []
