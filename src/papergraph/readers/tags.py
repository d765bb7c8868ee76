"""HTML inside Markdown: text → tags, attributes and the text between, in linear time and never failing."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = re.compile(r"</?\s*([A-Za-z][A-Za-z0-9]*)")
_ATTRIBUTE = re.compile(r"""([A-Za-z_:][-\w:.]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_ENTITY = re.compile(r"&[#\w]{1,32};")
_RAW = {"script", "style"}
_ATTRIBUTED = {"a", "img", "ol"}
"""Tags of which the attributes matter."""


class Tag(NamedTuple):
    """One tag, or the text between two tags (`name` is then empty)."""

    name: str
    closing: bool
    attributes: dict[str, str]
    text: str
    offset: int
    """Characters from the start of the scanned text."""


def scan(text: str) -> Iterator[Tag]:
    """Yield the tags and texts of an HTML fragment in order; comments are dropped."""
    position, end = 0, len(text)
    while position < end:
        start = text.find("<", position)
        if start < 0:
            start = end
        if start > position:
            yield Tag("", closing=False, attributes={}, text=unescape(text[position:start]), offset=position)
        if start == end:
            return
        position, tag = _tag(text, start)
        if tag:
            yield tag
            if tag.name in _RAW and not tag.closing:
                close = text.lower().find(f"</{tag.name}", position)
                position = end if close < 0 else close


def _tag(text: str, start: int) -> tuple[int, Tag | None]:
    if text.startswith("<!--", start):
        close = text.find("-->", start + 4)
        return (len(text) if close < 0 else close + 3), None
    name = _NAME.match(text, start)
    if not name:
        if text.startswith(("<!", "<?"), start):
            close = text.find(">", start)
            return (len(text) if close < 0 else close + 1), None
        return start + 1, Tag("", closing=False, attributes={}, text="<", offset=start)
    close = _close(text, name.end())
    word = name[1].lower()
    attributes = _attributes(text[name.end() : close]) if word in _ATTRIBUTED and text[start + 1] != "/" else {}
    return close + 1, Tag(word, text[start + 1] == "/", attributes, "", start)


def _attributes(text: str) -> dict[str, str]:
    """The attributes of a tag; entities count only with their semicolon, for addresses are full of `&copy=`."""
    return {found[1].lower(): _unescaped(found[2] or found[3] or found[4] or "") for found in _ATTRIBUTE.finditer(text)}


def _unescaped(value: str) -> str:
    return _ENTITY.sub(lambda found: unescape(found[0]), value) if ";" in value else value


def _close(text: str, position: int) -> int:
    """Where the tag that starts before `position` ends: the next `>` outside quotes, else the next `>` at all."""
    first = text.find(">", position)
    if first < 0:
        return len(text)
    inside = text[position:first]
    if inside.count('"') % 2 == 0 and inside.count("'") % 2 == 0:
        return first
    quote = ""
    for index in range(position, min(len(text), position + 4000)):
        character = text[index]
        if quote:
            if character == quote:
                quote = ""
        elif character in "\"'" and text[index - 1] == "=":
            quote = character
        elif character == ">":
            return index
    return first
