"""What a page tells of one thing, one link, one entry: values ready for JSON, with who says so.

Sources and the lines of them that are named are numbered once, in `Origins`; all else names them by number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import NamedTuple, TypeAlias

from papergraph.merge import known
from papergraph.model import (
    RANK_CATALOG,
    RANK_NOTE,
    Entry,
    Evidence,
    Graph,
    Origin,
    Record,
    Reference,
    TextSpan,
    Topic,
)
from papergraph.resolvers import canonical_url
from papergraph.statuses import status_of
from papergraph.topics import FieldKind

Json: TypeAlias = "str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None"

FIELDS: dict[str, tuple[str, ...]] = {
    "article": ("title",),
    "paper": (
        *("title", "status", "authors", "published", "updated", "venue", "journal", "categories", "version"),
        *("doi", "license", "comment", "abstract", "urls"),
    ),
    "repository": (
        *("name", "status", "description", "stars", "forks", "language", "license", "topics", "homepage"),
        *("archived", "fork", "fork_of", "created", "pushed", "former_names"),
    ),
    "person": ("name",),
    "organization": ("name",),
    "venue": ("name", "year"),
    "topic": ("name", "broader"),
}
"""The kinds of things, and the fields that are told of each, in this order."""

WORDS = {
    "doi": "DOI",
    "license": "licence",
    "urls": "also at",
    "homepage": "home page",
    "fork": "is a fork",
    "fork_of": "forked from",
    "pushed": "last push",
    "former_names": "former names",
    "broader": "broader topic",
}
"""What a field is called where the name is not the word for it; the page has the same words in `strings.ts`."""

EXPECTED = {
    "paper": frozenset({"authors", "published", "abstract"}),
    "repository": frozenset({"description", "stars", "language", "license", "pushed"}),
}
"""Fields that are told to be unknown where nobody says anything."""

QUOTED = frozenset({"article", "paper", "repository"})
"""Kinds of which the page repeats what the notes say, in their own words."""

SETTLED = frozenset({"paper", "repository", "topic"})
"""Kinds with values that are told in other words than a record has them."""

MOST_ORIGINS = 30
"""Of so many who say the same, each is told; of what notes are quoted on, all are."""

OTHER, NOTE, ASKED = range(3)
"""What a source is: a note, a catalogue or service that can be asked, anything else."""

FETCHABLE = frozenset({"arxiv", "doi", "github"})
"""Prefixes of things whose missing facts a catalogue or a service could give."""


TEXTS = tuple(kind.value for kind in FieldKind)
"""Texts of an entry in which topics are found; a place among them is told as a number of this order."""


class Thing(NamedTuple):
    """A node of the page."""

    kind: str
    reference: Reference
    degree: int
    """Number of edges to other things, on the page or not."""
    name: str


class Origins:
    """Numbers for the origins that a page names: by source and date, and by line within each."""

    def __init__(self, origins: Iterable[Origin], notes: Iterable[str]) -> None:
        held: defaultdict[tuple[str, str, bool], list[Origin]] = defaultdict(list)
        for origin in set(origins):
            held[origin[1], origin[3], origin[0] >= RANK_CATALOG].append(origin)
        paths = frozenset(notes)
        self.sources: list[tuple[int, str, str, list[int]]] = []
        """What it is (`NOTE`, `ASKED` or `OTHER`), name and date of a source, and the lines of it that are named."""
        self.numbers: dict[Origin, int] = {}
        """The number of each origin; origins of one line have the same."""
        count = 0
        for key in sorted(held):
            source, date, asked = key
            by_line = groupby(sorted(held[key], key=itemgetter(2)), itemgetter(2))
            lines = []
            for line, alike in by_line:
                lines.append(line)
                self.numbers.update(dict.fromkeys(alike, count))
                count += 1
            self.sources.append((NOTE if source in paths else ASKED if asked else OTHER, source, date, lines))

    def told(self, entries: Iterable[Entry]) -> dict[str, Json]:
        """Return all sources with their lines, and the lines of all entries, so that a place leads to its entry."""
        places: dict[str, list[Json]] = {}
        for entry in entries:
            location = entry.location
            places.setdefault(location.path, []).append([location.line, max(location.line, location.end_line)])
        return {"sources": self.sources, "entries": places}


def detail(thing: Thing, shown: str, graph: Graph, origins: Origins, authors: Mapping[str, int]) -> Json:
    """Return what each source says of a thing: [origin or origins, value, …], in the order of its kind's fields.

    A value that is the name is "", one that nobody gives is None. More than that is told in an object that has
    these rows as `says`.

    Args:
        thing: the thing.
        shown: its name on the map.
        graph: the graph that it is of.
        origins: the numbers of origins.
        authors: the names of the people that it leads to as its authors, with their places among those.
    """
    records = graph.records.get(thing.reference, ())
    left = 0
    if len(records) == 1:
        says: list[list[Json]] = [[origins.numbers[records[0][1]], *_row(records[0], thing, graph)]]
    else:
        rows: dict[tuple[Json, ...], list[int]] = {}
        for record in records:
            rows.setdefault(_row(record, thing, graph), []).append(origins.numbers[record[1]])
        most = len(records) if thing.kind in QUOTED else MOST_ORIGINS
        says = [[numbers[0] if len(numbers) == 1 else numbers[:most], *told] for told, numbers in rows.items()]
        left = sum(max(0, len(numbers) - most) for numbers in rows.values())
    if authors and "authors" in FIELDS[thing.kind]:
        _by_place(says, FIELDS[thing.kind].index("authors"), authors)
    more: dict[str, Json] = {}
    prefix, identifier = thing.reference
    if prefix in ADDRESSES and not _PLAIN.fullmatch(identifier):
        address = canonical_url(thing.reference)
        if address != ADDRESSES[prefix] + identifier:
            more["url"] = address or ""
    elif prefix not in ADDRESSES and (url := canonical_url(thing.reference)):
        more["url"] = url
    if thing.name != shown:
        more["name"] = thing.name
    if left:
        more["left"] = left
    if titles := graph.joined.get(thing.reference):
        more["joined"] = [row for _, reason in titles for row in evidence_of((reason,), origins)]
    return {"says": says, **more} if more else says


ADDRESSES = {
    "arxiv": "https://arxiv.org/abs/",
    "doi": "https://doi.org/",
    "github": "https://github.com/",
    "hf": "https://huggingface.co/",
    "url": "",
}
"""What stands before the identifier in the usual address of a thing, by the prefix of its reference."""

_TAKING: dict[str, Callable[[Record], tuple[Json, ...]]] = {
    kind: attrgetter(*fields) for kind, fields in FIELDS.items()
}
_PLAIN = re.compile(r"[a-z0-9._/-]+")
"""Identifiers that stand in an address as they are."""


def _by_place(says: Sequence[list[Json]], field: int, authors: Mapping[str, int]) -> None:
    """Put places among the authors that a paper leads to for their names, where all are among them."""
    for row in says:
        names = row[field + 1] if len(row) > field + 1 else None
        if isinstance(names, tuple) and all(name in authors for name in names):
            row[field + 1] = [authors[str(name)] for name in names]


def _row(record: Record, thing: Thing, graph: Graph) -> tuple[Json, ...]:
    """Return the values of a record, without those at the end that nobody gives."""
    name, said = thing.name, _values(record, thing.kind)
    if thing.kind in SETTLED:
        said = _settled(said, thing, record, graph)
    values: list[Json] = ["" if value == name else value if value or value == 0 else None for value in said]
    while values and values[-1] is None:
        values.pop()
    return tuple(values)


def _values(record: Record, kind: str) -> tuple[Json, ...]:
    """Return the values of the fields of a kind; None for what this type of record does not have."""
    if len(FIELDS[kind]) == 1:
        return (getattr(record, FIELDS[kind][0], None),)
    try:
        return _TAKING[kind](record)
    except AttributeError:
        return tuple(getattr(record, field, None) for field in FIELDS[kind])


def _settled(said: tuple[Json, ...], thing: Thing, record: Record, graph: Graph) -> tuple[Json, ...]:
    """Return the values of a record with its status as it is to be understood, and with names for broader topics."""
    if status := getattr(record, "status", None):
        place = FIELDS[thing.kind].index("status")
        told = status_of(record, graph.records[thing.reference]) or status
        return (*said[:place], told, *said[place + 1 :])
    if isinstance(record, Topic) and record.broader:
        names = tuple(name_of("topic", one, graph.records.get(one, ())) for one in record.broader)
        place = FIELDS["topic"].index("broader")
        return (*said[:place], names, *said[place + 1 :])
    return said


def asked(reference: Reference, records: Iterable[Record]) -> bool:
    """Return whether what is not known of a thing is unknown to all who could know it, or was never asked for."""
    return reference.prefix not in FETCHABLE or any(record.origin.rank >= RANK_CATALOG for record in records)


def name_of(kind: str, reference: Reference, records: Sequence[Record]) -> str:
    """Return what a thing is called: the best title or name; else its reference, or its identifier if that is a URL."""
    field = "title" if kind in {"article", "paper"} else "name"
    for record in records:
        if value := getattr(record, field, None):
            return str(value)
    return reference.identifier if reference.prefix in {"url", "person", "topic", "venue", "title"} else str(reference)


def evidence_of(evidence: Sequence[Evidence], origins: Origins) -> list[Json]:
    """Return each reason as [method, origin, quote, confidence, place], without what is not known at its end."""
    told: list[Json] = []
    for method, origin, _, quote, confidence, span in evidence:
        reason: list[Json] = [method, origins.numbers[origin], quote, confidence, place_of(span)]
        while reason[-1] is None:
            reason.pop()
        told.append(reason)
    return told


def place_of(span: TextSpan | None) -> int | None:
    """Return which text of an entry a span stands in: its place in `TEXTS`, and so many more for each before it."""
    return len(TEXTS) * span.number + TEXTS.index(span.field) if span and span.field in TEXTS else None


def origin_of(entry: Entry) -> Origin:
    """Return the place where an entry begins."""
    return Origin(RANK_NOTE, entry.location.path, entry.location.line, entry.note_date or "")


def entry_of(entry: Entry, origins: Origins, titles: Mapping[str, int]) -> dict[str, Json]:
    """Return an entry in the note's own words; what it does not say is left out.

    A title that is the name of a thing of the page is told as its number, as `titles` gives it.
    """
    told: dict[str, Json] = {
        "origin": origins.numbers[origin_of(entry)],
        "title": titles.get(entry.title, entry.title),
        "section": entry.section,
        "rating": entry.rating,
        "abstract": entry.abstract,
        "tips": entry.tips,
        "tags": entry.tags,
        "venue": entry.venue,
        "date": entry.date,
        "code_status": entry.code_status,
        "links": [[link.url, link.role, link.label] for link in entry.links],
        "images": entry.images,
    }
    return {key: value for key, value in told.items() if known(value) and value != []}
