"""What is kept of GitHub's answers, and that it is the same whichever way it came."""

from __future__ import annotations

import json
from typing import Any

import pytest
from graphql import parse, validate
from hypothesis import given, settings
from hypothesis import strategies as st

from emulated_github import LICENSES, many_repositories, repository
from emulators.github_graphql import schema, view
from emulators.github_rest import full_body
from handmade import ref
from papergraph.model import RANK_SERVICE, Origin, Repository
from papergraph.sources.asking import from_parsed, parsed
from papergraph.sources.github_answers import (
    FACTS,
    KEPT,
    VERSION,
    found_answer,
    graphql_payload,
    read_payload,
    rest_payload,
    with_former,
)
from papergraph.store import Answer, State

SAID = Origin(RANK_SERVICE, "GitHub", 0, "2026-03-02")
HOST = "https://api.github.com"


def rest(full_name: str = "a/b", **fields: Any) -> dict[str, Any]:
    """What REST answers about a repository, changed."""
    return {**full_body(repository("a/b"), HOST, signed_in=False), "full_name": full_name, **fields}


def node(**fields: Any) -> dict[str, Any]:
    """What GraphQL answers about a repository, changed."""
    whole = view(repository("a/b"))
    return {key: value for key, value in whole.items() if not callable(value)} | fields


def kept(text: str | None) -> dict[str, Any]:
    assert text is not None
    return dict(json.loads(text))


def test_of_a_rest_answer_only_what_is_listed_is_kept() -> None:
    answer = rest(temp_clone_token="AASECRET", license=LICENSES["MIT"].__dict__, parent=rest("up/stream"))  # noqa: S106

    told = kept(rest_payload(answer))

    assert told.keys() <= {*KEPT, "license", "parent"}
    assert told["license"] == {"spdx_id": "MIT", "name": "MIT License"}
    assert told["parent"] == {"full_name": "up/stream"}
    assert not [text for text in map(str, told.values()) if "SECRET" in text or "://" in text]


def test_what_is_null_is_not_kept() -> None:
    assert None not in kept(rest_payload(rest(description=None, homepage=None, language=None))).values()
    assert None not in kept(graphql_payload(node(description=None, homepageUrl=None, primaryLanguage=None))).values()


def test_both_ways_keep_the_same_under_the_same_names() -> None:
    """GraphQL tells whether a repository is empty and when it was changed; REST how large it is."""
    for known in many_repositories(40):
        seen = view(known)
        parts = {
            "repositoryTopics": {"nodes": [{"topic": {"name": name}} for name in known.topics]},
            "parent": view(known.parent) if known.parent else None,
        }
        by_graphql = kept(graphql_payload({**seen, **parts}))
        by_rest = kept(rest_payload(full_body(known, HOST, signed_in=False)))

        assert by_graphql.keys() - by_rest.keys() == {"is_empty"}
        assert by_rest.keys() - by_graphql.keys() == {"default_branch", "size"}
        assert {key: by_graphql[key] for key in by_graphql.keys() & by_rest.keys()} == {
            key: by_rest[key] for key in by_graphql.keys() & by_rest.keys()
        }


def test_the_fragment_is_one_that_github_understands() -> None:
    query = parse('query { repository(owner: "a", name: "b") { ...Facts } }\n' + FACTS)

    assert validate(schema(), query) == []


@pytest.mark.parametrize(
    "answer",
    [
        {},
        rest(full_name=""),
        rest(full_name="nonsense"),
        rest(full_name="a/b/c"),
        rest(full_name="../b"),
        rest(full_name=5),  # type: ignore[arg-type]
        rest(id=None, node_id=None),
        {"id": 1},
        {"full_name": "a/b"},
    ],
)
def test_what_is_no_repository_has_no_payload(answer: dict[str, Any]) -> None:
    assert rest_payload(answer) is None


@pytest.mark.parametrize(
    "answer", [{}, node(nameWithOwner=None), node(nameWithOwner="x"), node(id=None, databaseId=None)]
)
def test_what_is_no_node_of_a_repository_has_no_payload(answer: dict[str, Any]) -> None:
    assert graphql_payload(answer) is None


def test_a_repository_without_a_number_is_one_by_its_other_identifier() -> None:
    """GraphQL's schema lets the number be null."""
    assert kept(graphql_payload(node(databaseId=None)))["full_name"] == "a/b"


