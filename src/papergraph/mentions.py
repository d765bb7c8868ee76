"""One entry in, what it says out: records of the things that it names and edges between them; pure.

`records_of` and `edges_of` look at one entry only. Records are then merged by reference and edges by their
ends, so entries may be read in any order, in batches, or on many machines.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import zip_longest
from typing import NamedTuple

from papergraph import resolvers
from papergraph.classify import Classified, topics_of_entry
from papergraph.concepts import Concepts
from papergraph.model import (
    RANK_NOTE,
    Article,
    Edge,
    Entry,
    Evidence,
    Graph,
    Method,
    Origin,
    Paper,
    PaperMention,
    Predicate,
    Record,
    Reference,
    Repository,
    RepositoryMention,
    Role,
    Topic,
)
from papergraph.titles import normal_title

ABOUT, DISCUSSES = Predicate.ABOUT.value, Predicate.DISCUSSES.value
HAS_REPOSITORY, MENTIONS = Predicate.HAS_REPOSITORY.value, Predicate.MENTIONS.value
FIELD_LABEL, SAME_ENTRY, SAME_ROW = Method.FIELD_LABEL.value, Method.SAME_ENTRY.value, Method.SAME_ROW.value
CODE, UNOFFICIAL = Role.CODE.value, Role.UNOFFICIAL.value
ON_PAGES = frozenset({Role.PROJECT.value, Role.MENTION.value})
"""Roles that also plain web pages have, which are then no repositories."""


class Mentions(NamedTuple):
    """An entry whose links were resolved."""

    entry: Entry
    reference: Reference
    """`entry:<path>#<position>`."""
    article: Reference | None
    papers: tuple[tuple[Reference, PaperMention], ...]
    repositories: tuple[tuple[Reference, RepositoryMention], ...]
    topics: tuple[Classified, ...]

    def origin(self, line: int) -> Origin:
        """Say that a line of the entry's note said so."""
        return said_in(self.entry.location.path, line, self.entry.note_date or "")

    @property
    def own_paper(self) -> int | None:
        """The index of the paper whose authors and venue the entry gives; None where that is not certain."""
        certain = self.papers and (self.article is None or len(self.papers) == 1)
        return 0 if certain else None


@lru_cache(maxsize=256)
def said_in(path: str, line: int, date: str, rank: int = RANK_NOTE) -> Origin:
    """Return the origin of what a line of a note says; the same object for all that one line says."""
    return Origin(rank, path, line, date)


def records_of(
    entry: Entry, note_title: str | None = None, concepts: Concepts | None = None
) -> Iterator[tuple[Reference, Record]]:
    """Yield one record for every naming of a thing in the entry, under its reference."""
    for record in records(resolved(entry, note_title, concepts)):
        yield record.reference, record


def edges_of(entry: Entry, note_title: str | None = None, concepts: Concepts | None = None) -> Iterator[Edge]:
    """Yield every edge that the entry states, each with one evidence; but what its texts name, see `textmatch`."""
    return edges(resolved(entry, note_title, concepts))


def resolved(entry: Entry, note_title: str | None = None, concepts: Concepts | None = None) -> Mentions:
    """Resolve the links of an entry; what has no reference (an owner, a page) stays with the entry.

    Args:
        entry: the entry.
        note_title: the title of its note, which is no topic although it is a heading.
        concepts: the scheme of topics, where there is one.
    """
    reference = Reference("entry", f"{entry.location.path}#{entry.position}")
    papers = [(named, mention) for mention in entry.papers if (named := paper_reference(mention))]
    repositories = [(named, mention) for mention in entry.repositories if (named := repository_reference(mention))]
    article = article_reference(entry.article) if entry.article else None
    topics = tuple(topics_of_entry(entry, note_title, concepts))
    return Mentions(entry, reference, article, tuple(papers), tuple(repositories), topics)


@lru_cache(maxsize=32768)
def article_reference(url: str) -> Reference | None:
    """Return what the address of an article identifies; it is asked for several times in a build."""
    return resolvers.resolve(url)


def paper_reference(mention: PaperMention) -> Reference | None:
    """Return what identifies the paper, `title:…` at the least; None where nothing does."""
    if mention.reference:
        return mention.reference
    if mention.url and (reference := resolvers.resolve(mention.url)):
        return reference
    title = normal_title(mention.title or "")
    return Reference("title", title) if title else None


def repository_reference(mention: RepositoryMention) -> Reference | None:
    """Return what identifies the repository; None for an owner's page, and for a web page that holds no code."""
    reference = mention.reference or resolvers.resolve(mention.url)
    if reference is None or (mention.role in ON_PAGES and resolvers.kind(reference) != "repository"):
        return None
    return reference


def named_by(entry: Entry, graph: Graph) -> list[Reference]:
    """Return what an entry is about, then the other papers and repositories that it names; as the graph calls them."""
    article = Reference("url", entry.article) if entry.article else None
    if entry.article and article not in graph.articles:
        article = article_reference(entry.article)
    named = (article, *map(paper_reference, entry.papers), *map(repository_reference, entry.repositories))
    return [graph.aliases.get(reference, reference) for reference in named if reference]


