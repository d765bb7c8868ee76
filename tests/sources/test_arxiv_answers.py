"""One result of arXiv's client, its JSON for the store, and the paper that it describes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import arxiv
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handmade import ARXIV, ref
from papergraph.model import Paper, Status
from papergraph.sources.arxiv_answers import author_names, is_withdrawn, payload, read_result

DAY = datetime(2021, 1, 27, 18, 55, 27, tzinfo=UTC)


def result(**changes: Any) -> arxiv.Result:
    """A result with everything, as the client makes it."""
    given_: dict[str, Any] = {
        "entry_id": "http://arxiv.org/abs/2101.11605v2",
        "updated": DAY.replace(year=2022),
        "published": DAY,
        "title": "Bottlenecks of Bottles",
        "authors": [arxiv.Result.Author("Ada Example", ["Uni"]), arxiv.Result.Author("Bo Sample")],
        "summary": "We bottle\n  necks.",
        "comment": "8 pages",
        "journal_ref": "J. Ex. 1",
        "doi": "10.1000/ABC",
        "primary_category": "cs.CV",
        "categories": ["cs.AI", "cs.CV"],
        "links": [arxiv.Result.Link("https://arxiv.org/abs/2101.11605v2", rel="alternate")],
        **changes,
    }
    return arxiv.Result(**given_)


def paper(**changes: Any) -> Paper:
    """The paper that a payload with these changes describes."""
    told = {"id": "http://arxiv.org/abs/2101.11605v2", **changes}
    found = read_result(json.dumps(told), ARXIV)
    assert found is not None
    return found


def test_everything_of_a_result_becomes_a_field_of_the_paper() -> None:
    assert read_result(payload(result()), ARXIV) == Paper(
        ref("arxiv:2101.11605"),
        ARXIV,
        title="Bottlenecks of Bottles",
        authors=("Ada Example", "Bo Sample"),
        abstract="We bottle necks.",
        published="2021-01-27",
        updated="2022-01-27",
        categories=("cs.CV", "cs.AI"),
        comment="8 pages",
        doi="10.1000/abc",
        journal="J. Ex. 1",
        version=2,
    )


def test_what_a_result_does_not_say_is_neither_kept_nor_known() -> None:
    bare = result(authors=[arxiv.Result.Author("Ada")], comment=None, journal_ref=None, doi=None, categories=[])
    bare.primary_category = ""
    kept = json.loads(payload(bare))

    assert {"comment", "journal_ref", "doi", "affiliations"}.isdisjoint(kept)
    found = read_result(payload(bare), ARXIV)
    assert found is not None
    assert (found.comment, found.journal, found.doi, found.categories, found.status) == (None, None, None, (), None)


def test_a_payload_is_text_that_people_can_read() -> None:
    text = payload(result(title="引擎 & Äther"))

    assert "引擎 & Äther" in text
    assert json.loads(text)["affiliations"] == [["Uni"], []]
    assert json.loads(text)["published"] == "2021-01-27T18:55:27+00:00"


@pytest.mark.parametrize(
    "text",
    [
        *("", "null", "[]", '"text"', "3", "{", "{}", '{"id": null}', '{"id": 5}', '{"id": ""}'),
        '{"id": "http://arxiv.org/abs/"}',
        '{"id": "http://arxiv.org/abs/../../etc/passwd"}',
        '{"id": "http://arxiv.org/abs/notanid"}',
        '{"id": "http://elsewhere.example/abs/2101.11605"}',
        '{"id": "https://arxiv.org/api/errors#x"}',
    ],
)
def test_a_payload_without_an_identifier_describes_no_paper(text: str) -> None:
    assert read_result(text, ARXIV) is None


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=2)
    ),
    st.sampled_from(
        ["title", "authors", "published", "updated", "abstract", "comment", "journal_ref", "doi", "categories"]
    ),
)
@settings(max_examples=80)
def test_a_field_of_any_shape_is_known_or_unknown_and_never_an_error(value: object, field: str) -> None:
    found = paper(**{field: value})

    assert found.reference == ref("arxiv:2101.11605")
    assert all(found.authors)
    assert found.title != ""


@pytest.mark.parametrize(
    "address, reference, version",
    [
        ("http://arxiv.org/abs/2101.11605v2", "arxiv:2101.11605", 2),
        ("https://arxiv.org/abs/2101.11605", "arxiv:2101.11605", None),
        ("http://arxiv.org/abs/astro-ph/0601001v1", "arxiv:astro-ph/0601001", 1),
        ("http://arxiv.org/abs/math.GT/0309136v1", "arxiv:math/0309136", 1),
    ],
)
def test_the_reference_has_no_version_and_the_paper_has(address: str, reference: str, version: int | None) -> None:
    found = paper(id=address)

    assert (str(found.reference), found.version) == (reference, version)


def test_accents_of_latex_become_letters_and_mathematics_stays() -> None:
    found = paper(
        title=r"P\'olya's $\alpha$", authors=[r"Andr\'e Weil"], abstract=r"{\"U}ber $x < y$", comment=r"S\o ren"
    )

    assert (found.title, found.authors, found.abstract, found.comment) == (
        r"Pólya's $\alpha$",
        ("André Weil",),
        "Über $x < y$",
        "Søren",
    )


def test_text_is_on_one_line_without_control_characters() -> None:
    found = paper(title="Two\n  lines\x00 and\x1b[31m red", abstract=" a \n b ")

    assert (found.title, found.abstract) == ("Two lines and [31m red", "a b")


@pytest.mark.parametrize(
    "written, doi",
    [
        ("10.1000/ABC", "10.1000/abc"),
        ("10.1000/abc 10.1000/def", "10.1000/abc"),
        ("10.1000/abc; 10.1000/def", "10.1000/abc"),
        ("10.1000/abc, 10.1000/def", "10.1000/abc"),
        ("https://doi.org/10.1000/abc", "10.1000/abc"),
        ("http://dx.doi.org/10.1000/abc", "10.1000/abc"),
        ("doi:10.1000/abc", "10.1000/abc"),
        ("unknown", None),
        ("", None),
        ("10.48550/arXiv.2101.11605", None),
    ],
)
def test_the_first_doi_of_the_field_counts(written: str, doi: str | None) -> None:
    assert paper(doi=written).doi == doi


def test_the_primary_category_comes_first_and_each_once() -> None:
    assert paper(primary_category="cs.CV", categories=["cs.AI", "cs.CV", "cs.AI"]).categories == ("cs.CV", "cs.AI")
    assert paper(categories=["cs.AI"]).categories == ("cs.AI",)


@pytest.mark.parametrize(
    "written, names",
    [
        (["Ada Example", "Bo Sample"], ("Ada Example", "Bo Sample")),
        (["Yuchen, Guo"], ("Yuchen Guo",)),
        (["Ada Example,"], ("Ada Example",)),
        ([", Ada  Example"], ("Ada Example",)),
        (["Sammy Davis", "Jr."], ("Sammy Davis Jr.",)),
        (["Sammy Davis, Jr."], ("Sammy Davis Jr.",)),
        (["Henry VIII", "Louis", "III"], ("Henry VIII", "Louis III")),
        (["Jr.", "Ada"], ("Jr.", "Ada")),
        (["Ada", "Ada"], ("Ada", "Ada")),
        (["", " ", ",", "Ada"], ("Ada",)),
        (["H. -W. Hammer"], ("H. -W. Hammer",)),
        ([r"Bernhard Sch\"olkopf"], ("Bernhard Schölkopf",)),
        (["王小明", "Nguyễn Thị Minh"], ("王小明", "Nguyễn Thị Minh")),
        (["CMS Collaboration"], ("CMS Collaboration",)),
        ([], ()),
    ],
)
def test_names_keep_their_order_and_lose_stray_commas(written: list[str], names: tuple[str, ...]) -> None:
    assert author_names(written) == names


@given(st.lists(st.text(alphabet="Aa, .JrI\\'{}é\n", max_size=12), max_size=6))
@settings(max_examples=80)
def test_no_name_has_a_comma_or_is_empty_and_none_is_invented(written: list[str]) -> None:
    names = author_names(written)

    assert len(names) <= len(written)
    assert all(name and "," not in name and name == name.strip() for name in names)


@pytest.mark.parametrize(
    "comment",
    [
        "This paper has been withdrawn by the author due to a crucial sign error in equation 1",
        "This paper has been withdrawn by the author(s) due to an error",
        "This submission has been withdrawn by arXiv administrators because it contains plagiarism",
        "This article has been withdrawn by arXiv admins",
        "The paper has been temporarily withdrawn",
        "Paper withdrawn",
        "Paper is now withdrawn.",
        "Withdrawn",
        "WITHDRAWN",
        "withdrawn.",
        "Withdrawn due to an error in Theorem 2",
        "Withdrawn by the authors",
        "[withdrawn]",
        "(Withdrawn) 12 pages",
        "Withdrawn -- see the new version",
        "has been withdrawn",
        "12 pages. This paper has been withdrawn",
        "12 pages, 3 figures; paper withdrawn",
        "5 pages. Withdrawn by the first author, to be rewritten",
        "The authors have withdrawn this paper",
        "We withdraw this paper because of an error",
        "The author has decided to withdraw this submission",
        "Withdrawn from arXiv by the authors",
        "This work was withdrawn from the arXiv",
        "This paper has been withdrawn; it is superseded by arXiv:2101.00001",
        "Paper withdrawn. An earlier version was presented at ICML",
        "Withdrawn by the authors; arXiv:2101.00001 replaces it",
        "This version has been withdrawn",
        "Submitted to CVPR. An earlier version was withdrawn. This paper has been withdrawn too",
    ],
)
def test_a_comment_says_that_a_paper_is_withdrawn(comment: str) -> None:
    assert is_withdrawn(comment, "")
    assert paper(comment=comment).status == Status.WITHDRAWN


@pytest.mark.parametrize(
    "abstract",
    [
        "This paper has been withdrawn by the authors.",
        "This paper was withdrawn because the main theorem is false.",
        "Withdrawn.",
        "The manuscript is withdrawn.",
        "We prove a theorem. This article is temporarily withdrawn.",
        "The authors have withdrawn this paper due to copyright.",
    ],
)
def test_an_abstract_may_say_it_instead(abstract: str) -> None:
    assert is_withdrawn("", abstract)


@pytest.mark.parametrize(
    "comment",
    [
        "",
        "8 pages, accepted at ICML 2021",
        "Withdrawn from ICML 2021; accepted at NeurIPS 2021",
        "This paper was withdrawn from CVPR and submitted to ICCV",
        "Submitted to ICLR, withdrawn from ICLR",
        "An earlier version of this paper was withdrawn",
        "A previous version has been withdrawn; this one is right",
        "Replaces arXiv:2001.00001, which was withdrawn by the authors",
        "Supersedes arXiv:1704.01234 (withdrawn by the authors)",
        "This paper supersedes our submission withdrawn last year",
        "The first version of this paper was withdrawn due to an error in Lemma 2; this is the corrected version",
        "Corrected version of a paper withdrawn in 2011",
        "12 pages. Version 1 of this paper was withdrawn",
        "Version 2 was withdrawn, version 3 is right",
        "the conference version of this work was withdrawn",
        "Written anew. That paper was withdrawn by the authors",
        "On the withdrawal of troops",
        "Contains 40 withdrawn proofs",
    ],
)
def test_a_comment_about_another_withdrawal_says_nothing(comment: str) -> None:
    assert not is_withdrawn(comment, "")


@pytest.mark.parametrize(
    "abstract",
    [
        "Withdrawn drugs are those that were approved once.",
        "The withdrawn drug rofecoxib was on the market for five years.",
        "Withdrawn-drug labels are noisy.",
        "Cash is withdrawn by the authors' model at random.",
        "We predict which drugs are withdrawn by the authorities.",
        "We study articles that were withdrawn by their authors, and why.",
        "We show when a paper is withdrawn by the authors of a journal.",
        "Work is withdrawn from the system at a constant rate.",
        "The note is withdrawn from circulation.",
        "Blood was withdrawn. " * 3,
        "A long abstract about something else. " * 12 + "This paper has been withdrawn.",
    ],
)
def test_an_abstract_about_withdrawn_things_says_nothing(abstract: str) -> None:
    assert not is_withdrawn("", abstract)


@pytest.mark.parametrize(
    "piece", ["replaces ", "the first ", "paper ", "a paper ", "12 withdrawn by ", "v1 of this ", "; ", " "]
)
def test_long_texts_are_read_to_their_end(piece: str) -> None:
    """A hundred thousand words take no time to speak of; a pattern that goes back and forth would never end."""
    assert not is_withdrawn(piece * 100_000, "")
    assert is_withdrawn(f"{piece * 100_000}. This paper is withdrawn", "")


@given(st.text(alphabet="withdrawnpe bshouti.,:(", max_size=60))
@settings(max_examples=60)
def test_without_the_word_no_paper_is_withdrawn(text: str) -> None:
    if "withdr" not in text:
        assert not is_withdrawn(text, text)
