"""GitHub's GraphQL API over repositories: our part of the schema, executed, with GitHub's way to tell errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    build_schema,
    execute_sync,
    parse,
    validate,
    value_from_ast_untyped,
)
from graphql.execution import ExecutionResult

from emulators.github_records import Account, Repository, node_id
from emulators.github_rest import written

Json = dict[str, Any]
T = TypeVar("T")
SDL = Path(__file__).with_name("github.graphql")
PAGE = 100
"""The most that a connection gives at once."""
COLORS = {"Python": "#3572A5", "Rust": "#dea584", "C++": "#f34b7d", "TypeScript": "#3178c6"}

Find = Callable[[str, str, bool], Repository]
"""From owner, name and whether to follow renames, the repository, or a `Refused`."""


class Refused(Exception):  # noqa: N818 - it is GitHub that errs
    """An answer to a part of a query: GitHub's `type` beside the message."""

    def __init__(self, message: str, kind: str | None = None, **extensions: Any) -> None:
        super().__init__(message)
        self.kind = kind
        self.extensions = extensions


@dataclass(frozen=True)
class Cost:
    """What a query costs."""

    requests: int
    """How many connections are opened."""
    nodes: int

    @property
    def points(self) -> int:
        """As GitHub charges: one for a hundred connections, and never less than one."""
        return max(1, round(self.requests / 100))


@dataclass(frozen=True)
class Budget:
    """The state of the rate limit after a query was charged."""

    limit: int
    used: int
    reset: str
    cost: Cost


@lru_cache
def schema() -> GraphQLSchema:
    """Our part of GitHub's schema."""
    return build_schema(SDL.read_text(encoding="utf-8"))


def read(query: str) -> DocumentNode | Json:
    """A query as a document, or the body that says what is wrong with it."""
    try:
        document = parse(query)
    except GraphQLError as error:
        return {"errors": [located(error)]}
    errors = validate(schema(), document)
    if errors:
        return {"errors": [{**located(error), "extensions": {"code": "invalidQuery"}} for error in errors]}
    return document


def run(document: DocumentNode, variables: Mapping[str, Any], find: Find, budget: Budget) -> Json:
    """The body of an answer: the data, and an error for each part that could not be had."""

    def repository(_: object, owner: str, name: str, followRenames: bool = True) -> Json:  # noqa: N803, FBT001, FBT002
        return view(find(owner, name, followRenames))

    result = execute_sync(
        schema(),
        document,
        root_value={"repository": repository, "rateLimit": lambda _, dryRun=False: limits(budget)},  # noqa: ARG005, N803
        variable_values=dict(variables),
    )
    assert isinstance(result, ExecutionResult)
    body: Json = {"data": result.data}
    if result.errors:
        body["errors"] = [told(error) for error in result.errors]
    return body


def told(error: GraphQLError) -> Json:
    """An error as GitHub writes it: with the type first, where there is one."""
    original = error.original_error
    if original is not None and not isinstance(original, Refused):
        raise original
    kind = {"type": original.kind} if original is not None and original.kind else {}
    path = {"path": error.path} if error.path else {}
    more = {"extensions": dict(error.extensions)} if error.extensions else {}
    return {**kind, **path, **more, **located(error)}


def located(error: GraphQLError) -> Json:
    """The places and the message of an error."""
    places = [{"line": place.line, "column": place.column} for place in error.locations or ()]
    return {"locations": places, "message": error.message}


def limits(budget: Budget) -> Json:
    """The `rateLimit` of a query."""
    return {
        "limit": budget.limit,
        "cost": budget.cost.points,
        "used": budget.used,
        "remaining": budget.limit - budget.used,
        "nodeCount": budget.cost.nodes,
        "resetAt": budget.reset,
    }


def view(repository: Repository) -> Json:
    """What can be asked of a repository."""
    page = f"https://github.com/{repository.full_name}"
    return {
        "id": repository.node_id,
        "databaseId": repository.number,
        "name": repository.name,
        "nameWithOwner": repository.full_name,
        "owner": owner_view(repository.owner),
        "url": page,
        "description": repository.description,
        "homepageUrl": repository.homepage,
        "visibility": "PRIVATE" if repository.private else "PUBLIC",
        "isPrivate": repository.private,
        "isArchived": repository.archived_at is not None,
        "archivedAt": written(repository.archived_at),
        "isDisabled": repository.disabled,
        "isEmpty": repository.empty,
        "isFork": repository.parent is not None,
        "isLocked": repository.lock_reason is not None,
        "lockReason": repository.lock_reason,
        "isMirror": repository.mirror_url is not None,
        "isTemplate": repository.is_template,
        "parent": lambda _: view(repository.parent) if repository.parent else None,
        "stargazerCount": repository.stars,
        "forkCount": repository.forks,
        "primaryLanguage": language_view(repository.language) if repository.language else None,
        "languages": lambda _, **page: languages(repository, **page),
        "repositoryTopics": lambda _, **page: topics(repository, **page),
        "licenseInfo": license_view(repository),
        "defaultBranchRef": None if repository.empty else branch_view(repository),
        "latestRelease": release_view(repository, page),
        "createdAt": written(repository.created_at),
        "updatedAt": written(repository.updated_at),
        "pushedAt": written(repository.pushed_at),
    }


