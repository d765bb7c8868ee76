"""`papergraph explain`: texts with their words in brackets, for a thing or a place."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import Run

TOLD = """\
list.md:1
about network pruning 1
title: ⟦Network pruning⟧ at home
    Network pruning: network pruning (label, 1)
"""


@pytest.fixture(autouse=True)
def note(sample: Path) -> None:
    """A note about pruning."""
    text = "- [Network pruning at home](https://arxiv.org/abs/2101.00001)\n"
    (sample / "notes" / "list.md").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("reference", ["arxiv:2101.00001", "list.md:1", "network pruning at home"])
def test_a_text_stands_with_its_words_in_brackets(run: Run, reference: str) -> None:
    assert run("explain", reference).out == TOLD


@pytest.mark.parametrize(
    "reference, sentence",
    [
        ("arxiv:9999.99999", "The notes name no 'arxiv:9999.99999'"),
        ("person:ada example", "No entry names person:ada example; `papergraph show` tells"),
        ("list.md:7", "The notes name no 'list.md:7'"),
    ],
)
def test_what_has_no_texts_is_one_sentence(run: Run, reference: str, sentence: str) -> None:
    finished = run("explain", reference)

    assert finished.code == 2
    assert sentence in finished.err
