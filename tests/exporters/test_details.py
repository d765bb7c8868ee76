"""What a page tells of one thing: every fact with who says so, and what is not known said to be so."""

from __future__ import annotations

from typing import Any

import pytest

from page_blocks import Read, Source, Told, told_of
from page_graphs import entry, graph_of
from papergraph.exporters.details import (
    ADDRESSES,
    FIELDS,
    MOST_ORIGINS,
    NOTE,
    Origins,
    entry_of,
    evidence_of,
    name_of,
    origin_of,
)
from papergraph.model import (
    RANK_CATALOG,
    RANK_INFERRED,
    RANK_NOTE,
    RANK_SERVICE,
    Article,
    Edge,
    Evidence,
    Graph,
    Link,
    Origin,
    Paper,
    Person,
    Record,
    Reference,
    Repository,
    Status,
    Topic,
)
from papergraph.resolvers import canonical_url

NOTED = Origin(RANK_NOTE, "a.md", 3, "2024-01-01")
CATALOG = Origin(RANK_CATALOG, "arxiv.jsonl", 7, "2024-02-02")
ARXIV = Origin(RANK_SERVICE, "arXiv", 0, "2024-03-03")
PAPER, REPOSITORY = Reference("arxiv", "2007.03260"), Reference("github", "owner/name")


def thing_of(graph: Graph, reference: Reference) -> Told:
    """What the page of a graph tells of a thing."""
    told = told_of(graph)
    return told.thing(told.references.index(str(reference)))


def told(*records: Record) -> Told:
    """What the page tells of the thing that the records are about."""
    return thing_of(graph_of(records), records[0].reference)


def said(thing: Told, field: str) -> list[tuple[Any, list[str]]]:
    """The values of a field with the names of those who say so."""
    return [(value, [source.name for source in sources]) for value, sources in thing.facts[field]]


def test_the_best_value_comes_first_and_then_what_others_say() -> None:
    thing = told(Paper(PAPER, NOTED, "As noted"), Paper(PAPER, CATALOG, "As published"))

    assert thing.name == "As published"
    assert said(thing, "title") == [("As published", ["arxiv.jsonl"]), ("As noted", ["a.md"])]


def test_a_value_that_two_sources_give_is_told_once_with_both() -> None:
    thing = told(Paper(PAPER, NOTED, "One"), Paper(PAPER, CATALOG, "One", version=2))

    assert said(thing, "title") == [("One", ["arxiv.jsonl", "a.md"])]
    assert said(thing, "version") == [(2, ["arxiv.jsonl"])]


def test_who_says_something_is_told_with_the_line_and_the_day() -> None:
    graph = graph_of([Paper(PAPER, NOTED, "One"), Paper(PAPER, CATALOG, "One")], entries=[entry("a.md", 1, "First")])

    assert thing_of(graph, PAPER).facts["title"] == [
        ("One", [Source(2, "arxiv.jsonl", 7, "2024-02-02"), Source(1, "a.md", 3, "2024-01-01")])
    ]


def test_expected_facts_that_nobody_asked_for_are_not_fetched() -> None:
    thing = told(Repository(REPOSITORY, NOTED, "owner/name"))

    assert thing.facts["stars"] == []
    assert not thing.asked


def test_expected_facts_that_the_catalogue_does_not_give_are_unknown() -> None:
    thing = told(Repository(REPOSITORY, CATALOG, "owner/name", stars=0))

    assert said(thing, "stars") == [(0, ["arxiv.jsonl"])]
    assert thing.facts["license"] == []
    assert thing.asked


def test_a_catalogue_that_knows_nothing_of_a_thing_was_asked() -> None:
    assert told(Paper(PAPER, CATALOG), Paper(PAPER, NOTED, "One")).asked


def test_what_no_source_could_tell_is_unknown() -> None:
    assert told(Paper(Reference("title", "alone"), NOTED, "Alone")).asked


def test_what_a_service_does_not_know_is_told_with_its_day_and_the_rest_is_unknown() -> None:
    thing = told(Paper(PAPER, NOTED, "As noted"), Paper(PAPER, ARXIV, status=Status.MISSING))

    assert list(thing.facts) == ["title", "status", "authors", "published", "abstract"]
    assert thing.facts["status"] == [("missing", [Source(2, "arXiv", 0, "2024-03-03")])]
    assert thing.facts["authors"] == []
    assert thing.asked


def test_what_was_there_before_is_gone_and_its_facts_keep_their_day() -> None:
    earlier = ARXIV._replace(source="GitHub", date="2024-01-01")
    gone = Repository(REPOSITORY, earlier._replace(date="2024-03-03"), status=Status.MISSING)
    facts = told(gone, Repository(REPOSITORY, earlier, "owner/name", stars=7)).facts

    assert facts["status"] == [("gone", [Source(2, "GitHub", 0, "2024-03-03")])]
    assert facts["stars"] == [(7, [Source(2, "GitHub", 0, "2024-01-01")])]


