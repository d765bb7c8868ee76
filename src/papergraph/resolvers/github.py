"""GitHub: `owner/name` in lower case, from any page of a repository, its raw files, mirrors and badges."""

from __future__ import annotations

import re

from papergraph.model import Reference
from papergraph.resolvers.url import Prefix, Resolver, Url, encoded, segments, words

_OWNER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,38}")
_NAME = re.compile(r"[A-Za-z0-9._-]{1,100}")

# https://github.com/<word> of these is a page of the site, never a person or an organisation.
RESERVED = words(
    "404 about account advisories apps assets blog business careers changelog codespaces collections contact copilot "
    "customer-stories dashboard developer discover discussions downloads edu enterprise enterprises events explore "
    "features fluidicon.png gist gists git-guides guides help home images inbox integrations invitations issues join "
    "login logos logout marketplace mcp mobile models new newsroom nonprofit notifications oauth open-source orgs "
    "organizations partners password_reset payments personal plans premium-support press pricing privacy projects "
    "pulls readme recommendations releases repos repositories resources robots.txt search security sessions settings "
    "shop showcases signin signup site sitemap solutions spark sponsors stars static status styleguide support "
    "suspended team teams terms topics tos trending user user-attachments users watching why-github"
)
_NO_NAMES = frozenset({"", ".", ".."})

_PAGES = (
    "github.com",
    "m.github.com",
    "github.dev",
    "github1s.com",
    "github.com.cnpmjs.org",
    "hub.fastgit.org",
    "hub.fastgit.xyz",
    "hub.nuaa.cf",
    "hub.yzuu.cf",
    "hub.njuu.cf",
    "bgithub.xyz",
    "kkgithub.com",
    "githubfast.com",
    "raw.githubusercontent.com",
    "raw.github.com",
    "raw.fastgit.org",
    "raw.staticdn.net",
    "raw.gitmirror.com",
    "raw.kkgithub.com",
    "rawgit.com",
    "cdn.rawgit.com",
    "codeload.github.com",
)
"""Hosts where the path begins with owner and name."""
_BEHIND = {
    "api.github.com": ("repos",),
    "cloud.github.com": ("downloads",),
    "media.githubusercontent.com": ("media",),
    "cdn.jsdelivr.net": ("gh",),
    "fastly.jsdelivr.net": ("gh",),
    "gcore.jsdelivr.net": ("gh",),
    "cdn.statically.io": ("gh",),
    "gitclone.com": ("github.com",),
}
"""Hosts where owner and name come behind a word."""


def resolve(url: Url) -> Reference | None:
    """Return the repository that the page, file, archive or mirror belongs to."""
    path = url.path
    parts = path.split("/", 3)[1:3] if "%" not in path and "//" not in path else segments(path)[:2]
    return _repository(parts)


def _repository(parts: list[str]) -> Reference | None:
    """Take owner and name from the two first segments; None for an owner alone and for a page of the site."""
    if not parts[1:]:
        return None
    owner, name = parts[0], _trimmed(parts[1])
    if not _OWNER.fullmatch(owner) or name in _NO_NAMES or owner.lower() in RESERVED:
        return None
    return Reference("github", f"{owner}/{name}".lower())


def _trimmed(written: str) -> str:
    """The name without `.git`; an en dash, which no name holds, is what typography made of two hyphens."""
    if not written.isascii():
        written = written.replace("\N{EN DASH}", "--")
    match = _NAME.match(written)
    name = match[0] if match else ""
    while name.lower().endswith(".git"):
        name = name[:-4]
    return name.rstrip(".") if name.endswith(".") else name


def resolve_behind(url: Url) -> Reference | None:
    """Return the repository on hosts where a word comes before it (the API, content networks)."""
    parts = segments(url.path)
    before = _BEHIND[url.host.removeprefix("www.")]
    if tuple(parts[: len(before)]) != before:
        return None
    owner_and_name = parts[len(before) : len(before) + 2]
    return _repository([part.partition("@")[0] for part in owner_and_name])


# How many segments come between the metric and the owner, where there are any: https://shields.io/badges
_METRIC_SEGMENTS = {
    "actions": 2,
    "check-runs": 0,
    "commit-activity": 1,
    "go-mod": 1,
    "hacktoberfest": 1,
    "languages": 1,
    "manifest-json": 1,
    "milestones": 1,
    "package-json": 1,
    "pipenv": 2,
    "status": 2,
    "v": 1,
    "workflow": 1,
}
_NOT_OF_REPOSITORIES = frozenset({"followers", "sponsors", "rate-limit"})
_IMAGE = re.compile(r"\.(?:svg|png|json|jpg|gif)$")


def resolve_badge(url: Url) -> Reference | None:
    """Return the repository that a badge of shields.io or badgen.net counts something of."""
    parts = segments(url.path)
    if not parts[3:] or parts[0] != "github" or parts[1] in _NOT_OF_REPOSITORIES:
        return None
    metric, rest = parts[1], parts[2:]
    skipped = _METRIC_SEGMENTS.get(metric, 0)
    if (metric, rest[0]) == ("issues", "detail"):
        skipped = 2
    if url.host.endswith("badgen.net"):
        skipped = 0
    owner_and_name = rest[skipped : skipped + 2]
    return _repository([*owner_and_name[:1], *(_IMAGE.sub("", part) for part in owner_and_name[1:])])


GITHUB = Prefix("github", "repository", lambda identifier: f"https://github.com/{encoded(identifier)}")

RESOLVER = Resolver("github", _PAGES, resolve, (GITHUB,))
BEHIND = Resolver("github behind a word", tuple(_BEHIND), resolve_behind)
BADGES = Resolver(
    "github badges",
    (
        "img.shields.io",
        "shields.io",
        "badgen.net",
        "flat.badgen.net",
        "custom-icon-badges.demolab.com",
        "custom-icon-badges.herokuapp.com",
    ),
    resolve_badge,
)
