"""Moments: as the store has them, as services give them in headers, and as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

FORM = "%Y-%m-%dT%H:%M:%SZ"
"""A moment as the store has it: UTC, to the second."""
LONGEST_WAIT = 10_000_000.0
"""Seconds; nobody waits for more, and clocks cannot show it."""


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Return the moment that `Retry-After` gives, as seconds or as a date; None where there is none."""
    text = headers.get("Retry-After", "").strip()
    if text.isdecimal() and text.isascii():
        return now + min(float(text), LONGEST_WAIT)
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(text)
        later = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return min(later, now + LONGEST_WAIT)


def clock_time(moment: float) -> str:
    """Return an hour and minute of today in the zone of the machine, with the day where it is another one."""
    then = datetime.fromtimestamp(moment, UTC).astimezone()
    today = datetime.now(UTC).astimezone().date()
    return then.strftime("%H:%M" if then.date() == today else "%Y-%m-%d %H:%M")


def moment_text(moment: float) -> str:
    """Return a moment as the store has it: UTC, to the second."""
    return datetime.fromtimestamp(moment, UTC).strftime(FORM)


def epoch(text: str) -> float:
    """Return the epoch seconds of a moment of the store; 0 where it is none."""
    try:
        return datetime.strptime(text, FORM).replace(tzinfo=UTC).timestamp()
    except ValueError:
        return 0.0
