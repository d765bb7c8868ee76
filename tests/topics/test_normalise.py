"""Texts in normal form, and the way back to the source."""

from __future__ import annotations

import time
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.topics.normalise import folded, has_kana, normal
from small_topics import CHARACTERS

TEXTS = st.text(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from("aZ9-_/· \t\n，：（）ＡＢ１％檢測数据集のカｶﾞ\u0301\u0327\u3099\ufdfaßİﬁ①㎏\U0001f600\ud800"),
    )
)


@pytest.mark.parametrize(
    "text, form",
    [
        ("Self-Attention", "self attention"),
        ("image_to/image·translation", "image to image translation"),
        ("基于 Transformer 的 目标检测", "基于transformer的目标检测"),
        ("目标-检测", "目标检测"),
        ("ＧＡＮ：图像", "gan:图像"),
        ("檢測", "检测"),
        ("cafe\u0301", "café"),
        ("ｶﾞｰﾄﾞ", "ガード"),
        ("a  -  b", "a b"),
        (" - a - ", "a"),
        ("C++ 编程", "c++编程"),
        ("", ""),
    ],
)
def test_a_text_in_normal_form(text: str, form: str) -> None:
    assert normal(text, CHARACTERS).folded == form


@pytest.mark.parametrize(
    "text, part, surface",
    [
        ("Semi - Supervised", "semi supervised", "Semi - Supervised"),
        ("学 GAN 网络", "gan", "GAN"),
        ("用Ｇ Ａ Ｎ做", "g a n", "Ｇ Ａ Ｎ"),
        ("㎏ of fish", "kg", "㎏"),
        ("un cafe\u0301 noir", "café noir", "cafe\u0301 noir"),
        ("İstanbul fish", "fish", "fish"),
        ("一 檢 測", "检测", "檢 測"),
    ],
)
def test_a_part_of_the_form_is_found_in_the_source(text: str, part: str, surface: str) -> None:
    form = normal(text, CHARACTERS)
    start = form.folded.index(part)
    first, last = form.span(start, start + len(part))

    assert text[first:last] == surface


@given(TEXTS)
def test_every_part_has_its_place_in_the_source(text: str) -> None:
    form = normal(text, CHARACTERS)
    places = [form.span(place, place + 1) for place in range(len(form.cased))]

    assert len(form.folded) == len(form.cased)
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)


@given(TEXTS, st.data())
def test_the_place_of_a_part_holds_that_part(text: str, data: st.DataObject) -> None:
    form = normal(text, CHARACTERS)
    if form.folded:
        start = data.draw(st.integers(0, len(form.folded) - 1))
        end = data.draw(st.integers(start + 1, len(form.folded)))
        first, last = form.span(start, end)

        assert form.folded[start:end].strip() in normal(text[first:last], CHARACTERS).folded


@given(TEXTS)
def test_the_form_of_a_form_is_itself(text: str) -> None:
    form = normal(normalize("NFKC", text), CHARACTERS).folded

    assert normal(form, CHARACTERS).folded == form


@pytest.mark.parametrize("unit", ["-", " ", "a-", "检 ", "\u0301", "e\u0301", "ﾞ", "１", "· /"])
def test_long_lines_take_time_in_proportion(unit: str) -> None:
    started = time.process_time()

    normal(unit * 100_000, CHARACTERS)

    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "text, kana", [("魚検出の論文", False), ("カメラで魚を", True), ("人之の常情", False), ("", False)]
)
def test_japanese_is_told_by_its_kana(text: str, kana: bool) -> None:  # noqa: FBT001
    assert has_kana(text) is kana


def test_lower_case_keeps_the_length() -> None:
    assert folded("İA") == "İa"
