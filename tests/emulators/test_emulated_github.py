"""The emulated GitHub does what the real one does over REST, and PyGithub behaves against it as it is known to."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import github
import pytest
import requests

from emulated_github import (
    GithubEmulator,
    account,
    bad_credentials,
    blocked,
    changed,
    many_repositories,
    missing,
    other_repository,
    primary_limit,
    repository,
    secondary_limit,
    without_id,
)
from emulation import START, Action, FakeClock
from emulators import faults

TOKEN = "the-right-one"  # noqa: S105 - of an emulator
RESREP = repository("DingXiaoH/ResRep", number=277_000_001, default_branch="master", stars=321, topics=("pruning",))
FISH = repository(
    "IrisRainbowNeko/genshin_auto_fish",
    number=404_000_002,
    description="基于深度强化学习的原神自动钓鱼AI",
    former_names=("7eu7d7/genshin_auto_fish", "7eu7d7/fish"),
    license=None,
    languages={"Shell": 10, "Python": 1000},
)


@pytest.fixture
def server() -> Iterator[GithubEmulator]:
    """Some repositories, and a token."""
    known = [
        RESREP,
        FISH,
        repository("gone/away", blocked="dmca"),
        repository("gone/too", blocked="tos"),
        repository("lab/secret", private=True),
        repository("lab/others", private=True, readable=False),
        repository("somebody/ResRep", parent=RESREP, source=FISH),
        repository("lab/empty", size=0, language=None, pushed_at=None),
        repository("lab/old", archived_at=datetime(2024, 1, 1, tzinfo=UTC), owner=account("lab", "Organization")),
    ]
    with GithubEmulator(known, token=TOKEN) as running:
        yield running


def ask(server: GithubEmulator, path: str, token: str | None = None, **headers: str) -> requests.Response:
    """The answer, redirections not followed."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    if token:
        named["Authorization"] = f"Bearer {token}"
    return requests.get(server.url + path, headers=named, timeout=30, allow_redirects=False)


def left(answer: requests.Response) -> tuple[int, int, int]:
    """Limit, used and remaining, from the headers."""
    limit, used, remaining = (int(answer.headers[f"X-RateLimit-{name}"]) for name in ("Limit", "Used", "Remaining"))
    return limit, used, remaining


def client(server: GithubEmulator, token: str | None = TOKEN, **options: Any) -> github.Github:
    """The real client, over the emulator, without its delay and by default without retries."""
    auth = github.Auth.Token(token) if token else None
    return github.Github(auth=auth, base_url=server.url, seconds_between_requests=0, **{"retry": None, **options})


@pytest.mark.parametrize("name", ["DingXiaoH/ResRep", "dingxiaoh/RESREP"])
def test_a_repository_is_found_by_its_name_in_any_case(server: GithubEmulator, name: str) -> None:
    answer = ask(server, f"/repos/{name}")

    assert answer.status_code == 200
    assert answer.json()["full_name"] == "DingXiaoH/ResRep"
    assert answer.json()["stargazers_count"] == 321


def test_a_repository_is_found_by_its_number(server: GithubEmulator) -> None:
    assert ask(server, "/repositories/277000001").json() == ask(server, "/repos/DingXiaoH/ResRep").json()
    assert ask(server, "/repositories/1").status_code == 404


def test_bodies_carry_the_address_of_the_emulator(server: GithubEmulator) -> None:
    text = ask(server, "/repos/DingXiaoH/ResRep").text

    assert f'"url":"{server.url}/repos/DingXiaoH/ResRep"' in text
    assert "https://api.github.com" not in text


def test_a_former_name_leads_to_the_number(server: GithubEmulator) -> None:
    answer = ask(server, "/repos/7eu7d7/genshin_auto_fish")

    assert answer.status_code == 301
    assert answer.headers["Location"] == f"{server.url}/repositories/404000002"
    assert answer.json()["message"] == "Moved Permanently"
    assert answer.json()["url"] == answer.headers["Location"]


def test_a_former_name_that_was_taken_again_is_the_new_repository(server: GithubEmulator) -> None:
    server.repositories.append(repository("7eu7d7/fish", stars=1))

    assert ask(server, "/repos/7eu7d7/fish").json()["stargazers_count"] == 1