def owner_view(owner: Account) -> Json:
    """The owner of a repository."""
    return {
        "__typename": owner.kind,
        "id": owner.node_id,
        "login": owner.login,
        "name": None,
        "url": f"https://github.com/{owner.login}",
    }


def language_view(name: str) -> Json:
    """A language."""
    return {"id": node_id("Language", len(name)), "name": name, "color": COLORS.get(name)}


def license_view(repository: Repository) -> Json | None:
    """The licence of a repository."""
    found = repository.license
    if found is None:
        return None
    url = f"http://choosealicense.com/licenses/{found.key}/"
    return {"id": found.node, "key": found.key, "name": found.name, "spdxId": found.spdx_id, "url": url}


def branch_view(repository: Repository) -> Json:
    """The default branch."""
    target = {"__typename": "Commit", "id": node_id("Commit", repository.number), "oid": f"{repository.number:040x}"}
    return {"id": node_id("Ref", repository.number), "name": repository.default_branch, "target": target}


def release_view(repository: Repository, page: str) -> Json | None:
    """The latest release."""
    if repository.release is None:
        return None
    return {
        "id": node_id("Release", repository.number),
        "name": repository.release,
        "tagName": repository.release,
        "publishedAt": written(repository.pushed_at),
        "url": f"{page}/releases/tag/{repository.release}",
    }


def languages(repository: Repository, **page: Any) -> Json:
    """The connection of a repository to its languages."""
    sizes = list(repository.sizes.items())
    if (page.get("orderBy") or {}).get("direction") == "ASC":
        sizes.reverse()
    return {
        "edges": [{"node": language_view(name), "size": size} for name, size in paged("languages", sizes, page)],
        "totalCount": len(sizes),
        "totalSize": sum(repository.sizes.values()),
    }


def topics(repository: Repository, **page: Any) -> Json:
    """The connection of a repository to its topics."""
    shown = paged("repositoryTopics", list(repository.topics), page)
    return {
        "nodes": [
            {"id": node_id("RepositoryTopic", k), "topic": {"id": node_id("Topic", k), "name": name}}
            for k, name in enumerate(shown)
        ],
        "totalCount": len(repository.topics),
    }


def paged(name: str, found: list[T], page: Mapping[str, Any]) -> list[T]:
    """The first or the last of what there is; GitHub insists on a number, and on a small one."""
    first, last = page.get("first"), page.get("last")
    number = first if first is not None else last
    if number is None:
        raise Refused(
            f"You must provide a `first` or `last` value to properly paginate the `{name}` connection.",
            "MISSING_PAGINATION_BOUNDARIES",
        )
    if number > PAGE:
        side = "first" if first is not None else "last"
        raise Refused(
            f"Requesting {number} records on the `{name}` connection exceeds the `{side}` limit of {PAGE} records.",
            "EXCESSIVE_PAGINATION",
        )
    return found[:number] if first is not None else found[len(found) - number :]


def fields(document: DocumentNode) -> Iterator[FieldNode]:
    """Every field of the operation, those of its fragments in their places."""
    fragments = {node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)}

    def below(selection: SelectionSetNode | None) -> Iterator[FieldNode]:
        for node in selection.selections if selection else ():
            if isinstance(node, FieldNode):
                yield node
            if isinstance(node, FieldNode | InlineFragmentNode):
                yield from below(node.selection_set)
            elif isinstance(node, FragmentSpreadNode) and node.name.value in fragments:
                yield from below(fragments[node.name.value].selection_set)

    for operation in document.definitions:
        if isinstance(operation, OperationDefinitionNode):
            yield from below(operation.selection_set)


def arguments(node: FieldNode, variables: Mapping[str, Any]) -> Json:
    """The arguments of a field as plain values."""
    return {found.name.value: value_from_ast_untyped(found.value, dict(variables)) for found in node.arguments or ()}


def asked_for(document: DocumentNode, variables: Mapping[str, Any]) -> dict[str, tuple[FieldNode, str]]:
    """The repositories that a query asks for: by alias, the field and the full name."""
    named = {}
    for node in fields(document):
        if node.name.value == "repository":
            given = arguments(node, variables)
            alias = node.alias.value if node.alias else node.name.value
            named[alias] = (node, f"{given.get('owner')}/{given.get('name')}")
    return named


def cost(document: DocumentNode, variables: Mapping[str, Any]) -> Cost:
    """What a query costs: a connection for each one that it opens, and the nodes that each may give."""
    numbers = [
        given.get("first") or given.get("last") or 0
        for node in fields(document)
        if (given := arguments(node, variables)) and ("first" in given or "last" in given)
    ]
    return Cost(len(numbers), sum(numbers))
