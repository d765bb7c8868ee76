"""What can go wrong with GitHub in particular: conditions on GraphQL queries, limits, refusals, partial answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from graphql import parse

from emulation import Action, Answer, Condition, Request
from emulators import github_graphql
from emulators.faults import instead, rewritten, waiting, whole
from emulators.github_errors import (
    DOCS,
    JSON,
    RATE_LIMITED,
    SECONDARY,
    TOOK_TOO_LONG,
    TRY_AGAIN,
    USUAL,
    Json,
    blocked_body,
    error,
    exhausted_body,
)
from emulators.github_records import Repository
from emulators.github_rest import full_body


def names_in(request: Request) -> list[str]:
    """The full names in a GraphQL query."""
    return [name for _, name in aliases(request).values()]


def aliases(request: Request) -> dict[str, tuple[Any, str]]:
    """The repositories in a GraphQL query, by alias; nothing for a request that holds no query."""
    if request.path != "/graphql":
        return {}
    try:
        asked = json.loads(request.body)
        return github_graphql.asked_for(parse(asked["query"]), asked.get("variables") or {})
    except Exception:  # noqa: BLE001 - whatever is wrong with a query, it names no repository
        return {}


def graphql(request: Request) -> bool:
    """The condition that a request is a GraphQL query."""
    return request.path == "/graphql"


def larger_than(number: int) -> Condition:
    """GraphQL queries for more repositories than that."""
    return lambda request: len(aliases(request)) > number


def refused(
    status: int, body: Json | Callable[[Request], Json], *headers: tuple[str, str], retry_after: float | None = None
) -> Action:
    """A JSON answer instead of the right one."""

    def make(request: Request) -> Answer:
        text = json.dumps(body(request) if callable(body) else body, separators=(",", ":"))
        return Answer(status, (JSON, *headers, *waiting(request, retry_after, date=False), *USUAL), text.encode())

    return instead(make)


def primary_limit(reset_in: float = 1800, *, code: int = 403, limit: int = 60) -> Action:
    """The hour is used up, whatever was counted here, until some seconds from now."""

    def make(request: Request) -> Answer:
        headers = (
            ("X-RateLimit-Limit", str(limit)),
            ("X-RateLimit-Remaining", "0"),
            ("X-RateLimit-Used", str(limit)),
            ("X-RateLimit-Reset", str(int(request.moment + reset_in))),
            ("X-RateLimit-Resource", "core"),
        )
        body = json.dumps(exhausted_body(signed_in=limit > 60)).encode()
        return Answer(code, (JSON, *headers, *USUAL), body)

    return instead(make)


def secondary_limit(retry_after: float | None = 60, *, code: int = 403) -> Action:
    """Too much at once, with or without the time after which to come back; GitHub answers 403 or 429."""
    body = error(SECONDARY, "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api", code)
    return refused(code, body, retry_after=retry_after)


def bad_credentials() -> Action:
    """401, as for a token that was revoked."""
    return refused(401, error("Bad credentials", DOCS, 401))


def missing() -> Action:
    """404."""
    return refused(404, error("Not Found", f"{DOCS}/repos/repos#get-a-repository", 404))


def blocked(reason: str = "dmca", code: int = 451) -> Action:
    """451 (`dmca`) or 403 (`tos`) with the reason why a repository is not shown."""
    return refused(code, lambda request: blocked_body(None, request.moment, reason))


def rate_limited(reset_in: float = 1800) -> Action:
    """200 with `RATE_LIMITED`, which is how GraphQL says that the points are used up."""
    headers = (("X-RateLimit-Limit", "5000"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Resource", "graphql"))

    def make(request: Request) -> Answer:
        reset = ("X-RateLimit-Reset", str(int(request.moment + reset_in)))
        return Answer(200, (JSON, *headers, reset, *USUAL), json.dumps(RATE_LIMITED).encode())

    return instead(make)


def batch_too_large(code: int = 502) -> Action:
    """502 or 504 for a query that took too long; use it with the condition `larger_than`."""
    return refused(code, TOOK_TOO_LONG if code == 502 else {"message": TRY_AGAIN, "documentation_url": DOCS})


def graphql_error(message: str = "Something went wrong while executing your query.", **more: Any) -> Action:
    """200 with one error and no data at all."""
    return refused(200, {"data": None, "errors": [{**more, "message": message}]})


def refusing(full_name: str, message: str, kind: str | None = None, **extensions: Any) -> Action:
    """The right answer to a query, but for one repository: null, and an error that says why."""

    def change(request: Request, right: Callable[[], Answer]) -> Answer:
        body = json.loads(whole(right()))
        for alias, (node, name) in aliases(request).items():
            if name.lower() == full_name.lower() and alias in (body.get("data") or {}):
                body["data"][alias] = None
                places = [{"line": node.loc.start_token.line, "column": node.loc.start_token.column}]
                told: Json = {"type": kind} if kind else {}
                told |= {"path": [alias], **({"extensions": extensions} if extensions else {})}
                body.setdefault("errors", []).append({**told, "locations": places, "message": message})
        return rewritten(lambda _: json.dumps(body).encode())(request, right)

    return change


def query_failure(full_name: str) -> Action:
    """The right answer to a query, but for one repository, on which GitHub stumbled."""
    return refusing(
        full_name,
        "Something went wrong while executing your query. Please include `0001:EMUL` when reporting this issue.",
    )


def without_id() -> Action:
    """The right REST body without its number, which is how a client sees that something is not GitHub's."""
    return edited(lambda body: {key: body[key] for key in body if key != "id"})


def changed(**fields: Any) -> Action:
    """The right answer with other values in every repository that it tells of: wrong types, negative counts, nulls."""
    return edited(lambda body: {**body, **fields})


def edited(change: Callable[[Json], Json]) -> Action:
    """The right answer with every repository in it changed: the REST body, or the answers to a query."""

    def edit(text: bytes) -> bytes:
        body = json.loads(text)
        if "data" not in body:
            return json.dumps(change(body)).encode()
        for alias, found in (body["data"] or {}).items():
            if isinstance(found, dict) and alias != "rateLimit":
                body["data"][alias] = change(found)
        return json.dumps(body).encode()

    return rewritten(edit)


def other_repository(known: Repository) -> Action:
    """The REST body of a repository that nobody asked for."""

    def make(request: Request) -> Answer:
        body = full_body(known, f"http://{request.headers['host']}", signed_in=False)
        return Answer(200, (JSON, *USUAL), json.dumps(body).encode())

    return instead(make)


def rotated() -> Action:
    """The right answers to a query, each under the alias of the next repository."""

    def rotate(text: bytes) -> bytes:
        body = json.loads(text)
        names = [alias for alias in body["data"] if alias != "rateLimit"]
        found = [body["data"][alias] for alias in names]
        body["data"].update(zip(names, found[-1:] + found[:-1], strict=True))
        return json.dumps(body).encode()

    return rewritten(rotate)
