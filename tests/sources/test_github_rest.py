"""One repository a request, in their order, until the hour is used up; nothing is asked that cannot be believed."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from emulated_github import many_repositories, repository, secondary_limit
from emulation import START, Action
from emulators.faults import captive_portal, from_the, mentions, reset, stalled, status, unavailable
from github_desk import Desk, answers, opened
from handmade import ref
from papergraph.http import Limits
from papergraph.moments import clock_time
from papergraph.sources.github_rest import MOST_FAILURES
from papergraph.store import Kept, State
from ways import stop

HOUR = 3_600.0
TOKEN_HINT = "With one in GITHUB_TOKEN it takes {}."  # noqa: S105 - no token


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened(tmp_path) as desk:
        yield desk


def names(number: int) -> list[str]:
    """The names of that many repositories, in the order in which they are made."""
    return [one.full_name.lower() for one in many_repositories(number)]


def paths(desk: Desk) -> list[str]:
    return [request.path.removeprefix("/repos/") for request in desk.server.requests]


def test_each_is_asked_for_once_the_most_valuable_first(desk: Desk) -> None:
    desk.has(*many_repositories(12))
    wanted = names(12)[::-1]

    heard = desk.heard(*wanted)

    assert paths(desk) == wanted
    assert [one.requests for one in heard] == list(range(1, 13))
    assert {answer.state for answer in answers(heard).values()} == {State.OK}
    assert all(answer.etag.startswith('W/"') for answer in answers(heard).values())
    assert (stop(heard), heard[-1].hint) == ("", "")


def test_no_more_than_four_are_asked_in_a_second(desk: Desk) -> None:
    desk.has(*many_repositories(9))

    desk.heard(*names(9))

    moments = [request.moment for request in desk.server.requests]
    assert [later - earlier for earlier, later in itertools.pairwise(moments)] == [0.25] * 8


def test_sixty_are_answered_in_an_hour_and_the_rest_is_told_what_a_token_would_bring(desk: Desk) -> None:
    desk.has(*many_repositories(200))

    heard = desk.heard(*names(200))

    assert len(desk.server.requests) == 60
    assert len(answers(heard)) == 60
    assert stop(heard) == (
        f"GitHub answers 60 requests an hour without a token, and again from {clock_time(START + HOUR)}. "
        + TOKEN_HINT.format("3 requests")
    )

    desk.server.clock.advance(3600)

    assert len(answers(desk.heard(*names(200)[60:]))) == 60


def test_who_waits_asks_for_the_rest_an_hour_later(desk: Desk) -> None:
    desk.has(*many_repositories(61))
    desk.heard(*names(60))
    desk.server.forget()

    heard = desk.heard(names(61)[-1])

    assert len(desk.server.requests) == 1
    assert answers(heard)[names(61)[-1]].state is State.ERROR
    assert stop(heard) == (
        f"GitHub answers only so many requests an hour without a token, and again from {clock_time(START + HOUR)}. "
        + TOKEN_HINT.format("1 request")
    )


def test_after_many_requests_a_token_is_worth_a_word(desk: Desk) -> None:
    desk.has(*many_repositories(25))

    assert [one.hint for one in desk.heard(*names(20))] == [""] * 20

    hints = [one.hint for one in desk.heard(*names(25))]

    assert hints == [""] * 24 + ["GitHub took 25 requests; with a token in GITHUB_TOKEN it takes 1 request."]


def test_three_failures_in_a_row_end_the_asking(desk: Desk) -> None:
    desk.has(*many_repositories(10))
    desk.server.faults.add(captive_portal(), from_the(3))

    heard = desk.heard(*names(10))

    given = answers(heard)
    assert [answer.state for answer in given.values()] == [State.OK] * 2 + [State.ERROR] * MOST_FAILURES
    assert stop(heard) == "GitHub sends text/html instead of JSON: is there a login page in the way?"
    assert [one.stop for one in heard[:-1]] == [""] * 4


def test_failures_apart_from_each_other_do_not(desk: Desk) -> None:
    desk.has(*many_repositories(10))
    wrong = names(10)[1::2]
    desk.server.faults.add(captive_portal(), mentions(*wrong))

    heard = desk.heard(*names(10))

    assert {name for name, answer in answers(heard).items() if answer.state is State.ERROR} == set(wrong)
    assert stop(heard) == ""


def test_the_most_valuable_one_does_not_stand_in_the_way_of_the_others(desk: Desk) -> None:
    desk.has(*many_repositories(4))
    desk.server.faults.add(unavailable(500), mentions(names(4)[0]))

    heard = desk.heard(*names(4))

    assert [answer.state for answer in answers(heard).values()] == [State.ERROR] + [State.OK] * 3
    assert stop(heard) == ""


@pytest.mark.parametrize("fault", [reset(), stalled()])
def test_no_answer_at_all_ends_the_asking(desk: Desk, fault: Action) -> None:
    desk.limits = Limits(connect=0.2, silence=0.05, whole=0.2)
    desk.has(*many_repositories(10))
    desk.server.faults.add(fault)

    heard = desk.heard(*names(10))

    assert len(answers(heard)) == 1
    assert len(desk.server.requests) <= 3
    assert stop(heard).startswith("GitHub ")


@pytest.mark.parametrize("fault", [reset(), reset(0.5), unavailable(502), secondary_limit(5)])
def test_what_fails_once_is_asked_again(desk: Desk, fault: Action) -> None:
    desk.has(*many_repositories(3))
    desk.server.faults.add(fault, times=1)

    heard = desk.heard(*names(3))

    assert {answer.state for answer in answers(heard).values()} == {State.OK}
    assert len(desk.server.requests) == 4


@pytest.mark.parametrize(
    "code, text, state, message",
    [
        (404, b'{"message": "Not Found"}', State.MISSING, "GitHub does not know it"),
        (410, b'{"message": "Gone"}', State.MISSING, "GitHub does not know it"),
        (451, b'{"message": "x", "block": {"reason": "dmca"}}', State.MISSING, "blocked: GitHub blocks it (dmca)"),
        (403, b'{"message": "Repository access blocked"}', State.MISSING, "blocked: GitHub blocks it"),
        (403, b'{"message": "Sorry."}', State.ERROR, "GitHub refuses it (status 403: Sorry.)"),
        (401, b'{"message": "Bad credentials"}', State.ERROR, "GitHub refuses it (status 401: Bad credentials)"),
        (422, b'{"message": "What?"}', State.ERROR, "GitHub refuses it (status 422: What?)"),
        (500, b'{"message": "Oh."}', State.ERROR, "GitHub has trouble of its own (status 500)"),
        (200, b'{"id": 1, "full_name": "x"}', State.ERROR, "GitHub describes another repository than the one that"),
        (200, b'{"data": {"id": 1}}', State.ERROR, "GitHub describes another repository than the one that was asked"),
    ],
)
def test_each_refusal_is_what_it_is(desk: Desk, code: int, text: bytes, state: State, message: str) -> None:
    desk.server.faults.add(status(code, text, "application/json"))

    answer = answers(desk.heard("a/b"))["a/b"]

    assert answer.state is state
    assert answer.message.startswith(message)
    assert (answer.raw, answer.reference) == ("", None)


def test_what_the_store_has_is_asked_for_only_where_it_has_changed(desk: Desk) -> None:
    desk.has(repository("a/b", stars=5), repository("a/c", stars=5))
    desk.look_up("a/b", "a/c")
    kept = desk.kept("a/b", "a/c")
    desk.has(repository("a/b", stars=5), repository("a/c", stars=6))
    desk.server.forget()

    given = answers(desk.heard("a/b", "a/c", kept=kept.get))

    assert [request.headers.get("if-none-match") for request in desk.server.requests] == [
        kept["a/b"].etag,
        kept["a/c"].etag,
    ]
    assert (given["a/b"].unchanged, given["a/b"].tells) == (True, False)
    assert (given["a/c"].unchanged, given["a/c"].tells) == (False, True)
    assert given["a/c"].etag not in {"", kept["a/c"].etag}


@pytest.mark.parametrize(
    "changes", [{"etag": ""}, {"raw": ""}, {"version": "github/0"}, {"reference": ref("github:a/other")}]
)
def test_what_cannot_be_confirmed_is_asked_for_whole(desk: Desk, changes: dict[str, object]) -> None:
    desk.has(repository("a/b"))
    desk.look_up("a/b")
    desk.server.forget()

    def kept(name: str) -> Kept:
        return desk.kept(name)[name]._replace(**changes)  # type: ignore[arg-type]

    assert answers(desk.heard("a/b", kept=kept))["a/b"].tells
    assert "if-none-match" not in desk.server.requests[0].headers


def test_a_limit_that_was_used_up_by_somebody_else_says_when_it_ends(desk: Desk) -> None:
    desk.has(*many_repositories(5))
    desk.server.limit = 3

    heard = desk.heard(*names(5))

    assert len(desk.server.requests) == 3
    assert stop(heard).startswith("GitHub answers 3 requests an hour without a token, and again from ")


def test_the_last_one_of_all_may_be_the_last_of_the_hour(desk: Desk) -> None:
    desk.server.limit = 3
    desk.has(*many_repositories(3))

    assert stop(desk.heard(*names(3))) == ""


def test_nothing_wanted_is_nothing_asked(desk: Desk) -> None:
    assert desk.heard() == []
    assert desk.server.requests == []
