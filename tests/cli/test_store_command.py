"""`papergraph store`: what services answered is listed, forgotten, written and taken; one sentence for each failure."""

from __future__ import annotations

import gzip
import inspect
import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

from command_line import Run
from papergraph.cli.store import command
from papergraph.model import Reference
from papergraph.store import Store
from store_answers import at, failed, found, github, missing

A, B = github("owner/a"), github("owner/b")
STORE = Path(".papergraph", "store.sqlite")
SUBCOMMANDS = sorted(command.commands)


TABLE = """\
reference          state    fetched     name                      message
─────────────────  ───────  ──────────  ────────────────────────  ─────────────────────────────
arxiv:2401.01234   ok       2026-11-24  Graphs\\x1b[2J from Notes
github:owner/b     ok       2026-11-24  owner/b
github:owner/gone  missing                                        GitHub does not know it
github:owner/slow  error                                          GitHub has trouble of its own
"""


@pytest.fixture
def filled(folder: Path) -> Path:
    """A folder with a store that knows a paper, a renamed repository, a missing one, and one that failed."""
    with Store.open(folder / STORE) as store:
        paper = Reference("arxiv", "2401.01234")
        title = json.dumps({"title": "Graphs\x1b[2J from Notes"})
        store.put("arxiv", [found(paper)._replace(raw='{"id": "2401.01234"}', parsed=title)], at(1))
        store.put("github", [found(A, 7, B), missing(github("owner/gone")), failed(github("owner/slow"))], at(2))
    return folder


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    assert f"\n  papergraph store {name} " in inspect.cleandoc(command.commands[name].help or "")


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_option_has_help(name: str) -> None:
    options = [option for option in command.commands[name].params if isinstance(option, click.Option)]

    assert [option.name for option in options if not (option.help or "").endswith(".")] == []


def test_without_a_command_there_is_help(run: Run) -> None:
    finished = run("store")

    assert finished.code == 0
    assert {name for name in SUBCOMMANDS if f"\n  {name} " in finished.out} == set(SUBCOMMANDS)


def test_a_table_lists_what_is_known(run: Run, filled: Path) -> None:
    finished = run("store", "list")

    assert finished.out == TABLE
    assert finished.err.startswith(f"{filled / STORE}: 4 answers, ")
    assert finished.err.endswith(" kB\n")


def test_the_configuration_says_where_the_store_is(run: Run, filled: Path) -> None:
    (filled / STORE).rename(filled / "mine.sqlite")
    (filled / "papergraph.toml").write_text('store = "mine.sqlite"\n', encoding="utf-8")

    assert run("store", "list").err.startswith(f"{filled}/mine.sqlite: 4 answers, ")


def test_a_list_can_be_narrowed(run: Run, filled: Path) -> None:
    assert filled.is_dir()
    assert [line.split()[0] for line in run("store", "list", "--source", "github").out.splitlines()[2:]] == [
        "github:owner/b",
        "github:owner/gone",
        "github:owner/slow",
    ]
    finished = run("store", "list", "--state", "missing", "--format", "jsonl")

    assert [json.loads(line)["reference"] for line in finished.out.splitlines()] == ["github:owner/gone"]
    assert ": 1 answer, " in finished.err


def test_a_list_of_nothing_makes_no_store(run: Run, folder: Path) -> None:
    finished = run("store", "list")

    assert finished == (0, "", f"{folder / STORE}: not there yet\n")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "what, cleared",
    [
        (["github"], "3 answers"),
        (["arxiv:2401.01234"], "1 answer"),
        (["https://arxiv.org/abs/2401.01234v2", "arXiv:2401.01234v1"], "1 answer"),
        (["github:Owner/A"], "1 answer"),
        (["github:owner/b", "github:owner/slow", "arxiv"], "3 answers"),
        (["--all"], "4 answers"),
    ],
)
def test_answers_are_forgotten(run: Run, filled: Path, what: list[str], cleared: str) -> None:
    finished = run("store", "clear", *what)

    assert (finished.code, finished.out) == (0, f"forgot {cleared}\n")
    with Store.open_readonly(filled / STORE) as store:
        assert len(list(store.rows())) == 4 - int(cleared.split(maxsplit=1)[0])


def test_what_was_not_known_is_said(run: Run, filled: Path) -> None:
    assert filled.is_dir()
    assert run("store", "clear", "gihub", "github") == (0, "forgot 3 answers\n", "nothing was known of gihub\n")


@pytest.mark.parametrize("arguments", [[], ["--all", "github"]])
def test_what_to_forget_has_to_be_said(run: Run, filled: Path, arguments: list[str]) -> None:
    finished = run("store", "clear", *arguments)

    assert finished.code == 2
    assert finished.err.startswith("papergraph: Say what to forget: ")
    with Store.open_readonly(filled / STORE) as store:
        assert len(list(store.rows())) == 4


