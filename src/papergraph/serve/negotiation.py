"""An Accept header in, the media type to answer with out (RFC 9110, section 12.5.1); pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple


class _Range(NamedTuple):
    type: str
    subtype: str
    quality: float

    def fit(self, media_type: str) -> int:
        """How exactly it names a media type: 3 by its name, 2 by its first half, 1 as one of all, 0 not at all."""
        type_, _, subtype = media_type.partition("/")
        if self.type == "*" and self.subtype == "*":
            return 1
        if self.type != type_:
            return 0
        return 3 if self.subtype == subtype else 2 if self.subtype == "*" else 0


@lru_cache(maxsize=256)
def best(accept: str, offered: tuple[str, ...]) -> str | None:
    """Return the offered media type that a client wants most, the first of equals; None where it takes none.

    Args:
        accept: the header; without one everything is fine.
        offered: media types in lower case, the server's favourite first.
    """
    ranges = _ranges(accept)
    if not ranges:
        return offered[0]
    qualities = [_quality(media_type, ranges) for media_type in offered]
    most = max(qualities)
    return offered[qualities.index(most)] if most > 0 else None


def takes_gzip(accept_encoding: str) -> bool:
    """Whether a client says that it unpacks gzip."""
    for part in accept_encoding.lower().split(","):
        name, *parameters = part.split(";")
        if name.strip() == "gzip":
            return _weight(parameters) > 0
    return False


def _quality(media_type: str, ranges: Sequence[_Range]) -> float:
    """How much a media type is wanted: what its most exact range says."""
    fit, quality = max((one.fit(media_type), one.quality) for one in ranges)
    return quality if fit else 0.0


def _ranges(accept: str) -> list[_Range]:
    found = []
    for part in accept.lower().split(","):
        name, *parameters = part.split(";")
        type_, slash, subtype = name.strip().partition("/")
        if slash and type_ and subtype:
            found.append(_Range(type_, subtype, _weight(parameters)))
    return found


def _weight(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                weight = float(value)
            except ValueError:
                return 0.0
            return weight if math.isfinite(weight) and 0 <= weight <= 1 else 0.0
    return 1.0
