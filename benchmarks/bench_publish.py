"""How fast an export gets into a server, and what it costs there and here, beside the server's own ways to load it.

usage: python benchmarks/bench_publish.py [FILE.nt] [--papers N] [--virtuoso]

Without a file a synthetic graph is published; --papers 6700 makes a million triples. CPU seconds are those of the whole
processes, for a million triples; the server's include its start. `one POST` and the server's own loader write into the
graph once, and verify nothing; `papergraph publish` writes into a graph beside it, copies that and drops it. Virtuoso
7.2 has to be installed (`virtuoso-t`, in Debian virtuoso-opensource-7-bin).
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import requests
from requests.auth import HTTPDigestAuth
from synthetic import synthetic_graph

from papergraph.exporters import export

MILLION = 1_000_000
GRAPH = "https://example.org/kg/dataset"
OXIGRAPH = Path(sys.executable).with_name("oxigraph")
NTRIPLES = {"Content-Type": "application/n-triples"}
VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = {sql}
DirsAllowed = .
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
[HTTPServer]
ServerPort = {http}
ServerRoot = .
"""


class Cost(NamedTuple):
    """What one way took."""

    way: str
    seconds: float
    """On the clock, without the start of the server."""
    server: float
    """CPU seconds of the server; of the loader, where that is another process."""
    client: float = 0.0


def main() -> None:
    """Load the same file in each way; print a line for each."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--papers", type=int, default=670)
    parser.add_argument("--virtuoso", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = options.file or Path(folder) / "graph.nt"
        if not options.file:
            export(synthetic_graph(options.papers), "nt", file)
        with file.open("rb") as lines:
            triples = sum(1 for _ in lines)
        print(f"{triples:,} triples, {file.stat().st_size / 1e6:,.0f} MB; CPU seconds for a million triples")
        print(f"{'way':<34}{'triples/s':>12}{'server CPU':>12}{'client CPU':>12}")
        for cost in costs(file.absolute(), Path(folder), virtuoso=options.virtuoso):
            share = MILLION / triples
            figures = f"{triples / cost.seconds:>12,.0f}{cost.server * share:>12.1f}{cost.client * share:>12.1f}"
            print(f"{cost.way:<34}{figures}")


def costs(file: Path, folder: Path, *, virtuoso: bool) -> Iterator[Cost]:
    """Yield the cost of each way."""

    def publish(url: str, *options: str) -> None:
        command = [sys.executable, "-m", "papergraph", "publish", url, "-i", str(file), "--graph", GRAPH, *options]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)

    def post(url: str) -> None:
        with file.open("rb") as body:
            requests.post(f"{url}/store?graph={GRAPH}", data=body, headers=NTRIPLES, timeout=3600).raise_for_status()

    def post_digest(url: str) -> None:
        place, login = f"{url}/sparql-graph-crud-auth?graph={GRAPH}", HTTPDigestAuth("dba", "dba")
        requests.post(place, data=file.read_bytes(), headers=NTRIPLES, auth=login, timeout=3600).raise_for_status()

    yield loaded(file, folder / "loaded")
    yield measured("Oxigraph: one POST", oxigraph, folder / "post", post)
    yield measured("Oxigraph: publish", oxigraph, folder / "publish", publish)
    yield measured("Oxigraph: publish --direct", oxigraph, folder / "direct", lambda url: publish(url, "--direct"))
    if virtuoso:
        os.environ |= {"PAPERGRAPH_ENDPOINT_USER": "dba", "PAPERGRAPH_ENDPOINT_PASSWORD": "dba"}
        yield measured("Virtuoso: one POST", virtuoso_server, folder / "virtuoso-post", post_digest)
        yield measured("Virtuoso: publish", virtuoso_server, folder / "virtuoso", publish)


def loaded(file: Path, location: Path) -> Cost:
    """What Oxigraph's own loader takes; no server runs then."""
    before, began = cpu(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [str(OXIGRAPH), "load", "--location", str(location), "--file", str(file), "--graph", GRAPH]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return Cost("Oxigraph: oxigraph load", time.perf_counter() - began, cpu(resource.RUSAGE_CHILDREN) - before)


def measured(
    way: str, start: Callable[[Path, int], subprocess.Popen[bytes]], folder: Path, load: Callable[[str], None]
) -> Cost:
    """What a way to load takes at a server of its own."""
    folder.mkdir()
    port = free_port()
    process = start(folder, port)
    try:
        wait_for(port)
        own, others, began = cpu(resource.RUSAGE_SELF), cpu(resource.RUSAGE_CHILDREN), time.perf_counter()
        load(f"http://127.0.0.1:{port}")
        seconds = time.perf_counter() - began
        client = cpu(resource.RUSAGE_SELF) - own + cpu(resource.RUSAGE_CHILDREN) - others
    finally:
        process.send_signal(signal.SIGKILL)
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = -signal.SIGKILL
    return Cost(way, seconds, usage.ru_utime + usage.ru_stime, client)


def oxigraph(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """Start an Oxigraph."""
    command = [str(OXIGRAPH), "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def virtuoso_server(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """Start a Virtuoso, whose administrator has the name and the password `dba`."""
    program = shutil.which("virtuoso-t")
    if program is None:
        sys.exit("there is no virtuoso-t on the path")
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(sql=free_port(), http=port), encoding="ascii")
    return subprocess.Popen(
        [program, "-f", "-c", "virtuoso.ini"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(port: int) -> None:
    """Wait until somebody listens."""
    last = time.monotonic() + 120
    while time.monotonic() < last:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("the server does not start")


def cpu(who: int) -> float:
    """CPU seconds until now."""
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    main()
