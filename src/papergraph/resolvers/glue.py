"""Where a written link ends: punctuation, markup and East Asian prose that stand around it or are glued to it."""

from __future__ import annotations

import re
from typing import Final

_SPACES: Final = "\u00a0\u1680\u2000-\u200d\u2028\u2029\u202f\u205f\u3000"
_PICTURES: Final = "\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\U0001f000-\U0001faff"
"""Arrows, symbols and emoji, which decorate a link and never end one."""
_MARKS: Final = "，。；：！？、〈〉〔〕〖〗［］｛｝＜＞｜～＂＇｀“”‘’„…—·•．／＼＃＆＊｡､｢｣"
_PAIRS: Final = {"）": "（", "】": "【", "》": "《", "」": "「", "』": "『"}
_OPENING: Final = {")": "(", "]": "[", "}": "{", **_PAIRS}
_CLOSING: Final = {opening: closing for closing, opening in _OPENING.items()}
_WIDE_MARKS: Final = _MARKS + "".join(_PAIRS) + "".join(_PAIRS.values())

_INVISIBLE: Final = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff\t\n\r]+")
"""Marks without width or without meaning in a link, and line breaks inside it, which browsers drop too."""
_ENTITIES: Final = re.compile("&(?:amp;)+")
_ESCAPE: Final = re.compile(r"\\(?=[_*#~&%$()\[\].+!-])")
_START: Final = re.compile(rf"[\x00-\x20\x7f-\x9f{_SPACES}<>\"'`(\[{{*|,;{re.escape(_WIDE_MARKS)}{_PICTURES}]+")
_ENDING: Final = re.compile(rf"[\x00-\x20\x7f-\x9f{_SPACES}<>\"'`*|,;.:!?&\\{re.escape(_MARKS)}{_PICTURES}]")
_BLANK_CODES: Final = ("%20", "%09", "%0a", "%0d", "%c2%a0", "%e3%80%80", "%e2%80%8b")

_NEXT: Final = re.compile(
    r"""\]\(|"[\s>]|<(?=[a-z/!])|[\s\u00a0,;|)\]>"'`](?=\(?https?://)"""
    r"""|(?<![/=?&:@+_.~#%-])(?<!%[0-9a-f]{2})(?=https?://)""",
    re.ASCII | re.IGNORECASE,
)
"""Where something else begins: the other half of a Markdown link, a tag, or the next link."""

_WIDE: Final = re.compile(
    f"[{re.escape(_WIDE_MARKS)}\u1100-\u11ff\u2e80-\u2fff\u3001-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
    "\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]+"
)
_WIDE_MARK: Final = re.compile(f"[{re.escape(_WIDE_MARKS)}]")
_JOINS: Final = "/=-_+~.%&#?"
_PAGES_OF_WORDS: Final = ("/wiki/", "/item/", "/w/", "/zh-cn/", "/zh-hans/", "/zh-tw/")
"""Paths of encyclopedias, whose titles mix scripts."""


def trimmed(text: str) -> str:
    """Strip what stands around a link, and marks that cannot be seen; undo entities and Markdown's escapes."""
    text = _INVISIBLE.sub("", text)
    text = _ENTITIES.sub("&", text)
    if "\\" in text:
        text = _slashes(_ESCAPE.sub("", text))
    start = _START.match(text)
    return trimmed_end(text[start.end() :] if start else text)


def _slashes(text: str) -> str:
    """A backslash ahead of the query is a slash, as browsers take it; at the very end it is nothing."""
    path, mark, query = text.partition("?")
    return (path if mark else path.rstrip("\\")).replace("\\", "/") + mark + query


def trimmed_end(text: str) -> str:
    """Strip punctuation glued to the end; a closing bracket only where nothing in the link opens it."""
    end, unopened = len(text), dict[str, int]()
    while end:
        last = text[end - 1]
        if last in _OPENING:
            if last not in unopened:
                unopened[last] = text.count(last, 0, end) - text.count(_OPENING[last], 0, end)
            if unopened[last] < 1:
                break
            unopened[last] -= 1
        elif last in _CLOSING:
            closing = _CLOSING[last]
            unopened[closing] = unopened.get(closing, 0) + (closing in unopened)
        elif not _ENDING.match(last):
            code = _blank_code(text, end)
            if not code:
                break
            end -= code - 1
        end -= 1
    return text[:end]


def _blank_code(text: str, end: int) -> int:
    """The length of the percent-encoded blank that ends there; 0 for none."""
    if text[end - 3 : end - 2] != "%":
        return 0
    tail = text[max(0, end - 9) : end].lower()
    return next((len(code) for code in _BLANK_CODES if tail.endswith(code)), 0)


def before_prose(rest: str) -> str:
    """Return the link (its scheme taken off) up to where another link, markup or East Asian prose is glued to it."""
    for match in _NEXT.finditer(rest):
        if match[0] or "?" not in rest[: match.start()]:
            rest = rest[: match.start()]
            break
    if rest.isascii():
        return rest
    for run in _WIDE.finditer(rest):
        end = _end_in_run(rest, run.start(), run.end())
        if end < run.end():
            return rest[:end]
    return rest


def _end_in_run(rest: str, start: int, end: int) -> int:
    """Where the link ends in a run of East Asian characters; `end` where all of the run belongs to it."""
    if rest.find("/", 0, start) < 0:
        return _end_in_host(rest, start, end)
    if rest[start - 1] not in _JOINS and not any(rest.find(page, 0, start) >= 0 for page in _PAGES_OF_WORDS):
        return start
    mark = _WIDE_MARK.search(rest, start, end)
    while mark:
        closing = rest.find(_CLOSING.get(mark[0], "\0"), mark.end(), end) if mark.start() > start else -1
        if closing < 0:
            return mark.start()
        mark = _WIDE_MARK.search(rest, closing + 1, end)
    return end


def _end_in_host(rest: str, start: int, end: int) -> int:
    """An internationalised host begins a label with such a character, or goes on to another label."""
    begins_label = start == 0 or rest[start - 1] in ".-"
    if rest.find(".", 0, start) < 0 or begins_label or rest[end : end + 1] in {".", "-"}:
        mark = _WIDE_MARK.search(rest, start, end)
        return mark.start() if mark and mark[0] not in "．。｡" else end
    return start
