"""Semantic Scholar: the hash of a paper, or its corpus number; pages that name an arXiv identifier or DOI give that."""

from __future__ import annotations

import re

from papergraph.model import Reference
from papergraph.resolvers import arxiv, doi
from papergraph.resolvers.url import Prefix, Resolver, Url, encoded, segments

_HASH = re.compile(r"[0-9A-Fa-f]{40}")
_CORPUS = re.compile(r"corpusid:\s*(\d{1,12})(?!\d)", re.ASCII | re.IGNORECASE)
_PAGES = frozenset({"paper", "reader", "main"})


def resolve(url: Url) -> Reference | None:
    """Return the paper of a page, of the reader, of the API, or of a stored PDF."""
    parts = segments(url.path)
    if url.host == "pdfs.semanticscholar.org":
        parts = ["paper", "".join(parts).removesuffix(".pdf")]
    found = next((number for part in parts if (number := _CORPUS.match(part))), None)
    if found:
        return Reference("s2", f"CorpusID:{int(found[1])}")
    if parts[:1] == ["arxiv"]:
        return _foreign("arxiv:" + "/".join(parts[1:3]))
    named = next((place for place, part in enumerate(parts) if _is_foreign(part)), None)
    if named is not None:
        return _foreign("/".join(parts[named:]))
    at = next((place for place, part in enumerate(parts) if part in _PAGES), len(parts))
    sha = next((part for part in parts[at + 1 : at + 3] if _HASH.fullmatch(part)), None)
    return Reference("s2", sha.lower()) if sha else None


def _is_foreign(part: str) -> bool:
    return part[:6].lower() == "arxiv:" or part[:4].lower() == "doi:"


def _foreign(text: str) -> Reference | None:
    if text[:4].lower() == "doi:":
        return doi.refer(text[4:])
    found = arxiv.identify(text)
    return Reference("arxiv", found) if found else None


def _canonical(identifier: str) -> str:
    if identifier.startswith("CorpusID:"):
        return f"https://api.semanticscholar.org/{encoded(identifier, ':')}"
    return f"https://www.semanticscholar.org/paper/{encoded(identifier)}"


RESOLVER = Resolver(
    "semanticscholar",
    ("semanticscholar.org", "api.semanticscholar.org", "pdfs.semanticscholar.org", "connectedpapers.com"),
    resolve,
    (Prefix("s2", "paper", _canonical),),
)
