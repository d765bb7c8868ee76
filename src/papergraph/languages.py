"""The language that a reader wants and the languages that there are in, the nearest of them out; pure.

The page does the same in `web/src/languages.ts`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from papergraph.errors import ConfigError
from papergraph.model import Label

ENGLISH = "en"
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})
_MISTAKEN = {"cn": "zh", "jp": "ja", "chinese": "zh", "english": "en", "japanese": "ja", "korean": "ko"}
"""What people write for a language, and its tag."""


def is_tag(text: str) -> bool:
    """Tell whether a text is a language tag, as in `zh` and `zh-Hant`."""
    return _TAG.fullmatch(text) is not None and text.casefold() not in _MISTAKEN


def meant(text: str) -> str | None:
    """Return the tag that somebody may have meant by what is none; None where that is not known."""
    tag = _MISTAKEN.get(text.casefold(), text.replace("_", "-"))
    return tag if tag != text and is_tag(tag) else None


def valid_tag(text: str, where: str) -> str:
    """Return a language tag; raises ConfigError, which begins with `where`, for what is none."""
    if not is_tag(text):
        tag = meant(text)
        end = f"; did you mean {tag!r}?" if tag else "."
        raise ConfigError(f"{where} must be a language tag such as 'en', 'zh', 'zh-Hant' or 'ja', and is {text!r}{end}")
    return text


def nearest(languages: Iterable[str], wanted: str) -> list[str]:
    """Return the languages that a reader of one can be given, the best first: it, what is next to it, English."""
    far = {language: distance for language in languages if (distance := _distance(language, wanted)) is not None}
    return sorted(far, key=lambda language: (far[language], language))


def label_in(labels: Iterable[Label], wanted: str) -> str | None:
    """Return the preferred label in the nearest language; None where there is none that is near, nor an English one."""
    texts: dict[str, str] = {}
    for label in labels:
        if label.preferred:
            texts.setdefault(label.language, label.text)
    return next((texts[language] for language in nearest(texts, wanted)), None)


def _distance(language: str, wanted: str) -> int | None:
    """0 for the same tag, 1 for the same language, 2 in another script, 3 and 4 for English; None for all else."""
    one, other = language.casefold().split("-"), wanted.casefold().split("-")
    if one == other:
        return 0
    if one[0] == other[0]:
        return 1 if _traditional(one) == _traditional(other) else 2
    if one[0] == ENGLISH:
        return 3 if len(one) == 1 else 4
    return None


def _traditional(subtags: list[str]) -> bool:
    """Whether this is Chinese in traditional characters."""
    return subtags[0] == "zh" and "hans" not in subtags and not _TRADITIONAL.isdisjoint(subtags)
