"""One process of a server, from its supervisor's end of the wire."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

from papergraph.serve.counters import Counters
from papergraph.serve.desk import Rules
from papergraph.serve.snapshot import Snapshot
from papergraph.serve.supervisor import bound
from papergraph.serve.worker import END, LEAVE, READY, Task, work


class Worker:
    """A worker, and the wire to it."""

    def __init__(self, task: Task) -> None:
        self.port = task.listener.getsockname()[1]
        self.wire, theirs = socket.socketpair()
        self.wire.settimeout(20)
        self.pid = os.fork()
        if self.pid == 0:
            self.wire.close()
            work(task, 0, theirs)
        theirs.close()

    def code(self) -> int:
        """Wait for its end, and return its exit code."""
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


@pytest.fixture
def worker(built: Path) -> Iterator[Worker]:
    with bound("127.0.0.1", 0) as listener:
        snapshot = Snapshot(built / "output", "urn:papergraph:", "t")
        worker = Worker(Task(snapshot, Rules(), Counters(), listener, 1 << 31, print))
        try:
            assert worker.wire.recv(1) == READY
            yield worker
        finally:
            worker.wire.close()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of forks beside threads, which tests before this one had
def test_a_worker_that_leaves_answers_and_closes_what_is_open(worker: Worker) -> None:
    connection = HTTPConnection("127.0.0.1", worker.port, timeout=20)
    connection.request("GET", "/health")
    first = connection.getresponse()
    first.read()
    worker.wire.send(LEAVE)
    connection.request("GET", "/health")
    second = connection.getresponse()
    second.read()
    connection.close()

    assert (first.status, first.getheader("connection")) == (200, None)
    assert (second.status, second.getheader("connection")) == (200, "close")
    assert worker.code() == 0


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("told", [END, b""])
def test_a_worker_ends_when_it_is_told_to_or_alone(worker: Worker, told: bytes) -> None:
    if told:
        worker.wire.send(told)
    else:
        worker.wire.close()

    assert worker.code() == 0
