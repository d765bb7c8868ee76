"""The emulated GitHub against what the real one said, and against GitHub's own descriptions of its two APIs.

The recordings and descriptions lie beside this checkout; without them these tests are skipped. Each test says what
only the recording has: recordings are of several years and of tokens with different rights.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import requests
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
)
from openapi_schema_validator import OAS30Validator, oas30_format_checker

from emulated_github import (
    Account,
    GithubEmulator,
    License,
    Repository,
    blocked,
    many_repositories,
    primary_limit,
    repository,
    secondary_limit,
)
from emulation import FakeClock
from emulators.github_graphql import schema

API = "https://api.github.com"
TOKEN = "the-right-one"  # noqa: S105 - of an emulator
SIGNED_IN = {"Authorization": f"token {TOKEN}"}
OF_ADMINISTRATORS = {
    "allow_squash_merge",
    "allow_merge_commit",
    "allow_rebase_merge",
    "allow_auto_merge",
    "delete_branch_on_merge",
    "allow_update_branch",
    "use_squash_pr_title_as_default",
    "squash_merge_commit_message",
    "squash_merge_commit_title",
    "merge_commit_message",
    "merge_commit_title",
    "security_and_analysis",
    "temp_clone_token",
}
"""What GitHub adds for somebody who may write; the temporary token is empty for others."""
SINCE_2025 = {"user_view_type", "has_pull_requests", "pull_request_creation_policy"}
SINCE_2022 = {*SINCE_2025, "has_discussions", "topics", "visibility", "disabled", "allow_forking", "is_template"}
SINCE_2022 |= {"web_commit_signoff_required", "custom_properties", "temp_clone_token"}


class Exchange(NamedTuple):
    """A recorded request and its answer."""

    path: str
    signed_in: bool
    status: int
    headers: dict[str, str]
    body: str


@pytest.fixture(scope="module")
def apis(shared: Path) -> Path:
    """The folder with recordings and descriptions."""
    return shared / "apis"


@pytest.fixture(scope="module")
def openapi(apis: Path) -> dict[str, Any]:
    """GitHub's description of its REST API."""
    found: dict[str, Any] = json.loads((apis / "specs" / "github-openapi-subset.json").read_text(encoding="utf-8"))
    return found


def recorded(apis: Path, name: str, position: int = 0) -> Exchange:
    """One exchange of a recording, in the form of either of the two tools that recorded."""
    found = json.loads((apis / "recorded" / "github" / name).read_text(encoding="utf-8"))[position]
    if "rawHeaders" in found:
        raw = found["rawHeaders"]
        headers = dict(zip(raw[::2], raw[1::2], strict=True))
        return Exchange(
            found["path"],
            "authorization" in found["reqheaders"],
            found["status"],
            headers,
            json.dumps(found["response"]),
        )
    signed_in = "Authorization" in found["request_headers"]
    return Exchange(found["path"], signed_in, found["status"], dict(found["headers"]), found["body"])


def date(written: str | None) -> datetime | None:
    """A date in a body."""
    return datetime.fromisoformat(written) if written else None


def record(body: Mapping[str, Any]) -> Repository:
    """The record behind a recorded body; a fork's parent and source with it."""
    owner, found = body["owner"], body["license"]
    created, updated = date(body["created_at"]), date(body["updated_at"])
    assert created is not None
    assert updated is not None
    return Repository(
        owner=Account(owner["login"], owner["id"], owner["type"], owner["node_id"]),
        name=body["name"],
        number=body["id"],
        node=body["node_id"],
        description=body["description"],
        homepage=body["homepage"],
        language=body["language"],
        license=found and License(found["key"], found["name"], found["spdx_id"], found["node_id"], bool(found["url"])),
        topics=tuple(body.get("topics", ())),
        stars=body["stargazers_count"],
        forks=body["forks_count"],
        subscribers=body.get("subscribers_count", 0),
        network=body.get("network_count"),
        open_issues=body["open_issues_count"],
        size=body["size"],
        default_branch=body["default_branch"],
        created_at=created,
        updated_at=updated,
        pushed_at=date(body["pushed_at"]),
        archived_at=updated if body["archived"] else None,
        private=body["private"],
        has_issues=body["has_issues"],
        has_projects=body["has_projects"],
        has_downloads=body["has_downloads"],
        has_wiki=body["has_wiki"],
        has_pages=body["has_pages"],
        has_discussions=body.get("has_discussions", False),
        mirror_url=body["mirror_url"],
        parent=record(body["parent"]) if "parent" in body else None,
        source=record(body["source"]) if "source" in body else None,
    )


