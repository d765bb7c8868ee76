"""Bad input and a bad world: each is one clear sentence with the right exit code, and harms no earlier output."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from command_line import NOTE, Run
from papergraph.exporters import turtle
from papergraph.model import Graph

INTERRUPTED = "papergraph: interrupted; what an earlier build wrote is as it was, and what services said is kept.\n"
PAPERGRAPH = [sys.executable, "-m", "papergraph"]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file under the folder, hidden ones too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_no_notes_at_all(run: Run, folder: Path) -> None:
    finished = run("build")

    assert finished.code == 3
    assert finished.err == f"papergraph: There are no notes: {folder}/notes does not exist.\n"
    assert finished.out == ""


def test_a_folder_without_notes(run: Run, folder: Path) -> None:
    (folder / "notes").mkdir()
    finished = run("build")

    assert finished.code == 3
    assert finished.err.startswith(f"papergraph: There are no notes in {folder}/notes: ")
    assert finished.err.count("\n") == 1


def unreadable(path: Path) -> None:
    """Make a file that nobody can read, not even root."""
    if os.geteuid():
        path.touch(mode=0)
    else:
        # Reading address 0 of the reading process fails for everybody.
        path.symlink_to("/proc/self/mem")


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="this system has no /proc")
def test_a_note_that_cannot_be_read_is_reported_and_the_others_are_read(run: Run, sample: Path) -> None:
    unreadable(sample / "notes" / "locked.md")
    finished = run("build", "-v")

    assert finished.code == 0
    assert "\nlocked.md: This cannot be read: " in f"\n{finished.out}"
    assert "2 entries" in finished.out


def test_a_loop_of_folders_ends(run: Run, sample: Path) -> None:
    (sample / "notes" / "again").symlink_to(sample / "notes", target_is_directory=True)
    (sample / "notes" / "self").symlink_to("self")
    finished = run("build", "--format", "nt")

    assert finished.code == 0
    assert "read  1 note, 2 entries\n" in finished.out


def test_notes_in_another_encoding_are_read_and_reported(run: Run, sample: Path) -> None:
    (sample / "notes" / "2024-05-06.md").write_bytes(
        NOTE.replace(" ⭐⭐⭐⭐", "").replace(" ⭐⭐", "").encode("gb18030")
    )
    finished = run("build", "-v", "--format", "json")

    assert finished.code == 0
    assert "2024-05-06.md:" in finished.out
    assert "图谱从笔记中来" in (sample / "output" / "graph.json").read_text(encoding="utf-8")


def test_a_binary_file_among_the_notes_is_left_out_and_reported(run: Run, sample: Path) -> None:
    (sample / "notes" / "picture.md").write_bytes(b"\x89PNG" + bytes(range(256)) * 8)
    finished = run("build", "-v", "--format", "nt")

    assert finished.code == 0
    assert "\npicture.md: This is no text file" in f"\n{finished.out}"


def test_front_matter_without_an_end_is_reported_with_its_line(run: Run, sample: Path) -> None:
    (sample / "notes" / "cut.md").write_text(
        "---\ntitle: Cut\nurl: https://arxiv.org/abs/2401.09999\n", encoding="utf-8"
    )
    finished = run("build", "-v", "--format", "nt")

    assert finished.code == 0
    assert "\ncut.md:1: " in f"\n{finished.out}"


def test_an_output_folder_that_is_a_file(run: Run, sample: Path) -> None:
    (sample / "output").touch()
    finished = run("build")

    assert finished.code == 4
    assert finished.err.startswith(f"papergraph: The output folder {sample}/output cannot be written to: ")
    assert finished.err.count("\n") == 1


def test_an_output_that_is_a_folder(run: Run, sample: Path) -> None:
    (sample / "output" / "graph.nt" / "x").mkdir(parents=True)
    finished = run("build", "--format", "nt")

    assert finished.code == 4
    assert finished.err.startswith(f"papergraph: {sample}/output/graph.nt cannot be written: ")
    assert finished.err.count("\n") == 1


def test_an_export_to_a_folder(run: Run, sample: Path) -> None:
    finished = run("export", "nt", "-o", ".")

    assert finished.code == 4
    assert finished.err == f"papergraph: {sample} cannot be written: Is a directory.\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_an_export_to_a_full_device(run: Run, sample: Path) -> None:
    finished = run("export", "nt", "-o", "/dev/full")

    assert sample.is_dir()
    assert finished.code == 4
    assert finished.err == "papergraph: /dev/full cannot be written: No space left on device.\n"
    assert not Path("/dev/full").is_file()


def test_a_disk_that_fills_up_leaves_the_last_build(run: Run, sample: Path) -> None:
    assert run("build", "--format", "nt", "--format", "ttl").code == 0
    before = contents(sample / "output")
    (sample / "notes" / "more.md").write_text("- [More of it](https://arxiv.org/abs/2405.00001)\n", encoding="utf-8")
    finished = subprocess.run(
        [*PAPERGRAPH, "build", "--format", "nt", "--format", "ttl"],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000)),
        capture_output=True,
        text=True,
        check=False,
    )

    assert finished.returncode == 4
    assert finished.stderr == f"papergraph: {sample}/output/graph.nt cannot be written: File too large.\n"
    assert contents(sample / "output") == before


def test_wrong_sparql(run: Run, sample: Path) -> None:
    assert sample.is_dir()
    assert run("build", "--format", "nt").code == 0
    finished = run("query", "SELECT ?x WHERE { ?x ")

    assert finished.code == 5
    assert finished.err.startswith("papergraph: ")
    assert finished.out == ""


def test_a_query_before_any_build(run: Run, sample: Path) -> None:
    finished = run("query", "SELECT ?x WHERE { ?x a ?y }")

    assert sample.is_dir()
    assert finished.code == 3
    assert "papergraph build" in finished.err


@pytest.mark.parametrize("command", ["build", "entries", "problems", "open"])
def test_a_wrong_configuration_stops_every_command(run: Run, sample: Path, command: str) -> None:
    (sample / "papergraph.toml").write_text("[notes]\nfolder = 'x'\n", encoding="utf-8")
    finished = run(command)

    assert finished.code == 2
    assert finished.err == (
        f"papergraph: {sample}/papergraph.toml: notes must be text or a list of texts, and is a table.\n"
    )


def test_a_catalogue_that_is_none_is_reported_and_the_build_goes_on(run: Run, sample: Path) -> None:
    (sample / "notes" / "catalog" / "arxiv.jsonl").write_text("{]\n", encoding="utf-8")
    finished = run("build", "-v", "--format", "nt")

    assert finished.code == 0
    assert "arxiv.jsonl:1: " in finished.out


def test_ctrl_c_while_reading_leaves_the_last_build(run: Run, sample: Path) -> None:
    assert run("build").code == 0
    before = contents(sample / "output")
    (sample / "notes" / "2024-05-06.md").write_text(NOTE.replace("2401", "2403"), encoding="utf-8")
    catalog = sample / "notes" / "catalog" / "slow.jsonl"
    os.mkfifo(catalog)
    process = subprocess.Popen([*PAPERGRAPH, "build"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with catalog.open("wb"):
        # Now the build waits for the catalogue. A signal that comes before the wait is seen when that ends.
        process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)

    assert process.returncode == 130
    assert err == INTERRUPTED
    assert out == ""
    assert contents(sample / "output") == before


def interrupted_after(write: Callable[..., None]) -> Callable[..., None]:
    """The same exporter, interrupted when it has written everything."""

    def write_and_interrupt(graph: Graph, file: object) -> None:
        write(graph, file)
        raise KeyboardInterrupt

    return write_and_interrupt


def test_ctrl_c_while_writing_leaves_the_last_build(run: Run, sample: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("build", "--format", "nt", "--format", "ttl").code == 0
    before = contents(sample / "output")
    (sample / "notes" / "2024-05-06.md").write_text(NOTE.replace("2401", "2403"), encoding="utf-8")
    monkeypatch.setattr(turtle, "write", interrupted_after(turtle.write))
    finished = run("build", "--format", "nt", "--format", "ttl")

    assert finished.code == 130
    assert finished.err == INTERRUPTED
    assert contents(sample / "output") == before
