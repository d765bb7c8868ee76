"""Dates as people write them, as precise as they are written; and the day of a note."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.readers.dates import find_date, note_date

WRITTEN = {
    "2021-09-30": "2021-09-30 | 2021/9/30 | 2021.09.30 | 2021年9月30日 | 2021년 9월 30일 | 20210930 | 2021_09_30 | "
    "Sep 30, 2021 | September 30th, 2021 | 30 September 2021 | 2021-09-30T10:00:00Z | on 2021-09-30, at noon",
    "2021-09": "2021-09 | 2021.9 | 2021/09 | 2021年9月 | 2021 年 9 月 | September 2021 | Sept. 2021 | Sep 2021",
    "2021": "2021 | (2021) | in 2021 | ICCV 2021 | May be 2021",
}
NO_DATES = [
    "",
    "no date",
    "1234",
    "1899",
    "2101",
    "120210930",
    "20211301",
    "arXiv 2007.03260",
    "2007.03260",
    "https://arxiv.org/abs/2007.03260",
    "Version 2.2021",
]
NOT_A_MONTH = ["Marching 2020", "Decoder 2020", "Mayer et al. 2021"]
PATHS = {
    "2021-09-30.md": "2021-09-30",
    "2021_09_30.md": "2021-09-30",
    "20210930.md": "2021-09-30",
    "2021-09-30 A title.md": "2021-09-30",
    "journals/2021_09_30.md": "2021-09-30",
    "202109/0930.md": "2021-09-30",
    "202109/09-30.md": "2021-09-30",
    "2021/09/30.md": "2021-09-30",
    "2021-09/30.md": "2021-09-30",
    "2021/09/0930.md": "2021-09-30",
    "202109/0931.md": None,
    "202109/1001.md": None,
    "2021.md": None,
    "2021-09.md": None,
    "papers/2007.03260.md": None,
    "x/20211301.md": None,
    "notes.md": None,
}


@pytest.mark.parametrize(
    "text, expected", [(text, date) for date, texts in WRITTEN.items() for text in texts.split(" | ")]
)
def test_a_date_is_as_precise_as_it_is_written(text: str, expected: str) -> None:
    assert find_date(text) == expected


@pytest.mark.parametrize("text", NO_DATES)
def test_other_numbers_are_no_dates(text: str) -> None:
    assert find_date(text) is None


@pytest.mark.parametrize("text", NOT_A_MONTH)
def test_a_word_that_begins_like_a_month_is_none(text: str) -> None:
    assert find_date(text) == re.findall(r"\d{4}", text)[0]


@pytest.mark.parametrize("path, expected", PATHS.items())
def test_the_path_of_a_note_tells_its_day(path: str, expected: str | None) -> None:
    assert note_date(path, None) == expected


def test_the_title_tells_the_day_where_the_path_does_not() -> None:
    assert note_date("a.md", "Notes of 30 September 2021") == "2021-09-30"
    assert note_date("2021-09-30.md", "2020-01-01") == "2021-09-30"
    assert note_date("a.md", "Notes of September 2021") is None, "only a whole day counts"
    assert note_date("a.md", None) is None


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2099, 12, 31)))
def test_every_day_is_found_as_it_is_written(day: dt.date) -> None:
    assert find_date(f"read on {day}.") == str(day)
    assert note_date(f"daily/{day}.md", None) == str(day)


@given(st.text(alphabet="0123456789-/. 年月日JanMay,", max_size=24))
def test_what_is_found_is_a_date(text: str) -> None:
    found = find_date(text)

    assert found is None or re.fullmatch(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2])(?:-\d\d)?)?", found)
