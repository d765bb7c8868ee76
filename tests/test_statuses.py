"""What services say is the matter is told at the first place in a note that names the thing."""

from __future__ import annotations

import pytest

from handmade import catalog_repository, code, entry, fetched_paper, fetched_repository, names, reading, ref
from papergraph.assemble import assemble
from papergraph.check import check
from papergraph.model import Entry, Location, Problem, Record, Severity, Status
from papergraph.statuses import GONE, WORDS, in_words, renamed, status_of


def problems(*entries: Entry, records: tuple[Record, ...] = ()) -> tuple[Problem, ...]:
    """What is the matter with the graph of some entries, each in a note of its own."""
    apart = [
        noted._replace(location=Location(f"{letter}.md", 1)) for letter, noted in zip("abc", entries, strict=False)
    ]
    return check(assemble([reading(noted) for noted in apart], records))


def paper(text: str = "arxiv:2401.99999", line: int = 2) -> Entry:
    """An entry that links a paper."""
    return entry("A blog post", article="https://blog.example/", papers=(names(text, line=line),))


def repository(name: str = "Owner/Name", line: int = 3) -> Entry:
    """An entry that links a repository."""
    return entry("A blog post", article="https://blog.example/", repositories=(code(f"github:{name}", line=line),))


def test_a_paper_that_arxiv_does_not_know() -> None:
    (problem,) = problems(paper(line=7), paper(), records=(fetched_paper("arxiv:2401.99999", status=Status.MISSING),))

    assert problem == Problem(Location("a.md", 7), "arxiv:2401.99999 is not on arXiv; looked up 2026-11-24")
    assert problem.severity is Severity.WARNING


def test_a_repository_that_github_does_not_show() -> None:
    (problem,) = problems(repository(), records=(fetched_repository("Owner/Name", status=Status.MISSING),))

    assert problem.message == "github:owner/name is not on GitHub, or is private; looked up 2026-11-24"
    assert problem.location == Location("a.md", 3)


def test_what_was_there_before_is_gone() -> None:
    facts = fetched_repository("Owner/Name", "2026-09-01", stars=7)
    (problem,) = problems(repository(), records=(facts, fetched_repository("Owner/Name", status=Status.MISSING)))

    assert problem.message == (
        "github:owner/name is gone from GitHub, or is private; looked up 2026-11-24, last seen 2026-09-01"
    )


def test_what_only_a_catalogue_knew_was_not_seen_by_the_service() -> None:
    records = (catalog_repository("Owner/Name", stars=7), fetched_repository("Owner/Name", status=Status.MISSING))
    (problem,) = problems(repository(), records=records)

    assert "is not on GitHub" in problem.message


@pytest.mark.parametrize(
    "status,told,severity",
    [
        (Status.BLOCKED, "github:owner/name is blocked by GitHub; looked up 2026-11-24", Severity.WARNING),
        (Status.DISABLED, "github:owner/name is disabled by GitHub; looked up 2026-11-24", Severity.WARNING),
        (Status.PRIVATE, "github:owner/name is private; looked up 2026-11-24", Severity.INFO),
        (Status.EMPTY, "github:owner/name is empty; looked up 2026-11-24", Severity.INFO),
    ],
)
def test_what_is_the_matter_with_a_repository(status: Status, told: str, severity: Severity) -> None:
    (problem,) = problems(repository(), records=(fetched_repository("Owner/Name", status=status),))

    assert (problem.message, problem.severity) == (told, severity)


def test_a_withdrawn_paper_is_told_also_where_only_its_title_is_named() -> None:
    title = "A Paper That Was Withdrawn"
    found = fetched_paper("arxiv:1", title, status=Status.WITHDRAWN)
    (problem,) = problems(entry(title, papers=(names(title=title),)), records=(found,))

    assert problem == Problem(Location("a.md", 2), "arxiv:1 is withdrawn; looked up 2026-11-24")


def test_archived_repositories_and_forks_are_no_problem() -> None:
    assert problems(repository(), records=(fetched_repository("Owner/Name", archived=True, fork=True),)) == ()


def test_a_renamed_repository_is_a_remark_at_the_first_place_with_the_old_name() -> None:
    new = fetched_repository("New/Name", former_names=("Old/Name",))
    found = problems(repository("New/Name"), repository("Old/Name", line=8), repository("Old/Name"), records=(new,))

    assert found == (Problem(Location("b.md", 8), "github:old/name is github:new/name now", Severity.INFO),)


def test_a_former_name_in_the_title_of_an_entry_is_found_too() -> None:
    new = fetched_repository("New/Name", former_names=("Old/Name",))
    (problem,) = problems(entry("Code", article="https://github.com/Old/Name"), records=(new,))

    assert problem.location == Location("a.md", 1)


def test_a_former_name_that_no_note_uses_is_no_problem() -> None:
    new = fetched_repository("New/Name", former_names=("Old/Name",))
    graph = assemble([reading(repository("New/Name"))], [new])

    assert graph.aliases == {ref("github:old/name"): ref("github:new/name")}
    assert list(renamed(graph)) == []


def test_the_old_name_that_is_missing_says_nothing_of_the_repository() -> None:
    records = (
        catalog_repository("New/Name", former_names=("Old/Name",)),
        fetched_repository("Old/Name", status=Status.MISSING),
    )
    graph = assemble([reading(repository("Old/Name"))], records)

    assert graph.repositories[ref("github:new/name")].status is None
    assert [problem.message for problem in check(graph)] == ["github:old/name is github:new/name now"]


def test_every_status_has_words_and_a_word_of_nobody_is_left_as_it_is() -> None:
    assert {*Status, GONE} == set(WORDS)
    assert in_words("{0.__class__}", "arXiv") == "{0.__class__}"
    assert in_words(GONE, "{0}") == "gone from {0}"
    assert status_of(fetched_repository("a/b"), ()) is None