def test_what_does_not_exist_is_not_found(server: GithubEmulator) -> None:
    answer = ask(server, "/repos/no/body")

    assert (answer.status_code, answer.json()["message"], answer.json()["status"]) == (404, "Not Found", "404")
    assert left(answer) == (60, 1, 59)
    assert ask(server, "/user").status_code == 404


@pytest.mark.parametrize("name, code, reason", [("gone/away", 451, "dmca"), ("gone/too", 403, "tos")])
def test_what_was_taken_down_says_why(server: GithubEmulator, name: str, code: int, reason: str) -> None:
    answer = ask(server, f"/repos/{name}")

    assert (answer.status_code, answer.json()["message"]) == (code, "Repository access blocked")
    assert answer.json()["block"]["reason"] == reason


def test_a_private_repository_is_only_for_a_token_that_may_see_it(server: GithubEmulator) -> None:
    codes = [ask(server, "/repos/lab/secret", token).status_code for token in (None, TOKEN)]

    assert codes == [404, 200]
    assert ask(server, "/repos/lab/others", TOKEN).status_code == 404
    assert ask(server, "/repos/lab/secret", TOKEN).json()["visibility"] == "private"


def test_a_fork_tells_where_it_is_from(server: GithubEmulator) -> None:
    body = ask(server, "/repos/somebody/ResRep").json()

    assert body["fork"] is True
    assert (body["parent"]["full_name"], body["source"]["full_name"]) == (RESREP.full_name, FISH.full_name)
    assert "parent" not in ask(server, "/repos/DingXiaoH/ResRep").json()


def test_an_empty_and_an_archived_repository(server: GithubEmulator) -> None:
    empty, old = ask(server, "/repos/lab/empty").json(), ask(server, "/repos/lab/old").json()

    assert (empty["size"], empty["language"], empty["pushed_at"]) == (0, None, None)
    assert (old["archived"], old["organization"]["type"]) == (True, "Organization")
    assert "organization" not in empty


def test_languages_and_topics_are_under_the_repository(server: GithubEmulator) -> None:
    assert list(ask(server, "/repos/IrisRainbowNeko/genshin_auto_fish/languages").json().items()) == [
        ("Python", 1000),
        ("Shell", 10),
    ]
    assert ask(server, "/repos/DingXiaoH/ResRep/topics").json() == {"names": ["pruning"]}
    assert ask(server, "/repos/7eu7d7/fish/languages").headers["Location"].endswith("/repositories/404000002/languages")
    assert ask(server, "/repositories/404000002/languages").status_code == 200


@pytest.mark.parametrize("weak", [True, False])
def test_a_tag_that_still_fits_is_answered_without_a_body(server: GithubEmulator, weak: bool) -> None:  # noqa: FBT001
    tag = ask(server, "/repos/DingXiaoH/ResRep").headers["ETag"]
    answer = ask(server, "/repos/DingXiaoH/ResRep", If_None_Match=tag if weak else tag.removeprefix("W/"))

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["ETag"] == tag
    assert "Content-Type" not in answer.headers


def test_a_tag_changes_with_the_repository_and_with_the_token(server: GithubEmulator) -> None:
    tag = ask(server, "/repos/DingXiaoH/ResRep").headers["ETag"]
    of_token = ask(server, "/repos/DingXiaoH/ResRep", TOKEN).headers["ETag"]
    server.repositories[0] = repository("DingXiaoH/ResRep", number=277_000_001, stars=322)

    assert tag != of_token
    assert ask(server, "/repos/DingXiaoH/ResRep", If_None_Match=tag).status_code == 200


def test_a_date_counts_where_there_is_no_tag(server: GithubEmulator) -> None:
    changed = ask(server, "/repos/DingXiaoH/ResRep").headers["Last-Modified"]
    path = "/repos/DingXiaoH/ResRep"

    assert ask(server, path, If_Modified_Since=changed).status_code == 304
    assert ask(server, path, If_Modified_Since="Thu, 01 Jan 2015 00:00:00 GMT").status_code == 200
    assert ask(server, path, If_Modified_Since=changed, If_None_Match='"other"').status_code == 200


def test_what_has_not_changed_is_free_only_with_a_token(server: GithubEmulator) -> None:
    used = {}
    for token in (None, TOKEN):
        tag = ask(server, "/repos/DingXiaoH/ResRep", token).headers["ETag"]
        answer = ask(server, "/repos/DingXiaoH/ResRep", token, If_None_Match=tag)
        assert answer.status_code == 304
        used[token] = left(answer)

    assert used == {None: (60, 2, 58), TOKEN: (5000, 1, 4999)}


