"""A graph in, its topics as a tree and what no topic covers out; pure.

A topic counts what is about it or about a narrower one. What is not covered is an entry in whose texts, tags and
headings no topic was found, and phrases of titles that come again and again and are part of no label.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from papergraph.languages import label_in
from papergraph.model import Entry, Graph, Predicate, Reference, Topic
from papergraph.topics import FieldKind, Lexicon, fields_of
from papergraph.topics.normalise import normal

OFTEN = 3
"""Entries in which a phrase stands at the least."""
LONGEST_WORDS, SHORTEST_HAN, LONGEST_HAN = 3, 3, 6
"""Words of a phrase in Latin letters, characters of one in Chinese."""

_ABOUT = Predicate.ABOUT.value
_TITLES = frozenset({FieldKind.TITLE.value, FieldKind.PAPER_TITLE.value})
_RUN = re.compile(r"[A-Za-z][A-Za-z0-9+-]*(?: [A-Za-z][A-Za-z0-9+-]*)*|[\u4e00-\u9fff]+")
_EMPTY = frozenset(
    """
    a all an and are arxiv as at based be by can code do for from how in into is it its more new no not of on one or
    paper the to towards two using via vs we what when why with you your aaai cvpr eccv iccv iclr icml neurips
    """.split()  # noqa: SIM905 - as a list it is unreadable
)
"""Words that no phrase begins or ends with."""


class Line(NamedTuple):
    """A topic in the tree."""

    depth: int
    topic: Reference
    total: int
    """Things about it or about a narrower one."""
    own: int
    """Things about itself."""


def tree(graph: Graph) -> Iterator[Line]:
    """Yield the topics from the top, each above its narrower ones, those of most things first.

    One with several broader topics stands under each.
    """
    about: dict[Reference, set[Reference]] = {topic: set() for topic in graph.topics}
    for edge in graph.edges:
        if edge.predicate == _ABOUT and edge.object in about:
            about[edge.object].add(edge.subject)
    narrower: dict[Reference, list[Reference]] = {topic: [] for topic in about}
    for reference, topic in graph.topics.items():
        for broader in topic.broader:
            narrower.setdefault(broader, []).append(reference)
    totals = {topic: _under(topic, narrower, about) for topic in about}
    tops = [topic.reference for topic in graph.topics.values() if not any(one in about for one in topic.broader)]
    waiting = [(0, topic) for topic in _in_order(tops, totals)]
    while waiting:
        depth, reference = waiting.pop()
        yield Line(depth, reference, len(totals[reference]), len(about[reference]))
        waiting += [(depth + 1, one) for one in _in_order(narrower[reference], totals)]


def _under(
    topic: Reference, narrower: Mapping[Reference, list[Reference]], about: Mapping[Reference, set[Reference]]
) -> set[Reference]:
    seen: set[Reference] = set()
    waiting = [topic]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += narrower[one]
    return {thing for one in seen for thing in about[one]}


def _in_order(topics: Iterable[Reference], totals: Mapping[Reference, set[Reference]]) -> list[Reference]:
    """The last is taken first."""
    return sorted(topics, key=lambda topic: (-len(totals[topic]), topic), reverse=True)


def name_in(topic: Topic, language: str) -> str:
    """Return what a topic is called in a language or the nearest that it has a name in; else its name."""
    return label_in(topic.labels, language) or topic.name or topic.reference.identifier


def uncovered(graph: Graph) -> list[Entry]:
    """Return the entries of which nothing is known to be about or to mention a topic for what they say."""
    covered = {
        reason.entry for edge in graph.edges if edge.object in graph.topics for reason in edge.evidence if reason.entry
    }
    places = ((Reference("entry", f"{entry.location.path}#{entry.position}"), entry) for entry in graph.entries)
    return [entry for reference, entry in places if reference not in covered]


def phrases(entries: Iterable[Entry], lexicon: Lexicon) -> list[tuple[str, int]]:
    """Return phrases of titles that are part of no label and stand in several entries, the most frequent first.

    A phrase that always stands in a longer one is left out.
    """
    counts: Counter[str] = Counter()
    for entry in entries:
        counts.update({phrase for text in _titles(entry) for phrase in _phrases(text, lexicon)})
    often = {phrase: count for phrase, count in counts.items() if count >= OFTEN}
    shadowed = {
        part
        for phrase, count in often.items()
        for part in _parts(phrase)
        if part != phrase and often.get(part) == count
    }
    return sorted(((one, count) for one, count in often.items() if one not in shadowed), key=lambda one: (-one[1], one))


def _titles(entry: Entry) -> Iterator[str]:
    yield from (field.text for field in fields_of(entry) if field.kind in _TITLES)


def _phrases(text: str, lexicon: Lexicon) -> Iterator[str]:
    start = 0
    for match in lexicon.matches(normal(text, lexicon.characters)):
        yield from _of_rest(text[start : match.start])
        start = match.end
    yield from _of_rest(text[start:])


def _of_rest(text: str) -> Iterator[str]:
    for run in _RUN.findall(text):
        yield from _parts(run.casefold())


def _parts(run: str) -> Iterator[str]:
    """Every phrase in a run of words or of Chinese characters."""
    if not run.isascii():
        for length in range(SHORTEST_HAN, LONGEST_HAN + 1):
            yield from (run[place : place + length] for place in range(len(run) - length + 1))
        return
    words = run.split()
    for length in range(1, LONGEST_WORDS + 1):
        for place in range(len(words) - length + 1):
            part = words[place : place + length]
            if not {part[0], part[-1]} & _EMPTY and len(part[0]) > 1:
                yield " ".join(part)
