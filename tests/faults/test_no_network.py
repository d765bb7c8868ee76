"""A build where there is no network: it hardly waits, says once for each service what it cannot reach, and is whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from command_line import Run
from emulation import UNRESOLVABLE, FakeClock, RefusedPort, Server
from emulators.faults import captive_portal
from flying_builds import write_notes
from papergraph.http import Clock
from papergraph.pipeline import Online

PAPERS = [f"2101.{number:05d}" for number in range(1, 51)]
REPOSITORIES = [f"owner/name{number}" for number in range(50)]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FakeClock:
    """The clock of the builds of a test, which are not offline."""
    clock = FakeClock()
    monkeypatch.delenv("PAPERGRAPH_OFFLINE")
    monkeypatch.setattr("papergraph.pipeline.Online", partial(Online, clock=Clock(clock.now, clock.sleep)))
    return clock


@pytest.fixture(params=["refused", "unknown name", "login page"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """An address at which there is no service."""
    if request.param == "unknown name":
        yield UNRESOLVABLE
    elif request.param == "refused":
        with RefusedPort() as port:
            yield port.url
    else:
        with Server() as server:
            server.faults.add(captive_portal())
            yield server.url


@pytest.mark.parametrize("token", ["", "ghp_onlyfortests"])
def test_a_build_without_network_hardly_waits(
    token: str, url: str, clock: FakeClock, run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if token:
        monkeypatch.setenv("GITHUB_TOKEN", token)
    write_notes(folder, PAPERS, REPOSITORIES, f"{url}/api/query", url)

    finished = run("build", "--json")
    told = json.loads(finished.out)

    assert finished.code == 0
    assert sum(clock.sleeps) < 1
    assert [one["wanted"] for one in told["services"]] == [50, 50]
    assert sum(one["requests"] for one in told["services"]) <= 4
    assert [one["failed"] + one["waiting"] for one in told["services"]] == [50, 50]
    warnings = [line for line in finished.err.splitlines() if line.startswith("warning: ")]
    assert len(warnings) <= 2
    assert all("\n".join(warnings).count(service) == 1 for service in ("arXiv", "GitHub"))
    assert (folder / "output" / "graph.json").exists()


def test_offline_opens_no_socket(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_notes(folder, PAPERS, REPOSITORIES, f"{UNRESOLVABLE}/api/query", UNRESOLVABLE)
    monkeypatch.delenv("PAPERGRAPH_OFFLINE")

    def opened(*_: object, **__: object) -> None:
        pytest.fail("a socket was opened")

    monkeypatch.setattr("socket.socket", opened)
    monkeypatch.setattr("socket.create_connection", opened)
    monkeypatch.setattr("socket.getaddrinfo", opened)

    assert run("build", "--offline").code == 0
    assert run("problems").code == 0
    assert run("show", "arxiv:2101.00001").code == 0
    assert not (folder / ".papergraph" / "store.sqlite").exists()
