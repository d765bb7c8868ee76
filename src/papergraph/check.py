"""A graph in, what a person should look at in its notes out; pure. Nothing is ever mended in silence.

Contradictions are told with both places, those between topics in `papergraph.slips`; what sources say of the things
that notes name is told in `papergraph.statuses`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TypeAlias
from unicodedata import normalize

from papergraph import resolvers
from papergraph.assemble import in_order
from papergraph.identity import title_carriers
from papergraph.model import (
    RANK_CATALOG,
    RANK_SERVICE,
    Article,
    Graph,
    Location,
    Origin,
    Paper,
    Problem,
    Record,
    Reference,
    Severity,
)
from papergraph.slips import slips
from papergraph.statuses import first_place, renamed, statuses
from papergraph.titles import normal_title

Carriers: TypeAlias = dict[str, dict[Reference, list[Paper]]]
"""See `papergraph.identity.title_carriers`."""

ALIKE = 0.5
"""Share of the shorter title's words that two titles of one thing have in common at the least."""

NICKNAME = 3
"""Words that a title has at the least; what has fewer is a nickname or a label."""

_STOP_WORDS = frozenset(
    "a an and are as at by for from in into is of on or over the to towards toward using via with".split()  # noqa: SIM905
)
_WORD = re.compile(r"[a-z0-9]+|[^\W_]")
"""A word of Latin letters, or one letter of any other script."""


def check(graph: Graph) -> tuple[Problem, ...]:
    """Return what contradicts itself in the graph, and what sources say is the matter with its things, by place."""
    carriers = title_carriers(graph.records)
    titles = (_two_titles(graph), _two_identifiers(graph, carriers), _unclear(graph, carriers))
    return in_order(chain(*titles, _about_nothing(graph), slips(graph), statuses(graph), renamed(graph)))


def clearly_different(a: str, b: str) -> bool:
    """Tell whether two titles can hardly name one thing.

    They can when one contains the other (a subtitle, a venue in front), when one has so few words that it
    is a nickname or a label, when they have half of the shorter one's words in common, or when they are
    written in different scripts (a translation). Function words do not count; of scripts other than Latin
    every letter counts as a word.
    """
    short, long = sorted((normal_title(a), normal_title(b)), key=len)
    if short in long:
        return False
    words, others = _words(a), _words(b)
    if min(len(words), len(others)) < NICKNAME or _scripts(words).isdisjoint(_scripts(others)):
        return False
    telling, others = words - _STOP_WORDS, others - _STOP_WORDS
    return len(telling & others) < ALIKE * min(len(telling), len(others))


def _two_titles(graph: Graph) -> Iterator[Problem]:
    """One URL or identifier under titles that can hardly be of one thing: each against the best source's title."""
    for reference, records in graph.records.items():
        titled = [record for record in records if isinstance(record, Paper | Article) and record.title]
        met: set[tuple[str, bool]] = set()
        for record in titled[1:]:
            if record.origin.rank >= RANK_SERVICE:
                continue
            title, best = record.title or "", titled[0].title or ""
            seen = normal_title(title), _is_earlier(record, titled[0])
            if seen not in met and clearly_different(title, best):
                met.add(seen)
                yield _two_titles_problem(reference, record, titled[0])


def _two_titles_problem(reference: Reference, record: Paper | Article, best: Paper | Article) -> Problem:
    """Both titles and both places; a service has no place that could be opened."""
    if _is_earlier(record, best):
        here = f"{record.title!r} here (v{_version(record)})"
        there = f"{best.title!r} {_in(best.origin)} (v{_version(best)})"
        message = f"{_shown(reference)} is called {here}, and {there}: it may have been retitled"
        return Problem(_place(record.origin), message, Severity.INFO, _file(best.origin))
    if best.origin.rank >= RANK_CATALOG:
        message = f"{_shown(reference)} is called {record.title!r} here, but {best.title!r} {_in(best.origin)}"
    else:
        message = f"{_shown(reference)} has two titles: {record.title!r} here and {best.title!r} there"
    return Problem(_place(record.origin), message, other=_file(best.origin))


def _is_earlier(record: Paper | Article, best: Paper | Article) -> bool:
    """Whether a link names an earlier version than the one whose title is the best."""
    return 0 < _version(record) < _version(best)


def _version(record: Paper | Article) -> int:
    """0 where the record is of no certain version."""
    return record.version or 0 if isinstance(record, Paper) else 0


def _two_identifiers(graph: Graph, carriers: Carriers) -> Iterator[Problem]:
    """One title on two papers, unless a source says that the two identifiers are of one paper."""
    for having in carriers.values():
        first, *others = having
        for other in others:
            if not _are_known_as_one(graph.records[first], graph.records[other]):
                title = having[other][0].title
                message = f"The title {title!r} is of two papers: {_shown(other)} here and {_shown(first)} there"
                here, there = (_spot(having[one], graph.records[one]) for one in (other, first))
                yield Problem(here, message, other=there)


def _unclear(graph: Graph, carriers: Carriers) -> Iterator[Problem]:
    """Papers without a link whose title several linked papers have: they are joined to none of them."""
    for reference, paper in graph.papers.items():
        having = carriers.get(reference.identifier) if reference.prefix == "title" else None
        if having:
            names = " and ".join(map(_shown, having))
            message = f"{paper.title!r} has no link here, and {names} have this title; it was joined to none of them"
            first = next(iter(having))
            yield Problem(_place(paper.origin), message, other=_spot(having[first], graph.records[first]))


def _about_nothing(graph: Graph) -> Iterator[Problem]:
    for entry in graph.entries:
        if not (entry.article or entry.papers or entry.repositories):
            message = f"The entry {entry.title!r} names no article, no paper and no repository"
            yield Problem(entry.location, message, Severity.INFO if entry.links else Severity.WARNING)


def _are_known_as_one(a: Sequence[Record], b: Sequence[Record]) -> bool:
    return b[0].reference in _other_names(a) or a[0].reference in _other_names(b)


def _other_names(records: Sequence[Record]) -> set[Reference | None]:
    names: set[Reference | None] = set()
    for record in records:
        if isinstance(record, Paper):
            names.update(map(resolvers.resolve, record.urls))
            names.add(resolvers.resolve(f"https://doi.org/{record.doi}") if record.doi else None)
    return names


def _words(title: str) -> set[str]:
    return set(_WORD.findall(normalize("NFKC", title).casefold()))


def _scripts(words: set[str]) -> set[bool]:
    """Whether there are words of Latin letters, of other letters."""
    return {word.isascii() for word in words if not word.isdecimal()}


def _place(origin: Origin) -> Location:
    return Location(origin.source, origin.line)


def _in(origin: Origin) -> str:
    """In a file, or on a service."""
    return f"{'on' if origin.rank >= RANK_SERVICE else 'in'} {origin.source}"


def _file(origin: Origin) -> Location | None:
    return _place(origin) if origin.rank < RANK_SERVICE else None


def _spot(saying: Sequence[Record], every: Sequence[Record]) -> Location:
    """Where to look: in the best file that says so; if only a service does, where a note names the thing."""
    files = filter(None, (_file(record.origin) for record in saying))
    return next(files, None) or first_place(every) or _place(saying[0].origin)


def _shown(reference: Reference) -> str:
    return reference.identifier if reference.prefix == "url" else str(reference)
