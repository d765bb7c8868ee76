"""What a page tells of one thing, one link, one entry: values ready for JSON, with who says so.

An origin and an entry are written out once, in `Numbering`, and named by number afterwards.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from papergraph.merge import known
from papergraph.model import RANK_CATALOG, RANK_NOTE, Entry, Evidence, Graph, Origin, Record, Reference, Topic
from papergraph.resolvers import canonical_url
from papergraph.statuses import status_of

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
"""What a field is called where the name is not the word for it; the page has the same words in `strings.js`."""

EXPECTED = {
    "paper": frozenset({"authors", "published", "abstract"}),
    "repository": frozenset({"description", "stars", "language", "license", "pushed"}),
}
"""Fields that are told to be unknown where nobody says anything."""

QUOTED = frozenset({"article", "paper", "repository"})
"""Kinds of which the page repeats what the notes say, in their own words."""

FETCHABLE = frozenset({"arxiv", "doi", "github"})
"""Prefixes of things whose missing facts a catalogue or a service could give."""


class Numbering:
    """Gives each origin and each entry a number when it is first named."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.origins: dict[tuple[str, int, str], int] = {}
        """Source, line and date of an origin → its number."""
        self.entries: dict[int, int] = {}
        """The place of an entry among all → its number."""
        self._all = entries
        self._places: dict[str, list[int]] = {}
        for place, entry in enumerate(entries):
            self._places.setdefault(entry.location.path, []).append(place)
        self._starts = {path: [entries[place].location.line for place in at] for path, at in self._places.items()}

    def origin(self, origin: Origin) -> int:
        """Return the number of an origin."""
        return self.origins.setdefault(origin[1:], len(self.origins))

    def told_origins(self) -> list[Json]:
        """Return each origin as [is its source a note, source, line, date]."""
        return [[origin[0] in self._places, *origin] for origin in self.origins]

    def entry(self, origin: Origin) -> int | None:
        """Return the number of the entry whose lines an origin lies in."""
        if origin.rank != RANK_NOTE or not origin.line or origin.source not in self._starts:
            return None
        before = bisect_right(self._starts[origin.source], origin.line) - 1
        if before < 0:
            return None
        place = self._places[origin.source][before]
        location = self._all[place].location
        if origin.line > max(location.line, location.end_line):
            return None
        return self.entries.setdefault(place, len(self.entries))


def detail(kind: str, reference: Reference, graph: Graph, numbering: Numbering) -> dict[str, Json]:
    """Return everything that is known of a thing: reference, name, URL, facts, and the entries that name it."""
    records = graph.records.get(reference, ())
    told: dict[str, Json] = {"ref": str(reference), "name": name_of(kind, reference, records)}
    if (url := canonical_url(reference)) is not None:
        told["url"] = url
    told["facts"] = facts = _facts(kind, records, graph, numbering)
    if any(len(fact) == 1 for fact in facts):
        told["asked"] = asked(reference, records)
    if titles := graph.joined.get(reference):
        told["joined"] = evidence_of([reason for _, reason in titles], numbering)
    if kind in QUOTED:
        entries = dict.fromkeys(numbering.entry(record.origin) for record in records)
        told["entries"] = [entry for entry in entries if entry is not None]
    return told


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


def evidence_of(evidence: Sequence[Evidence], numbering: Numbering) -> list[Json]:
    """Return each reason as [method, origin], with the quote and the confidence where they are known."""
    told: list[Json] = []
    for reason in evidence:
        row: list[Json] = [reason.method, numbering.origin(reason.origin)]
        if reason.quote is not None or reason.confidence is not None:
            row.append(reason.quote)
        if reason.confidence is not None:
            row.append(reason.confidence)
        told.append(row)
    return told


def entry_of(entry: Entry, numbering: Numbering) -> dict[str, Json]:
    """Return an entry in the note's own words; what it does not say is left out."""
    location = entry.location
    origin = Origin(RANK_NOTE, location.path, location.line, entry.note_date or "")
    told: dict[str, Json] = {
        "origin": numbering.origin(origin),
        "title": entry.title,
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


def _facts(kind: str, records: Sequence[Record], graph: Graph, numbering: Numbering) -> list[list[Json]]:
    """Return [field, [value, origin, …], …] for each field: the value that counts first, then what others say.

    A field that is expected and that nobody knows is there without any value.
    """
    facts: list[list[Json]] = []
    for field in FIELDS[kind]:
        said: dict[Json, list[Json]] = {}
        for record in records:
            value = getattr(record, field, None)
            if not known(value):
                continue
            if field == "status":
                value = status_of(record, records)
            if isinstance(record, Topic) and field == "broader":
                value = tuple(name_of("topic", broader, graph.records.get(broader, ())) for broader in record.broader)
            said.setdefault(value, [value]).append(numbering.origin(record.origin))
        if said or field in EXPECTED.get(kind, ()):
            facts.append([field, *said.values()])
    return facts
