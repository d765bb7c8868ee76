"""What GitHub's descriptions say beside the plain fields, which the tests of catalogues go through."""

from __future__ import annotations

from typing import Any

import pytest

from emulated_github import many_repositories
from emulators.github_rest import full_body
from handmade import GITHUB
from papergraph.model import Repository, Status
from papergraph.sources.fields import Fields
from papergraph.sources.github_metadata import github_reference, is_github, read_repository


def read(**record: Any) -> Repository:
    """The description of a repository with these fields."""
    found = read_repository(Fields({"full_name": "Octo/Net", **record}), GITHUB)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "record, status",
    [
        ({}, None),
        ({"disabled": False, "private": False, "is_empty": False}, None),
        ({"disabled": True}, Status.DISABLED),
        ({"private": True}, Status.PRIVATE),
        ({"is_empty": True}, Status.EMPTY),
        ({"disabled": True, "private": True, "is_empty": True}, Status.DISABLED),
        ({"private": True, "is_empty": True}, Status.PRIVATE),
        ({"archived": True}, None),
        ({"size": 0, "language": None}, None),
        ({"private": "yes", "disabled": 1}, None),
    ],
)
def test_the_status_is_what_a_reader_should_know_first(record: dict[str, Any], status: Status | None) -> None:
    """Archived is a fact of its own, and small is not empty."""
    assert read(**record).status == status


@pytest.mark.parametrize(
    "parent, fork_of",
    [
        ({"full_name": "Up/Stream"}, "Up/Stream"),
        ({"full_name": "Up/Stream", "id": 5, "private": False}, "Up/Stream"),
        ({"full_name": "nonsense"}, None),
        ({"full_name": None}, None),
        ({}, None),
        ("Up/Stream", None),
        (None, None),
    ],
)
def test_a_fork_names_what_it_was_forked_from(parent: object, fork_of: str | None) -> None:
    assert read(parent=parent, fork=True).fork_of == fork_of


def test_a_fork_of_an_unknown_repository_is_one() -> None:
    assert (read(fork=True).fork, read(fork=True).fork_of) == (True, None)
    assert read().fork is None


@pytest.mark.parametrize("license_", [None, "MIT", {"spdx_id": "NOASSERTION"}, {"spdx_id": None}, {"spdx_id": ""}, {}])
def test_a_licence_that_github_cannot_tell_is_unknown(license_: object) -> None:
    assert read(license=license_).license is None


def test_names_of_before_are_those_of_repositories_only() -> None:
    fields = Fields({"full_name": "Octo/Net", "former_names": ["Old/Net", "octo/net", "x", "Older/Net"]})

    found = read_repository(fields, GITHUB)

    assert found is not None
    assert found.former_names == ("Old/Net", "Older/Net")
    assert fields.complaints == ["“former_names” has “x”, no repository"]


def test_what_names_no_repository_is_none_with_a_complaint() -> None:
    fields = Fields({"full_name": "nonsense"})

    assert read_repository(fields, GITHUB) is None
    assert fields.complaints == ["“full_name” is not the name of a GitHub repository"]


def test_every_description_is_read_without_a_complaint() -> None:
    for known in many_repositories(40):
        fields = Fields(full_body(known, "https://api.github.com", signed_in=True))
        found = read_repository(fields, GITHUB)

        assert found is not None
        assert (found.name, found.stars, found.topics) == (known.full_name, known.stars, known.topics)
        assert found.fork_of == (known.parent.full_name if known.parent else None)
        assert fields.complaints == []


@pytest.mark.parametrize("name", ["", "a", "a/", "/b", "a/b/c", "../b", "a/..", "topics/x", "a b/c", "a/b\n/c"])
def test_what_is_no_name_of_a_repository_has_no_reference(name: str) -> None:
    assert github_reference(name) is None


def test_a_name_in_any_case_is_one_reference() -> None:
    assert github_reference("Octo/Net") == github_reference("octo/NET") != None  # noqa: E711


def test_a_description_is_known_by_its_name() -> None:
    assert is_github({"full_name": None})
    assert not is_github({"id": "2101.00001"})
