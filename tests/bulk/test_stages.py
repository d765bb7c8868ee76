"""The functions that an engine calls, one by one; together they are tested in `test_job`."""

from __future__ import annotations

from handmade import CATALOG, catalog_paper, catalog_repository, entry, names, reading, ref
from papergraph.bulk.stages import (
    Code,
    Leads,
    Said,
    Settings,
    compacted,
    identify,
    key_of,
    know,
    reference_of,
    said_by_catalog,
    said_by_note,
)
from papergraph.merge import settle
from papergraph.model import RANK_NOTE, Metadata, Note, Origin, Paper, Reading, Reference, Topic, Venue
from papergraph.reading import concepts_of
from papergraph.sources.arxiv_titles import Named

TITLE = "A Title That Is Long Enough"


def test_a_key_tells_its_reference_whatever_is_in_it() -> None:
    for reference in (ref("arxiv:2007.03260"), Reference("url", "https://a.example/?a\0b"), Reference("title", "")):
        assert reference_of(key_of(reference)) == reference


def test_a_note_that_could_not_be_read_says_nothing() -> None:
    assert list(said_by_note(Reading(Note("a.md", None, None, ""), (), ()), concepts_of(()))) == []


def test_two_papers_of_one_title_are_joined_to_none() -> None:
    one, other = catalog_paper("arxiv:1", TITLE), catalog_paper("arxiv:2", TITLE)
    alone = reading(entry(papers=(names(title=TITLE),)))
    pairs = [*said_by_note(alone, concepts_of(())), *said_by_catalog(one)]
    key = next(key for key, _ in pairs if key.startswith("It"))

    said = Named(TITLE, frozenset(), "")
    joined = [(Reference("title", key[2:]), one)]
    assert [value for _, value in identify(0, iter([(key, iter([said, one]))]))] == joined
    assert list(identify(0, iter([(key, iter([said, one, other]))]))) == []
    assert list(identify(0, iter([(key, iter([one]))]))) == []


def test_a_paper_of_a_catalogue_that_cannot_be_meant_is_not_joined_by_its_title() -> None:
    alone = reading(entry(papers=(names(title=TITLE),), authors=("Grace Hopper",), venue="ICML 1999"))
    keys = [(key, value) for key, value in said_by_note(alone, concepts_of(())) if key.startswith("It")]
    (key, said) = keys[0]
    assert len(keys) == 1

    by_another = catalog_paper("arxiv:1", TITLE, authors=("Kaiming He",))
    later = catalog_paper("arxiv:1", TITLE, published="2024-01-01")
    hers = catalog_paper("arxiv:1", TITLE, authors=("G. Hopper",), published="1999-05-01")
    for paper in (by_another, later):
        assert list(identify(0, iter([(key, iter([said, paper]))]))) == []
    assert len(list(identify(0, iter([(key, iter([said, hers]))])))) == 1


def test_of_two_rows_of_one_catalogue_the_later_version_counts() -> None:
    old = catalog_paper("arxiv:1", "Old", version=1)
    new = catalog_paper("arxiv:1", "New", origin=CATALOG._replace(line=CATALOG.line + 1), version=2)
    group = (key_of(ref("arxiv:1")), iter([Said(new, catalog=0), Said(old, catalog=0)]))

    known = [value for key, value in know(0, iter([group]), Settings(Metadata())) if isinstance(value, Paper)]

    assert known == [new]


def test_who_says_the_same_of_a_topic_does_not_matter() -> None:
    topics = [Topic(ref("topic:a"), Origin(RANK_NOTE, f"{number}.md"), "A", (ref("topic:b"),)) for number in range(9)]
    other = Topic(ref("topic:a"), Origin(RANK_NOTE, "z.md"), "a")

    kept = compacted([*reversed(topics), other])

    assert kept == (topics[0], other)
    assert settle(kept) == settle([*topics, other])


def test_a_venue_and_a_topic_of_one_name_are_two() -> None:
    origin = Origin(RANK_NOTE, "a.md")
    assert len(compacted([Venue(ref("x:a"), origin, "A", None), Topic(ref("x:a"), origin, "A")])) == 2


def test_what_is_no_repository_is_mentioned_only() -> None:
    evidence = ()
    paper, repository = catalog_paper("arxiv:2"), catalog_repository("a/b")
    for record, predicate in ((paper, "mentions"), (repository, "hasRepository")):
        group = (key_of(record.reference), iter([Said(record), Code(ref("arxiv:1"), evidence)]))
        found = dict(know(0, iter([group]), Settings(Metadata())))
        assert found[key_of(ref("arxiv:1"))] == Leads(predicate, record.reference, evidence)
