"""Keys that are not known and values of another type are told with what would be right."""

from __future__ import annotations

import pytest

from papergraph.errors import ConfigError
from papergraph.keys import check_type, suggestion


def test_a_suggestion_ignores_case() -> None:
    assert suggestion("TTL", ["ttl", "nt"]) == "; did you mean 'ttl'?"


def test_a_word_like_no_other_brings_all_that_are_known() -> None:
    assert suggestion("zzz", ["nt", "ttl"]) == "; known are nt, ttl."


@pytest.mark.parametrize(
    "value, expected",
    [
        ("a", "text"),
        (["a"], "text or a list of texts"),
        (True, "true or false"),
        (3, "a whole number"),
        ({}, "a table"),
    ],
)
def test_a_value_of_its_type_is_taken(value: object, expected: str) -> None:
    check_type(value, expected, "x")


@pytest.mark.parametrize("value", [True, 3, "a", ["a"]])
def test_a_value_of_another_type_is_told(value: object) -> None:
    with pytest.raises(ConfigError, match=r"x must be a table, and is "):
        check_type(value, "a table", "x")
