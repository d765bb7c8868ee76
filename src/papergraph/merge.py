"""Records of one thing in, one order and one settled record out; pure.

What is known of a thing is the set of the records that its sources gave. `merge` unites two such sets: it is
idempotent, commutative and associative, so order, batches and partitions never change a result. `settle`
makes one record of a set: every field is the best value that any source gives.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise
from typing import TypeVar, cast

from papergraph.model import RANK_CATALOG, Origin, Paper, Record, Repository, Status

R = TypeVar("R", bound=Record)

UNITED = frozenset({"urls", "former_names", "broader", "matches"})
"""Fields that list independent facts: settling unites them instead of choosing one source's list."""


def merge(a: tuple[R, ...], b: tuple[R, ...]) -> tuple[R, ...]:
    """Return the union of two sets of records of one thing, the best record first."""
    return unite((*a, *b))


def unite(records: Collection[R]) -> tuple[R, ...]:
    """Return the distinct records, the best first: by `worth` (descending), source, line, content.

    The order is total, so it does not depend on the order of the input.
    """
    if len(records) == 1:
        return tuple(records)
    distinct = sorted(set(records), key=_place)
    if any(_place(a) == _place(b) for a, b in pairwise(distinct)):
        distinct.sort(key=lambda record: (_place(record), repr(record)))
    distinct.sort(key=worth, reverse=True)
    return tuple(distinct)


def settle(records: Collection[R]) -> R:
    """Return one record whose every field is the best known value; its origin is that of the best record.

    The records are of one class and one reference. Raises ValueError where there is none.
    """
    return settled(unite(records))


def settled(ordered: tuple[R, ...]) -> R:
    """Settle records that `unite` has put in order."""
    if not ordered:
        raise ValueError("there is no record to settle")
    best = ordered[0]
    if len(ordered) == 1:
        return best
    columns = zip(best._fields, zip(*ordered, strict=True), strict=True)
    fields = (_union(column) if name in UNITED else _first(column) for name, column in columns)
    return cast("R", type(best)._make(fields))


def origin_of(records: Collection[Record], field: str) -> Origin | None:
    """Return who says what `settle` chose for a field; None where nobody says anything."""
    for record in unite(records):
        if known(getattr(record, field, None)):
            return record.origin
    return None


def known(value: object) -> bool:
    """Tell whether a field says something: zero and False do, None and what is empty do not."""
    return value is not None and value not in ("", ())


def as_of_now(ordered: tuple[R, ...]) -> tuple[R, ...]:
    """Return records that `unite` has put in order, without statuses that do not hold any more.

    What is the matter with a thing is what its best source said when it looked last. Where that source knew the
    thing earlier on the same day, missing is what it says now.
    """
    if not any(getattr(record, "status", None) for record in ordered):
        return ordered
    last = ordered[0].origin
    missing = any(is_missing(record) for record in ordered if record.origin == last)
    kept: list[R] = []
    for record in ordered:
        holds = record.origin == last and is_missing(record) == missing
        if not isinstance(record, Paper | Repository) or not record.status or holds:
            kept.append(record)
        elif tells(record):
            kept.append(cast("R", record._replace(status=None)))
    return tuple(kept)


def is_missing(record: Record) -> bool:
    """Tell whether a record says that its source knows no such thing, which is said of the name, not of the thing."""
    return getattr(record, "status", None) == Status.MISSING


def tells(record: Record) -> bool:
    """Tell whether a record gives any fact but a status."""
    return sum(map(known, record[2:])) > known(getattr(record, "status", None))


def _place(record: Record) -> tuple[str, int]:
    return record.origin.source, record.origin.line


def worth(record: Record) -> tuple[int, str, int]:
    """Return what of a record decides whom to believe: others before the notes, then who looked last.

    A catalogue and a service both say what they saw on a day, and the later day counts.
    """
    rank, _, _, date = record.origin
    return min(rank, RANK_CATALOG), date, rank


def _first(column: tuple[object, ...]) -> object:
    return next(filter(known, column), column[0])


def _union(column: tuple[tuple[object, ...], ...]) -> tuple[object, ...]:
    """The facts of all lists, sorted; those of one field are all texts, or all tuples of texts."""
    return tuple(sorted({fact for facts in column for fact in facts}))  # type: ignore[type-var]
