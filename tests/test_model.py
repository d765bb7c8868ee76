"""Records: immutable, hashable, ordered, and unknown where nothing was said."""

from __future__ import annotations

import inspect

import pytest

from papergraph import model
from papergraph.model import Link, Location, Origin, Paper, Problem, Reference, Repository, Severity

RECORDS = [
    member
    for member in vars(model).values()
    if inspect.isclass(member) and issubclass(member, tuple) and member.__module__ == model.__name__
]


def test_a_reference_is_written_with_its_prefix() -> None:
    assert str(Reference("arxiv", "2007.03260")) == "arxiv:2007.03260"


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Reference("arxiv", "2007.03260").prefix = "doi"  # type: ignore[misc]


def test_equal_records_are_one_in_a_set() -> None:
    paper = Paper(Reference("arxiv", "2007.03260"), Origin(1, "a.md", 3))

    assert len({paper, Paper(Reference("arxiv", "2007.03260"), Origin(1, "a.md", 3))}) == 1


def test_what_was_not_said_is_unknown_and_never_zero() -> None:
    repository = Repository(Reference("github", "a/b"), Origin(1, "a.md"))

    assert (repository.stars, repository.forks, repository.archived) == (None, None, None)


def test_problems_sort_by_place() -> None:
    later = Problem(Location("b.md", 1), "x", Severity.ERROR)
    earlier = Problem(Location("a.md", 9), "y", Severity.INFO)

    assert sorted([later, earlier]) == [earlier, later]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_record_says_what_it_is(record: type) -> None:
    assert record.__doc__
    assert not record.__doc__.startswith(f"{record.__name__}(")


def test_a_link_keeps_its_place() -> None:
    assert Link("https://example.org", "web", "home", 7).line == 7
