"""What the page costs beside its peers, on the same graphs in the same run: a table of medians.

usage: bench_page.py [--runs N] [--sizes 2000,20000,…] [--only ours,sigma,…] [--limit SECONDS]
                     [--browser PROGRAM] [--modules FOLDER]

Headless Chromium without a graphics card, a fresh one for every run, every request refused and counted. `ready` is
CPU time of all its processes from the navigation to the first complete picture and rest, `pan` and `zoom` are work
of the main thread for each frame, `longest` is the longest time between two frames, `all` is what all processes
work for each frame of panning, `then` is the work of the main thread after the mouse is let go, and JS heap and
buffers are what is left after a garbage collection. Pages: ours, pyvis as it comes (500 and 2,000 things, never more),
pyvis tuned, vis-network alone, sigma.js. FOLDER is where `sigma`, `graphology` and `esbuild` are installed.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from peers.browser import NO_WEBGL, REFUSED, Figures, Outcome, black_hole, visit
from peers.pages import node

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
SIZES = (2_000, 20_000, 100_000, 500_000)
UNTUNED = (500, 2_000)
"""Sizes of pyvis as it comes; its physics takes minutes for the second."""
IN_HASTE = 15.0
"""Seconds that a page gets where hosts never answer, and pyvis as it comes where only 2,000 things are asked for."""
LONG = 10.0
"""CPU seconds of writing from which once is enough."""
IMPORTS = {
    "import pyvis.network": "import pyvis.network",
    "import pyvis, lean": "from papergraph.exporters.html import import_pyvis; import_pyvis()",
    "import numpy": "import numpy",
}
TIMED = "import time; start = time.process_time()\n{statement}\nprint(time.process_time() - start)"


class Kind(NamedTuple):
    """A page under measurement."""

    title: str
    most: int
    """Things of the largest graph that it is asked to draw."""


PAGES = {
    "ours": Kind("papergraph", SIZES[-1]),
    "pyvis": Kind("pyvis as it comes", UNTUNED[-1]),
    "pyvis-tuned": Kind("pyvis, tuned", 20_000),
    "vis": Kind("vis-network alone", 100_000),
    "sigma": Kind("sigma.js", 100_000),
}
COLUMNS = {
    "file, MB": ("file", "{:.2f}"),
    "ready, CPU s": ("cpu", "{:.2f}"),
    "ready, s": ("wall", "{:.2f}"),
    "pan, ms": ("pan", "{:.1f}"),
    "longest, ms": ("pan longest", "{:.0f}"),
    "all, ms": ("pan cpu", "{:.0f}"),
    "then, ms": ("after", "{:.0f}"),
    "zoom, ms": ("zoom", "{:.1f}"),
    "longest zoom, ms": ("zoom longest", "{:.0f}"),
    "JS heap, MB": ("heap", "{:.1f}"),
    "buffers, MB": ("buffers", "{:.1f}"),
    "requests": ("requests", "{:.0f}"),
}
"""Heading → the figure, and how it is written."""


class Row(NamedTuple):
    """A line of the table."""

    page: str
    size: int
    way: str
    """What is particular about the browser; empty for the plain one."""
    outcome: Outcome


def main() -> None:
    """Measure and print the tables."""
    options = _options()
    with tempfile.TemporaryDirectory() as folder:
        rows, written = [], []
        for count in _sizes(options):
            pages = list(_pages(options, count))
            written += _write(options, count, pages, Path(folder))
            rows += _measure(options, count, pages, Path(folder))
    print()
    _print_table(["page", "n", *COLUMNS], [_cells(row) for row in sorted(rows, key=_order)])
    _print_search(rows)
    if written:
        heads = ["writing the page", "CPU s", "layout, CPU s"]
        _print_table(heads, [[f"{n:,}", f"{told['writing']:.2f}", f"{told['layout']:.2f}"] for n, told in written])
    imports = {name: _import(statement, options.runs) for name, statement in IMPORTS.items()}
    _print_table(["import", "CPU s"], [[name, seconds] for name, seconds in imports.items()])


def _options() -> Namespace:
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--sizes", type=_numbers, default=list(SIZES), help="of the graphs, with commas between them")
    parser.add_argument("--only", type=lambda text: text.split(","), default=list(PAGES), help=", ".join(PAGES))
    parser.add_argument("--limit", type=float, default=180.0, help="seconds that one part of a measurement may take")
    parser.add_argument("--browser", default=_browser(), help="the program; empty for Playwright's own")
    parser.add_argument("--modules", type=Path, default=ROOT / "src/papergraph/web/node_modules")
    options = parser.parse_args()
    if unknown := set(options.only) - set(PAGES):
        parser.error(f"no such page: {', '.join(sorted(unknown))}; there are {', '.join(PAGES)}")
    missing = [name for name in ("sigma", "graphology", "esbuild") if not (options.modules / name).is_dir()]
    if "sigma" in options.only and (missing or not node()):
        why = f"{', '.join(missing)} not in {options.modules}" if missing else "there is no node"
        print(f"sigma.js is left out: {why}.")
        options.only.remove("sigma")
    return options


def _numbers(text: str) -> list[int]:
    return [int(number) for number in text.replace("_", "").split(",")]


def _browser() -> str:
    """Return what `make .venv/browser` has found."""
    file = ROOT / ".venv" / "browser"
    return file.read_text(encoding="utf-8").strip() if file.exists() else ""


def _sizes(options: Namespace) -> list[int]:
    """Return the sizes asked for; 500 is added where pyvis as it comes is to draw 2,000 in all its time."""
    added = {UNTUNED[0]} if "pyvis" in options.only and set(options.sizes) != {UNTUNED[-1]} else set()
    return sorted(set(options.sizes) | added)


def _pages(options: Namespace, count: int) -> Iterator[str]:
    """Yield the pages that are asked to draw so many things."""
    for name in options.only:
        chosen = count in options.sizes if name != "pyvis" else count in UNTUNED
        if chosen and count <= PAGES[name].most:
            yield name


def _write(options: Namespace, count: int, pages: list[str], folder: Path) -> list[tuple[int, Figures]]:
    """Write the pages' files, ours in a process of its own, and return what writing ours took, if it is among them."""
    peers = [name for name in pages if name != "ours"]
    if peers:
        _told(count, folder, options.modules, peers)
    if "ours" not in pages or count > _limit():
        return []
    told = [_told(count, folder, options.modules, ["ours"])]
    while len(told) < options.runs and sum(told[0].values()) < LONG:
        told.append(_told(count, folder, options.modules, ["ours"]))
    return [(count, _medians(told))]


