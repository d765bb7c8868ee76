"""A graph in, what is the matter with the things that its notes name out; pure.

Sources say that a paper or a repository is missing, withdrawn, blocked or the like, and that a repository has
another name now. Each is told once, at the first place in a note that names the thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from papergraph.mentions import article_reference, repository_reference
from papergraph.merge import tells
from papergraph.model import (
    RANK_NOTE,
    Entry,
    Graph,
    Location,
    Origin,
    Problem,
    Record,
    Reference,
    Severity,
    Status,
)

GONE = "gone"
"""What a thing is that its source calls missing and knew before."""

WORDS: dict[str, str] = {
    GONE: "gone from {}",
    Status.MISSING: "not on {}",
    Status.WITHDRAWN: "withdrawn",
    Status.BLOCKED: "blocked by {}",
    Status.DISABLED: "disabled by {}",
    Status.PRIVATE: "private",
    Status.EMPTY: "empty",
}
"""What is said of a thing with each `Status`, and of what is gone, with the name of the source filled in."""

HARMLESS = frozenset({Status.PRIVATE.value, Status.EMPTY.value})
"""What the author of a note may well know."""

GITHUB = "github"
"""The prefix of what its host says to be missing also where it hides it."""


def statuses(graph: Graph) -> Iterator[Problem]:
    """Yield what is the matter with papers and repositories, as their sources say."""
    for things in (graph.papers, graph.repositories):
        for reference, thing in things.items():
            if thing.status:
                yield from _problem(reference, graph.records[reference])


def renamed(graph: Graph) -> Iterator[Problem]:
    """Yield the repositories that notes call by a name of before."""
    former = {old: new for old, new in graph.aliases.items() if old.prefix != "title"}
    if not former:
        return
    places: dict[Reference, Location] = {}
    for entry in graph.entries:
        for reference, place in _named(entry):
            if reference in former:
                places[reference] = min(place, places.get(reference, place))
    for old, place in places.items():
        yield Problem(place, f"{old} is {former[old]} now", Severity.INFO)


def status_of(record: Record, records: Iterable[Record]) -> str | None:
    """Return the status that one of the records of a thing gives: `GONE` for what its source misses and knew before."""
    status: str | None = getattr(record, "status", None)
    return GONE if status == Status.MISSING and any(_seen(records, record.origin.source)) else status


def in_words(status: str, source: str) -> str:
    """Return what a status says, as in "it is …"; a word that is no `Status` as it is."""
    return WORDS[status].format(source) if status in WORDS else status


def first_place(records: Iterable[Record]) -> Location | None:
    """Return the first place in a note that names the thing of these records; None where no note does."""
    places = [Location(*record.origin[1:3]) for record in records if record.origin.rank == RANK_NOTE]
    return min(places, default=None)


def _problem(reference: Reference, records: tuple[Record, ...]) -> Iterator[Problem]:
    place = first_place(records)
    record = next((record for record in records if getattr(record, "status", None)), None)
    if place is None or record is None:
        return
    status, source = status_of(record, records) or "", record.origin.source
    hidden = ", or is private" if status in {GONE, Status.MISSING} and reference.prefix == GITHUB else ""
    days = [f"looked up {_day(record.origin)}"] if record.origin.date else []
    if status == GONE:
        days.append(f"last seen {max(_seen(records, source))}")
    message = "; ".join(filter(None, (f"{reference} is {in_words(status, source)}{hidden}", ", ".join(days))))
    yield Problem(place, message, Severity.INFO if status in HARMLESS else Severity.WARNING)


def _seen(records: Iterable[Record], source: str) -> Iterator[str]:
    """The days on which a source knew the thing."""
    for record in records:
        if record.origin.source == source and record.origin.date and tells(record):
            yield _day(record.origin)


def _day(origin: Origin) -> str:
    return origin.date[: len("2026-11-24")]


def _named(entry: Entry) -> Iterator[tuple[Reference, Location]]:
    """The repositories that an entry names, each with its place."""
    path = entry.location.path
    if entry.article and (article := article_reference(entry.article)):
        yield article, Location(path, entry.location.line)
    for mention in entry.repositories:
        if reference := repository_reference(mention):
            yield reference, Location(path, mention.line)
