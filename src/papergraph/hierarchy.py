"""What is known of topics in, the same without circles out: what is broader than itself is broader than nothing; pure.

Headings may stand one way in one note and the other way in the next. The relation that comes last in the alphabet goes.
"""

from __future__ import annotations

from papergraph.model import Record, Reference, Topic


def without_circles(known: dict[Reference, tuple[Record, ...]]) -> None:
    """Take out of the records of topics what makes a topic broader than itself, whatever order they come in."""
    said = sorted(
        {
            (reference, broader)
            for reference, records in known.items()
            for record in records
            if isinstance(record, Topic)
            for broader in record.broader
        }
    )
    kept: dict[Reference, set[Reference]] = {}
    dropped: dict[Reference, set[Reference]] = {}
    for reference, broader in said:
        if reference == broader or reference in _above(broader, kept):
            dropped.setdefault(reference, set()).add(broader)
        else:
            kept.setdefault(reference, set()).add(broader)
    for reference, gone in dropped.items():
        known[reference] = tuple([_without(record, gone) for record in known[reference]])


def _above(topic: Reference, broader: dict[Reference, set[Reference]]) -> set[Reference]:
    """All that is broader than a topic, directly or not."""
    found: set[Reference] = set()
    waiting = [topic]
    while waiting:
        new = broader.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found


def _without(record: Record, gone: set[Reference]) -> Record:
    if not isinstance(record, Topic):
        return record
    return record._replace(broader=tuple([one for one in record.broader if one not in gone]))
