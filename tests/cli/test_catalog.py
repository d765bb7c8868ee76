"""`papergraph catalog`: added, listed, verified, found and removed; one sentence for each failure."""

from __future__ import annotations

import inspect
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import click
import pytest

from command_line import Run
from papergraph.catalogs.adding import Step
from papergraph.catalogs.folder import folder_of
from papergraph.cli import catalog
from papergraph.cli.catalog import command
from small_catalogs import FOLDER, array, gzipped, paper, pwc_link, repository, written

SUBCOMMANDS = sorted(command.commands)
TABLE = """\
catalogue   holds                                     index  file       from
──────────  ─────────────────────────────────────────  ─────  ─────────  {line}
links.json  1 link of Papers with Code                66 kB  unchanged  {folder}/links.json.gz
rows.jsonl  2 papers of arXiv, 1 repository of GitHub  66 kB  unchanged  {folder}/rows.jsonl
"""


@pytest.fixture
def rows(folder: Path) -> Path:
    """A catalogue of two papers and a repository, with a line that is none."""
    title = "Graphs\x1b[2J from Notes"
    return written(folder / "rows.jsonl", [paper("2401.00001", title), paper("2401.00002"), "?", repository("a/b")])


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    assert f"\n  papergraph catalog {name}" in inspect.cleandoc(command.commands[name].help or "")


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_every_option_has_help(name: str) -> None:
    options = [option for option in command.commands[name].params if isinstance(option, click.Option)]

    assert all((option.help or "").endswith(".") for option in options)


def test_what_is_added_is_counted_and_what_is_not_understood_is_told(run: Run, rows: Path) -> None:
    added = run("catalog", "add", str(rows))

    assert added.code == 0
    assert added.out == "rows.jsonl: 2 papers of arXiv, 1 repository of GitHub; the index has 66 kB\n"
    assert added.err == "rows.jsonl:3: The line is not JSON; one record a line is expected\n"
    assert run("catalog", "add", rows.as_uri()).out == (
        "rows.jsonl: is there already, 2 papers of arXiv, 1 repository of GitHub\n"
    )
    written(rows, [paper("2401.00001")])
    assert run("catalog", "add", str(rows)).out.endswith("(takes the place of an older one)\n")


def test_the_list_says_what_there_is(run: Run, rows: Path, folder: Path) -> None:
    assert run("catalog", "list").out == ""
    packed = gzipped(array(folder / "links.json", [pwc_link("2401.00001", "https://github.com/a/b")]))
    run("catalog", "add", str(rows), str(packed))

    listed = run("catalog", "list")

    line = "─" * len(f"{folder}/links.json.gz")
    assert listed.out.split() == TABLE.format(folder=folder, line=line).split()
    assert listed.err.endswith("catalogs: 2 catalogues\n")


def test_what_is_verified_is_whole_or_ends_with_1(run: Run, rows: Path) -> None:
    run("catalog", "add", str(rows))
    assert run("catalog", "verify").out == (
        "rows.jsonl: whole, 2 papers of arXiv, 1 repository of GitHub, its file is unchanged\n"
    )
    assert run("catalog", "verify", "other").code == 2
    written(rows, [paper("2401.00001")])
    assert run("catalog", "verify", "rows.jsonl").code == 1
    rows.unlink()
    assert run("catalog", "verify").out.endswith("its file is deleted\n")


def test_of_several_a_damaged_one_is_told_and_the_others_are_verified(run: Run, rows: Path, folder: Path) -> None:
    for name in ("a", "b", "c"):
        run("catalog", "add", str(rows), "--name", name)
    damaged = folder_of(folder / ".papergraph" / "store.sqlite") / "b.sqlite"
    assert damaged.exists()
    damaged.write_bytes(b"no database" * 1000)

    verified = run("catalog", "verify")

    assert verified.code == 1
    assert [line.split(":")[0] for line in verified.out.splitlines()] == ["a", "b", "c"]
    assert [": whole, " in line for line in verified.out.splitlines()] == [True, False, True]
    assert "b.sqlite" in verified.out


