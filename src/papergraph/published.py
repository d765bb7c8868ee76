"""What a source says of a paper in, where the paper was published out: by its comment, journal reference and address.

"Accepted to ICCV 2021", "Proc. CVPR 2022", `openaccess.thecvf.com/ICCV2021/…`. Only what has a year counts, and no
workshop, challenge, or paper that was submitted or is longer than the published one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from papergraph.model import Paper
from papergraph.resolvers import canonical_url
from papergraph.topics.catalogs import venues
from papergraph.topics.venues import venue_of_url

_NOT_BEFORE = re.compile(
    r"\b(?:submi\w+|under (?:review|submission)|in review|exten\w+|longer|journal version|preliminary|earlier"
    r"|conference version|based on|winner\w*|won|place|solution)\b[^.;]*$",
    re.IGNORECASE,
)
_NOT_BEHIND = re.compile(
    r"[^.;,]{0,40}?\b(?:workshops?|challenges?|competitions?|tutorials?|demo|reject\w*|submission)\b", re.IGNORECASE
)
_LONGEST = 1000
"""Characters of a comment that are looked through."""


class Published(NamedTuple):
    """Where a paper was published, and the words or the address that say so."""

    venue: str
    """With the year: `ICCV 2021`."""
    quote: str


def published(paper: Paper) -> Iterator[Published]:
    """Yield where a paper was published as its comment, its journal reference and its addresses tell."""
    for text in (paper.comment, paper.journal):
        yield from _told((text or "")[:_LONGEST])
    for url in (canonical_url(paper.reference), *paper.urls):
        if url and (found := venue_of_url(url)) and found[1]:
            yield Published(f"{found[0]} {found[1]}", url)


def _told(text: str) -> Iterator[Published]:
    for venue in venues().find(text) if text else ():
        told = venue.year and not _NOT_BEFORE.search(text[: venue.start]) and not _NOT_BEHIND.match(text, venue.end)
        if told:
            yield Published(f"{venue.name} {venue.year}", venue.surface)
