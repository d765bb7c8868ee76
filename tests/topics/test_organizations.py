"""Organisations in titles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.topics.catalogs import organizations
from papergraph.topics.lexicon import Forms
from papergraph.topics.organizations import Organizations, read_organizations
from small_topics import CHARACTERS

SMALL = Organizations(
    read_organizations("name\talias\tlanguage\n# x\n\nPond Inc\t鱼塘\tzh\nPond Inc\tPI\tzh\nPond Inc\n"), CHARACTERS
)


def test_names_and_aliases_are_found_in_their_own_case() -> None:
    text = "Pond Inc，PI与魚塘 and pi, PIs"

    assert [(found.name, found.surface) for found in SMALL.find(text)] == [
        ("Pond Inc", part) for part in ("Pond Inc", "PI", "魚塘")
    ]


@pytest.mark.parametrize(
    "text, names",
    [
        ("谷歌提出新模型", ["Google"]),
        ("清华、商汤提出", ["Tsinghua University", "SenseTime"]),
        ("Google Colab 教程", []),
        ("Meta-learning for fish", []),
        ("三星堆", []),
        ("an apple", []),
        ("Meta Networks for Apple picking", []),
        ("Amazon, 微软", ["Amazon", "Microsoft"]),
    ],
)
def test_what_ships_is_found(text: str, names: list[str]) -> None:
    assert [found.name for found in organizations().find(text)] == names


@given(st.text())
def test_every_mention_is_the_text_at_its_place(text: str) -> None:
    for found in organizations().find(text):
        assert text[found.start : found.end] == found.surface


@given(
    st.lists(st.sampled_from(["Pond Inc", "Pond", "Inc", "PI", "pi", "鱼塘", "-", "_", "/", ".", "5", " ", "é"])).map(
        "".join
    )
)
def test_a_look_at_the_words_alone_misses_nothing(text: str) -> None:
    found = list(SMALL.find(text))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Forms, "may_begin", lambda *_: True)
        assert list(SMALL.find(text)) == found


def test_names_that_begin_with_no_letter_are_found_too() -> None:
    signs = Organizations(iter([("Dots", "..Dots"), ("Dots", "Dots")]), CHARACTERS)

    assert [found.surface for found in signs.find("by ..Dots")] == ["..Dots"]
