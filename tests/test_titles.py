"""Titles are compared by their letters and digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.titles import normal_title


@pytest.mark.parametrize(
    "written",
    [
        "ResRep: Lossless CNN Pruning",
        "ResRep—Lossless  CNN pruning.",
        "  resrep lossless-CNN\tpruning",
        "ＲｅｓＲｅｐ：Lossless CNN Pruning",
    ],
)
def test_spellings_of_one_title_are_equal(written: str) -> None:
    assert normal_title(written) == "resreplosslesscnnpruning"


@pytest.mark.parametrize("other", ["ResRep 2: Lossless CNN Pruning", "Lossless CNN Pruning", ""])
def test_other_titles_are_not(other: str) -> None:
    assert normal_title(other) != "resreplosslesscnnpruning"


def test_accents_count_and_their_encoding_does_not() -> None:
    assert normal_title("Poincare\u0301") == normal_title("Poincaré") == "poincaré"
    assert normal_title("Poincaré") != normal_title("Poincare")


def test_titles_of_any_script_have_a_normal_form() -> None:
    assert normal_title("语义分割综述（上）") == "语义分割综述上"
    assert normal_title("STRASSE") == normal_title("Straße")


@given(st.text(max_size=20))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normal_title(text)

    assert normal_title(once) == once
    assert not once or once.isalnum()


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=20))
def test_the_short_way_for_ascii_gives_the_same(text: str) -> None:
    assert normal_title(text + "é") == normal_title(text) + "é"
