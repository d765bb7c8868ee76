"""What a page tells of one thing: every fact with who says so, and what is not known said to be so."""

from __future__ import annotations

from typing import Any

from page_graphs import entry, graph_of
from papergraph.exporters.details import FIELDS, Numbering, detail, entry_of, evidence_of, name_of
from papergraph.model import (
    RANK_CATALOG,
    RANK_INFERRED,
    RANK_NOTE,
    RANK_SERVICE,
    Evidence,
    Graph,
    Link,
    Origin,
    Paper,
    Record,
    Reference,
    Repository,
    Status,
    Topic,
)

NOTE = Origin(RANK_NOTE, "a.md", 3, "2024-01-01")
CATALOG = Origin(RANK_CATALOG, "arxiv.jsonl", 7, "2024-02-02")
ARXIV = Origin(RANK_SERVICE, "arXiv", 0, "2024-03-03")
PAPER, REPOSITORY = Reference("arxiv", "2007.03260"), Reference("github", "owner/name")


def told(kind: str, *records: Record, graph: Graph | None = None) -> dict[str, Any]:
    """What the page tells of the thing that the records are about, with its facts by field."""
    graph = graph or graph_of(records)
    result = dict(detail(kind, records[0].reference, graph, Numbering(graph.entries)))
    rows: Any = result["facts"]
    return result | {"facts": {field: said for field, *said in rows}}


def test_the_best_value_comes_first_and_then_what_others_say() -> None:
    result = told("paper", Paper(PAPER, NOTE, "As noted"), Paper(PAPER, CATALOG, "As published"))

    assert result["name"] == "As published"
    assert result["facts"]["title"] == [["As published", 0], ["As noted", 1]]


def test_a_value_that_two_sources_give_is_told_once_with_both() -> None:
    result = told("paper", Paper(PAPER, NOTE, "One"), Paper(PAPER, CATALOG, "One"))

    assert result["facts"]["title"] == [["One", 0, 1]]


def test_expected_facts_that_nobody_asked_for_are_not_fetched() -> None:
    result = told("repository", Repository(REPOSITORY, NOTE, "owner/name"))

    assert result["facts"]["stars"] == []
    assert result["asked"] is False


def test_expected_facts_that_the_catalogue_does_not_give_are_unknown() -> None:
    result = told("repository", Repository(REPOSITORY, CATALOG, "owner/name", stars=0))

    assert result["facts"]["stars"] == [[0, 0]]
    assert result["facts"]["license"] == []
    assert result["asked"] is True


def test_what_no_source_could_tell_is_unknown() -> None:
    assert told("paper", Paper(Reference("title", "alone"), NOTE, "Alone"))["asked"] is True


def test_what_a_service_does_not_know_is_told_with_its_day_and_the_rest_is_unknown() -> None:
    result = told("paper", Paper(PAPER, NOTE, "As noted"), Paper(PAPER, ARXIV, status=Status.MISSING))

    assert list(result["facts"]) == ["title", "status", "authors", "published", "abstract"]
    assert result["facts"]["status"] == [["missing", 1]]
    assert result["facts"]["authors"] == []
    assert result["asked"] is True


def test_what_was_there_before_is_gone_and_its_facts_keep_their_day() -> None:
    earlier = ARXIV._replace(source="GitHub", date="2024-01-01")
    gone = Repository(REPOSITORY, earlier._replace(date="2024-03-03"), status=Status.MISSING)
    graph = graph_of([gone, Repository(REPOSITORY, earlier, "owner/name", stars=7)])
    numbering = Numbering(())
    facts: Any = detail("repository", REPOSITORY, graph, numbering)["facts"]

    assert facts[:2] == [["name", ["owner/name", 0]], ["status", ["gone", 1]]]
    assert ["stars", [7, 0]] in facts
    assert [origin[3] for origin in numbering.told_origins()] == ["2024-01-01", "2024-03-03"]  # type: ignore[index]


def test_every_field_of_a_record_is_told() -> None:
    kinds = {kind.__name__.casefold(): set(kind._fields[2:]) for kind in Record.__args__}

    assert {kind: set(fields) for kind, fields in FIELDS.items()} == kinds


