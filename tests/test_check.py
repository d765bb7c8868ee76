"""Contradictions are reported with both places, and nothing else is."""

from __future__ import annotations

import pytest

from handmade import (
    catalog_paper,
    entry,
    fetched_paper,
    names,
    reading,
    ref,
)
from papergraph.assemble import assemble
from papergraph.check import check, clearly_different
from papergraph.model import Entry, Link, Location, Problem, Record, Severity

PAGE = "https://mp.weixin.qq.com/s/abc"
RESREP = "ResRep: Lossless CNN Pruning via Decoupling Remembering and Forgetting"
BOTNET = "Bottleneck Transformers for Visual Recognition"


def problems(*entries: Entry, records: tuple[Record, ...] = ()) -> tuple[Problem, ...]:
    """What is wrong in the graph of some entries, each in a note of its own."""
    apart = [
        noted._replace(location=Location(f"{letter}.md", 1)) for letter, noted in zip("abc", entries, strict=False)
    ]
    return check(assemble([reading(noted) for noted in apart], records))


def listed(title: str, text: str | None = None) -> Entry:
    """An entry of a list of papers."""
    return entry(title, papers=(names(text, title),))


def noted(title: str) -> Entry:
    """An entry about an article."""
    return entry(title, article=PAGE)


def test_one_url_under_two_titles() -> None:
    (problem,) = problems(noted("语义分割综述之一"), noted("比卷积网络更好的骨干网络"))

    assert problem.message == f"{PAGE} has two titles: '比卷积网络更好的骨干网络' here and '语义分割综述之一' there"
    assert (problem.location, problem.other) == (Location("b.md", 1), Location("a.md", 1))
    assert problem.severity is Severity.WARNING


def test_one_identifier_under_two_titles() -> None:
    (problem,) = problems(listed(RESREP, "arxiv:1"), listed(BOTNET, "arxiv:1"))

    assert problem.message.startswith("arxiv:1 has two titles")


def test_each_wrong_title_is_reported_once() -> None:
    found = problems(listed(RESREP, "arxiv:1"), listed(BOTNET, "arxiv:1"), listed(BOTNET + ".", "arxiv:1"))

    assert [problem.location.path for problem in found] == ["b.md"]


def test_a_title_that_differs_from_the_catalogue_s() -> None:
    (problem,) = problems(listed(BOTNET, "arxiv:1"), records=(catalog_paper("arxiv:1", RESREP),))

    assert problem.message == f"arxiv:1 is called {BOTNET!r} here, but {RESREP!r} in catalog.jsonl"
    assert (problem.location, problem.other) == (Location("a.md", 2), Location("catalog.jsonl", 1))


def test_a_title_that_differs_from_the_fetched_one() -> None:
    (problem,) = problems(listed(BOTNET, "arxiv:1"), records=(fetched_paper("arxiv:1", RESREP),))

    assert problem.message == f"arxiv:1 is called {BOTNET!r} here, but {RESREP!r} on arXiv"
    assert (problem.location, problem.other) == (Location("a.md", 2), None)


@pytest.mark.parametrize("version, fetched, may_be", [(1, 4, True), (4, 4, False), (5, 4, False), (None, 4, False)])
def test_the_title_of_an_earlier_version_may_be_one_that_has_changed(
    version: int | None, fetched: int, *, may_be: bool
) -> None:
    linked = entry(BOTNET, papers=(names("arxiv:1", BOTNET, version=version),))

    (problem,) = problems(linked, records=(fetched_paper("arxiv:1", RESREP, version=fetched),))

    if may_be:
        assert problem.message == (
            f"arxiv:1 is called {BOTNET!r} here (v1), and {RESREP!r} on arXiv (v4): it may have been retitled"
        )
        assert problem.severity is Severity.INFO
    else:
        assert problem.message == f"arxiv:1 is called {BOTNET!r} here, but {RESREP!r} on arXiv"
        assert problem.severity is Severity.WARNING


def test_a_link_to_an_earlier_version_hides_no_wrong_one() -> None:
    earlier = entry(BOTNET, papers=(names("arxiv:1", BOTNET, version=1),))

    found = problems(earlier, listed(BOTNET, "arxiv:1"), records=(fetched_paper("arxiv:1", RESREP, version=2),))

    assert [(problem.location.path, problem.severity) for problem in found] == [
        ("a.md", Severity.INFO),
        ("b.md", Severity.WARNING),
    ]


def test_a_title_that_changed_in_a_service_is_no_contradiction_of_the_notes() -> None:
    records = (fetched_paper("arxiv:1", RESREP), fetched_paper("arxiv:1", BOTNET, "2026-01-01"))

    assert problems(listed(RESREP, "arxiv:1"), records=records) == ()


