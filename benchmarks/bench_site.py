"""Print what the static site costs: whole builds with and without it, and pages a second.

usage: python benchmarks/bench_site.py [--notes DIR] [--copies 10] [--repeats 3]

Without options it builds the note series of ../shared/corpora, else the sample, and copies of it with identifiers of
their own. Seconds are user and system time; the least of the repeats. A page is an HTML file: of a thing, with its
Turtle and JSON-LD beside it, of a list, or one that leads on; the base IRI is a web address, so that all are written.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from bench_build import ROOT, SHARED, copy_notes, least

from papergraph.api import build
from papergraph.model import Graph
from papergraph.site import Folder, write

BASE_IRI = "https://me.example/reading/"


def pages_a_second(graph: Graph, repeats: int) -> None:
    """Print how fast the site of a graph is written, into a new folder and over itself."""
    graph = graph._replace(metadata=graph.metadata._replace(base_iri=BASE_IRI, notes_url="../notes"))
    with tempfile.TemporaryDirectory() as name:
        last: Path | None = None
        for what in ("anew", "unchanged"):
            seconds, files = [], 0
            for number in range(repeats):
                folder = Folder(Path(name) / f"{what}-{number}", last)
                started = time.process_time()
                write(graph, folder, {})
                seconds.append(time.process_time() - started)
                files = folder.files
            last = Path(name) / f"{what}-0"
            pages = sum(1 for _ in last.rglob("*.html"))
            things = sum(1 for _ in last.rglob("*.jsonld"))
            best = min(seconds)
            print(
                f"  site {what:10}{best:8.2f} CPU s  {things:7,} things, {pages:7,} pages, {files:7,} files"
                f"  {pages / best:6,.0f} pages/s"
            )


def measure(title: str, notes: Path, repeats: int) -> None:
    """Print what some notes cost."""
    print(f"\n{title}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "papergraph.toml").write_text(f'base_iri = "{BASE_IRI}"\n', encoding="utf-8")
        command = [sys.executable, "-m", "papergraph", "build", "--offline", str(notes)]
        for what, more in (("build", []), ("build --site", ["--site"])):
            spent = least([*command, *more], folder, repeats)
            print(f"  {what:15}{spent.seconds:8.2f} CPU s {spent.megabytes:7.0f} MB")
    pages_a_second(build(notes).graph, repeats)


def main() -> None:
    """Measure the notes as they are, and copies of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    series = SHARED / "note-series" / "notes"
    parser.add_argument("--notes", type=Path, default=series if series.is_dir() else ROOT / "notes")
    parser.add_argument("--copies", type=int, default=10, help="copies of the notes; 0: none")
    parser.add_argument("--repeats", type=int, default=3, help="runs, of which the cheapest counts")
    chosen = parser.parse_args()
    notes = chosen.notes.resolve()
    measure(str(notes), notes, chosen.repeats)
    if chosen.copies:
        with tempfile.TemporaryDirectory() as name:
            copy_notes(notes, Path(name), chosen.copies)
            measure(f"{chosen.copies} copies", Path(name), 1)


if __name__ == "__main__":
    main()
