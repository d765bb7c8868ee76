"""Which languages a reader can be given, and what people write for a language."""

from __future__ import annotations

import pytest

from papergraph.languages import is_tag, label_in, meant, nearest
from papergraph.model import Label

SHIPPED = ("en", "ja", "ko", "zh-Hans", "zh-Hant")


@pytest.mark.parametrize(
    "wanted,languages",
    [
        ("zh", ["zh-Hans", "zh-Hant", "en"]),
        ("zh-TW", ["zh-Hant", "zh-Hans", "en"]),
        ("zh-Hant", ["zh-Hant", "zh-Hans", "en"]),
        ("zh-Hans-HK", ["zh-Hans", "zh-Hant", "en"]),
        ("ja-JP", ["ja", "en"]),
        ("EN-us", ["en"]),
        ("fr", ["en"]),
    ],
)
def test_the_very_language_comes_first_then_another_script_then_english(wanted: str, languages: list[str]) -> None:
    assert nearest(SHIPPED, wanted) == languages


def test_what_is_not_near_is_left_out() -> None:
    assert nearest(("", "en-GB", "en", "pt-BR", "pt", "de"), "pt") == ["pt", "pt-BR", "en", "en-GB"]
    assert nearest(("", "de"), "ja") == []


def test_a_topic_is_called_by_a_preferred_label() -> None:
    labels = [Label("検知", "ja"), Label("検出", "ja", preferred=True), Label("detection", "en", preferred=True)]

    assert [label_in(labels, wanted) for wanted in ("ja", "zh")] == ["検出", "detection"]
    assert label_in(labels[:1], "ja") is None


@pytest.mark.parametrize("tag", ["zh", "zh-Hant", "zh-Hant-TW", "ja", "en-GB", "fil"])
def test_tags_are_told_from_what_is_none(tag: str) -> None:
    assert is_tag(tag)


@pytest.mark.parametrize(
    "text,tag",
    [("cn", "zh"), ("jp", "ja"), ("Chinese", "zh"), ("zh_CN", "zh-CN"), ("", None), ("zh-", None), ("a b", None)],
)
def test_what_is_no_tag_may_mean_one(text: str, tag: str | None) -> None:
    assert not is_tag(text)
    assert meant(text) == tag
