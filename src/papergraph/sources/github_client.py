"""The `PyGithub` client behind our door: what it takes for an answer has been looked at before."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from urllib.parse import urlsplit

from papergraph.failures import BadAnswerError, LimitedError, RefusedError
from papergraph.http import TOO_MANY, Response, Service
from papergraph.moments import retry_after
from papergraph.sources.asking import Way, unheard
from papergraph.sources.fields import tidy
from papergraph.sources.github_answers import TITLE
from papergraph.sources.settings import Settings
from papergraph.sources.token import Token

if TYPE_CHECKING:
    from github.Requester import RequestsResponse

Json: TypeAlias = dict[str, Any]

INTERVAL = 0.25
HOUR = 3_600.0
KNOWN_PATH = re.compile(r"/(?:repos/[^/]+/[^/]+|repositories/[0-9]+|graphql)\Z")
"""Where GitHub says itself that there is no such repository; behind any other redirect it is somebody's mistake."""
OK, NOT_MODIFIED = 200, 304
BAD_REQUEST, UNAUTHORISED, FORBIDDEN, NOT_FOUND, GONE, BLOCKED = 400, 401, 403, 404, 410, 451
SECONDARY = ("secondary rate limit", "abuse detection")
PRIMARY = "rate limit exceeded"
SECONDARY_WAIT = 60.0
"""Seconds to wait at the least after a secondary limit that gives no time itself, says GitHub."""
SHOWN = 120
NOT_UNDERSTOOD = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
"""What PyGithub raises where an answer is not what it expects; too deep a recursion is a `RuntimeError`."""


class Described(NamedTuple):
    """What REST says of one repository."""

    answer: Json
    etag: str
    unchanged: bool
    """Whether it is what the store has: GitHub was asked only whether it has changed."""


class Client:
    """`github.Github`, with one connection that is ours."""

    def __init__(self, settings: Settings, way: Way, token: Token | None) -> None:
        import github

        unheard("github")
        service = Service("github" if token else "github-anonymous", TITLE, settings.url, INTERVAL)
        self.door = way.door(service, f"PyGithub/{_version()}")
        self.place = token.place if token else ""
        """Where the token was found."""
        self.patient = True
        """Whether a request that gives GitHub trouble is tried again; it may also be made smaller."""
        self.stored: tuple[str, str] | None = None
        """ETag and payload of the repository that is asked for, where the store has them."""
        self.unchanged = False
        # The door keeps the pace and tries again: PyGithub would sleep for up to an hour, unseen.
        self._github = github.Github(
            base_url=settings.url.rstrip("/"),
            auth=github.Auth.Token(token.secret) if token else None,
            retry=None,
            seconds_between_requests=None,
            seconds_between_writes=None,
        )
        # A connection class of this one object: `injectConnectionClasses` is for all, and gives up keep-alive.
        self._github.requester._Requester__connectionClass = partial(_Connection, self)  # type: ignore[attr-defined] # noqa: SLF001

    @property
    def remaining(self) -> tuple[int, int, float]:
        """Requests that are left, the limit, and when it begins anew in epoch seconds; -1 where GitHub has not said."""
        left, limit = self._github.requester.rate_limiting
        return left, limit, _soon(float(self._github.requester.rate_limiting_resettime), self.door.clock.now())

    def repository(self, name: str, etag: str = "", payload: str = "") -> Described:
        """Return what GitHub says of `owner/name`, wherever it is now.

        Raises:
            FetchError: there is no answer that can be believed, or GitHub refuses it (`RefusedError.status`).
        """
        import github

        self.stored = (etag, payload) if etag and payload else None
        self.unchanged = False
        try:
            described = self._github.get_repo(name)
            # An object of PyGithub looks valid whatever it was made from: only what was in the answer counts.
            answer, headers = described.raw_data, described.raw_headers
        except github.GithubException as error:
            raise _refused(error.status, error.data) from None
        except NOT_UNDERSTOOD as error:
            raise BadAnswerError("sends what its client does not understand") from error
        finally:
            self.stored = None
        return Described(answer, str(headers.get("etag") or ""), self.unchanged)

    def graphql(self, query: str, variables: Mapping[str, str]) -> tuple[Json, list[Json]]:
        """Return the data and the errors of an answer, either of which may be empty.

        Raises:
            FetchError: there is no answer that can be believed, or GitHub refuses it (`RefusedError.status`).
        """
        import github

        try:
            _, answer = self._github.requester.graphql_query(query, dict(variables))
        except github.GithubException as error:
            # Any error raises, and what was answered beside it is in the exception.
            if not (isinstance(error.data, dict) and isinstance(error.data.get("errors"), list)):
                raise _refused(error.status, error.data) from None
            answer = error.data
        except NOT_UNDERSTOOD as error:
            raise BadAnswerError("sends what its client does not understand") from error
        errors = [error for error in answer.get("errors") or [] if isinstance(error, dict)]
        return answer.get("data") or {}, errors


