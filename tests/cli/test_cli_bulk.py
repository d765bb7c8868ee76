"""`papergraph bulk`: a corpus in, sorted triples and tables out, from the command line."""

from __future__ import annotations

import gzip
import json
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bulk_jobs import files, write_corpus
from command_line import Run
from papergraph.bulk import job


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "papergraph" / "bulk"


def test_a_corpus_becomes_parts_and_a_summary(run: Run, folder: Path, cache: Path) -> None:
    finished = run("bulk", *write_corpus(folder), "-o", "out", "--partitions", "2")

    assert finished.code == 0
    lines = finished.out.splitlines()
    manifest = json.loads((folder / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert lines[0] == "read  4 notes, 2 catalogues"
    assert lines[1] == f"found {manifest['triples']} triples, {manifest['things']} things, {manifest['edges']} links"
    assert lines[-1] == f"wrote out: checksum {manifest['checksum']}"
    assert sorted(files(folder / "out")) == [
        "_SUCCESS",
        *(f"edges/part-0000{number}.parquet" for number in range(2)),
        "manifest.json",
        *(f"nodes/part-0000{number}.parquet" for number in range(2)),
        *(f"triples/part-0000{number}.nt.gz" for number in range(2)),
    ]
    assert list(cache.iterdir()) == []


def test_parts_are_the_triples_that_a_build_has(run: Run, folder: Path) -> None:
    notes, *catalogs = write_corpus(folder)
    (folder / "papergraph.toml").write_text(
        f"catalogs = {json.dumps(catalogs)}\ntitle = 'A corpus'\n", encoding="utf-8"
    )
    assert run("build", notes, "--offline", "--format", "nt").code == 0
    assert run("bulk", notes, *catalogs, "-o", "out", "--only-named", "--no-tables").code == 0

    parts = [gzip.decompress(part.read_bytes()) for part in folder.glob("out/triples/*")]
    lines = sorted(line for part in parts for line in part.splitlines())
    assert lines == (folder / "output" / "graph.nt").read_bytes().splitlines()


def test_problems_are_told_by_kind_with_places_on_request(run: Run, folder: Path) -> None:
    sources = write_corpus(folder)
    (folder / "arxiv.jsonl").write_text("no\nnor this\n{}\n", encoding="utf-8")

    brief = run("bulk", *sources, "-o", "out").out.splitlines()
    long = run("bulk", *sources, "-o", "out", "-v").out.splitlines()

    assert "2 warnings: The line is not JSON; one record a line is expected" in brief
    place = long.index("2 warnings: The line is not JSON; one record a line is expected")
    assert long[place + 1] == "  arxiv.jsonl:1: The line is not JSON; one record a line is expected"


def test_the_manifest_is_printed_for_programs(run: Run, folder: Path) -> None:
    finished = run("bulk", *write_corpus(folder), "-o", "out", "--json")

    assert json.loads(finished.out)["inputs"] == {"notes": 4, "catalogs": 2}


@pytest.mark.parametrize(
    "arguments, code, sentence",
    [
        (["none", "-o", "out"], 3, "none does not exist"),
        (["notes/archive.ZIP", "-o", "out"], 3, "archive.ZIP is a zip file: unpack it"),
        (["notes", "-o", "taken"], 4, "taken was not written by `papergraph bulk` and is not replaced"),
        (["gopher://x", "-o", "out"], 2, "gopher://x is no address that can be read"),
        (["notes", "-o", "s3://bucket/out"], 2, "is an address, and the output is a folder"),
        (["notes", "-o", "out", "--partitions", "0"], 2, "partitions"),
        (["notes", "-o", "out", "--master", "spark://host:7077"], 2, "--master is for --engine spark"),
        (["notes", "-o", "out", "--engine", "spark", "--workers", "2"], 2, "--workers is for --engine local"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    run: Run, folder: Path, arguments: list[str], code: int, sentence: str
) -> None:
    write_corpus(folder)
    (folder / "taken").mkdir()
    (folder / "taken" / "thesis.tex").touch()
    (folder / "notes" / "archive.ZIP").write_bytes(b"PK\x03\x04")

    finished = run("bulk", *arguments)

    assert finished.code == code
    assert sentence in finished.err
    assert finished.err.count("\n") == 1
    assert not (folder / "out").exists()


def test_what_a_job_left_that_will_not_go_on_is_swept(
    run: Run, folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = write_corpus(folder)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(job, "_world", interrupt)
        stopped = run("bulk", *sources, "-o", "out")
    left = [*cache.iterdir(), *folder.glob(".out.*")]
    (folder / "notes" / "new.md").write_text("- [New](https://arxiv.org/abs/2101.00001)", encoding="utf-8")
    (folder / ".out.settings").mkdir()

    assert stopped.code == 130
    assert "The same command goes on where this one was." in stopped.err
    assert len(left) == 2
    assert run("bulk", *sources, "-o", "out").code == 0
    assert not [path for path in left if path.exists()]
    assert (folder / ".out.settings").exists()


def test_a_job_that_was_killed_goes_on(folder: Path, cache: Path) -> None:
    sources = write_corpus(folder)
    for number in range(300):
        text = "".join(
            f"- [A paper {number} {line}](https://arxiv.org/abs/21{line:02}.{number:05})\n" for line in range(1, 13)
        )
        (folder / "notes" / f"{number}.md").write_text(f"# List {number}\n\n{text}", encoding="utf-8")
    command = [sys.executable, "-m", "papergraph", "bulk", *sources, "--workers", "2", "-o"]
    subprocess.run([*command, "whole"], cwd=folder, check=True, capture_output=True)

    with subprocess.Popen([*command, "out"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as job:
        while job.poll() is None and not list(cache.glob("*/read/*.done")):
            pass
        job.send_signal(signal.SIGKILL)
    left = {path: path.stat().st_mtime_ns for path in cache.glob("*/read/*.done")}
    assert not (folder / "out").exists()
    assert left
    subprocess.run([*command, "out"], cwd=folder, check=True, capture_output=True)

    assert files(folder / "out") == files(folder / "whole")


def test_processes_end_with_the_one_that_started_them(folder: Path, cache: Path) -> None:
    sources = write_corpus(folder)
    for number in range(600):
        text = "".join(f"- [{line}](https://arxiv.org/abs/21{line:02}.{number:05})\n" for line in range(1, 13))
        (folder / "notes" / f"{number}.md").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "papergraph", "bulk", *sources, "--workers", "2", "-o", "out"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as job:
        while job.poll() is None and not list(cache.glob("*/read/*")):
            pass
        job.send_signal(signal.SIGKILL)
        job.wait()
        # They have its output as well, which ends when the last of them does.
        assert job.stdout
        assert select.select([job.stdout], [], [], 60)[0]
        assert job.stdout.read() == b""
