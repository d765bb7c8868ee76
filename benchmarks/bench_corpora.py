"""Score what is read from the shared corpora against their gold, with the scorers that lie beside them.

usage: python benchmarks/bench_corpora.py [CORPORA] [--json]      CORPORA is ../shared/corpora by default

A note series has precision, recall and F1 of four facts; a list the share of its papers, titles and code links that
were found, and of what was found that is right. Without the corpora there is nothing to measure.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from papergraph import entries, files
from papergraph.model import Problem
from papergraph.readers import read_bytes

DEFAULT = Path(os.environ.get("PAPERGRAPH_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "corpora"
FACTS = ("article", "paper", "repo", "rating")
FIGURES = ("rows", "paper_recall", "title", "code_precision", "code_recall", "code_f1", "entry_precision")
Scores = dict[str, float | None]


def main() -> None:
    """Print one table of the note series and one of the lists, or both as JSON."""
    parser = argparse.ArgumentParser(description="Score what is read from the shared corpora.")
    parser.add_argument("corpora", nargs="?", type=Path, default=DEFAULT, metavar="CORPORA")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    if not arguments.corpora.is_dir():
        print(f"There are no corpora in {arguments.corpora}.")
        return
    notes, lists = score(arguments.corpora)
    if arguments.json:
        print(json.dumps({"note-series": notes, "lists": lists}))
        return
    print_table("note series", FACTS, {"F1": notes})
    print()
    print_table("list", FIGURES, lists)


def score(corpora: Path) -> tuple[Scores, dict[str, Scores]]:
    """F1 of each fact of the note series, and the figures of each list."""
    folders = sorted(path for path in (corpora / "lists").iterdir() if path.is_dir())
    with TemporaryDirectory() as scratch, ThreadPoolExecutor(2) as pool:
        read = {folder.name: Path(scratch) / f"{folder.name}.jsonl" for folder in (corpora / "note-series", *folders)}
        write_entries(corpora / "note-series", read["note-series"])
        for folder in folders:
            write_entries(folder / "input", read[folder.name])
        figures = pool.map(lambda folder: list_scores(corpora, folder, read[folder.name]), folders)
        notes = note_scores(corpora, read["note-series"])
        return notes, dict(zip((folder.name for folder in folders), figures, strict=True))


def write_entries(root: Path, output: Path) -> None:
    """Write every entry of the notes under a folder as a line of JSON."""
    with output.open("w", encoding="utf-8") as file:
        file.writelines(entry + "\n" for entry in lines(root))


def lines(root: Path) -> Iterator[str]:
    """The entries under a folder as lines of JSON."""
    for found in files.find(root).files:
        payload = files.read(found)
        if not isinstance(payload, Problem):
            yield from map(entries.line, read_bytes(found.path, payload).entries)


def note_scores(corpora: Path, predicted: Path) -> Scores:
    """F1 of each fact, read from what the scorer prints."""
    printed = run(corpora / "score_notes.py", corpora / "note-series" / "gold.jsonl", predicted)
    return {fact: float(value) for fact, value in re.findall(r"^(\w+) .* F1 ([\d.]+)", printed, re.MULTILINE)}


def list_scores(corpora: Path, folder: Path, predicted: Path) -> Scores:
    """The figures of one list; None where its gold does not judge."""
    scores: Scores = json.loads(
        run(corpora / "score_lists.py", folder / "gold.jsonl", folder / "meta.json", predicted, "--json")
    )
    return scores


def run(*command: Path | str) -> str:
    """What a Python program prints."""
    return subprocess.run([sys.executable, *command], check=True, capture_output=True, text=True).stdout


def print_table(name: str, columns: tuple[str, ...], rows: dict[str, Scores]) -> None:
    """Print figures, one row a corpus."""
    print(f"{name:18}", *(f"{column:>15}" for column in columns))
    for row, scores in rows.items():
        print(f"{row:18}", *(f"{_shown(scores[column]):>15}" for column in columns))


def _shown(value: float | None) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.4f}"


if __name__ == "__main__":
    main()
