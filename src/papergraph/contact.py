"""The first contact with a host: is its name known, and does one of its addresses answer; in bounded time.

The operating system looks up names for as long as it likes, and a host of eight addresses that nobody answers at takes
eight times the limit of one: without a network a build would wait for half a minute.
"""

from __future__ import annotations

import selectors
import socket
import threading
import time
from contextlib import ExitStack
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from papergraph.failures import UnreachableError

Address: TypeAlias = tuple[Any, ...]
"""Family, kind, protocol, name and place, as `socket.getaddrinfo` gives them."""

SHORTEST = 1.0
"""Seconds that a connection has at the least, however long the name took."""
PORTS = {"http": 80, "https": 443}


def first_contact(url: str, seconds: float) -> float:
    """Look up the host of a URL, or the proxy that stands before it; return the seconds that a connection may take.

    The addresses of a host that has several are all tried at once.

    Raises:
        UnreachableError: the name is not found out in time, or no address answers.
    """
    from requests.utils import get_environ_proxies, select_proxy

    proxy = select_proxy(url, get_environ_proxies(url))
    try:
        parts = urlsplit(proxy if proxy and "://" in proxy else f"http://{proxy}" if proxy else url)
        place = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        return seconds  # whoever connects says better what is wrong with it
    found: list[list[Address]] = []
    started = time.monotonic()
    looking = threading.Thread(target=_look_up, args=(*place, found), daemon=True)
    looking.start()
    looking.join(seconds)
    if not found:
        raise UnreachableError("cannot be reached (the name is not found out in time: is there a network?)")
    left = max(seconds - (time.monotonic() - started), SHORTEST)
    if len(found[0]) < 2:  # noqa: PLR2004 - one address needs no choice
        return left
    if not _answers(found[0], left):
        raise UnreachableError("cannot be reached (no connection in time)")
    return seconds


def _look_up(host: str, port: int, found: list[list[Address]]) -> None:
    """Note the addresses of a host; none where the name is not known, which the connection then says."""
    try:
        found.append(list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    except (OSError, UnicodeError):
        found.append([])


def _answers(addresses: list[Address], seconds: float) -> bool:
    """Whether one of the addresses says anything in time, be it that it refuses."""
    with ExitStack() as opened, selectors.DefaultSelector() as waiting:
        for family, kind, protocol, _, place in addresses:
            try:
                connection = opened.enter_context(socket.socket(family, kind, protocol))
                connection.settimeout(0)
                connection.connect_ex(place)
                waiting.register(connection, selectors.EVENT_WRITE)
            except OSError:  # a kind of addresses that this machine does not have
                continue
        return bool(waiting.get_map() and waiting.select(seconds))
