"""One repository as GitHub's REST API describes it (`GET /repos/{owner}/{repo}`) in, one `Repository` out.

`former_names`, a key of our own, lists the names that a repository had before: `["old-owner/name"]`.
"""

from __future__ import annotations

from papergraph.model import Origin, Reference, Repository, Status
from papergraph.resolvers import clean, resolve
from papergraph.sources.fields import Fields, tidy


def is_github(record: dict[str, object]) -> bool:
    """Whether a JSON object is such a description."""
    return "full_name" in record


def read_repository(fields: Fields, origin: Origin) -> Repository | None:
    """The description as a `Repository`; None, with a complaint, where it names none."""
    name = fields.text("full_name") or ""
    reference = github_reference(name)
    if reference is None:
        fields.complaints.append("“full_name” is not the name of a GitHub repository")
        return None
    homepage = fields.text("homepage")
    return Repository(
        reference,
        origin,
        name=name,
        description=fields.text("description"),
        stars=fields.count("stargazers_count"),
        forks=fields.count("forks_count"),
        language=fields.text("language"),
        license=_license(fields),
        topics=fields.texts("topics"),
        homepage=clean(homepage) if homepage else None,
        archived=fields.flag("archived"),
        fork=fields.flag("fork"),
        created=fields.day("created_at"),
        pushed=fields.day("pushed_at"),
        former_names=_former_names(fields, reference),
        status=_status(fields),
        fork_of=_parent(fields),
    )


def github_reference(name: str) -> Reference | None:
    """The reference of `owner/name`; None where the text is nothing of that form."""
    owner, slash, repository = name.partition("/")
    if not (owner and slash and repository) or "/" in repository:
        return None
    reference = resolve(f"https://github.com/{name}")
    return reference if reference and reference.prefix == "github" else None


def _license(fields: Fields) -> str | None:
    """The SPDX identifier; GitHub's `NOASSERTION` says that it could not tell."""
    match fields.record.get("license"):
        case {"spdx_id": str(spdx)} if spdx != "NOASSERTION":
            return tidy(spdx) or None
    return None


def _status(fields: Fields) -> str | None:
    """What a reader should know before following the link; `empty` is what GraphQL says of a repository."""
    states = (("disabled", Status.DISABLED), ("private", Status.PRIVATE), ("is_empty", Status.EMPTY))
    return next((status.value for key, status in states if fields.flag(key)), None)


def _parent(fields: Fields) -> str | None:
    """The repository that this one is a fork of."""
    match fields.record.get("parent"):
        case {"full_name": str(name)} if github_reference(name):
            return name
    return None


def _former_names(fields: Fields, now: Reference) -> tuple[str, ...]:
    former = {name: github_reference(name) for name in fields.texts("former_names")}
    fields.complaints += [f"“former_names” has “{name}”, no repository" for name in former if former[name] is None]
    return tuple(sorted(name for name, reference in former.items() if reference not in {None, now}))
