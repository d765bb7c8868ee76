"""Each trap of GitHub and of its client: first what the bare client does, where it is its trap, then what we do."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import github
import pytest
import requests

from emulated_github import (
    LICENSES,
    Repository,
    bad_credentials,
    batch_too_large,
    blocked,
    graphql,
    many_repositories,
    primary_limit,
    query_failure,
    rate_limited,
    refusing,
    repository,
    secondary_limit,
)
from emulation import START, Action, Condition, RefusedPort
from emulators.faults import (
    captive_portal,
    mentions,
    path_contains,
    redirect,
    redirect_chain,
    redirect_loop,
    rewritten,
    status,
    too_many_requests,
    unavailable,
)
from github_desk import TOKEN, Desk, answers, bare, body, exhausted, opened, repositories, tally
from papergraph.model import Status
from papergraph.moments import clock_time
from papergraph.sources.github_answers import KEPT
from papergraph.store import State
from ways import stop

GRAPHQL, REST = "GraphQL", "REST"
HOUR, DAY = 3_600.0, 86_400.0
MOST_REQUESTS = 6
"""Of one question: what was asked, and five redirects."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """GitHub without a token: REST."""
    with opened(tmp_path) as desk:
        yield desk


@pytest.fixture
def with_token(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """GitHub with a token: GraphQL."""
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    return desk


@pytest.fixture(params=[REST, GRAPHQL])
def either(request: pytest.FixtureRequest, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """GitHub both ways."""
    if request.param == GRAPHQL:
        monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    return desk


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the bare client sleeps: it does not know our clock, and need not sleep really."""
    sleeps: list[float] = []
    monkeypatch.setattr(time, "sleep", sleeps.append)
    return sleeps


def paths(desk: Desk) -> list[str]:
    """What the emulator was asked for."""
    return [request.path for request in desk.server.requests]


def written(desk: Desk) -> bytes:
    """Every byte that the store holds, in whichever of its files."""
    return b"".join(path.read_bytes() for path in sorted(desk.path.parent.glob(f"{desk.path.name}*")))


# The limits: nobody sleeps unseen, and nothing is missing because of one.


def test_the_client_sleeps_until_the_limit_ends_and_we_say_when_that_is(desk: Desk, slept: list[float]) -> None:
    desk.has(repository("a/b"), repository("a/c"))
    for_an_hour = time.time() + 3000 - desk.server.clock.now()
    desk.server.faults.add(primary_limit(for_an_hour), times=1)

    with bare(desk.server) as client:
        assert client.get_repo("a/b").full_name == "a/b"

    assert 2990 < max(slept) < 3010

    desk.server.faults.clear()
    desk.server.faults.add(primary_limit(3000))
    desk.server.forget()
    found = desk.look_up("a/b", "a/c")

    assert len(desk.server.requests) == 1
    assert desk.server.clock.sleeps == []
    assert tally(found).stop.startswith("GitHub answers")
    assert f" again from {clock_time(START + 3000)}." in tally(found).stop
    assert (tally(found).failed, tally(found).waiting, tally(found).missing) == (1, 1, 0)
    assert found.records == ()


def test_the_last_request_of_the_hour_is_the_last(desk: Desk) -> None:
    """What is left is in every answer, so that nobody has to be refused to learn that it is nothing."""
    desk.has(repository("a/b"), repository("a/c"), repository("a/d"))
    desk.server.limit = 2

    heard = desk.heard("a/b", "a/c", "a/d")

    assert len(desk.server.requests) == 2
    assert stop(heard) == (
        f"GitHub answers 2 requests an hour without a token, and again from {clock_time(START + HOUR)}. "
        "With one in GITHUB_TOKEN it takes 1 request."
    )


