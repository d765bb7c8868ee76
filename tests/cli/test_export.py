"""`papergraph export`: one more format, to the output folder, a file, a device or standard output."""

from __future__ import annotations

import gzip
import os
import threading
from pathlib import Path

import pytest

from command_line import Run
from papergraph.exporters import EXPORTERS


@pytest.mark.parametrize("name", [*(exporter.name for exporter in EXPORTERS), "nt.gz"])
def test_every_format_is_written_to_the_output_folder(run: Run, sample: Path, name: str) -> None:
    finished = run("export", name)

    assert finished.code == 0
    assert finished.out == f"wrote {sample}/output/graph.{name}\n"
    assert (sample / "output" / f"graph.{name}").stat().st_size > 0


def test_a_build_and_an_export_write_the_same(run: Run, sample: Path) -> None:
    run("build", "--format", "nt")
    run("export", "nt", "-o", "output/again.nt")

    assert (sample / "output" / "graph.nt").read_bytes() == (sample / "output" / "again.nt").read_bytes()


def test_standard_output_gets_the_graph_and_nothing_else(run: Run, sample: Path) -> None:
    run("build", "--format", "nt")
    finished = run("export", "nt", "-o", "-")

    assert finished.out == (sample / "output" / "graph.nt").read_text(encoding="utf-8")


def test_a_file_that_is_called_so_is_gzipped(run: Run, sample: Path) -> None:
    run("build", "--format", "nt", "--format", "nt.gz")
    run("export", "nt", "-o", "again.nt.gz")

    packed = (sample / "again.nt.gz").read_bytes()
    assert packed == (sample / "output" / "graph.nt.gz").read_bytes()
    assert gzip.decompress(packed) == (sample / "output" / "graph.nt").read_bytes()


def test_other_notes_can_be_exported(run: Run, sample: Path) -> None:
    (sample / "other.md").write_text("- [One Paper of Mine](https://arxiv.org/abs/2404.00001)\n", encoding="utf-8")
    finished = run("export", "nt", "-o", "-", "other.md")

    assert "https://arxiv.org/abs/2404.00001" in finished.out
    assert "2401.01234" not in finished.out


def test_a_named_pipe_stays_one(run: Run, sample: Path) -> None:
    pipe = sample / "pipe"
    os.mkfifo(pipe)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_bytes()))
    reader.start()
    finished = run("export", "nt", "-o", "pipe")
    reader.join()

    assert finished.code == 0
    assert pipe.is_fifo()
    assert b"2401.01234" in received[0]


def test_an_unknown_format_is_one_sentence(run: Run, sample: Path) -> None:
    finished = run("export", "pdf")

    assert sample.is_dir()
    assert finished.code == 2
    assert finished.err.count("\n") == 1
    assert "graphml" in finished.err
