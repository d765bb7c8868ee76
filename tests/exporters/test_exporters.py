"""Exporters: the list of formats, and files that are written whole or not at all."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import pytest

from papergraph import exporters
from papergraph.errors import ConfigError, OutputError
from papergraph.exporters import EXPORTERS, NAMES, Exporter, export, exporter
from papergraph.model import Graph
from rdf_graphs import small_graph, written

TEXT_FORMATS = ("ttl", "nt", "trig", "nq", "jsonld", "rdf", "json", "graphml", "nt.gz", "jsonld.gz")


def test_the_formats_are_these() -> None:
    assert [one.name for one in EXPORTERS] == [*("html", "ttl", "nt", "trig", "nq", "jsonld", "rdf", "json", "graphml")]
    assert all(exporter(name).extension == f".{name}" for name in NAMES)


def test_every_format_but_the_page_can_be_gzipped() -> None:
    names = [one.name for one in EXPORTERS]

    assert [*NAMES] == [*names, *(f"{name}.gz" for name in names[1:])]
    with pytest.raises(ConfigError):
        exporter("html.gz")


@pytest.mark.parametrize("name,file", [("nt.gz", "graph.nt.gz"), ("nt", "graph.nt.gz"), ("nt.gz", "graph")])
def test_a_file_is_gzipped_once_and_tells_no_time(name: str, file: str, tmp_path: Path) -> None:
    path = tmp_path / file
    export(small_graph(), name, path)
    packed = path.read_bytes()

    assert gzip.decompress(packed) == written(small_graph(), "nt")
    assert packed[3:8] == bytes(5)  # neither flags nor a time


@pytest.mark.parametrize(
    "name,hint",
    [
        ("tll", "Did you mean ttl?"),
        ("xlsx", "There are html, ttl, nt, trig, nq, jsonld, rdf, json, graphml, and most with .gz behind."),
    ],
)
def test_a_format_that_is_none_is_an_error_with_what_would_be_right(name: str, hint: str) -> None:
    with pytest.raises(ConfigError, match=hint):
        exporter(name)


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_a_file_is_written_with_its_folders_and_nothing_else(name: str, tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / f"graph.{name}"

    export(small_graph(), name, path)
    assert path.stat().st_size > 1000
    assert list(path.parent.iterdir()) == [path]


def failing(_: Graph, file: BinaryIO) -> None:
    """Write a little, then find the disk full."""
    file.write(b"half a file")
    raise OSError(28, "No space left on device")


def interrupted(_: Graph, file: BinaryIO) -> None:
    """Write a little, then be interrupted."""
    file.write(b"half a file")
    raise KeyboardInterrupt


@pytest.mark.parametrize("write,raised", [(failing, OutputError), (interrupted, KeyboardInterrupt)])
def test_a_failure_leaves_the_old_file_and_no_other(
    write: object, raised: type[BaseException], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "graph.nt"
    path.write_bytes(b"old")
    broken = Exporter("nt", ".nt", "", "", write)  # type: ignore[arg-type]
    monkeypatch.setattr(exporters, "EXPORTERS", (broken,))

    with pytest.raises(raised):
        export(small_graph(), "nt", path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporters, "EXPORTERS", (Exporter("nt", ".nt", "", "", failing),))

    with pytest.raises(OutputError, match=r"graph\.nt cannot be written: No space left on device\.$"):
        export(small_graph(), "nt", tmp_path / "graph.nt")


def test_a_folder_that_is_a_file_cannot_be_written_to(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("a file")

    with pytest.raises(OutputError, match="cannot be written"):
        export(small_graph(), "nt", tmp_path / "output" / "graph.nt")


def test_a_folder_that_may_not_be_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(path: Path, mode: str) -> BinaryIO:
        raise PermissionError(13, "Permission denied", f"{path} {mode}")

    monkeypatch.setattr(Path, "open", denied)  # for root, everything may be written to
    with pytest.raises(OutputError, match=r"graph\.nt cannot be written: Permission denied\.$"):
        export(small_graph(), "nt", tmp_path / "graph.nt")
    assert list(tmp_path.iterdir()) == []


def test_a_path_that_is_a_folder_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "graph.nt").mkdir()

    with pytest.raises(OutputError, match="cannot be written"):
        export(small_graph(), "nt", tmp_path / "graph.nt")
    assert [path.name for path in tmp_path.iterdir()] == ["graph.nt"]


TESTS = Path(__file__).parents[1]


def printed(program: str, seed: str = "0") -> str:
    """What a program prints in a process of its own, with the names of the formats as arguments."""
    paths = f"{TESTS}{os.pathsep}{TESTS.parent / 'src'}"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths}
    command = [sys.executable, "-c", program, *TEXT_FORMATS]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


HASHES = """
import hashlib, sys
from rdf_graphs import small_graph, written, written
for name in sys.argv[1:]:
    print(name, hashlib.sha256(written(small_graph(), name)).hexdigest())
"""


def test_the_bytes_do_not_depend_on_the_hash_seed() -> None:
    assert printed(HASHES, "1") == printed(HASHES, "2") != ""


LOADED = """
import io, sys
from rdf_graphs import small_graph, written
from papergraph.exporters import exporter
for name in sys.argv[1:]:
    exporter(name).write(small_graph(), io.BytesIO())
print(*{"papergraph.exporters.html", "pyvis", "networkx", "numpy", "jinja2", "rdflib"} & set(sys.modules))
"""


def test_the_page_is_loaded_for_the_page_only() -> None:
    assert printed(LOADED).split() == []
