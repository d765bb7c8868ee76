"""The vaults that benchmarks are run on: what is written is what is read."""

from __future__ import annotations

from pathlib import Path

import pytest
from vault import DIALECTS, ENTRIES_A_NOTE, World, Written, notes_of, write_vault

from papergraph.config import load
from papergraph.pipeline import build_graph
from papergraph.readers import read_bytes


@pytest.mark.parametrize("seed", [0, 1])
def test_every_entry_of_a_vault_is_read_as_it_was_written(seed: int) -> None:
    written = list(notes_of(World(seed), 60))

    for note in written:
        read = [
            Written(
                entry.title,
                entry.article,
                tuple(paper.url for paper in entry.papers if paper.url),
                tuple(repository.url for repository in entry.repositories),
            )
            for entry in read_bytes(note.path, note.text.encode()).entries
        ]
        assert read == list(note.entries), note.text
    assert sum(len(note.entries) for note in written) == 60 * ENTRIES_A_NOTE


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: str(dialect.__name__))
def test_no_dialect_of_a_vault_leaves_a_problem(dialect: object) -> None:
    assert callable(dialect)
    text, entries = dialect(World(3), 12)

    reading = read_bytes("note.md", text.encode())

    assert (len(reading.entries), reading.problems) == (len(entries), ())


def test_a_vault_is_the_same_for_the_same_seed(tmp_path: Path) -> None:
    for name, seed in (("one", 5), ("two", 5), ("other", 6)):
        write_vault(tmp_path / name, 30, seed)
    one, two, other = (
        {str(path.relative_to(tmp_path / name)): path.read_bytes() for path in (tmp_path / name).rglob("*.*")}
        for name in ("one", "two", "other")
    )

    assert one == two != other


def test_papers_of_a_vault_are_shared_and_its_renamed_repositories_are_joined(tmp_path: Path) -> None:
    write_vault(tmp_path / "notes", 60)

    graph = build_graph(load(tmp_path, notes=[tmp_path / "notes"]))

    assert len(graph.entries) == 60 * ENTRIES_A_NOTE
    assert len(graph.papers) < len(graph.entries) * 0.8
    assert any(paper.prefix == "title" for paper in graph.papers)
    assert any(former.prefix == "github" for former in graph.aliases)
