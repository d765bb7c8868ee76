"""The whole way into a real server, with everything on it that can be interrupted."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pyoxigraph as ox
import pytest

from emulation import Answer, Request
from stores import GONE, Front, Gate, Oxigraph, chunk, oxigraph

GRAPH = "https://example.org/kg/dataset"
TRIPLES = 100_000
A_SUBJECT = 20
XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sorted N-Triples of 5,000 subjects in many scripts."""
    path = tmp_path_factory.mktemp("export") / "graph.nt"
    path.write_bytes(b"".join(sorted(line(number).encode() for number in range(TRIPLES))))
    return path


def line(number: int) -> str:
    values = (
        f'"Study {number} of \\"graphs\\"\\n and {"notes " * 12}"',
        f'"第{number}个图谱 {"笔记 " * 8}"@zh',
        f'"{number}"^^<{XSD}integer>',
        f'"2021-09-{number % 28 + 1:02}"^^<{XSD}date>',
        f"<https://example.org/论文/{number % 977}?a=b%20c>",
    )
    subject = f"https://example.org/kg/paper/{number // A_SUBJECT}"
    return f"<{subject}> <https://schema.org/p{number % A_SUBJECT}> {values[number % len(values)]} .\n"


def client(address: str, export: Path, folder: Path) -> subprocess.Popen[str]:
    """A `papergraph publish` in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "papergraph", "publish", address, "-i", export, "--graph", GRAPH, "--chunk", "1"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.timeout(400)
def test_an_upload_that_is_killed_cut_and_loses_its_server_ends_with_every_triple(export: Path, tmp_path: Path) -> None:
    with oxigraph(tmp_path / "data") as store, Front(store) as front:
        for number in (signal.SIGKILL, signal.SIGINT):
            gate = Gate()
            fault = front.faults.add(gate, chunk, skip=2, times=1)
            running = client(front.url, export, tmp_path)
            assert gate.reached.wait(120)
            running.send_signal(number)
            _, said = running.communicate(timeout=60)
            gate.opened.set()
            assert running.returncode == (130 if number == signal.SIGINT else -number), said
            assert ("The same command goes on from here." in said) == (number == signal.SIGINT)
            assert fault.fired == 1
            front.faults.clear()
            assert store.graphs() <= {name for name in store.graphs() if name.startswith("urn:papergraph:staging:")}

        def die(_: Request, __: Callable[[], Answer]) -> Answer:
            store.kill()
            store.start()
            return GONE

        front.faults.add(die, chunk, skip=1, times=1)
        before = len([request for request in front.requests if chunk(request)])
        running = client(front.url, export, tmp_path)
        out, said = running.communicate(timeout=300)

        assert running.returncode == 0, said
        assert "compared 100 subjects: all as they were sent" in out
        assert f"holds {TRIPLES:,} triples, and held 0 before" in out
        chunks = int(out.split("sent  ")[1].split()[0])
        assert len([request for request in front.requests if chunk(request)]) - before == chunks + 1
        assert "4 were there already" in out
        assert_published(store, export)
        assert not list((tmp_path / ".papergraph" / "published").glob("*.journal"))


def assert_published(store: Oxigraph, export: Path) -> None:
    """The counts are equal, and a hundred random subjects are as they are in the file; nothing else is left."""
    assert store.graphs() == {GRAPH}
    counted = store.ask(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}")
    assert counted == [(f'"{TRIPLES}"^^<{XSD}integer>',)]
    drawn = Random(0).sample(range(TRIPLES // A_SUBJECT), 100)  # noqa: S311 - nobody is kept from guessing
    subjects = {f"<https://example.org/kg/paper/{number}>" for number in drawn}
    quads = ox.parse(path=export, format=ox.RdfFormat.N_TRIPLES)
    sent = {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads}
    wanted = {triple for triple in sent if triple[0] in subjects}
    found = store.ask(f"SELECT ?s ?p ?o {{ VALUES ?s {{ {' '.join(subjects)} }} GRAPH <{GRAPH}> {{ ?s ?p ?o }} }}")
    assert len(wanted) == 100 * A_SUBJECT
    assert set(found) == wanted
