"""A web server on loopback that logs what it is asked, shares a clock with its client, and fails as it is told.

`Server` speaks HTTP/1.1 with connections that stay open. A subclass says what is right (`right_answer`) and which
papers or repositories a request is about (`references`); `server.faults` replaces or spoils the right answer
of the requests that a test picks. The actions to pick from are in `emulators/faults.py`.
"""

from __future__ import annotations

import contextlib
import gzip
import socket
import struct
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from types import TracebackType
from typing import Any, Literal, Self
from urllib.parse import parse_qsl, unquote, urlsplit

START = datetime(2026, 3, 2, 10, 0, tzinfo=UTC).timestamp()
UNRESOLVABLE = "http://papergraph.invalid"
"""No resolver knows this host: RFC 2606 keeps `.invalid` for that."""

WORTH_COMPRESSING = 200
"""Bytes from which an answer is compressed for a client that accepts it."""


class FakeClock:
    """A clock that stands still until somebody sleeps, and then is at once where the sleep would have ended.

    Several threads may share it; `sleeps` holds every duration that was slept, in seconds.
    """

    def __init__(self, start: float = START) -> None:
        self._now = start
        self._lock = threading.Lock()
        self.sleeps: list[float] = []

    def now(self) -> float:
        """Seconds since the epoch."""
        with self._lock:
            return self._now

    def sleep(self, seconds: float) -> None:
        """Let that time pass."""
        with self._lock:
            self.sleeps.append(seconds)
            self._now += max(0.0, seconds)

    def advance(self, seconds: float) -> None:
        """Let that time pass without anybody having slept."""
        with self._lock:
            self._now += seconds


def http_date(moment: float) -> str:
    """A moment as HTTP writes it: `Mon, 02 Mar 2026 10:00:00 GMT`."""
    return format_datetime(datetime.fromtimestamp(moment, UTC), usegmt=True)


@dataclass(frozen=True)
class Request:
    """One request as it arrived."""

    number: int
    """1 for the first that this server saw."""
    moment: float
    """On the server's clock, in seconds since the epoch."""
    method: str
    path: str
    """Decoded, without the query."""
    query: Mapping[str, str]
    headers: Mapping[str, str]
    """By lower-case name."""
    body: bytes
    connection: int
    """1 for the first TCP connection that this server accepted."""
    target: str = ""
    """The path and the query as they were written."""
    references: frozenset[str] = frozenset()
    """Identifiers or full names of what the request asks for, in lower case."""


Stream = Callable[[], Iterator[bytes]]
Framing = Literal["length", "chunked", "close"]


@dataclass(frozen=True)
class Answer:
    """What the server sends, and how it spoils the sending."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | Stream = b""
    """A function that yields pieces stands for a body that nobody wants in memory."""
    framing: Framing = "length"
    """How the end of the body is told; `close` by the end of the connection, which a cut looks like too."""
    claimed: int | None = None
    """The `Content-Length`, where it shall be wrong."""
    sent: int | None = None
    """How many bytes of the body are sent before the connection is closed; None for all."""
    reset: bool = False
    """Whether the connection is reset (TCP RST) where it would be closed."""
    silent: bool = False
    """Whether not even a status is sent."""
    wait: float = 0.0
    """Real seconds before the first byte."""
    drip: float = 0.0
    """Real seconds between two pieces of a body that is sent in ten pieces."""

    def header(self, name: str) -> str | None:
        """The value of a header, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def with_header(self, name: str, value: str) -> Answer:
        """The same answer with that header instead of any other of its name."""
        kept = tuple(pair for pair in self.headers if pair[0].lower() != name.lower())
        return replace(self, headers=(*kept, (name, value)))


Condition = Callable[[Request], bool]
Action = Callable[[Request, Callable[[], Answer]], Answer]
"""What a fault does: from the request, and from a function that makes the right answer, the answer that is sent."""


@dataclass
class Fault:
    """An action for some of the requests that meet a condition."""

    action: Action | None
    """None answers rightly, in the turn of a script."""
    when: Condition
    skip: int
    times: int | None
    seen: int = 0
    """How many requests met the condition."""
    fired: int = 0
    """How many of them were spoilt."""

    def takes(self, request: Request) -> bool:
        """Count a request, and say whether it is one to spoil."""
        if not self.when(request):
            return False
        self.seen += 1
        return self.seen > self.skip and (self.times is None or self.seen <= self.skip + self.times)


