r"""LaTeX accents, as arXiv's metadata has them in names and titles, to Unicode: `Erd\H{o}s`, `{\"o}`, `\ss`.

What is not known stays as it is written, and so does everything in mathematics (`$…$`).
"""

from __future__ import annotations

import re
import unicodedata

COMBINING = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "d": "\u0323",
    "c": "\u0327",
    "k": "\u0328",
    "b": "\u0331",
}
LETTERS = {
    "ss": "ß",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "aa": "å",
    "AA": "Å",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "i": "ı",
}
ACCENT = re.compile(
    r"""\\(?:(["'`^~=.]) ?|([uvHcdbkr])(?: |(?=\{)))(?:\{\\?([A-Za-z])\}|\\([ij])(?![A-Za-z]) ?|([A-Za-z]))"""
)
LETTER = re.compile(r"\\(ss|ae|AE|oe|OE|aa|AA|[oOlLi])(?:\{\}|(?![A-Za-z]) ?)")
ESCAPED = re.compile(r"\\([&%#_])")
BRACED = re.compile(r"\{([^\x00-\x7f])\}")


def decode(text: str) -> str:
    """The text with the accents that are known in Unicode."""
    if "\\" not in text:
        return text
    parts = text.split("$")
    if len(parts) % 2 == 0:
        return _decode(text)
    parts[::2] = map(_decode, parts[::2])
    return "$".join(parts)


def _decode(text: str) -> str:
    text = LETTER.sub(lambda letter: LETTERS[letter[1]], ACCENT.sub(_compose, text))
    return ESCAPED.sub(r"\1", BRACED.sub(r"\1", text))


def _compose(accent: re.Match[str]) -> str:
    composed = unicodedata.normalize("NFC", (accent[3] or accent[4] or accent[5]) + COMBINING[accent[1] or accent[2]])
    return composed if len(composed) == 1 else accent[0]
