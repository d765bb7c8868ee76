"""PubMed and PubMed Central: `pubmed:<number>` and `pmc:PMC<number>`, also from Europe PMC."""

from __future__ import annotations

import re

from papergraph.model import Reference
from papergraph.resolvers.url import Prefix, Resolver, Url, encoded, parameter, segments

_NUMBER = re.compile(r"0*([1-9]\d{0,8})", re.ASCII)
_CENTRAL = re.compile(r"pmc0*([1-9]\d{0,8})(?:\.\d+)?(?:\.pdf)?", re.ASCII | re.IGNORECASE)
_NOT_MEDLINE = frozenset({"ppr", "pat", "agr", "cba", "hir", "nbk"})


def resolve(url: Url) -> Reference | None:
    """Return the paper that an abstract or a full text is of."""
    parts = segments(url.path)
    for part in parts:
        match = _CENTRAL.fullmatch(part)
        if match:
            return Reference("pmc", f"PMC{match[1]}")
    match = _NUMBER.fullmatch(_medline(url, parts))
    return Reference("pubmed", match[1]) if match else None


def _medline(url: Url, parts: list[str]) -> str:
    """What stands where a number of PubMed may stand."""
    if url.host.endswith("pubmed.ncbi.nlm.nih.gov"):
        return parts[0] if parts else parameter(url.query, "term")
    if "pubmed" in parts:
        rest = parts[parts.index("pubmed") + 1 :]
        return rest[0] if rest else parameter(url.query, "term")
    lower = [part.lower() for part in parts]
    return parts[lower.index("med") + 1] if "med" in lower[:-1] and not _NOT_MEDLINE & set(lower) else ""


RESOLVER = Resolver(
    "pubmed",
    ("pubmed.ncbi.nlm.nih.gov", "ncbi.nlm.nih.gov", "pmc.ncbi.nlm.nih.gov", "europepmc.org", "pubmed.gov"),
    resolve,
    (
        Prefix("pubmed", "paper", lambda identifier: f"https://pubmed.ncbi.nlm.nih.gov/{encoded(identifier)}/"),
        Prefix("pmc", "paper", lambda identifier: f"https://pmc.ncbi.nlm.nih.gov/articles/{encoded(identifier)}/"),
    ),
)
