"""GitLab, Bitbucket and Gitee: `owner/name` in lower case; GitLab keeps its nested groups."""

from __future__ import annotations

import re

from papergraph.model import Reference
from papergraph.resolvers.url import Prefix, Resolver, Url, encoded, segments, words

_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,254}")
_GITLAB_RESERVED = words(
    "- admin api assets dashboard explore groups help import jwt oauth profile projects public robots.txt search "
    "snippets unsubscribes uploads users v2"
)
_GITLAB_PAGES = words(
    "- activity archive badges blame blob boards branches commit commits compare edit environments files find_file "
    "forks graphs issues jobs labels merge_requests milestones network new pipelines preview project_members raw "
    "refs releases repository snippets starrers tags tree wikis"
)
_OWN_PAGES = {
    "bitbucket": words(
        "account api blog dashboard features plans product projects repo site snippets socialauth support workspaces"
    ),
    "gitee": words(
        "about about_us ai api appclient audits calendar dashboard education enterprise enterprises explore features "
        "gists groups help issues link login mall notifications oauth organizations phpresources profile projects "
        "search security signup stat static topics users"
    ),
}


def resolve_gitlab(url: Url) -> Reference | None:
    """Return the project, with every group above it."""
    parts = segments(url.path)
    if not parts[1:] or parts[0].lower() in _GITLAB_RESERVED:
        return None
    end = next((place for place, part in enumerate(parts) if place > 1 and part in _GITLAB_PAGES), len(parts))
    parts = parts[:end]
    parts[-1] = parts[-1].removesuffix(".git")
    if "-" in parts or not all(_PART.fullmatch(part) for part in parts):
        return None
    return Reference("gitlab", "/".join(parts).lower())


def resolve_flat(url: Url) -> Reference | None:
    """Return the repository at a forge without nested groups."""
    parts = segments(url.path)
    prefix = "gitee" if url.host.endswith("gitee.com") else "bitbucket"
    if not parts[1:] or parts[0].lower() in _OWN_PAGES[prefix]:
        return None
    owner, name = parts[0], parts[1].removesuffix(".git")
    if not _PART.fullmatch(owner) or not _PART.fullmatch(name):
        return None
    return Reference(prefix, f"{owner}/{name}".lower())


GITLAB = Resolver(
    "gitlab",
    ("gitlab.com",),
    resolve_gitlab,
    (Prefix("gitlab", "repository", lambda identifier: f"https://gitlab.com/{encoded(identifier)}"),),
)
FLAT = Resolver(
    "bitbucket and gitee",
    ("bitbucket.org", "gitee.com"),
    resolve_flat,
    (
        Prefix("bitbucket", "repository", lambda identifier: f"https://bitbucket.org/{encoded(identifier)}"),
        Prefix("gitee", "repository", lambda identifier: f"https://gitee.com/{encoded(identifier)}"),
    ),
)
