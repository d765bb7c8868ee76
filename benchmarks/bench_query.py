"""CPU milliseconds to load an export and to answer each query that ships, on a synthetic graph of 100,000 triples.

usage: python benchmarks/bench_query.py [--papers N] [--documents N] [--rounds N]

A query is measured with its default parameters, except that a topic, a person, a paper or a thing is one of the
graph; the best of the rounds counts. Whole process: what `papergraph query` costs from start to end.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from synthetic import synthetic_graph

from papergraph.canned import shipped, values
from papergraph.exporters import export
from papergraph.index import CURRENT, FOLDER, STORE, TEXT
from papergraph.indexing import publish
from papergraph.model import Graph
from papergraph.query import ask, load
from papergraph.search import find, write
from papergraph.texts import documents

PAPERS = 600
ROUNDS = 3
DOCUMENTS = 3_500


def main() -> None:
    """Write a graph, load it, ask everything; print one line each."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=int, default=PAPERS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--documents", type=int, default=DOCUMENTS, help="papers of the text search; 0 leaves it out")
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
        start = time.process_time()
        publish(graph, path.parent, path)
        print(f"{1000 * (time.process_time() - start):8.1f} ms  publish the index, once")
        name = something(graph)["name"]
        for command in (
            ["query", "ASK {}"],
            ["query", "papers-of-author", "--name", name],
            ["query", "everything-about", "--thing", something(graph)["thing"]],
            ["query", "papers-without-code"],
        ):
            told = min(process(Path(folder), command) for _ in range(options.rounds))
            print(f"{told:8.1f} ms  papergraph {' '.join(command)[:60]}, the whole process")
    if options.documents:
        search(options.documents, options.rounds)


def search(papers: int, rounds: int) -> None:
    """Index the texts of so many papers, look for 50 of their titles, and print what that costs."""
    graph = synthetic_graph(papers)
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "output" / FOLDER / "x"
        (index / STORE).mkdir(parents=True)
        (index.parent / CURRENT).write_text("x")
        start = time.process_time()
        write(documents(graph), index / TEXT)
        print(f"{1000 * (time.process_time() - start):8.1f} ms  write the texts of {papers:,} papers, once")
        titles = [str(paper.title) for paper in list(graph.papers.values())[:: max(1, papers // 50)]][:50]
        first = sum(find(index / TEXT, title)[0].name == title for title in titles)
        print(f"          {first} of {len(titles)} titles are found first")
        asked = [*titles[:3], "剪枝", "sparse attention", "zzz yyy"]
        for words in asked:
            told = min(process(Path(folder), ["search", words], check=False) for _ in range(rounds))
            print(f"{told:8.1f} ms  papergraph search {' '.join(words.split())[:50]}, the whole process")


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


def process(folder: Path, command: Sequence[str], *, check: bool = True) -> float:
    """CPU milliseconds of a command of papergraph over the build in that folder."""
    import resource

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "papergraph", *command], cwd=folder, check=check, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


if __name__ == "__main__":
    main()
