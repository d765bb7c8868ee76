"""The one way out: a request to a service that the configuration names in, an answer that can be believed out.

`Door` is one service behind the one `requests.Session` of a build. It keeps the pace that the service asks for,
gives up in bounded time, waits where the service says how long, follows redirects only to the same host, reads no more
than a cap, and lets nothing through that its caller's check does not believe. Proxies and certificates are taken from
the environment, as `requests` does; `.netrc` and cookies are not.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias
from urllib.parse import SplitResult, urljoin, urlsplit

from papergraph import __version__
from papergraph.contact import first_contact
from papergraph.failures import (
    LONGEST_REASON,
    SERVER_ERROR,
    BadAnswerError,
    FetchError,
    HeldError,
    LimitedError,
    RefusedError,
    UnreachableError,
    short,
    unreachable,
)
from papergraph.moments import retry_after

if TYPE_CHECKING:
    import requests

MOST_REDIRECTS = 5
MOST_TURNS = 10
"""Intervals that a turn is waited for at the most; a longer wait comes from a clock that was set."""
REDIRECTS = frozenset({301, 302, 303, 307, 308})
TOO_MANY = 429
BACKOFF = (1.0, 5.0, 15.0)
"""Seconds before the next try where the service does not say."""
CHUNK = 1 << 16
LONGEST_HOLD = 3_600.0
DEFAULT_PORTS = {"http": 80, "https": 443}
PROJECT = "https://w3id.org/papergraph"


class Clock(NamedTuple):
    """The time, in epoch seconds, and a way to let it pass."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep


class Service(NamedTuple):
    """One API: what people call it, where it is, and how fast it may be asked."""

    name: str
    """As the pace is kept under."""
    title: str
    url: str
    interval: float
    """Seconds from the end of a request to the start of the next one."""


class Limits(NamedTuple):
    """When a request is given up."""

    connect: float = 3.0
    """Seconds for a connection."""
    silence: float = 30.0
    """Seconds without a byte."""
    whole: float = 90.0
    """Seconds for a whole answer."""
    size: int = 32 << 20
    """Bytes of an answer, unpacked."""
    tries: int = 3
    wait: float = 60.0
    """Seconds that a service may ask to wait; one that asks for more is not asked again."""

    @property
    def patience(self) -> float:
        """Seconds without a word after which nothing more is expected."""
        return self.whole + self.wait


class Pace(Protocol):
    """Who grants the moments of requests; the store does, so that two builds keep one pace."""

    def reserve(self, name: str, interval: float, now: float) -> float:
        """Return the moment from which the next request may start, and keep it."""

    def release(self, name: str, moment: float, interval: float) -> None:
        """Say that a request has ended."""

    def hold(self, name: str, until: float) -> None:
        """Remember that a service wants not to be asked until a moment."""

    def held(self, name: str, now: float) -> float | None:
        """Return that moment; None where it is over."""


class Response(NamedTuple):
    """An answer, whole: what the two clients read of a `requests.Response`."""

    status_code: int
    headers: Mapping[str, str]
    """Names in any case."""
    content: bytes
    url: str

    @property
    def text(self) -> str:
        """The body as UTF-8."""
        return self.content.decode("utf-8", "replace")


Check: TypeAlias = Callable[[Response], None]
"""Raises a `FetchError` where an answer cannot be believed."""


def user_agent(contact: str | None, client: str) -> str:
    """Return who asks: papergraph, whom to write to, and the client library that makes the request."""
    known = contact if contact and contact.isprintable() and contact.isascii() else None
    return f"papergraph/{__version__} ({f'{PROJECT}; {known}' if known else PROJECT}) {client}"


def session() -> requests.Session:
    """Return the session that all doors of a build share."""
    from http.cookiejar import DefaultCookiePolicy

    import requests

    made = requests.Session()
    made.auth = lambda request: request  # a .netrc is for other programs
    made.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    # A door follows redirects itself; the session would read the whole of each to see where it leads.
    made.get_redirect_target = lambda resp: None  # type: ignore[method-assign]  # noqa: ARG005
    return made


