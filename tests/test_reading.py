"""Notes are found once and read in their order, however many processes read them."""

from __future__ import annotations

import concurrent.futures
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import NoReturn, Self

import pytest

from papergraph import reading
from papergraph.errors import ConfigError
from papergraph.model import Reading
from papergraph.reading import find_notes, read_files


def place(root: Path, *names: str) -> Path:
    """A folder with notes, each with its name as title of a paper."""
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(f"- [A paper about {name}](https://arxiv.org/abs/2101.00001)\n", encoding="utf-8")
    return root


def paths(*places: Path) -> list[str]:
    """The paths of the notes in some places."""
    return [found.path for found in find_notes(places).files]


def read(root: Path, workers: int = 1) -> list[Reading]:
    """The readings of the notes in a folder."""
    return list(read_files(find_notes([root]).files, workers))


def test_several_places_of_notes_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    place(tmp_path, "one/README.md", "two/README.md", "three.md")

    assert paths(tmp_path / "two", tmp_path / "one", tmp_path / "three.md") == [
        "one/README.md",
        "three.md",
        "two/README.md",
    ]


def test_a_note_in_two_places_is_found_once(tmp_path: Path) -> None:
    place(tmp_path, "a.md", "lists/b.md")

    assert paths(tmp_path, tmp_path / "lists", tmp_path / "lists" / "b.md") == ["a.md", "lists/b.md"]


def test_one_file_of_notes_will_do(tmp_path: Path) -> None:
    place(tmp_path, "lists/b.md")

    assert paths(tmp_path / "lists" / "b.md") == ["b.md"]


def test_what_cannot_be_read_is_named_by_the_same_paths(tmp_path: Path) -> None:
    place(tmp_path, "one/a.md", "two/b.md")
    (tmp_path / "two" / "gone.md").symlink_to("nowhere")

    discovery = find_notes([tmp_path / "one", tmp_path / "two"])

    assert [problem.location.path for problem in discovery.problems] == ["two/gone.md"]


def test_a_note_that_is_gone_when_it_is_read_is_a_reading_of_the_problem(tmp_path: Path) -> None:
    found = find_notes([place(tmp_path, "a.md", "b.md")]).files
    (tmp_path / "a.md").unlink()

    gone, there = read_files(found)

    assert [problem.message for problem in gone.problems] == ["This cannot be read: No such file or directory"]
    assert (gone.note.path, gone.note.checksum, gone.entries) == ("a.md", "", ())
    assert len(there.entries) == 1


@pytest.fixture
def pooled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few notes are worth several processes, and each is a batch."""
    monkeypatch.setattr(reading, "WORTH_A_POOL", 0)
    monkeypatch.setattr(reading, "BATCH", 1)


@pytest.mark.usefixtures("pooled")
def test_the_number_of_workers_changes_nothing(tmp_path: Path) -> None:
    place(tmp_path, *(f"{number}.md" for number in range(5)))

    assert [one.note.path for one in read(tmp_path)] == ["0.md", "1.md", "2.md", "3.md", "4.md"]
    assert read(tmp_path, workers=2) == read(tmp_path, workers=1)


class DyingPool:
    """A pool whose processes are killed after the first batch, or that cannot be started at all."""

    starts = True

    def __init__(self, *_: object, **__: object) -> None:
        if not self.starts:
            raise OSError(38, "Function not implemented")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def map(self, read: Callable[[object], list[Reading]], batches: Sequence[object]) -> Iterator[list[Reading]]:
        """Read the first batch and die."""
        yield read(batches[0])
        raise BrokenProcessPool


@pytest.mark.usefixtures("pooled")
@pytest.mark.parametrize("starts", [True, False])
def test_processes_that_die_or_cannot_start_are_done_without(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    starts: bool,  # noqa: FBT001
) -> None:
    place(tmp_path, "a.md", "b.md", "c.md")
    expected = read(tmp_path)
    monkeypatch.setattr(DyingPool, "starts", starts)
    monkeypatch.setattr(concurrent.futures, "ProcessPoolExecutor", DyingPool)

    assert read(tmp_path, workers=2) == expected


def test_few_notes_start_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError

    monkeypatch.setattr(concurrent.futures, "ProcessPoolExecutor", refuse)

    assert len(read(place(tmp_path, "a.md", "b.md"), workers=8)) == 2


def test_the_amount_of_notes_chooses_the_number_of_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []

    def start(workers: int, **_: object) -> DyingPool:
        started.append(workers)
        return DyingPool()

    monkeypatch.setattr(concurrent.futures, "ProcessPoolExecutor", start)
    monkeypatch.setattr(reading, "WORTH_A_POOL", 100)
    monkeypatch.setattr(reading, "BATCH", 100)
    place(tmp_path, "a.md", "b.md", "c.md")

    assert len(read(tmp_path, workers=2)) == 3
    assert len(read(tmp_path, workers=99)) == 3
    assert started == [2, 2]


@pytest.mark.parametrize("workers", [1, 2])
def test_texts_are_looked_through_where_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr(reading, "WORTH_A_POOL", 1)
    monkeypatch.setattr(reading, "BATCH", 1)
    own = tmp_path / "own.ttl"
    own.write_text(
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<https://example.org/a> a skos:Concept ; skos:prefLabel "paper about a.md"@en .',
        encoding="utf-8",
    )
    found = find_notes([place(tmp_path, "a.md", "b.md")]).files

    a, b = read_files(found, workers, [own])
    assert [[str(topic.topic) for topic in topics] for topics in a.topics] == [["concept:https://example.org/a"]]
    assert b.topics == ((),)
    assert all(one.topics == () for one in read_files(found, workers))


def test_topics_that_are_wrong_are_told_with_file_and_line(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text("a\nb\n", encoding="utf-8")

    with pytest.raises(ConfigError, match=r"own\.ttl:1: "):
        reading.concepts_of((own,))
