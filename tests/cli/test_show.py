"""`papergraph show`: every fact with its source, every link with its reason."""

from __future__ import annotations

from pathlib import Path

from command_line import Run


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


def test_what_nobody_says_is_said_to_be_unknown(run: Run, sample: Path) -> None:
    lines = run("show", "arxiv:2402.05678").out.splitlines()

    assert sample.is_dir()
    assert "  authors: unknown" in lines
    assert "  abstract: unknown" in lines


def test_a_repository_can_be_shown_by_its_url(run: Run, sample: Path) -> None:
    lines = run("show", "https://github.com/Example-Lab/Notes2Graph/tree/main/src").out.splitlines()

    assert sample.is_dir()
    assert lines[0] == "Example-Lab/Notes2Graph"
    assert any(line.startswith("  holds the code of arxiv:2401.01234") for line in lines)
    assert "  stars: unknown" in lines


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