class _Connection:
    """What PyGithub uses of a connection."""

    def __init__(self, client: Client, host: str, port: int | None = None, **_: object) -> None:
        self.host = host
        self._client = client
        self._origin = client.door.service.url.split("://", 1)[0] + f"://{host}" + (f":{port}" if port else "")

    def request(
        self,
        verb: str,
        url: str,
        body: str | None,
        headers: Mapping[str, str],
        stream: bool = False,  # noqa: FBT001, FBT002 - as PyGithub calls it
    ) -> None:
        """Remember the request."""
        del stream
        self._request = verb, self._origin + url, body, dict(headers)

    def getresponse(self) -> RequestsResponse:
        """Make the request; an answer that says that nothing has changed becomes the one that the store has."""
        from github.Requester import RequestsResponse

        verb, url, body, headers = self._request
        client, stored = self._client, self._client.stored
        if stored and verb == "GET":
            headers["If-None-Match"] = stored[0]
        response = client.door.ask(verb, url, headers=headers, body=body, check=self._check, patient=client.patient)
        if stored and response.status_code == NOT_MODIFIED:
            client.unchanged = True
            response = response._replace(status_code=OK, content=stored[1].encode())
        return RequestsResponse(response)  # type: ignore[arg-type]

    def close(self) -> None:
        """The session is closed by whoever made it."""

    def _check(self, response: Response) -> None:
        if self._client.stored and response.status_code == NOT_MODIFIED:
            return
        check(response, self._client.door.clock.now())


def check(response: Response, now: float) -> None:
    """Raise a `FetchError` where the response is a limit, or nothing that GitHub's API sends."""
    status = response.status_code
    if status == TOO_MANY and not _is_json(response):
        return
    answer = _json(response)
    message = _message(answer)
    if status in {OK, FORBIDDEN, TOO_MANY} and any(words in message for words in SECONDARY):
        later = retry_after(response.headers, now)
        raise LimitedError("wants to be asked less often (secondary limit)", later or now + SECONDARY_WAIT)
    if status in {FORBIDDEN, TOO_MANY} and (PRIMARY in message or response.headers.get("X-RateLimit-Remaining") == "0"):
        raise LimitedError("has answered as much as it does in an hour", _reset(response, now))
    if status == OK:
        # Nothing is asked for but the results of queries, and repositories.
        if not (_is_result(answer) or _is_repository(answer)):
            raise BadAnswerError("sends what is no description of a repository")
        # What has another name now is redirected to, by its number.
        path = urlsplit(response.url).path.lower()
        if "/repos/" in path and not path.endswith(f"/{answer.get('full_name')}".lower()):
            raise BadAnswerError("describes another repository than the one that was asked for")
    elif status == NOT_FOUND and not KNOWN_PATH.search(urlsplit(response.url).path):
        raise BadAnswerError("redirects to what is not there")
    elif status < BAD_REQUEST or not message:
        raise BadAnswerError(f"sends an answer of no known form (status {status})")


def _message(answer: Json) -> str:
    match answer:
        case {"message": str(text)} | {"errors": [{"message": str(text)}, *_]}:
            return text.lower()
    return ""


def _is_repository(answer: Json) -> bool:
    return isinstance(answer.get("id"), int) and isinstance(answer.get("full_name"), str)


def _is_result(answer: Json) -> bool:
    """Whether this is what GraphQL answers: data, errors, or both."""
    data, errors = answer.get("data"), answer.get("errors", [])
    whole = isinstance(data, dict | None) and isinstance(errors, list)
    return bool(data or errors) and whole and all(isinstance(error, dict) for error in errors)


def _is_json(response: Response) -> bool:
    return _type(response) == "application/json"


def _type(response: Response) -> str:
    return response.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def _json(response: Response) -> Json:
    if not _is_json(response):
        shown = tidy(_type(response))[:SHOWN] or "an answer of no type"
        raise BadAnswerError(f"sends {shown} instead of JSON: is there a login page in the way?")
    try:
        answer = json.loads(response.content.decode())
    except (ValueError, RecursionError):
        raise BadAnswerError("sends JSON that is cut or damaged") from None
    if not isinstance(answer, dict):
        raise BadAnswerError("sends JSON of no known form")
    return answer


def _reset(response: Response, now: float) -> float | None:
    text = response.headers.get("X-RateLimit-Reset", "")
    return _soon(float(text), now) if text.isdecimal() and text.isascii() else None


def _soon(moment: float, now: float) -> float:
    """The end of a limit as it can be: none holds for longer than an hour, and clocks differ by less."""
    return min(moment, now + 2 * HOUR)


def _refused(status: int, answer: object) -> RefusedError:
    """Say in a clause what GitHub refuses, with its own reason for a block."""
    match answer:
        case {"block": {"reason": str(reason)}}:
            return RefusedError(f"blocks it ({tidy(reason)[:SHOWN]})", BLOCKED)
        case {"message": str(message)} if "access blocked" in message.lower():
            return RefusedError("blocks it", BLOCKED)
        case {"message": str(message)}:
            return RefusedError(f"refuses it (status {status}: {tidy(message)[:SHOWN]})", status)
    return RefusedError(f"refuses it (status {status})", status)


def _version() -> str:
    from importlib.metadata import version

    return version("PyGithub")
