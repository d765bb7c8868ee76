"""Papers with Code: the slug of a paper, or the arXiv identifier where the URL names one."""

from __future__ import annotations

import re

from papergraph.model import Reference
from papergraph.resolvers import arxiv
from papergraph.resolvers.url import Prefix, Resolver, Url, encoded, parameter, segments

_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


def resolve(url: Url) -> Reference | None:
    """Return the paper; tasks, methods, data sets and leaderboards are pages."""
    parts = segments(url.path)
    if parts[:1] == ["api"]:
        found = next((found for part in parts if (found := arxiv.identify(part))), None)
        found = found or arxiv.identify(parameter(url.query, "arxiv_id"))
        return Reference("arxiv", found) if found else None
    if not parts[1:] or parts[0] != "paper":
        return None
    found = arxiv.identify(parts[1])
    if found:
        return Reference("arxiv", found)
    return Reference("pwc", parts[1].lower()) if _SLUG.fullmatch(parts[1]) else None


RESOLVER = Resolver(
    "paperswithcode",
    ("paperswithcode.com", ".paperswithcode.com"),
    resolve,
    (Prefix("pwc", "paper", lambda identifier: f"https://paperswithcode.com/paper/{encoded(identifier)}"),),
)
