"""The shapes over synthetic graphs, by the engine of the command and by the reference; and what a description costs.

usage: python benchmarks/bench_validate.py [--papers N]

CPU seconds, reading the file included. The reference gets a hundredth of the graph, and its figure is not scaled: what
it takes grows faster than the graph.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from synthetic import synthetic_graph

from papergraph.census import census
from papergraph.exporters import export
from papergraph.validation import Engine, fast_engine, reference_engine, validate

PAPERS = 6100
"""A million triples."""
PART = 100
"""Which part of the graph the reference gets."""
WANTED, WANTED_CENSUS = 10.0, 1.0


def measured(what: Callable[[], object]) -> float:
    """Return the CPU seconds that something takes."""
    start = time.process_time()
    what()
    return time.process_time() - start


def check(path: Path, engine: Engine) -> None:
    """Validate a file that conforms."""
    if findings := validate([path], engine).findings:
        raise SystemExit(f"{path.name} does not conform: {findings[0]}")


def count(path: Path) -> None:
    """Count what a description says."""
    with path.open("rb") as lines:
        census(lines)


def main() -> None:
    """Measure each and print a line for it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--papers", type=int, default=PAPERS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        whole, part = Path(folder, "whole.nt"), Path(folder, "part.nt")
        export(synthetic_graph(options.papers), "nt", whole)
        export(synthetic_graph(max(1, options.papers // PART)), "nt", part)
        lines = {path: path.read_bytes().count(b"\n") for path in (whole, part)}
        figures = (
            ("shacl", whole, measured(lambda: check(whole, fast_engine)), WANTED),
            ("pySHACL", part, measured(lambda: check(part, reference_engine)), None),
            ("counting", whole, measured(lambda: count(whole)), WANTED_CENSUS),
        )
    for name, path, seconds, wanted in figures:
        limit = "" if wanted is None else f"  (at most {wanted:g})"
        print(f"{name:9s} {lines[path]:9,d} triples  {seconds:6.2f} CPU s{limit}")


if __name__ == "__main__":
    main()
