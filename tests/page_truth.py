"""What a page should tell of a graph, taken from the graph itself; and graphs of all sorts to try it with."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from hypothesis import strategies as st

from page_blocks import Read, Source, told_of
from page_graphs import entry, graph_of
from papergraph.exporters.details import FIELDS, name_of
from papergraph.model import (
    RANK_CATALOG,
    RANK_INFERRED,
    RANK_NOTE,
    RANK_SERVICE,
    Article,
    Edge,
    Entry,
    Evidence,
    Graph,
    Label,
    Link,
    Location,
    Metadata,
    Organization,
    Origin,
    Paper,
    Person,
    Problem,
    Record,
    Reference,
    Repository,
    Severity,
    TextSpan,
    Topic,
    Venue,
)
from papergraph.statuses import status_of
from rdf_graphs import HOSTILE


def whole(value: Any) -> Any:
    """A value as JSON gives it back, with half of a pair of code units as what stands for it."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return [whole(one) for one in value] if isinstance(value, tuple | list) else value


def source_of(origin: Origin, graph: Graph) -> Source:
    """A source as the page should tell it."""
    what = 1 if origin.source in {note.path for note in graph.notes} else 2 if origin.rank >= RANK_CATALOG else 0
    return Source(what, whole(origin.source), origin.line, whole(origin.date))


def reason_of(reason: Evidence, graph: Graph) -> tuple[Any, ...]:
    """A reason as the page should tell it."""
    text = reason.span and reason.span[:2]
    return whole(reason.method), source_of(reason.origin, graph), whole(reason.quote), reason.confidence, text


def line_of(reference: Reference) -> str:
    """A reference on one line."""
    return str(whole(str(reference).replace("\n", " ")))


def value_of(record: Record, field: str, graph: Graph) -> Any:
    """A value as the page should tell it; None where nothing is said."""
    value = getattr(record, field, None)
    if field == "status" and value:
        return status_of(record, graph.records[record.reference])
    if isinstance(record, Topic) and field == "broader":
        return [whole(name_of("topic", one, graph.records.get(one, ()))) for one in record.broader] or None
    return None if value in ("", (), None) else whole(value)


def assert_facts(told: Read, place: int, kind: str, records: tuple[Record, ...], graph: Graph) -> None:
    """Every fact of a thing is there with every source, the best value first."""
    thing = told.thing(place)
    for field in FIELDS[kind]:
        said: dict[str, tuple[Any, list[Source]]] = {}
        for record in records:
            if (value := value_of(record, field, graph)) is not None:
                said.setdefault(json.dumps(value), (value, []))[1].append(source_of(record.origin, graph))
        shown = [(whole(value), list(map(whole_source, sources))) for value, sources in thing.facts.get(field, [])]
        assert [value for value, _ in shown] == [value for value, _ in said.values()]
        for (_, some), (_, every) in zip(shown, said.values(), strict=True):
            assert Counter(some) <= Counter(every)
            assert len(every) - len(some) <= thing.left


def whole_source(source: Source) -> Source:
    """A source of the page, comparable."""
    return source._replace(name=whole(source.name), day=whole(source.day))


def entries_of(records: tuple[Record, ...], graph: Graph) -> set[int]:
    """The numbers of the entries whose lines name a thing."""
    return {
        number
        for number, entry in enumerate(graph.entries)
        for record in records
        if record.origin.source == entry.location.path
        and entry.location.line <= record.origin.line <= max(entry.location[1:])
    }


def assert_things(told: Read, graph: Graph) -> None:
    """Every thing is there, with all that its records say."""
    references = {line_of(reference): reference for reference in graph.records}
    assert Counter(told.references) == Counter(references.keys())
    for place, line in enumerate(told.references):
        records, kind = graph.records[references[line]], told.kinds[place]
        name = name_of(kind, references[line], records)
        thing = told.thing(place)
        assert whole(thing.name) == whole(name)
        assert told.names[place] == cut(whole(name))
        assert_facts(told, place, kind, records, graph)
        fetchable = references[line].prefix in {"arxiv", "doi", "github"}
        assert thing.asked is (not fetchable or any(one.origin.rank >= RANK_CATALOG for one in records))
        if kind in {"article", "paper", "repository"} and not thing.left:
            assert set(thing.entries) == entries_of(records, graph)
        joined = [reason_of(reason, graph) for _, reason in graph.joined.get(references[line], ())]
        assert [tuple(map(whole_part, reason)) for reason in thing.joined] == joined


