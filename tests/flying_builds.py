"""Builds in processes of their own, whose clock flies: three seconds of politeness take milliseconds.

The clock starts at a moment that all processes of a test share, so that what one of them reserves holds for the others.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from emulation import FakeClock

SPEED = 50.0
PROGRAM = """
import logging, sys, time
from functools import partial
sys.path[:0] = {path!r}
from papergraph import pipeline
from papergraph.cli import run
from papergraph.http import Clock
from papergraph.pipeline import Online
from papergraph.sources import arxiv, github_graphql

start, speed = {start!r}, {speed!r}
clock = Clock(lambda: start + (time.time() - start) * speed, lambda seconds: time.sleep(seconds / speed))
pipeline.Online = partial(Online, clock=clock)
arxiv.BATCH = github_graphql.BATCH = {batch!r}
{more}
sys.exit(run(sys.argv[1:]))
"""


class FlyingClock(FakeClock):
    """A clock that runs by itself, fast."""

    def now(self) -> float:
        """Seconds since the epoch."""
        return self._now + (time.time() - self._now) * SPEED


def start_build(
    folder: Path, clock: FlyingClock, *arguments: str, batch: int = 10, more: str = "", **environment: str
) -> subprocess.Popen[str]:
    """Start `papergraph build` in a folder, asking the network; `more` is run in the process before it."""
    program = PROGRAM.format(path=sys.path, start=clock._now, speed=SPEED, batch=batch, more=more)  # noqa: SLF001
    inherited = {name: value for name, value in os.environ.items() if name != "PAPERGRAPH_OFFLINE"}
    return subprocess.Popen(
        [sys.executable, "-c", program, "build", *arguments],
        cwd=folder,
        env={**inherited, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def write_notes(folder: Path, papers: list[str], repositories: list[str], arxiv: str, github: str) -> None:
    """Write a list that links to papers and repositories, and a configuration that names two services."""
    (folder / "notes").mkdir(parents=True)
    lines = [f"- [Paper {one} of the list](https://arxiv.org/abs/{one})" for one in papers]
    lines += [
        f"- [Program {number} of the list](https://example.org/{number}) [code](https://github.com/{one})"
        for number, one in enumerate(repositories)
    ]
    (folder / "notes" / "list.md").write_text("# Papers\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    (folder / "papergraph.toml").write_text(
        f'formats = ["json"]\n[arxiv]\nurl = "{arxiv}"\n[github]\nurl = "{github}"\n', encoding="utf-8"
    )
