"""The emulated GitHub does what the real one does over GraphQL, and PyGithub raises on every partial answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import github
import pytest
import requests

from emulated_github import (
    GithubEmulator,
    Repository,
    account,
    batch_too_large,
    changed,
    graphql,
    graphql_error,
    larger_than,
    many_repositories,
    query_failure,
    rate_limited,
    refusing,
    repository,
    rotated,
)
from emulation import START
from emulators import faults

TOKEN = "the-right-one"  # noqa: S105 - of an emulator
RESREP = repository(
    "DingXiaoH/ResRep",
    number=277_000_001,
    stars=321,
    topics=("pruning", "cnn"),
    languages={"Python": 900, "Shell": 100, "C++": 500},
    release="v1.0",
    default_branch="master",
)
FISH = repository(
    "IrisRainbowNeko/genshin_auto_fish", number=404_000_002, former_names=("7eu7d7/genshin_auto_fish",), license=None
)


@pytest.fixture
def server() -> Iterator[GithubEmulator]:
    """Some repositories, and a token."""
    known = [
        RESREP,
        FISH,
        repository("gone/away", blocked="dmca"),
        repository("lab/secret", private=True),
        repository("lab/others", private=True, readable=False),
        repository("corp/inner", permitted=False),
        repository("somebody/ResRep", parent=RESREP),
        repository("lab/empty", size=0, language=None, pushed_at=None),
        repository(
            "lab/old",
            owner=account("lab", "Organization"),
            archived_at=datetime(2024, 1, 1, tzinfo=UTC),
            mirror_url="git://x",
            lock_reason="MOVING",
        ),
    ]
    with GithubEmulator(known, token=TOKEN) as running:
        yield running


def post(server: GithubEmulator, query: Any, **variables: Any) -> requests.Response:
    """The answer to a query."""
    body = {"query": query, "variables": variables}
    return requests.post(f"{server.url}/graphql", json=body, headers={"Authorization": f"bearer {TOKEN}"}, timeout=30)


def told(server: GithubEmulator, query: str, **variables: Any) -> dict[str, Any]:
    """The body of the answer to a query."""
    answer = post(server, query, **variables)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def one(server: GithubEmulator, name: str, fields: str) -> dict[str, Any]:
    """What a query says of one repository, without errors."""
    owner, title = name.split("/")
    body = told(server, f'{{ repository(owner: "{owner}", name: "{title}") {{ {fields} }} }}')
    assert "errors" not in body
    found: dict[str, Any] = body["data"]["repository"]
    return found


def batch(repositories: list[Repository]) -> str:
    """A query with an alias for each."""
    return (
        "query {"
        + " ".join(
            f'r{k}: repository(owner: "{known.owner.login}", name: "{known.name}") {{ databaseId nameWithOwner '
            "repositoryTopics(first: 20) { nodes { topic { name } } } languages(first: 10) { totalSize } }"
            for k, known in enumerate(repositories)
        )
        + " rateLimit { cost remaining resetAt } }"
    )


def client(server: GithubEmulator) -> github.Github:
    """The real client, over the emulator."""
    return github.Github(auth=github.Auth.Token(TOKEN), base_url=server.url, seconds_between_requests=0, retry=None)


def test_a_query_needs_a_token(server: GithubEmulator) -> None:
    answer = requests.post(f"{server.url}/graphql", json={"query": "{ rateLimit { cost } }"}, timeout=30)
    wrong = requests.post(
        f"{server.url}/graphql", json={"query": "{}"}, headers={"Authorization": "bearer x"}, timeout=30
    )

    assert (answer.status_code, wrong.status_code) == (401, 401)
    assert wrong.json()["message"] == "Bad credentials"


def test_a_repository_has_every_field(server: GithubEmulator) -> None:
    found = one(
        server,
        "dingxiaoh/resrep",
        """id databaseId name nameWithOwner url description homepageUrl visibility isPrivate isArchived archivedAt
        isDisabled isEmpty isFork isLocked lockReason isMirror isTemplate stargazerCount forkCount createdAt updatedAt
        pushedAt owner { __typename login url id } parent { nameWithOwner } primaryLanguage { name color }
        licenseInfo { key name spdxId url } defaultBranchRef { name target { __typename oid } }
        latestRelease { tagName publishedAt url }""",
    )

    assert (found["databaseId"], found["nameWithOwner"]) == (277_000_001, "DingXiaoH/ResRep")
    assert (found["stargazerCount"], found["visibility"], found["parent"]) == (321, "PUBLIC", None)
    assert found["owner"]["__typename"] == "User"
    assert found["licenseInfo"]["spdxId"] == "MIT"
    assert found["defaultBranchRef"] == {
        "name": "master",
        "target": {"__typename": "Commit", "oid": f"{277000001:040x}"},
    }
    assert found["latestRelease"]["tagName"] == "v1.0"
    assert found["createdAt"] == "2020-07-07T07:56:45Z"


def test_connections_give_as_many_as_are_asked_for(server: GithubEmulator) -> None:
    found = one(
        server,
        "DingXiaoH/ResRep",
        """most: languages(first: 2, orderBy: {field: SIZE, direction: DESC}) { edges { size node { name } } totalSize }
        least: languages(first: 1, orderBy: {field: SIZE, direction: ASC}) { edges { node { name } } }
        repositoryTopics(last: 1) { nodes { topic { name } } totalCount }""",
    )

    assert [edge["node"]["name"] for edge in found["most"]["edges"]] == ["Python", "C++"]
    assert (found["most"]["totalSize"], found["least"]["edges"][0]["node"]["name"]) == (1500, "Shell")
    assert found["repositoryTopics"] == {"nodes": [{"topic": {"name": "cnn"}}], "totalCount": 2}


@pytest.mark.parametrize(
    "arguments, kind", [("", "MISSING_PAGINATION_BOUNDARIES"), ("(first: 101)", "EXCESSIVE_PAGINATION")]
)
def test_connections_want_a_number_and_a_small_one(server: GithubEmulator, arguments: str, kind: str) -> None:
    query = f'{{ repository(owner: "DingXiaoH", name: "ResRep") {{ languages{arguments} {{ totalSize }} }} }}'
    (error,) = told(server, query)["errors"]

    assert (error["type"], error["path"]) == (kind, ["repository", "languages"])


def test_states_of_repositories(server: GithubEmulator) -> None:
    states = "isEmpty isArchived archivedAt isFork isPrivate isMirror isLocked lockReason defaultBranchRef { name }"
    empty, old = one(server, "lab/empty", states), one(server, "lab/old", f"{states} owner {{ __typename }}")

    assert (empty["isEmpty"], empty["defaultBranchRef"]) == (True, None)
    assert (old["isArchived"], old["archivedAt"]) == (True, "2024-01-01T00:00:00Z")
    assert (old["isMirror"], old["isLocked"], old["lockReason"]) == (True, True, "MOVING")
    assert old["owner"]["__typename"] == "Organization"
    assert one(server, "lab/secret", "isPrivate visibility") == {"isPrivate": True, "visibility": "PRIVATE"}
    assert one(server, "somebody/ResRep", "isFork parent { nameWithOwner parent { id } }") == {
        "isFork": True,
        "parent": {"nameWithOwner": "DingXiaoH/ResRep", "parent": None},
    }


def test_a_former_name_is_followed_unless_forbidden(server: GithubEmulator) -> None:
    query = """query($follow: Boolean!) { repository(owner: "7eu7d7", name: "Genshin_auto_fish", followRenames: $follow)
        { nameWithOwner } }"""

    assert told(server, query, follow=True)["data"]["repository"]["nameWithOwner"] == FISH.full_name
    assert told(server, query, follow=False)["errors"][0]["type"] == "NOT_FOUND"


@pytest.mark.parametrize("name", ["no/body", "lab/others"])
def test_what_cannot_be_seen_is_null_with_an_error_of_its_type(server: GithubEmulator, name: str) -> None:
    owner, title = name.split("/")
    query = f'{{\n  x: repository(owner: "{owner}", name: "{title}") {{ id }}\n}}'

    assert told(server, query) == {
        "data": {"x": None},
        "errors": [
            {
                "type": "NOT_FOUND",
                "path": ["x"],
                "locations": [{"line": 2, "column": 3}],
                "message": f"Could not resolve to a Repository with the name '{name}'.",
            }
        ],
    }


@pytest.mark.parametrize(
    "name, message", [("corp/inner", "Resource protected by organization SAML"), ("gone/away", "Repository access")]
)
def test_what_is_forbidden_says_so(server: GithubEmulator, name: str, message: str) -> None:
    owner, title = name.split("/")
    body = told(server, f'{{ repository(owner: "{owner}", name: "{title}") {{ id }} }}')

    assert body["data"] == {"repository": None}
    assert body["errors"][0]["type"] == "FORBIDDEN"
    assert message in body["errors"][0]["message"]


@pytest.mark.parametrize(
    "query, message",
    [
        ("{ repository(", "Syntax Error"),
        ('{ repository(owner: "a", name: "b") { stars } }', "Cannot query field 'stars'"),
        ('{ repository(owner: "a") { id } }', "is required, but it was not provided"),
    ],
)
def test_a_query_that_the_schema_does_not_know_is_an_error(server: GithubEmulator, query: str, message: str) -> None:
    body = told(server, query)

    assert "data" not in body
    assert message in body["errors"][0]["message"]


@pytest.mark.parametrize("body", [b"no json", b"[]", b'{"variables": {}}', b'"x"', b"\xff"])
def test_what_is_no_query_is_refused(server: GithubEmulator, body: bytes) -> None:
    answer = requests.post(f"{server.url}/graphql", data=body, headers={"Authorization": f"bearer {TOKEN}"}, timeout=30)

    assert (answer.status_code, answer.json()["message"]) == (400, "Problems parsing JSON")


def test_a_query_costs_a_point_for_a_hundred_connections(server: GithubEmulator) -> None:
    server.repositories += many_repositories(100)
    costs = [told(server, batch(server.repositories[:size]))["data"]["rateLimit"] for size in (2, 100)]

    assert [cost["cost"] for cost in costs] == [1, 2]
    assert [cost["remaining"] for cost in costs] == [4999, 4997]
    assert costs[0]["resetAt"] == "2026-03-02T11:00:00Z"
    assert told(server, "{ rateLimit { nodeCount used limit } }")["data"]["rateLimit"] == {
        "nodeCount": 0,
        "used": 4,
        "limit": 5000,
    }


def test_points_and_requests_are_counted_apart(server: GithubEmulator) -> None:
    answer = post(server, "{ rateLimit { cost } }")
    requests.get(f"{server.url}/repos/DingXiaoH/ResRep", headers={"Authorization": f"token {TOKEN}"}, timeout=30)

    assert (answer.headers["X-RateLimit-Resource"], answer.headers["X-RateLimit-Remaining"]) == ("graphql", "4999")
    assert (server.window("graphql").used, server.window("core").used) == (1, 1)


def test_used_up_points_are_told_with_status_200() -> None:
    with GithubEmulator([RESREP], token=TOKEN, limit=2) as server:
        bodies = [told(server, batch([RESREP])) for _ in range(3)]
        refused = post(server, batch([RESREP]))
        server.clock.sleep(3600)
        after = told(server, batch([RESREP]))

    assert ["errors" in body for body in bodies] == [False, False, True]
    assert bodies[2]["errors"][0]["type"] == "RATE_LIMITED"
    assert refused.headers["X-RateLimit-Remaining"] == "0"
    assert "errors" not in after


def test_a_batch_can_be_too_large() -> None:
    known = many_repositories(60)
    with GithubEmulator(known, token=TOKEN, largest_batch=50) as server:
        answers = [post(server, batch(known[:size])) for size in (50, 51)]

    assert [answer.status_code for answer in answers] == [200, 502]
    assert answers[1].json()["errors"][0]["message"].startswith("Something went wrong while executing your query.")


def test_a_batch_of_fifty_is_one_request_and_says_everything() -> None:
    known = [*many_repositories(48), FISH, repository("no/body")]
    with GithubEmulator(known[:-1], token=TOKEN) as server:
        body = told(server, batch(known))

    assert [body["data"][f"r{k}"]["databaseId"] for k in range(49)] == [one.number for one in known[:-1]]
    assert body["data"]["r49"] is None
    assert [error["path"] for error in body["errors"]] == [["r49"]]
    assert server.requests[0].references == {one.full_name.lower() for one in known}


def test_the_log_names_repositories_in_variables_and_fragments(server: GithubEmulator) -> None:
    query = """query($o: String!, $n: String!) { ...all }
        fragment all on Query { x: repository(owner: $o, name: $n) { id }
        ... on Query { repository(owner: "Lab", name: "Empty") { id } } }"""
    told(server, query, o="DingXiaoH", n="ResRep")
    post(server, "{ nonsense")

    assert [sorted(request.references) for request in server.requests] == [["dingxiaoh/resrep", "lab/empty"], []]


def test_one_repository_of_a_batch_can_fail(server: GithubEmulator) -> None:
    server.faults.add(query_failure("dingxiaoh/ResRep"))
    body = told(server, batch([RESREP, FISH]))

    assert body["data"]["r0"] is None
    assert body["data"]["r1"]["nameWithOwner"] == FISH.full_name
    assert [(error["path"], "type" in error) for error in body["errors"]] == [(["r0"], False)]


def test_an_error_can_be_of_any_type(server: GithubEmulator) -> None:
    server.faults.add(refusing(FISH.full_name, "No.", "FORBIDDEN", saml_failure=True))
    (error,) = told(server, batch([RESREP, FISH]))["errors"]

    assert (error["type"], error["path"], error["extensions"]) == ("FORBIDDEN", ["r1"], {"saml_failure": True})


def test_answers_can_come_under_the_wrong_alias_or_with_wrong_values(server: GithubEmulator) -> None:
    server.faults.in_turn(rotated(), changed(databaseId=None))
    wrong, worse = (told(server, batch([RESREP, FISH]))["data"] for _ in range(2))

    assert [wrong[alias]["nameWithOwner"] for alias in ("r0", "r1")] == [FISH.full_name, RESREP.full_name]
    assert [worse[alias]["databaseId"] for alias in ("r0", "r1")] == [None, None]
    assert wrong["rateLimit"]["cost"] == worse["rateLimit"]["cost"] == 1


def test_a_query_can_fail_as_a_whole(server: GithubEmulator) -> None:
    server.faults.add(graphql_error("Something broke.", type="INTERNAL"))

    assert told(server, batch([RESREP, FISH])) == {
        "data": None,
        "errors": [{"type": "INTERNAL", "message": "Something broke."}],
    }


def test_points_can_be_used_up_by_somebody_else(server: GithubEmulator) -> None:
    server.faults.add(rate_limited(100), graphql)
    answer = post(server, batch([RESREP, FISH]))

    assert answer.json()["errors"][0]["type"] == "RATE_LIMITED"
    assert int(answer.headers["X-RateLimit-Reset"]) == START + 100


@pytest.mark.parametrize("code, word", [(502, "Something went wrong"), (504, "respond to your request in time")])
def test_only_large_batches_can_fail(server: GithubEmulator, code: int, word: str) -> None:
    server.faults.add(batch_too_large(code), larger_than(1))
    large, small = post(server, batch([RESREP, FISH])), post(server, batch([RESREP]))

    assert (large.status_code, small.status_code) == (code, 200)
    assert word in large.text


def test_a_fault_of_rest_leaves_queries_alone(server: GithubEmulator) -> None:
    server.faults.add(faults.status(500), faults.method("GET"))

    assert post(server, batch([RESREP, FISH])).status_code == 200


def test_the_client_gives_the_data_of_a_faultless_answer(server: GithubEmulator) -> None:
    _, body = client(server).requester.graphql_query(batch([RESREP, FISH]), {})

    assert body["data"]["r1"]["databaseId"] == FISH.number


def test_the_client_hides_a_partial_answer_in_an_exception(server: GithubEmulator) -> None:
    with pytest.raises(github.GithubException) as raised:
        client(server).requester.graphql_query(batch([RESREP, repository("a/b"), repository("c/d")]), {})

    assert raised.value.status == 400
    assert raised.value.data["data"]["r0"]["nameWithOwner"] == "DingXiaoH/ResRep"
    assert [error["path"] for error in raised.value.data["errors"]] == [["r1"], ["r2"]]


def test_the_client_says_not_found_when_one_is_not(server: GithubEmulator) -> None:
    with pytest.raises(github.UnknownObjectException) as raised:
        client(server).requester.graphql_query(batch([RESREP, repository("a/b")]), {})

    assert raised.value.data["data"]["r0"]["nameWithOwner"] == "DingXiaoH/ResRep"


def test_the_client_never_retries_used_up_points(server: GithubEmulator) -> None:
    server.faults.add(rate_limited())
    with pytest.raises(github.GithubException) as raised:
        client(server).requester.graphql_query(batch([RESREP]), {})

    assert raised.value.status == 400
    assert json.dumps(raised.value.data).count("RATE_LIMITED") == 1
    assert len(server.requests) == 1
