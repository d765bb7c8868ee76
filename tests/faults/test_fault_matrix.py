"""Every fault of every service at every moment: a build ends well, loses nothing, invents nothing, and says what it is.

The table that comes of it is docs/faults.md; `make docs` rewrites it.
"""

from __future__ import annotations

import gc
import json
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from command_line import Finished, Run
from emulated_arxiv import ArxivEmulator, many_papers
from emulated_github import GithubEmulator, many_repositories
from emulation import FakeClock, Server
from emulators.faults import from_the
from fault_cases import ARXIV, CASES, HEALED, LATER, ONCE, REFRESH, REST, SERVICES, Case, Outcome
from papergraph.http import Clock, Limits
from papergraph.pipeline import Online

Facts: TypeAlias = "dict[str, tuple[object, ...] | None]"
"""Reference → what is known of it, None for nothing; a status alone is `(status,)`."""

TOKEN = "ghp_onlyfortests"  # noqa: S105 - the emulator's
GONE = {"arxiv": "arxiv:1702.00001", "github": "github:nobody/nothing"}
PATIENT = Limits(connect=20.0, silence=20.0, whole=40.0, size=1 << 20)
HASTY = Limits(connect=20.0, silence=0.5, whole=1.0, size=1 << 20)
"""For what is slow; a right answer is to be in time on the busiest machine."""
YEAR = 365 * 86_400.0


