"""What a unit seems to report, before its company decides what it is."""

from __future__ import annotations

from typing import NamedTuple

from papergraph.model import Link, PaperMention, RepositoryMention
from papergraph.readers.unit import Unit

SURE, PERHAPS, NOTHING = 2, 1, 0


class Draft(NamedTuple):
    """What a unit seems to report."""

    unit: Unit
    title: str
    article: str | None
    papers: tuple[PaperMention, ...]
    repositories: tuple[RepositoryMention, ...]
    links: tuple[Link, ...]
    evidence: int
    """SURE, PERHAPS (the papers stand only if the company agrees) or NOTHING."""
    cues: int
    company: bool
    """Whether it counts when the share of papers in its list is taken."""
