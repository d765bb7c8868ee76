"""Two addresses in one unit: of one paper, or of two."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from papergraph.model import PaperMention, Reference
from papergraph.titles import normal_title

if TYPE_CHECKING:
    from papergraph.readers.links import Found

_PREFERRED = ("arxiv", "acl", "openreview", "cvf", "pmlr", "neurips", "doi")
_normal = lru_cache(maxsize=4096)(normal_title)


def apart(left: Reference, right: Reference) -> bool:
    """Whether two identifiers are of one kind, and so of two papers."""
    return left.prefix == right.prefix != "url" and left != right


def same_title(text: str, title: str) -> bool:
    """Whether two titles are one, or one of them is the longer form of the other."""
    left, right = _normal(text), _normal(title)
    return left == right or (min(len(left), len(right)) > 12 and (left in right or right in left))


def one_mention(known: PaperMention, reference: Reference, link: Found, text: str | None) -> PaperMention:
    """One mention for two addresses of a paper: the better identifier leads, the other stays as an alternate."""
    if known.reference == reference:
        return known._replace(title=known.title or text, version=known.version or link.version)
    if known.reference is None:
        return known._replace(reference=reference, url=link.url, version=link.version)
    if _order(reference) < _order(known.reference):
        alternates = (*known.alternates, known.url) if known.url else known.alternates
        return PaperMention(
            reference, link.url, known.title or text, link.span.line, link.version, alternates, link.name or known.label
        )
    return known._replace(alternates=(*known.alternates, link.url), title=known.title or text)


def _order(reference: Reference) -> int:
    prefix = reference.prefix
    return _PREFERRED.index(prefix) if prefix in _PREFERRED else (90 if prefix != "url" else 99)
