"""`papergraph entries`: JSON Lines on standard output, what cannot be read on standard error."""

from __future__ import annotations

import json
from pathlib import Path

from command_line import Run


def test_each_entry_is_a_line_in_file_and_line_order(run: Run, sample: Path) -> None:
    (sample / "notes" / "a.md").write_text("- [B Paper of Bees](https://arxiv.org/abs/2403.00001)\n", encoding="utf-8")
    rows = [json.loads(line) for line in run("entries").out.splitlines()]

    assert [(row["source"]["path"], row["source"]["line"]) for row in rows] == [
        ("2024-05-06.md", 3),
        ("2024-05-06.md", 10),
        ("a.md", 1),
    ]


def test_an_entry_says_what_the_note_says(run: Run, sample: Path) -> None:
    first = json.loads(run("entries").out.splitlines()[0])

    assert sample.is_dir()
    assert first["title"] == "How graphs are read"
    assert first["article"] == "https://blog.example.org/graphs"
    assert first["rating"] == 4
    assert first["abstract"] == "图谱从笔记中来。"
    assert first["note_date"] == "2024-05-06"
    assert first["papers"][0]["id"] == "arxiv:2401.01234"
    assert first["papers"][0]["line"] == 5
    assert first["repos"][0]["id"] == "github:example-lab/notes2graph"
    assert first["repos"][0]["role"] == "code"


def test_paths_are_relative_to_the_folder_that_was_named(run: Run, sample: Path) -> None:
    deep = sample / "reading" / "2024"
    deep.mkdir(parents=True)
    (sample / "notes" / "2024-05-06.md").rename(deep / "may.md")

    assert json.loads(run("entries", "reading").out.splitlines()[0])["source"]["path"] == "2024/may.md"
    assert json.loads(run("entries", "reading/2024/may.md").out.splitlines()[0])["source"]["path"] == "may.md"


def test_what_cannot_be_read_is_on_standard_error(run: Run, sample: Path) -> None:
    (sample / "notes" / "binary.md").write_bytes(b"\x89PNG" + bytes(range(256)) * 8)
    finished = run("entries")

    assert finished.code == 0
    assert len(finished.out.splitlines()) == 2
    assert finished.err.startswith("binary.md")


def test_notes_that_are_not_there_are_an_error(run: Run, folder: Path) -> None:
    finished = run("entries", "nowhere")

    assert finished.code == 3
    assert finished.err == f"papergraph: There are no notes: {folder}/nowhere does not exist.\n"


def test_a_folder_without_markdown_is_an_error(run: Run, folder: Path) -> None:
    (folder / "empty").mkdir()
    finished = run("entries", "empty")

    assert finished.code == 3
    assert finished.err.startswith(f"papergraph: There are no notes in {folder}/empty: ")
