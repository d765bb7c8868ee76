"""`papergraph topics`: a tree with counts, names in a language, and what is not covered."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import Run

pytestmark = pytest.mark.usefixtures("sample")


@pytest.fixture(autouse=True)
def note(sample: Path) -> None:
    """A note about pruning, and one about nothing."""
    text = (
        "- [Network pruning at home](https://arxiv.org/abs/2101.00001)\n- [A tale](https://arxiv.org/abs/2101.00002)\n"
    )
    (sample / "notes" / "list.md").write_text(text, encoding="utf-8")


def test_topics_are_a_tree_with_counts(run: Run) -> None:
    lines = run("topics").out.splitlines()
    (pruning,) = [line for line in lines if line.endswith("network pruning")]

    assert pruning.split()[:2] == ["1", "1"]
    assert lines[lines.index(pruning) - 1].endswith("model compression")
    assert any(line.endswith("剪枝") for line in run("topics", "--language", "zh").out.splitlines())


def test_entries_without_a_topic_are_listed_with_their_place(run: Run) -> None:
    told = run("topics", "--uncovered", "notes/list.md").out

    assert "1 of 2 entries have no topic\n  list.md:2: A tale\n" in told
