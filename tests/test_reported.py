"""What one note reports, entry by entry."""

from __future__ import annotations

from handmade import catalog_repository, code, entry, names, reading, ref
from papergraph.model import RANK_NOTE, Evidence, Method, Origin, Paper, Reference
from papergraph.reported import HAS_REPOSITORY, MENTIONS, entries_of, held, redirected, reports

PAGE = "https://mp.weixin.qq.com/s/abc"


def test_an_entry_reports_its_records_and_its_edges() -> None:
    noted = entry(article=PAGE, papers=(names("arxiv:1"),), repositories=(code("github:a/b"),))

    (report,) = reports(reading(noted), None)

    assert {record.reference for record in report.records} == {ref(f"url:{PAGE}"), ref("arxiv:1"), ref("github:a/b")}
    assert {(str(edge.subject), edge.predicate, str(edge.object)) for edge in report.edges} == {
        (f"url:{PAGE}", "discusses", "arxiv:1"),
        ("arxiv:1", "hasRepository", "github:a/b"),
    }


def test_the_first_entry_that_names_a_paper_in_a_place_stands_behind_it() -> None:
    reported = tuple(reports(reading(entry(papers=(names("arxiv:1"),)), entry(papers=(names("arxiv:2"),))), None))
    origins = {record.origin for report in reported for record in report.records if isinstance(record, Paper)}

    assert set(entries_of(reported)) == origins
    assert entries_of(reported)[reported[0].records[0].origin] == reported[0].entry


def test_an_edge_goes_between_the_references_that_hold_and_says_why() -> None:
    said = Evidence(Method.FIELD_LABEL.value, Origin(RANK_NOTE, "a.md", 3))
    same = Evidence(Method.SAME_TITLE.value, Origin(RANK_NOTE, "b.md", 4))
    alone = Reference("title", "apaperwithalongtitle")
    ends = (ref("url:https://a.example/"), "discusses", alone)

    moved = redirected(ends, [said], {alone: ref("arxiv:1")}, {alone: (ref("arxiv:1"), same)})

    assert moved == ((ref("url:https://a.example/"), "discusses", ref("arxiv:1")), [said, same])


def test_an_edge_whose_ends_turn_out_to_be_one_thing_is_none() -> None:
    old, new = ref("github:a/old"), ref("github:a/new")

    assert redirected((new, MENTIONS, old), [], {old: new}, {}) is None


def test_code_that_is_no_repository_is_only_mentioned() -> None:
    assert held(catalog_repository("a/b")) == HAS_REPOSITORY
    assert held(Paper(ref("arxiv:1"), Origin(RANK_NOTE, "a.md"))) == MENTIONS
