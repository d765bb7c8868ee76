"""An added catalogue in, what is wrong with its index, with its counts, or with the file that it was made of, out."""

from __future__ import annotations

from collections.abc import Iterator

from papergraph.catalogs.files import checksum
from papergraph.catalogs.folder import DELETED, PARTIAL, Entry
from papergraph.catalogs.lookup import opened
from papergraph.errors import InputError, StoreError

STALE = "the file has changed since it was added: `papergraph catalog add` takes the new one"
UNREAD = "it was not added to its end: `papergraph catalog add` goes on with it"


def complaints(entry: Entry) -> Iterator[str]:
    """Yield what is wrong with a catalogue, in clauses; all of the index is read, and of the file if it is there."""
    if entry.state == PARTIAL:
        yield UNREAD
        return
    try:
        with opened(entry.database, entry.name) as index:
            if index.digest() != entry.digest:
                yield "the index does not hold what was written to it: remove it, and add the file again"
            if (count := index.count()) != entry.records or count != sum(number for _, number in entry.kinds):
                yield f"the index says that it has {entry.records:,} records, and has {count:,}"
    except StoreError as error:
        yield str(error).removesuffix(".")
    if entry.state != DELETED:
        try:
            if checksum(entry.file) != entry.checksum:
                yield STALE
        except InputError as error:
            yield str(error).removesuffix(".")