def ask(server: GithubEmulator, path: str, *, signed_in: bool, **headers: str) -> requests.Response:
    """The emulator's answer, redirections not followed."""
    named = {name.replace("_", "-"): value for name, value in headers.items()} | (SIGNED_IN if signed_in else {})
    return requests.get(server.url + path, headers=named, timeout=30, allow_redirects=False)


def emulated(exchange: Exchange) -> str:
    """The emulated body for a recorded one, with GitHub's address in place of the emulator's."""
    known = record(json.loads(exchange.body))
    with GithubEmulator([known], token=TOKEN) as server:
        answer = ask(server, f"/repos/{known.full_name}", signed_in=exchange.signed_in)
        assert answer.status_code == exchange.status == 200
        return answer.text.replace(server.url, API)


def pruned(value: Any, keys: set[str]) -> Any:
    """A body without some keys, at any depth."""
    if isinstance(value, dict):
        return {key: pruned(inner, keys) for key, inner in value.items() if key not in keys}
    return value


def validator(openapi: dict[str, Any], name: str) -> OAS30Validator:
    """A validator of one schema in the description; `nullable` is that of OpenAPI 3.0."""
    return OAS30Validator(
        {"$ref": f"#/components/schemas/{name}", "components": openapi["components"]},
        format_checker=oas30_format_checker,
    )


@pytest.mark.parametrize("position", range(4))
def test_a_body_of_today_is_the_same_in_every_byte(apis: Path, position: int) -> None:
    exchange = recorded(apis, "repo_unauth_2026-04-24_apiversions.json", position)

    assert emulated(exchange) == exchange.body


def test_a_body_with_a_token_is_the_same_but_for_what_is_new_since(apis: Path) -> None:
    """Only the emulator has what came between 2025 and 2026."""
    exchange = recorded(apis, "repo_popular_2025-01-30.json")
    ours = pruned(json.loads(emulated(exchange)), SINCE_2025 - {"user_view_type"})

    assert json.dumps(ours, separators=(",", ":")) == exchange.body


def test_a_fork_is_the_same_but_for_the_rights_of_its_owner(apis: Path) -> None:
    """Only the recording has what its owner may see and do."""
    exchange = recorded(apis, "repo_fork_2026-08-20.json")
    ours, theirs = json.loads(emulated(exchange)), json.loads(exchange.body)

    assert pruned(ours, OF_ADMINISTRATORS | {"permissions"}) == pruned(theirs, OF_ADMINISTRATORS | {"permissions"})
    assert [key for key in ours if key != "temp_clone_token"] == [key for key in theirs if key not in OF_ADMINISTRATORS]
    assert ours["permissions"].keys() == theirs["permissions"].keys()
    assert set(theirs) - set(ours) <= OF_ADMINISTRATORS


