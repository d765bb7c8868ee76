"""The first contact with a host takes bounded time, whatever the names and the addresses do."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from papergraph.contact import SHORTEST, first_contact
from papergraph.failures import UnreachableError


def addresses(number: int) -> list[tuple[str]]:
    """What looking up a host gives that has so many addresses."""
    return [("address",)] * number


@contextmanager
def hanging() -> Iterator[threading.Event]:
    """A resolver that answers when it is told to."""
    answer = threading.Event()
    yield answer
    answer.set()


@pytest.mark.parametrize("number", [1, 2, 4])
def test_addresses_share_the_time(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: addresses(number))

    assert first_contact("https://api.example/", 3.0) == pytest.approx(3.0 / number, abs=0.2)


def test_many_addresses_have_a_little_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: addresses(100))

    assert first_contact("https://api.example/", 3.0) == SHORTEST


def test_a_resolver_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with hanging() as answer:
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answer.wait(20) and addresses(1))
        with pytest.raises(UnreachableError, match="the name is not found out in time"):
            first_contact("https://api.example/", 0.1)


def test_a_name_that_is_not_known_is_left_to_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    assert first_contact("https://api.example/", 3.0) > 2


@pytest.mark.parametrize("proxy", ["http://proxy.example:3128", "proxy.example:3128"])
def test_behind_a_proxy_the_proxy_is_looked_up(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []

    def look_up(*place: object, **_: object) -> list[tuple[str]]:
        asked.append(place)
        return addresses(1)

    monkeypatch.setenv("HTTPS_PROXY", proxy)
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    first_contact("https://api.example/", 3.0)

    assert asked == [("proxy.example", 3128)]


def test_an_address_that_is_none_is_left_to_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://[::1")

    assert first_contact("https://api.example/", 3.0) == 3.0
