"""A key of the configuration and its value in; where they are wrong, a `ConfigError` that says what is right out."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from papergraph.errors import ConfigError


def suggestion(word: str, choices: Iterable[str]) -> str:
    """The end of a sentence about an unknown word: what was meant, or all that could be."""
    known = sorted(choices)
    near = difflib.get_close_matches(word.casefold(), known, n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(known)}."


def check_type(value: object, expected: str, where: str) -> None:
    """Raise ConfigError where a value is not of the type that is described in words."""
    match value:
        case bool():
            right = expected == "true or false"
        case dict():
            right = expected == "a table"
        case str():
            right = expected in {"text", "text or a list of texts"}
        case int():
            right = expected == "a whole number"
        case list():
            right = expected.endswith("a list of texts") and all(isinstance(member, str) for member in value)
        case _:
            right = False
    if not right:
        raise ConfigError(f"{where} must be {expected}, and is {_in_words(value)}.")


def _in_words(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f"the text {value!r}"
        case dict():
            return "a table"
        case list():
            odd = next((member for member in value if not isinstance(member, str)), None)
            return "a list" if odd is None else f"a list that holds {_in_words(odd)}"
        case _:
            return str(value)