def _told(count: int, folder: Path, modules: Path, pages: Sequence[str]) -> Figures:
    """Write pages in a fresh process, and return what it prints."""
    command = [sys.executable, "-m", "peers.pages", str(count), str(folder), str(modules.resolve()), *pages]
    finished = subprocess.run(command, cwd=HERE, check=True, stdout=subprocess.PIPE, text=True)
    told: Figures = json.loads(finished.stdout)
    return told


def _limit() -> int:
    """Return how many things our page can show."""
    return int(getattr(import_module("papergraph.exporters.html"), "LIMIT", SIZES[-1]))


def _measure(options: Namespace, count: int, pages: list[str], folder: Path) -> list[Row]:
    """Return the rows of the pages of one size; on the smallest one, the other ways too."""
    rows = []
    with black_hole() as hole:
        for name in pages:
            ways: dict[str, tuple[str, ...]] = {"": (REFUSED,)}
            if count == min(options.sizes) and name in {"ours", "sigma"}:
                ways["no WebGL"] = (REFUSED, NO_WEBGL)
            if count == min(options.sizes) and name in {"ours", "pyvis-tuned"}:
                ways["hosts never answer"] = (hole,)
            for way, flags in ways.items():
                outcome = _outcome(options, name, count, flags, folder)
                rows.append(Row(name, count, way, outcome))
                print(" | ".join(_cells(rows[-1])), file=sys.stderr, flush=True)
    return rows


def _outcome(options: Namespace, name: str, count: int, flags: tuple[str, ...], folder: Path) -> Outcome:
    """Return the medians over the runs; what fails once is not tried again."""
    file = folder / f"{name}-{count}.html"
    if not file.exists():
        return Outcome(f"stops at {_limit():,} things", {})
    limit = options.limit if REFUSED in flags else min(options.limit, IN_HASTE)
    if name == "pyvis" and set(options.sizes) == {count}:
        limit = min(limit, IN_HASTE)
    found = []
    for _ in range(options.runs):
        outcome = visit(options.browser, file, flags, limit, use=flags == (REFUSED,))
        if outcome.trouble:
            return outcome
        found.append(outcome.figures)
    return Outcome("", _medians(found) | {"file": file.stat().st_size / 1e6})


def _medians(found: Sequence[Figures]) -> Figures:
    """Return the median of each figure that every run has."""
    common = set.intersection(*(set(figures) for figures in found))
    return {name: statistics.median(figures[name] for figures in found) for name in sorted(common)}


def _import(statement: str, runs: int) -> str:
    """Return the median CPU seconds of a statement in fresh processes."""
    command = [sys.executable, "-c", TIMED.format(statement=statement)]
    tried = [subprocess.run(command, check=False, capture_output=True, text=True) for _ in range(runs)]
    if any(finished.returncode for finished in tried):
        return "there is none"
    return f"{statistics.median(float(finished.stdout) for finished in tried):.2f}"


def _order(row: Row) -> tuple[int, int]:
    return list(PAGES).index(row.page), row.size


def _cells(row: Row) -> list[str]:
    title = PAGES[row.page].title + (f", {row.way}" if row.way else "")
    trouble, figures = row.outcome
    if trouble:
        return [title, f"{row.size:,}", trouble, *[""] * (len(COLUMNS) - 1)]
    absent = "" if row.way else "too slow"
    told = [form.format(figures[name]) if name in figures else absent for name, form in COLUMNS.values()]
    return [title, f"{row.size:,}", *told]


def _print_search(rows: Sequence[Row]) -> None:
    found = [row for row in rows if "key" in row.outcome.figures and not row.way]
    cells = [
        [f"{row.size:,}", *(f"{row.outcome.figures[name]:.1f}" for name in ("key", "longest key"))] for row in found
    ]
    if cells:
        _print_table(["searching, n", "a key, ms", "longest key, ms"], cells)


def _print_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table of Markdown."""
    print(f"| {' | '.join(heads)} |")
    print("|---" * len(heads) + "|")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    print()


if __name__ == "__main__":
    main()