class Door:
    """One service behind the session."""

    def __init__(
        self,
        session: requests.Session,
        service: Service,
        pace: Pace,
        agent: str,
        clock: Clock = Clock(),  # noqa: B008 - an immutable record
        limits: Limits = Limits(),  # noqa: B008
    ) -> None:
        self.service = service
        self.requests = 0
        """Requests that were sent."""
        self.waiting: Callable[[str], None] = lambda _: None
        """Told what the next request waits for."""
        self.insistent = False
        """Whether it is asked although it wants to be left alone."""
        self.cancelled: Callable[[], bool] = lambda: False
        """Whether nothing more is to be asked."""
        self.clock = clock
        self._session = session
        self._pace = pace
        self._agent = agent
        self._limits = limits
        self._origin = _origin(urlsplit(service.url))
        self._answered = False

    def ask(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | str | None = None,
        check: Check | None = None,
        patient: bool = True,
    ) -> Response:
        """Ask until there is an answer that the check believes.

        Answers with a status under 500 other than 429 are answers: the caller says what they mean. A caller that asks
        for less where the service has trouble of its own (500 and above) is not `patient`: nothing is tried again then.

        Raises:
            FetchError: there was no such answer within the limits.
        """
        attempt = 1
        until = None if self.insistent else self._pace.held(self.service.name, self.clock.now())
        if until is not None:
            raise HeldError("has asked to be left alone", until)
        while True:
            try:
                response = self._follow(method, url, {**(headers or {}), "User-Agent": self._agent}, body)
                if check and response.status_code == TOO_MANY:
                    check(response)  # it may know better when to come back
                _judge(response, self.clock.now())
                if check:
                    check(response)
            except FetchError as failure:
                wait = self._pause(failure, attempt, patient=patient)
                if wait is None:
                    if isinstance(failure, LimitedError):
                        self.hold(failure.until)
                    raise
                self.waiting(f"again in {wait:.0f} s: {self.service.title} {failure}")
                self.clock.sleep(wait)
                attempt += 1
            else:
                self._answered = True
                return response

    def hold(self, until: float | None) -> None:
        """Remember for the next builds until when the service wants not to be asked, for an hour at the most.

        Whoever stands before a service, on a train say, may ask for a day.
        """
        if until is not None:
            self._pace.hold(self.service.name, min(until, self.clock.now() + LONGEST_HOLD))

    def _pause(self, failure: FetchError, attempt: int, *, patient: bool) -> float | None:
        """Seconds until the next try; None where there is none."""
        if attempt >= self._limits.tries or not (self._answered or failure.brief):
            return None
        if isinstance(failure, RefusedError) and (failure.status < SERVER_ERROR or not patient):
            return None
        if isinstance(failure, LimitedError) and failure.until is not None:
            wait = max(failure.until - self.clock.now(), 0.0)
            return wait if wait <= self._limits.wait else None
        return BACKOFF[min(attempt, len(BACKOFF)) - 1]

    def _follow(self, method: str, url: str, headers: Mapping[str, str], body: bytes | str | None) -> Response:
        """The answer at the end of the redirects."""
        for _ in range(MOST_REDIRECTS + 1):
            response = self._send(method, url, headers, body)
            location = response.headers.get("Location")
            if response.status_code not in REDIRECTS or not location:
                return response
            try:
                url = urljoin(url, location)
            except ValueError:
                raise BadAnswerError("redirects to what is no address") from None
            self._stay_here(url)
            if method != "GET":
                raise BadAnswerError("redirects a request that cannot be repeated elsewhere")
        raise BadAnswerError("redirects in a circle")

    def _stay_here(self, url: str) -> None:
        """Raise where a URL is not of the service's own scheme, host and port."""
        try:
            parts = urlsplit(url)
            origin = _origin(parts)
        except ValueError:
            raise BadAnswerError("redirects to what is no address") from None
        if "\\" in url or not url.isprintable():  # where the host ends, not everybody agrees then
            raise BadAnswerError("redirects to what is no address")
        safer = origin[1] == self._origin[1] and (self._origin[::2], origin[::2]) == (("http", 80), ("https", 443))
        if origin != self._origin and not safer:
            host = "".join(filter(str.isprintable, parts.hostname or "nowhere"))[:LONGEST_REASON]
            raise BadAnswerError(f"redirects to {host}, which is another host: is there a login page in the way?")

    def _send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | str | None) -> Response:
        """Make one request at its time and read the answer whole."""
        from requests import RequestException

        self._stay_here(url)
        self._wait_for_turn()
        if self.cancelled():
            raise UnreachableError("is not asked any more: the build has ended")
        ends = time.monotonic() + self._limits.whole
        try:
            connect = self._limits.connect if self._answered else first_contact(url, self._limits.connect)
            timeout = connect, self._limits.silence
            self.requests += 1
            with self._session.request(
                method, url, headers=headers, data=body, timeout=timeout, allow_redirects=False, stream=True
            ) as answer:
                response = Response(answer.status_code, answer.headers, self._read(answer, ends), url)
        except RequestException as error:
            raise self._too_slow(ends) or unreachable(error) from None
        except (OSError, ValueError) as error:  # a proxy that makes no sense, a socket that urllib3 lets through
            raise self._too_slow(ends) or UnreachableError(f"cannot be reached ({short(error)})") from None
        finally:
            self._pace.release(self.service.name, self.clock.now(), self.service.interval)
        if late := self._too_slow(ends):
            raise late
        return response

    def _wait_for_turn(self) -> None:
        name, title, _, interval = self.service
        wait = self._pace.reserve(name, interval, self.clock.now()) - self.clock.now()
        if wait > 0:
            if interval >= 1:
                self.waiting(f"one request every {interval:g} s, as {title} asks")
            self.clock.sleep(min(wait, MOST_TURNS * interval))

    def _too_slow(self, ends: float) -> UnreachableError | None:
        """What to say where the time of an answer is over, however the answer ended."""
        seconds = f"{self._limits.whole:g} s"
        return UnreachableError(f"takes more than {seconds} for an answer") if time.monotonic() >= ends else None

    def _read(self, answer: requests.Response, ends: float) -> bytes:
        """The body, unpacked; one that is too long ends it, and one that drips is shut off when its time is over."""
        watch = threading.Timer(ends - time.monotonic(), _shut, (answer,))
        watch.daemon = True
        watch.start()
        parts, size = [], 0
        try:
            for part in answer.iter_content(CHUNK):
                parts.append(part)
                size += len(part)
                if size > self._limits.size:
                    raise BadAnswerError(f"sends more than {self._limits.size >> 20} MB at once")
        finally:
            watch.cancel()
        return b"".join(parts)


def _origin(parts: SplitResult) -> tuple[str, str, int]:
    """Scheme, host and port."""
    return parts.scheme, parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme, 0)


def _shut(answer: requests.Response) -> None:
    """End the reading of an answer that another thread waits for."""
    with suppress(OSError, ValueError, RuntimeError):  # it has just ended of itself
        answer.raw.shutdown()


def _judge(response: Response, now: float) -> None:
    """Raise where the service itself says that this is no answer."""
    status, later = response.status_code, retry_after(response.headers, now)
    if status == TOO_MANY or (later is not None and status in {403, 503}):
        raise LimitedError(f"wants to be asked less often (status {status})", later)
    if status >= SERVER_ERROR:
        raise RefusedError(f"has trouble of its own (status {status})", status, response.text)
