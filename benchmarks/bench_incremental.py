"""Print CPU seconds beyond `papergraph --version` of builds that have little to do: nothing, or one note.

usage: python benchmarks/bench_incremental.py [--notes DIR] [--repeats 5]

Without options it builds the note series of ../shared/corpora, else the sample. Each figure is of a whole process,
user and system time together, the least of the repeats; modules are compiled beforehand, as those of an installed
package are. The notes are copied first; one gets another entry before each build that is to have one note to read.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from bench_build import ROOT, SHARED, cost

FORMATS = {"without the page": ("--format", "ttl", "--format", "nt", "--format", "json"), "with the page": ()}


def papergraph(folder: Path, *arguments: str) -> float:
    """Return the CPU seconds of a command."""
    return cost([sys.executable, "-m", "papergraph", *arguments], folder).seconds


def add_entry(note: Path, number: int) -> None:
    """Write another entry at the end of a note."""
    with note.open("a", encoding="utf-8") as file:
        file.write(f"\n- [An entry that was not there, number {number}](https://arxiv.org/abs/2001.{number:05})\n")


def main() -> None:
    """Copy the notes, build them in each way, and print what the builds cost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    series = SHARED / "note-series" / "notes"
    parser.add_argument("--notes", type=Path, default=series if series.is_dir() else ROOT / "notes")
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    repeats = range(options.repeats)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        shutil.copytree(options.notes, folder / "notes")
        note = max((folder / "notes").rglob("*.md"))
        start = min(papergraph(folder, "--version") for _ in repeats)
        print(f"{options.notes}, {sum(1 for _ in (folder / 'notes').rglob('*.md'))} notes; CPU s beyond --version:")
        for ways, formats in FORMATS.items():
            build = ("build", "--offline", *formats)
            first = papergraph(folder, *build)
            nothing = min(papergraph(folder, *build) for _ in repeats)
            figures = []
            for number in repeats:
                add_entry(note, number)
                figures.append(papergraph(folder, *build))
            told = {"the first": first, "nothing changed": nothing, "one note changed": min(figures)}
            for what, seconds in told.items():
                print(f"  {ways}, {what}: {seconds - start:.2f}")


if __name__ == "__main__":
    main()