def test_an_hour_has_sixty_requests_without_a_token() -> None:
    clock = FakeClock()
    with GithubEmulator([RESREP], clock) as server, requests.Session() as session:
        url = f"{server.url}/repos/DingXiaoH/ResRep"
        clock.advance(100)
        codes = [session.get(url, timeout=30).status_code for _ in range(60)]
        refused = session.get(url, timeout=30)
        clock.sleep(3599)
        again = session.get(url, timeout=30)
        clock.sleep(1)
        after = session.get(url, timeout=30)

    assert codes == [200] * 60
    assert refused.status_code == again.status_code == 403
    assert refused.json()["message"].startswith("API rate limit exceeded for 127.0.0.1.")
    assert left(refused) == (60, 60, 0)
    assert int(refused.headers["X-RateLimit-Reset"]) == START + 100 + 3600
    assert (after.status_code, left(after)) == (200, (60, 1, 59))


def test_a_limit_can_be_any_number_and_a_token_has_its_own() -> None:
    with GithubEmulator([RESREP], token=TOKEN, limit=2) as server:
        codes = [ask(server, "/repos/DingXiaoH/ResRep", token).status_code for token in (None, TOKEN) for _ in range(3)]
        refused = ask(server, "/repos/DingXiaoH/ResRep", TOKEN)

    assert codes == [200, 200, 403, 200, 200, 403]
    assert refused.json()["message"].startswith("API rate limit exceeded for user ID 1.")


def test_asking_for_the_limits_is_free(server: GithubEmulator) -> None:
    ask(server, "/repos/no/body", TOKEN)
    bodies = [ask(server, "/rate_limit", TOKEN).json() for _ in range(3)]

    assert bodies[0] == bodies[2]
    assert bodies[0]["rate"] == {"limit": 5000, "used": 1, "remaining": 4999, "reset": START + 3600}
    assert ask(server, "/rate_limit").json()["resources"]["core"]["limit"] == 60


@pytest.mark.parametrize("scheme", ["token", "Bearer", "bearer"])
def test_a_token_is_accepted_in_both_ways(server: GithubEmulator, scheme: str) -> None:
    assert ask(server, "/rate_limit", Authorization=f"{scheme} {TOKEN}").json()["rate"]["limit"] == 5000


@pytest.mark.parametrize("written", ["token wrong", f"Basic {TOKEN}", "token"])
def test_a_wrong_token_is_refused(server: GithubEmulator, written: str) -> None:
    answer = ask(server, "/repos/DingXiaoH/ResRep", Authorization=written)

    assert (answer.status_code, answer.json()["message"]) == (401, "Bad credentials")


def test_without_a_token_of_its_own_the_emulator_refuses_every_token() -> None:
    with GithubEmulator([RESREP]) as server:
        assert ask(server, "/rate_limit", "any").status_code == 401


def test_the_log_names_what_was_asked_for(server: GithubEmulator) -> None:
    ask(server, "/repos/DingXiaoH/ResRep")
    ask(server, "/repositories/404000002")
    ask(server, "/rate_limit")

    assert [sorted(request.references) for request in server.requests] == [
        ["dingxiaoh/resrep"],
        ["irisrainbowneko/genshin_auto_fish"],
        [],
    ]
    assert faults.mentions("github:DingXiaoH/ResRep")(server.requests[0])


def test_many_repositories_are_the_same_every_time_and_of_every_kind() -> None:
    known = many_repositories(500)

    assert known == many_repositories(500)
    assert len({one.full_name.lower() for one in known}) == len({one.number for one in known}) == 500
    assert any(one.archived_at for one in known)
    assert any(one.parent for one in known)
    assert any(one.license is None for one in known)
    assert any(one.empty for one in known)
    assert {one.owner.kind for one in known} == {"User", "Organization"}


def test_the_client_needs_one_request_for_everything(server: GithubEmulator) -> None:
    found = client(server).get_repo("DingXiaoH/ResRep")

    assert (found.stargazers_count, found.topics, found.default_branch) == (321, ["pruning"], "master")
    assert found.license is not None
    assert found.license.spdx_id == "MIT"
    assert len(server.requests) == 1