def test_the_client_s_cap_is_none_for_retry_after_and_ours_is(desk: Desk, slept: list[float]) -> None:
    desk.has(repository("a/b"))
    desk.server.faults.add(secondary_limit(7), times=1)

    with bare(desk.server, retry=github.GithubRetry(max_rate_limit_wait=3)) as client:
        assert client.get_repo("a/b").full_name == "a/b"

    assert slept == [7]

    desk.server.faults.clear()
    desk.server.faults.add(secondary_limit(3600))
    desk.server.forget()
    heard = desk.heard("a/b")

    assert len(desk.server.requests) == 1
    assert desk.server.clock.sleeps == []
    assert answers(heard)["a/b"].state is State.ERROR
    assert f" again from {clock_time(START + HOUR)}." in stop(heard)


@pytest.mark.parametrize(
    "limit, wait",
    [
        (secondary_limit(20), 20),
        (secondary_limit(60), 60),
        (secondary_limit(20, code=429), 20),
        (too_many_requests(20, date=True), 20),
        (secondary_limit(None), 60),
    ],
)
def test_a_secondary_limit_is_waited_for_as_long_as_github_asks(either: Desk, limit: Action, wait: float) -> None:
    either.has(repository("a/b"), repository("a/c"))
    either.server.faults.add(limit, times=1)

    heard = either.heard("a/b", "a/c")

    assert {answer.state for answer in answers(heard).values()} == {State.OK}
    assert max(either.server.clock.sleeps) == wait
    assert any(f"again in {wait} s" in said for said in either.waits)


def test_the_client_gives_up_at_a_bare_429_and_we_ask_again(desk: Desk) -> None:
    desk.has(repository("a/b"))
    desk.server.faults.add(secondary_limit(None, code=429), times=1)

    with bare(desk.server) as client, pytest.raises(github.GithubException) as caught:
        client.get_repo("a/b")

    assert caught.value.status == 429

    desk.server.faults.clear()
    desk.server.faults.add(secondary_limit(None, code=429), times=1)

    assert answers(desk.heard("a/b"))["a/b"].state is State.OK


@pytest.mark.parametrize(
    "limit",
    [secondary_limit(None), secondary_limit(None, code=429), secondary_limit(900), secondary_limit(900, code=429)],
)
def test_a_secondary_limit_that_lasts_ends_the_asking_and_nothing_is_missing(either: Desk, limit: Action) -> None:
    names = [one.full_name.lower() for one in many_repositories(5)]
    either.has(*many_repositories(5))
    either.server.faults.add(limit)

    found = either.look_up(*names)

    assert len(either.server.requests) <= 3
    assert tally(found).stop
    assert tally(found).failed + tally(found).waiting == 5
    assert {kept.state for kept in either.kept(*names).values()} == {State.ERROR}


def test_used_up_points_come_with_status_200_and_end_the_asking(with_token: Desk) -> None:
    desk = with_token
    desk.has(repository("a/b"))
    desk.server.faults.add(rate_limited(1800))

    with bare(desk.server, auth=github.Auth.Token(TOKEN)) as client, pytest.raises(github.GithubException) as caught:
        client.requester.graphql_query("{ rateLimit { remaining } }", {})

    assert caught.value.status == 400
    assert len(desk.server.requests) == 1

    desk.server.forget()
    found = desk.look_up("a/b", *(f"a/c{number}" for number in range(99)))

    assert len(desk.server.requests) == 1
    assert tally(found).stop == (
        f"GitHub has answered as much as it does in an hour; it answers again at {clock_time(START + HOUR / 2)}."
    )
    assert (tally(found).failed, tally(found).waiting, tally(found).missing) == (50, 50, 0)


def test_the_points_are_not_spent_to_the_last(with_token: Desk) -> None:
    """GitHub says with each answer how many are left: fewer than another such query costs end the asking."""
    desk = with_token
    desk.server.limit = 2
    desk.has(*many_repositories(150))

    heard = desk.heard(*(one.full_name.lower() for one in many_repositories(150)))

    assert len(desk.server.requests) == 2
    assert len(answers(heard)) == 100
    assert stop(heard).endswith(f"it answers again at {clock_time(START + HOUR)}.")


# The client's objects: only what was in the answer counts.