class Faults:
    """What a server does wrong: the first fault that takes a request acts, and every other one counts it too."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(
        self, action: Action | None, when: Condition | None = None, *, skip: int = 0, times: int | None = None
    ) -> Fault:
        """Spoil the requests that meet a condition (every request, without one): not the first `skip`, then `times`."""
        fault = Fault(action, when or (lambda _: True), skip, times)
        self._faults.append(fault)
        return fault

    def in_turn(self, *actions: Action | None, when: Condition | None = None) -> list[Fault]:
        """Spoil the first request with the first action, the second with the second; None lets one pass."""
        return [self.add(action, when, skip=turn, times=1) for turn, action in enumerate(actions)]

    def clear(self) -> None:
        """Be well again."""
        self._faults.clear()

    def choose(self, request: Request) -> Action | None:
        """What to do to a request."""
        takers = [fault for fault in list(self._faults) if fault.takes(request)]
        if not takers:
            return None
        takers[0].fired += 1
        return takers[0].action


class Server:
    """A web server on a free port of 127.0.0.1, running inside a `with` block.

    An exception in `right_answer` is a mistake of the emulator: it is answered with 500 and raised at the end of
    the block.
    """

    def __init__(self, clock: FakeClock | None = None) -> None:
        self.clock = clock or FakeClock()
        self.requests: list[Request] = []
        self.faults = Faults()
        self.mistakes: list[BaseException] = []
        self.closing = threading.Event()
        self.connections: list[socket.socket] = []
        self._lock = threading.RLock()
        self._listener: _Listener | None = None
        self._thread: threading.Thread | None = None

    def right_answer(self, request: Request) -> Answer:
        """What a server that is well says."""
        return not_found(request)

    def references(self, request: Request) -> frozenset[str]:  # noqa: ARG002 - a plain server knows none
        """What a request asks for, in lower case."""
        return frozenset()

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`."""
        assert self._listener is not None, "the server runs inside its `with` block"
        return f"http://127.0.0.1:{self._listener.server_port}"

    def __enter__(self) -> Self:
        self._listener = _Listener(self)
        self._thread = threading.Thread(target=self._listener.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if self.mistakes and error is None:
            raise self.mistakes[0]

    def close(self) -> None:
        """Stop listening and drop every connection."""
        self.closing.set()
        if self._listener is None or self._thread is None:
            return
        self._listener.shutdown()
        self._listener.server_close()
        self._thread.join(2)
        for connection in list(self.connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for worker in self._listener.workers:
            worker.join(2)

    def forget(self) -> None:
        """Empty the log; the numbers of requests begin with 1 again."""
        with self._lock:
            self.requests.clear()

    def handle(self, arrived: Request) -> Answer:
        """Log a request and say what to send."""
        with self._lock:
            numbered = replace(arrived, number=len(self.requests) + 1, moment=self.clock.now())
            request = replace(numbered, references=self.references(numbered))
            self.requests.append(request)
            action = self.faults.choose(request)

            def right() -> Answer:
                return self.right_answer(request)

            try:
                return right() if action is None else action(request, right)
            except Exception as mistake:  # noqa: BLE001 - it is raised where the test can see it
                self.mistakes.append(mistake)
                return Answer(500, (("Content-Type", "text/plain"),), repr(mistake).encode())


def gaps(requests: Iterable[Request]) -> list[float]:
    """Seconds between each request and the next."""
    return [later.moment - earlier.moment for earlier, later in pairwise(requests)]


def not_found(request: Request) -> Answer:
    """What any server says about a path that it does not have."""
    return Answer(404, (("Content-Type", "text/plain"),), f"There is no {request.path} here.".encode())


class RefusedPort:
    """A port of 127.0.0.1 that is taken and refuses every connection."""

    def __init__(self) -> None:
        self._socket = socket.socket()

    def __enter__(self) -> Self:
        self._socket.bind(("127.0.0.1", 0))
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    @property
    def url(self) -> str:
        """`http://127.0.0.1:PORT`."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"


class _Listener(ThreadingHTTPServer):
    """Accepts connections for a `Server`, each in a thread of its own."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, owner: Server) -> None:
        self.owner = owner
        self.workers: list[threading.Thread] = []
        self.accepted = 0
        super().__init__(("127.0.0.1", 0), _Connection)

    def server_bind(self) -> None:
        """Bind without asking a name server for the name of this machine."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "127.0.0.1", int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        """Number the connection and serve it."""
        self.accepted += 1
        self.owner.connections.append(request)
        worker = threading.Thread(
            target=self.process_request_thread,
            args=(request, client_address),
            name=str(self.accepted),
            daemon=True,
        )
        self.workers.append(worker)
        worker.start()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - as socketserver calls it
        """A client that goes away is no mistake; anything else is."""
        import sys

        error = sys.exception()
        if error is not None and not isinstance(error, OSError):
            self.owner.mistakes.append(error)


class _Connection(BaseHTTPRequestHandler):
    """One connection: reads requests, and writes answers as they want to be written."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Listener

    def do_GET(self) -> None:
        """Answer one request of whatever method."""
        owner = self.server.owner
        parts = urlsplit(self.path)
        arrived = Request(
            number=0,
            moment=0.0,
            method=self.command,
            path=unquote(parts.path),
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(int(self.headers.get("Content-Length") or 0)),
            connection=int(threading.current_thread().name),
            target=self.path,
        )
        self._send(compressed(owner.handle(arrived), arrived))

    do_POST = do_HEAD = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815 - as above

    def log_message(self, *_: object) -> None:
        """Say nothing: the request log is for tests, not for the screen."""

    def _send(self, answer: Answer) -> None:
        """Write an answer, with everything that is wrong about it."""
        self.server.owner.closing.wait(answer.wait)
        if not answer.silent:
            self._head(answer)
            if _has_body(answer) and self.command != "HEAD":
                self._body(answer)
            self.wfile.flush()
        if answer.silent or answer.sent is not None or answer.claimed is not None or answer.framing == "close":
            self._end(reset=answer.reset)

    def _head(self, answer: Answer) -> None:
        """Write the status and the headers."""
        self.send_response_only(answer.status)
        if answer.header("Date") is None:
            self.send_header("Date", http_date(self.server.owner.clock.now()))
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.framing == "close":
            self.send_header("Connection", "close")
        elif answer.framing == "chunked":
            self.send_header("Transfer-Encoding", "chunked")
        elif _has_body(answer):
            size = len(answer.body) if isinstance(answer.body, bytes) else 0
            self.send_header("Content-Length", str(size if answer.claimed is None else answer.claimed))
        self.end_headers()

    def _body(self, answer: Answer) -> None:
        """Write the body, or as much of it as shall be sent."""
        left = answer.sent
        for piece in _pieces(answer):
            sending = piece if left is None else piece[:left]
            left = None if left is None else left - len(sending)
            if sending:
                self.wfile.write(b"%x\r\n%b\r\n" % (len(sending), sending) if answer.framing == "chunked" else sending)
                self.wfile.flush()
            if left == 0 or (answer.drip and self.server.owner.closing.wait(answer.drip)):
                break
        if answer.framing == "chunked" and (answer.sent is None or not answer.reset):
            self.wfile.write(b"0\r\n\r\n")

    def _end(self, *, reset: bool) -> None:
        """Close the connection, or reset it."""
        self.close_connection = True
        if reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()


def _has_body(answer: Answer) -> bool:
    return answer.status not in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}


def _pieces(answer: Answer) -> Iterator[bytes]:
    """A body in the pieces in which it is sent."""
    if not isinstance(answer.body, bytes):
        yield from answer.body()
        return
    step = max(1, len(answer.body) // 10) if answer.drip else max(1, len(answer.body))
    for start in range(0, len(answer.body), step):
        yield answer.body[start : start + step]


def compressed(answer: Answer, request: Request) -> Answer:
    """The answer in gzip, when the client accepts that and nothing is wrong with how the answer is sent."""
    spoilt = answer.sent is not None or answer.claimed is not None or answer.silent or answer.framing != "length"
    if spoilt or not isinstance(answer.body, bytes) or len(answer.body) < WORTH_COMPRESSING:
        return answer
    if "gzip" not in request.headers.get("accept-encoding", "") or answer.header("Content-Encoding"):
        return answer
    packed = gzip.compress(answer.body, compresslevel=1, mtime=0)
    return replace(answer, body=packed).with_header("Content-Encoding", "gzip")
