"""Which way GitHub is asked, and what the store's rows say of repositories."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from emulated_github import repository
from github_desk import TOKEN, Desk, answers, opened
from handmade import ref
from papergraph.model import RANK_SERVICE, Origin, Repository, Status
from papergraph.sources.github import GithubSource
from papergraph.sources.github_answers import VERSION
from papergraph.sources.settings import DAY, GITHUB
from papergraph.store import Kept, State

RAW = json.dumps({"id": 7, "full_name": "A/B", "stargazers_count": 5, "topics": ["x"]})
PARSED = json.dumps({"name": "A/B", "stars": 5, "topics": ["x"]})
THEN, LATER = "2026-03-02T10:00:00Z", "2026-03-20T10:00:00Z"
KNOWN = Kept("github", ref("github:a/b"), State.OK, THEN, THEN, THEN, "", RAW, PARSED, VERSION)
RECORD = Repository(
    ref("github:a/b"), Origin(RANK_SERVICE, "GitHub", 0, "2026-03-02"), name="A/B", stars=5, topics=("x",)
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened(tmp_path) as desk:
        desk.has(repository("a/b"))
        yield desk


def ways(desk: Desk) -> list[tuple[str, str | None]]:
    """The paths that were asked, and the token with each."""
    return [(request.path, request.headers.get("authorization")) for request in desk.server.requests]


@pytest.mark.parametrize(
    "reference, wanted",
    [("github:a/b", True), ("gitlab:a/b", False), ("arxiv:2101.00001", False), ("url:https://github.com/a", False)],
)
def test_repositories_of_github_are_wanted(reference: str, *, wanted: bool) -> None:
    assert GithubSource().wants(ref(reference)) is wanted


def test_facts_hold_for_a_week_and_what_is_missing_for_less() -> None:
    assert (GithubSource().settings.max_age, GithubSource().missing_age) == (7 * DAY, 7 * DAY / 4)
    assert GithubSource(GITHUB._replace(max_age=400 * DAY)).missing_age == 7 * DAY


@pytest.mark.parametrize("variable", ["GITHUB_TOKEN", "GH_TOKEN"])
def test_a_token_in_the_environment_asks_by_graphql(desk: Desk, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, TOKEN)

    desk.heard("a/b")

    assert ways(desk) == [("/graphql", f"token {TOKEN}")]


def test_without_a_token_rest_is_asked(desk: Desk) -> None:
    desk.heard("a/b")

    assert ways(desk) == [("/repos/a/b", None)]


def test_what_is_no_token_is_told_of_and_not_sent(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "ghp_with\nline break")

    heard = desk.heard("a/b")

    assert heard[0].hint == "What is in GITHUB_TOKEN is no token of GitHub. GitHub is asked without one."
    assert answers(heard)["a/b"].state is State.OK
    assert ways(desk) == [("/repos/a/b", None)]


def test_a_row_with_facts_is_a_repository_with_its_day() -> None:
    assert GithubSource().records(KNOWN) == (RECORD,)


def test_the_day_is_that_of_the_facts_and_not_of_the_last_look() -> None:
    assert GithubSource().records(KNOWN._replace(checked_at=LATER, tried_at=LATER)) == (RECORD,)


@pytest.mark.parametrize("changes", [{"parsed": ""}, {"version": "github/0"}, {"version": "", "parsed": "nonsense"}])
def test_what_was_read_elsewhere_or_by_an_older_version_is_read_anew(changes: dict[str, str]) -> None:
    assert GithubSource().records(KNOWN._replace(**changes)) == (RECORD,)  # type: ignore[arg-type]


def test_names_of_before_come_along_either_way() -> None:
    former = (ref("github:old/name"), ref("github:older/name"))

    for parsed in (PARSED, ""):
        (found,) = GithubSource().records(KNOWN._replace(former=former, parsed=parsed))
        assert isinstance(found, Repository)
        assert found.former_names == ("old/name", "older/name")


@pytest.mark.parametrize("raw", ["nonsense", "[]", "{}", '{"full_name": "x"}', '{"id": 1, "full_name": "c/d"}'])
def test_a_payload_that_does_not_describe_it_says_nothing(raw: str) -> None:
    assert GithubSource().records(KNOWN._replace(raw=raw, parsed="", version="")) == ()


@pytest.mark.parametrize(
    "reason, status",
    [
        ("GitHub does not know it", Status.MISSING),
        ("", Status.MISSING),
        ("blocked: GitHub blocks it (dmca)", Status.BLOCKED),
    ],
)
def test_what_github_does_not_show_is_missing_or_blocked(reason: str, status: Status) -> None:
    bare = Kept("github", ref("github:a/b"), State.MISSING, LATER, tried_at=LATER, reason=reason)

    assert GithubSource().records(bare) == (
        Repository(ref("github:a/b"), Origin(RANK_SERVICE, "GitHub", 0, "2026-03-20"), status=status.value),
    )


def test_what_was_there_once_keeps_its_facts_beside_that() -> None:
    records = GithubSource().records(KNOWN._replace(state=State.MISSING, checked_at=LATER))

    assert records[0] == RECORD
    assert [(one.status, one.origin.date) for one in records[1:] if isinstance(one, Repository)] == [
        (Status.MISSING, "2026-03-20")
    ]


def test_a_failure_says_nothing() -> None:
    assert GithubSource().records(Kept("github", ref("github:a/b"), State.ERROR, tried_at=LATER)) == ()