def test_the_client_adds_a_key_to_the_languages_and_we_never_ask_for_them(either: Desk) -> None:
    either.has(repository("a/b", languages={"Python": 10, "C": 2}))
    with bare(either.server) as client:
        assert client.get_repo("a/b").get_languages().keys() == {"Python", "C", "url"}

    either.server.forget()
    either.look_up("a/b")

    assert not any("languages" in path for path in paths(either))
    kept = json.loads(either.kept("a/b")["a/b"].raw)
    assert kept.keys() <= {*KEPT, "license", "parent"}
    assert "url" not in kept


def test_the_client_makes_a_repository_of_a_login_page_and_we_do_not(either: Desk) -> None:
    either.has(repository("a/b"), repository("a/c"))
    either.server.faults.add(captive_portal())
    with bare(either.server) as client:
        made = client.get_repo("a/b")
        assert made.full_name == "a/b"
        assert "id" not in made.raw_data

    either.server.forget()
    found = either.look_up("a/b", "a/c")

    assert len(either.server.requests) <= 3
    assert found.records == ()
    assert {kept.state for kept in either.kept("a/b", "a/c").values()} == {State.ERROR}
    assert "sends text/html instead of JSON: is there a login page in the way?" in (
        tally(found).stop or either.kept("a/b")["a/b"].message
    )


def test_the_client_makes_a_repository_of_any_json_and_we_do_not(desk: Desk) -> None:
    desk.server.faults.add(status(200, b'{"hello": "world"}', "application/json"))
    with bare(desk.server) as client:
        assert client.get_repo("a/b").full_name == "a/b"

    answer = answers(desk.heard("a/b"))["a/b"]

    assert answer == answer._replace(state=State.ERROR, raw="")
    assert answer.message == "GitHub sends what is no description of a repository"


def test_a_lazy_object_of_the_client_asks_nobody_and_ours_always_has(desk: Desk) -> None:
    with bare(desk.server, lazy=True) as client:
        assert client.get_repo("nobody/nothing").full_name == "nobody/nothing"
        assert desk.server.requests == []

    assert answers(desk.heard("nobody/nothing"))["nobody/nothing"].state is State.MISSING
    assert len(desk.server.requests) == 1


# What the client raises: not all of it is a GithubException.


def test_trouble_at_github_raises_what_is_no_exception_of_the_client_and_is_a_failure_here(either: Desk) -> None:
    either.server.faults.add(unavailable(503))
    with bare(either.server) as client, pytest.raises(requests.exceptions.RetryError) as caught:
        client.get_repo("a/b")

    assert not isinstance(caught.value, github.GithubException)

    assert answers(either.heard("a/b"))["a/b"].message == "GitHub has trouble of its own (status 503)"


