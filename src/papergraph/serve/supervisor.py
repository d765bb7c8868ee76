"""A server as a whole: processes that answer, replaced when they end, and all of them when a build has written.

The socket that clients connect to is the supervisor's, and no process closes it for all: while processes change,
connections wait.
"""

from __future__ import annotations

import errno
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from typing import NamedTuple

from papergraph.errors import ConfigError, PapergraphError
from papergraph.serve.snapshot import Snapshot, state
from papergraph.serve.worker import END, LEAVE, READY, STUCK, Task, prepare, work

WATCH = 0.5
"""Seconds between two looks at the output folder."""
_SOON = 0.05
"""The same while a build is read."""
STOPPING_SECONDS = 3.0
"""That workers may take to end when the server ends."""
_STARTS, _WITHIN = 10, 5.0
"""So many processes that end by themselves within so many seconds mean that none can run."""


class _Child(NamedTuple):
    pid: int
    wire: socket.socket
    generation: int
    """Which of the builds that were served it answers from."""
    row: int
    """Of the counters; it is another one's when this one has ended."""


class _Reading:
    """What a build has written, being read in a thread."""

    def __init__(self, renew: Callable[[], Snapshot]) -> None:
        self.renew = renew
        self.snapshot: Snapshot | None = None
        self.error = ""
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self) -> None:
        """Read it."""
        try:
            self.snapshot = self.renew()
        except PapergraphError as error:
            self.error = str(error)
        except Exception as error:  # noqa: BLE001 - whatever is there, what is served goes on
            self.error = f"The output cannot be read: {error}."


