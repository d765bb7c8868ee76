"""Megabytes of Markdown a CPU second from files to entries, in one process, the garbage collector off as in a build.

usage: python benchmarks/bench_read.py [FOLDER [ROUNDS]]      FOLDER is ../shared/corpora by default, else notes/
"""

from __future__ import annotations

import gc
import os
import statistics
import sys
import time
from pathlib import Path

from papergraph import files
from papergraph.model import Problem
from papergraph.readers import read_bytes

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("PAPERGRAPH_SHARED", ROOT.parent / "shared")) / "corpora"
ROUNDS = 7


def main() -> None:
    """Read everything in several rounds; print each corpus and all of them together."""
    given = dict(enumerate(sys.argv[1:]))
    folder = Path(given.get(0, SHARED if SHARED.is_dir() else ROOT / "notes"))
    rounds = int(given.get(1, ROUNDS))
    found = files.find(folder).files
    size = sum(file.size for file in found)
    gc.disable()
    speeds, entries = [], 0
    for _ in range(rounds):
        start = time.process_time()
        entries = sum(map(entries_of, found))
        speeds.append(size / (time.process_time() - start) / 1e6)
        gc.collect()
    print(f"{len(found)} files, {size / 1e6:.2f} MB, {entries} entries, {rounds} rounds of {folder}")
    print(
        f"MB a CPU second: slowest {min(speeds):.2f}, median {statistics.median(speeds):.2f}, fastest {max(speeds):.2f}"
    )


def entries_of(file: files.Found) -> int:
    """How many entries a file has."""
    payload = files.read(file)
    return 0 if isinstance(payload, Problem) else len(read_bytes(file.path, payload).entries)


if __name__ == "__main__":
    main()
