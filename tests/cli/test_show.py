"""`papergraph show`: every fact with its source, every link with its reason."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

import page_graphs
from command_line import Run
from handmade import catalog_repository, code, entry, fetched_paper, fetched_repository, names, reading, ref
from papergraph.assemble import assemble
from papergraph.cli.show import portrait
from papergraph.model import Record, Status

TITLE = "Graphs from Notes: a Study"


def shown(text: str, *records: Record, title: str | None = None) -> list[str]:
    """What is shown of a thing in a graph of one entry, which names a paper and a repository, and these records."""
    papers = (names(title=title),) if title else (names("arxiv:2401.01234"),)
    noted = entry("An article", article="https://a.example/", papers=papers, repositories=(code("github:Old/Name"),))
    graph = assemble([reading(noted)], records)
    return [click.unstyle(line) for line in portrait(graph, ref(text))]


def test_everything_known_of_a_paper_is_shown_with_its_evidence(run: Run, sample: Path) -> None:
    finished = run("show", "arxiv:2401.01234")
    lines = finished.out.splitlines()

    assert sample.is_dir()
    assert finished.code == 0
    assert lines[0] == "Graphs from Notes: a Study"
    assert lines[1] == "paper · arxiv:2401.01234 · https://arxiv.org/abs/2401.01234"
    assert lines[lines.index("  authors: Ada Example, Bo Sample") + 1] == "      — arxiv.jsonl:1, 2024-03-01"
    assert "  abstract: We study notes." in lines
    code = lines.index("  has its code in github:example-lab/notes2graph · Example-Lab/Notes2Graph")
    assert "2024-05-06.md:6, 2024-05-06" in lines[code + 1]
    assert any(line.startswith("  is discussed in url:https://blog.example.org/graphs") for line in lines)
    assert "  2024-05-06.md:3 · How graphs are read ★★★★" in lines
    assert "      图谱从笔记中来。" in lines


def test_what_nobody_was_asked_for_is_not_fetched(run: Run, sample: Path) -> None:
    lines = run("show", "arxiv:2402.05678").out.splitlines()

    assert sample.is_dir()
    assert "  authors: not fetched" in lines
    assert "  abstract: not fetched" in lines


def test_what_a_source_that_was_asked_does_not_say_is_unknown() -> None:
    lines = shown("github:old/name", fetched_repository("Old/Name", stars=0, archived=True))

    assert "  licence: unknown" in lines
    assert lines[lines.index("  stars: 0") + 1] == "      — GitHub, 2026-11-24"
    assert "  archived: yes" in lines


def test_a_paper_that_arxiv_does_not_know_is_shown_with_the_day() -> None:
    lines = shown("arxiv:2401.01234", fetched_paper("arxiv:2401.01234", status=Status.MISSING))

    assert lines[lines.index("facts") + 1 :][:3] == [
        "  status: not on arXiv",
        "      — arXiv, 2026-11-24",
        "  authors: unknown",
    ]


@pytest.mark.parametrize(
    "status,words", [(Status.WITHDRAWN, "withdrawn"), (Status.BLOCKED, "blocked by arXiv"), (Status.EMPTY, "empty")]
)
def test_a_status_is_shown_in_words(status: Status, words: str) -> None:
    assert f"  status: {words}" in shown("arxiv:2401.01234", fetched_paper("arxiv:2401.01234", TITLE, status=status))


def test_a_repository_that_is_gone_keeps_its_facts_with_their_day() -> None:
    facts = fetched_repository("Old/Name", "2026-09-01", stars=7, fork=True, fork_of="Some/Parent")
    lines = shown("github:old/name", facts, fetched_repository("Old/Name", status=Status.MISSING))

    assert lines[lines.index("  status: gone from GitHub") + 1] == "      — GitHub, 2026-11-24"
    assert lines[lines.index("  stars: 7") + 1] == "      — GitHub, 2026-09-01"
    assert lines.index("  is a fork: yes") + 2 == lines.index("  forked from: Some/Parent")


def test_former_names_of_all_sources_are_shown_together() -> None:
    records = (
        fetched_repository("New/Name", former_names=("Old/Name",)),
        catalog_repository("New/Name", former_names=("Older/Name",)),
    )
    lines = shown("github:new/name", *records)

    assert "also known as github:old/name, github:older/name" in lines
    at = lines.index("  former names: Old/Name, Older/Name")
    assert lines[at + 1 : at + 3] == [
        "      Old/Name — GitHub, 2026-11-24",
        "      Older/Name — catalog.jsonl:1, 2022-01-01",
    ]


def test_a_paper_that_was_found_by_its_title_says_so() -> None:
    lines = shown("arxiv:2401.01234", fetched_paper("arxiv:2401.01234", TITLE), title=TITLE)

    assert lines[2:4] == [
        "also known as title:graphsfromnotesastudy",
        "    — TitleSearch: arXiv, 2026-11-24 “Graphs from Notes: a Study”",
    ]
    assert "      — TitleSearch: arXiv, 2026-11-24 “Graphs from Notes: a Study”" in lines


def test_a_repository_can_be_shown_by_its_url(run: Run, sample: Path) -> None:
    lines = run("show", "https://github.com/Example-Lab/Notes2Graph/tree/main/src").out.splitlines()

    assert sample.is_dir()
    assert lines[0] == "Example-Lab/Notes2Graph"
    assert any(line.startswith("  holds the code of arxiv:2401.01234") for line in lines)
    assert "  stars: not fetched" in lines


def test_a_person_is_shown_with_what_they_wrote(run: Run, sample: Path) -> None:
    lines = run("show", "Ada Example").out.splitlines()

    assert sample.is_dir()
    assert lines[0] == "Ada Example"
    assert "  wrote arxiv:2401.01234 · Graphs from Notes: a Study" in lines


def test_an_unknown_thing_brings_what_could_be_meant(run: Run, sample: Path) -> None:
    finished = run("show", "arxiv:24")

    assert sample.is_dir()
    assert finished.code == 2
    assert finished.err == (
        "papergraph: 'arxiv:24' is not the name of one thing in the graph. It could be: arxiv:2401.01234 "
        "(Graphs from Notes: a Study); arxiv:2402.05678 (Lists of Papers Considered Useful).\n"
    )


def test_what_is_like_nothing_is_said_to_be_unknown(run: Run, sample: Path) -> None:
    finished = run("show", "zzzzqqqq")

    assert sample.is_dir()
    assert finished.code == 2
    assert finished.err == "papergraph: Nothing in the graph is called 'zzzzqqqq'.\n"


def test_the_start_of_a_title_will_do_where_one_thing_has_it(run: Run, sample: Path) -> None:
    finished = run("show", "Graphs from N")

    assert sample.is_dir()
    assert finished.code == 0
    assert finished.out.startswith("Graphs from Notes: a Study\n")


def test_topics_are_called_in_the_language_of_the_configuration() -> None:
    graph = page_graphs.labelled("ja")
    lines = [click.unstyle(line) for line in portrait(graph, ref("pgt:object-detection"))]
    paper = [click.unstyle(line) for line in portrait(graph, ref("arxiv:1512.03385"))]

    assert lines[0] == "物体検出"
    assert "  is about pgt:object-detection · 物体検出" in paper
    assert "  mentions pgt:slam · SLAM" in paper
    assert next(iter(portrait(page_graphs.labelled(), ref("pgt:object-detection")))).endswith("object detection\x1b[0m")
