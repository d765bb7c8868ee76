"""Clients that are slow: whose connections are closed, and whose are not."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from papergraph.serve.connection import REQUEST_SECONDS, TAKING_SECONDS, is_taken, sweep


class Transport:
    """A transport with so many bytes that the client has not taken."""

    def __init__(self, unsent: int = 0) -> None:
        self.unsent = unsent
        self.is_aborted = False

    def get_write_buffer_size(self) -> int:
        """Return them."""
        return self.unsent

    def abort(self) -> None:
        """Note that it was aborted."""
        self.is_aborted = True


def connection(began: float | None = None, *, answered: bool | None = None, unsent: int = 0) -> Any:
    cycle = None if answered is None else SimpleNamespace(response_complete=answered)
    return SimpleNamespace(transport=Transport(unsent), began=began, cycle=cycle, unsent=0, moved=0.0)


@pytest.mark.parametrize(
    "one, is_closed",
    [
        (connection(None), False),
        (connection(0.0), True),
        (connection(0.0, answered=True), True),
        (connection(0.0, answered=False), False),
        (connection(None, answered=True), False),
        (connection(REQUEST_SECONDS), False),
    ],
)
def test_a_request_that_does_not_come_closes_its_connection(one: Any, is_closed: bool) -> None:  # noqa: FBT001
    sweep([one], REQUEST_SECONDS + 1)

    assert one.transport.is_aborted is is_closed


def test_an_answer_that_is_not_taken_closes_its_connection_and_one_that_is_taken_slowly_does_not() -> None:
    deaf, slow = connection(unsent=1000), connection(unsent=1000)
    assert not is_taken([deaf, slow])
    for second in range(int(TAKING_SECONDS) + 5):
        slow.transport.unsent -= 1
        sweep([deaf, slow], float(second))

    assert deaf.transport.is_aborted
    assert not slow.transport.is_aborted
    assert is_taken([connection()])
