"""GitHub for tests: the emulator, what papergraph asks of it, and the bare client beside it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import github

from emulated_github import GithubEmulator
from emulated_github import Repository as Emulated
from emulation import Action, Answer, Request
from emulators.faults import rewritten, whole
from emulators.github_faults import aliases
from handmade import ref
from papergraph.http import Clock, Limits
from papergraph.model import Repository
from papergraph.sources.asking import Asked, Heard, Way
from papergraph.sources.due import Terms
from papergraph.sources.enrichment import Found, Tally, look_up
from papergraph.sources.github import GithubSource
from papergraph.sources.settings import GITHUB, Settings
from papergraph.store import Answer as StoredAnswer
from papergraph.store import Kept, Store
from ways import QUICK, a_way

TOKEN = "ghp_onlyForTests"  # noqa: S105 - the emulator's


@dataclass
class Desk:
    """Where papergraph asks an emulator: `heard` for the source alone, `look_up` for all of it with the store."""

    server: GithubEmulator
    path: Path
    limits: Limits = QUICK
    waits: list[str] = field(default_factory=list)
    """What was said of waiting."""

    @property
    def settings(self) -> Settings:
        """The emulator instead of GitHub."""
        return GITHUB._replace(url=self.server.url)

    @property
    def source(self) -> GithubSource:
        """The source that asks the emulator."""
        return GithubSource(self.settings)

    @contextmanager
    def way(self) -> Iterator[Way]:
        """The way to the emulator, without a store."""
        with a_way(self.server.clock, limits=self.limits, told=self.waits) as way:
            yield way

    def heard(self, *names: str, kept: Callable[[str], Kept | None] = lambda _: None) -> list[Heard]:
        """What the source hears when it is asked for repositories."""
        with self.way() as way:
            return list(self.source.ask([Asked(ref(f"github:{name}"), kept(name)) for name in names], way))

    def look_up(self, *names: str, refresh: Iterable[str] = (), online: bool = True) -> Found:
        """What is known of repositories after they were looked up."""
        clock = self.server.clock
        terms = Terms(self.path, online, frozenset(refresh), clock=Clock(clock.now, clock.sleep), limits=self.limits)
        return look_up([ref(f"github:{name}") for name in names], [self.source], terms)

    def has(self, *repositories: Emulated) -> None:
        """Let the emulator know these repositories and no others."""
        self.server.repositories[:] = repositories

    def kept(self, *names: str) -> dict[str, Kept]:
        """What the store has, by the name that is asked for."""
        with Store.open_readonly(self.path) as store:
            found = store.get("github", [ref(f"github:{name}") for name in names])
        return {asked.identifier: kept for asked, kept in found.items()}


@contextmanager
def opened(folder: Path, **options: Any) -> Iterator[Desk]:
    """A desk in a folder, before an emulator without repositories that accepts `TOKEN`."""
    with GithubEmulator(token=TOKEN, **options) as server:
        yield Desk(server, folder / "store.sqlite")


@contextmanager
def bare(server: GithubEmulator, **options: Any) -> Iterator[github.Github]:
    """The client as it comes, but for its pause before every request."""
    client = github.Github(base_url=server.url, seconds_between_requests=None, **options)
    try:
        yield client
    finally:
        client.close()


def answers(heard: Iterable[Heard]) -> dict[str, StoredAnswer]:
    """All answers, by the name that was asked for."""
    return {answer.asked.identifier: answer for one in heard for answer in one.answers}


def repositories(found: Found) -> dict[str, Repository]:
    """The repositories by their names; one that GitHub does not show by the name that was asked for."""
    return {record.reference.identifier: record for record in found.records if isinstance(record, Repository)}


def tally(found: Found) -> Tally:
    """The one tally."""
    (one,) = found.tallies
    return one


def body(change: Callable[[dict[str, Any]], object]) -> Action:
    """The right JSON answer, changed in place."""

    def spoil(text: bytes) -> bytes:
        told = json.loads(text)
        change(told)
        return json.dumps(told).encode()

    return rewritten(spoil)


def exhausted(after: int) -> Action:
    """The right answer to a query for so many repositories; of the others GitHub says only that it was too much."""

    def change(request: Request, right: Callable[[], Answer]) -> Answer:
        told = json.loads(whole(right()))
        for alias in list(aliases(request))[after:]:
            told["data"][alias] = None
        if len(aliases(request)) > after:
            message = "Resource limits for this query exceeded. Reduce the amount of data that is asked for."
            told["errors"] = [{"type": "RESOURCE_LIMITS_EXCEEDED", "message": message}]
        return rewritten(lambda _: json.dumps(told).encode())(request, right)

    return change
