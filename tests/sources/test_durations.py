"""Lengths of time as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.sources.durations import SECONDS, seconds

DAY = 86_400


@pytest.mark.parametrize(
    "written, meant",
    [
        ("90 days", 90 * DAY),
        ("1 day", DAY),
        ("7d", 7 * DAY),
        ("12 h", 12 * 3600),
        ("12 hours", 12 * 3600),
        ("1 hour", 3600),
        ("2 weeks", 14 * DAY),
        ("1w", 7 * DAY),
        ("30 min", 1800),
        ("5 minutes", 300),
        ("1 minute", 60),
        ("10 s", 10),
        ("10 sec", 10),
        ("1 second", 1),
        (" 3  Days ", 3 * DAY),
        ("0 days", 0),
        ("999999 weeks", 999_999 * 7 * DAY),
    ],
)
def test_a_number_and_a_unit_are_a_length_of_time(written: str, meant: float) -> None:
    assert seconds(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        *("", "90", "days", "a day", "-1 day", "1.5 days", "1 day 2 hours", "1 month", "1 year", "1 m", "dayss"),
        *("1000000 days", "1 day!", "1\u017f", "1 \u212a", "٣ days", "1\u00a0day x", "1e3 s"),
    ],
)
def test_anything_else_is_none(written: str) -> None:
    """A month and a year have no fixed length; letters that only fold to units are no units."""
    assert seconds(written) is None


@given(st.text(alphabet="0123456789 smhdwinecourayktſK", max_size=12))
@settings(max_examples=80)
def test_whatever_the_text_the_answer_is_a_whole_number_of_a_unit_or_none(text: str) -> None:
    found = seconds(text)

    assert found is None or any(found % unit == 0 for unit in SECONDS.values())
