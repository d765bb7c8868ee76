"""CPU milliseconds to load an export and to answer each query that ships, on a synthetic graph of 100,000 triples.

usage: python benchmarks/bench_query.py [--papers N] [--rounds N]

A query is measured with its default parameters, except that a topic, a person, a paper or a thing is one of the
graph; the best of the rounds counts. Whole process: what `papergraph query` costs from start to end.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from synthetic import synthetic_graph

from papergraph.canned import shipped, values
from papergraph.exporters import export
from papergraph.model import Graph
from papergraph.query import ask, load

PAPERS = 600
ROUNDS = 3


def main() -> None:
    """Write a graph, load it, ask everything; print one line each."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=int, default=PAPERS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    graph = synthetic_graph(options.papers)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "output" / "graph.nt"
        export(graph, "nt", path)
        with path.open("rb") as file:
            print(f"{sum(1 for _ in file):,} triples, {path.stat().st_size / 1e6:.1f} MB")
        print(f"{milliseconds(lambda: load(path), options.rounds):8.1f} ms  load graph.nt")
        print(f"{milliseconds(lambda: load(graph), options.rounds):8.1f} ms  load from the graph itself")
        store = load(path)
        for query in shipped():
            given = {name: text for name, text in something(graph).items() if name in parameters(query.parameters)}
            chosen = values(query, given)
            rows = len(ask(store, query.sparql, chosen).rows)
            cost = milliseconds(partial(ask, store, query.sparql, chosen), options.rounds)
            print(f"{cost:8.1f} ms  {query.name}: {rows} rows")
        print(f"{process(Path(folder)):8.1f} ms  papergraph query 'ASK {{}}', the whole process")


def something(graph: Graph) -> dict[str, str]:
    """Values that name something in the graph."""
    paper = next(iter(graph.papers))
    return {
        "topic": str(next(iter(graph.topics.values())).name),
        "name": str(next(iter(graph.persons.values())).name),
        "paper": str(paper),
        "thing": str(paper),
    }


def parameters(described: tuple[tuple[str, str | None, str], ...]) -> set[str]:
    """The names of parameters."""
    return {name for name, _, _ in described}


def milliseconds(action: Callable[[], object], rounds: int) -> float:
    """CPU milliseconds of the best round."""
    costs = []
    for _ in range(rounds):
        start = time.process_time()
        action()
        costs.append(time.process_time() - start)
    return min(costs) * 1000


def process(folder: Path) -> float:
    """CPU milliseconds of `papergraph query` over the export in that folder."""
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "papergraph", "query", "ASK {}"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


if __name__ == "__main__":
    main()
