"""Builds that are killed, and builds at the same time: the store stays whole, and nothing is fetched twice."""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from command_line import Run
from emulated_arxiv import ArxivEmulator, many_papers
from emulated_github import GithubEmulator, many_repositories
from emulation import Answer, Request
from emulators.faults import nth, slow
from flying_builds import FlyingClock, start_build, write_notes

TOKEN = "ghp_onlyfortests"  # noqa: S105 - the emulator's
PAPERS, REPOSITORIES, BATCH = 60, 60, 10
REQUESTS = PAPERS // BATCH + REPOSITORIES // BATCH


class World(NamedTuple):
    """Two services that take their time, and a folder with a list of all that they know."""

    folder: Path
    run: Run
    clock: FlyingClock
    arxiv: ArxivEmulator
    github: GithubEmulator

    @property
    def requests(self) -> int:
        """How many requests both have seen."""
        return len(self.arxiv.requests) + len(self.github.requests)

    def stored(self) -> set[str]:
        """What the store holds facts of, as the services name it; the store must be whole."""
        path = self.folder / ".papergraph" / "store.sqlite"
        if not path.exists():
            return set()
        with sqlite3.connect(path) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        listed = self.run("store", "export")
        assert listed.code == 0, listed.err
        rows = [json.loads(line) for line in listed.out.splitlines()]
        return {row["reference"].partition(":")[2] for row in rows if row.get("state") == "ok"}

    def known(self) -> int:
        """How many papers and repositories of the last build have facts of a service."""
        graph = json.loads((self.folder / "output" / "graph.json").read_text(encoding="utf-8"))
        services = {"arXiv", "GitHub"}
        told = [node for node in graph["nodes"] if any(source["source"] in services for source in node["sources"])]
        return sum(node["kind"] in {"paper", "repository"} for node in told)


@pytest.fixture
def world(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The world before any build."""
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    clock = FlyingClock(time.time())
    papers, repositories = many_papers(PAPERS), many_repositories(REPOSITORIES)
    with ArxivEmulator(papers, clock) as arxiv, GithubEmulator(repositories, clock, token=TOKEN) as github:
        for server in (arxiv, github):
            server.faults.add(slow(0.02))
        names = [one.full_name for one in repositories]
        write_notes(folder, [paper.identifier for paper in papers], names, arxiv.query_url, github.url)
        yield World(folder, run, clock, arxiv, github)


@pytest.mark.parametrize("moment", range(20))
def test_a_killed_build_loses_nothing_that_was_stored(moment: int, world: World) -> None:
    chance = random.Random(moment)  # noqa: S311 - no secret
    process = start_build(world.folder, world.clock, batch=BATCH)
    seen = chance.randint(0, REQUESTS - 1)
    while world.requests < seen and process.poll() is None:
        time.sleep(0.002)
    time.sleep(chance.uniform(0, 0.05))
    process.kill()
    process.communicate(timeout=60)

    before = world.stored()
    assert before or seen < 5
    for server in (world.arxiv, world.github):
        server.forget()
    again = start_build(world.folder, world.clock, batch=BATCH)
    _, err = again.communicate(timeout=60)

    assert (again.returncode, err) == (0, "")
    assert world.known() == PAPERS + REPOSITORIES
    assert len(world.stored()) == PAPERS + REPOSITORIES
    asked = {one for server in (world.arxiv, world.github) for request in server.requests for one in request.references}
    assert not asked & before


def test_ctrl_c_keeps_what_has_arrived(world: World) -> None:
    def interrupt(_: Request, right: Callable[[], Answer]) -> Answer:
        process.send_signal(signal.SIGINT)
        return right()

    world.arxiv.faults.clear()
    world.arxiv.faults.add(interrupt, nth(PAPERS // BATCH // 2))
    world.arxiv.faults.add(slow(0.02))
    process = start_build(world.folder, world.clock, batch=BATCH)
    out, err = process.communicate(timeout=60)

    assert process.returncode == 130
    assert out == ""
    assert "what services said is kept" in err
    assert not (world.folder / "output" / "graph.json").exists()
    assert len(world.stored()) >= BATCH


@pytest.mark.alone
def test_two_builds_at_once_take_turns_and_ask_for_nothing_twice(world: World) -> None:
    both = [start_build(world.folder, world.clock, "-o", f"output{place}", batch=BATCH) for place in range(2)]
    ends = [process.communicate(timeout=60) for process in both]

    assert [(process.returncode, err) for process, (_, err) in zip(both, ends, strict=True)] == [(0, "")] * 2
    assert len(world.stored()) == PAPERS + REPOSITORIES
    assert world.requests == REQUESTS
    moments = [request.moment for request in world.arxiv.requests]
    # The moments are those of arrival, on a clock that flies: a millisecond is a twentieth of a second of it.
    assert min(later - earlier for earlier, later in pairwise(moments)) > 2.0
