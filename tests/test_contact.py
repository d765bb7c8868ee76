"""The first contact with a host takes bounded time, whatever the names and the addresses do."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

from emulation import RefusedPort
from papergraph.contact import SHORTEST, first_contact
from papergraph.failures import UnreachableError

URL = "https://api.example/"


@contextmanager
def listening(*, deaf: bool = False) -> Iterator[tuple[Any, ...]]:
    """An address at which somebody listens; one that is deaf has no room for anybody else."""
    with ExitStack() as stack:
        server = stack.enter_context(socket.socket())
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        for _ in range(3 if deaf else 0):
            caller = stack.enter_context(socket.socket())
            caller.settimeout(0)
            caller.connect_ex(server.getsockname())
        yield socket.AF_INET, socket.SOCK_STREAM, 0, "", server.getsockname()


def named(monkeypatch: pytest.MonkeyPatch, *addresses: tuple[Any, ...]) -> None:
    """Let every host have these addresses."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: list(addresses))


def test_a_host_of_one_address_has_the_time_that_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening() as address:
        named(monkeypatch, address)

        assert first_contact(URL, 3.0) == pytest.approx(3.0, abs=0.3)


def test_one_address_of_several_that_answers_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening(deaf=True) as deaf, listening() as address:
        named(monkeypatch, *[deaf] * 7, address)

        assert first_contact(URL, 3.0) == 3.0


def test_several_addresses_that_do_not_answer_take_the_time_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening(deaf=True) as deaf:
        named(monkeypatch, *[deaf] * 16)
        with pytest.raises(UnreachableError, match="no connection in time"):
            first_contact(URL, 0.1)


def test_an_address_that_refuses_is_left_to_the_connection_which_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with RefusedPort() as port:
        place = ("127.0.0.1", int(port.url.rpartition(":")[2]))
        named(monkeypatch, *[(socket.AF_INET, socket.SOCK_STREAM, 0, "", place)] * 2)

        assert first_contact(URL, 3.0) == 3.0


def test_a_resolver_that_hangs_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answer.wait(20) and [])
    with pytest.raises(UnreachableError, match="the name is not found out in time"):
        first_contact(URL, 0.1)
    answer.set()


def test_a_name_that_is_not_known_is_left_to_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    assert SHORTEST <= first_contact(URL, 3.0) <= 3.0


@pytest.mark.parametrize("proxy", ["http://proxy.example:3128", "proxy.example:3128"])
def test_behind_a_proxy_the_proxy_is_looked_up(proxy: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[object, ...]] = []

    def look_up(*place: object, **_: object) -> list[Any]:
        asked.append(place)
        return []

    monkeypatch.setenv("HTTPS_PROXY", proxy)
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    first_contact(URL, 3.0)

    assert asked == [("proxy.example", 3128)]


def test_an_address_that_is_none_is_left_to_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://[::1")

    assert first_contact(URL, 3.0) == 3.0