@pytest.mark.parametrize(
    "name, position, since",
    [
        ("repo_renamed_301_2023-05-09.json", 1, SINCE_2025),
        ("repo_and_readme_2025-01-08.json", 0, SINCE_2025 - {"user_view_type"}),
        ("conditional_304_2023.json", 0, SINCE_2025),
        ("graphql_pagination_2024.json", 0, SINCE_2025),
        ("octokit_get_repository_2022-07-19.json", 0, SINCE_2022 - {"topics", "visibility", "disabled"}),
        ("octokit_rename_repository_2022-07-19.json", 3, SINCE_2022 - {"topics", "visibility", "disabled"}),
    ],
)
def test_older_bodies_are_the_same_but_for_what_is_new_since(
    apis: Path, name: str, position: int, since: set[str]
) -> None:
    """Only the emulator has the keys that came later, and only the recordings have those of administrators."""
    exchange = recorded(apis, name, position)
    leave = OF_ADMINISTRATORS | since | {"permissions", "node_id"}

    assert pruned(json.loads(emulated(exchange)), leave) == pruned(json.loads(exchange.body), leave)


@pytest.mark.parametrize("signed_in", [False, True])
def test_emulated_bodies_are_full_repositories(openapi: dict[str, Any], signed_in: bool) -> None:  # noqa: FBT001
    full = validator(openapi, "full-repository")
    with GithubEmulator(many_repositories(40), token=TOKEN) as server:
        for known in server.repositories:
            body = ask(server, f"/repos/{known.full_name}", signed_in=signed_in).json()
            assert [error.message for error in full.iter_errors(body)] == []


@pytest.mark.parametrize(
    "name, position", [("repo_unauth_2026-04-24_apiversions.json", 0), ("repo_fork_2026-08-20.json", 0)]
)
def test_recorded_bodies_are_full_repositories(apis: Path, openapi: dict[str, Any], name: str, position: int) -> None:
    body = json.loads(recorded(apis, name, position).body)

    assert list(validator(openapi, "full-repository").iter_errors(body)) == []


@pytest.mark.parametrize(
    "spoil",
    [{"stargazers_count": "7701"}, {"owner": None}, {"topics": "python"}, {"license": {"key": 1}}, {"id": None}],
)
def test_the_description_refuses_what_is_no_repository(openapi: dict[str, Any], spoil: dict[str, Any]) -> None:
    full = validator(openapi, "full-repository")
    with GithubEmulator([repository("lab/graph")]) as server:
        body = ask(server, "/repos/lab/graph", signed_in=False).json()

    assert full.is_valid(body)
    assert not full.is_valid(body | spoil)
    assert not any(full.is_valid({key: body[key] for key in body if key != name}) for name in spoil if name != "topics")


def test_limits_are_described_and_recorded_in_the_same_form(apis: Path, openapi: dict[str, Any]) -> None:
    exchange = recorded(apis, "rate_limit_2023-05-15.json")
    with GithubEmulator(token=TOKEN) as server:
        ours, unauthenticated = (ask(server, "/rate_limit", signed_in=known).json() for known in (True, False))
    theirs = json.loads(exchange.body)

    assert list(validator(openapi, "rate-limit-overview").iter_errors(ours)) == []
    assert list(validator(openapi, "rate-limit-overview").iter_errors(unauthenticated)) == []
    assert ours.keys() == theirs.keys()
    assert ours["resources"].keys() == theirs["resources"].keys()
    limits = {name: window["limit"] for name, window in ours["resources"].items()}
    assert limits == {name: window["limit"] for name, window in theirs["resources"].items()}


@pytest.mark.parametrize(
    "name, position",
    [("repo_renamed_301_2023-05-09.json", 0), ("octokit_rename_repository_2022-07-19.json", 2)],
)
def test_a_former_name_is_redirected_in_the_same_bytes(
    apis: Path, openapi: dict[str, Any], name: str, position: int
) -> None:
    exchange = recorded(apis, name, position)
    number = int(exchange.headers["Location"].rpartition("/")[2])
    known = repository("somebody/something", number=number, former_names=(exchange.path.removeprefix("/repos/"),))
    with GithubEmulator([known], token=TOKEN) as server:
        answer = ask(server, exchange.path, signed_in=True)
        body, location = (text.replace(server.url, API) for text in (answer.text, answer.headers["Location"]))

    assert answer.status_code == exchange.status
    assert location == exchange.headers["Location"]
    assert json.loads(body) == json.loads(exchange.body)
    assert list(validator(openapi, "basic-error").iter_errors(json.loads(body))) == []
    assert (
        lacking(exchange, answer, {"X-OAuth-Scopes", "X-Accepted-OAuth-Scopes", AGES, "connection", SELECTED}) == set()
    )