def test_a_paper_that_was_found_by_its_title_says_why() -> None:
    graph = graph_of([Paper(PAPER, ARXIV, "Found")])
    found = ((Reference("title", "found"), Evidence("TitleSearch", ARXIV, quote="Found")),)

    assert told("paper", *graph.records[PAPER], graph=graph._replace(joined={PAPER: found}))["joined"] == [
        ["TitleSearch", 0, "Found"]
    ]


def test_false_and_zero_are_facts() -> None:
    facts = told("repository", Repository(REPOSITORY, CATALOG, archived=False, forks=0))["facts"]

    assert facts["archived"] == [[False, 0]]
    assert facts["forks"] == [[0, 0]]


def test_unexpected_unknown_facts_are_left_out() -> None:
    assert "journal" not in told("paper", Paper(PAPER, NOTE))["facts"]


def test_a_thing_has_the_canonical_address_of_its_reference() -> None:
    assert told("paper", Paper(PAPER, NOTE))["url"] == "https://arxiv.org/abs/2007.03260"
    assert "url" not in told("topic", Topic(Reference("topic", "vision"), NOTE, "Vision"))


def test_broader_topics_are_told_by_name() -> None:
    broad, narrow = Reference("topic", "vision"), Reference("topic", "segmentation")
    records = (Topic(narrow, NOTE, "Segmentation", (broad,)), Topic(broad, NOTE, "Computer vision"))

    assert told("topic", *records, graph=graph_of(records))["facts"]["broader"] == [[("Computer vision",), 0]]


def test_a_thing_is_told_with_the_entries_that_name_it() -> None:
    entries = [entry("a.md", 1, "First"), entry("a.md", 9, "Second"), entry("b.md", 1, "Third")]
    records = [Paper(PAPER, Origin(RANK_NOTE, "a.md", line)) for line in (2, 3, 12)]
    graph = graph_of(records, entries=entries)
    numbering = Numbering(graph.entries)

    result = detail("paper", PAPER, graph, numbering)

    assert result["entries"] == [0, 1]
    assert [graph.entries[place].title for place in numbering.entries] == ["First", "Second"]


def test_lines_outside_every_entry_belong_to_none() -> None:
    numbering = Numbering([entry("a.md", 5, "One")])

    assert numbering.entry(Origin(RANK_NOTE, "a.md", 4)) is None
    assert numbering.entry(Origin(RANK_NOTE, "a.md", 10)) is None
    assert numbering.entry(Origin(RANK_NOTE, "other.md", 5)) is None
    assert numbering.entry(Origin(RANK_CATALOG, "a.md", 5)) is None
    assert numbering.entry(Origin(RANK_NOTE, "a.md", 9)) == 0


def test_a_thing_without_a_name_is_called_by_its_reference() -> None:
    assert name_of("paper", PAPER, [Paper(PAPER, NOTE)]) == "arxiv:2007.03260"
    assert name_of("article", Reference("url", "https://a.example"), []) == "https://a.example"


def test_evidence_names_its_method_origin_quote_and_confidence() -> None:
    numbering = Numbering([])
    reasons = (
        Evidence("Tag", NOTE),
        Evidence("SameRow", CATALOG, quote="Code"),
        Evidence("SameTitle", NOTE, confidence=0.9),
    )

    assert evidence_of(reasons, numbering) == [["Tag", 0], ["SameRow", 1, "Code"], ["SameTitle", 0, None, 0.9]]


def test_an_entry_is_told_in_its_own_words_without_what_it_does_not_say() -> None:
    written = entry(
        "a.md", 1, "Title", tips=("One.",), links=(Link("https://v.example", "video", "talk", 2),), rating=3
    )

    assert entry_of(written, Numbering([written])) == {
        "origin": 0,
        "title": "Title",
        "rating": 3,
        "tips": ("One.",),
        "links": [["https://v.example", "video", "talk"]],
    }


def test_an_origin_is_told_once_and_notes_are_told_from_other_sources() -> None:
    numbering = Numbering([entry("a.md", 1, "One")])
    inferred = Origin(RANK_INFERRED, *NOTE[1:])

    assert [numbering.origin(origin) for origin in (NOTE, CATALOG, inferred)] == [0, 1, 0]
    assert numbering.told_origins() == [
        [True, "a.md", 3, "2024-01-01"],
        [False, "arxiv.jsonl", 7, "2024-02-02"],
    ]
