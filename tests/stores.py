"""Servers to publish to, for tests: a real Oxigraph in a process of its own, and what may stand before it."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from emulation import Action, Answer, Request, Server

OXIGRAPH = Path(sys.executable).with_name("oxigraph")
GONE = Answer(silent=True)
"""The connection ends without a word."""


class Oxigraph:
    """A server with its data in a folder; it can be killed and started again at the same port."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self._process: subprocess.Popen[str] | None = None
        self.start()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it listens."""
        self._process = subprocess.Popen(
            [OXIGRAPH, "serve", "--location", self._folder, "--bind", f"127.0.0.1:{self.port}"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self._process.stdout is not None
        assert "Listening" in (said := self._process.stdout.readline()), said

    def kill(self) -> None:
        """End it without a warning."""
        assert self._process is not None
        assert self._process.stdout is not None
        self._process.kill()
        self._process.wait(20)
        self._process.stdout.close()

    def forward(self, request: Request) -> Answer:
        """Answer as the server does; a connection that ends without a word where it is not there."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        kept = {"content-type", "content-encoding", "accept", "authorization"}
        headers = {name: value for name, value in request.headers.items() if name in kept}
        try:
            connection.request(request.method, request.target, request.body, headers)
            answer = connection.getresponse()
            passed = tuple(pair for pair in answer.getheaders() if pair[0].lower() in {"content-type", "server"})
            return Answer(answer.status, passed, answer.read())
        except OSError:
            return GONE
        finally:
            connection.close()

    def ask(self, sparql: str) -> list[tuple[str, ...]]:
        """The rows of a SELECT, each term as N-Triples writes it."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Accept": "application/sparql-results+json"}
        connection.request("GET", f"/query?query={quote(sparql)}", headers=headers)
        found = ox.parse_query_results(connection.getresponse().read(), ox.QueryResultsFormat.JSON)
        connection.close()
        assert isinstance(found, ox.QuerySolutions)
        names = found.variables
        return [tuple(str(row[name]) for name in names) for row in found]

    def triples(self, graph: str = "") -> set[tuple[str, ...]]:
        """Everything in a graph."""
        return set(self.ask(f"SELECT ?s ?p ?o {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}" if graph else ALL))

    def graphs(self) -> set[str]:
        """The names of graphs that hold anything."""
        return {name.strip("<>") for (name,) in self.ask("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")}


ALL = "SELECT ?s ?p ?o { ?s ?p ?o }"


@contextmanager
def oxigraph(folder: Path) -> Iterator[Oxigraph]:
    """Run an Oxigraph."""
    server = Oxigraph(folder)
    try:
        yield server
    finally:
        server.kill()


class Front(Server):
    """What stands before an Oxigraph: it passes everything on, but for what its faults spoil."""

    def __init__(self, behind: Oxigraph) -> None:
        super().__init__()
        self._behind = behind

    def right_answer(self, request: Request) -> Answer:
        """What the server behind says."""
        return self._behind.forward(request)


class Small(Server):
    """A server in this process with a store of its own, that speaks the three protocols as Oxigraph does."""

    def __init__(self, signature: str = "Oxigraph/0.5") -> None:
        super().__init__()
        self.store = ox.Store()
        self.signature = signature

    def right_answer(self, request: Request) -> Answer:
        """What a server that is well says."""
        from urllib.parse import parse_qs

        status, kind, body = 204, "", b""
        if request.path == "/store":
            graph = ox.NamedNode(request.query["graph"]) if "graph" in request.query else ox.DefaultGraph()
            if request.method == "PUT":
                self.store.clear_graph(graph)
            self.store.load(request.body, ox.RdfFormat.N_TRIPLES, to_graph=graph)
        elif request.path in {"/update", "/query"}:
            form = parse_qs(request.body.decode())
            if request.path == "/update":
                self.store.update(form["update"][0])
            else:
                found = self.store.query(form["query"][0])
                assert isinstance(found, ox.QuerySolutions)
                status, kind = 200, "application/sparql-results+json"
                body = found.serialize(format=ox.QueryResultsFormat.JSON) or b""
        else:
            status, kind, body = 200, "text/html", b"<html>"
        return Answer(status, (("Content-Type", kind), ("Server", self.signature)), body)

    def triples(self, graph: str = "") -> set[tuple[str, ...]]:
        """Everything in a graph."""
        name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
        found = self.store.quads_for_pattern(None, None, None, name)
        return {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in found}

    def graphs(self) -> set[str]:
        """The names of graphs that hold anything."""
        return {str(quad.graph_name).strip("<>") for quad in self.store if quad.graph_name != ox.DefaultGraph()}


def chunk(request: Request) -> bool:
    """Whether a request sends triples."""
    return request.path == "/store" and request.method in {"POST", "PUT"}


class Gate:
    """Holds a request until a test lets it go."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.opened = threading.Event()

    def __call__(self, _: Request, right: Callable[[], Answer]) -> Answer:
        """Answer when the gate is open."""
        self.reached.set()
        self.opened.wait(120)
        return right()


def unseen(_: Request, right: Callable[[], Answer]) -> Answer:
    """Do what is asked, and end the connection before the client hears of it."""
    right()
    return GONE


UNSEEN: Action = unseen
