"""arXiv by title, for papers that notes name without any link; several titles a request.

A title is accepted only where exactly one paper has it, letter by letter, and nothing contradicts it: not the authors
or the year that the note gives, nor the date of the note. What arXiv says of that paper then goes into the graph as a
paper of its own, which is joined by its title like any other.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from papergraph.failures import FetchError
from papergraph.mentions import paper_reference
from papergraph.model import Entry, Paper, Reading, Record, Reference
from papergraph.names import venue_name
from papergraph.readers.venues import dated_venues
from papergraph.sources.arxiv import TITLE, Client
from papergraph.sources.arxiv_answers import payload, read_result
from papergraph.sources.arxiv_feed import Feed, identity
from papergraph.sources.asking import Asked, Heard, Way, failed, origin, sentence, unanswered
from papergraph.sources.settings import ARXIV, Settings
from papergraph.store import Answer, Kept, State
from papergraph.titles import normal_title

if TYPE_CHECKING:
    import arxiv

VERSION = "arxiv-title/1"
BATCH = 10
"""Titles of one request: its URL stays well below what servers take."""
MOST_REQUESTS = 10
"""Of one build: half a minute. The others are searched by the next builds."""
MOST_RESULTS = 100
FEWEST_WORDS = 3
FEWEST_LETTERS = 15
LATE = 1
"""Years after its publication in which a paper may still come to arXiv; one that comes later is another."""
LONGEST = 400
"""Characters of a title; what is longer is none, and ten of it would not fit into a URL."""
_WORD = re.compile(r"[A-Za-z0-9]+")


class Named(NamedTuple):
    """A paper that notes name by its title alone."""

    title: str
    authors: frozenset[str]
    """Family names, folded, that the notes give; empty where they give none."""
    day: str
    """The first day on which a note has it, so that the paper cannot be newer; empty where that is unknown."""
    year: int | None = None
    """The earliest year of its publication that notes give."""


class TitleSource:
    """Papers by title."""

    name = "arxiv-title"
    title = "arXiv, by title"

    def __init__(self, named: Mapping[Reference, Named], settings: Settings = ARXIV) -> None:
        self.settings = settings
        self.missing_age = settings.max_age
        self._named = named

    def wants(self, reference: Reference) -> bool:
        """Tell whether it is a title that can be searched for."""
        return reference in self._named

    def ask(self, wanted: Sequence[Asked], way: Way) -> Iterator[Heard]:
        """Search for some titles at a time; the first failure ends it, for nothing depends on it."""
        client = Client(self.settings, way)
        batches = deque(wanted[start : start + BATCH] for start in range(0, len(wanted), BATCH))
        while batches and client.requests < MOST_REQUESTS:
            batch = batches.popleft()
            try:
                answers, again = self._search(client, batch)
            except FetchError as failure:
                yield Heard(unanswered(batch, TITLE, failure), client.requests, sentence(TITLE, failure))
                return
            batches.extendleft(reversed(again))
            yield Heard(tuple(answers), client.requests)
        waiting = sum(map(len, batches))
        if waiting:
            many = "1 title is" if waiting == 1 else f"{waiting:,} titles are"
            yield Heard(requests=client.requests, hint=f"{many} left to search for in later builds.")

    def records(self, kept: Kept) -> tuple[Record, ...]:
        """Return the paper that has the title, if the last answer that can be believed found it."""
        found = kept.state is State.OK and kept.raw
        paper = read_result(kept.raw, origin(TITLE, kept.fetched_at)) if found else None
        named = self._named.get(kept.reference)
        return (paper,) if paper and named and not contradicted(named, paper) else ()

    def _search(self, client: Client, batch: Sequence[Asked]) -> tuple[list[Answer], list[Sequence[Asked]]]:
        """What arXiv says of some titles, and the smaller batches of those that have too many results together.

        Of results that are not all there none is accepted: another paper of the same title may be among the rest.
        """
        query = " OR ".join(f'ti:"{" ".join(_words(self._named[asked.reference].title))}"' for asked in batch)
        feed, results = client.results(query, most=MOST_RESULTS)
        if feed.total > len(feed.entries):
            return _cut(feed, batch)
        having = _by_title(feed, results)
        found = [asked for asked in batch if asked.reference.identifier in having]
        others = [asked for asked in batch if asked.reference.identifier not in having]
        answers = [_found(asked.reference, having[asked.reference.identifier]) for asked in found]
        if not all(entry.whole for entry in feed.entries):
            return [*answers, *failed(others, f"{TITLE} sent an answer that does not add up")], []
        return [*answers, *(_none(one.reference, f"no paper on {TITLE} has this title") for one in others)], []


def _cut(feed: Feed, batch: Sequence[Asked]) -> tuple[list[Answer], list[Sequence[Asked]]]:
    """What is to be done about titles whose results are not all there."""
    if len(batch) > 1:
        middle = len(batch) // 2
        return [], [batch[:middle], batch[middle:]]
    if len(feed.entries) < MOST_RESULTS:
        return list(failed(batch, f"{TITLE} sent an answer that does not add up")), []
    return [_none(batch[0].reference, f"too many papers on {TITLE} have these words")], []


def _by_title(feed: Feed, results: Iterable[arxiv.Result]) -> dict[str, dict[str, str]]:
    """Title → identifier → payload, of the results that are whole."""
    whole = {entry.identifier for entry in feed.entries if entry.whole}
    having: dict[str, dict[str, str]] = {}
    for result in results:
        identifier, _ = identity(result.entry_id)
        if identifier in whole:
            having.setdefault(normal_title(result.title), {})[identifier] = payload(result)
    return having


def _found(reference: Reference, papers: Mapping[str, str]) -> Answer:
    if len(papers) > 1:
        return _none(reference, f"several papers on {TITLE} have this title")
    return Answer(reference, State.OK, raw=next(iter(papers.values())), parsed="{}", version=VERSION)


def _none(reference: Reference, message: str) -> Answer:
    return Answer(reference, State.MISSING, message=message)


def named_only(readings: Iterable[Reading], having: Iterable[str]) -> dict[Reference, Named]:
    """Return the papers that the notes name by title alone, and that can be searched for.

    Args:
        readings: what was read.
        having: titles of papers that have an identifier already; what they name needs no search.
    """
    found: dict[Reference, Named] = {}
    taken = set(map(normal_title, having))
    for reading in readings:
        for entry in reading.entries:
            for mention in entry.papers:
                reference = paper_reference(mention)
                if reference and reference.prefix == "title" and mention.title and _is_searchable(mention.title):
                    named = named_in(entry, mention.title, entry.note_date or reading.note.date or "")
                    found[reference] = together(found.get(reference, named), named)
    return {reference: named for reference, named in found.items() if reference.identifier not in taken}


def named_in(entry: Entry, title: str, day: str) -> Named:
    """Return what one entry says of a paper; authors and a year are nobody's where it names several.

    Args:
        entry: the entry.
        title: the title that it gives the paper.
        day: when the note was written; empty where that is unknown.
    """
    if len(entry.papers) > 1:
        return Named(title, frozenset(), day)
    return Named(title, frozenset(map(_family_name, entry.authors)), day, _year(entry))


def _year(entry: Entry) -> int | None:
    """The year of publication by the entry's own date and by its venue, the earlier one."""
    venue = entry.venue or ""
    edition = venue_name(venue)
    years = [edition.year if edition else None, *(int(dated.year) for dated in dated_venues(venue))]
    return min(filter(None, [*years, int(entry.date[:4]) if entry.date else None]), default=None)


