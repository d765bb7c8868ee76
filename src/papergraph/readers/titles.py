"""Texts around titles: what is a title, and the numbers, venues, dates and stars that stand before and after one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from papergraph.readers.labels import WIDE, link_label
from papergraph.readers.venues import NAMES, dated_venues, names_venue

_MARKERS = (
    r"oral|spotlight|highlight|poster|best paper|award|workshop|findings|extended|扩展版|short|long|accepted|"
    r"under review|preprint|journal|demo|survey|new|updated?"
)
_SEPARATORS = r"[\s\-|｜:：,，/.]*"
_DATE_FIRST = re.compile(r"(?:19|20)\d{2}(?:[-./]?\d{1,2}){0,2}(?!\w)" + _SEPARATORS)
_VENUE_FIRST = re.compile(
    r"([A-Za-z3][A-Za-z&/-]{0,18})(?:[-'’ ]{0,2}(?:20)?\d\d(?![A-Za-z0-9])|(?=\s*[|｜:：]))" + _SEPARATORS
)
_MARKER_FIRST = re.compile(rf"(?:{_MARKERS})(?=\s*[|｜:：])" + _SEPARATORS, re.IGNORECASE)
_AFTER_VENUE = re.compile(rf"(?:{_MARKERS})(?![A-Za-z0-9-])" + _SEPARATORS, re.IGNORECASE)
_FIRST_WORD = re.compile(r"\d|[^\W\d_][^\W\d_&/+-]*")
_LEADING = {word.casefold() for name in NAMES for word in re.findall(r"[^\W\d_]+", name)[:1]} | {
    "oral", "spotlight", "highlight", "poster", "best", "award", "workshop", "findings", "extended", "扩展版", "short",
    "long", "accepted", "under", "preprint", "journal", "demo", "survey", "new", "update", "updated", "3dv",
}  # fmt: skip
_FOLDED = {name.casefold() for name in NAMES}
_OPENING = set("[【(（")
_BRACKETED = re.compile(
    r"\s*(?:\[([^\[\]]{0,60})\]|【([^【】]{0,60})】|\(([^()]{0,40})\)|（([^（）]{0,40})）)\s*[-:：|]?\s*"
)
_NUMBER = re.compile(
    r"\s*(?:(?:TODO|DONE|NEXT|DOING|LATER|NOW|WAITING)\s+|#\d{1,5}\s+|\d{1,2}\ufe0f?\u20e3\s*|\d{1,3}/\s+|[#№]?\s?\d{1,4}\s?[.)、:：]\s*(?!\d)|\(\d{1,4}\)\s*|（\d{1,4}）\s*|"
    r"\[\d{1,4}\]\s*|【\d{1,4}】\s*|[①-⑳]\s*|[-*•·]\s+|\[[ xX]\]\s+)"
)
_COUNTED = re.compile(r"(?::star2?:|[★⭐🌟])\ufe0f?\s?[:：]?\s?\d")
_STAR = re.compile(r":star2?:|[★⭐🌟]")
_EMOJI = re.compile(r"[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\ufe0f\u200d\u20e3☆★]|[\U0001f000-\U0001faff]")
_EDGES = " \t\u3000\xa0|｜·•,，;；:：-–—*/\\\"“”'‘’`«»"
_CLOSERS = {"(": ")", "[": "]", "（": "）", "【": "】", "{": "}", "「": "」", "『": "』"}
_AT_END = frozenset(_EDGES + "。." + "".join(_CLOSERS))
_AT_START = frozenset(_EDGES + ")]）】")
_PAIRS = {")": "(", "]": "[", "）": "（", "】": "【"}
_SIMPLE = re.compile(r"[A-Za-z][A-Za-z :?!'-]*")
"""Most titles: there is nothing to take away from them but at their ends."""
_LONG = 2000
"""Characters from which a text is no title that is worth taking apart."""
_WORD = re.compile(r"[A-Za-z0-9\u00c0-\u024f\u0370-\u04ff][\w'’+./-]*")
_ASCII_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_'+./-]*")
_MARKER = re.compile(rf"(?:{_MARKERS}|withdrawn|paper|\s|,|&|and|-)+", re.IGNORECASE)
_ACRONYM = re.compile(r"[,.]\s+(?:In\s+)?(?:[A-Z][A-Za-z&-]*[A-Z][A-Za-z&-]*|[A-Z][a-z]+)\s?[’']?(?:19|20)?\d\d\.?$")
_MONTH_AND_YEAR = re.compile(r"[A-Za-z]{0,9}\.?,?\s?\d{0,2},?\s?(?:19|20)\d\d(?:[-/.]\d\d?)*")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_OPENERS = {")": "(（", "）": "(（", "]": "[", "】": "【"}
_DATED = re.compile(r"\((?:19|20)\d\d[a-z]?\)[.,:]?\s+([^.]{8,300}(?:\.\d[^.]*)?)(?:[.?!]\s|[.?!]$)")
_YEAR_THEN_NAMES = re.compile(r"\((?:19|20)\d\d\),?\s+[A-Z]")
_BEFORE_NAMES = re.compile(r", | [—–-] |(?<![A-Z])\. ")
_PREPRINT = re.compile(r"[,.]\s*arxiv(?: preprint)?[:\s]\S.{0,60}$", re.IGNORECASE)
_SIGNS_OF_OTHERS = ("et al", "et. al", "et.al", "etal", "others", "u. a", "u.a")
_OTHERS = re.compile(r"\bet\.? ?al\b\.?|\bи др\b\.?|\b(?:and others|u\. ?a\.)$|(?:等|ほか|외)$")
_INITIALS_AT_END = re.compile(r",\s+(?:[A-Z]\.[ -]?)+[A-Z][\w'’-]+(?:(?:, | and |, and | & ).{0,200})?$")
_PERSON = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,3}")
AUTHORED = re.compile(r"(?:^|[\s,;&\]])(?:[A-Z]\.[ -]?){1,3}[A-Z][\w'’-]+|[A-Z][\w'’-]+, (?:[A-Z]\.[ -]?){1,3}")
"""Names with initials, as citations have them."""
_QUOTED = re.compile(r"[\"“”「『«]\s*([^\"“”「」『』«»]{12,300}?)[,.]?\s*[\"”“」』»]")


def stars(text: str) -> int | None:
    """The rating that star signs give, 1 to 5; None where there are none, or where a number after one counts stars."""
    count = len(_STAR.findall(text))
    if count == 1 and _COUNTED.search(text):
        return None
    return min(count, 5) if count else None


def unadorned(text: str) -> str:
    """`text` without emoji, with single blanks."""
    if text.isascii():
        return text.strip() if text.isprintable() and "  " not in text else " ".join(text.split())
    return " ".join(_EMOJI.sub(" ", text).split())


@lru_cache(maxsize=16384)
def words(text: str) -> int:
    """How many words a text has; two characters of an East Asian script count as one."""
    if text.isascii():
        return len(_ASCII_WORD.findall(text))
    characters = len(WIDE.findall(text))
    return len(_WORD.findall(text)) + (characters + 1) // 2


def has_wide(text: str) -> bool:
    """Whether a text has characters of an East Asian script."""
    return not text.isascii() and bool(WIDE.search(text))


def unnumbered(text: str) -> str:
    """`text` without the number, bullet or check box that it begins with."""
    position = 0
    while (found := _NUMBER.match(text, position)) and found.end() < len(text):
        position = found.end()
    return text[position:] if position else text


def stripped(text: str) -> str:
    """`text` without the punctuation, and the unpaired brackets, at its ends."""
    start, end = 0, len(text)
    while start < end:
        first, last = text[start], text[end - 1]
        if last in _AT_END:
            end -= 1
        elif first in _AT_START:
            start += 1
        elif end - start > _LONG:
            break
        elif _CLOSERS.get(first) == last and text.count(first, start, end) == 1:
            start, end = start + 1, end - 1
        elif last in _PAIRS and text.count(last, start, end) > sum(
            text.count(sign, start, end) for sign in _PAIRS[last]
        ):
            end -= 1
        else:
            break
    return text[start:end]


@lru_cache(maxsize=4096)
def bare_title(text: str) -> str:
    """A title from running text: without number, emoji, dates, venues and tags before it, and venues after it."""
    text = unnumbered(unadorned(unnumbered(text)))
    if len(text) > _LONG or (_SIMPLE.fullmatch(text) and not _prefix(text, dated=False) and "et al" not in text):
        return stripped(text)
    dated = False
    while True:
        if (
            text[:1] in _OPENING
            and (found := _BRACKETED.match(text))
            and _names_something(text, found)
            and _is_tag(found)
        ):
            text = text[found.end() :]
        elif (found := _prefix(text, dated=dated)) and _names_something(text, found):
            text = text[found.end() :]
            dated = True
        elif (number := unnumbered(text)) != text and words(number) >= 2:
            text = number
        else:
            break
    text = stripped(_untagged(translated(stripped(text))))
    text = stripped(_untagged(translated(stripped(_without_venue(text)))))
    return stripped(_without_names(text)) or text


def _prefix(text: str, *, dated: bool) -> re.Match[str] | None:
    """The date, venue or marker that a text begins with; a pattern is tried only where its first word may fit."""
    first = _FIRST_WORD.match(text)
    if first is None:
        return None
    word = first[0].rstrip("-")
    if word[0].isdigit():
        return _DATE_FIRST.match(text) or (_VENUE_FIRST.match(text) if text.startswith("3DV") else None)
    if word.casefold() not in _LEADING:
        return None
    venue = _VENUE_FIRST.match(text)
    if venue and venue[1].rstrip("-").casefold() in _FOLDED:
        return venue
    return _MARKER_FIRST.match(text) or (_AFTER_VENUE.match(text) if dated else None)


def _names_something(text: str, found: re.Match[str]) -> bool:
    """Whether enough for a title is left after what was found."""
    return words(text[found.end() :]) >= 2


def _bracketed(text: str) -> tuple[str, str] | None:
    """What stands before the brackets that end a text, and what is in them; None where no pair ends it."""
    opener = _OPENERS.get(text[-1:])
    if opener is None:
        return None
    start = max(text.rfind(sign, 0, -1) for sign in opener)
    inside = text[start + 1 : -1]
    return None if start < 0 or any(sign in inside for sign in "()（）[]") else (text[:start].rstrip(" \u3000"), inside)


def _untagged(text: str) -> str:
    """A title without the markers, scores, labels and hashtags that stand after it, in brackets or not."""
    while words(text) > 2:
        last = text[text.rfind(" ") + 1 :]
        if last.startswith("#") and last[1:2].isalpha():
            text = text[: -len(last)].rstrip()
            continue
        found = _bracketed(text) or _unclosed(text)
        if found is None or len(found[1]) > 30 or words(found[0]) < 2:
            return text
        inside = found[1].strip()
        if any(map(str.isalpha, inside)) and not (_MARKER.fullmatch(inside) or link_label(inside)):
            return text
        text = found[0].rstrip(" [(（")
    return text


def _unclosed(text: str) -> tuple[str, str] | None:
    """A label in square brackets of which the last were not closed: "A title [[paper]"."""
    start = text.rfind("[")
    inside = text[start + 1 :].rstrip("]")
    return (text[:start].rstrip(" ["), inside) if start > 0 and link_label(inside) else None


def _is_tag(found: re.Match[str]) -> bool:
    """Whether brackets before a title are a tag: square ones always, round ones when a venue or a year is in them."""
    inside = found[3] or found[4]
    if found[1] == "Re":
        return False  # as replication reports are titled
    return inside is None or bool(dated_venues(inside) or names_venue(inside) or _YEAR.search(inside))


def translated(text: str) -> str:
    """A Latin title without the translation into an East Asian language in brackets after it."""
    while not text.isascii() and (found := _bracketed(text)):
        head, inside = found
        if not WIDE.search(inside) or WIDE.search(head) or words(head) < 2:
            break
        text = head
    return text


def _without_venue(text: str) -> str:
    """`text` cut where a venue or a year in brackets, or after a comma or full stop, ends it."""
    if (found := _bracketed(text)) and (
        dated_venues(found[1]) or names_venue(found[1]) or _MONTH_AND_YEAR.fullmatch(found[1].strip())
    ):
        return found[0]
    if preprint := _PREPRINT.search(text):
        text = text[: preprint.start()]
    if (acronym := _ACRONYM.search(text)) and words(text[: acronym.start()]) >= 2:
        return text[: acronym.start()]
    for found_venue in reversed(dated_venues(text)):
        if found_venue.end >= len(text.rstrip(" .)")) - 12:
            head = text[: found_venue.start].rstrip(" (（[")
            if head and (head[-1] in ".,|｜-–—:;，。" or text[found_venue.start - 1] in "([（") and words(head) >= 2:
                return head
        break
    return text


def _without_names(text: str) -> str:
    """A title without the authors, and the year, that stand after it: ", Mnih et al.", " (2017), H. Zhao"."""
    if "(" in text and (dated := _YEAR_THEN_NAMES.search(text)) and words(text[: dated.start()]) >= 2:
        return text[: dated.start()]
    others = not text.isascii() or any(sign in text for sign in _SIGNS_OF_OTHERS)
    if others and (found := _OTHERS.search(text)):
        head = text[: found.start()].rstrip(" ,")
        cut = max((match.start() for match in _BEFORE_NAMES.finditer(head)), default=0)
        if cut > 0 and words(head[cut:]) <= 5 and words(head[:cut]) >= 2:
            return head[:cut]
    elif (initials := _INITIALS_AT_END.search(text)) and words(text[: initials.start()]) >= 3:
        return text[: initials.start()]
    return text


def after_names(text: str) -> str | None:
    """The title in a citation that begins with the full names of two authors or more, between commas."""
    parts = text.split(", ")
    count = 0
    while count < len(parts) - 1 and _PERSON.fullmatch(parts[count].removeprefix("and ").strip()):
        count += 1
    rest = ", ".join(parts[count:])
    return rest if count > 1 and words(parts[count]) >= 4 else None


def quoted_title(text: str) -> str | None:
    """The title that quotation marks, or the year in brackets before it, set off inside a citation."""
    if (dated := _DATED.search(text)) and (words(dated[1]) >= 3 or AUTHORED.search(text, 0, dated.start())):
        return stripped(dated[1])
    if found := _QUOTED.search(text):
        return stripped(found[1]) if words(found[1]) >= 3 else None
    return None


def looks_titled(text: str, *, least: int = 3) -> bool:
    """Whether a text can be the title of a work: enough words, no sentence of several."""
    count = words(text)
    return least <= count <= 60 and len(text) < 400


def folded(text: str) -> str:
    """NFKC, case folded: for comparing headings with lists of words."""
    return unicodedata.normalize("NFKC", text).casefold()
