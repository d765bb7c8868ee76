"""Requests a second, p50 and p95 of `papergraph serve` beside `oxigraph serve-read-only` on the same data.

usage: python benchmarks/bench_serve.py [--papers N] [--seconds S] [--rounds N] [--clients N]

Small queries, one paper each and no two alike, are asked over connections that are kept; the two servers take turns,
so that the machine's other work hurts both, and the median of the rounds' ratios counts. `pip install oxigraph`
brings the peer; without it papergraph alone is measured. The client is one process that does little but wait.
"""

from __future__ import annotations

import argparse
import random
import re
import selectors
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from synthetic import synthetic_graph

from papergraph.exporters import export
from papergraph.indexing import publish
from papergraph.iris import iri

_HEADERS = "Host: 127.0.0.1\r\nAccept: application/sparql-results+json\r\n\r\n"
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_NUMBERS = random.Random(5)  # noqa: S311 - no secret


class Peer(NamedTuple):
    """A server that runs."""

    name: str
    port: int
    path: str


class Round(NamedTuple):
    """What one round showed."""

    rate: float
    """Requests a second."""
    p50: float
    """Milliseconds."""
    p95: float
    lost: int


def main() -> None:
    """Start the servers, let them take turns, print a line for each and the ratio."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=int, default=600)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--clients", type=int, default=16)
    options = parser.parse_args()
    graph = synthetic_graph(options.papers)
    papers = [iri(reference, graph.metadata.base_iri) for reference in graph.records if reference.prefix == "arxiv"]
    with tempfile.TemporaryDirectory() as name:
        output = Path(name) / "output"
        export(graph, "nt", output / "graph.nt")
        publish(graph, output, output / "graph.nt")
        with ours(output) as first, oxigraph(Path(name), output / "graph.nt") as second:
            peers = [peer for peer in (first, second) if peer]
            rounds: dict[str, list[Round]] = {peer.name: [] for peer in peers}
            for _ in range(options.rounds):
                for peer in peers:
                    rounds[peer.name].append(measured(peer, papers, options.clients, options.seconds))
    for name, found in rounds.items():
        rate, p50, p95 = (statistics.median(column) for column in list(zip(*found, strict=True))[:3])
        lost = sum(one.lost for one in found)
        print(f"{name:10} {rate:8.0f} requests/s   p50 {p50:5.2f} ms   p95 {p95:5.2f} ms   {lost} lost")
    if len(rounds) > 1:
        ratios = [one.rate / other.rate for one, other in zip(*rounds.values(), strict=True)]
        print(f"papergraph / oxigraph: {statistics.median(ratios):.2f}  ({min(ratios):.2f} to {max(ratios):.2f})")
    else:
        print("`pip install oxigraph` brings the peer.")


@contextmanager
def ours(output: Path) -> Iterator[Peer]:
    """Run papergraph's server."""
    command = [sys.executable, "-m", "papergraph", "serve", "-o", str(output), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout  # noqa: S101 - it was asked for
        address = process.stdout.readline().split()[-1]
        try:
            yield Peer("papergraph", int(address.rstrip("/").rpartition(":")[2]), "/sparql")
        finally:
            process.send_signal(signal.SIGTERM)


@contextmanager
def oxigraph(folder: Path, ntriples: Path) -> Iterator[Peer | None]:
    """Run the peer, if it is installed."""
    program = shutil.which("oxigraph") or shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    if not program:
        yield None
        return
    store = str(folder / "oxigraph")
    load = [program, "load", "--location", store, "--file", str(ntriples)]
    subprocess.run(load, check=True, capture_output=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [program, "serve-read-only", "--location", store, "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        try:
            yield Peer("oxigraph", port, "/query")
        finally:
            process.terminate()


def measured(peer: Peer, papers: list[str], clients: int, seconds: float) -> Round:
    """Ask as fast as answers come, so many requests at a time."""
    selector = selectors.DefaultSelector()
    requests = questions(peer, papers)
    times: list[float] = []
    lost = 0
    sent: dict[socket.socket, float] = {}
    come: dict[socket.socket, bytes] = {}
    for _ in range(clients):
        one = socket.create_connection(("127.0.0.1", peer.port))
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(one, selectors.EVENT_READ, one)
        sent[one] = time.perf_counter()
        one.sendall(next(requests))
    started = time.perf_counter()
    last = started + seconds
    while sent:
        for key, _ in selector.select(5):
            client: socket.socket = key.data
            piece = client.recv(1 << 16)
            answer = come.get(client, b"") + piece
            if piece and not is_whole(answer):
                come[client] = answer
                continue
            come.pop(client, None)
            now = time.perf_counter()
            if not answer.startswith(b"HTTP/1.1 200") or b'"value"' not in answer:
                lost += 1
            times.append(now - sent[client])
            if now < last and piece:
                sent[client] = now
                client.sendall(next(requests))
            else:
                selector.unregister(client)
                client.close()
                del sent[client]
    took = time.perf_counter() - started
    times.sort()
    return Round(len(times) / took, 1000 * times[len(times) // 2], 1000 * times[int(len(times) * 0.95)], lost)


def is_whole(answer: bytes) -> bool:
    """Whether all of a response is there."""
    head, end, body = answer.partition(b"\r\n\r\n")
    if not end:
        return False
    if length := _LENGTH.search(head):
        return len(body) >= int(length[1])
    return body.endswith(b"0\r\n\r\n")  # of one in chunks


def questions(peer: Peer, papers: list[str]) -> Iterator[bytes]:
    """Yield requests, no two alike."""
    start = _NUMBERS.randrange(1 << 30)
    texts = [
        quote(
            f"SELECT ?name ?a {{ <{one}> <https://schema.org/name> ?name ; <https://schema.org/author> ?a }} LIMIT 10 #"
        )
        for one in papers
    ]
    number = start
    while True:
        number += 1
        yield f"GET {peer.path}?query={texts[number % len(texts)]}{number} HTTP/1.1\r\n{_HEADERS}".encode()


if __name__ == "__main__":
    main()
