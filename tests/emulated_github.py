"""A GitHub API server for tests: REST for repositories, GraphQL, rate limits, renames and repositories taken down.

Bodies carry the server's own address where GitHub writes `https://api.github.com`, so that a client that follows
them stays here. Limits count as GitHub counts them, on the server's clock.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from graphql import DocumentNode

from emulation import Answer, FakeClock, Request, Server, http_date
from emulators import github_graphql
from emulators.github_errors import (
    DOCS,
    JSON,
    MEDIA_TYPE,
    NEEDS_TOKEN,
    RATE_LIMITED,
    SAML,
    TOOK_TOO_LONG,
    UNKNOWN_REPOSITORY,
    USUAL,
    VARY,
    Json,
    blocked_body,
    error,
    exhausted_body,
)
from emulators.github_faults import (
    bad_credentials,
    batch_too_large,
    blocked,
    changed,
    graphql,
    graphql_error,
    larger_than,
    missing,
    names_in,
    other_repository,
    primary_limit,
    query_failure,
    rate_limited,
    refusing,
    rotated,
    secondary_limit,
    without_id,
)
from emulators.github_graphql import Budget, Refused
from emulators.github_records import (
    LICENSES,
    Account,
    License,
    Repository,
    account,
    many_repositories,
    repository,
)
from emulators.github_rest import full_body

__all__ = [
    "LICENSES",
    "Account",
    "GithubEmulator",
    "License",
    "Repository",
    "account",
    "bad_credentials",
    "batch_too_large",
    "blocked",
    "changed",
    "graphql",
    "graphql_error",
    "larger_than",
    "many_repositories",
    "missing",
    "other_repository",
    "primary_limit",
    "query_failure",
    "rate_limited",
    "refusing",
    "repository",
    "rotated",
    "secondary_limit",
    "without_id",
]

HOUR = 3600
LIMITS = {
    "core": 5000,
    "search": 30,
    "graphql": 5000,
    "integration_manifest": 5000,
    "source_import": 100,
    "code_scanning_upload": 1000,
    "code_scanning_autofix": 10,
    "actions_runner_registration": 10000,
    "scim": 15000,
    "dependency_snapshots": 100,
    "audit_log": 1750,
    "audit_log_streaming": 15,
    "code_search": 10,
}
UNAUTHENTICATED = {"core": 60, "search": 10, "graphql": 0, "integration_manifest": 5000, "code_search": 60}


@dataclass
class Window:
    """An hour of requests of one kind by one client."""

    limit: int
    used: int = 0
    reset: float = 0.0

    def at(self, moment: float) -> Window:
        """The window as it is at a moment: a new one begins with the first request after the old one ended."""
        if moment >= self.reset:
            self.used, self.reset = 0, moment + HOUR
        return self

    @property
    def remaining(self) -> int:
        """What may still be asked."""
        return max(0, self.limit - self.used)


class GithubEmulator(Server):
    """The GitHub API over some repositories.

    `token` is the one that is accepted (without one, every token is refused); `limit` replaces the numbers of
    requests an hour (60, and 5000 with the token) and of GraphQL points; a query that asks for more than
    `largest_batch` repositories takes GitHub too long and is answered with 502.
    """

    def __init__(
        self,
        repositories: Iterable[Repository] = (),
        clock: FakeClock | None = None,
        *,
        token: str | None = None,
        limit: int | None = None,
        largest_batch: int | None = None,
    ) -> None:
        super().__init__(clock)
        self.repositories = list(repositories)
        self.token = token
        self.limit = limit
        self.largest_batch = largest_batch
        self._windows: dict[tuple[bool, str], Window] = {}

    def references(self, request: Request) -> frozenset[str]:
        """The full names that a request asks for."""
        found = re.match(r"/repos/([^/]+/[^/]+)", request.path)
        if found:
            return frozenset({found[1].lower()})
        if by_number := re.match(r"/repositories/(\d+)", request.path):
            known = [one.full_name for one in self.repositories if one.number == int(by_number[1])]
            return frozenset(name.lower() for name in known)
        return frozenset(name.lower() for name in names_in(request))

    def window(self, resource: str = "core", *, signed_in: bool | None = None) -> Window:
        """What is left of a limit, by default that of the token where there is one."""
        mine = self.token is not None if signed_in is None else signed_in
        number = (LIMITS if mine else UNAUTHENTICATED).get(resource, 0)
        window = self._windows.setdefault((mine, resource), Window(number if self.limit is None else self.limit))
        return window.at(self.clock.now())

    def right_answer(self, request: Request) -> Answer:
        """What GitHub says to a request."""
        resource = "graphql" if request.path == "/graphql" else "core"
        credentials = self._credentials(request)
        if credentials is False or (resource == "graphql" and credentials is None):
            return self._answer(401, error("Bad credentials" if credentials is False else NEEDS_TOKEN, DOCS, 401))
        signed_in = credentials is True
        window = self.window(resource, signed_in=signed_in)
        if request.path == "/rate_limit":
            return self._limited(self._answer(200, self._overview(signed_in=signed_in)), window, resource)
        if window.remaining == 0:
            return self._limited(self._exhausted(resource, signed_in=signed_in), window, resource)
        if resource == "graphql":
            return self._limited(self._graphql(request, window), window, resource)
        answer = self._rest(request, signed_in=signed_in)
        if answer.status != 304 or not signed_in:
            window.used += 1
        return self._limited(answer, window, resource)

    def _credentials(self, request: Request) -> bool | None:
        """Whether the token of a request is right; None for a request without one."""
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if not scheme:
            return None
        return scheme.lower() in {"token", "bearer"} and self.token is not None and given == self.token

    def _answer(self, status: int, body: Json, *headers: tuple[str, str]) -> Answer:
        """A JSON answer with the headers that every answer has."""
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
        answer = Answer(status, (JSON, MEDIA_TYPE, *headers, *USUAL), text.encode())
        return answer if answer.header("Vary") else answer.with_header(*VARY)

    def _limited(self, answer: Answer, window: Window, resource: str) -> Answer:
        """The answer with the headers of the rate limit."""
        state = {
            "X-RateLimit-Limit": window.limit,
            "X-RateLimit-Remaining": window.remaining,
            "X-RateLimit-Reset": int(window.reset),
            "X-RateLimit-Used": window.used,
            "X-RateLimit-Resource": resource,
        }
        number = f"{len(self.requests):04X}:EMUL:{int(self.clock.now()):X}"
        for name, value in {**state, "X-GitHub-Request-Id": number}.items():
            answer = answer.with_header(name, str(value))
        return answer

    def _exhausted(self, resource: str, *, signed_in: bool) -> Answer:
        """The refusal of a client that has used up its hour."""
        if resource == "graphql":
            return self._answer(200, RATE_LIMITED)
        return self._answer(403, exhausted_body(signed_in=signed_in))

    def _overview(self, *, signed_in: bool) -> Json:
        """What `GET /rate_limit` says."""
        resources = {}
        for name in LIMITS if signed_in else UNAUTHENTICATED:
            window = self.window(name, signed_in=signed_in)
            resources[name] = {
                "limit": window.limit,
                "used": window.used,
                "remaining": window.remaining,
                "reset": int(window.reset),
            }
        return {"resources": resources, "rate": resources["core"]}

    def _rest(self, request: Request, *, signed_in: bool) -> Answer:
        """What is at a path."""
        found = re.fullmatch(r"/repos/([^/]+)/([^/]+)(/languages|/topics)?", request.path)
        by_number = re.fullmatch(r"/repositories/(\d+)(/languages|/topics)?", request.path)
        if request.method != "GET" or not (found or by_number):
            return self._answer(404, error("Not Found", DOCS, 404))
        if found:
            known, part = self._named(f"{found[1]}/{found[2]}"), found[3]
            if known is None and (moved := self._formerly(f"{found[1]}/{found[2]}")):
                return self._moved(moved, part or "")
        else:
            assert by_number is not None
            known, part = self._numbered(int(by_number[1])), by_number[2]
        if known is None or (known.private and not (signed_in and known.readable)):
            return self._answer(404, error("Not Found", f"{DOCS}/repos/repos#get-a-repository", 404))
        if known.blocked:
            return self._answer(451 if known.blocked == "dmca" else 403, blocked_body(known, self.clock.now()))
        return self._conditional(request, known, part, signed_in=signed_in)

    def _conditional(self, request: Request, known: Repository, part: str | None, *, signed_in: bool) -> Answer:
        """The body that is asked for, or 304 for a client that has it already."""
        body: Json = full_body(known, self.url, signed_in=signed_in)
        if part == "/languages":
            body = dict(known.sizes)
        elif part == "/topics":
            body = {"names": list(known.topics)}
        tag = hashlib.sha256(f"{json.dumps(body)}{request.headers.get('authorization')}".encode()).hexdigest()
        changed = http_date(known.updated_at.timestamp())
        accept = "Accept, Authorization, Cookie, X-GitHub-OTP" if signed_in else "Accept"
        headers = (
            ("Cache-Control", f"{'private' if signed_in else 'public'}, max-age=60, s-maxage=60"),
            ("Vary", f"{accept},{VARY[1]}"),
            ("ETag", f'W/"{tag}"'),
            ("Last-Modified", changed),
            ("x-github-api-version-selected", "2022-11-28"),
        )
        if unchanged(request.headers, tag, known.updated_at):
            bare = self._answer(304, {}, *headers)
            return Answer(304, tuple(pair for pair in bare.headers if pair[0] != "Content-Type"))
        return self._answer(200, body, *headers)

    def _moved(self, known: Repository, part: str) -> Answer:
        """The redirection from a name that a repository once had."""
        to = f"{self.url}/repositories/{known.number}{part}"
        body = {
            "message": "Moved Permanently",
            "url": to,
            "documentation_url": "https://docs.github.com/v3/#http-redirects",
        }
        return self._answer(301, body, ("Location", to))

    def _named(self, full_name: str) -> Repository | None:
        """The repository of that name, in whatever case."""
        return next((one for one in self.repositories if one.full_name.lower() == full_name.lower()), None)

    def _numbered(self, number: int) -> Repository | None:
        """The repository of that number."""
        return next((one for one in self.repositories if one.number == number), None)

    def _formerly(self, full_name: str) -> Repository | None:
        """The repository that once had that name."""
        wanted = full_name.lower()
        return next((one for one in self.repositories if wanted in map(str.lower, one.former_names)), None)

    def _graphql(self, request: Request, window: Window) -> Answer:
        """What GitHub says to a query; also one that fails is charged."""
        try:
            asked = json.loads(request.body)
            query, variables = str(asked["query"]), asked.get("variables") or {}
        except (ValueError, KeyError, TypeError, AttributeError):
            return self._answer(400, error("Problems parsing JSON", f"{DOCS}/graphql", 400))
        document = github_graphql.read(query)
        if not isinstance(document, DocumentNode):
            window.used += 1
            return self._answer(200, document)
        names = github_graphql.asked_for(document, variables)
        cost = github_graphql.cost(document, variables)
        window.used += cost.points
        if self.largest_batch is not None and len(names) > self.largest_batch:
            return self._answer(502, TOOK_TOO_LONG)
        reset = datetime.fromtimestamp(int(window.reset), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        budget = Budget(window.limit, min(window.used, window.limit), reset, cost)
        body = github_graphql.run(document, variables, self._resolve, budget)
        return self._answer(200, body).with_header("X-GitHub-Media-Type", "github.v4; format=json")

    def _resolve(self, owner: str, name: str, follow: bool) -> Repository:  # noqa: FBT001 - graphql-core calls it
        """The repository that a query names, or the reason why it is not there.

        Nobody published what GraphQL says of one that was taken down; here it is forbidden, in the words of REST.
        """
        wanted = f"{owner}/{name}"
        found = self._named(wanted) or (self._formerly(wanted) if follow else None)
        if found is None or (found.private and not found.readable):
            raise Refused(UNKNOWN_REPOSITORY.format(wanted), "NOT_FOUND")
        if not found.permitted:
            raise Refused(SAML, "FORBIDDEN", saml_failure=True)
        if found.blocked:
            raise Refused("Repository access blocked", "FORBIDDEN")
        return found


def unchanged(headers: Mapping[str, str], tag: str, changed: datetime) -> bool:
    """Whether a client has what it asks for: the tag decides, and the date only where there is no tag."""
    if tags := headers.get("if-none-match"):
        return tag in re.findall(r'"([^"]*)"', tags) or tags.strip() == "*"
    since = headers.get("if-modified-since")
    return since is not None and changed.replace(microsecond=0) <= parsedate_to_datetime(since)
