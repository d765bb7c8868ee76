"""Reading JSON objects field by field."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.sources.fields import Fields, day, tidy


@pytest.mark.parametrize(
    "written, meant",
    [
        ("2020", "2020"),
        ("2020-07", "2020-07"),
        ("2020-07-07", "2020-07-07"),
        ("2020-07-07T23:30:00Z", "2020-07-07"),
        ("2020-07-07T23:30:00-05:00", "2020-07-08"),
        ("2020-07-07T23:30:00", "2020-07-07"),
        ("Tue, 7 Jul 2020 07:56:45 GMT", "2020-07-07"),
        ("Mon, 31 Dec 2018 23:00:00 -0500", "2019-01-01"),
        ("2020-02-30", None),
        ("2020-13", None),
        ("20200707x", None),
        ("yesterday", None),
        ("", None),
        ("0001-01-01T00:00:00+23:00", None),
    ],
)
def test_dates_of_both_forms_become_days_in_utc(written: str, meant: str | None) -> None:
    assert day(written) == meant


@given(st.text(max_size=40) | st.text(alphabet="0123456789-:TZ+ WGMJul,", max_size=30))
@settings(max_examples=60)
def test_whatever_the_text_the_result_is_a_date_of_three_lengths_or_none(text: str) -> None:
    found = day(text)
    assert found is None or (len(found) in {4, 7, 10} and day(found) == found)


def test_text_loses_line_breaks_control_characters_and_lone_surrogates() -> None:
    assert tidy(" a\n  b\x00\x1bc \ud800 d\u3000e ") == "a b c d e"
    assert tidy("\u202b\u05d0\u202c 👍🏽") == "\u202b\u05d0\u202c 👍🏽"


def test_a_field_of_another_shape_is_unknown_and_complained_of() -> None:
    fields = Fields({"text": 1, "texts": ["a", 2], "count": True, "flag": 0, "day": "soon"})
    assert fields.text("text") is None
    assert fields.texts("texts") == ()
    assert fields.count("count") is None
    assert fields.flag("flag") is None
    assert fields.day("day") is None
    assert fields.complaints == [
        "“text” is not text",
        "“texts” is not a list of texts",
        "“count” is not a whole number",
        "“flag” is neither true nor false",
        "“day” is not a date",
    ]


def test_an_absent_or_null_field_is_unknown_without_complaint() -> None:
    fields = Fields({"null": None})
    for key in ("null", "absent"):
        assert (fields.text(key), fields.count(key), fields.flag(key), fields.day(key)) == (None, None, None, None)
        assert fields.texts(key) == ()
    assert fields.complaints == []


def test_zero_and_false_are_known() -> None:
    fields = Fields({"count": 0, "flag": False})
    assert fields.count("count") == 0
    assert fields.flag("flag") is False
