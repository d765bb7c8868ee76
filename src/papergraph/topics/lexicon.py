"""A scheme in, an index of the forms of its labels out, by which all are found in one pass over a text; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from papergraph.topics.forms import LONGEST, forms
from papergraph.topics.names import Glob, NameMatch, Names, glob
from papergraph.topics.normalise import Characters, Normal, has_kana, normal
from papergraph.topics.scheme import Concept, Label, LabelKind, Scheme

SHORTEST_WORD = 5
"""Letters; a shorter label in capitals is an acronym, whatever kind it is."""

_WORDS = re.compile(r"[A-Za-z0-9]++")
_RUNS = re.compile(r"[A-Za-z0-9]++|[^\sA-Za-z0-9]++")
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


class Rule(StrEnum):
    """By which rule a piece of text means a topic."""

    LABEL = "label"
    ACRONYM = "acronym"
    WEAK = "weak"
    NAME = "name"
    """The name of a model, method or library that implies the topic."""
    COMPOSED = "composed"
    """The name of a wider topic in a text about the domain that makes it this one."""
    STOP = "stop"
    """It means none."""


class Meaning(NamedTuple):
    """What a form means."""

    concept: str
    """The IRI; empty for a stop phrase."""
    rule: str
    japanese: bool = False
    """Whether it means that in Japanese text only."""


Meanings: TypeAlias = tuple[Meaning, ...]


class Match(NamedTuple):
    """A piece of a text that means something; places are those of the source."""

    start: int
    end: int
    meanings: Meanings


class Forms:
    """An index of texts by their first word, or their first two characters where they begin with no Latin word."""

    def __init__(self, groups: Mapping[str, Mapping[str, int]], table: Sequence[Meanings]) -> None:
        self.groups = groups
        """The first word or characters → the forms that begin so → the place of their meanings in the table."""
        self.table = table
        self._single = any(len(key) == 1 and key not in _LATIN for key in groups)
        self._latin = all(key[0] in _LATIN for key in groups)
        self._words = all(key[0] in _LATIN for key in groups if key[0].isascii())
        self._lengths: dict[str, list[int]] = {}

    @classmethod
    def of(cls, meanings: Mapping[str, Meanings]) -> Forms:
        """The index of forms with their meanings."""
        table = sorted(set(meanings.values()))
        numbers = {means: number for number, means in enumerate(table)}
        groups: dict[str, dict[str, int]] = {}
        for form in sorted(meanings):
            groups.setdefault(_key(form), {})[form] = numbers[meanings[form]]
        return cls(groups, table)

    def meanings(self) -> dict[str, Meanings]:
        """All forms with their meanings."""
        return {form: self.table[number] for group in self.groups.values() for form, number in group.items()}

    def whole(self, text: str) -> Meanings:
        """What a whole text means."""
        number = self.groups.get(_key(text), {}).get(text) if text else None
        return () if number is None else self.table[number]

    def starts(self, text: str) -> Iterator[tuple[int, str]]:
        """The places of a text where a form may begin, with the keys of the forms."""
        keys, single = self.groups, self._single
        for run in (_WORDS if self._latin else _RUNS).finditer(text):
            start, end = run.span()
            if text[start] in _LATIN:
                if (key := run[0]) in keys:
                    yield start, key
                continue
            for place in range(start, end):
                if (key := text[place : place + 2]) in keys:
                    yield place, key
                if single and (key := text[place]) in keys:
                    yield place, key

    def may_begin(self, text: str) -> bool:
        """Whether a form may begin somewhere in a text, which need not be in normal form for that."""
        if not self._words or not text.isascii():
            return True
        return not self.groups.keys().isdisjoint(_WORDS.findall(text))

    def longest(self, text: str, start: int, key: str, *, japanese: bool) -> tuple[int, Meanings] | None:
        """The end and the meanings of the longest form that begins at a place of a text with a key of `groups`."""
        group = self.groups[key]
        lengths = self._lengths.get(key)
        if lengths is None:
            lengths = self._lengths[key] = sorted({*map(len, group)}, reverse=True)
        for length in lengths:
            end = start + length
            number = group.get(text[start:end])
            if number is None or end > len(text) or (end < len(text) and _cuts_word(text, end)):
                continue
            meanings = self.table[number]
            if not japanese:
                meanings = tuple(meaning for meaning in meanings if not meaning.japanese)
            if meanings:
                return end, meanings
        return None


class Lexicon(NamedTuple):
    """Everything that is looked for in text."""

    scheme: Scheme
    characters: Characters
    folded: Forms
    cased: Forms
    """Acronyms, names in their own case."""
    names: Names

    def matches(self, text: Normal, *, japanese: bool = False) -> list[Match]:
        """The longest pieces of a text that mean something, none over another, in order."""
        indices = ((self.folded, text.folded), (self.cased, text.cased))
        return matches(text, indices, self.names.find(text.source), japanese=japanese)

    def named(self, name: str) -> str | None:
        """The IRI of the one concept that a whole text is a label of; None where there is none, or several."""
        form = normal(name.strip(), self.characters)
        meanings = {
            *self.folded.whole(form.folded),
            *self.cased.whole(form.cased),
            *self.cased.whole(form.cased.upper()),
        }
        concepts = {meaning.concept for meaning in meanings if meaning.rule in {Rule.LABEL, Rule.ACRONYM}}
        return concepts.pop() if len(concepts) == 1 else None


def matches(
    text: Normal,
    indices: Iterable[tuple[Forms, str]],
    names: Iterable[NameMatch] = (),
    *,
    japanese: bool = False,
) -> list[Match]:
    """The longest pieces of a text that mean something, none over another, in order.

    Args:
        text: in normal form.
        indices: what is looked for, and in which form of the text.
        names: what else was found in the source.
        japanese: whether the text is Japanese.
    """
    found: dict[tuple[int, int], Meanings] = {}
    for index, form in indices:
        for start, key in index.starts(form):
            if longest := index.longest(form, start, key, japanese=japanese):
                span = text.span(start, longest[0])
                found[span] = found.get(span, ()) + longest[1]
    for name in names:
        named = tuple(Meaning(concept, Rule.NAME.value) for concept in name.concepts)
        found[name.start, name.end] = found.get((name.start, name.end), ()) + named
    return _apart(found, len(text.source))


def compile_scheme(scheme: Scheme, characters: Characters, known: Lexicon | None = None) -> Lexicon:
    """Return the index of a scheme; what is deprecated in it is not found.

    Args:
        scheme: what is looked for.
        characters: the table by which texts come to their normal form.
        known: the index of the scheme that this one adds to, whose work need not be done again.
    """
    off = set(scheme.deprecated)
    before: Mapping[str, Concept] = known.scheme.concepts if known else {}
    folded, cased = (_without(index.meanings(), off) for index in (known.folded, known.cased)) if known else ({}, {})
    globs = [(one, iri) for one, iri in known.names.globs if iri not in off] if known else []
    for concept in scheme.concepts.values():
        if concept.iri in off or before.get(concept.iri) == concept:
            continue
        for label in concept.labels:
            _add_label(concept, label, folded, cased, characters)
        for one in map(glob, concept.patterns):
            if one.exact:
                _add(folded if one.any_case else cased, _form(one, characters), Meaning(concept.iri, Rule.NAME.value))
            elif (one, concept.iri) not in globs:
                globs.append((one, concept.iri))
    for phrase in set(scheme.stop_phrases).difference(known.scheme.stop_phrases if known else ()):
        for form in forms(phrase, characters):
            folded[form] = (Meaning("", Rule.STOP.value),)
    return Lexicon(scheme, characters, Forms.of(folded), Forms.of(cased), Names(globs))


def _without(meanings: Mapping[str, Meanings], off: set[str]) -> dict[str, Meanings]:
    """The forms that remain when concepts are switched off."""
    if not off:
        return dict(meanings)
    left = {form: tuple(one for one in means if one.concept not in off) for form, means in meanings.items()}
    return {form: means for form, means in left.items() if means}


def is_acronym(label: Label) -> bool:
    """Whether a label is found in its own case only."""
    text = label.text
    return label.kind == LabelKind.ACRONYM or (text.isascii() and len(text) <= SHORTEST_WORD and text.isupper())


def _add_label(
    concept: Concept,
    label: Label,
    folded: dict[str, Meanings],
    cased: dict[str, Meanings],
    characters: Characters,
) -> None:
    weak = label.kind == LabelKind.WEAK
    if is_acronym(label):
        meaning = Meaning(concept.iri, Rule.WEAK.value if weak else Rule.ACRONYM.value)
        form = normal(label.text.strip(), characters).cased
        if 0 < len(form) <= LONGEST:
            _add(cased, form, meaning)
            if form[-1].isupper():
                _add(cased, f"{form}s", meaning)
        return
    japanese = label.language.startswith("ja") and not has_kana(label.text)
    meaning = Meaning(concept.iri, Rule.WEAK.value if weak else Rule.LABEL.value, japanese)
    for form in forms(label.text, characters):
        _add(folded, form, meaning)


def _form(one: Glob, characters: Characters) -> str:
    form = normal(one.text, characters)
    return form.folded if one.any_case else form.cased


def _add(index: dict[str, Meanings], form: str, meaning: Meaning) -> None:
    """Add a meaning; of two ways in which a form means one concept the better one holds."""
    known = index.get(form)
    if known is None:
        index[form] = (meaning,)
    elif meaning not in known:
        same = [other for other in known if other.concept == meaning.concept]
        if not same:
            index[form] = (*known, meaning)
        elif _better(meaning, same[0]):
            index[form] = tuple(meaning if other is same[0] else other for other in known)


def _better(one: Meaning, other: Meaning) -> bool:
    return (one.japanese, _ORDER[one.rule]) < (other.japanese, _ORDER[other.rule])


_ORDER = {rule.value: place for place, rule in enumerate(Rule)}


def _key(form: str) -> str:
    if form[0] not in _LATIN:
        return form[:2]
    word = form.partition(" ")[0]
    run = None if word.isascii() and word.isalnum() else _RUNS.match(form)
    return run[0] if run else word


def _cuts_word(text: str, end: int) -> bool:
    return text[end - 1] in _LATIN and text[end] in _LATIN


def _apart(found: Mapping[tuple[int, int], Meanings], length: int) -> list[Match]:
    """The matches that remain when the longest come first, and of equal ones the first."""
    taken = bytearray(length)
    kept = []
    for start, end in sorted(found, key=lambda span: (span[0] - span[1], span[0])):
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\x01" * (end - start)
            kept.append(Match(start, end, _best(found[start, end])))
    return sorted(kept)


def _best(meanings: Meanings) -> Meanings:
    """For each concept the best rule by which it is meant."""
    if len(meanings) == 1:
        return meanings
    best: dict[str, Meaning] = {}
    for meaning in meanings:
        if meaning.concept not in best or _better(meaning, best[meaning.concept]):
            best[meaning.concept] = meaning
    return tuple(best.values())