def test_a_fetched_title_that_another_paper_has_is_reported_where_the_notes_name_the_papers() -> None:
    bare = entry("A blog post", article=PAGE, papers=(names("arxiv:1", line=5),))
    (problem,) = problems(bare, listed(RESREP, "doi:10.1/2"), records=(fetched_paper("arxiv:1", RESREP),))

    assert problem.message == f"The title {RESREP!r} is of two papers: doi:10.1/2 here and arxiv:1 there"
    assert (problem.location, problem.other) == (Location("b.md", 2), Location("a.md", 5))


def test_one_title_with_two_identifiers() -> None:
    (problem,) = problems(listed(RESREP, "arxiv:1"), listed(RESREP.upper(), "doi:10.1/2"))

    assert problem.message == f"The title {RESREP.upper()!r} is of two papers: doi:10.1/2 here and arxiv:1 there"
    assert (problem.location, problem.other) == (Location("b.md", 2), Location("a.md", 2))


def test_one_title_with_an_identifier_and_a_url() -> None:
    (problem,) = problems(listed(RESREP, "arxiv:1"), listed(RESREP, "url:https://a.org/resrep.pdf"))

    assert "https://a.org/resrep.pdf here and arxiv:1 there" in problem.message


def test_identifiers_that_a_source_knows_to_be_of_one_paper_are_no_contradiction() -> None:
    by_catalog = catalog_paper("arxiv:1", RESREP, doi="10.1109/resrep.2021")
    by_note = entry(RESREP, papers=(names("arxiv:1", RESREP, alternates=("https://doi.org/10.1109/RESREP.2021",)),))
    other = listed(RESREP, "doi:10.1109/resrep.2021")

    assert len(problems(listed(RESREP, "arxiv:1"), other)) == 1
    assert problems(listed(RESREP, "arxiv:1"), other, records=(by_catalog,)) == ()
    assert problems(by_note, other) == ()


def test_a_title_without_link_that_several_papers_have() -> None:
    found = problems(listed(RESREP, "arxiv:1"), listed(RESREP, "doi:10.1/2"), listed(RESREP))

    assert [problem.location for problem in found] == [Location("b.md", 2), Location("c.md", 2)]
    assert found[1].message == (
        f"{RESREP!r} has no link here, and arxiv:1 and doi:10.1/2 have this title; it was joined to none of them"
    )
    assert found[1].other == Location("a.md", 2)


def test_an_entry_about_nothing() -> None:
    found = problems(entry("Nothing"), entry("A video", links=(Link("https://v.org/", "video", "", 2),)))

    assert [(problem.location.path, problem.severity) for problem in found] == [
        ("a.md", Severity.WARNING),
        ("b.md", Severity.INFO),
    ]


def test_notes_that_agree_have_no_problem() -> None:
    assert (
        problems(
            listed(RESREP, "arxiv:1"), listed("ResRep", "arxiv:1"), entry("T", article=PAGE, papers=(names("arxiv:1"),))
        )
        == ()
    )
    assert problems(listed(RESREP), listed(RESREP, "arxiv:1"), records=(catalog_paper("arxiv:1", RESREP),)) == ()


@pytest.mark.parametrize(
    "a, b",
    [
        (RESREP, BOTNET),
        ("语义分割综述：从全卷积网络谈起", "图像篡改检测与定位的双编码网络"),
        ("Learning to See in the Dark", "Learning to Drive from a World Model"),
    ],
)
def test_titles_of_different_things_are_clearly_different(a: str, b: str) -> None:
    assert clearly_different(a, b)
    assert clearly_different(b, a)


@pytest.mark.parametrize(
    "a, b",
    [
        (RESREP, "ResRep: Lossless CNN Pruning"),
        (RESREP, f"[ICCV 2021] {RESREP}"),
        (RESREP, "RESREP—Lossless CNN pruning via decoupling remembering & forgetting!"),
        (RESREP, "ResRep: Lossless CNN Pruning by Remembering"),
        (RESREP, "the paper"),
        (RESREP, "用结构重参数化实现CNN无损压缩的剪枝方法".replace("CNN", "网络")),
        ("2021 2022 2023 2024", "9999 8888 7777 6666"),
    ],
)
def test_spellings_nicknames_and_translations_are_not(a: str, b: str) -> None:
    assert not clearly_different(a, b)
    assert not clearly_different(b, a)


def test_a_paper_that_only_a_catalogue_names_twice_is_found_too() -> None:
    found = problems(records=(catalog_paper("arxiv:1", RESREP), catalog_paper("doi:10.1/2", RESREP)))

    assert [problem.location.path for problem in found] == ["catalog.jsonl"]
    assert ref("arxiv:1") < ref("doi:10.1/2")