def test_nothing_is_forgotten_where_there_is_nothing(run: Run, folder: Path) -> None:
    assert run("store", "clear", "--all") == (0, "", f"{folder / STORE}: not there yet\n")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["team.jsonl", "team.jsonl.gz"])
def test_one_checkout_gives_another_what_it_knows(run: Run, filled: Path, name: str) -> None:
    finished = run("store", "export", name)
    content = (filled / name).read_bytes()

    assert finished == (0, f"wrote {name}\n", "")
    assert (gzip.decompress(content) if name.endswith(".gz") else content).decode() == run("store", "export").out

    (filled / "other").mkdir()
    taken = run("-C", "other", "store", "import", f"../{name}")

    assert taken == (0, f"../{name}: 4 answers and 1 former name taken, 0 known already\n", "")
    os.chdir(filled)
    assert run("-C", "other", "store", "export").out == run("-C", "..", "store", "export").out
    os.chdir(filled)
    assert run("store", "import", name).out == f"{name}: 0 answers and 0 former names taken, 5 known already\n"


def test_problems_of_a_file_are_listed_with_their_lines(run: Run, folder: Path) -> None:
    (folder / "team.jsonl").write_text("{}\n\x1b[2J\n", encoding="utf-8")
    finished = run("store", "import", "team.jsonl")

    assert finished.code == 0
    assert [line.partition(": ")[0] for line in finished.err.splitlines()] == ["team.jsonl:1", "team.jsonl:2"]


def test_an_answer_from_the_future_is_not_taken(run: Run, filled: Path) -> None:
    run("store", "export", "team.jsonl")
    text = (filled / "team.jsonl").read_text(encoding="utf-8").replace("2026-11-24", "9026-11-24")
    (filled / "team.jsonl").write_text(text, encoding="utf-8")
    finished = run("store", "import", "team.jsonl")

    assert finished.out == "team.jsonl: 0 answers and 0 former names taken, 0 known already\n"
    assert finished.err.count("in the future") == 5


def test_a_file_that_is_not_there_is_an_input_error(run: Run, folder: Path) -> None:
    assert folder.is_dir()
    assert run("store", "import", "none.jsonl") == (
        3,
        "",
        "papergraph: none.jsonl cannot be read: No such file or directory.\n",
    )


def test_an_export_that_cannot_be_written_is_an_output_error(run: Run, filled: Path) -> None:
    (filled / "file").touch()
    finished = run("store", "export", "file/team.jsonl")

    assert (finished.code, finished.out) == (4, "")
    assert finished.err.startswith("papergraph: file/team.jsonl cannot be written: ")


@pytest.mark.parametrize(
    "arguments", [["list"], ["export"], ["export", "x.jsonl"], ["import", "x"], ["clear", "--all"]]
)
def test_what_is_no_store_is_one_sentence(run: Run, folder: Path, arguments: list[str]) -> None:
    STORE.parent.mkdir()
    STORE.write_text("no database", encoding="utf-8")
    finished = run("store", *arguments)

    assert (finished.code, finished.out) == (6, "")
    assert finished.err.startswith(f"papergraph: {folder / STORE} is no store of papergraph: ")
    assert finished.err.count("\n") == 1
    assert not (folder / "x.jsonl").exists()


def test_a_damaged_store_is_exported_as_far_as_it_can_be_read(run: Run, folder: Path) -> None:
    with Store.open(folder / STORE) as store:
        store.put("github", [found(github(f"owner/{number}"), filling="x" * 500) for number in range(400)], at(1))
    content = STORE.read_bytes()
    STORE.write_bytes(content[: len(content) // 2] + bytes(len(content) - len(content) // 2))
    finished = run("store", "export")

    assert finished.code == 6
    assert "is damaged" in finished.err
    assert 0 < len(finished.out.splitlines()) < 400
    assert all(json.loads(line) for line in finished.out.splitlines())


def limited() -> None:
    """Let no file grow beyond so many bytes."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


def test_a_disk_that_is_full_is_one_sentence_and_harms_nothing(run: Run, filled: Path) -> None:
    before = run("store", "export").out
    row = json.loads(before.splitlines()[0])
    many = (json.dumps({**row, "reference": f"arxiv:{number}", "etag": "x" * 500}) for number in range(1000))
    (filled / "many.jsonl").write_text("\n".join(many), encoding="utf-8")
    finished = subprocess.run(
        [sys.executable, "-m", "papergraph", "store", "import", "many.jsonl"],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limited,
    )

    assert finished.returncode == 6
    assert finished.stderr.startswith(f"papergraph: The store {filled / STORE} cannot be written: ")
    assert finished.stderr.count("\n") == 1
    assert run("store", "export").out == before
