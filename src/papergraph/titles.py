"""Text of a title in, the form by which titles are compared out; pure."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import normalize

_ASCII = {code: chr(code).lower() if chr(code).isalnum() else None for code in range(128)}


@lru_cache(maxsize=8192)
def normal_title(text: str) -> str:
    """Return the title in NFKC form, case-folded, letters and digits only.

    Two spellings of one title (case, dashes, spaces, full-width forms, a final full stop) come to the same
    text; the empty string where nothing of the title is a letter or a digit. Idempotent.
    """
    if text.isascii():
        return text.translate(_ASCII)
    return "".join(filter(str.isalnum, normalize("NFKC", normalize("NFKC", text).casefold())))
