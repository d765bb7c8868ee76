"""The ACL Anthology: `P19-1001` and `2020.acl-main.1`, from its present and former addresses."""

from __future__ import annotations

import re

from papergraph.model import Reference
from papergraph.resolvers.url import Prefix, Resolver, Url, encoded, segments

_OLD = re.compile(r"([a-z]\d\d-\d{4})(?:v\d+)?(?![0-9a-z-])", re.ASCII | re.IGNORECASE)
_NEW = re.compile(r"(\d{4}\.[a-z0-9]+-[a-z0-9_]+\.\d+)(?:v\d+)?(?![0-9a-z])", re.ASCII | re.IGNORECASE)


def resolve(url: Url) -> Reference | None:
    """Return the paper of a page, PDF, citation or attachment."""
    parts = segments(url.path)
    if parts[:1] in (["volumes"], ["people"], ["events"], ["venues"], ["sigs"]):
        return None
    for part in reversed(parts):
        identifier = identify(part)
        if identifier:
            return Reference("acl", identifier)
    return None


def identify(text: str) -> str | None:
    """Return the identifier that the text begins with: upper case in the old form, lower case in the new one."""
    match = _NEW.match(text)
    if match:
        return match[1].lower()
    match = _OLD.match(text)
    return match[1].upper() if match else None


RESOLVER = Resolver(
    "acl",
    (
        "aclanthology.org",
        "aclanthology.info",
        "aclanthology.coli.uni-saarland.de",
        "aclweb.org",
        "anthology.aclweb.org",
        "preview.aclanthology.org",
    ),
    resolve,
    (Prefix("acl", "paper", lambda identifier: f"https://aclanthology.org/{encoded(identifier)}/"),),
)
