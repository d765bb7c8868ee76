"""Texts and dates in, RDF literals out; nothing that comes in makes invalid RDF."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring
from math import isfinite

Term = str
"""An RDF term as a file holds it: `<https://…>`, `schema:name`, `"…"@zh`; empty where nothing is known."""

_KANA = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff\uff66-\uff9d"
_JAPANESE = re.compile(f"[{_KANA}]")
_JAPANESE_OR_KOREAN = re.compile(f"[{_KANA}\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")
_EAST_ASIAN = re.compile("[^\x00-\u10ff]")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_ISO_LENGTHS = {4: "gYear", 7: "gYearMonth", 10: "date"}
_LONGEST = max(_ISO_LENGTHS)


def string(text: str | None) -> Term:
    """Return a text that belongs to no language: a name, an identifier, a path.

    The escapes of JSON are those of N-Triples and Turtle, and leave no control character raw.
    """
    return encode_basestring(text) if text else ""


def text(text: str | None) -> Term:
    """Return a text in some language, tagged where the script tells which."""
    if not text:
        return ""
    tag = "" if text.isascii() else language(text)
    return f"{encode_basestring(text)}@{tag}" if tag else encode_basestring(text)


def tagged(written: str, tag: str) -> Term:
    """Return a text in the language of a tag; without one the script tells."""
    return f"{encode_basestring(written)}@{tag}" if written and tag else text(written)


def language(text: str) -> str:
    """Return `ja`, `ko` or `zh` where the script says so, else the empty string: other scripts serve many languages."""
    if not _EAST_ASIAN.search(text):
        return ""
    if _JAPANESE_OR_KOREAN.search(text):
        return "ja" if _JAPANESE.search(text) else "ko"
    return "zh" if _HAN.search(text) else ""


def without_surrogates(text: str) -> str:
    """Return the text with U+FFFD for each half of a surrogate pair, which UTF-8 cannot hold."""
    return _SURROGATES.sub("\ufffd", text)


def encoded(text: str) -> bytes:
    """Return the text in UTF-8, which can hold no half of a surrogate pair."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return without_surrogates(text).encode()


def day(text: str | None) -> tuple[str, str]:
    """Return what an ISO text says of the day, and the XML Schema type for it; two empty texts where it is no date.

    `2021-09-30T10:00:00Z` → `2021-09-30`, `date`; `2021-09` → itself, `gYearMonth`; `2021` → itself, `gYear`.
    """
    said = (text or "")[:_LONGEST]
    datatype = _ISO_LENGTHS.get(len(said), "")
    try:
        date.fromisoformat(said + "0001-01-01"[len(said) :])
    except ValueError:
        return "", ""
    right = said.isascii() and said[4:5] in {"", "-"} and (text or "")[_LONGEST : _LONGEST + 1] in {"", "T", " "}
    return (said, datatype) if datatype and right else ("", "")


def moment(text: str) -> str:
    """Return an ISO date with its time of day; empty where only the day is known."""
    if text[_LONGEST : _LONGEST + 1] != "T" or day(text)[1] != "date":
        return ""
    try:
        return datetime.fromisoformat(text).isoformat().replace("+00:00", "Z")
    except ValueError:
        return ""


@lru_cache(maxsize=256)
def digits(number: float | None) -> str:
    """Return a number in positional notation, as `xsd:decimal` has it; empty for what is not finite."""
    if number is None or not isfinite(number):
        return ""
    positional = f"{Decimal(repr(number)):f}"
    return positional if "." in positional else f"{positional}.0"
