"""What the page costs: importing pyvis, placing things, writing the file; CPU seconds of whole processes.

usage: bench_page.py [RUNS]

Each figure is the median over RUNS fresh processes, user and system time of all threads, without the start of
Python and the making of the graph. `lean` is `papergraph.exporters.html.import_pyvis`.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent

PROGRAM = """
import sys, time
sys.path.insert(0, {here!r})
{before}
start = time.process_time()
{measured}
print(time.process_time() - start, {size})
"""
IMPORTS = {
    "import pyvis.network": "import pyvis.network",
    "import pyvis.network, lean": "from papergraph.exporters.html import import_pyvis; import_pyvis()",
    "import numpy": "import numpy",
}
PLACING = """
from papergraph.layout import layout
layout(count, links)
"""
WRITING = """
from papergraph.exporters.html import write
file = BytesIO()
write(graph, file)
"""
PLACED = (500, 1_500, 2_000, 5_000, 20_000)
WRITTEN = (10, 250, 1_000, 4_000, 16_000)
"""Papers; a synthetic graph has about six things a paper."""


def main() -> None:
    """Measure and print a table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    for name, statement in IMPORTS.items():
        seconds, _ = measure(runs, "", statement, "0")
        print(f"{name:38} {seconds:8.3f} s")
    for count in PLACED:
        before = f"count = {count}; links = [(k, k * k % 97 * 31 % count) for k in range(count)] * 2"
        seconds, _ = measure(runs, before, PLACING, "0")
        print(f"{f'layout of {count:,}, with importing numpy':38} {seconds:8.3f} s")
    for papers in WRITTEN:
        before = f"from io import BytesIO; from synthetic import synthetic_graph; graph = synthetic_graph({papers})"
        seconds, (size, things) = measure(runs, before, WRITING, "len(file.getvalue()), len(graph.records)")
        print(f"{f'page of {things:,} things, all imports':38} {seconds:8.3f} s  {size / 1e6:6.2f} MB")


def measure(runs: int, before: str, measured: str, size: str) -> tuple[float, list[int]]:
    """Return the median CPU seconds of a piece of program, and the numbers that it prints about its size."""
    program = PROGRAM.format(here=str(HERE), before=before, measured=measured, size=size)
    printed = [
        subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.split()
        for _ in range(runs)
    ]
    return statistics.median(float(seconds) for seconds, *_ in printed), [int(number) for number in printed[0][1:]]


if __name__ == "__main__":
    main()