@pytest.mark.parametrize(
    "strange",
    [
        {"repositoryTopics": None},
        {"repositoryTopics": "x"},
        {"repositoryTopics": {"nodes": None}},
        {"repositoryTopics": {"nodes": [None, 5, {}, {"topic": None}, {"topic": {"name": 5}}]}},
        {"primaryLanguage": "Python"},
        {"primaryLanguage": {"name": None}},
        {"licenseInfo": "MIT"},
        {"licenseInfo": {"spdxId": None, "name": "Other"}},
        {"parent": 5},
        {"parent": {"nameWithOwner": None}},
        {"stargazerCount": "many", "forkCount": -1, "isArchived": "no", "createdAt": 5, "visibility": 5},
        {"description": ["x"], "homepageUrl": {"x": 1}},
    ],
)
def test_parts_of_another_shape_are_unknown(strange: dict[str, Any]) -> None:
    plain = {"primaryLanguage": None, "licenseInfo": None, "repositoryTopics": None, "parent": None}
    expected = read_payload(graphql_payload(node(**plain)) or "", SAID)
    found = read_payload(graphql_payload(node(**plain | strange)) or "", SAID)

    assert expected is not None
    assert found is not None
    if "stargazerCount" in strange:
        expected = expected._replace(stars=None, forks=None, archived=None, created=None)
    assert found == expected


def test_topics_of_the_right_shape_stay_beside_those_of_another() -> None:
    topics: object = {"nodes": [None, {"topic": {"name": "pruning"}}, {"topic": {}}]}

    assert kept(graphql_payload(node(repositoryTopics=topics)))["topics"] == ["pruning"]


@pytest.mark.parametrize("text", ["", "x", "[]", "5", "null", "{}", '{"full_name": "x"}', '{"id": 1}'])
def test_a_payload_that_describes_nothing_is_read_as_nothing(text: str) -> None:
    assert read_payload(text, SAID) is None


def test_a_payload_is_read_with_the_names_of_before() -> None:
    text = rest_payload(rest("New-Owner/Repo")) or ""

    found = read_payload(text, SAID, (ref("github:old/repo"), ref("github:new-owner/repo"), ref("github:a/older")))

    assert found is not None
    assert (found.reference, found.name) == (ref("github:new-owner/repo"), "New-Owner/Repo")
    assert found.former_names == ("a/older", "old/repo")


def test_former_names_are_added_and_sorted_each_once() -> None:
    known = Repository(ref("github:a/b"), SAID, former_names=("z/z",))

    assert with_former(known, (ref("github:a/a"), ref("github:z/z"))).former_names == ("a/a", "z/z")
    assert with_former(known, ()) == known


def test_a_found_repository_is_an_answer_with_facts() -> None:
    text = rest_payload(rest("A/B", stargazers_count=5)) or ""

    answer = found_answer(ref("github:a/b"), text)

    assert answer == Answer(ref("github:a/b"), State.OK, None, text, answer.parsed, VERSION)
    assert from_parsed(Repository, ref("github:a/b"), SAID, answer.parsed) == read_payload(text, SAID)
    assert answer.tells


def test_a_repository_under_another_name_says_so() -> None:
    text = rest_payload(rest("fresh/name")) or ""

    assert found_answer(ref("github:old/name"), text).reference == ref("github:fresh/name")


def test_a_payload_of_nothing_is_a_failure() -> None:
    answer = found_answer(ref("github:a/b"), "{}")

    assert (answer.state, answer.raw) == (State.ERROR, "")
    assert answer.message == "GitHub sent what is no description of a repository"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
REST_KEYS = st.sampled_from([*KEPT, "license", "parent"])
NODE_KEYS = st.sampled_from(sorted(set(FACTS.split()) - {"{", "}"}))


@settings(max_examples=60, deadline=None)
@given(strange=st.dictionaries(REST_KEYS, JSON, max_size=6))
def test_a_rest_answer_of_any_shape_is_read_or_refused(strange: dict[str, Any]) -> None:
    text = rest_payload(rest(**strange))

    assert text is None or found_answer(ref("github:a/b"), text).state is State.OK


@settings(max_examples=60, deadline=None)
@given(strange=st.dictionaries(NODE_KEYS, JSON, max_size=6))
def test_a_graphql_answer_of_any_shape_is_read_or_refused(strange: dict[str, Any]) -> None:
    text = graphql_payload(node(**strange))

    assert text is None or found_answer(ref("github:a/b"), text).state is State.OK


TEXT = st.text(max_size=8)
REPOSITORIES = st.builds(
    Repository,
    reference=st.just(ref("github:a/b")),
    origin=st.just(SAID),
    name=st.none() | TEXT,
    description=st.none() | TEXT,
    stars=st.none() | st.integers(0),
    topics=st.lists(TEXT, max_size=3).map(tuple),
    archived=st.none() | st.booleans(),
    former_names=st.lists(TEXT, max_size=3).map(tuple),
)


@settings(max_examples=40, deadline=None)
@given(known=REPOSITORIES)
def test_what_is_kept_parsed_is_the_record(known: Repository) -> None:
    told = Repository._make(None if value == "" else value for value in known)

    assert from_parsed(Repository, told.reference, SAID, parsed(told)) == told