class World:
    """One service, notes that name what it knows, and builds of them on a clock that does not wait."""

    def __init__(self, service: str, server: Server, folder: Path, run: Run) -> None:
        self.server = server
        self.service = service
        self._run = run
        self._folder = folder
        self._is_arxiv = isinstance(server, ArxivEmulator)
        self.gone = GONE["arxiv" if self._is_arxiv else "github"]
        self._write()

    def build(self, limits: Limits = PATIENT) -> Finished:
        """Run `papergraph build`."""
        clock = Clock(self.server.clock.now, self.server.clock.sleep)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("papergraph.pipeline.Online", partial(Online, clock=clock, limits=limits))
            return self._run("build")

    def truth(self) -> Facts:
        """What the service knows at this moment."""
        server = self.server
        known: Facts = {self.gone: ("missing",)}
        if isinstance(server, ArxivEmulator):
            known |= {f"arxiv:{paper.identifier}": (paper.versions[-1].title,) for paper in server.papers.values()}
        elif isinstance(server, GithubEmulator):
            known |= {f"github:{one.full_name.lower()}": (one.stars,) for one in server.repositories}
        return known

    def facts(self) -> Facts:
        """What the last build says that the service knows."""
        graph = json.loads((self._folder / "output" / "graph.json").read_text(encoding="utf-8"))
        return {node["id"]: self._fact(node) for node in graph["nodes"] if node["id"] in self.truth()}

    def change(self) -> None:
        """Let the service know other things than before."""
        server = self.server
        if isinstance(server, ArxivEmulator):
            for name, known in server.papers.items():
                server.papers[name] = known.revised(title=f"{known.versions[-1].title}, Revised")
        elif isinstance(server, GithubEmulator):
            server.repositories[:] = [replace(one, stars=one.stars + 1) for one in server.repositories]

    def _fact(self, node: dict[str, Any]) -> tuple[object, ...] | None:
        """What a service says, not the note."""
        if not any(source["source"] in {"arXiv", "GitHub"} for source in node["sources"]):
            return None
        if "status" in node and node["status"] == "missing":
            return (node["status"],)
        return (node["title"],) if self._is_arxiv else (node.get("stars"),)

    def _write(self) -> None:
        """The configuration, and a note that links to everything."""
        server, other = self.server, "github" if self._is_arxiv else "arxiv"
        mine, url = ("arxiv", f"{server.url}/api/query") if self._is_arxiv else ("github", server.url)
        (self._folder / "papergraph.toml").write_text(
            f'formats = ["json"]\n[{mine}]\nurl = "{url}"\n[{other}]\nenabled = false\n', encoding="utf-8"
        )
        links = {
            "arxiv": "- [Paper {0} of the list of papers](https://arxiv.org/abs/{1})",
            "github": "- [Paper {0} of the list of papers](https://example.org/{0}) [code](https://github.com/{1})",
        }
        notes = self._folder / "notes"
        notes.mkdir()
        lines = [links[mine].format(number, name.partition(":")[2]) for number, name in enumerate(sorted(self.truth()))]
        (notes / "list.md").write_text("# Papers\n\n" + "\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def world(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], World]]:
    """A function that makes the world of a service; batches are small, so that there are several."""
    clock = FakeClock()
    servers: list[Server] = []
    monkeypatch.delenv("PAPERGRAPH_OFFLINE")
    monkeypatch.setattr("papergraph.sources.arxiv.BATCH", 3)
    monkeypatch.setattr("papergraph.sources.github_graphql.BATCH", 3)

    def make(service: str) -> World:
        token = None if service == REST else TOKEN
        if token:
            monkeypatch.setenv("GITHUB_TOKEN", token)
        made: Server = (
            ArxivEmulator(many_papers(6), clock)
            if service == ARXIV
            else GithubEmulator(many_repositories(6), clock, token=token)
        )
        servers.append(made.__enter__())
        return World(service, made, folder, run)

    yield make
    for server in servers:
        server.close()


@pytest.fixture(autouse=True)
def given_up(request: pytest.FixtureRequest) -> Iterator[None]:
    """A connection that is given up in the middle of an answer ends when the collector finds it: in no other test."""
    yield
    if "drips" in request.node.name:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_fault_loses_nothing_and_invents_nothing(case: Case, world: Callable[[str], World]) -> None:
    there = world(case.service)
    server = there.server
    before: Facts = dict.fromkeys(there.truth())
    if case.moment == REFRESH:
        assert there.build().code == 0
        before = there.truth()
        assert there.facts() == before
        there.change()
        server.clock.advance(YEAR)
        server.forget()
    fault = server.faults.add(
        case.fault.action,
        from_the(2) if case.moment == LATER else None,
        times=1 if case.moment == ONCE else None,
    )

    finished = there.build(HASTY if case.fault.is_slow else PATIENT)

    assert finished.code == 0
    assert fault.fired
    assert len(server.requests) < 60
    now, facts = there.truth(), there.facts()
    assert all(facts[one] in (before[one], now[one]) for one in now)
    if case.outcome is HEALED:
        assert facts == now
        assert "warning" not in finished.err
    else:
        (warning,) = [line for line in finished.err.splitlines() if line.startswith("warning: ")]
        assert case.service.split()[0] in warning
        assert "the next build asks again" in warning

    server.faults.clear()
    server.clock.advance(2 * 3600)
    assert there.build().err.count("warning") == 0
    assert there.facts() == now


HEAD = """\
# When a service fails

Whatever arXiv or GitHub do, `papergraph build` ends with exit code 0 and writes the graph of what is known. No fact is
lost: what was known stays, with the day on which it was seen. None is made up: that something does not exist is
believed only where an answer was whole and says so. The tests run each fault at each moment ({number} cases), and
`make docs` writes this page from them.

**Once**, with the first request, a fault has one of two outcomes:

- *asks again*: the build waits a little, asks again or for less at a time, and has everything in the end;
- *reports*: the build says on standard error what is the matter, and the next build asks again.

Where a fault **lasts** (from the start, from the second request on, or when old facts are looked up anew), the build
reports it.

| what goes wrong, once | {services} |
|---|{rules}
"""
IN_WORDS = {Outcome.HEALED: "asks again", Outcome.TOLD: "reports"}


def page() -> str:
    """docs/faults.md."""
    rows: dict[str, dict[str, str]] = {}
    for case in CASES:
        if case.moment == ONCE:
            rows.setdefault(case.fault.title, {})[case.service] = IN_WORDS[case.outcome]
    head = HEAD.format(number=len(CASES), services=" | ".join(SERVICES), rules="---|" * len(SERVICES))
    lines = (
        f"| {title} | {' | '.join(outcomes.get(service, '') for service in SERVICES)} |\n"
        for title, outcomes in sorted(rows.items(), key=lambda row: (len(row[1]) == 1, row[0]))
    )
    return head + "".join(lines)


def test_whatever_lasts_is_told() -> None:
    assert {case.outcome for case in CASES if case.moment != ONCE} == {Outcome.TOLD}


def test_the_table_in_the_docs_is_this_one(checkout: Path, pytestconfig: pytest.Config) -> None:
    document = checkout / "docs" / "faults.md"
    if pytestconfig.getoption("--update"):
        document.write_text(page(), encoding="utf-8")

    assert document.read_text(encoding="utf-8") == page()
