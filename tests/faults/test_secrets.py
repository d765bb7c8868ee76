"""A token is in nothing that is written: no file, no output, no log, no traceback, whatever goes wrong."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from emulated_arxiv import ArxivEmulator, many_papers
from emulated_github import GithubEmulator, many_repositories, repository
from emulation import Action
from emulators.faults import captive_portal, reset, unavailable
from emulators.github_faults import bad_credentials, graphql_error, primary_limit
from flying_builds import FlyingClock, start_build, write_notes

TOKEN = "ghp_Zq8sEcReTsEcReTsEcReT42"  # noqa: S105 - the emulator's
LOUD = "logging.basicConfig(level=logging.DEBUG)\n"
CRASH = """
from papergraph.store import Store
def crash(*_):
    raise RuntimeError("out of order")
Store.put = crash
"""


@pytest.fixture
def github(folder: Path) -> Iterator[GithubEmulator]:
    """GitHub with a private repository, and a list of all that it and arXiv know in the folder."""
    clock = FlyingClock(time.time())
    repositories = [*many_repositories(5), repository("me/secret", private=True)]
    with ArxivEmulator(many_papers(3), clock) as arxiv, GithubEmulator(repositories, clock, token=TOKEN) as github:
        names = [one.full_name for one in repositories]
        write_notes(folder, list(arxiv.papers), names, arxiv.query_url, github.url)
        configuration = folder / "papergraph.toml"
        every = configuration.read_text(encoding="utf-8").replace('["json"]', '["html", "ttl", "nt", "json"]')
        configuration.write_text(every, encoding="utf-8")
        yield github


def all_that_was_written(folder: Path, github: GithubEmulator, token: str, more: str) -> bytes:
    """What a loud build printed, and every file in its folder."""
    clock = github.clock
    assert isinstance(clock, FlyingClock)
    process = start_build(folder, clock, "-v", batch=3, more=LOUD + more, GITHUB_TOKEN=token)
    out, err = process.communicate(timeout=60)
    assert "DEBUG" in err
    files = [path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()]
    assert len(files) > 3
    return out.encode() + err.encode() + b"".join(files)


@pytest.mark.parametrize(
    "action",
    [None, bad_credentials(), unavailable(502), captive_portal(), reset(0.5), graphql_error(), primary_limit()],
)
def test_a_loud_build_never_writes_the_token(action: Action | None, folder: Path, github: GithubEmulator) -> None:
    if action:
        github.faults.add(action)
    written = all_that_was_written(folder, github, TOKEN, "")

    assert github.requests
    assert any(TOKEN in request.headers.get("authorization", "") for request in github.requests)
    assert TOKEN.encode() not in written
    assert TOKEN[4:].encode() not in written


def test_a_crash_does_not_write_the_token(folder: Path, github: GithubEmulator) -> None:
    written = all_that_was_written(folder, github, TOKEN, CRASH)

    assert b"RuntimeError: out of order" in written
    assert TOKEN.encode() not in written


@pytest.mark.parametrize("token", [f"{TOKEN}\nX-Other: header", f"“{TOKEN}”", f"Bearer {TOKEN}"])
def test_what_is_no_token_is_neither_sent_nor_written(token: str, folder: Path, github: GithubEmulator) -> None:
    written = all_that_was_written(folder, github, token, "")

    assert b"What is in GITHUB_TOKEN is no token of GitHub." in written
    assert TOKEN.encode() not in written
    assert not any(TOKEN in str(request.headers) for request in github.requests)


def test_a_token_for_cloning_is_not_stored(folder: Path, github: GithubEmulator) -> None:
    written = all_that_was_written(folder, github, TOKEN, "")

    assert b"me/secret" in written
    assert b"temp_clone_token" not in written
