"""Print how fast catalogues are read as they lie, and how fast they are indexed once and looked up.

usage: python benchmarks/bench_catalog.py [ROWS]

First, files of which a build wants one record in a hundred, streamed. Then a made-up snapshot of arXiv with so many
rows (20,000 without a number) is added by the command itself, killed in the middle and added again; what the whole of
arXiv would take is computed from that. Compare CPU seconds: the wall time is that of a machine that does other things.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from snapshot import identifier, write_snapshot

from papergraph.catalogs.folder import Entry, entries
from papergraph.catalogs.lookup import opened
from papergraph.model import Reference
from papergraph.sources.catalog import read_catalog

RECORDS, SHARE = 60_000, 100
ABSTRACT, LINKS = "y" * 1400, "h" * 3500
"""As long as they are on average in the files that people download."""
ROWS, ALL = 20_000, 2_800_000
"""Rows of the snapshot; rows of the real one."""
SOUGHT = 1_000


def arxiv(number: int) -> tuple[Reference, dict[str, object]]:
    """Return a made-up record of arXiv's snapshot."""
    one = f"1501.{number + 1:05}"
    record: dict[str, object] = {
        "id": one,
        "authors": "A. One, B. Two",
        "title": "A title",
        "categories": "cs.LG",
        "abstract": ABSTRACT,
        "versions": [{"version": "v1", "created": "Mon, 2 Apr 2007 19:18:42 GMT"}],
        "authors_parsed": [["One", "A.", ""], ["Two", "B.", ""]],
    }
    return Reference("arxiv", one), record


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


def command(folder: Path, *arguments: str, stdout: int | None = None) -> subprocess.Popen[bytes]:
    """Start `papergraph catalog` in a folder."""
    return subprocess.Popen([sys.executable, "-m", "papergraph", "catalog", *arguments], cwd=folder, stdout=stdout)


def index(path: Path, rows: int, folder: Path) -> Entry:
    """Add a snapshot in a process of its own, and print what that took."""
    folder.mkdir()
    start = time.perf_counter()
    process = command(folder, "add", str(path))
    _, status, used = os.wait4(process.pid, 0)
    wall, spent = time.perf_counter() - start, used.ru_utime + used.ru_stime
    (entry,) = entries(folder / ".papergraph" / "catalogs")
    size, index_size = path.stat().st_size, entry.database.stat().st_size
    print(f"indexed  {entry.records:,} rows, {size / 1e6:,.0f} MB, ended with {status}")
    print(f"  {rows / wall:,.0f} rows a second ({wall:.1f} s), {rows / spent:,.0f} a CPU second ({spent:.1f} CPU s)")
    print(f"  at most {used.ru_maxrss / 1024:.0f} MB of memory")
    print(f"  index {index_size / 1e6:,.0f} MB: {index_size / rows:.0f} B a row of {size / rows:.0f} B")
    times = ALL / rows
    print(
        f"  all of arXiv, {ALL:,} rows = {times:.2f} times as many: {spent * times:,.0f} CPU s, "
        f"{size * times / 1e9:.1f} GB, index {index_size * times / 1e9:.1f} GB"
    )
    return entry


def interrupt(path: Path, whole: Entry, seconds: float, folder: Path) -> None:
    """Kill adding three times, add again, and print whether the bytes are the same."""
    folder.mkdir()
    kept = []
    for part in (0.25, 0.3, 0.25):
        process = command(folder, "add", str(path))
        time.sleep(seconds * part)
        process.send_signal(signal.SIGKILL)
        process.wait()
        kept.append(sum(entry.records for entry in entries(folder / ".papergraph" / "catalogs")))
    command(folder, "add", str(path)).wait()
    (entry,) = entries(folder / ".papergraph" / "catalogs")
    same = entry.database.read_bytes() == whole.database.read_bytes()
    print(f"killed   at {', '.join(f'{number:,}' for number in kept)} rows, then added: the same bytes: {same}")


def look_up(entry: Entry, rows: int, path: Path, folder: Path) -> None:
    """Look up identifiers and titles at random, and print what that took."""
    chosen = Random(1).sample(range(rows), SOUGHT)  # noqa: S311 -- a sample
    wanted = [Reference("arxiv", identifier(number)) for number in chosen]
    start = time.process_time()
    with opened(entry.database) as found:
        records = found.read(wanted).records
    seconds = time.process_time() - start
    print(f"looked   {len(records):,} of {SOUGHT:,} identifiers up: {seconds:.3f} CPU s")
    titles = [record.title for record in records if record.title]  # type: ignore[union-attr]
    start = time.process_time()
    with opened(entry.database) as found:
        having = found.titled(titles)
    seconds = time.process_time() - start
    print(f"         {len(having):,} of {len(titles):,} titles up: {seconds:.3f} CPU s")
    with command(folder, "find", identifier(chosen[0]), stdout=subprocess.DEVNULL) as process:
        _, _, used = os.wait4(process.pid, 0)
    print(f"         one by `catalog find`, the whole command: {used.ru_utime + used.ru_stime:.3f} CPU s")
    start = time.process_time()
    read_catalog(path, frozenset(wanted))
    print(f"         the same identifiers by streaming the file: {time.process_time() - start:.1f} CPU s")


def main() -> None:
    """Print the figures."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure("arxiv", arxiv, folder)
        measure("github", github, folder)
        path = folder / "arxiv-metadata-oai-snapshot.json"
        write_snapshot(path, rows)
        start = time.perf_counter()
        entry = index(path, rows, folder / "whole")
        seconds = time.perf_counter() - start
        look_up(entry, rows, path, folder / "whole")
        interrupt(path, entry, seconds, folder / "killed")


if __name__ == "__main__":
    main()