AGES = "github-authentication-token-expiration"
SELECTED = "x-github-api-version-selected"
OF_TOKENS = {"X-OAuth-Scopes", "X-Accepted-OAuth-Scopes", AGES, "x-oauth-client-id"}
OF_THE_WIRE = {"Transfer-Encoding", "Accept-Ranges", "Connection"}


def lacking(exchange: Exchange, answer: requests.Response, but: set[str]) -> set[str]:
    """The headers that the recording has and the emulator has not."""
    ours = {name.lower() for name in answer.headers} | {name.lower() for name in but}
    return {name for name in exchange.headers if name.lower() not in ours}


@pytest.mark.parametrize(
    "name, more",
    [
        ("repo_unauth_2026-04-24_apiversions.json", set[str]()),
        ("repo_popular_2025-01-30.json", OF_TOKENS),
    ],
)
def test_a_repository_comes_with_the_same_headers(apis: Path, name: str, more: set[str]) -> None:
    """Only the recordings have what describes their tokens."""
    exchange = recorded(apis, name)
    known = record(json.loads(exchange.body))
    with GithubEmulator([known], token=TOKEN) as server:
        answer = ask(server, f"/repos/{known.full_name}", signed_in=exchange.signed_in)

    assert lacking(exchange, answer, OF_THE_WIRE | more) == set()
    for header in ("Content-Type", "Cache-Control", "Vary", "Content-Encoding", "Last-Modified", SELECTED):
        assert answer.headers[header] == exchange.headers[header]
    assert answer.headers["X-RateLimit-Limit"] == exchange.headers["X-RateLimit-Limit"]
    assert re.fullmatch(r'W/"[0-9a-f]{64}"', answer.headers["ETag"])
    assert re.fullmatch(r'W/"[0-9a-f]{64}"', exchange.headers["ETag"])


def test_what_has_not_changed_is_told_in_the_same_way(apis: Path) -> None:
    exchange = recorded(apis, "conditional_304_2013.json")
    with GithubEmulator([repository("akfish/PyGithub")], token=TOKEN) as server:
        tag = ask(server, exchange.path, signed_in=True).headers["ETag"]
        answer = ask(server, exchange.path, signed_in=True, If_None_Match=tag)

    assert (answer.status_code, answer.text) == (exchange.status, exchange.body) == (304, "")
    assert answer.headers["ETag"] == tag
    assert lacking(exchange, answer, {"status", "Access-Control-Allow-Credentials"}) == set()


def test_an_hour_that_is_used_up_is_refused_in_the_same_form(apis: Path) -> None:
    """The message of 2013 is today's but for capitals and what follows it, and the limit has more headers now."""
    exchange = recorded(apis, "ratelimit_unauth_403.json", 1)
    said = re.compile(r"API rate limit exceeded for [\d.]+", re.IGNORECASE)
    with GithubEmulator(limit=0) as server:
        used_up = ask(server, "/repos/a/b", signed_in=False)
        server.faults.add(primary_limit())
        fault = ask(server, "/repos/a/b", signed_in=False)

    for answer in (used_up, fault):
        assert answer.status_code == exchange.status == 403
        assert answer.headers["X-RateLimit-Remaining"] == exchange.headers["x-ratelimit-remaining"] == "0"
        assert said.match(json.loads(exchange.body)["message"])
        assert said.match(answer.json()["message"])