def records(mentions: Mentions) -> Iterator[Record]:
    """Yield the records of an entry whose links are resolved; see `records_of`."""
    entry, article = mentions.entry, mentions.article
    if entry.article and article and all(article != paper for paper, _ in mentions.papers):
        yield _page(article, mentions.origin(entry.location.line), entry.title or None, entry.article)
    for place, (reference, mention) in enumerate(mentions.papers):
        own = place == mentions.own_paper
        fallback = entry.title if own and article is None else ""
        yield Paper(
            reference,
            mentions.origin(mention.line),
            title=mention.title or fallback or None,
            authors=entry.authors if own else (),
            venue=entry.venue if own else None,
            version=mention.version,
            urls=mention.alternates,
        )
    for named, repository in mentions.repositories:
        yield Repository(named, mentions.origin(repository.line), name=_display_name(named, repository.url))
    for topic in mentions.topics:
        yield from _topics(topic, said_in(entry.location.path, 0, entry.note_date or "", topic.rank))


def edges(mentions: Mentions) -> Iterator[Edge]:
    """Yield the edges of an entry whose links are resolved; see `edges_of`."""
    if mentions.article:
        for paper, mention in mentions.papers:
            yield from _edge(mentions.article, DISCUSSES, paper, _evidence(mentions, mention))
    for named, repository in mentions.repositories:
        yield from _repository_edges(mentions, named, repository)
    if mentions.topics:
        origin, subjects = mentions.origin(mentions.entry.location.line), _classified(mentions)
        for topic in mentions.topics:
            evidence = Evidence(topic.method, origin, mentions.reference, topic.quote)
            for subject in subjects:
                yield Edge(subject, ABOUT, topic.topic, (evidence,))


def _topics(topic: Classified, origin: Origin) -> Iterator[Record]:
    """A topic and those of the headings above it, each below the next."""
    named = [(topic.topic, topic.name), *topic.under]
    for (reference, name), above in zip_longest(named, named[1:]):
        yield Topic(reference, origin, name, (above[0],) if above else ())


def _page(reference: Reference, origin: Origin, title: str | None, url: str) -> Record:
    """The entry's article; a page that is a paper or a repository is known as such."""
    match resolvers.kind(reference):
        case "paper":
            return Paper(reference, origin, title=title)
        case "repository":
            return Repository(reference, origin, name=_display_name(reference, url))
        case _:
            return Article(reference, origin, title=title)


def _display_name(reference: Reference, url: str) -> str | None:
    """`owner/name` in the case of the link; None for a web page."""
    start = url.lower().find(f"/{reference.identifier}") + 1
    if start and reference.prefix == "github":
        return url[start : start + len(reference.identifier)]
    return resolvers.display_name(url)


def _repository_edges(mentions: Mentions, named: Reference, mention: RepositoryMention) -> Iterator[Edge]:
    """A paper's code belongs to the paper; anything else is mentioned by the article, or by the paper without one."""
    evidence = _evidence(mentions, mention)
    article = mentions.article
    papers = _papers_before(mentions.papers, mention.line)
    if mention.role == CODE and papers:
        for paper in papers:
            yield from _edge(paper, HAS_REPOSITORY, named, evidence)
        return
    if mention.role == UNOFFICIAL:
        evidence = evidence._replace(quote=mention.label or UNOFFICIAL)
    for subject in ([article] if article else []) + (papers if mention.role == UNOFFICIAL or not article else []):
        yield from _edge(subject, MENTIONS, named, evidence)


def _papers_before(papers: tuple[tuple[Reference, PaperMention], ...], line: int) -> list[Reference]:
    """The papers on the nearest line at or before `line`; all where none stands before."""
    if len(papers) > 1:
        nearest = max((mention.line for _, mention in papers if mention.line <= line), default=None)
        chosen = [paper for paper, mention in papers if nearest is None or mention.line == nearest]
    else:
        chosen = [paper for paper, _ in papers]
    return list(dict.fromkeys(chosen))


def main_things(mentions: Mentions) -> list[Reference]:
    """Return what the texts of an entry are about: its article, else its first paper, else its first repository."""
    named = [one for one, _ in (*mentions.papers, *mentions.repositories)]
    return [mentions.article] if mentions.article else named[:1]


def _classified(mentions: Mentions) -> list[Reference]:
    """What tags and headings speak of: the article and its only paper, or else all papers, or else all repositories."""
    papers = [paper for paper, _ in mentions.papers]
    if mentions.article:
        subjects = [mentions.article, *(papers if len(papers) == 1 else [])]
    else:
        subjects = papers or [repository for repository, _ in mentions.repositories]
    return list(dict.fromkeys(subjects))


def _edge(subject: Reference, predicate: str, object_: Reference, evidence: Evidence) -> Iterator[Edge]:
    if subject != object_:
        yield Edge(subject, predicate, object_, (evidence,))


def _evidence(mentions: Mentions, mention: PaperMention | RepositoryMention) -> Evidence:
    method = SAME_ROW if mentions.entry.row else FIELD_LABEL if mention.label else SAME_ENTRY
    return Evidence(method, mentions.origin(mention.line), mentions.reference, mention.label or None)