def together(before: Named, now: Named) -> Named:
    """Return what two entries say of one paper."""
    day = min(filter(None, (before.day, now.day)), default="")
    year = min(filter(None, (before.year, now.year)), default=None)
    return Named(now.title, before.authors | now.authors, day, year)


def titles_of(records: Iterable[Record], readings: Iterable[Reading]) -> Iterator[str]:
    """Yield the titles of papers that have an identifier or an address, by the notes and by other sources."""
    for record in records:
        if isinstance(record, Paper) and record.title:
            yield record.title
    for reading in readings:
        for entry in reading.entries:
            for mention in entry.papers:
                if mention.title and (mention.reference or mention.url):
                    yield mention.title


def contradicted(named: Named, paper: Paper) -> bool:
    """Tell whether a paper of the same title cannot be the one that is meant."""
    if named.day and paper.published and paper.published[: len(named.day)] > named.day[: len(paper.published)]:
        return True
    if named.year and paper.published and int(paper.published[:4]) > named.year + LATE:
        return True
    return bool(named.authors) and named.authors.isdisjoint(map(_family_name, paper.authors))


def _is_searchable(title: str) -> bool:
    """Whether a title has enough words of Latin letters to be one paper's alone."""
    words = _words(title) if len(title) <= LONGEST else []
    return len(words) >= FEWEST_WORDS and len("".join(words)) >= max(FEWEST_LETTERS, len(normal_title(title)) * 0.8)


def _words(title: str) -> list[str]:
    return _WORD.findall(title)


def _family_name(name: str) -> str:
    *_, last = name.replace(",", " ").split() or [""]
    return normal_title(last)
