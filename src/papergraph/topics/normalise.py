"""A text in, the form in which it is compared with labels out, with the way back to every place of the source; pure.

NFKC; traditional characters become simplified ones; space, `-`, `_`, `/`, `·` and their like become one space between
letters that need it, and nothing beside Chinese, Japanese or Korean.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from typing import NamedTuple
from unicodedata import normalize

_SEPARATORS = re.compile("[\\s\\-_/·•・‐-―−]++")
_COMPOSED = re.compile("[\u0300-\u036f\u1160-\u11ff\u3099\u309a]")
_CLUSTER = re.compile("(?s:.)[\u0300-\u036f\u1160-\u11ff\u3099\u309a\uff9e\uff9f]{0,30}+")
"""A character with what combines with it; UAX #15 lets nobody combine more than 30."""
_HALF_WIDTH_MARKS = re.compile("[\uff9e\uff9f]")


class Normal(NamedTuple):
    """A text in normal form; `cased` and `folded` have the same length and differ in case only."""

    source: str
    cased: str
    folded: str
    offsets: tuple[int, ...]
    """Where pieces begin in the normal form, ascending."""
    shifts: tuple[int, ...]
    """What is added to a place in each piece to come to its place among the clusters."""
    clusters: tuple[tuple[int, int], ...] | None
    """The start and end of every normal character in the source; None where each is one character of it."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the source of a part of the normal form that is not empty."""
        first = start + self.shifts[bisect_right(self.offsets, start) - 1]
        last = end - 1 + self.shifts[bisect_right(self.offsets, end - 1) - 1]
        if self.clusters is None:
            return first, last + 1
        return self.clusters[first][0], self.clusters[last][1]


class Characters(dict[int, str]):
    """A table for `str.translate` that is filled as characters come: NFKC, then simplified."""

    def __init__(self, simplified: Mapping[int, str]) -> None:
        super().__init__()
        self._simplified = simplified

    def __missing__(self, code: int) -> str:
        known = self[code] = normalize("NFKC", chr(code)).translate(self._simplified)
        return known


def normal(text: str, characters: Characters) -> Normal:
    """Return the text in normal form; it never fails and takes time in proportion to the text."""
    flat, clusters = text, None
    if not text.isascii():
        flat = text.translate(characters)
        if len(flat) != len(text) or _COMPOSED.search(flat) or _HALF_WIDTH_MARKS.search(text):
            flat, clusters = _clusters(text, characters)
    pieces, offsets, shifts = _joined(flat)
    cased = "".join(pieces)
    return Normal(text, cased, folded(cased), tuple(offsets), tuple(shifts), clusters)


def folded(cased: str) -> str:
    """Lower case of the same length."""
    lower = cased.lower()
    if len(lower) == len(cased):
        return lower
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in cased)


def has_kana(text: str) -> bool:
    """Whether a text is Japanese: two kana or more, without the の that Chinese borrows."""
    return len(_KANA.findall(text, 0, _FAR)) > 1


_KANA = re.compile("[\u3041-\u306d\u306f-\u3096\u30a1-\u30fa\uff66-\uff9d]")
_FAR = 100_000


def _clusters(text: str, characters: Characters) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text composed, and for each character of that the source of it."""
    composed, places = [], []
    for cluster in _CLUSTER.finditer(text):
        piece = normalize("NFKC", cluster[0]).translate(characters)
        composed.append(piece)
        places += [cluster.span()] * len(piece)
    return "".join(composed), tuple(places)


def _joined(flat: str) -> tuple[list[str], list[int], list[int]]:
    """The pieces between separators and the spaces that remain, where the pieces begin, and the shift of each."""
    pieces, offsets, shifts = [], [0], [0]
    length = done = 0
    for run in _SEPARATORS.finditer(flat):
        start, end = run.span()
        pieces.append(flat[done:start])
        length += start - done
        if start and end < len(flat) and not _is_cjk(flat[start - 1]) and not _is_cjk(flat[end]):
            pieces.append(" ")
            offsets.append(length)
            shifts.append(start - length)
            length += 1
        offsets.append(length)
        shifts.append(end - length)
        done = end
    pieces.append(flat[done:])
    return pieces, offsets, shifts


def _is_cjk(letter: str) -> bool:
    """Whether a character is of a script without spaces between words, or no letter of any."""
    return letter >= "\u2e80" or "\u1100" <= letter <= "\u11ff"
