"""Jobs in, their results out within a limit of time: the threads of a worker in which the engine works.

The engine lets other threads run while it works, and nothing can stop it. So a job that is late is answered for and
left behind: its thread is lost, and with it, soon, the process (see `papergraph.serve.worker`).
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import TypeVar

from papergraph.query import roomy
from papergraph.serve.protocol import Refusal

T = TypeVar("T")

MOST_THREADS = 16
MOST_WAITING = 256
"""Jobs that may wait for a thread."""
TICK = 0.02
"""Seconds between two looks at what waits: so long may short jobs wait behind a long one, until there is another
thread. One thread alone does many short jobs faster than several, which have to be woken for each."""
_IDLE = 1.0
"""Seconds after which a thread beside the first one ends."""


class _Job:
    __slots__ = ("deadline", "done", "function", "future", "result", "started")

    def __init__(self, function: Callable[[], object], future: asyncio.Future[object], deadline: float) -> None:
        self.function = function
        self.future: asyncio.Future[object] | None = future
        self.deadline = deadline
        self.started = False
        self.done = False
        self.result: object = None


class Pool:
    """Threads that do jobs for one event loop."""

    def __init__(self, seconds: float, on_stuck: Callable[[], None], threads: int = MOST_THREADS) -> None:
        """Start a thread; `on_stuck` is called in the loop each time one is lost."""
        self._loop = asyncio.get_running_loop()
        self._seconds = seconds
        self._on_stuck = on_stuck
        self._waiting: SimpleQueue[_Job] = SimpleQueue()
        self._fresh: list[_Job] = []
        self._jobs: deque[_Job] = deque()
        """Those that are not done, and some that are, the oldest first."""
        self._finished: list[_Job] = []
        self._lock = threading.Lock()
        self.busy = 0
        """Jobs that wait or run."""
        self._threads = 0
        self._most_threads = threads
        self._start(self._work)
        self._loop.call_later(TICK, self._tick)

    def _start(self, work: Callable[[], None]) -> None:
        with roomy():
            threading.Thread(target=work, daemon=True).start()
        with self._lock:
            self._threads += 1

    async def run(self, function: Callable[[], T]) -> T:
        """Do a job in a thread.

        Raises Refusal with 503 where it is late, or too many wait; and what the job raises.
        """
        if self.busy >= MOST_WAITING + self._most_threads:
            raise Refusal(503, "Too many queries wait for an answer; ask again in a moment.", {"Retry-After": "1"})
        future: asyncio.Future[T] = self._loop.create_future()
        job = _Job(function, future, self._loop.time() + self._seconds)  # type: ignore[arg-type] # of one result
        self.busy += 1
        self._jobs.append(job)
        self._fresh.append(job)
        if len(self._fresh) == 1:
            self._loop.call_soon(self._submit)
        return await future

    def _submit(self) -> None:
        """Hand over what came in one turn of the loop: a thread that wakes for each would only wait for the loop."""
        for job in self._fresh:
            self._waiting.put(job)
        self._fresh.clear()

    def give_up(self, reason: str) -> bool:
        """Answer for everything that waits or runs; return whether something runs."""
        stuck = False
        for job in self._jobs:
            if not job.done:
                stuck |= self._late(job, reason)
        self._jobs.clear()
        return stuck

    def _work(self) -> None:
        while True:
            self._do(self._waiting.get())

    def _help(self) -> None:
        """What a further thread does while there is enough to do."""
        with suppress(Empty):
            while True:
                self._do(self._waiting.get(timeout=_IDLE))
        with self._lock:
            self._threads -= 1

    def _do(self, job: _Job) -> None:
        job.started = True
        if job.done:  # it was late before it began
            return
        try:
            job.result = job.function()
        except BaseException as error:  # noqa: BLE001 - it is raised where the job was given
            job.result = _Raised(error)
        with self._lock:  # one call wakes the loop for all that is finished by then
            self._finished.append(job)
            is_first = len(self._finished) == 1
        if is_first:
            with suppress(RuntimeError):  # the loop has ended
                self._loop.call_soon_threadsafe(self._give)

    def _give(self) -> None:
        with self._lock:
            finished, self._finished = self._finished, []
        for job in finished:
            result, job.result = job.result, None
            if (future := self._settled(job)) is None or future.done():  # it was late, or whoever waited has left
                continue
            if isinstance(result, _Raised):
                future.set_exception(result.error)
            else:
                future.set_result(result)

    def _settled(self, job: _Job) -> asyncio.Future[object] | None:
        """Note that a job is answered for, and return where it is waited for; None where it was before."""
        if job.done:
            return None
        job.done = True
        self.busy -= 1
        future, job.future = job.future, None  # a job may be remembered for long, and its answer be large
        return future

    def _tick(self) -> None:
        self._loop.call_later(TICK, self._tick)
        now = self._loop.time()
        with suppress(RuntimeError):  # the system gives no more threads
            self._grow(now)
        while self._jobs and (self._jobs[0].done or self._jobs[0].deadline <= now):
            job = self._jobs.popleft()
            if not job.done:
                told = f"The query took longer than {self._seconds:g} s, the limit here."
                if self._late(job, told):
                    self._on_stuck()

    def _grow(self, now: float) -> None:
        """Start another thread where a job waits since the last tick."""
        if self._waiting.qsize() and self._threads < self._most_threads:
            first = next((job for job in self._jobs if not (job.done or job.started)), None)
            if first and now - (first.deadline - self._seconds) > TICK:
                self._start(self._help)

    def _late(self, job: _Job, reason: str) -> bool:
        """Answer for a job that is not done; return whether a thread is at it."""
        future = self._settled(job)
        if future and not future.done():
            future.set_exception(Refusal(503, reason, {"Retry-After": "10"}))
        return job.started


class _Raised:
    __slots__ = ("error",)

    def __init__(self, error: BaseException) -> None:
        self.error = error
