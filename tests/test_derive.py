"""Authors, venues, categories and topics follow from the records of papers and repositories."""

from __future__ import annotations

from handmade import CATALOG, NOTE_ORIGIN, catalog_paper, catalog_repository, ref
from papergraph.derive import derived
from papergraph.merge import unite
from papergraph.model import Article, Evidence, Paper, Person, Record, Topic, Venue

PAPER = ref("arxiv:2007.03260")
ENTRY = ref("entry:a.md#1")


def edges(*records: Record) -> list[tuple[str, str, str]]:
    """What follows from some records, as text: predicate, object, method."""
    return [(edge.predicate, str(edge.object), edge.evidence[0].method) for edge, _ in derived(unite(records), {})]


def test_authors_are_those_of_the_best_record_that_has_any() -> None:
    note = Paper(PAPER, NOTE_ORIGIN, authors=("Ding et al.",))
    catalog = catalog_paper("arxiv:2007.03260", authors=("Xiaohan Ding", "Tianxiang Hao"))
    without = catalog_paper("arxiv:2007.03260", "A title")

    assert edges(note, catalog) == [
        ("author", "person:xiaohan ding", "Catalog"),
        ("author", "person:tianxiang hao", "Catalog"),
    ]
    assert edges(note, without) == [("author", "person:ding", "SameEntry")]


def test_an_author_is_a_person_with_a_name_and_the_edge_says_who_says_so() -> None:
    note = Paper(PAPER, NOTE_ORIGIN, authors=("Xiaohan  Ding*", "et al."))

    ((edge, record),) = derived((note,), {NOTE_ORIGIN: ENTRY})

    assert record == Person(ref("person:xiaohan ding"), NOTE_ORIGIN, "Xiaohan Ding")
    assert edge == (PAPER, "author", record.reference, (Evidence("SameEntry", NOTE_ORIGIN, ENTRY),))


def test_every_venue_that_somebody_names_counts() -> None:
    notes = [
        Paper(PAPER, NOTE_ORIGIN._replace(line=line), venue=venue)
        for line, venue in enumerate(("ICCV 2021", "ICCV'21 Oral", "arXiv 2020", "CVPR Workshops 2021"), 1)
    ]

    found = list(derived(unite(notes), {}))

    assert [(str(edge.object), edge.evidence[0].quote) for edge, _ in found] == [
        ("venue:iccv 2021", "ICCV 2021"),
        ("venue:iccv 2021", "ICCV'21 Oral"),
        ("venue:cvpr workshops 2021", "CVPR Workshops 2021"),
    ]
    assert found[0].record == Venue(ref("venue:iccv 2021"), NOTE_ORIGIN._replace(line=0), "ICCV 2021", 2021)


def test_categories_and_topics_become_topics() -> None:
    paper = catalog_paper("arxiv:2007.03260", categories=("cs.CV",))
    repository = catalog_repository("a/b", topics=("cnn-pruning",))

    assert edges(paper) == [("about", "category:cs.CV", "Catalog")]
    assert edges(repository) == [("about", "topic:cnn-pruning", "Catalog")]
    ((_, record),) = derived((paper,), {})
    assert record == Topic(ref("category:cs.CV"), CATALOG._replace(line=0), "cs.CV")


def test_nothing_follows_from_an_article() -> None:
    assert edges(Article(ref("url:https://a.org/"), NOTE_ORIGIN, title="ICCV 2021")) == []
