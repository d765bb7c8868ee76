"""OpenReview: the identifier of the forum, which tells upper from lower case."""

from __future__ import annotations

import re

from papergraph.model import Reference
from papergraph.resolvers.url import Prefix, Resolver, Url, decoded, encoded, parameter

_IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{5,40}")
_PAGES = frozenset({"/forum", "/pdf", "/attachment", "/notes/edits/attachment", "/revisions"})


def resolve(url: Url) -> Reference | None:
    """Return the paper of a forum, PDF or attachment; groups, profiles and single revisions are pages."""
    path, query = url.path.rstrip("/"), url.query
    if not query and "%3" in path:
        path, _, query = decoded(path).partition("?")
    if path not in _PAGES:
        return None
    match = _IDENTIFIER.match(parameter(query, "id"))
    return Reference("openreview", match[0]) if match else None


RESOLVER = Resolver(
    "openreview",
    ("openreview.net", "api.openreview.net", "api2.openreview.net", "beta.openreview.net"),
    resolve,
    (Prefix("openreview", "paper", lambda identifier: f"https://openreview.net/forum?id={encoded(identifier, '')}"),),
)
