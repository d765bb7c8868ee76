"""`papergraph search`: what is shown of what was found, and what is said where nothing is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import Run

STUDY = "Graphs from Notes: a Study"


@pytest.fixture
def built(run: Run, sample: Path) -> Path:
    """The sample, built."""
    assert run("build", "--format", "nt").code == 0
    return sample


@pytest.mark.usefixtures("built")
def test_what_holds_the_words_is_shown_with_its_places(run: Run) -> None:
    finished = run("search", "graphs", "study")

    assert finished.code == 0
    lines = finished.out.splitlines()
    assert lines[0] == f"paper         {STUDY}  arxiv:2401.01234"
    assert any(line.strip().startswith("2024-05-06.md:") for line in lines)


@pytest.mark.usefixtures("built")
def test_the_words_of_notes_are_found_and_shown(run: Run) -> None:
    lines = run("search", "图谱").out.splitlines()

    assert lines[0].startswith("article ")
    assert "图谱从笔记中来" in lines[1]


@pytest.mark.usefixtures("built")
def test_kinds_limit_and_json(run: Run) -> None:
    found = [
        json.loads(line)
        for line in run("search", "graphs", "--kind", "paper", "--limit", "1", "--json").out.splitlines()
    ]

    assert [(one["kind"], one["reference"], one["complete"]) for one in found] == [("paper", "arxiv:2401.01234", True)]


@pytest.mark.usefixtures("built")
def test_what_holds_some_words_is_said_to(run: Run) -> None:
    finished = run("search", "graphs", "unicorns")

    assert finished.err == "Nothing holds all of these words; these hold some:\n"
    assert STUDY in finished.out


@pytest.mark.usefixtures("built")
def test_nothing_found_is_exit_1(run: Run) -> None:
    finished = run("search", "zzzz\x1b[31m")

    assert (finished.code, finished.out) == (1, "")
    assert finished.err == "Nothing holds zzzz\\x1b[31m.\n"


def test_without_a_build_it_says_what_to_do(run: Run, sample: Path) -> None:
    finished = run("search", "word")

    assert finished.code == 3
    assert finished.err == f"papergraph: There is no index in {sample}/output: run `papergraph build` first.\n"
