"""The lists of venues and organisations that ship → their indices, which not everybody who asks for topics needs."""

from __future__ import annotations

from functools import lru_cache

from papergraph.topics.organizations import Organizations, read_organizations
from papergraph.topics.shipped import characters, content
from papergraph.topics.venues import Venues, read_venues


@lru_cache(maxsize=1)
def venues() -> Venues:
    """The conferences and journals that are known."""
    return Venues(read_venues(content("venues.tsv").decode()))


@lru_cache(maxsize=1)
def organizations() -> Organizations:
    """The organisations that are known."""
    return Organizations(read_organizations(content("organizations.tsv").decode()), characters())