def test_a_description_that_is_the_word_of_a_status_is_still_a_description() -> None:
    earlier = Origin(RANK_SERVICE, "GitHub", 0, "2024-01-01")
    gone = Repository(REPOSITORY, earlier._replace(date="2024-03-03"), description="missing", status=Status.MISSING)
    facts = told(gone, Repository(REPOSITORY, earlier, "owner/name", stars=7)).facts

    assert [value for value, _ in facts["description"]] == ["missing"]
    assert [value for value, _ in facts["status"]] == ["gone"]


def test_a_thing_that_is_called_by_the_word_of_its_status_has_both() -> None:
    earlier = Origin(RANK_SERVICE, "GitHub", 0, "2024-01-01")
    gone = Repository(REPOSITORY, earlier._replace(date="2024-03-03"), "missing", status=Status.MISSING)
    thing = told(gone, Repository(REPOSITORY, earlier, "missing", stars=7))

    assert thing.name == "missing"
    assert [value for value, _ in thing.facts["status"]] == ["gone"]


def test_every_field_of_a_record_is_told() -> None:
    kinds = {kind.__name__.casefold(): set(kind._fields[2:]) for kind in Record.__args__}
    kinds["topic"] -= {"labels", "matches"}  # labels are a column of their own; what matches is in the exports

    assert {kind: set(fields) for kind, fields in FIELDS.items()} == kinds


def test_a_paper_that_was_found_by_its_title_says_why() -> None:
    found = ((Reference("title", "found"), Evidence("TitleSearch", ARXIV, quote="Found", confidence=0.9)),)
    graph = graph_of([Paper(PAPER, ARXIV, "Found")])._replace(joined={PAPER: found})

    assert thing_of(graph, PAPER).joined == [("TitleSearch", Source(2, "arXiv", 0, "2024-03-03"), "Found", 0.9, None)]


def test_false_and_zero_are_facts() -> None:
    facts = told(Repository(REPOSITORY, CATALOG, archived=False, forks=0)).facts

    assert [value for value, _ in facts["archived"]] == [False]
    assert [value for value, _ in facts["forks"]] == [0]


def test_unexpected_unknown_facts_are_left_out() -> None:
    assert "journal" not in told(Paper(PAPER, NOTED)).facts


@pytest.mark.parametrize(
    "reference",
    [
        *(PAPER, REPOSITORY, Reference("doi", "10.1000/a<b>&c"), Reference("hf", "owner/name")),
        *(Reference("url", "https://a.example/?q=1"), Reference("url", "javascript:alert(1)")),
        *(Reference("topic", "vision"), Reference("openreview", "abc"), Reference("title", "alone")),
    ],
)
def test_a_thing_has_the_canonical_address_of_its_reference(reference: Reference) -> None:
    assert (told(Paper(reference, NOTED, "One")).url or None) == canonical_url(reference)


def test_the_usual_address_is_not_told_again() -> None:
    told = told_of(graph_of([Paper(PAPER, NOTED, "One")]))

    assert told.chunks[0]["things"] == [[[0, ""]]]
    assert told.header["addresses"] == ADDRESSES


def test_broader_topics_are_told_by_name() -> None:
    broad, narrow = Reference("topic", "vision"), Reference("topic", "segmentation")
    records = (Topic(narrow, NOTED, "Segmentation", (broad,)), Topic(broad, NOTED, "Computer vision"))

    assert [value for value, _ in told(*records).facts["broader"]] == [["Computer vision"]]


def authored(*names: str, paper: tuple[str, ...] = ()) -> Told:
    """What is told of a paper that leads to people of these names as its authors."""
    people = [Person(Reference("person", f"author {number}"), CATALOG, name) for number, name in enumerate(names)]
    edges = [Edge(PAPER, "author", person.reference, (Evidence("Catalog", CATALOG),)) for person in people]
    return thing_of(graph_of([Paper(PAPER, CATALOG, "One", paper or names), *people], edges), PAPER)


@pytest.mark.parametrize(
    "names", [("Kaiming He", "Jian Sun"), ("Jian Sun", "Kaiming He"), ("A  B",), ("A\nB", "C"), ("x" * 300,), ("One",)]
)
def test_authors_are_told_in_their_order_and_as_they_are_written(names: tuple[str, ...]) -> None:
    assert [value for value, _ in authored(*names).facts["authors"]] == [list(names)]


def test_authors_whom_nothing_is_known_of_are_told_too() -> None:
    names = ("Kaiming He", "Somebody Else")

    assert [value for value, _ in authored("Kaiming He", paper=names).facts["authors"]] == [list(names)]


