"""Who we are: told where it is asked for, to one host alone, and never in the clear over a network."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import keyring
import keyring.backend
import keyring.credentials
import keyring.errors
import pytest
import requests

from emulation import Answer, Request
from emulators.faults import status
from papergraph.errors import AccessError, ConfigError, ServerError
from papergraph.http import Clock
from papergraph.publish import Login, Options, Server, reached
from papergraph.publish.login import loopback
from stores import Small, chunk

NAMED = {"PAPERGRAPH_ENDPOINT_USER": "ada", "PAPERGRAPH_ENDPOINT_PASSWORD": "pässwörd:x"}
TOKEN = {"PAPERGRAPH_ENDPOINT_TOKEN": "t0ken"}
LINES = [b"<urn:a> <urn:b> <urn:c> .\n"]


@pytest.fixture
def small() -> Iterator[Small]:
    with Small() as server:
        yield server


def server(small: Small, environment: Mapping[str, str], query: str = "") -> Server:
    clock = Clock(small.clock.now, small.clock.sleep)
    return reached(small.url, Login(small.url, environment), Options(query=query), clock=clock)


def wants(challenge: str, allows: Callable[[Request], bool]) -> Callable[[Request, Callable[[], Answer]], Answer]:
    """An action that lets in who is allowed."""

    def guard(request: Request, right: Callable[[], Answer]) -> Answer:
        return right() if allows(request) else Answer(401, (("WWW-Authenticate", challenge),))

    return guard


def basic(request: Request) -> bool:
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    return kind == "Basic" and base64.b64decode(given).decode() == "ada:pässwörd:x"


def test_a_server_that_asks_nobody_is_told_nothing(small: Small) -> None:
    server(small, NAMED).count(["urn:g"])

    assert not any("authorization" in request.headers for request in small.requests)


def test_a_name_and_a_password_are_sent_where_they_are_asked_for_and_then_at_once(small: Small) -> None:
    small.faults.add(wants('Basic realm="kg"', basic), lambda one: one.path != "/")
    asked = server(small, NAMED)
    asked.count(["urn:g"])
    asked.send("urn:g", LINES)

    assert small.triples("urn:g")
    assert [basic(request) for request in small.requests] == [False, False, True, True]


def test_a_digest_is_answered_without_the_password(small: Small) -> None:
    environment = {"PAPERGRAPH_ENDPOINT_USER": "dba", "PAPERGRAPH_ENDPOINT_PASSWORD": "secret"}

    def allows(request: Request) -> bool:
        given = request.headers.get("authorization", "")
        fields = dict(re.findall(r'(\w+)="?([^",]+)', given))
        if not given.startswith("Digest ") or fields["uri"] != request.target:
            return False
        one = hashlib.md5(b"dba:SPARQL:secret").hexdigest()  # noqa: S324 - as RFC 2617 has it
        two = hashlib.md5(f"{request.method}:{fields['uri']}".encode()).hexdigest()  # noqa: S324
        text = ":".join((one, fields["nonce"], fields["nc"], fields["cnonce"], fields["qop"], two))
        return bool(fields["response"] == hashlib.md5(text.encode()).hexdigest())  # noqa: S324

    challenge = 'Digest realm="SPARQL", nonce="abc", opaque="def", stale="false", qop="auth", algorithm="MD5"'
    small.faults.add(wants(challenge, allows), lambda one: one.path != "/")
    asked = server(small, environment)
    asked.count(["urn:g"])
    asked.send("urn:g", LINES)

    assert small.triples("urn:g")
    assert sum(map(chunk, small.requests)) == 1  # the answer to the first challenge holds for what follows
    assert not any("secret" in str(request.headers) for request in small.requests)


def test_a_token_is_sent_at_once(small: Small) -> None:
    server(small, TOKEN).count(["urn:g"])

    assert all(request.headers["authorization"] == "Bearer t0ken" for request in small.requests)


@pytest.mark.parametrize("code", [401, 403])
@pytest.mark.parametrize("environment", [NAMED, TOKEN, {}])
def test_what_is_refused_is_told_without_a_secret(small: Small, code: int, environment: Mapping[str, str]) -> None:
    small.faults.add(status(code), lambda one: one.path != "/")
    with pytest.raises(AccessError) as caught:
        server(small, environment).count(["urn:g"])

    assert ("refuses these credentials" if environment else "wants to know who asks") in str(caught.value)
    assert not any(secret in str(caught.value) for secret in ("pässwörd", "t0ken"))
    assert len(small.requests) <= 3


@pytest.mark.parametrize("code", [400, 401, 500])
@pytest.mark.parametrize("environment", [NAMED, TOKEN])
def test_a_secret_that_the_server_repeats_is_not_repeated(
    small: Small, code: int, environment: Mapping[str, str]
) -> None:
    def repeating(request: Request, right: Callable[[], Answer]) -> Answer:  # noqa: ARG001 - as actions are called
        given = request.headers.get("authorization", "")
        asks = Answer(401, (("WWW-Authenticate", "Basic"),))
        return Answer(code, body=f"You sent {given}, pässwörd:x".encode()) if given else asks

    small.faults.add(repeating, lambda one: one.path != "/")
    with pytest.raises((AccessError, ServerError), match="You sent") as caught:
        server(small, environment).count(["urn:g"])

    secrets = ["t0ken"] if environment is TOKEN else ["pässwörd", base64.b64encode("ada:pässwörd:x".encode()).decode()]
    assert not any(secret in str(caught.value) for secret in secrets)


@pytest.mark.parametrize("challenge", ["Digest", 'Digest realm="kg"', 'Digest nonce="abc"'])
def test_a_digest_that_cannot_be_answered_is_told(small: Small, challenge: str) -> None:
    small.faults.add(wants(challenge, lambda _: False), lambda one: one.path != "/")
    with pytest.raises((ServerError, AccessError)):
        server(small, NAMED).count(["urn:g"])


def test_of_two_ways_digest_is_taken(small: Small) -> None:
    challenge = 'Basic realm="kg", Digest realm="kg", nonce="abc", qop="auth"'
    small.faults.add(wants(challenge, lambda _: False), lambda one: one.path != "/")
    with pytest.raises(AccessError):
        server(small, NAMED).count(["urn:g"])

    assert any(one.headers.get("authorization", "").startswith("Digest ") for one in small.requests)
    assert not any(basic(one) for one in small.requests)


def test_another_host_learns_nothing(small: Small) -> None:
    with Small() as other:
        for one in (small, other):
            one.faults.add(wants("Basic", basic), lambda request: request.path != "/")
        elsewhere = other.url.replace("127.0.0.1", "localhost")
        with pytest.raises(AccessError):
            server(small, NAMED, query=f"{elsewhere}/query").count(["urn:g"])
        with pytest.raises(AccessError):
            server(small, TOKEN, query=f"{elsewhere}/query").count(["urn:g"])

        assert other.requests
        assert not any("authorization" in request.headers for request in other.requests)


def test_a_redirect_to_another_host_is_not_followed(small: Small) -> None:
    with Small() as other:
        small.faults.add(
            status(307, Location=f"{other.url.replace('127.0.0.1', 'localhost')}/query"), lambda one: one.path != "/"
        )
        with pytest.raises(Exception, match="another host"):
            server(small, TOKEN).count(["urn:g"])

        assert not other.requests


@pytest.mark.parametrize("environment", [NAMED, TOKEN])
def test_nothing_goes_over_a_network_in_the_clear(environment: Mapping[str, str]) -> None:
    def say() -> bool:
        return Login("http://kg.example/store", environment).answer("http://kg.example/store", "Basic")

    with pytest.raises(ConfigError, match=r"would go to kg\.example unencrypted: use https, or --insecure"):
        say()
    assert signed("https://kg.example/store", environment)
    assert signed("http://kg.example/store", environment, insecure=True)


def signed(endpoint: str, environment: Mapping[str, str], url: str = "", *, insecure: bool = False) -> bool:
    login = Login(endpoint, environment, insecure=insecure)
    login.answer(endpoint, "Basic")
    return "Authorization" in login(requests.Request("GET", url or endpoint).prepare()).headers


def test_what_was_for_https_is_not_sent_over_http() -> None:
    assert not signed("https://kg.example/store", TOKEN, "http://kg.example/store")
    assert not signed("https://kg.example/store", TOKEN, "https://kg.example.org/store")


@pytest.mark.parametrize("host, own", [
    ("localhost", True), ("127.0.0.1", True), ("127.8.8.8", True), ("::1", True),
    ("localhost.example", False), ("10.0.0.1", False), ("127.0.0.1.example", False), ("", False),
])  # fmt: skip
def test_this_machine_is_known_by_its_names(host: str, *, own: bool) -> None:
    assert loopback(host) is own


@pytest.mark.parametrize("token", ["a b", "a\nb: c", "ü"])
def test_what_can_be_no_token_is_refused_and_not_repeated(token: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Login("https://kg.example", {"PAPERGRAPH_ENDPOINT_TOKEN": token})

    assert token not in str(caught.value)


def test_a_password_without_a_name_is_refused() -> None:
    with pytest.raises(ConfigError, match="_PASSWORD is set, and PAPERGRAPH_ENDPOINT_USER is not"):
        Login("https://kg.example", {"PAPERGRAPH_ENDPOINT_PASSWORD": "x"})


class Ring(keyring.backend.KeyringBackend):
    """A keyring in memory, or one that is locked."""

    priority = 1

    def __init__(self, *, locked: bool = False) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.locked = locked

    def get_password(self, service: str, username: str) -> str | None:
        """The password of a user."""
        if self.locked:
            raise keyring.errors.KeyringLocked("locked")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""
        self.kept[service, username] = password

    def get_credential(self, service: str, username: str | None) -> Any:
        """Whoever is kept for a service."""
        found = [
            keyring.credentials.SimpleCredential(user, password)
            for (where, user), password in self.kept.items()
            if where == service and username in {None, user}
        ]
        return found[0] if found else super().get_credential(service, username)


@pytest.fixture
def ring() -> Iterator[Ring]:
    before, made = keyring.get_keyring(), Ring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(before)


@pytest.mark.parametrize("user", [{}, {"PAPERGRAPH_ENDPOINT_USER": "ada"}])
def test_the_keyring_is_asked_where_the_server_asks_and_the_environment_is_silent(
    small: Small, ring: Ring, user: Mapping[str, str]
) -> None:
    ring.set_password(f"papergraph+{small.url}", "ada", "pässwörd:x")
    small.faults.add(wants("Basic", basic), lambda one: one.path != "/")

    assert server(small, user).count(["urn:g"]) == {"urn:g": 0}


def test_a_keyring_that_is_locked_or_knows_nothing_gives_nothing(small: Small, ring: Ring) -> None:
    small.faults.add(wants("Basic", basic), lambda one: one.path != "/")
    for locked in (False, True):
        ring.locked = locked
        with pytest.raises(AccessError, match="wants to know who asks"):
            server(small, {"PAPERGRAPH_ENDPOINT_USER": "ada"}).count(["urn:g"])