class Supervisor:
    """Keeps so many workers running, until it is stopped."""

    def __init__(
        self,
        task: Task,
        workers: int,
        renew: Callable[[], Snapshot],
        tell: Callable[[str], None],
        fill: Callable[[], subprocess.Popen[bytes] | None] = lambda: None,
    ) -> None:
        """Prepare a server.

        Args:
            task: what the workers answer; its listener is bound.
            workers: how many there are.
            renew: makes a snapshot of what a build has written since.
            tell: told in a sentence what happens.
            fill: begins in another process what is to be done once before a build can be served from disk, if
                anything is; meanwhile what is served goes on, and workers that end are replaced.
        """
        self.task = task
        self.workers = workers
        self.renew = renew
        self.tell = tell
        self.fill = fill
        self.filling: subprocess.Popen[bytes] | None = None
        self.filled: tuple[int, ...] = ()
        """The state of the output folder when that began."""
        self.children: dict[int, _Child] = {}
        self.leaving: set[int] = set()
        self.ready: set[int] = set()
        self.generation = 0
        self.reading: _Reading | None = None
        self.deaths: list[float] = []
        self.stopping = False

    def run(self, on_ready: Callable[[], None]) -> None:
        """Serve until SIGINT or SIGTERM; `on_ready` is called when the first requests can be answered.

        Raises PapergraphError where no worker can run.
        """
        prepare()
        with _signals() as signals:
            try:
                self._fill()
                is_told = False
                looked = time.monotonic()
                while not signals.stopped:
                    self._listen(signals)
                    self._bury()
                    if not is_told and self.ready:
                        is_told = True
                        on_ready()
                    if self.reading or time.monotonic() - looked > WATCH:
                        looked = time.monotonic()
                        self._reload()
                    self._fill()
            finally:
                self._stop()

    def _fill(self) -> None:
        """Start workers until there are enough that answer from what is newest; none while that is being read."""
        staying = [one for one in self.children.values() if one.generation == self.generation]
        for _ in range(self.workers - sum(one.pid not in self.leaving for one in staying)):
            if self.reading is None:
                self._fork()

    def _fork(self) -> None:
        ours, theirs = socket.socketpair()
        row = next(number for number in count() if number not in {one.row for one in self.children.values()})
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            # A sibling's end of a wire that is open here would hide from it that the supervisor is gone.
            ours.close()
            for child in self.children.values():
                child.wire.close()
            work(self.task, row, theirs)
        theirs.close()
        self.children[pid] = _Child(pid, ours, self.generation, row)

    def _listen(self, signals: _Signals) -> None:
        """Wait for words of workers, for signals, or for a moment."""
        wires = {child.wire: child for child in self.children.values()}
        readable, _, _ = select.select([*wires, signals.wire], [], [], _SOON if self.reading else WATCH)
        for one in readable:
            if one is signals.wire:
                signals.wire.recv(64)
                continue
            child = wires[one]
            try:
                told = one.recv(1)
            except OSError:
                told = b""
            if told == READY:
                self._on_ready(child)
            elif told == STUCK:
                self.tell("A query took too long or too much: its process ends, and another one takes its place.")
                self.leaving.add(child.pid)
            elif not told:
                self.leaving.add(child.pid)  # it ends; until it is buried, another one may take its place
                time.sleep(0.01)

    def _on_ready(self, child: _Child) -> None:
        self.ready.add(child.pid)
        new = [one for one in self.children.values() if one.generation == self.generation]
        if all(one.pid in self.ready for one in new):
            for old in self.children.values():
                if old.generation < self.generation and old.pid not in self.leaving:
                    self._send(old, LEAVE)
                    self.leaving.add(old.pid)

    def _bury(self) -> None:
        """Take note of workers that ended."""
        for pid in list(self.children):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                self.children.pop(pid).wire.close()
                self.ready.discard(pid)
                if status and not self.stopping:
                    self._died(os.waitstatus_to_exitcode(status))
                self.leaving.discard(pid)

    def _died(self, code: int) -> None:
        now = time.monotonic()
        self.deaths = [*(moment for moment in self.deaths if now - moment < _WITHIN), now]
        if len(self.deaths) > _STARTS:
            raise PapergraphError("The processes of the server end as soon as they start.")
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        self.tell(f"A process of the server ended ({how}); another one takes its place.")

    def _reload(self) -> None:
        """Answer from what a build has written, if it has: new workers start, and old ones leave when they do.

        It is read in a thread, so that signals and ends of workers are heard meanwhile. A fork has to wait for it.
        """
        if self.reading is None:
            if state(self.task.snapshot.output) != self.task.snapshot.state and self._is_filled():
                self.reading = _Reading(self.renew)
            return
        if self.reading.thread.is_alive():
            return
        self.reading.thread.join()
        snapshot, error = self.reading.snapshot, self.reading.error
        self.reading = None
        if snapshot is None:
            self.task.snapshot.state = state(self.task.snapshot.output)
            self.tell(f"{error} The last build that could be read is served.")
            return
        self.task = self.task._replace(snapshot=snapshot)
        self.generation += 1
        self.tell("The graph was built anew: the new one is served.")

    def _is_filled(self) -> bool:
        """Tell whether nothing is to be done before what a build has written is read; begin it where something is."""
        if self.filling is None:
            self.filled = state(self.task.snapshot.output)
            self.filling = self.fill()
            return self.filling is None
        if self.filling.poll() is None:
            return False
        has_failed, self.filling = self.filling.returncode != 0, None
        # What has failed is told when it is read, unless another build came between.
        return (has_failed and self.filled == state(self.task.snapshot.output)) or self._is_filled()

    def _send(self, child: _Child, what: bytes) -> None:
        with suppress(OSError):
            child.wire.send(what)

    def _stop(self) -> None:
        """End all workers; those that do not end in time are killed."""
        self.stopping = True
        if self.filling:
            self.filling.kill()
            self.filling.wait()
        for child in self.children.values():
            self._send(child, END)
        last = time.monotonic() + STOPPING_SECONDS
        while self.children and time.monotonic() < last:
            self._bury()
            time.sleep(0.01)
        for pid in list(self.children):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)


class _Signals:
    """Whether somebody wants the server to end, and what wakes whoever waits for it."""

    def __init__(self) -> None:
        self.stopped = False
        self.wire, self._other = socket.socketpair()
        self.wire.setblocking(False)  # noqa: FBT003 - it is named so
        self._other.setblocking(False)  # noqa: FBT003 - it is named so

    def on_signal(self, number: int, _: object) -> None:
        if number != signal.SIGCHLD:
            self.stopped = True

    @property
    def wakes(self) -> int:
        return self._other.fileno()


@contextmanager
def _signals() -> Iterator[_Signals]:
    signals = _Signals()
    before = {
        number: signal.signal(number, signals.on_signal) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD)
    }
    wakes = signal.set_wakeup_fd(signals.wakes, warn_on_full_buffer=False)
    try:
        yield signals
    finally:
        signal.set_wakeup_fd(wakes)
        for number, handler in before.items():
            signal.signal(number, handler)


def bound(host: str, port: int) -> socket.socket:
    """Return a socket that listens; raises ConfigError where that cannot be."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError) as error:
        raise ConfigError(f"There is no address {host}: {getattr(error, 'strerror', error)}.") from error
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(1024)
    except OSError as error:
        listener.close()
        why = (
            "is taken; --port chooses another, and --port 0 any"
            if error.errno == errno.EADDRINUSE
            else f"cannot be had: {error.strerror}"
        )
        raise ConfigError(f"Port {port} of {host} {why}.") from error
    return listener
