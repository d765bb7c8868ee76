"""The front matter of a document, cut off: YAML between `---`, TOML between `+++`, or outliners' `key:: value`."""

from __future__ import annotations

import re
from typing import NamedTuple

_FENCES = {"---": "yaml", "+++": "toml"}
_FENCE = re.compile(r"(---|\+\+\+)[ \t]*\n")
_KEY = re.compile(r"^[\w\"'-][^:=\n]{0,60}(?::(?:\s|$)|\s*=)", re.MULTILINE)
_FIRST_KEY = re.compile(r"[\w\"'-][\w \"'-]{0,60}(?::(?:\s|$)|\s*=)", re.MULTILINE)
_PROPERTIES = re.compile(r"(?:[\w-][\w -]{0,40}::[^\n]*(?:\n|\Z))+")


class Front(NamedTuple):
    """The front matter of a document."""

    kind: str
    """yaml, toml, properties, or empty where there is none."""
    text: str
    line: int
    """The line of the document that `text` begins in."""
    open: bool = False
    """Whether its end is missing, so that the document was read as if there were none."""


_NONE = Front("", "", 1)


def split_front(text: str) -> tuple[Front, str]:
    """Return the front matter, and the text with blank lines in its place, so that lines keep their numbers."""
    fence = _FENCE.match(text)
    if fence:
        return _fenced(text, fence)
    if properties := _PROPERTIES.match(text):
        found = properties[0]
        return Front("properties", found, 1), "\n" * found.count("\n") + text[properties.end() :]
    return _NONE, text


def _fenced(text: str, fence: re.Match[str]) -> tuple[Front, str]:
    mark = fence[1]
    closing = re.compile(rf"^(?:{re.escape(mark)}|\.\.\.)[ \t]*$", re.MULTILINE).search(text, fence.end())
    if closing is None:
        return (_NONE._replace(open=bool(_FIRST_KEY.match(text, fence.end()))), text)
    front = text[fence.end() : closing.start()]
    if not _KEY.search(front):
        return _NONE, text
    return Front(_FENCES[mark], front, 2), "\n" * text.count("\n", 0, closing.end()) + text[closing.end() :]
