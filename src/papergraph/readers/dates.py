"""Dates in file names, titles and fields → `YYYY`, `YYYY-MM` or `YYYY-MM-DD`."""

from __future__ import annotations

import re
from datetime import date

_FULL = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-./年년_]\s?(\d{1,2})\s?[-./月월_]\s?(\d{1,2})(?!\d)")
_SOLID = re.compile(r"(?<!\d)((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)")
_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-./年년]\s?(0?[1-9]|1[0-2])\s?(?:月|월)?(?![\d.])")
_YEAR = re.compile(r"(?<![\d.])((?:19|20)\d\d)(?!\d|\.\d)")
_FOLDER = re.compile(
    r"(?:^|/)((?:19|20)\d\d)[-_/]?(0[1-9]|1[0-2])/(?:\2[-_]?)?(0[1-9]|[12]\d|3[01])(?:[^\d/][^/]*)?\.\w+$"
)
_NAMES = {name: number for number, name in enumerate(
    "january february march april may june july august september october november december".split(), 1)}  # fmt: skip
_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    "nov(?:ember)?|dec(?:ember)?"
)
_ENGLISH = re.compile(
    rf"\b({_MONTHS})\.?,?\s+(?:(\d{{1,2}})(?:st|nd|rd|th)?,?\s+)?((?:19|20)\d\d)\b|"
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+({_MONTHS})\.?,?\s+((?:19|20)\d\d)\b",
    re.IGNORECASE,
)


def _valid(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def find_date(text: str) -> str | None:
    """The first date in a text, as precise as it is written; None where there is none."""
    for pattern in (_FULL, _SOLID):
        for found in pattern.finditer(text):
            if valid := _valid(found[1], found[2], found[3]):
                return valid
    if english := _ENGLISH.search(text):
        return _english(english)
    if found_month := _MONTH.search(text):
        return f"{found_month[1]}-{int(found_month[2]):02}"
    return year[1] if (year := _YEAR.search(text)) else None


def _english(found: re.Match[str]) -> str | None:
    name, day, year = (found[1], found[2], found[3]) if found[1] else (found[5], found[4], found[6])
    month = next(number for full, number in _NAMES.items() if full.startswith(name.casefold()[:3]))
    return _valid(year, str(month), day) if day else f"{year}-{month:02}"


def note_date(path: str, title: str | None) -> str | None:
    """The day of a note, from its path (`202109/0930.md`, `2021-09-30.md`) or else its title; whole days only."""
    name = path.rpartition("/")[2]
    for pattern in (_FULL, _SOLID):
        if (found := pattern.search(name)) and (valid := _valid(found[1], found[2], found[3])):
            return valid
    if (folder := _FOLDER.search(path)) and (valid := _valid(folder[1], folder[2], folder[3])):
        return valid
    if title and (written := find_date(title)) and len(written) == len("2021-09-30"):
        return written
    return None
