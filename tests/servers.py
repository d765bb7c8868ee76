"""A server that runs for tests: `papergraph serve` over a build, in processes of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from command_line import CATALOG, NOTE

PAPERGRAPH = [sys.executable, "-m", "papergraph"]
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
"""A query that takes longer than anybody waits."""


class Response(NamedTuple):
    """What came back."""

    status: int
    headers: Mapping[str, str]
    """By their names in lower case."""
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    @property
    def type(self) -> str:
        """The media type without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0]


class Server:
    """A running server."""

    def __init__(self, address: str, process: subprocess.Popen[str]) -> None:
        self.address = address
        self.port = int(address.rpartition(":")[2])
        self.process = process
        self.said: list[str] = []
        """Lines of its standard error."""

    def request(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes | str | None = None
    ) -> Response:
        """Send one request over a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            named = {name.lower(): value for name, value in response.getheaders()}
            return Response(response.status, named, response.read())
        finally:
            connection.close()

    def ask(self, sparql: str, accept: str = "text/csv", **parameters: str) -> Response:
        """Ask a query by GET."""
        query = urlencode({"query": sparql, **parameters})
        return self.request("GET", f"{urlsplit('/sparql').path}?{query}", {"Accept": accept})

    def wait_for(self, text: str, seconds: float = 20) -> None:
        """Wait until a line of standard error has a text."""
        last = time.monotonic() + seconds
        while not any(text in line for line in self.said):
            assert time.monotonic() < last, f"no {text!r} in {self.said}"
            time.sleep(0.02)

    def stop(self, number: int = signal.SIGINT) -> int:
        """End it, and return its exit code."""
        self.process.send_signal(number)
        return self.process.wait(timeout=20)


def build(folder: Path, *arguments: str, note: str = NOTE) -> None:
    """Build a sample in a folder."""
    (folder / "notes" / "catalog").mkdir(parents=True, exist_ok=True)
    (folder / "notes" / "2024-05-06.md").write_text(note, encoding="utf-8")
    (folder / "notes" / "catalog" / "arxiv.jsonl").write_text(CATALOG, encoding="utf-8")
    subprocess.run([*PAPERGRAPH, "build", "--offline", *arguments], cwd=folder, check=True, capture_output=True)


@contextmanager
def serving(folder: Path, *arguments: str) -> Iterator[Server]:
    """Run a server over the build in a folder, at a port that is free."""
    process = subprocess.Popen(
        [*PAPERGRAPH, "serve", "--port", "0", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    assert process.stderr is not None
    first = process.stdout.readline()
    if not first:
        raise AssertionError(process.stderr.read())
    server = Server(first.split()[-1].rstrip("/"), process)

    def listen() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            server.said.append(line)

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        yield server
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        listener.join(5)
        process.stdout.close()
        process.stderr.close()
