"""`papergraph bulk` on both engines: what a job costs the processors, and that the bytes are the same.

A made-up vault of notes and a made-up snapshot of arXiv, whose papers the notes do not know, so that both have their
full weight. CPU seconds are those of all processes of an engine, with Spark's master, workers and executors.

usage: bench_bulk.py [--notes 2000] [--rows 20000] [--partitions 16] [--engines local,spark,spark-loss] [--folder DIR]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from snapshot import write_snapshot
from vault import write_vault

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
from spark_cluster import running

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
PAUSE = 0.1


class Cost(NamedTuple):
    """What a job took."""

    wall: float
    cpu: float
    peak: int
    """Bytes that all processes held at once at the most, each with what it shares with others."""


def main(arguments: Sequence[str]) -> None:
    """Run the engines one after the other and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--notes", type=int, default=2_000)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--partitions", type=int, default=16)
    parser.add_argument("--engines", default="local,spark,spark-loss")
    parser.add_argument("--folder", type=Path, help="Where the corpus is kept, to be used again.")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.folder or Path(scratch)
        sources = corpus(folder, options.notes, options.rows)
        size = sum(file.stat().st_size for one in sources for file in (one.rglob("*") if one.is_dir() else [one]))
        print(f"{options.notes:,} notes and {options.rows:,} catalogue rows, {size / 1e6:,.0f} MB")
        rows = []
        for engine in options.engines.split(","):
            output = Path(scratch) / f"out-{engine}"
            cost = run(engine, sources, output, options.partitions, Path(scratch))
            rows.append((engine, cost, json.loads((output / "manifest.json").read_text(encoding="utf-8"))))
        report(rows)


def corpus(folder: Path, notes: int, rows: int) -> list[Path]:
    """Write the sources, or find them."""
    vault, snapshot = folder / f"vault-{notes}", folder / f"snapshot-{rows}.jsonl"
    if not vault.exists():
        write_vault(vault, notes)
    if not snapshot.exists():
        write_snapshot(snapshot, rows)
    return [vault, snapshot]


def run(engine: str, sources: list[Path], output: Path, partitions: int, scratch: Path) -> Cost:
    """Run one engine."""
    options = ["-o", str(output), "--partitions", str(partitions), "--json"]
    command = [sys.executable, "-m", "papergraph", "bulk", *map(str, sources), *options]
    environment = {**os.environ, "XDG_CACHE_HOME": str(scratch / "cache")}
    if engine == "local":
        return measured([*command, "--workers", "2"], environment, [])
    folder = scratch / f"cluster-{engine}"
    folder.mkdir()
    os.environ["SPARK_LOCAL_IP"] = environment["SPARK_LOCAL_IP"] = "127.0.0.1"
    with running(folder) as cluster:
        sessions = cluster.sessions
        lose = cluster.lose_a_worker if engine == "spark-loss" else None
        environment["JAVA_HOME"] = os.environ["JAVA_HOME"]
        return measured([*command, "--engine", "spark", "--master", cluster.master], environment, sessions, lose)


def measured(
    command: list[str], environment: dict[str, str], others: Sequence[int], lose: Callable[[], None] | None = None
) -> Cost:
    """Run a command, and watch it and other sessions; in the middle of the work something may be lost."""
    started, watch = time.monotonic(), Watch()
    watch.look(others)
    before = watch.cpu
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True) as job:
        while job.poll() is None:
            watch.look([job.pid, *others])
            if lose and min(time.monotonic() - started, watch.cpu - before) > LOSS:
                lose()
                lose = None
            time.sleep(PAUSE)
    if job.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {job.returncode}")
    if lose:
        raise SystemExit("The job was over before a worker could be lost: make it larger.")
    return Cost(time.monotonic() - started, watch.cpu - before, watch.peak)


LOSS = 30.0
"""Seconds, of the clock and of the processors, after which a worker is lost."""


class Watch:
    """What processes have worked and hold, looked at now and then: many of Spark's end without being waited for."""

    def __init__(self) -> None:
        self._worked: dict[tuple[str, str], int] = {}
        self.peak = 0

    @property
    def cpu(self) -> float:
        """Seconds that all processes that were ever seen have worked."""
        return sum(self._worked.values()) / TICKS

    def look(self, sessions: Sequence[int]) -> None:
        """Look at the processes of some sessions."""
        wanted, held = {str(session) for session in sessions}, 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            except OSError:
                continue
            if fields[3] in wanted:
                self._worked[stat.parent.name, fields[19]] = int(fields[11]) + int(fields[12])
                held += int(fields[21]) * PAGE
        self.peak = max(self.peak, held)


def report(rows: list[tuple[str, Cost, dict[str, object]]]) -> None:
    """Print the table, and whether all is the same."""
    first = rows[0][1].cpu
    print(f"{'engine':12} {'CPU s':>8} {'ratio':>6} {'wall s':>8} {'peak MB':>8}  triples     checksum")
    for engine, cost, manifest in rows:
        figures = f"{cost.cpu:8.1f} {cost.cpu / first:6.2f} {cost.wall:8.1f} {cost.peak / 1e6:8,.0f}"
        print(f"{engine:12} {figures}  {manifest['triples']:<10,}  {manifest['checksum']}")
    same = all(manifest == rows[0][2] for _, _, manifest in rows)
    print("manifests, with the checksum of every file: " + ("identical" if same else "DIFFERENT"))
    if not same:
        raise SystemExit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
