"""One process of a server: an event loop that answers from a snapshot until it is told to leave, or is stuck.

Nothing can stop the engine within a query. So a process in which one is late answers for it, hands its place to
another process, and ends when the others who wait for it are answered, or after a moment.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from papergraph.serve.application import Application
from papergraph.serve.connection import TAKING_SECONDS, is_taken, protocol, sweep
from papergraph.serve.counters import Counters
from papergraph.serve.desk import Desk, Rules
from papergraph.serve.pool import Pool
from papergraph.serve.snapshot import Snapshot

if TYPE_CHECKING:
    import uvicorn

READY, STUCK = b"r", b"s"
"""What a worker tells its supervisor."""
LEAVE, END = b"l", b"e"
"""What it is told: to leave when all is answered, and to end now. Where the supervisor is gone, it ends as well."""
STUCK_SECONDS = 2.0
"""That a worker which is stuck keeps connections without a request: it works in vain meanwhile."""
KEPT_SECONDS = 5
"""That a connection is kept without a request."""
MOST_CONNECTIONS = 1000
_OTHER_FILES = 200
"""That may be open beside connections: those of the index among them."""
_TICK, _LEAVING_TICK = 0.2, 0.02
_FASTER = ("httptools", "uvloop", "uvicorn.protocols.http.httptools_impl")
"""What need not be there."""


class Task(NamedTuple):
    """What a worker is made for."""

    snapshot: Snapshot
    rules: Rules
    counters: Counters
    listener: socket.socket
    most_memory: int
    """Bytes that it may take beyond what it has at the start."""
    failures: Callable[[str], None]
    """Told of each fault of our own."""
    tell: Callable[[str], None] | None = None
    """Told of each request."""


def work(task: Task, row: int, wire: socket.socket) -> None:
    """Answer requests in this process, which is a child of the supervisor; never returns.

    Args:
        task: what is answered.
        row: of the counters.
        wire: to the supervisor.
    """
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the supervisor tells what to do
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        task.counters.take_row(row)
        _run(_Worker(task, wire).run())
        code = 0
    except BaseException as error:  # noqa: BLE001 - whatever it is, a child must not go on as its parent
        print(f"papergraph: a process of the server ends: {error!r}", file=sys.stderr)  # noqa: T201
    finally:
        with suppress(OSError, ValueError):
            sys.stderr.flush()
        os._exit(code)


def prepare() -> None:
    """Import what all workers need, once before they are forked."""
    for name in ("starlette.responses", "starlette.routing", "uvicorn", *_FASTER):
        with suppress(ImportError):
            import_module(name)
    gc.collect()
    gc.freeze()  # what is there now stays, and is not looked at again


def _run(main: Any) -> None:  # noqa: ANN401 - a coroutine
    try:
        import uvloop
    except ImportError:
        asyncio.run(main)
    else:
        uvloop.run(main)


class _Worker:
    def __init__(self, task: Task, wire: socket.socket) -> None:
        self.task = task
        self.wire = wire
        self.is_stuck = False

    async def run(self) -> None:
        task = self.task
        loop = asyncio.get_running_loop()
        self.pool = Pool(task.rules.seconds, self.on_stuck)
        self.application = Application(
            Desk(task.snapshot, task.rules, task.counters, self.pool), task.failures, task.tell
        )
        self.first = _memory()
        self.server = _server(self.application)
        loop.add_reader(self.wire, self.on_told)
        loop.call_later(_TICK, self.on_tick)
        await self.pool.run(partial(getattr, task.snapshot, "store"))
        loop.call_soon(self.say, READY)
        await self.server.serve(sockets=[task.listener])
        if self.is_stuck:
            os._exit(0)  # a thread that works on would hold the interpreter

    def say(self, what: bytes) -> None:
        with suppress(OSError):
            self.wire.send(what)

    def on_told(self) -> None:
        try:
            told = self.wire.recv(1)
        except OSError:
            told = b""
        if told == LEAVE:
            self.leave(KEPT_SECONDS + 1, self.task.rules.seconds + TAKING_SECONDS)
            return
        asyncio.get_running_loop().remove_reader(self.wire)
        if self.pool.give_up("The server ends."):
            self.is_stuck = True
        self.leave(0, 0)

    def on_stuck(self) -> None:
        self.task.counters.stuck()
        if not self.is_stuck:
            self.is_stuck = True
            self.say(STUCK)
            self.leave(STUCK_SECONDS, self.task.rules.seconds + STUCK_SECONDS)

    def on_tick(self) -> None:
        """Give up what runs where the process has become too large; what it has cannot be taken back otherwise."""
        if _memory() - self.first > self.task.most_memory and not self.is_stuck:
            self.pool.give_up("The query needs too much memory.")
            self.on_stuck()
        loop = asyncio.get_running_loop()
        sweep(self.server.server_state.connections, loop.time())
        loop.call_later(_TICK, self.on_tick)

    def leave(self, seconds: float, most: float) -> None:
        """Take no more connections, and end when those that there are are done.

        Args:
            seconds: that connections without a request may stay.
            most: seconds after which those with one are given up.
        """
        self.application.leaving = True
        for server in getattr(self.server, "servers", ()):
            server.close()
        now = asyncio.get_running_loop().time()
        self.end_after(now + seconds, now + most)

    def end_after(self, first: float, last: float) -> None:
        """End where nobody waits any more or the time has come; else look again in a moment."""
        loop = asyncio.get_running_loop()
        connections = self.server.server_state.connections
        is_idle = self.pool.busy == 0 and is_taken(connections)
        if connections and loop.time() < last and not (is_idle and loop.time() >= first):
            loop.call_later(_LEAVING_TICK, self.end_after, first, last)
            return
        self.pool.give_up("This process of the server ends; ask again.")
        loop.call_later(_LEAVING_TICK, self.end)

    def end(self) -> None:
        """End the process when what was answered is sent."""
        self.server.should_exit = True


def _most_connections() -> int:
    """Return how many connections this process may have: each is an open file."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        wanted = MOST_CONNECTIONS + _OTHER_FILES
        wanted = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            soft = wanted
    return MOST_CONNECTIONS if soft == resource.RLIM_INFINITY else max(1, min(MOST_CONNECTIONS, soft - _OTHER_FILES))


def _memory() -> int:
    """Return the most memory that this process has had, in bytes."""
    import resource  # Windows has none

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak << 10


def _server(application: Application) -> uvicorn.Server:
    import uvicorn

    class Server(uvicorn.Server):
        """One that leaves signals to the supervisor."""

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield

    return Server(
        uvicorn.Config(
            application,
            http=protocol(),
            interface="asgi3",
            lifespan="off",
            ws="none",
            log_level="error",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            date_header=True,
            timeout_keep_alive=KEPT_SECONDS,
            timeout_graceful_shutdown=1,
            limit_concurrency=_most_connections(),
            backlog=1024,
        )
    )
