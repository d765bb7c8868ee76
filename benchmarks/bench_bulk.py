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
from collections.abc import Callable, Iterator, Sequence
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
    started, peak, before = time.monotonic(), 0, cpu_of(others)
    lost = 0.0
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, start_new_session=True) as job:
        own = 0.0
        while job.poll() is None:
            own = max(own, cpu_of([job.pid]))
            peak = max(peak, memory_of([job.pid, *others]))
            if lose and time.monotonic() - started > LOSS and cpu_of(others) - before > LOSS:
                lost = cpu_of(others[1:2])
                lose()
                lose = None
            time.sleep(PAUSE)
    if job.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {job.returncode}")
    if lose:
        raise SystemExit("The job was over before a worker could be lost: make it larger.")
    wall = time.monotonic() - started
    return Cost(wall, own + cpu_of(others) + lost - before, peak)


LOSS = 30.0
"""Seconds, of the clock and of the processors, after which a worker is lost."""


def cpu_of(sessions: Sequence[int]) -> float:
    """Seconds that the processes of some sessions have worked, with those that they have waited for."""
    return sum(sum(map(int, fields[11:15])) for fields in processes(sessions)) / TICKS


def memory_of(sessions: Sequence[int]) -> int:
    """Bytes that the processes of some sessions hold."""
    return sum(int(fields[21]) * PAGE for fields in processes(sessions))


def processes(sessions: Sequence[int]) -> Iterator[list[str]]:
    """The fields of /proc/PID/stat, from the state on, of the processes of some sessions."""
    wanted = {str(session) for session in sessions}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if fields[3] in wanted:
            yield fields


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
