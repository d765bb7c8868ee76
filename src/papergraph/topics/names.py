"""Globs over names of models and methods in, the topics that a name implies out: all globs in one index; pure.

A name is a run of letters, digits, `-`, `.`, `+` and `·`. A glob has a star at its beginning, at its end, or both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

LONGEST_NAME = 60
"""Characters; longer runs are no names."""
ANY_CASE = "(?i)"
NO_NAMES = frozenset({"Former", "Formers", "Performer", "Performers", "Platformer", "Platformers"})
"""Words that look like the name of a model and are none."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9+.·-]*+")
_BREAKS = re.compile(r"[-.·]")
_PLAIN_TAIL = re.compile(r"-[a-z]{3}")
_KEY = 2


class Glob(NamedTuple):
    """One pattern, taken apart."""

    text: str
    before: bool
    """Whether a star stands before the text."""
    after: bool
    any_case: bool

    @property
    def pattern(self) -> str:
        """The pattern as it is written."""
        return f"{ANY_CASE if self.any_case else ''}{'*' if self.before else ''}{self.text}{'*' if self.after else ''}"

    @property
    def exact(self) -> bool:
        """Whether it is a name without a star."""
        return not (self.before or self.after)


class NameMatch(NamedTuple):
    """A name in a text that implies topics."""

    start: int
    end: int
    concepts: tuple[str, ...]


def glob(pattern: str) -> Glob:
    """Take a pattern apart; raises ValueError where a star stands inside it or nothing but stars is there."""
    text = pattern.removeprefix(ANY_CASE)
    any_case = text != pattern
    before, after = text.startswith("*"), text.endswith("*")
    text = text.removeprefix("*").removesuffix("*")
    if not text or "*" in text or "?" in text or "[" in text:
        raise ValueError(pattern)
    return Glob(text.casefold() if any_case else text, before, after, any_case)


class Names:
    """An index of globs with a star."""

    def __init__(self, globs: Iterable[tuple[Glob, str]]) -> None:
        self._concepts: dict[Glob, tuple[str, ...]] = {}
        self._keys: dict[str, tuple[Glob, ...]] = {}
        self.globs = tuple(globs)
        for one, concept in self.globs:
            self._concepts[one] = (*self._concepts.get(one, ()), concept)
        for one in self._concepts:
            key = one.text[:_KEY].casefold()
            self._keys[key] = (*self._keys.get(key, ()), one)
        self._shortest = min((len(one.text) for one in self._concepts), default=LONGEST_NAME)
        self.implied = lru_cache(maxsize=1 << 14)(self._implied)

    def find(self, text: str) -> Iterator[NameMatch]:
        """Yield the names in a text that a glob takes, in order; where several globs take a part of one, each part."""
        for found in _NAME.finditer(text):
            name = found[0].rstrip("-.·")
            if self._shortest <= len(name) <= LONGEST_NAME:
                for start, end, concepts in self.implied(name):
                    yield NameMatch(found.start() + start, found.start() + end, concepts)

    def _implied(self, name: str) -> tuple[NameMatch, ...]:
        """The parts of a name that globs take."""
        if name in NO_NAMES:
            return ()
        lower = name.casefold()
        found: dict[tuple[int, int], dict[str, None]] = {}
        for place in range(len(lower) - self._shortest + 1):
            for one in self._keys.get(lower[place : place + _KEY], ()):
                if (lower if one.any_case else name).startswith(one.text, place) and _takes(one, name, place):
                    found.setdefault(_extent(one, name, place), {}).update(dict.fromkeys(self._concepts[one]))
        return tuple(NameMatch(start, end, tuple(concepts)) for (start, end), concepts in sorted(found.items()))


def _extent(one: Glob, name: str, place: int) -> tuple[int, int]:
    """The part of a name that a glob stands for: its stars end where a hyphen leads to a plain word ("ViT-based")."""
    end = place + len(one.text)
    if one.after:
        tail = _PLAIN_TAIL.search(name, end)
        end = tail.start() if tail else len(name)
    return 0 if one.before else place, end


def _takes(one: Glob, name: str, place: int) -> bool:
    """Whether what stands around the text of a glob in a name is what its stars may stand for."""
    end = place + len(one.text)
    begins = place == 0 or _BREAKS.match(name, place - 1) is not None
    ends = end == len(name) or _BREAKS.match(name, end) is not None
    if not ((one.before or begins) and (one.after or ends)):
        return False
    if one.before and not one.after and one.text[0].islower() and not one.any_case:
        return place > 1 and name[0].isupper()
    if one.after and not one.before and not one.any_case and not ends and one.text[-1].isalpha():
        rest = _BREAKS.split(name[end:], maxsplit=1)[0]
        return rest == "s" or not (rest.isalpha() and rest.islower())
    return True