def test_the_client_follows_a_rename(server: GithubEmulator) -> None:
    found = client(server).get_repo("7eu7d7/genshin_auto_fish")

    assert found.full_name == "IrisRainbowNeko/genshin_auto_fish"
    assert [request.path for request in server.requests][1] == "/repositories/404000002"


def test_the_client_adds_an_address_to_languages(server: GithubEmulator) -> None:
    languages = client(server).get_repo("DingXiaoH/ResRep").get_languages()

    assert set(languages) == {"Python", "url"}


def test_the_client_asks_conditionally_for_what_it_holds(server: GithubEmulator) -> None:
    found = client(server).get_repo("DingXiaoH/ResRep")

    assert found.update() is False
    assert server.requests[-1].headers["if-none-match"] == found.etag


@pytest.mark.parametrize(
    "fault, kind, status",
    [
        (missing(), github.UnknownObjectException, 404),
        (bad_credentials(), github.BadCredentialsException, 401),
        (blocked(), github.GithubException, 451),
        (blocked("tos", 403), github.GithubException, 403),
        (primary_limit(), github.RateLimitExceededException, 403),
        (secondary_limit(), github.RateLimitExceededException, 403),
        (secondary_limit(None), github.RateLimitExceededException, 403),
        (secondary_limit(code=429), github.GithubException, 429),
        (faults.too_many_requests(), github.GithubException, 429),
        (faults.unavailable(502), github.GithubException, 502),
    ],
    ids=range(10),
)
def test_the_client_has_an_exception_for_each_refusal(
    server: GithubEmulator, fault: Action, kind: type[github.GithubException], status: int
) -> None:
    server.faults.add(fault)
    with pytest.raises(kind) as raised:
        client(server).get_repo("DingXiaoH/ResRep")

    assert type(raised.value) is kind
    assert raised.value.status == status


def test_the_client_tells_why_something_was_taken_down(server: GithubEmulator) -> None:
    with pytest.raises(github.GithubException) as raised:
        client(server).get_repo("gone/away")

    assert raised.value.data["block"]["reason"] == "dmca"


def test_the_client_raises_something_else_after_its_retries(server: GithubEmulator) -> None:
    server.faults.add(faults.unavailable(503))
    with pytest.raises(requests.exceptions.RetryError):
        client(server, retry=github.GithubRetry(total=2)).get_repo("DingXiaoH/ResRep")

    assert len(server.requests) == 3


def test_the_client_takes_a_page_of_html_for_a_repository(server: GithubEmulator) -> None:
    server.faults.add(faults.captive_portal())
    found = client(server).get_repo("DingXiaoH/ResRep")

    assert found.full_name == "DingXiaoH/ResRep"
    assert "id" not in found.raw_data


def test_the_client_believes_wrong_types_until_somebody_looks(server: GithubEmulator) -> None:
    server.faults.add(changed(stargazers_count="many"))
    found = client(server).get_repo("DingXiaoH/ResRep")

    with pytest.raises(github.BadAttributeException):
        _ = found.stargazers_count


def test_the_client_takes_another_repository_for_the_one_that_it_asked_for(server: GithubEmulator) -> None:
    server.faults.add(other_repository(FISH))

    assert client(server).get_repo("DingXiaoH/ResRep").full_name == "IrisRainbowNeko/genshin_auto_fish"


def test_the_client_takes_a_body_without_a_number_for_a_repository(server: GithubEmulator) -> None:
    server.faults.add(without_id())

    assert "id" not in client(server).get_repo("DingXiaoH/ResRep").raw_data


def test_the_client_follows_a_loop_until_python_ends_it(server: GithubEmulator) -> None:
    server.faults.add(faults.redirect_ring())
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + 200)
    try:
        with pytest.raises(RecursionError):
            client(server).get_repo("DingXiaoH/ResRep")
    finally:
        sys.setrecursionlimit(usual)

    assert len(server.requests) > 50


def test_the_client_sees_a_redirection_to_where_it_is(server: GithubEmulator) -> None:
    server.faults.add(faults.redirect_loop())
    with pytest.raises(RuntimeError):
        client(server).get_repo("DingXiaoH/ResRep")

    assert len(server.requests) == 1


def test_the_client_goes_to_no_other_host(server: GithubEmulator) -> None:
    server.faults.add(faults.redirect("http://elsewhere.example/repos/x/y"))
    with pytest.raises((AssertionError, RuntimeError, github.GithubException)):
        client(server).get_repo("DingXiaoH/ResRep")

    assert len(server.requests) == 1
