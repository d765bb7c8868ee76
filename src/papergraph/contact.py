"""The first contact with a host: is its name known, and how long may each of its addresses take; in bounded time.

The operating system looks up names for as long as it likes, and a host of eight addresses that nobody answers at takes
eight times the limit of one: without a network a build would wait for half a minute.
"""

from __future__ import annotations

import socket
import threading
import time
from urllib.parse import urlsplit

from papergraph.failures import UnreachableError

SHORTEST = 0.4
"""Seconds that one address has at the least."""
PORTS = {"http": 80, "https": 443}


def first_contact(url: str, seconds: float) -> float:
    """Look up the host of a URL, or the proxy that stands before it; return the seconds that each address may take.

    Raises:
        UnreachableError: the name is not known, or not found out in time.
    """
    from requests.utils import get_environ_proxies, select_proxy

    proxy = select_proxy(url, get_environ_proxies(url))
    try:
        parts = urlsplit(proxy if proxy and "://" in proxy else f"http://{proxy}" if proxy else url)
        place = parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        return seconds  # whoever connects says better what is wrong with it
    found: list[int] = []
    started = time.monotonic()
    looking = threading.Thread(target=_look_up, args=(*place, found), daemon=True)
    looking.start()
    looking.join(seconds)
    if not found:
        raise UnreachableError("cannot be reached (the name is not found out in time: is there a network?)")
    left = max(seconds - (time.monotonic() - started), 0.0)
    return max(left / max(found[0], 1), SHORTEST)


def _look_up(host: str, port: int, found: list[int]) -> None:
    """Note how many addresses a host has; 0 where the name is not known, which the connection then says."""
    try:
        found.append(len(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))
    except (OSError, UnicodeError):
        found.append(0)
