"""The command line as a whole: help, versions, exit codes, one sentence for each failure."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from command_line import Run
from papergraph import __version__
from papergraph.cli import COMMANDS

PAPERGRAPH = [sys.executable, "-m", "papergraph"]


def test_without_a_command_it_explains_itself(run: Run) -> None:
    finished = run()

    assert finished.code == 0
    assert all(f"\n  {name} " in finished.out for name in COMMANDS)


def test_an_unknown_command_brings_the_nearest(run: Run) -> None:
    finished = run("biuld")

    assert finished.code == 2
    assert finished.err == (
        "papergraph: there is no command 'biuld'; did you mean 'build'? (papergraph: try `papergraph --help`)\n"
    )


def test_an_unknown_option_is_one_sentence(run: Run) -> None:
    finished = run("build", "--formt", "ttl")

    assert finished.code == 2
    assert finished.err.count("\n") == 1
    assert "--formt" in finished.err
    assert finished.out == ""


@pytest.mark.parametrize("arguments", [["--version"], ["-C", ".", "--version"]])
def test_the_version_is_printed(arguments: list[str]) -> None:
    finished = subprocess.run([*PAPERGRAPH, *arguments], capture_output=True, text=True, check=True)

    assert finished.stdout == f"papergraph {__version__}\n"


def test_a_command_can_run_as_if_started_elsewhere(run: Run, folder: Path) -> None:
    (folder / "elsewhere").mkdir()

    assert run("-C", "elsewhere", "init").code == 0
    assert (folder / "elsewhere" / "papergraph.toml").exists()


def test_a_configuration_can_be_named_from_where_the_command_was_started(run: Run, folder: Path) -> None:
    (folder / "elsewhere").mkdir()
    (folder / "mine.toml").write_text("titel = 1", encoding="utf-8")
    finished = run("--config", "mine.toml", "-C", "elsewhere", "entries")

    assert finished.code == 2
    assert finished.err == (
        f"papergraph: {folder}/mine.toml: 'titel' is no key of the configuration; did you mean 'title'?\n"
    )


def test_a_closed_pipe_ends_the_command_quietly(sample: Path) -> None:
    papers = (f"- [Paper {number}](https://arxiv.org/abs/2401.{number:05})\n" for number in range(2000))
    (sample / "notes" / "long.md").write_text("".join(papers), encoding="utf-8")
    with subprocess.Popen([*PAPERGRAPH, "entries"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b'{"source"')
        process.stdout.close()

        assert process.wait() == 141
        assert process.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_under_standard_output_is_one_sentence(sample: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        finished = subprocess.run(
            [*PAPERGRAPH, "entries"], stdout=full, stderr=subprocess.PIPE, text=True, check=False, cwd=sample
        )

    assert finished.returncode == 4
    assert finished.stderr == "papergraph: The output cannot be written: No space left on device.\n"


def test_the_shell_can_complete_commands(folder: Path) -> None:
    environment = {"_PAPERGRAPH_COMPLETE": "bash_complete", "COMP_WORDS": "papergraph ex", "COMP_CWORD": "1"}
    program = Path(sys.executable).with_name("papergraph")
    finished = subprocess.run([program], env=environment, capture_output=True, text=True, check=True, cwd=folder)

    assert finished.stdout == "plain,explain\nplain,export\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", ""),
        ("build", "-o", ""),
        ("entries", ""),
        ("export", "nt", "-o", ""),
        ("open", "-o", ""),
        ("problems", ""),
        ("query", "-f", ""),
        ("--config", "", "build"),
    ],
)
def test_an_empty_path_is_a_wrong_argument(run: Run, sample: Path, arguments: tuple[str, ...]) -> None:
    finished = run(*arguments)

    assert finished.code == 2
    assert "the path is empty" in finished.err
    assert finished.err.count("\n") == 1
    assert [path.name for path in sample.iterdir() if path.name.startswith("graph.")] == []
