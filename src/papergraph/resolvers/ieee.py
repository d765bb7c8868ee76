"""IEEE Xplore: the article number."""

from __future__ import annotations

import re

from papergraph.model import Reference
from papergraph.resolvers.url import Prefix, Resolver, Url, encoded, parameter, segments

_NUMBER = re.compile(r"0*([1-9]\d{3,11})(?!\d)", re.ASCII)


def resolve(url: Url) -> Reference | None:
    """Return the article of a document page, a stamp page or a PDF."""
    match = _NUMBER.match(parameter(url.query, "arnumber") or parameter(url.query, "arNumber") or _in_path(url.path))
    return Reference("ieee", match[1]) if match else None


def _in_path(path: str) -> str:
    parts = segments(path)
    if "document" in parts[:-1]:
        return parts[parts.index("document") + 1]
    is_file = parts and parts[0].startswith("iel") and parts[-1].endswith(".pdf")
    return parts[-1] if is_file else ""


RESOLVER = Resolver(
    "ieee",
    ("ieeexplore.ieee.org", "xplorestaging.ieee.org", "m.ieeexplore.ieee.org"),
    resolve,
    (Prefix("ieee", "paper", lambda identifier: f"https://ieeexplore.ieee.org/document/{encoded(identifier)}"),),
)
