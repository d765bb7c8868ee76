"""What each stage of `papergraph bulk` costs an entry of a note and a row of a catalogue, and what follows from that.

One process of the local engine does two jobs, one of notes alone and one of a catalogue alone, and the processor's
time is read where one stage gives over to the next. Costs grow with the number of pairs (sorting adds a logarithm that
is small beside it), so a large corpus costs its entries and rows times these.

usage: bench_bulk_stages.py [--notes 1000] [--rows 20000] [--lists 1000000] [--entries 100] [--papers 2800000]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from snapshot import write_snapshot
from vault import write_vault

from papergraph.bulk.dataflow import Step
from papergraph.bulk.job import run
from papergraph.bulk.local import LocalEngine
from papergraph.bulk.parts import TRIPLES
from papergraph.bulk.sources import plan
from papergraph.bulk.stages import Settings
from papergraph.model import Metadata
from papergraph.reading import find_notes, read_files

STAGES = {
    "read": "read notes, parse rows",
    "identify": "sort titles and names",
    "identity": "compare them",
    "know": "redirect, sort by thing",
    "known": "put together, derive",
    "broader": "look through what is known",
    "used": "look through what is known",
    "describe": "sort by thing",
    "sort": "describe, sort by subject",
    "write": "merge, write, compress",
    "problems": "count problems",
    "problems told": "count problems",
}
PARTITIONS = 16


class Clock:
    """Reads the processor's time where stages change."""

    def __init__(self) -> None:
        self.stage, self.since = "", time.process_time()
        self.spent: dict[str, float] = {}

    def __call__(self, step: Step) -> None:
        """Note what the last stage took, where this is another one."""
        if step.stage != self.stage:
            now = time.process_time()
            what = STAGES.get(self.stage, "find")
            self.spent[what] = self.spent.get(what, 0.0) + now - self.since
            self.stage, self.since = step.stage, now


class Unit(NamedTuple):
    """What one entry or row takes."""

    stages: dict[str, float]
    """CPU seconds."""
    triples: float
    written: float
    """Bytes of the output."""
    work: float
    """Bytes on disk between the stages."""


def main(arguments: Sequence[str]) -> None:
    """Measure, and print both tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    for name, default in (
        ("notes", 1000),
        ("rows", 20_000),
        ("lists", 1_000_000),
        ("entries", 100),
        ("papers", 2_800_000),
    ):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_vault(folder / "vault", options.notes)
        write_snapshot(folder / "snapshot.jsonl", options.rows)
        found, _ = find_notes([folder / "vault"])
        number = sum(len(reading.entries) for reading in read_files(found, 1, None))
        entry = measured(folder / "vault", number, folder)
        row = measured(folder / "snapshot.jsonl", options.rows, folder)
    print(f"measured: {number:,} entries of {options.notes:,} notes; {options.rows:,} rows")
    report(entry, row, options.lists * options.entries, options.papers)


def measured(source: Path, number: int, scratch: Path) -> Unit:
    """Do a job, and divide what it took."""
    clock = Clock()
    engine = LocalEngine(scratch / f"work-{source.name}", PARTITIONS, 1, clock)
    output = scratch / f"out-{source.name}"
    outcome = run(plan([str(source)]), Settings(Metadata()), engine, output)
    clock(Step("", 0, 0))
    work, written = (
        sum(file.stat().st_size for file in one.rglob("*") if file.is_file()) for one in (engine.work, output)
    )
    engine.forget()
    stages = {stage: seconds / number for stage, seconds in clock.spent.items()}
    return Unit(stages, outcome.rows(TRIPLES) / number, written / number, work / number)


def report(entry: Unit, row: Unit, entries: int, papers: int) -> None:
    """Print unit costs, and those of a large corpus."""
    print(f"{'stage':28} {'µs/entry':>9} {'µs/row':>9} {'CPU h':>7}   at {entries:,} entries and {papers:,} rows")
    for stage in dict.fromkeys([*STAGES.values(), *entry.stages]):
        of_entry, of_row = entry.stages.get(stage, 0.0), row.stages.get(stage, 0.0)
        hours = (of_entry * entries + of_row * papers) / 3600
        print(f"{stage:28} {of_entry * 1e6:9.0f} {of_row * 1e6:9.0f} {hours:7.1f}")
    total = [sum(unit.stages.values()) for unit in (entry, row)]
    hours = (total[0] * entries + total[1] * papers) / 3600
    print(f"{'all':28} {total[0] * 1e6:9.0f} {total[1] * 1e6:9.0f} {hours:7.1f}")
    for name, of_entry, of_row, scale, unit in (
        ("triples", entry.triples, row.triples, 1e6, "million"),
        ("output", entry.written, row.written, 1e9, "GB"),
        ("between the stages", entry.work, row.work, 1e9, "GB"),
    ):
        whole = (of_entry * entries + of_row * papers) / scale
        print(f"{name:28} {of_entry:9,.0f} {of_row:9,.0f}   {whole:,.0f} {unit}")


if __name__ == "__main__":
    main(sys.argv[1:])
