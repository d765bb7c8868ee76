"""The checksum of the program: all that makes another reading or another page of it is in it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def installed(tmp_path: Path, checkout: Path) -> Path:
    """A copy of the package in a folder of its own."""
    shutil.copytree(
        checkout / "src" / "papergraph",
        tmp_path / "papergraph",
        ignore=shutil.ignore_patterns("node_modules", "__pycache__"),
    )
    return tmp_path


def told(folder: Path) -> str:
    """The checksum that a new process finds."""
    program = "from papergraph.cache.code import code_checksum; print(code_checksum())"
    command = [sys.executable, "-B", "-c", program]
    return subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=folder, env={"PYTHONPATH": str(folder)}
    ).stdout.strip()


@pytest.mark.parametrize(
    "name", ["readers/units.py", "topics/data/papergraph-topics.ttl", "web/page.js", "queries/top-authors.rq"]
)
def test_another_byte_anywhere_is_another_program(installed: Path, name: str) -> None:
    before = told(installed)
    assert told(installed) == before

    path = installed / "papergraph" / name
    path.write_bytes(path.read_bytes() + b"\n")

    assert told(installed) != before


def test_another_version_of_a_library_is_another_program(installed: Path) -> None:
    before = told(installed)
    (installed / "pyromark-99.0.dist-info").mkdir()

    assert told(installed) != before


def test_what_only_developers_have_is_no_part_of_it(installed: Path) -> None:
    before = told(installed)
    for name in ("web/node_modules/x.js", "web/src/y.ts", "__pycache__/z.pyc"):
        path = installed / "papergraph" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")

    assert told(installed) == before
