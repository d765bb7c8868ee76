"""Readings of notes in, what the added catalogues say of the papers and repositories in them out.

A paper that notes name by its title alone is looked up by it, by the rules of `papergraph.sources.arxiv_titles`:
exactly one paper has the title, letter by letter, and nothing that the notes say of it contradicts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from itertools import chain

from papergraph.assemble import wanted
from papergraph.catalogs.folder import CHANGED, PARTIAL, Entry
from papergraph.catalogs.lookup import Index, opened
from papergraph.catalogs.registry import REGISTERED
from papergraph.model import Location, Paper, Problem, Reading, Record, Reference
from papergraph.sources.arxiv_titles import Named, contradicted, named_only, titles_of
from papergraph.sources.catalog import Catalog

_TOLD = {
    CHANGED: "The file of this catalogue has changed since it was added; `papergraph catalog add` takes the new one",
    PARTIAL: "This catalogue was not added to its end and was not read; `papergraph catalog add` goes on with it",
}


def read_added(
    entries: Sequence[Entry], readings: Sequence[Reading], told: Sequence[Record] = ()
) -> tuple[Catalog, ...]:
    """Return what each added catalogue says of what the notes name, and what about it needs a look.

    Args:
        entries: the added catalogues; what Papers with Code says is not taken from them.
        readings: what was read.
        told: what is known of other sources, so that titles which have a paper already are not looked up.

    Raises:
        StoreError: an index cannot be read.
    """
    whole = [entry for entry in entries if entry.digest and any(kind not in REGISTERED for kind, _ in entry.kinds)]
    references = wanted(readings) if whole else frozenset()
    with ExitStack() as stack:
        indexes = [stack.enter_context(opened(entry.database, entry.name)) for entry in whole]
        found = [index.read(references) for index in indexes]
        known = chain(told, chain.from_iterable(catalog.records for catalog in found))
        titled = _by_title(indexes, named_only(readings, titles_of(known, readings))) if indexes else []
    read = [
        catalog._replace(
            records=(*catalog.records, *more),
            problems=(*catalog.problems, *_state(entry)),
            size=entry.size,
            checksum=entry.checksum,
            name=entry.name,
        )
        for entry, catalog, more in zip(whole, found, titled, strict=True)
    ]
    others = [Catalog((), problems) for entry in entries if entry not in whole and (problems := _state(entry))]
    return (*read, *others)


def _state(entry: Entry) -> tuple[Problem, ...]:
    message = _TOLD.get(entry.state)
    return (Problem(Location(entry.name), message),) if message else ()


def _by_title(indexes: Sequence[Index], named: Mapping[Reference, Named]) -> list[list[Paper]]:
    """Return for each index the papers that have a title which no other paper has."""
    titles = {title.identifier: one for title, one in named.items()}
    found = [index.titled(titles) for index in indexes]
    alone = set()
    for title, one in titles.items():
        papers = [paper for having in found for paper in having.get(title, ())]
        if len({paper.reference for paper in papers}) == 1 and not any(contradicted(one, paper) for paper in papers):
            alone.add(title)
    return [[paper for title in sorted(alone & having.keys()) for paper in having[title]] for having in found]
