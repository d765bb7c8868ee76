"""Addresses that stand in running text without markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_START = re.compile(r"(?:https?|htps?)\s?:/{1,2}|www\.|(?<![\w./@-])(?:arxiv\.org|github\.com|doi\.org)/")
# An address ends at blanks, quotes, brackets, and at whatever is not Latin.
_RUN = re.compile(r"[!#-&(-;=?-Z_a-z~\xa1-\xff]{1,4096}")
_TRAILING = ".,;:!?*_~)]}"
_GLUED = (",http", ";http", ")http")


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of every bare address in a text, in order."""
    position = 0
    for found in _START.finditer(text) if "/" in text or "www." in text else ():
        start = found.start()
        run = _RUN.match(text, found.end()) if start >= position else None
        if run:
            position = start + len(trimmed(text[start : run.end()]))
            yield start, position


def trimmed(address: str) -> str:
    """A bare address without the punctuation that the sentence around it left at its end."""
    for glued in _GLUED:
        cut = address.find(glued, 8)
        if cut > 0:
            address = address[:cut]
    surplus = address.count(")") - address.count("(")
    end = len(address)
    while end and address[end - 1] in _TRAILING:
        if address[end - 1] == ")":
            if surplus <= 0:
                break
            surplus -= 1
        end -= 1
    return address[:end]
