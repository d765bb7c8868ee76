"""A connection of a client that is slow, or that says too much: uvicorn's, with limits of time and size.

A request has to be complete after a moment, its head may have so many bytes, and an answer has to be taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MOST_HEAD = 1 << 16
"""Bytes of the first line and the headers of a request; uvicorn's parser allows a line of as many."""
REQUEST_SECONDS = 20.0
"""That a request may take to come, where it is not read meanwhile."""
TAKING_SECONDS = 20.0
"""That a client may take nothing of an answer."""


@cache
def protocol() -> type[HttpToolsProtocol]:
    """Return the class of the connections; uvicorn is imported when this is first called."""
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

    class Connection(HttpToolsProtocol):
        """A connection that knows since when it waits for its client."""

        began: float | None = None
        """When the request began that is not complete yet; at first, when the connection did."""
        head: int | None = 0
        """Bytes of the head so far; None where it is complete."""
        unsent: int = 0
        """Bytes that the client had not taken when this was last looked at, and when that was more."""
        moved: float = 0.0

        def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - as uvicorn has it
            super().connection_made(transport)
            self.began = self.loop.time()

        def data_received(self, data: bytes) -> None:
            if self.head is not None:
                self.head += len(data)
                if self.head > MOST_HEAD + len(data):
                    self.transport.close()
                    return
            super().data_received(data)

        def on_message_begin(self) -> None:
            self.began, self.head = self.loop.time(), 0
            super().on_message_begin()

        def on_headers_complete(self) -> None:
            self.head = None
            super().on_headers_complete()

        def on_message_complete(self) -> None:
            self.began = None
            super().on_message_complete()

    return Connection


def sweep(connections: Iterable[Any], now: float) -> None:
    """Close the connections whose clients let others wait."""
    for one in list(connections):
        unsent = one.transport.get_write_buffer_size()
        if unsent == 0 or unsent < one.unsent or one.unsent == 0:
            one.moved = now
        one.unsent = unsent
        is_read = one.cycle is not None and not one.cycle.response_complete
        is_late = one.began is not None and not is_read and now - one.began > REQUEST_SECONDS
        if is_late or now - one.moved > TAKING_SECONDS:
            one.transport.abort()


def is_taken(connections: Iterable[Any]) -> bool:
    """Whether no client has yet to take a part of an answer."""
    return not any(one.transport.get_write_buffer_size() for one in connections)