def test_people_are_told_also_where_something_else_than_a_paper_leads_to_them() -> None:
    page, person = Reference("url", "https://a.example"), Reference("person", "ada")
    edges = [Edge(page, "author", person, (Evidence("Tag", NOTED),))]
    graph = graph_of([Article(page, NOTED, "Page"), Person(person, NOTED, "Ada")], edges)

    assert thing_of(graph, page).name == "Page"


def test_a_thing_is_told_with_the_entries_that_name_it() -> None:
    entries = [entry("a.md", 1, "First"), entry("a.md", 9, "Second"), entry("b.md", 1, "Third")]
    records = [Paper(PAPER, Origin(RANK_NOTE, "a.md", line)) for line in (2, 3, 12)]

    assert thing_of(graph_of(records, entries=entries), PAPER).entries == [0, 1]


@pytest.mark.parametrize(
    "source,entries",
    [
        (Origin(RANK_NOTE, "a.md", 4), []),
        (Origin(RANK_NOTE, "a.md", 5), [0]),
        (Origin(RANK_NOTE, "a.md", 9), [0]),
        (Origin(RANK_NOTE, "a.md", 10), []),
        (Origin(RANK_NOTE, "other.md", 5), []),
        (Origin(RANK_CATALOG, "other.md", 5), []),
    ],
)
def test_lines_outside_every_entry_belong_to_none(source: Origin, entries: list[int]) -> None:
    graph = graph_of([Paper(PAPER, source, "One")], entries=[entry("a.md", 5, "One")])

    assert thing_of(graph, PAPER).entries == entries


def test_a_thing_without_a_name_is_called_by_its_reference() -> None:
    assert name_of("paper", PAPER, [Paper(PAPER, NOTED)]) == "arxiv:2007.03260"
    assert name_of("article", Reference("url", "https://a.example"), []) == "https://a.example"


def test_so_many_who_say_the_same_are_told_and_the_others_counted() -> None:
    topic = Reference("topic", "vision")
    thing = told(*(Topic(topic, Origin(RANK_NOTE, "a.md", line), "Vision") for line in range(1, 51)))
    ((name, sources),) = thing.facts["name"]

    assert (name, len(sources), thing.left) == ("Vision", MOST_ORIGINS, 50 - MOST_ORIGINS)


def test_the_whole_of_a_long_name_is_told() -> None:
    thing = told(Paper(PAPER, NOTED, "Long " * 99))

    assert thing.name == "Long " * 99
    assert [value for value, _ in thing.facts["title"]] == ["Long " * 99]


def test_evidence_names_its_method_origin_quote_and_confidence() -> None:
    origins = Origins([NOTED, CATALOG], ["a.md"])
    reasons = (
        Evidence("Tag", NOTED),
        Evidence("SameRow", CATALOG, quote="Code"),
        Evidence("SameTitle", NOTED, confidence=0.9),
    )

    assert evidence_of(reasons, origins) == [["Tag", 0], ["SameRow", 1, "Code"], ["SameTitle", 0, None, 0.9]]


def test_an_entry_is_told_in_its_own_words_without_what_it_does_not_say() -> None:
    link = Link("https://v.example", "video", "talk", 2)
    written = entry("a.md", 1, "Title", tips=("One.",), links=(link,), rating=3)
    told = entry_of(written, Origins([origin_of(written)], ["a.md"]), {})

    assert told == {
        "origin": 0,
        "title": "Title",
        "rating": 3,
        "tips": ("One.",),
        "links": [["https://v.example", "video", "talk"]],
    }


def test_an_entry_that_is_called_like_a_thing_is_told_by_its_number() -> None:
    graph = graph_of([Paper(PAPER, NOTED, "One")], entries=[entry("a.md", 1, "One"), entry("a.md", 9, "Other")])
    read: Read = told_of(graph)

    assert [one["title"] for one in read.json("entries-0")] == [0, "Other"]
    assert [read.entry(number)["title"] for number in (0, 1)] == ["One", "Other"]


def test_origins_are_numbered_by_source_and_line_and_notes_told_from_other_sources() -> None:
    inferred = Origin(RANK_INFERRED, *NOTED[1:])
    other = Origin(RANK_NOTE, "written by hand", 2)
    origins = Origins([ARXIV, CATALOG, NOTED, inferred, other, NOTED._replace(line=1)], ["a.md"])

    told: Any = origins.told([])["sources"]
    lines = [(what, name, line, day) for what, name, day, lines in told for line in lines]

    assert len(lines) == len(set(lines)) == 5
    assert {origin: lines[number] for origin, number in origins.numbers.items()} == {
        other: (0, "written by hand", 2, ""),
        NOTED: (NOTE, "a.md", 3, "2024-01-01"),
        inferred: (NOTE, "a.md", 3, "2024-01-01"),
        NOTED._replace(line=1): (NOTE, "a.md", 1, "2024-01-01"),
        ARXIV: (2, "arXiv", 0, "2024-03-03"),
        CATALOG: (2, "arxiv.jsonl", 7, "2024-02-02"),
    }
