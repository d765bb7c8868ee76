"""What is known of topics in, the same without circles out: what is broader than itself is broader than nothing; pure.

Headings may stand one way in one note and the other way in the next. The relation that comes last in the alphabet goes.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator

from papergraph.model import Record, Reference, Topic


def without_circles(known: dict[Reference, tuple[Record, ...]]) -> None:
    """Take out of the records of topics what makes a topic broader than itself, whatever order they come in."""
    said = {pair for records in known.values() for record in records for pair in broader_of(record)}
    for reference, gone in circular(said).items():
        known[reference] = tuple([without(record, gone) for record in known[reference]])


def broader_of(record: Record) -> Iterator[tuple[Reference, Reference]]:
    """Yield a topic with each that its record says is broader."""
    if isinstance(record, Topic):
        for broader in record.broader:
            yield record.reference, broader


def circular(said: Iterable[tuple[Reference, Reference]]) -> dict[Reference, set[Reference]]:
    """Return which of the relations, topic and broader one, have to go: topic → broader ones."""
    kept: dict[Reference, set[Reference]] = {}
    dropped: dict[Reference, set[Reference]] = {}
    for reference, broader in sorted(set(said)):
        if reference == broader or reference in _above(broader, kept):
            dropped.setdefault(reference, set()).add(broader)
        else:
            kept.setdefault(reference, set()).add(broader)
    return dropped


def _above(topic: Reference, broader: dict[Reference, set[Reference]]) -> set[Reference]:
    """All that is broader than a topic, directly or not."""
    found: set[Reference] = set()
    waiting = [topic]
    while waiting:
        new = broader.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def without(record: Record, gone: Container[Reference]) -> Record:
    """Return the record of a topic without some that it says are broader."""
    if not isinstance(record, Topic):
        return record
    return record._replace(broader=tuple([one for one in record.broader if one not in gone]))