def assert_labels(told: Read, graph: Graph) -> None:
    """Every label of every topic is there in its language, the preferred one first."""
    expected: dict[str, dict[str, tuple[str | None, list[str]]]] = {}
    for topic in graph.topics.values():
        for language in dict.fromkeys(label.language for label in topic.labels):
            some = [label for label in topic.labels if label.language == language]
            first = next((label for label in some if label.preferred), None)
            others = [cut(whole(label.text)) for label in some if label is not first]
            name = cut(whole(first.text)) if first else ""
            if name or any(others):
                said = name or None, list(dict.fromkeys(filter(None, others)))
                expected.setdefault(line_of(topic.reference), {})[whole(language)] = said
    assert {told.references[place]: labels for place, labels in told.labels.items()} == expected


def whole_part(part: Any) -> Any:
    """A part of a reason of the page, comparable."""
    return whole_source(part) if isinstance(part, Source) else part if isinstance(part, tuple) else whole(part)


def cut(name: str) -> str:
    """A name on one line of 160 characters."""
    line = " ".join(name.split())
    return line if len(line) <= 160 else line[:159].rstrip() + "…"


def assert_edges(told: Read, graph: Graph) -> None:
    """Every edge is there with its direction, its predicate and every reason, also those to web pages."""
    broader = [
        (line_of(topic.reference), "broader", line_of(other))
        for topic in graph.topics.values()
        for other in topic.broader
    ]
    shown: list[tuple[Any, ...]] = []
    for number, (subject, predicate, object_) in enumerate(told.edges):
        reasons = [tuple(map(whole_part, reason)) for reason in told.reasons(number)]
        shown.append((told.references[subject], whole(predicate), told.references[object_], *reasons))
    for place in range(told.count):
        for predicate, other, reasons_there in told.thing(place).elsewhere:
            reasons = [tuple(map(whole_part, reason)) for reason in reasons_there]
            shown.append((told.references[place], whole(predicate), whole(other.replace("\n", " ")), *reasons))
    said: list[tuple[Any, ...]] = []
    for edge in graph.edges:
        reasons = [reason_of(reason, graph) for reason in edge.evidence]
        said.append((line_of(edge.subject), whole(edge.predicate), line_of(edge.object), *reasons))
    found = Counter(edge[:3] for edge in shown if edge[1] == "broader")
    assert found >= Counter(broader)
    assert Counter(edge for edge in shown if edge[1] != "broader") == Counter(
        edge for edge in said if edge[1] != "broader"
    )


def assert_entries(told: Read, graph: Graph) -> None:
    """Every entry is there in its own words."""
    for number, written in enumerate(graph.entries):
        shown = told.entry(number)
        origin = Origin(1, written.location.path, written.location.line, written.note_date or "")
        assert whole_source(shown.pop("origin")) == source_of(origin, graph)
        assert {key: whole(value) for key, value in shown.items()} == words_of(written)


def words_of(entry: Entry) -> dict[str, Any]:
    """What an entry says, without what it does not say."""
    fields = ("title", "section", "rating", "abstract", "tips", "tags", "venue", "date", "code_status", "images")
    words = {field: whole(getattr(entry, field)) for field in fields}
    words["links"] = [whole([link.url, link.role, link.label]) for link in entry.links]
    return {key: value for key, value in words.items() if value not in (None, "", [])}


def assert_all(graph: Graph) -> None:
    """The whole graph can be read out of its blocks again."""
    told = told_of(graph)
    assert told.rest == b""
    assert_things(told, graph)
    assert_labels(told, graph)
    assert_edges(told, graph)
    assert_entries(told, graph)
    assert whole(told.json("problems")) == [
        whole((problem.severity, problem.message, *problem.location[:2], *(problem.other or ())[:2]))
        for problem in graph.problems
        if problem.severity != Severity.INFO
    ]


TEXT = st.one_of(
    HOSTILE, st.sampled_from(("One", "one", "two  words", "x" * 400, "ends:", "字" * 170, "a\nb", "\ufeffx"))
)
WORD = TEXT.filter(bool)
DAY = st.sampled_from(("", "2024-01-01", "2024-03-03T10:00:00Z"))
DATE = st.sampled_from((None, "2019", "2020-07", "2020-07-31", "0987-13", "soon"))
ORIGINS = st.one_of(
    st.builds(
        Origin,
        st.sampled_from((RANK_NOTE, RANK_INFERRED)),
        st.sampled_from(("a.md", "b.md", "c.md", "\ud800")),
        st.integers(0, 40),
        DAY,
    ),
    st.builds(Origin, st.just(RANK_CATALOG), st.sampled_from(("arxiv.jsonl", "x.bib")), st.integers(0, 40), DAY),
    st.builds(Origin, st.just(RANK_SERVICE), st.sampled_from(("arXiv", "GitHub")), st.just(0), DAY),
)
WORDS = st.lists(WORD, max_size=3).map(tuple)
REASONS = st.lists(
    st.builds(
        Evidence,
        st.sampled_from(("Tag", "Section", "Catalog")),
        ORIGINS,
        quote=st.none() | TEXT,
        confidence=st.sampled_from((None, None, 0.5, 1)),
        span=st.none()
        | st.builds(
            TextSpan,
            st.sampled_from(("title", "tip")),
            st.integers(0, 300),
            *[st.just(0), st.just(0), st.just("label")],
        ),
    ),
    max_size=3,
).map(tuple)
LABELS = st.lists(st.builds(Label, TEXT, st.sampled_from(("", "en", "zh-Hant")), st.booleans()), max_size=4).map(tuple)
STATUS = st.sampled_from((None, None, "missing", "withdrawn", "private", "odd"))


