"""What is known of a reference in, whether it is to be asked for out; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from papergraph.http import Clock, Limits
from papergraph.identity import named_reference
from papergraph.model import Paper, Record, Reference, Repository
from papergraph.moments import epoch
from papergraph.sources.asking import Asked, Source
from papergraph.sources.settings import DAY
from papergraph.store import State

ALL = "all"


class Terms(NamedTuple):
    """On which terms facts are looked up."""

    store: Path
    online: bool = False
    refresh: frozenset[str] = frozenset()
    """Names of sources, and references, that are asked for although they are fresh; `all` for everything."""
    contact: str | None = None
    clock: Clock = Clock()
    limits: Limits = Limits()


def is_due(asked: Asked, source: Source, terms: Terms, spared: Mapping[Reference, str]) -> bool:
    """Tell whether a reference is to be asked for: unknown, old, or asked for anew."""
    if not source.settings.enabled:
        return False
    if is_refreshed(asked, source, terms):
        return True
    kept = asked.kept
    elsewhere = spared.get(asked.reference)
    if elsewhere is not None and (kept is None or elsewhere >= kept.fetched_at[: len("2026-11-24")]):
        return False
    if kept is None or kept.state is State.ERROR or kept.failing:
        return True
    if kept.state is State.OK and not kept.parsed and not source.records(kept):
        return True  # what came from elsewhere says nothing that can be read
    age = terms.clock.now() - epoch(kept.checked_at)
    limit = source.settings.max_age if kept.state is State.OK else source.missing_age
    return not -DAY < age < limit  # a moment in the future comes from a clock that was wrong


def is_refreshed(asked: Asked, source: Source, terms: Terms) -> bool:
    """Tell whether somebody wants it anew, by the name that notes give or by the one that it has now."""
    names = {ALL, source.name, str(asked.reference)} | ({str(asked.kept.reference)} if asked.kept else set())
    return not terms.refresh.isdisjoint(names)


def known_well_enough(told: Iterable[Record], sources: Sequence[Source], now: float) -> dict[Reference, str]:
    """Return what no service needs to be asked for, because a catalogue knows it → the day of that.

    A paper with its authors and its date does not change much, whenever that was seen. The stars of a repository
    count for as long as those that GitHub itself has told. Where a service has told more lately, it counts.
    """
    ages = {source.name: source.settings.max_age for source in sources}
    spared = {}
    for record in told:
        day = record.origin.date
        if isinstance(record, Paper) and record.authors and record.published:
            spared[record.reference] = day
        elif isinstance(record, Repository) and record.stars is not None and day:
            age = now - epoch(f"{day}T00:00:00Z")
            former = (named_reference(record.reference, name) for name in record.former_names)
            fresh = -DAY < age < ages.get(record.reference.prefix, 0)
            spared |= {reference: day for reference in (record.reference, *former) if reference and fresh}
    return spared
