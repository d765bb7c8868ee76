"""The figures on the shared corpora, where they are: real notes and lists against gold that people checked."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

LISTS = [
    *("amusi-cvpr", "awesome-ml4co", "awesome-nerf", "dair-potw", "gui-agents", "ml4code", "mrnerf-3dgs"),
    *("patrick-notes", "ryumin-cvpr", "transferlearning", "zziz-pwc"),
]
LEAST = {
    "paper_recall": 0.98,
    "title": 0.95,
    "code_precision": 0.97,
    "code_recall": 0.97,
    "entry_precision": 0.98,
}
LEAST_F1 = 0.995


@pytest.fixture(scope="module")
def scores(shared: Path, checkout: Path) -> dict[str, Any]:
    """What the benchmark prints."""
    command = [sys.executable, str(checkout / "benchmarks" / "bench_corpora.py"), str(shared / "corpora"), "--json"]
    finished = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(finished.stdout)
    return found


@pytest.mark.parametrize("fact", ["article", "paper", "repo", "rating"])
def test_the_note_series_is_understood(scores: dict[str, Any], fact: str) -> None:
    assert scores["note-series"][fact] >= LEAST_F1


@pytest.mark.parametrize("figure", LEAST)
@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_understood(scores: dict[str, Any], name: str, figure: str) -> None:
    score = scores["lists"][name][figure]

    assert score is None or score >= LEAST[figure]


def test_every_list_is_scored(scores: dict[str, Any]) -> None:
    assert sorted(scores["lists"]) == LISTS
    assert all(rows["rows"] > 0 for rows in scores["lists"].values())
    assert any(rows["entry_precision"] is not None for rows in scores["lists"].values())
