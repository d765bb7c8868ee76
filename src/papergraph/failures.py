"""Why a service gave no answer that can be believed: each text ends a sentence that begins with the service's name.

FetchError                 nothing can be believed
├── UnreachableError       no answer at all: refused, no such host, cut off, too slow
├── BadAnswerError         an answer that is not what the service promises: HTML, cut, too large, elsewhere
├── RefusedError           the service says no
└── LimitedError           the service wants to be asked later
    └── HeldError          it has said so before, and was not asked now

No command ends with them: sources turn them into what they report.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import requests

SERVER_ERROR = 500
LONGEST_REASON = 120
LATE = frozenset({"ReadTimeoutError", "TimeoutError"})


class FetchError(Exception):
    """A service gave no answer that can be believed."""

    brief = False
    """Whether trying again soon is worth it, even at a service that has not answered yet."""


class UnreachableError(FetchError):
    """There was no answer at all."""


class BadAnswerError(FetchError):
    """There was an answer, and it is not what the service promises."""


class RefusedError(FetchError):
    """The service said no."""

    def __init__(self, clause: str, status: int, said: str = "") -> None:
        super().__init__(clause)
        self.status = status
        self.said = said
        """The service's own words."""
        self.brief = status >= SERVER_ERROR


class LimitedError(FetchError):
    """The service wants to be asked later."""

    brief = True

    def __init__(self, clause: str, until: float | None = None) -> None:
        super().__init__(clause)
        self.until = until
        """Epoch seconds; None where it does not say."""


class HeldError(LimitedError):
    """The service was not asked, because it has wanted to be asked later."""


def unreachable(error: requests.RequestException) -> FetchError:
    """Say in a clause why there was no answer."""
    from requests import exceptions

    if isinstance(error, exceptions.ContentDecodingError):
        return BadAnswerError("sends what cannot be unpacked")
    if obstacle := _obstacle(error):
        return UnreachableError(f"cannot be reached ({obstacle})")
    if isinstance(error, exceptions.Timeout) or any(type(one).__name__ in LATE for one in _causes(error)):
        return UnreachableError("does not answer in time")
    failure = UnreachableError("breaks off in the middle of an answer")
    failure.brief = True
    return failure


def _obstacle(error: requests.RequestException) -> str | None:
    """What is in the way to the service; None where there was a connection."""
    from requests import exceptions

    causes = list(_causes(error))
    names = {type(cause).__name__ for cause in causes}
    match error:
        case exceptions.SSLError():
            untrusted = "SSLCertVerificationError" in names
            return "the certificate is not trusted here" if untrusted else "no secure connection can be made"
        case exceptions.ProxyError():
            return "the proxy of the environment does not answer"
        case exceptions.ConnectTimeout():
            return "no connection in time"
        case ValueError():
            return _nonsense(error)
    if names & {"NameResolutionError", "gaierror", "LocationParseError"}:
        return "the name is not known here: is there a network?"
    if "NewConnectionError" in names:
        return short(next((one for one in causes if isinstance(one, OSError) and one.strerror), error))
    return None


def _nonsense(error: requests.RequestException) -> str:
    """What makes no sense: the addresses of services are known to be good, so that it is the proxy's or a header."""
    from requests import exceptions

    match error:
        case exceptions.InvalidSchema():
            return "the proxy of the environment needs a package: pip install requests[socks]"
        case exceptions.InvalidURL():
            return "the proxy of the environment is no address"
    return short(error)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, and what is inside it."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop()
        if isinstance(one, BaseException) and id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += [one.__cause__, one.__context__, getattr(one, "reason", None), *one.args]


def short(error: BaseException) -> str:
    """Return the reason of an error in a few words."""
    text = (error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__).lower()
    if type(error) is OSError and not error.strerror:  # by requests, of a file of certificates that is not there
        text = str(error)[:1].lower() + str(error)[1:]
    return "".join(filter(str.isprintable, text))[:LONGEST_REASON]
