"""When a service wants to be asked again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from emulation import START, http_date
from papergraph.moments import clock_time, retry_after


def headers(text: str) -> dict[str, str]:
    """The headers with which a service asks for patience."""
    return {"Retry-After": text}


@pytest.mark.parametrize(
    "text, seconds",
    [
        ("0", 0),
        ("120", 120),
        (" 7 ", 7),
        ("9" * 500, 1e7),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 1e7),
        (http_date(START + 90), 90),
        ("Mon, 02 Mar 2026 10:01:30", 90),
        ("Monday, 02-Mar-26 10:01:30 GMT", 90),
        ("Mon, 02 Mar 2026 11:01:30 +0100", 90),
    ],
)
def test_seconds_and_dates_are_read(text: str, seconds: float) -> None:
    assert retry_after(headers(text), START) == START + seconds


@pytest.mark.parametrize("text", ["", "soon", "-5", "1.5", "1e3", "٣", "²", "Mon, 99 Mar 2026 10:00:00 GMT", "\x00"])
def test_what_is_neither_says_nothing(text: str) -> None:
    assert retry_after(headers(text), START) is None
    assert retry_after({}, START) is None


@given(st.text(max_size=40) | st.text(alphabet="0123456789 ,:-+MonMarGT", max_size=40))
@settings(max_examples=100)
def test_whatever_the_header_says_it_is_a_moment_or_none(text: str) -> None:
    moment = retry_after(headers(text), START)

    assert moment is None or moment == moment + 0.0


def test_a_moment_of_today_is_an_hour_and_another_one_has_its_day() -> None:
    now = datetime.now().astimezone()

    assert clock_time(now.timestamp()) == now.strftime("%H:%M")
    assert clock_time((now + timedelta(days=400)).timestamp()) == (now + timedelta(days=400)).strftime("%Y-%m-%d %H:%M")
