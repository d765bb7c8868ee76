"""Topics: how fast they are loaded and found, and how right they are where the shared corpora and their gold are.

usage: python benchmarks/bench_topics.py [SHARED] [--gold FILE]... [--json] [--faults]   SHARED is ../shared by default

Gold is JSON Lines: `file`, `url` (or `entry`, its number), `topics` with their `id`, `optional` and `out_of_vocab`.
Precision is core hits / (core hits + wrong): optional topics and what is broader than a right one count neither way.
Recall counts what is narrower than a core topic as that topic; `recall_oov` also counts what the scheme does not have.
What was out of the vocabulary when it was labelled, and no longer is, is a core topic.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from papergraph import files, topics
from papergraph.model import Entry, Problem
from papergraph.readers import read_bytes
from papergraph.topics import Field, FieldKind, Found, Lexicon
from papergraph.vocabulary import PREFIXES

ROOT = Path(__file__).resolve().parent.parent
DEFAULT = Path(os.environ.get("PAPERGRAPH_SHARED", ROOT.parent / "shared"))
LISTS = ("transferlearning", "amusi-cvpr")
ROUNDS = 5
_LOAD = """
import time, papergraph.model, papergraph.vocabulary, json, hashlib, importlib.resources
start = time.perf_counter()
from papergraph import topics
imported = time.perf_counter()
topics.load()
print(1000 * (imported - start), 1000 * (time.perf_counter() - imported))
"""


class Fault(NamedTuple):
    """What is wrong with the topics of one entry."""

    entry: str
    title: str
    wrong: tuple[str, ...]
    missed: tuple[str, ...]


class Counts(NamedTuple):
    """What scores are made of."""

    hits: int = 0
    wrong: int = 0
    recalled: int = 0
    core: int = 0
    unknown: int = 0


def main() -> None:
    """Print the figures, or all of them as JSON."""
    parser = argparse.ArgumentParser(description="Measure how topics are loaded and found.")
    parser.add_argument("shared", nargs="?", type=Path, default=DEFAULT, metavar="SHARED")
    parser.add_argument("--gold", action="append", type=Path, default=[], metavar="FILE")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--faults", action="store_true", help="say what is wrong with which entry")
    arguments = parser.parse_args()
    figures: dict[str, Any] = {"load": load_times()}
    if (arguments.shared / "corpora").is_dir():
        lexicon = topics.load()
        entries = read(arguments.shared / "corpora" / "note-series")
        figures["speed"] = speed(entries, lexicon)
        for gold in arguments.gold or [arguments.shared / "topics" / "gold.jsonl"]:
            figures[gold.name], faults = score(entries, gold, lexicon)
            for fault in faults if arguments.faults else ():
                print(fault)
        for name in LISTS:
            figures[name] = sections(read(arguments.shared / "corpora" / "lists" / name / "input"), lexicon)
    if arguments.json:
        print(json.dumps(figures))
        return
    for name, values in figures.items():
        print(f"{name:18}", ", ".join(f"{key} {value:.3f}".rstrip("0").rstrip(".") for key, value in values.items()))


def load_times() -> dict[str, float]:
    """Milliseconds to import the package and to load what ships, each in a new process, medians."""
    rounds = []
    for _ in range(ROUNDS):
        printed = subprocess.run([sys.executable, "-c", _LOAD], check=True, capture_output=True, text=True).stdout
        rounds.append([float(value) for value in printed.split()])
    imported, loaded = (statistics.median(values) for values in zip(*rounds, strict=True))
    return {"import_ms": imported, "load_ms": loaded}


def read(root: Path) -> list[Entry]:
    """Every entry under a folder."""
    payloads = ((found.path, files.read(found)) for found in files.find(root).files)
    return [
        entry
        for path, payload in payloads
        if not isinstance(payload, Problem)
        for entry in read_bytes(path, payload).entries
    ]


def speed(entries: Sequence[Entry], lexicon: Lexicon) -> dict[str, float]:
    """Entries a CPU second from records to topics: the median of several rounds."""
    rounds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for entry in entries:
            topics.topics_of(topics.fields_of(entry), lexicon)
        rounds.append(len(entries) / (time.process_time() - start))
    return {"entries": len(entries), "entries_per_second": statistics.median(rounds)}


def score(entries: Sequence[Entry], gold: Path, lexicon: Lexicon) -> tuple[dict[str, float], list[Fault]]:
    """Precision, recall and F1 against a gold file, and what is wrong."""
    by_url = {(entry.location.path, entry.article): entry for entry in entries}
    by_number = {(entry.location.path, entry.position): entry for entry in entries}
    total, faults = Counts(), []
    for line in gold.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        entry = by_url.get((row["file"], row.get("url"))) or by_number[row["file"], row["entry"]]
        counts, fault = _judged(entry, row, lexicon)
        total = Counts(*(one + more for one, more in zip(total, counts, strict=True)))
        if fault.wrong or fault.missed:
            faults.append(fault)
    precision = total.hits / max(1, total.hits + total.wrong)
    recall = total.recalled / max(1, total.core)
    return {
        "precision": precision,
        "recall": recall,
        "recall_oov": total.recalled / max(1, total.core + total.unknown),
        "f1": 2 * precision * recall / max(1e-9, precision + recall),
        "hits": total.hits,
        "wrong": total.wrong,
        "missed": total.core - total.recalled,
    }, faults


def _judged(entry: Entry, row: dict[str, Any], lexicon: Lexicon) -> tuple[Counts, Fault]:
    core, optional = {topic["id"] for topic in row["topics"]}, set(row["optional"])
    unknown = [lexicon.named(topic["en"]) for topic in row.get("out_of_vocab") or ()]
    core |= {iri.removeprefix(PREFIXES["pgt"]) for iri in unknown if iri}
    found = _names(one for one in topics.topics_of(topics.fields_of(entry), lexicon) if one.about)
    neutral = optional | _broader(core | optional, lexicon)
    wrong = found - core - neutral
    missed = core - found - _broader(found, lexicon)
    counts = Counts(len(core & found), len(wrong), len(core) - len(missed), len(core), unknown.count(None))
    name = f"{entry.location.path}:{entry.position}"
    return counts, Fault(name, entry.title, tuple(sorted(wrong)), tuple(sorted(missed)))


def sections(entries: Sequence[Entry], lexicon: Lexicon) -> dict[str, float]:
    """How many titles of a list have a topic, and how many of their headings' topics are found in the title alone."""
    told = headed = recovered = 0
    for entry in entries:
        found = _about(entry.title, lexicon)
        told += bool(found)
        wanted = next((names for heading in reversed(entry.section) if (names := _about(heading, lexicon))), None)
        if wanted:
            headed += 1
            recovered += bool(wanted & (found | _broader(found, lexicon)))
    return {
        "entries": len(entries),
        "with_topic": told / len(entries),
        "headed": headed,
        "recovered": recovered / max(1, headed),
    }


def _about(title: str, lexicon: Lexicon) -> set[str]:
    return _names(one for one in topics.topics_of([Field(FieldKind.TITLE, title)], lexicon) if one.about)


def _names(found: Iterator[Found]) -> set[str]:
    return {one.concept.removeprefix(PREFIXES["pgt"]) for one in found}


def _broader(names: set[str], lexicon: Lexicon) -> set[str]:
    return {
        ancestor.removeprefix(PREFIXES["pgt"])
        for name in names
        for ancestor in lexicon.scheme.ancestors(PREFIXES["pgt"] + name)
    }


if __name__ == "__main__":
    main()
