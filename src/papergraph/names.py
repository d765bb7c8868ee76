"""Names of people and venues as written in, references out; pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from papergraph.model import Reference

NAMELESS = frozenset({"et al", "et al.", "al", "others", "and others", "and", "等", "anonymous", "anonymous authors"})
FOOTNOTES = " \t*†‡§¶#,;，；、.^⁰¹²³⁴⁵⁶⁷⁸⁹"
"""What hangs on a name without being part of it. A final full stop stays after an initial."""

PRESENTATION = frozenset({"oral", "spotlight", "poster", "highlight", "highlights", "notable", "award", "candidate"})
UNPUBLISHED = frozenset(
    {"arxiv", "biorxiv", "medrxiv", "chemrxiv", "ssrn", "corr", "preprint", "submitted", "under", "unpublished"}
    | {"blog", "blogpost", "website", "github", "online", "none", "unknown", "tba", "tbd", "n"}
)
"""First words of what is written where a venue is expected, and is none."""
SHORT_VENUE = 4
"""Words up to which the name of a venue is written anew from its words: "CVPR'21 Oral" → "CVPR 2021"."""
CENTURY = 50
"""'50 and later mean 19YY."""

_AND_OTHERS = re.compile(r"(?<=\w)(?:[\s,]+et\s+al\b\.?|[\s,]*等)$", re.IGNORECASE)
_WORDS = re.compile(r"[^\W_]+(?:&[^\W_]+)*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SHORT_YEAR = re.compile(r"['’‘`´](\d\d)(?!\d)")


class VenueName(NamedTuple):
    """A venue as it was named: its key, what to show, and the year of the edition if it is given."""

    reference: Reference
    name: str
    year: int | None


def person_name(written: str) -> str:
    """Return a name without "et al." and the footnote marks around it, its spaces single."""
    name = _AND_OTHERS.sub("", " ".join(written.split())).lstrip(FOOTNOTES)
    bare = name.rstrip(FOOTNOTES)
    return f"{bare}." if name[len(bare) :].startswith(".") else bare


@lru_cache(maxsize=16384)
def person_reference(written: str) -> Reference | None:
    """Return `person:<name, case-folded NFKC, single spaces>`; None for "et al." and what has no letter."""
    name = " ".join(normalize("NFKC", normalize("NFKC", person_name(written)).casefold()).split())
    if name in NAMELESS or not any(map(str.isalpha, name)):
        return None
    return Reference("person", name)


@lru_cache(maxsize=4096)
def venue_name(written: str) -> VenueName | None:
    """Return the venue that a text names; None where it names none, or says that the paper is unpublished.

    The year is four digits, or two after an apostrophe. How a paper was presented (oral, poster) is no
    part of the venue.
    """
    text = " ".join(normalize("NFKC", written).split())
    year = _year(text)
    undated = _YEAR.sub(" ", _SHORT_YEAR.sub(" ", text)) if year else text
    words = [word for word in _WORDS.findall(undated) if word.casefold() not in PRESENTATION]
    folded = [word.casefold() for word in words]
    if not any(map(str.isalpha, "".join(folded))) or folded[0] in UNPUBLISHED:
        return None
    edition = [] if year is None else [str(year)]
    name = " ".join(words + edition) if len(words) <= SHORT_VENUE else text
    return VenueName(Reference("venue", " ".join(folded + edition)), name, year)


def _year(text: str) -> int | None:
    if full := _YEAR.search(text):
        return int(full[0])
    if short := _SHORT_YEAR.search(text):
        return int(short[1]) + (1900 if int(short[1]) >= CENTURY else 2000)
    return None