def test_too_much_at_once_is_refused_in_the_same_form(apis: Path) -> None:
    """What was called abuse in 2018 is a secondary limit now; both ask for patience in the same words."""
    exchange = recorded(apis, "ratelimit_auth_403.json")
    with GithubEmulator(token=TOKEN) as server:
        server.faults.add(secondary_limit(60))
        answer = ask(server, "/repos/a/b", signed_in=True)

    assert (answer.status_code, answer.headers["Retry-After"]) == (exchange.status, exchange.headers["Retry-After"])
    assert answer.json().keys() >= json.loads(exchange.body).keys()
    assert "lease wait a few minutes before you try again." in exchange.body
    assert "lease wait a few minutes before you try again." in answer.text


def test_errors_are_described(openapi: dict[str, Any]) -> None:
    error = validator(openapi, "basic-error")
    with GithubEmulator([repository("gone/away", blocked="tos")]) as server:
        found = [ask(server, "/repos/a/b", signed_in=False), ask(server, "/repos/gone/away", signed_in=False)]
        found.append(ask(server, "/repos/a/b", signed_in=True))
        server.faults.add(blocked())
        found.append(ask(server, "/repos/a/b", signed_in=False))

    assert [answer.status_code for answer in found] == [404, 403, 401, 451]
    assert all(error.is_valid(answer.json()) for answer in found)


def test_the_recorded_query_gets_the_recorded_answer(apis: Path) -> None:
    exchange = recorded(apis, "graphql_repository_2024-09-17.json")
    asked = json.loads((apis / "recorded/github/graphql_repository_2024-09-17.json").read_text())[0]["request_body"]
    clock = FakeClock()
    with GithubEmulator([repository("PyGithub/PyGithub")], clock, token=TOKEN) as server:
        answer = requests.post(server.url + "/graphql", data=asked, headers=SIGNED_IN, timeout=30)

    assert (answer.status_code, answer.text) == (exchange.status, exchange.body)
    assert lacking(exchange, answer, OF_THE_WIRE | OF_TOKENS | {"Content-Encoding"}) == set()
    assert answer.headers["X-GitHub-Media-Type"] == exchange.headers["X-GitHub-Media-Type"]
    assert answer.headers["X-RateLimit-Resource"] == exchange.headers["X-RateLimit-Resource"]


@pytest.fixture(scope="module")
def official(apis: Path) -> GraphQLSchema:
    """GitHub's GraphQL schema, as far as repositories need it."""
    return build_schema((apis / "specs" / "github-graphql-subset.graphql").read_text(encoding="utf-8"))


def own_types() -> list[str]:
    """The names of the types in our schema that are not GraphQL's own."""
    return [name for name in schema().type_map if not name.startswith("__")]


def described(kind: object) -> Any:
    """Everything that our schema says of a type, in a form that can be compared."""
    if isinstance(kind, GraphQLEnumType):
        return sorted(kind.values)
    if isinstance(kind, GraphQLInputObjectType):
        return {name: str(found.type) for name, found in kind.fields.items()}
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
        return {
            name: (str(found.type), {argument: str(given.type) for argument, given in found.args.items()})
            for name, found in kind.fields.items()
        }
    return {}


@pytest.mark.parametrize("name", own_types())
def test_our_graphql_schema_says_nothing_that_github_does_not(official: GraphQLSchema, name: str) -> None:
    ours, theirs = schema().type_map[name], official.type_map[name]
    said, known = described(ours), described(theirs)

    assert type(ours) is type(theirs)
    assert said == ({field: known[field] for field in said} if isinstance(said, dict) else known)
    if isinstance(ours, GraphQLObjectType) and isinstance(theirs, GraphQLObjectType):
        assert [str(found) for found in ours.interfaces] == [str(found) for found in theirs.interfaces]


def test_our_graphql_schema_has_every_type_that_is_needed_to_query_repositories(official: GraphQLSchema) -> None:
    theirs = {name for name in official.type_map if not name.startswith("__")}

    assert set(own_types()) == theirs
