"""A length of time as people write it in, seconds out: `90 days`, `12 h`, `2 weeks`."""

from __future__ import annotations

import re

SECONDS = {"s": 1.0, "min": 60.0, "h": 3_600.0, "d": 86_400.0, "w": 604_800.0}
_DURATION = re.compile(
    r"(\d{1,6})\s*(?:(s)(?:ec(?:ond)?s?)?|(min)(?:ute)?s?|(h)(?:ours?)?|(d)(?:ays?)?|(w)(?:eeks?)?)",
    re.ASCII | re.IGNORECASE,
)


def seconds(text: str) -> float | None:
    """Return the seconds; None where the text is no length of time."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        return None
    number, *units = match.groups()
    return int(number) * SECONDS[next(unit for unit in units if unit).lower()]
