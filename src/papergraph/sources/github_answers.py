"""A repository as GitHub's REST or GraphQL API tells it ↔ its JSON for the store, in REST's shape → a `Repository`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from papergraph.model import Origin, Reference, Repository
from papergraph.sources.asking import origin, parsed
from papergraph.sources.fields import Fields
from papergraph.sources.github_metadata import github_reference, read_repository
from papergraph.store import Answer, State

TITLE = "GitHub"
VERSION = "github/1"
"""Of the payload and `read_payload` together; another one in the store means that its payloads are read anew."""

KEPT = (
    *("id", "node_id", "full_name", "description", "homepage", "stargazers_count", "forks_count", "language", "topics"),
    *("archived", "disabled", "private", "visibility", "fork", "is_template", "created_at", "pushed_at", "updated_at"),
    *("default_branch", "size", "mirror_url", "is_empty"),
)
"""What is kept of an answer: a whole one is mostly addresses, and may hold a token to clone with."""

FACTS = """\
fragment Facts on Repository {
  databaseId id nameWithOwner description homepageUrl stargazerCount forkCount
  isArchived isDisabled isEmpty isFork isPrivate isTemplate visibility
  createdAt pushedAt updatedAt
  parent { nameWithOwner }
  primaryLanguage { name }
  licenseInfo { spdxId name }
  repositoryTopics(first: 100) { nodes { topic { name } } }
}"""


def rest_payload(answer: Mapping[str, Any]) -> str | None:
    """Return what is kept of a REST answer, as JSON text; None where it describes no repository."""
    kept = {key: answer[key] for key in KEPT if answer.get(key) is not None}
    match answer.get("license"):
        case {"spdx_id": str(spdx), "name": name}:
            kept["license"] = {"spdx_id": spdx, "name": name}
    match answer.get("parent"):
        case {"full_name": str(parent)}:
            kept["parent"] = {"full_name": parent}
    return _text(kept)


def graphql_payload(node: Mapping[str, Any]) -> str | None:
    """Return a `Repository` of GraphQL with the names that REST has, as JSON text; None where it is none."""
    kept = {
        "id": node.get("databaseId"),
        "node_id": node.get("id"),
        "full_name": node.get("nameWithOwner"),
        "description": node.get("description"),
        "homepage": node.get("homepageUrl"),
        "stargazers_count": node.get("stargazerCount"),
        "forks_count": node.get("forkCount"),
        "topics": _topics(node),
        "archived": node.get("isArchived"),
        "disabled": node.get("isDisabled"),
        "private": node.get("isPrivate"),
        "visibility": str(node.get("visibility") or "").lower() or None,
        "fork": node.get("isFork"),
        "is_empty": node.get("isEmpty"),
        "is_template": node.get("isTemplate"),
        "created_at": node.get("createdAt"),
        "pushed_at": node.get("pushedAt"),
        "updated_at": node.get("updatedAt"),
    }
    match node.get("primaryLanguage"):
        case {"name": str(language)}:
            kept["language"] = language
    match node.get("licenseInfo"):
        case {"spdxId": str(spdx), "name": name}:
            kept["license"] = {"spdx_id": spdx, "name": name}
    match node.get("parent"):
        case {"nameWithOwner": str(parent)}:
            kept["parent"] = {"full_name": parent}
    return _text({key: value for key, value in kept.items() if value is not None})


def _topics(node: Mapping[str, Any]) -> list[str]:
    names = []
    match node.get("repositoryTopics"):
        case {"nodes": [*topics]}:
            for topic in topics:
                match topic:
                    case {"topic": {"name": str(name)}}:
                        names.append(name)
    return names


def read_payload(text: str, said: Origin, former: tuple[Reference, ...] = ()) -> Repository | None:
    """Return the repository that a payload describes; None where it describes none."""
    try:
        record = json.loads(text)
    except ValueError:
        return None
    repository = read_repository(Fields(record), said) if isinstance(record, dict) else None
    return repository and with_former(repository, former)


def with_former(repository: Repository, former: tuple[Reference, ...]) -> Repository:
    """Return the repository with the names that it had before."""
    names = {reference.identifier for reference in former if reference != repository.reference}
    return repository._replace(former_names=tuple(sorted({*repository.former_names, *names})))


def _text(kept: dict[str, Any]) -> str | None:
    if kept.get("private"):
        # A graph is made to be shown, and a store to be shared: of what is private only the name and that it is.
        kept = {key: value for key, value in kept.items() if key in {"id", "node_id", "full_name", "private"}}
    name, numbered = kept.get("full_name"), isinstance(kept.get("id"), int) or isinstance(kept.get("node_id"), str)
    if not numbered or not isinstance(name, str) or github_reference(name) is None:
        return None
    return json.dumps(kept, ensure_ascii=False)


def found_answer(asked: Reference, text: str) -> Answer:
    """Return the answer for the payload of a repository, under the name that it has now."""
    repository = read_payload(text, origin(TITLE, ""))
    if repository is None:
        return Answer(asked, State.ERROR, message=f"{TITLE} sent what is no description of a repository")
    now = repository.reference
    return Answer(asked, State.OK, now if now != asked else None, text, parsed(repository), VERSION)
