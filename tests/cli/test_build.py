"""`papergraph build`: what it prints, and that its options reach the build."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

from command_line import Run

HOSTILE = "- [Red \x1b[31malert\x9b2J](https://arxiv.org/abs/2401.00009) but \x1b]0;owned\x07\n"


def test_the_summary_counts_what_was_read_and_found(run: Run, sample: Path) -> None:
    finished = run("build", "--format", "nt", "--format", "ttl")

    assert finished.code == 0
    assert finished.err == ""
    lines = finished.out.splitlines()
    assert lines[0] == "read  1 note, 2 entries"
    assert lines[1].startswith("found 2 articles, 2 papers, 1 repository, 2 people, ")
    assert lines[2:5] == ["wrote output/graph.nt", "wrote output/graph.ttl", "wrote output/dataset.ttl"]
    assert sorted(path.name for path in (sample / "output").iterdir()) == [
        ".index",
        "dataset.ttl",
        "graph.nt",
        "graph.ttl",
    ]


def test_notes_output_and_workers_can_be_asked_for(run: Run, sample: Path) -> None:
    (sample / "notes").rename(sample / "reading")
    finished = run("build", "reading", "-o", "elsewhere/deep", "--format", "nt", "--workers", "1", "--offline")

    assert finished.code == 0
    assert "wrote elsewhere/deep/graph.nt\n" in finished.out
    assert (sample / "elsewhere" / "deep" / "graph.nt").stat().st_size > 0


def test_a_note_alone_can_be_built(run: Run, sample: Path) -> None:
    finished = run("build", "notes/2024-05-06.md", "--format", "nt")

    assert sample.is_dir()
    assert finished.out.startswith("read  1 note, 2 entries\n")


def test_a_wrong_number_of_workers_is_one_sentence(run: Run, sample: Path) -> None:
    finished = run("build", "--workers", "-3")

    assert sample.is_dir()
    assert finished.code == 2
    assert finished.err.startswith("papergraph: --workers must be between 0")


def two_titles(folder: Path) -> None:
    """A paper that two notes give different titles."""
    for name, title in (("a", "A Method for Everything"), ("b", "Nothing Works at All")):
        (folder / "notes" / f"{name}.md").write_text(
            f"- [{title}](https://arxiv.org/abs/2404.04321)\n", encoding="utf-8"
        )


def test_problems_are_counted_and_listed_on_request(run: Run, sample: Path) -> None:
    two_titles(sample)
    brief = run("build", "--format", "nt")
    verbose = run("build", "--format", "nt", "-v")

    assert brief.out.splitlines()[-1] == "1 problem in notes (1 warning): papergraph build -v lists them"
    assert verbose.out.splitlines()[-1] == "1 problem in notes (1 warning)"
    assert verbose.out.startswith("b.md:1: ")
    assert "(see a.md:1)" in verbose.out.splitlines()[0]


def on_a_terminal(folder: Path, *arguments: str, **environment: str) -> str:
    """What a command writes to a terminal of 80 columns."""
    controller, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "papergraph", *arguments],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        cwd=folder,
        env=os.environ | {"TERM": "xterm-256color", "COLUMNS": "80", "LINES": "24"} | environment,
    ) as process:
        os.close(terminal)
        written = bytearray()
        while True:
            try:
                part = os.read(controller, 65536)
            except OSError:  # the terminal is gone when the last process that holds it ends
                break
            if not part:
                break
            written += part
        os.close(controller)
        assert process.wait() == 0
    return written.decode()


def test_a_terminal_gets_colour_unless_it_asks_for_none(sample: Path) -> None:
    two_titles(sample)

    assert "\x1b[33mb.md:1\x1b[0m: " in on_a_terminal(sample, "problems", NO_COLOR="")
    assert "\x1b[3" not in on_a_terminal(sample, "problems", NO_COLOR="1")


def test_a_terminal_gets_a_progress_bar(sample: Path) -> None:
    assert "reading notes" in on_a_terminal(sample, "build", "--format", "nt")


def test_notes_cannot_steer_the_terminal(sample: Path) -> None:
    (sample / "notes" / "hostile\x1b[2J.md").write_text(HOSTILE, encoding="utf-8")
    (sample / "notes" / "hostile.md").write_text(HOSTILE.replace("Red", "Blue"), encoding="utf-8")

    for arguments in (["build", "-v", "--format", "nt"], ["show", "arxiv:2401.00009"], ["entries"], ["problems"]):
        written = on_a_terminal(sample, *arguments, NO_COLOR="1")

        assert "\x1b[31m" not in written
        assert "\x1b[2J" not in written
        assert "\x9b" not in written
        assert "\x1b]0;" not in written


def test_a_pipe_is_no_note_and_is_not_waited_for(run: Run, sample: Path) -> None:
    os.mkfifo(sample / "pipe.md")
    os.mkfifo(sample / "notes" / "pipe.md")
    finished = run("build", "pipe.md")

    assert finished.code == 3
    assert "pipe.md: This cannot be read: it is no regular file." in finished.err
    assert "pipe.md: This cannot be read: it is no regular file" in run("build", "-v", "--format", "nt").out


def test_a_site_can_be_asked_for_and_turned_off(run: Run, sample: Path) -> None:
    finished = run("build", "--site", "--format", "ttl")

    names = ("graph.ttl", "dataset.ttl", "site/index.html")
    assert finished.out.splitlines()[2:5] == [f"wrote output/{name}" for name in names]
    (sample / "papergraph.toml").write_text("site = true\nformats = ['nt']\n", encoding="utf-8")
    assert "site/index.html" in run("build").out
    assert "site/index.html" not in run("build", "--no-site").out
