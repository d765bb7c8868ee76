"""The query language of the arXiv API: `ti:"a phrase" AND (au:name OR all:word)`.

A phrase matches where its words follow one another in the text: in lower case, without punctuation, and with plurals
as singulars, because the live index stems words and finds more than was written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

TOKEN = re.compile(r'\s*(\(|\)|ANDNOT\b|AND\b|OR\b|(?:[a-z]+:)?(?:"[^"]*"|[^\s()"]+))')
FIELDS = ("ti", "au", "abs", "co", "jr", "cat", "id", "all")


class MalformedQueryError(Exception):
    """A query that nobody can parse."""


@dataclass(frozen=True)
class Term:
    """Words in a field."""

    field: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Both:
    """Two phrases joined by AND, OR or ANDNOT."""

    operator: str
    left: Phrase
    right: Phrase


Phrase: TypeAlias = Term | Both


def parse(query: str) -> Phrase:
    """A query as a tree; operators bind equally, from left to right."""
    tokens = []
    place = 0
    query = query.strip()
    while place < len(query):
        found = TOKEN.match(query, place)
        if not found:
            raise MalformedQueryError(f"malformed query: {query}")
        tokens.append(found[1])
        place = found.end()
    phrase, rest = _phrase(tokens)
    if rest:
        raise MalformedQueryError(f"malformed query: {query}")
    return phrase


def _phrase(tokens: list[str]) -> tuple[Phrase, list[str]]:
    """The phrase that tokens begin with, and the tokens behind it."""
    left, rest = _operand(tokens)
    while rest and rest[0] in {"AND", "OR", "ANDNOT"}:
        right, after = _operand(rest[1:])
        left, rest = Both(rest[0], left, right), after
    return left, rest


def _operand(tokens: list[str]) -> tuple[Phrase, list[str]]:
    """A term, or a phrase in parentheses."""
    if not tokens or tokens[0] in {")", "AND", "OR", "ANDNOT"}:
        raise MalformedQueryError("malformed query: something is missing")
    if tokens[0] == "(":
        phrase, rest = _phrase(tokens[1:])
        if rest[:1] != [")"]:
            raise MalformedQueryError("malformed query: a parenthesis is open")
        return phrase, rest[1:]
    field, colon, text = tokens[0].partition(":")
    if not colon or field not in FIELDS:
        field, text = "all", tokens[0]
    return Term(field, words(text)), tokens[1:]


@lru_cache(maxsize=50_000)
def words(text: str) -> tuple[str, ...]:
    """The words of a text, in lower case and without a plural's s."""
    return tuple(re.sub(r"(?<=\w{3})(?<!s)s$", "", word) for word in re.findall(r"\w+", text.lower()))


def matches(phrase: Phrase, fields: Mapping[str, str]) -> bool:
    """Whether a phrase is true of a text in fields."""
    if isinstance(phrase, Term):
        text = words(fields[phrase.field])
        size = len(phrase.words)
        return size > 0 and any(text[k : k + size] == phrase.words for k in range(len(text) - size + 1))
    left, right = matches(phrase.left, fields), matches(phrase.right, fields)
    return {"AND": left and right, "OR": left or right, "ANDNOT": left and not right}[phrase.operator]
