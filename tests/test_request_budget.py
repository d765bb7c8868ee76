"""A thousand papers and five hundred repositories: how many requests a build makes, and how far apart they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from emulated_arxiv import ArxivEmulator, many_papers
from emulated_github import GithubEmulator, many_repositories
from emulation import FakeClock, gaps
from papergraph.config import Config
from papergraph.http import Clock
from papergraph.model import Paper, Repository
from papergraph.pipeline import Build, Online, build
from papergraph.sources.settings import ARXIV, DAY, GITHUB

PAPERS, REPOSITORIES = 1_000, 500
TOKEN = "ghp_onlyForTests"  # noqa: S105 - the emulator's
POLITE = 3.0
"""Seconds between two requests that arXiv asks for: https://info.arxiv.org/help/api/tou.html"""


@dataclass
class World:
    """Both services on one clock, and notes that name all that they know."""

    arxiv: ArxivEmulator
    github: GithubEmulator
    config: Config
    clock: FakeClock

    def build(self) -> Build:
        """One build that may ask."""
        self.arxiv.forget()
        self.github.forget()
        return build(self.config, online=Online(clock=Clock(self.clock.now, self.clock.sleep)))

    @property
    def requests(self) -> tuple[int, int]:
        """How many the last build made: of arXiv, of GitHub."""
        return len(self.arxiv.requests), len(self.github.requests)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A world in which the papers are the repositories', two to one."""
    clock = FakeClock()
    with (
        ArxivEmulator(many_papers(PAPERS), clock, pace=POLITE) as arxiv,
        GithubEmulator(many_repositories(REPOSITORIES), clock, token=TOKEN) as github,
    ):
        config = Config(
            tmp_path,
            (written(tmp_path / "notes", arxiv, github),),
            tmp_path / "output",
            formats=(),
            workers=1,
            arxiv=ARXIV._replace(url=arxiv.query_url),
            github=GITHUB._replace(url=github.url),
        )
        yield World(arxiv, github, config, clock)


def written(notes: Path, arxiv: ArxivEmulator, github: GithubEmulator) -> Path:
    """Ten lists that name every paper, and with every other one a repository."""
    notes.mkdir()
    papers, names = list(arxiv.papers.values()), [one.full_name for one in github.repositories]
    lines = []
    for place, paper in enumerate(papers):
        code = f" [code](https://github.com/{names[place // 2]})" if place % 2 == 0 else ""
        title = paper.versions[-1].title
        lines.append(f"- [{title}](https://arxiv.org/abs/{paper.identifier}){code}\n")
    for number in range(10):
        text = "".join(lines[number::10])
        (notes / f"list-{number}.md").write_text(f"# List {number}\n\n{text}", encoding="utf-8")
    return notes


def test_builds_make_as_few_requests_as_the_services_allow(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other: everything, nothing, what is a week old, what is a season old."""
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)

    first = world.build()

    assert world.requests == (10, 10)
    assert [len(request.references) for request in world.github.requests] == [50] * 10
    assert min(gaps(world.arxiv.requests)) >= POLITE
    assert {(one.fetched, one.cached, one.missing, one.failed, one.waiting) for one in first.tallies[:2]} == {
        (PAPERS, 0, 0, 0, 0),
        (REPOSITORIES, 0, 0, 0, 0),
    }
    assert told(first) == (PAPERS, REPOSITORIES)
    assert {request.connection for request in world.arxiv.requests} == {1}
    assert {request.connection for request in world.github.requests} == {1}

    second = world.build()

    assert world.requests == (0, 0)
    assert second.graph == first.graph
    assert [one.cached for one in second.tallies[:2]] == [PAPERS, REPOSITORIES]

    world.clock.advance(8 * DAY)
    world.github.repositories[:] = [replace(one, stars=one.stars + 1) for one in world.github.repositories]
    third = world.build()

    assert world.requests == (0, 10)
    assert stars(third) == stars(first) + REPOSITORIES

    world.clock.advance(91 * DAY)
    fourth = world.build()

    assert world.requests == (10, 10)
    assert min(gaps(world.arxiv.requests)) >= POLITE
    assert told(fourth) == (PAPERS, REPOSITORIES)


def told(made: Build) -> tuple[int, int]:
    """Of how many papers and repositories the services have told."""
    records = [record for each in made.graph.records.values() for record in each]
    return (
        sum(isinstance(one, Paper) and one.origin.source == "arXiv" and bool(one.authors) for one in records),
        sum(isinstance(one, Repository) and one.origin.source == "GitHub" and one.stars is not None for one in records),
    )


def stars(made: Build) -> int:
    """All stars together."""
    return sum(one.stars or 0 for one in made.graph.repositories.values())
