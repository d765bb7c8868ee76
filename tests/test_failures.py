"""Why a service gave no answer, in a clause that ends a sentence; what really happens on a wire is in `test_http`."""

from __future__ import annotations

import socket
import ssl

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st
from urllib3.connection import HTTPConnection
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import MaxRetryError, NameResolutionError, NewConnectionError, ProtocolError, SSLError

from papergraph.failures import (
    LONGEST_REASON,
    BadAnswerError,
    FetchError,
    LimitedError,
    RefusedError,
    UnreachableError,
    short,
    unreachable,
)

POOL = HTTPConnectionPool("api.example")
CONNECTION = HTTPConnection("api.example")


def inside(reason: Exception) -> requests.ConnectionError:
    """An error as `requests` wraps what urllib3 gave up with."""
    return requests.ConnectionError(MaxRetryError(POOL, "/api", reason))


def inside_tls(reason: ssl.SSLError) -> requests.exceptions.SSLError:
    """The same of a connection that was to be secure."""
    return requests.exceptions.SSLError(MaxRetryError(POOL, "/api", SSLError(reason)))


def no_connection(cause: OSError | None = None) -> NewConnectionError:
    """No connection, for a reason of the machine."""
    error = NewConnectionError(CONNECTION, "Failed to establish a new connection: [Errno 111] Connection refused")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error, clause",
    [
        (
            inside(no_connection(ConnectionRefusedError(111, "Connection refused"))),
            "cannot be reached (connection refused)",
        ),
        (inside(no_connection(OSError(101, "Network is unreachable"))), "cannot be reached (network is unreachable)"),
        (inside(no_connection(TimeoutError(110, "Connection timed out"))), "cannot be reached (connection timed out)"),
        (inside(no_connection()), "cannot be reached (connectionerror)"),
        (
            inside(NameResolutionError("api.example", CONNECTION, socket.gaierror(-2, "Name or service not known"))),
            "cannot be reached (the name is not known here: is there a network?)",
        ),
        (requests.ConnectTimeout(), "cannot be reached (no connection in time)"),
        (requests.ReadTimeout(), "does not answer in time"),
        (
            inside_tls(ssl.SSLCertVerificationError(1, "self-signed certificate")),
            "cannot be reached (the certificate is not trusted here)",
        ),
        (inside_tls(ssl.SSLError(1, "wrong version number")), "cannot be reached (no secure connection can be made)"),
        (requests.exceptions.ProxyError(), "cannot be reached (the proxy of the environment does not answer)"),
        (requests.ConnectionError(ProtocolError("Connection aborted.", ConnectionResetError(104, "reset"))), None),
        (requests.exceptions.ChunkedEncodingError(), None),
        (requests.RequestException(), None),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_each_way_not_to_get_an_answer_has_its_clause(error: requests.RequestException, clause: str | None) -> None:
    failure = unreachable(error)

    assert isinstance(failure, UnreachableError)
    assert str(failure) == (clause or "breaks off in the middle of an answer")
    assert failure.brief == (clause is None), "only what may go well the next moment is tried again at once"


def test_what_cannot_be_unpacked_is_an_answer_though_a_bad_one() -> None:
    failure = unreachable(requests.exceptions.ContentDecodingError())

    assert isinstance(failure, BadAnswerError)
    assert not failure.brief


@pytest.mark.parametrize(
    "error, words",
    [
        (requests.exceptions.InvalidSchema("Missing dependencies for SOCKS support."), "pip install requests[socks]"),
        (requests.exceptions.InvalidProxyURL("Please check proxy URL. http://me:secret@/"), "proxy of the environment"),
        (requests.exceptions.InvalidURL("Failed to parse: http://me:secret@:x"), "proxy of the environment"),
        (requests.exceptions.InvalidHeader("Invalid header value: 'token secret'"), "invalidheader"),
    ],
)
def test_what_was_never_sent_is_no_answer_that_breaks_off(error: requests.RequestException, words: str) -> None:
    failure = unreachable(error)

    assert words in str(failure)
    assert "secret" not in str(failure)
    assert not failure.brief


@given(st.text(max_size=60))
@settings(max_examples=40)
def test_no_clause_repeats_what_an_error_says_of_the_request(secret: str) -> None:
    """A message of `requests` may hold a URL with a password, or a header with a token."""
    for kind in (requests.ConnectionError, requests.exceptions.InvalidHeader, requests.Timeout, requests.HTTPError):
        plain = str(unreachable(kind()))
        assert str(unreachable(kind(f"http://me:{secret}@api.example/"))) == plain


def test_an_error_that_contains_itself_is_looked_through_once() -> None:
    error = requests.ConnectionError("first")
    error.__context__ = other = requests.ConnectionError(error)
    other.__cause__ = error

    assert str(unreachable(error)) == "breaks off in the middle of an answer"


def test_the_reason_of_an_error_is_a_printable_word_or_two() -> None:
    assert short(ConnectionRefusedError(111, "Connection refused")) == "connection refused"
    assert short(ValueError("http://me:secret@api.example")) == "valueerror"
    assert short(OSError("No bundle at /Nowhere")) == "no bundle at /Nowhere"
    assert short(OSError(1, "ugly\x1b[31m\nred")) == "ugly[31mred"
    assert len(short(OSError(1, "long " * 99))) == LONGEST_REASON


@pytest.mark.parametrize("status, brief", [(400, False), (404, False), (499, False), (500, True), (503, True)])
def test_a_refusal_is_worth_another_try_where_the_trouble_is_the_service_s_own(status: int, *, brief: bool) -> None:
    failure = RefusedError("refuses the request", status)

    assert (failure.status, failure.brief) == (status, brief)


def test_being_asked_to_come_later_is_worth_another_try_and_keeps_the_moment() -> None:
    assert LimitedError("wants a rest", 1234.5).until == 1234.5
    assert LimitedError("wants a rest").until is None
    assert LimitedError("wants a rest").brief


def test_every_failure_is_one_kind_of_error() -> None:
    for failure in (UnreachableError("x"), BadAnswerError("x"), RefusedError("x", 400), LimitedError("x")):
        assert isinstance(failure, FetchError)
        assert str(failure) == "x"
