"""A JSON object read field by field: what does not have the promised shape is unknown, and is complained of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
PARTIAL_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?\Z")


def tidy(text: str) -> str:
    """Text on one line: white space collapsed, control characters and lone surrogates gone."""
    return " ".join(UNPRINTABLE.sub(" ", text).split())


def day(text: str) -> str | None:
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD` (in UTC) of an ISO 8601 or RFC 822 date; None where it is no date."""
    if PARTIAL_DATE.match(text):
        return text
    moment = _moment(text)
    if moment is None:
        return None
    try:
        return (moment.astimezone(UTC) if moment.tzinfo else moment).date().isoformat()
    except OverflowError:
        return None


class Fields:
    """One JSON object; each reader returns None, or nothing, where the key is absent, null or of another shape."""

    def __init__(self, record: Mapping[str, object]) -> None:
        self.record = record
        self.complaints: list[str] = []
        """One clause for each field that has the wrong shape."""

    def text(self, key: str) -> str | None:
        """Text on one line."""
        value = self.record.get(key)
        if value is None or isinstance(value, str):
            return tidy(value or "") or None
        self._complain(key, "not text")
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, in its order, each once."""
        values = self.record.get(key)
        if values is None:
            return ()
        if isinstance(values, list) and all(isinstance(value, str) for value in values):
            return tuple(dict.fromkeys(filter(None, map(tidy, values))))
        self._complain(key, "not a list of texts")
        return ()

    def count(self, key: str) -> int | None:
        """A whole number from 0."""
        value = self.record.get(key)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
            return value
        self._complain(key, "not a whole number")
        return None

    def flag(self, key: str) -> bool | None:
        """True or false."""
        value = self.record.get(key)
        if value is None or isinstance(value, bool):
            return value
        self._complain(key, "neither true nor false")
        return None

    def day(self, key: str) -> str | None:
        """A date, as `day` gives it."""
        text = self.text(key)
        found = text and day(text)
        if text and not found:
            self._complain(key, "not a date")
        return found or None

    def _complain(self, key: str, what: str) -> None:
        self.complaints.append(f"“{key}” is {what}")


def _moment(text: str) -> datetime | None:
    try:
        if len(text) == len("YYYY-MM-DD"):
            return datetime.combine(date.fromisoformat(text), datetime.min.time())
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
