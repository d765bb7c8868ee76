"""Print CPU seconds and peak memory of whole builds, beside a straightforward program where one is given.

usage: python benchmarks/bench_build.py [--notes DIR] [--naive PROGRAM] [--copies 20] [--more 100] [--repeats 3]

Without options it builds the note series of ../shared/corpora beside the program there, else the sample.

Each figure is of a whole process: user and system time together, with the processes that it started, and
the largest resident set; the least of the repeats. Copies of the notes have arXiv identifiers, article
tokens, repositories and titles of their own, so that a build of them is as much larger as it looks.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("PAPERGRAPH_SHARED", ROOT.parent / "shared")) / "corpora"
SUFFIXES = {".md", ".markdown"}

ARXIV = re.compile(r"(arxiv\.org/(?:abs|pdf)/\d{4}\.)(\d{4,5})")
ARTICLE = re.compile(r"(mp\.weixin\.qq\.com/s[/?])([\w=&%-]+)")
REPOSITORY = re.compile(r"(github\.com/[\w.-]+/)([\w.-]*\w)")
TITLE = re.compile(r"\]\((?=https?://(?:arxiv\.org|mp\.weixin|openreview|openaccess))")


class Cost(NamedTuple):
    """What a process cost."""

    seconds: float
    """User and system time."""
    megabytes: float
    """The largest resident set."""


def cost(command: Sequence[str], folder: Path) -> Cost:
    """Run a command to its end and return what it cost; CalledProcessError where it fails."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def least(command: Sequence[str], folder: Path, repeats: int) -> Cost:
    """Return the least of several runs."""
    return min(cost(command, folder) for _ in range(repeats))


def copy_notes(notes: Path, target: Path, copies: int) -> int:
    """Write so many copies of the notes, each with identifiers of its own, and return their size in bytes."""
    size = 0
    for number in range(copies):
        for note in sorted(path for path in notes.rglob("*") if path.suffix in SUFFIXES):
            text = distinct(note.read_text(encoding="utf-8", errors="replace"), number)
            path = target / f"copy-{number:03}" / note.relative_to(notes)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            size += path.stat().st_size
    return size


def distinct(text: str, number: int) -> str:
    """Return a note with other identifiers and titles; the same for the same number, as it is for 0."""
    if not number:
        return text
    text = ARXIV.sub(lambda link: f"{link[1]}{int(digest(link[2], number), 16) % 100000:05}", text)
    text = ARTICLE.sub(lambda link: f"{link[1]}{digest(link[2], number)}", text)
    text = REPOSITORY.sub(lambda link: f"{link[1]}{link[2]}-{number}", text)
    return TITLE.sub(f" {number}](", text)


def digest(text: str, number: int) -> str:
    """Return 22 characters that stand for a text in a copy."""
    return blake2b(f"{number}:{text}".encode(), digest_size=11).hexdigest()


def ours(notes: Path, output: Path, *formats: str) -> list[str]:
    """Return the command that builds the notes."""
    chosen = [argument for name in formats for argument in ("--format", name)]
    return [sys.executable, "-m", "papergraph", "build", "--offline", str(notes), "-o", str(output), *chosen]


def measure(title: str, notes: Path, naive: Path | None, repeats: int) -> Cost:
    """Print what the builds of some notes cost, and return the cost of the full one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        output = folder / "output"
        commands = {
            "papergraph build": ours(notes, output),
            "papergraph build, no page": ours(notes, output, "ttl", "nt", "json"),
        }
        if naive:
            commands["the naive program"] = [sys.executable, str(naive), str(notes), str(folder / "naive")]
        costs = {what: least(command, folder, repeats) for what, command in commands.items()}
    print(f"\n{title}")
    for what, spent in costs.items():
        ratio = f"{spent.seconds / costs['the naive program'].seconds:7.2f} of naive" if naive else ""
        print(f"  {what:28}{spent.seconds:8.2f} CPU s {spent.megabytes:7.0f} MB {ratio}")
    return costs["papergraph build"]


def main() -> None:
    """Measure the notes as they are, and many copies of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    series, program = SHARED / "note-series" / "notes", SHARED / "naive_build.py"
    given = series if series.is_dir() else ROOT / "notes"
    parser.add_argument("--notes", type=Path, default=given, help=f"a folder of notes ({given})")
    parser.add_argument(
        "--naive",
        type=Path,
        default=program if program.is_file() else None,
        help="what to compare with: FILE NOTES OUT",
    )
    parser.add_argument("--copies", type=int, default=20, help="copies of the notes for both programs")
    parser.add_argument("--more", type=int, default=100, help="copies of the notes for papergraph alone; 0: none")
    parser.add_argument("--repeats", type=int, default=3, help="runs, of which the cheapest counts")
    chosen = parser.parse_args()
    notes, naive = chosen.notes.resolve(), chosen.naive.resolve() if chosen.naive else None
    measure(f"{notes}", notes, naive, chosen.repeats)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        size = copy_notes(notes, folder / "some", chosen.copies)
        some = measure(f"{chosen.copies} copies, {size / 1e6:.1f} MB", folder / "some", naive, min(chosen.repeats, 2))
        if chosen.more:
            size = copy_notes(notes, folder / "more", chosen.more)
            more = measure(f"{chosen.more} copies, {size / 1e6:.1f} MB", folder / "more", None, 1)
            times = more.seconds / some.seconds
            print(f"\n{chosen.more / chosen.copies:.1f} times the notes, {times:.1f} times the CPU seconds")


if __name__ == "__main__":
    main()
