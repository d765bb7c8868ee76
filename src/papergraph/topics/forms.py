"""A label in, every form of it that is looked for in text out; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from papergraph.topics.normalise import Characters, normal

LONGEST = 80
"""Characters; a longer label is never found in text."""
JOINABLE = frozenset(
    (
        "auto bi co cross hyper in inter meta micro mid multi neuro non pre re self semi spatio sub super trans tri un"
    ).split()
)
"""Prefixes that are written with a hyphen, a space or nothing behind them."""
SPLITTABLE = frozenset("cross hyper meta multi neuro self semi spatio super".split())
"""Of these, those that no other word begins with."""

_PLAIN = re.compile(r"[a-z0-9+. ']+")
_SPELLINGS = (
    (re.compile(r"(?<=[a-z]{3})iz(?=ation|ing\b|ed\b|e\b|er\b)"), "is"),
    (re.compile(r"(?<=[a-z]{3})is(?=ation)"), "iz"),
    (re.compile(r"(?<=[a-z])eling\b"), "elling"),
    (re.compile(r"(?<=[a-z])elling\b"), "eling"),
    (re.compile(r"\bcolor"), "colour"),
    (re.compile(r"\bcolour"), "color"),
    (re.compile(r"behavior"), "behaviour"),
    (re.compile(r"behaviour"), "behavior"),
    (re.compile(r"\badaptation\b"), "adaption"),
    (re.compile(r"\bdetection\Z"), "detector"),
    (re.compile(r"\btracking\Z"), "tracker"),
)
_SPELT = re.compile(r"i[sz]|eling|elling|colou?r|behavio|adaptation|(?: detection| tracking)\Z")
_PREPOSITION = re.compile(" (?:of|in|for|with|from|by|to|on) ")
_SHORTEST_REST = 5
_UNCOUNTED = ("ing", "ics", "ness", "sis")
"""Ends of words that have no plural."""


def forms(label: str, characters: Characters) -> Iterator[str]:
    """Yield the normal form of a label and, where it is English, its spellings and plurals."""
    plain = normal(label.strip(), characters).folded
    if not 0 < len(plain) <= LONGEST:
        return
    yield plain
    if len(plain) > 2 and _PLAIN.fullmatch(plain):
        for spelling in _spellings(plain):
            if spelling != plain:
                yield spelling
            yield from plurals(spelling)


def plurals(plain: str) -> Iterator[str]:
    """Yield the plural of an English phrase, or its singular where it is plural already; its head changes."""
    preposition = _PREPOSITION.search(plain)
    head, rest = (plain[: preposition.start()], plain[preposition.start() :]) if preposition else (plain, "")
    if head.endswith(_UNCOUNTED) or not head[-1:].isalpha():
        return
    if head.endswith("s") and not head.endswith(("ss", "us")):
        if len(head) > 4:
            yield (f"{head[:-3]}y" if head.endswith("ies") else head[:-1]) + rest
    elif head.endswith("y") and head[-2:-1] not in "aeiou":
        yield f"{head[:-1]}ies{rest}"
    elif head.endswith(("s", "x", "ch", "sh")):
        yield f"{head}es{rest}"
    else:
        yield f"{head}s{rest}"


def _spellings(plain: str) -> set[str]:
    """The phrase in British and American, with and without the space behind its prefixes, and who does it."""
    found = {plain}
    if _SPELT.search(plain):
        for old, new in _SPELLINGS:
            found |= {old.sub(new, known) for known in found}
    for known in list(found):
        words = known.split(" ")
        for place, word in enumerate(words):
            if word in JOINABLE and place + 1 < len(words):
                found.add(" ".join([*words[:place], word + words[place + 1], *words[place + 2 :]]))
            elif (prefix := _prefix(word)) is not None:
                found.add(" ".join([*words[:place], prefix, word[len(prefix) :], *words[place + 1 :]]))
    return found


def _prefix(word: str) -> str | None:
    return next(
        (prefix for prefix in SPLITTABLE if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST_REST),
        None,
    )
