"""What is one thing under two references: renamed repositories, papers named by their title."""

from __future__ import annotations

from collections.abc import Iterable

from handmade import (
    CATALOG,
    NOTE_ORIGIN,
    catalog_paper,
    catalog_repository,
    fetched_paper,
    fetched_repository,
    ref,
)
from papergraph.identity import named_reference, renames, same_titles, title_carriers
from papergraph.model import Origin, Paper, Record, Reference, Repository, Status

LATER = CATALOG._replace(date="2023-01-01")
TITLE = "ResRep: Lossless CNN Pruning"
ALONE = ref("title:resreplosslesscnnpruning")


def grouped(*records: Record) -> dict[Reference, list[Record]]:
    """Records by reference."""
    things: dict[Reference, list[Record]] = {}
    for record in records:
        things.setdefault(record.reference, []).append(record)
    return things


def renamed(*records: Record) -> dict[str, str]:
    """`owner/name` of then → `owner/name` of today."""
    return {old.identifier: new.identifier for old, new in renames(grouped(*records)).items()}


def repository(name: str, *former: str, origin: Origin = CATALOG) -> Repository:
    """A repository of a catalogue with its former names."""
    return catalog_repository(name, origin, former_names=former)


def mentioned(name: str) -> Repository:
    """A repository in a note."""
    return Repository(Reference("github", name.lower()), NOTE_ORIGIN, name=name)


def test_a_former_name_leads_to_the_name_of_today() -> None:
    assert renamed(mentioned("Old/Name"), repository("New/Name", "Old/Name")) == {"old/name": "new/name"}


def test_a_chain_of_renames_leads_to_its_end() -> None:
    assert renamed(repository("b/b", "a/a"), repository("c/c", "b/b"), repository("d/d", "c/c")) == {
        "a/a": "d/d",
        "b/b": "d/d",
        "c/c": "d/d",
    }


def test_a_circle_of_renames_ends_at_its_first_name() -> None:
    circle = [repository("a/a", "c/c"), repository("b/b", "a/a"), repository("c/c", "b/b")]

    assert renamed(*circle) == {"b/b": "a/a", "c/c": "a/a"}
    assert renamed(*reversed(circle), repository("a/a", "x/x")) == {"b/b": "a/a", "c/c": "a/a", "x/x": "a/a"}
    assert renamed(repository("a/a", "a/a")) == {}


def test_of_two_claims_the_later_one_counts() -> None:
    claims = [repository("new/one", "old/name"), repository("new/two", "old/name", origin=LATER)]

    assert renamed(*claims) == renamed(*reversed(claims)) == {"old/name": "new/two"}


def test_a_name_that_is_in_use_again_is_no_former_name() -> None:
    again = repository("old/name", origin=LATER)

    assert renamed(again, repository("new/name", "old/name")) == {}
    assert renamed(repository("old/name"), repository("new/name", "old/name", origin=LATER)) == {"old/name": "new/name"}


def test_a_name_that_was_looked_for_in_vain_is_not_in_use_again() -> None:
    vain = fetched_repository("old/name", status=Status.MISSING)

    assert renamed(vain, repository("new/name", "old/name")) == {"old/name": "new/name"}


def test_a_name_that_github_cannot_have_is_no_former_name() -> None:
    assert named_reference(ref("github:a/b"), "only-an-owner") is None
    assert named_reference(ref("github:a/b"), "Owner/Name") == ref("github:owner/name")
    assert named_reference(ref("gitlab:a/b"), "Owner/Name") == ref("gitlab:owner/name")


def joined(*records: Record) -> dict[Reference, Reference]:
    """Papers named by title → the papers that they are."""
    return {alone: record.reference for alone, record in same_titles(grouped(*records)).items()}


def linked(text: str, title: str = TITLE) -> Paper:
    """A paper in a note with its link and title."""
    return Paper(ref(text), NOTE_ORIGIN, title=title)


def alone(title: str = TITLE) -> Paper:
    """A paper in a note that has a title only."""
    return Paper(ALONE, NOTE_ORIGIN, title=title)


def test_a_paper_named_by_title_is_the_one_paper_with_this_title() -> None:
    assert joined(alone(), linked("arxiv:1", "RESREP – lossless CNN pruning.")) == {ALONE: ref("arxiv:1")}
    assert joined(alone(), linked("url:https://a.org/p.pdf")) == {ALONE: ref("url:https://a.org/p.pdf")}
    assert joined(alone(), catalog_paper("arxiv:1", TITLE)) == {ALONE: ref("arxiv:1")}


def test_what_a_service_found_counts_where_no_note_links_a_paper_of_the_title() -> None:
    assert joined(alone(), fetched_paper("arxiv:1", TITLE)) == {ALONE: ref("arxiv:1")}
    assert joined(alone(), fetched_paper("arxiv:1", TITLE), linked("doi:10.1/2")) == {ALONE: ref("doi:10.1/2")}
    assert joined(alone(), fetched_paper("arxiv:1", TITLE), fetched_paper("arxiv:2", TITLE)) == {}


def test_it_is_none_of_several() -> None:
    assert joined(alone(), linked("arxiv:1"), linked("doi:10.1/2")) == {}
    assert joined(alone(), linked("arxiv:1"), linked("url:https://a.org/")) == {}


def test_no_other_title_will_do() -> None:
    assert joined(alone(), linked("arxiv:1", "ResRep: Lossless CNN Pruning 2")) == {}
    assert joined(linked("arxiv:1")) == {}


def test_very_short_titles_are_shared_by_chance() -> None:
    short = Paper(ref("title:attention"), NOTE_ORIGIN, title="Attention")

    assert joined(short, linked("arxiv:1", "Attention")) == {}


def test_carriers_of_a_title_come_with_the_records_that_say_so() -> None:
    a, b, other = linked("arxiv:1"), catalog_paper("arxiv:1", TITLE), linked("arxiv:2", "Something else entirely")

    assert title_carriers(grouped(alone(), a, b, other)) == {
        "resreplosslesscnnpruning": {ref("arxiv:1"): [a, b]},
        "somethingelseentirely": {ref("arxiv:2"): [other]},
    }


def test_the_order_of_things_does_not_matter() -> None:
    records: Iterable[Record] = [
        linked("arxiv:1"),
        alone(),
        linked("doi:10.1/2"),
        linked("arxiv:1", "resrep lossless cnn pruning"),
    ]

    assert joined(*records) == joined(*reversed(list(records))) == {}