@pytest.mark.parametrize("what", ["2401.00001", "https://arxiv.org/pdf/2401.00001v3", "graphs [2J from notes", "a/b"])
def test_what_is_looked_for_is_found_with_its_place(run: Run, rows: Path, what: str) -> None:
    run("catalog", "add", str(rows))

    found = run("catalog", "find", what)

    expected = "github:a/b  (rows.jsonl:4)" if what == "a/b" else "arxiv:2401.00001  (rows.jsonl:1)"
    assert found.code == 0
    assert found.out.splitlines()[0] == expected
    assert "\x1b" not in found.out


def test_what_papers_with_code_says_is_found_as_it_says_it(run: Run, folder: Path) -> None:
    run("catalog", "add", str(array(folder / "links.json", [pwc_link("2401.00001", "https://github.com/a/b")])))

    place, row = run("catalog", "find", "2401.00001").out.splitlines()

    assert place == "arxiv:2401.00001  (links.json:1)"
    assert json.loads(row)["repo_url"] == "https://github.com/a/b"


@pytest.mark.parametrize("what", ["2401.09999", "no such title", "arxiv"])
def test_what_no_catalogue_has_ends_with_1(run: Run, rows: Path, what: str) -> None:
    run("catalog", "add", str(rows))

    assert run("catalog", "find", what)[:] == (1, "", f"no catalogue has {what}\n")


def test_what_is_removed_is_gone_and_its_file_is_not(run: Run, rows: Path, folder: Path) -> None:
    run("catalog", "add", str(rows))

    assert run("catalog", "remove", "rows.jsonl").out == "removed rows.jsonl\n"
    assert list((folder / FOLDER).glob("rows*")) == []
    assert rows.exists()
    assert run("catalog", "remove", "rows.jsonl").code == 2


@pytest.mark.parametrize(
    "arguments, code, sentence",
    [
        (["https://example.org/a.zip"], 2, "download it first, and add the file."),
        (["none.json"], 3, "none.json cannot be read: No such file or directory."),
        (["."], 3, "is no file."),
        (["rows.jsonl", "rows.jsonl", "--name", "x"], 2, "add the files one by one."),
        (["rows.jsonl", "--name", "a/b"], 2, "give it another one, with --name."),
    ],
)
def test_each_failure_is_one_sentence(run: Run, rows: Path, arguments: list[str], code: int, sentence: str) -> None:
    assert rows.exists()
    failed = run("catalog", "add", *arguments)

    assert failed.code == code
    assert failed.err.count("\n") == 1
    assert failed.err.endswith(f"{sentence}\n")


def test_without_a_command_there_is_help(run: Run) -> None:
    assert "papergraph catalog add ~/Downloads/archive.zip" in run("catalog").out


def test_an_interrupted_addition_says_how_to_go_on(run: Run, rows: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(catalog, "add", interrupt)
    added = run("catalog", "add", str(rows))

    assert added == (130, "", "papergraph: interrupted; the same command goes on from there.\n")


def test_progress_in_a_log_has_a_rate_and_the_time_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    moments = iter(range(0, 1000, 10))
    monkeypatch.setattr(catalog, "monotonic", lambda: float(next(moments)))
    lines = catalog._Lines("rows.jsonl")  # noqa: SLF001 - that takes minutes otherwise
    for done in range(0, 60, 10):
        lines.show(Step("read", done, 100, done * 100))

    printed = capsys.readouterr().err.splitlines()
    assert printed[-1].startswith("reading rows.jsonl: ")
    assert " a second, about " in printed[-1]


def test_on_a_terminal_there_is_a_bar_that_goes_away(rows: Path) -> None:
    ours, theirs = pty.openpty()
    command_ = [sys.executable, "-m", "papergraph", "catalog", "add", str(rows)]
    with subprocess.Popen(command_, stdout=subprocess.PIPE, stderr=theirs, text=True) as process:
        os.close(theirs)
        drawn = b""
        try:
            while chunk := os.read(ours, 4096):
                drawn += chunk
        except OSError:  # it is closed at the other end
            pass
        assert process.stdout
        printed = process.stdout.read()
    os.close(ours)

    assert process.returncode == 0
    assert "rows.jsonl: 2 papers of arXiv" in printed
    assert b"rows.jsonl" in drawn