def _records(reference: Reference, kind: int, topics: list[Reference]) -> st.SearchStrategy[list[Record]]:
    number, maybe = st.none() | st.integers(0, 1 << 31), st.none() | TEXT
    flag, one = st.none() | st.booleans(), st.just(reference)
    made: tuple[st.SearchStrategy[Any], ...] = (
        st.builds(Article, one, ORIGINS, maybe),
        st.builds(Paper, one, ORIGINS, maybe, WORDS, maybe, DATE, venue=maybe, version=number, status=STATUS),
        st.builds(
            *(Repository, one, ORIGINS, maybe, maybe, number, number),
            topics=WORDS,
            archived=flag,
            fork=flag,
            created=DATE,
            pushed=DATE,
            status=STATUS,
        ),
        st.builds(Person, one, ORIGINS, maybe),
        st.builds(Organization, one, ORIGINS, maybe),
        st.builds(Venue, one, ORIGINS, maybe, st.sampled_from((None, 2016, 1999))),
        st.builds(
            Topic, one, ORIGINS, maybe, st.lists(st.sampled_from(topics), max_size=2, unique=True).map(tuple), LABELS
        ),
    )
    return st.lists(made[kind], min_size=1, max_size=3)


PREFIXES = ("url", "arxiv", "github", "person", "organization", "venue", "topic", "title", "doi")


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """A graph of some things of all kinds with any text in them, edges of all sorts between them and to elsewhere."""
    kinds = draw(st.lists(st.integers(0, 6), min_size=1, max_size=8))
    references = [
        Reference(PREFIXES[kind], f"{draw(WORD)}{number}{draw(st.sampled_from(('', ':')))}")
        for number, kind in enumerate(kinds)
    ]
    topics = [one for one, kind in zip(references, kinds, strict=True) if kind == 6] or references[:1]
    records = [
        one
        for reference, kind in zip(references, kinds, strict=True)
        for one in draw(_records(reference, kind, topics if kind == 6 else references[:1]))
    ]
    papers = [record for record in records if isinstance(record, Paper) and record.authors]
    people = [
        Person(Reference("person", f"author {number}"), paper.origin, name)
        for number, (paper, name) in enumerate((paper, name) for paper in papers for name in paper.authors)
    ]
    named = iter(people)
    authors = [
        Edge(paper.reference, "author", next(named).reference, (Evidence("Catalog", paper.origin),))
        for paper in papers
        for _ in paper.authors
    ]
    ends = st.sampled_from([*references, *(person.reference for person in people), Reference("url", "https://e.org/")])
    predicates = st.sampled_from(("about", "author", "mentions", "__proto__", "constructor", "\ud800", "a" * 30))
    edges = draw(st.lists(st.builds(Edge, st.sampled_from(references), predicates, ends, REASONS), max_size=12))
    unique = {edge[:3]: edge for edge in [*authors, *edges]}
    return graph_of([*records, *people], unique.values(), draw(_entries()), draw(_problems()), Metadata(draw(TEXT)))


@st.composite
def _entries(draw: st.DrawFn) -> list[Entry]:
    link = st.builds(Link, TEXT, st.just("video"), TEXT, st.just(1))
    return [
        entry(
            *(path, line, draw(WORD)),
            tips=draw(WORDS),
            abstract=draw(st.none() | TEXT),
            links=tuple(draw(st.lists(link, max_size=2))),
            rating=draw(st.none() | st.integers(1, 5)),
            note_date=draw(DAY),
        )
        for path in draw(st.sets(st.sampled_from(("a.md", "b.md", "1", "__proto__"))))
        for line in sorted(draw(st.sets(st.sampled_from((1, 6, 11, 21)))))
    ]


def _problems() -> st.SearchStrategy[list[Problem]]:
    place = st.builds(Location, TEXT, st.integers(0, 9))
    return st.lists(st.builds(Problem, place, TEXT, st.sampled_from(list(Severity)), st.none() | place), max_size=4)