def test_no_connection_raises_what_is_no_exception_of_the_client_and_is_a_failure_here(
    either: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with RefusedPort() as port:
        monkeypatch.setattr(type(either.server), "url", port.url)
        with bare(either.server) as client, pytest.raises(requests.ConnectionError) as caught:
            client.get_repo("a/b")
        found = either.look_up("a/b", "a/c")

    assert not isinstance(caught.value, github.GithubException)
    assert tally(found).stop == "GitHub cannot be reached (connection refused)."
    assert tally(found).requests == 1
    assert found.records == ()


def test_the_client_follows_redirects_as_long_as_there_are_any_and_we_follow_five(desk: Desk) -> None:
    """Without an end that is a RecursionError after a thousand requests; twenty show it as well."""
    desk.has(repository("a/b", number=7))
    here, there = f"{desk.server.url}/repos/a/b", f"{desk.server.url}/repositories/7"

    def circle(times: int | None) -> None:
        desk.server.faults.clear()
        desk.server.forget()
        desk.server.faults.add(redirect(there), path_contains("/repos/a/b"), times=times)
        desk.server.faults.add(redirect(here), path_contains("/repositories/7"), times=times)

    circle(10)
    with bare(desk.server) as client:
        assert client.get_repo("a/b").id == 7
    assert len(desk.server.requests) == 21

    circle(None)
    answer = answers(desk.heard("a/b"))["a/b"]

    assert len(desk.server.requests) == MOST_REQUESTS
    assert (answer.state, answer.message) == (State.ERROR, "GitHub redirects in a circle")


@pytest.mark.parametrize("loop", [redirect_loop(), redirect_chain(), redirect_loop(302), redirect_chain(307)])
def test_a_loop_ends_both_ways_and_nothing_is_missing(either: Desk, loop: Action) -> None:
    either.has(repository("a/b"))
    either.server.faults.add(loop)

    found = either.look_up("a/b")

    assert len(either.server.requests) <= MOST_REQUESTS
    assert (tally(found).failed, tally(found).missing) == (1, 0)


def test_one_repository_in_a_loop_keeps_no_other_from_being_asked(desk: Desk) -> None:
    desk.has(repository("a/b"), repository("a/c"))
    desk.server.faults.add(redirect_loop(), mentions("a/b"))

    found = desk.look_up("a/b", "a/c")

    assert repositories(found).keys() == {"a/c"}
    assert (tally(found).failed, tally(found).fetched) == (1, 1)


# Renames: one node, and the old name stays known.


def test_a_rename_is_followed_to_one_node_with_the_old_name_kept(either: Desk) -> None:
    either.has(repository("Fresh-Owner/Fresh-Name", former_names=("Old/Name",), stars=5))
    with bare(either.server) as client:
        assert client.get_repo("old/name").full_name == "Fresh-Owner/Fresh-Name"

    found = repositories(either.look_up("old/name", "fresh-owner/fresh-name"))

    assert found.keys() == {"fresh-owner/fresh-name"}
    one = found["fresh-owner/fresh-name"]
    assert (one.name, one.stars, one.former_names) == ("Fresh-Owner/Fresh-Name", 5, ("old/name",))
    assert {kept.reference.identifier for kept in either.kept("old/name").values()} == {"fresh-owner/fresh-name"}


def test_renames_in_a_row_keep_every_old_name(either: Desk) -> None:
    known = repository("third/name", number=7)
    either.has(replace(known, former_names=("first/name", "second/name")))
    either.server.faults.add(
        redirect(f"{either.server.url}/repos/second/name"), path_contains("/repos/first/name"), times=1
    )

    found = repositories(either.look_up("first/name", "second/name", "third/name"))

    assert {name: one.former_names for name, one in found.items()} == {"third/name": ("first/name", "second/name")}


def test_a_rename_after_it_was_known_moves_the_facts_with_it(either: Desk) -> None:
    either.has(repository("old/name", number=7, stars=5))
    either.look_up("old/name")
    either.has(repository("fresh/name", number=7, stars=6, former_names=("old/name",)))
    either.server.clock.advance(8 * DAY)

    found = repositories(either.look_up("old/name"))

    assert {name: (one.stars, one.former_names) for name, one in found.items()} == {"fresh/name": (6, ("old/name",))}
    assert repositories(either.look_up("fresh/name", online=False)) == found


def test_an_old_name_that_somebody_else_takes_later_is_theirs(either: Desk) -> None:
    moved = repository("fresh/name", number=7, stars=5, former_names=("old/name",))
    either.has(moved)
    either.look_up("old/name")
    either.has(moved, repository("old/name", number=8, stars=1))
    either.server.clock.advance(8 * DAY)

    found = repositories(either.look_up("old/name", "fresh/name"))

    assert {name: one.stars for name, one in found.items()} == {"old/name": 1, "fresh/name": 5}
    assert [one.former_names for one in found.values()] == [(), ()]


def test_the_client_forgets_the_query_on_a_redirect_and_we_send_none(desk: Desk) -> None:
    desk.has(repository("fresh/name", former_names=("old/name",)))
    with bare(desk.server) as client:
        client.requester.requestJsonAndCheck("GET", "/repos/old/name", parameters={"page": "2"})
    assert [dict(request.query) for request in desk.server.requests] == [{"page": "2"}, {}]

    desk.server.forget()
    desk.heard("old/name")

    assert [dict(request.query) for request in desk.server.requests] == [{}, {}]


def test_addresses_in_an_answer_are_followed_by_the_client_and_not_by_us(desk: Desk) -> None:
    desk.has(repository("a/b"))
    elsewhere = rewritten(lambda text: text.replace(desk.server.url.encode(), b"https://api.github.com"))
    desk.server.faults.add(elsewhere)
    with bare(desk.server) as client:
        described = client.get_repo("a/b")
        with pytest.raises(AssertionError, match=r"api\.github\.com"):
            described.get_languages()

    desk.server.forget()

    assert answers(desk.heard("a/b"))["a/b"].state is State.OK
    assert paths(desk) == ["/repos/a/b"]


def test_a_redirect_to_another_host_is_not_followed_and_takes_no_token_along(with_token: Desk) -> None:
    with_token.server.faults.add(redirect("http://papergraph.invalid/graphql", 307))

    heard = with_token.heard("a/b")

    assert len(with_token.server.requests) == 1
    assert "redirects to papergraph.invalid, which is another host" in stop(heard)


# GraphQL: what was answered beside an error is kept.


@pytest.mark.parametrize(
    "gone, raised", [(("nobody/nothing",), github.UnknownObjectException), (("x/y", "y/z"), github.GithubException)]
)
def test_the_client_raises_at_any_error_and_we_keep_the_rest(
    with_token: Desk, gone: tuple[str, ...], raised: type[github.GithubException]
) -> None:
    desk = with_token
    desk.has(repository("a/b", stars=5))
    asked = " ".join(
        f'r{number}: repository(owner: "{owner}", name: "{name}") {{ nameWithOwner }}'
        for number, (owner, name) in enumerate(full.split("/") for full in ("a/b", *gone))
    )
    with bare(desk.server, auth=github.Auth.Token(TOKEN)) as client, pytest.raises(raised) as caught:
        client.requester.graphql_query(f"{{ {asked} }}", {})
    assert type(caught.value) is raised
    assert caught.value.data["data"]["r0"] == {"nameWithOwner": "a/b"}

    desk.server.forget()
    found = desk.look_up("a/b", *gone)

    assert len(desk.server.requests) == 1
    known = repositories(found)
    assert known["a/b"].stars == 5
    assert {known[name].status for name in gone} == {Status.MISSING}
    assert (tally(found).fetched, tally(found).missing, tally(found).failed) == (1, len(gone), 0)


def test_a_repository_on_which_github_stumbles_is_asked_again_alone(with_token: Desk) -> None:
    desk = with_token
    known = many_repositories(20)
    desk.has(*known)
    desk.server.faults.add(query_failure(known[7].full_name))

    found = desk.look_up(*(one.full_name.lower() for one in known))

    assert (tally(found).fetched, tally(found).failed, tally(found).missing) == (19, 1, 0)
    assert len(desk.server.requests) == 2
    assert (
        desk.kept(known[7].full_name.lower())
        .popitem()[1]
        .message.startswith("GitHub reports an error: Something went wrong while executing your query.")
    )


def test_what_exceeds_the_resource_limits_is_asked_again_in_smaller_batches(with_token: Desk) -> None:
    desk = with_token
    known = many_repositories(50)
    desk.has(*known)
    desk.server.faults.add(exhausted(after=20), graphql)

    found = desk.look_up(*(one.full_name.lower() for one in known))

    assert tally(found).fetched == 50
    assert len(desk.server.requests) == 3


def test_resource_limits_that_nothing_fits_end_the_asking(with_token: Desk) -> None:
    desk = with_token
    known = many_repositories(200)
    desk.has(*known)
    desk.server.faults.add(exhausted(after=0), graphql)

    found = desk.look_up(*(one.full_name.lower() for one in known))

    assert len(desk.server.requests) <= 12
    assert tally(found).stop
    assert tally(found).failed + tally(found).waiting == 200
    assert tally(found).missing == 0


@pytest.mark.parametrize("code", [502, 504])
def test_a_query_that_takes_too_long_is_halved(with_token: Desk, code: int) -> None:
    desk = with_token
    known = many_repositories(50)
    desk.has(*known)
    desk.server.faults.add(batch_too_large(code), larger(13))

    found = desk.look_up(*(one.full_name.lower() for one in known))

    assert tally(found).fetched == 50
    assert [len(request.references) for request in desk.server.requests] == [50, 25, 12, 13, 25, 12, 13]
    assert max(desk.server.clock.sleeps, default=0) <= 1


def larger(number: int) -> Condition:
    """Queries for more repositories than that."""
    return lambda request: len(request.references) > number


def test_what_the_token_may_not_see_is_no_fact_about_it(with_token: Desk) -> None:
    desk = with_token
    desk.has(repository("a/b", stars=5), repository("corp/secret", permitted=False))

    found = desk.look_up("a/b", "corp/secret")

    assert repositories(found).keys() == {"a/b"}
    assert (tally(found).fetched, tally(found).failed, tally(found).missing) == (1, 1, 0)
    assert desk.kept("corp/secret")["corp/secret"].message.startswith("GitHub does not show it: Resource protected")


def test_any_other_error_of_one_repository_says_nothing_about_it(with_token: Desk) -> None:
    with_token.has(repository("a/b"), repository("a/c"))
    with_token.server.faults.add(refusing("a/b", "It is complicated.", "COMPLICATED"))

    found = with_token.look_up("a/b", "a/c")

    assert (tally(found).fetched, tally(found).failed, tally(found).missing) == (1, 1, 0)


# What is not there, and what only looks so.


@pytest.mark.parametrize("reason", ["dmca", "tos"])
def test_a_repository_that_was_taken_down_is_blocked_and_not_missing(either: Desk, reason: Any) -> None:
    either.has(repository("a/b", blocked=reason))
    with bare(either.server, retry=None) as client, pytest.raises(github.GithubException) as caught:
        client.get_repo("a/b")
    assert type(caught.value) is github.GithubException
    assert caught.value.status == {"dmca": 451, "tos": 403}[reason]
    assert caught.value.data["block"]["reason"] == reason

    found = repositories(either.look_up("a/b"))

    assert found["a/b"].status == Status.BLOCKED
    reason_kept = either.kept("a/b")["a/b"].reason
    assert reason_kept in {f"blocked: GitHub blocks it ({reason})", "blocked: Repository access blocked"}


def test_a_block_without_a_reason_is_one(desk: Desk) -> None:
    text = b'{"message": "Repository access blocked"}'
    desk.server.faults.add(status(403, text, "application/json"))

    assert answers(desk.heard("a/b"))["a/b"].message == "blocked: GitHub blocks it"


def test_a_token_that_is_not_accepted_is_told_of_and_nothing_is_missing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.has(repository("a/b"))
    wrong = "ghp_revoked"
    with bare(desk.server, auth=github.Auth.Token(wrong)) as client, pytest.raises(github.BadCredentialsException):
        client.get_repo("a/b")

    monkeypatch.setenv("GH_TOKEN", wrong)
    desk.server.forget()
    found = desk.look_up("a/b", "a/c")

    assert len(desk.server.requests) == 1
    assert tally(found).stop == ("GitHub does not accept the token in GH_TOKEN: make a new one, or take this one away.")
    assert (tally(found).failed + tally(found).waiting, tally(found).missing) == (2, 0)
    assert wrong.encode() not in written(desk)


def test_401_without_a_token_is_a_failure(desk: Desk) -> None:
    desk.server.faults.add(bad_credentials())

    assert answers(desk.heard("a/b"))["a/b"].state is State.ERROR


@pytest.mark.parametrize("page", [status(404, b"<html>no</html>", "text/html"), status(404), status(410, b"gone")])
def test_a_404_that_is_not_github_s_is_not_missing(either: Desk, page: Action) -> None:
    either.has(repository("a/b"))
    either.server.faults.add(page)

    found = either.look_up("a/b")

    assert (tally(found).failed, tally(found).missing) == (1, 0)
    assert either.kept("a/b")["a/b"].state is State.ERROR


def test_github_s_own_404_is_missing(either: Desk) -> None:
    with bare(either.server) as client, pytest.raises(github.UnknownObjectException):
        client.get_repo("nobody/nothing")

    found = either.look_up("nobody/nothing")

    assert repositories(found)["nobody/nothing"].status == Status.MISSING
    assert tally(found).missing == 1


def test_what_was_known_and_is_gone_keeps_its_facts_with_their_day(either: Desk) -> None:
    either.has(repository("a/b", stars=5))
    before = either.look_up("a/b").records
    either.has()
    either.server.clock.advance(8 * DAY)

    after = either.look_up("a/b").records

    assert after[0] == before[0]
    assert [(one.status, one.origin.date) for one in after[1:]] == [(Status.MISSING, "2026-03-10")]  # type: ignore[union-attr]


# Conditional requests.


def test_the_client_asks_whether_something_changed_only_of_a_live_object_and_we_across_builds(desk: Desk) -> None:
    desk.has(repository("a/b", stars=5))
    with bare(desk.server) as client:
        assert client.get_repo("a/b").update() is False
    assert "if-none-match" in desk.server.requests[1].headers

    desk.look_up("a/b")
    desk.server.clock.advance(8 * DAY)
    desk.server.forget()
    found = desk.look_up("a/b")

    (request,) = desk.server.requests
    assert request.headers["if-none-match"] == desk.kept("a/b")["a/b"].etag
    assert (tally(found).unchanged, tally(found).fetched) == (1, 0)
    assert repositories(found)["a/b"].stars == 5
    assert found.records[0].origin.date == "2026-03-10"


def test_what_has_not_changed_is_free_with_a_token_only(desk: Desk) -> None:
    """So without one sixty repositories an hour are sixty, changed or not."""
    desk.has(repository("a/b"))
    for token in (None, TOKEN):
        auth = github.Auth.Token(token) if token else None
        with bare(desk.server, auth=auth) as client:
            described = client.get_repo("a/b")
            used = desk.server.window(signed_in=token is not None).used
            described.update()
            assert desk.server.window(signed_in=token is not None).used - used == (0 if token else 1)

    desk.look_up("a/b")
    used = desk.server.window(signed_in=False).used
    desk.look_up("a/b", refresh=["all"])

    assert desk.server.window(signed_in=False).used - used == 1


def test_a_changed_repository_is_told_whole(desk: Desk) -> None:
    desk.has(repository("a/b", stars=5))
    desk.look_up("a/b")
    desk.has(repository("a/b", stars=6))

    found = desk.look_up("a/b", refresh=["all"])

    assert (tally(found).unchanged, tally(found).fetched) == (0, 1)
    assert repositories(found)["a/b"].stars == 6


def test_a_tag_goes_back_only_where_it_came_from(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tag of REST tells nothing of an answer of GraphQL, which has none."""
    desk.has(repository("a/b"))
    desk.look_up("a/b")
    assert desk.kept("a/b")["a/b"].etag

    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    desk.look_up("a/b", refresh=["all"])
    assert desk.kept("a/b")["a/b"].etag == ""

    monkeypatch.delenv("GITHUB_TOKEN")
    desk.look_up("a/b", refresh=["all"])
    assert [request.headers.get("if-none-match") for request in desk.server.requests] == [None] * 3


def test_a_tag_of_another_name_or_reader_is_not_sent(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.has(repository("fresh/name", former_names=("old/name",)))
    desk.look_up("old/name")
    desk.look_up("old/name", refresh=["all"])
    monkeypatch.setattr("papergraph.sources.github_rest.VERSION", "github/2")
    desk.look_up("fresh/name", refresh=["all"])

    assert not any("if-none-match" in request.headers for request in desk.server.requests)


def test_304_that_nobody_asked_for_is_no_answer(desk: Desk) -> None:
    desk.server.faults.add(status(304))

    answer = answers(desk.heard("a/b"))["a/b"]

    assert (answer.state, answer.unchanged) == (State.ERROR, False)


# What an answer holds.


def test_a_token_to_clone_with_gets_nowhere(desk: Desk) -> None:
    secret = "AACLONETOKENAA"  # noqa: S105 - made up
    desk.has(repository("a/b", stars=5))
    desk.server.faults.add(body(lambda told: told.update(temp_clone_token=secret)))

    found = desk.look_up("a/b")

    assert repositories(found)["a/b"].stars == 5
    assert secret.encode() not in written(desk)
    assert b"a/b" in written(desk)


def test_github_s_token_gets_nowhere(with_token: Desk, caplog: pytest.LogCaptureFixture) -> None:
    with_token.has(repository("a/b"))
    with caplog.at_level("DEBUG"):
        with_token.look_up("a/b", "nobody/nothing")

    assert with_token.server.requests[0].headers["authorization"] == f"token {TOKEN}"
    assert caplog.records
    assert TOKEN not in caplog.text
    assert TOKEN.encode() not in written(with_token)


TOPICS = tuple(f"topic-{number:02}" for number in range(25))
SPECIAL: dict[str, tuple[Repository, dict[str, object]]] = {
    "an unknown licence": (repository("a/b", license=LICENSES["NOASSERTION"]), {"license": None}),
    "no licence": (repository("a/b", license=None), {"license": None}),
    "no description": (repository("a/b", description=None), {"description": None}),
    "an empty description": (repository("a/b", description=""), {"description": None}),
    "no language": (repository("a/b", language=None), {"language": None}),
    "more topics than a page of them": (repository("a/b", topics=TOPICS), {"topics": TOPICS}),
    "another case": (repository("A/B"), {"name": "A/B"}),
    "archived": (repository("a/b", archived_at=repository("a/b").updated_at), {"archived": True, "status": None}),
    "disabled": (repository("a/b", disabled=True), {"status": Status.DISABLED}),
    "a fork": (repository("a/b", parent=repository("Up/Stream")), {"fork": True, "fork_of": "Up/Stream"}),
    "no fork": (repository("a/b"), {"fork": False, "fork_of": None}),
    "no stars": (repository("a/b", stars=0), {"stars": 0}),
    "never pushed to": (repository("a/b", pushed_at=None), {"pushed": None}),
    "a home page that is none": (repository("a/b", homepage="javascript:alert(1)"), {"homepage": None}),
    "two lines": (repository("a/b", description="one\ntwo\x07"), {"description": "one two"}),
}


@pytest.mark.parametrize("kind", SPECIAL)
def test_repositories_of_every_kind(either: Desk, kind: str) -> None:
    known, expected = SPECIAL[kind]
    either.has(known)

    (found,) = repositories(either.look_up("a/b")).values()

    assert {key: getattr(found, key) for key in expected} == expected
    assert found.reference.identifier == "a/b"


def test_a_private_repository_is_private_with_a_token_and_missing_without(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.has(repository("a/b", private=True))
    assert repositories(desk.look_up("a/b"))["a/b"].status == Status.MISSING

    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)

    assert repositories(desk.look_up("a/b", refresh=["all"]))["a/b"].status == Status.PRIVATE


def test_an_empty_repository_is_told_by_graphql(with_token: Desk) -> None:
    with_token.has(repository("a/b", size=0, language=None))

    assert repositories(with_token.look_up("a/b"))["a/b"].status == Status.EMPTY


def test_both_ways_tell_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    known = [one for one in many_repositories(40) if not one.empty]
    names = [one.full_name.lower() for one in known]
    desk.has(*known)
    by_rest = desk.look_up(*names).records

    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)

    assert desk.look_up(*names, refresh=["all"]).records == by_rest


def test_blocks_of_any_reason_are_one_status(desk: Desk) -> None:
    desk.server.faults.add(blocked("trademark", 451))

    assert answers(desk.heard("a/b"))["a/b"].message == "blocked: GitHub blocks it (trademark)"
