"""Print how fast catalogues are read of which a build wants one record in a hundred.

usage: python benchmarks/bench_catalog.py
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from papergraph.model import Reference
from papergraph.sources.catalog import read_catalog

RECORDS, SHARE = 60_000, 100
ABSTRACT, LINKS = "y" * 1400, "h" * 3500
"""As long as they are on average in the files that people download."""


def arxiv(number: int) -> tuple[Reference, dict[str, object]]:
    """Return a made-up record of arXiv's snapshot."""
    identifier = f"1501.{number + 1:05}"
    record: dict[str, object] = {
        "id": identifier,
        "authors": "A. One, B. Two",
        "title": "A title",
        "categories": "cs.LG",
        "abstract": ABSTRACT,
        "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}],
        "authors_parsed": [["One", "A.", ""], ["Two", "B.", ""]],
    }
    return Reference("arxiv", identifier), record


def github(number: int) -> tuple[Reference, dict[str, object]]:
    """Return a made-up description of a repository."""
    name = f"owner{number}/name"
    record: dict[str, object] = {"id": number, "full_name": name, "urls": LINKS, "stargazers_count": number}
    return Reference("github", name), record


def measure(name: str, made: Callable[[int], tuple[Reference, dict[str, object]]], folder: Path) -> None:
    """Write a catalogue, read it, and print the figures."""
    path = folder / f"{name}.jsonl"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(made(number)[1])}\n" for number in range(RECORDS))
    wanted = frozenset(made(number)[0] for number in range(0, RECORDS, SHARE))
    start = time.process_time()
    found = read_catalog(path, wanted)
    seconds = time.process_time() - start
    size = path.stat().st_size / 1e6
    print(
        f"{name:8s} {size:6.0f} MB  {len(found.records):6d} records  {seconds:6.3f} CPU s  {size / seconds:6.0f} MB/s"
    )


def main() -> None:
    """Print one line for each form of catalogue."""
    with tempfile.TemporaryDirectory() as folder:
        measure("arxiv", arxiv, Path(folder))
        measure("github", github, Path(folder))


if __name__ == "__main__":
    main()
