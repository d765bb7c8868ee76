"""The figures on the shared gold, where it is: topics of real notes that a person labelled."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

LEAST = {"precision": 0.95, "recall": 0.88, "f1": 0.92}
LEAST_RECOVERED = {"transferlearning": 0.62, "amusi-cvpr": 0.68}
MOST_LOADING = 60
LEAST_SPEED = 500
"""Entries a second, where other programs run beside the tests; the benchmark says what a quiet machine does."""


@pytest.fixture(scope="module")
def figures(shared: Path, checkout: Path) -> dict[str, Any]:
    """What the benchmark prints."""
    command = [sys.executable, str(checkout / "benchmarks" / "bench_topics.py"), str(shared), "--json"]
    finished = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(finished.stdout)
    return found


@pytest.mark.parametrize("figure", LEAST)
def test_topics_are_as_right_as_they_were(figures: dict[str, Any], figure: str) -> None:
    assert figures["gold.jsonl"][figure] >= LEAST[figure]


@pytest.mark.parametrize("name", LEAST_RECOVERED)
def test_headings_of_lists_are_found_in_titles(figures: dict[str, Any], name: str) -> None:
    assert figures[name]["headed"] > 0
    assert figures[name]["recovered"] >= LEAST_RECOVERED[name]


def test_topics_are_found_fast_enough(figures: dict[str, Any]) -> None:
    assert figures["speed"]["entries_per_second"] >= LEAST_SPEED


def test_topics_are_loaded_fast_enough(figures: dict[str, Any]) -> None:
    assert figures["load"]["load_ms"] < 4 * MOST_LOADING
