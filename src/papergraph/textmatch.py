"""An entry and the topics that its texts name in, records and edges of them out, each with the words that say so; pure.

A topic is of the thing whose text names it: a title, an abstract and tips are the article's (without one, the first
paper's, else the first repository's), the title of a paper is that paper's, the name of a repository that
repository's. No topic goes over from one to another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from papergraph.concepts import Concepts
from papergraph.mentions import Mentions, main_things, paper_reference, repository_reference, said_in
from papergraph.model import (
    Edge,
    Evidence,
    Method,
    Predicate,
    Reference,
    TextSpan,
    TextTopic,
    Topic,
)
from papergraph.titles import normal_title

ABOUT, MENTIONS = Predicate.ABOUT.value, Predicate.MENTIONS.value
TEXT_MATCH = Method.TEXT_MATCH.value


def named(mentions: Mentions, topics: Sequence[TextTopic], concepts: Concepts | None) -> Iterator[tuple[Edge, Topic]]:
    """Yield an edge for each text that names a topic, from the thing whose text it is, with a record of the topic."""
    origin = said_in(mentions.entry.location.path, 0, mentions.entry.note_date or "")
    for topic in topics:
        predicate = ABOUT if topic.about else MENTIONS
        record = Topic(topic.topic, origin, concepts.called(topic.topic) if concepts else None)
        for span, quote in topic.spans:
            subjects, line = _carriers(mentions, span)
            evidence = Evidence(TEXT_MATCH, mentions.origin(line), mentions.reference, quote, span=span)
            for subject in subjects:
                yield Edge(subject, predicate, topic.topic, (evidence,)), record


def _carriers(mentions: Mentions, span: TextSpan) -> tuple[list[Reference], int]:
    """The things whose text it is, and the line where it stands."""
    entry = mentions.entry
    match span.field:
        case "paper title":
            paper = entry.papers[span.number]
            return _known(paper_reference(paper)), paper.line
        case "repository":
            repository = entry.repositories[span.number]
            return _known(repository_reference(repository)), repository.line
        case "title":
            return list(dict.fromkeys([*main_things(mentions), *_of_this_title(mentions)])), entry.location.line
        case _:
            return main_things(mentions), entry.location.line


def _of_this_title(mentions: Mentions) -> list[Reference]:
    """The papers that have the very title of the entry, which is not told twice."""
    own = normal_title(mentions.entry.title)
    return [named for named, paper in mentions.papers if paper.title and normal_title(paper.title) == own]


def _known(reference: Reference | None) -> list[Reference]:
    return [reference] if reference else []
