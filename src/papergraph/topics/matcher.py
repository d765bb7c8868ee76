"""The fields of an entry in, the topics that it is about or mentions out, each with the pieces of text that say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from papergraph.topics.context import compared, denied, example, of_person
from papergraph.topics.lexicon import Lexicon, Match, Meaning, Rule
from papergraph.topics.normalise import has_kana, normal
from papergraph.topics.scheme import TOPIC, Scheme

ABOUT = 0.8
"""The least score with which something is about a topic; what has less only mentions it."""
MOST_TOPICS = 6


class FieldKind(StrEnum):
    """What a text is to its entry."""

    TITLE = "title"
    ABSTRACT = "abstract"
    SUMMARY = "summary"
    """An abstract that retells the article at length ("主要内容")."""
    PAPER_TITLE = "paper title"
    TIP = "tip"
    TEXT = "text"
    REPOSITORY = "repository"
    """The name of a repository."""


GROUPS: Mapping[str, tuple[str, float]] = {
    FieldKind.TITLE: ("article", 1.0),
    FieldKind.ABSTRACT: ("article", 1.0),
    FieldKind.SUMMARY: ("summary", 0.8),
    FieldKind.PAPER_TITLE: ("paper", 1.0),
    FieldKind.TIP: ("text", 0.5),
    FieldKind.TEXT: ("text", 0.5),
    FieldKind.REPOSITORY: ("repository", 0.5),
}
"""A kind of field → the group whose best piece counts, and its weight."""
STRENGTHS: Mapping[str, float] = {Rule.LABEL: 1.0, Rule.ACRONYM: 1.0, Rule.NAME: 0.8, Rule.WEAK: 0.4}
BEATEN = frozenset({Rule.NAME.value, Rule.ACRONYM.value})
COMPARED = 0.3
"""What the name or the acronym of a method counts that something is better than."""
EXAMPLE = 0.5
"""What counts, of all it would, in a tip that lists what something is good for."""


LOOSE = frozenset({FieldKind.TIP.value, FieldKind.TEXT.value})
"""Fields in which a person writes freely."""
LONG_ABSTRACT = 400
"""Characters; a topic that is named once, in a longer one only, is one of many things that it tells."""
INCIDENTAL = frozenset(
    (
        "backbone-networks cpp-programming datasets-benchmarks dl-frameworks higher-education lightweight-networks "
        "linux loss-function python-programming training-tricks"
    ).split()
)
"""Topics of the scheme that ships of which abstracts speak where papers only use or release something."""
RETOLD = frozenset({FieldKind.ABSTRACT.value, FieldKind.SUMMARY.value})
IN_PASSING = 0.5
"""What a piece of an abstract counts, of all it would, that only says what else there is."""
TITLES = frozenset({FieldKind.TITLE.value, FieldKind.PAPER_TITLE.value})
GENERIC = frozenset(
    (
        "applications artificial-intelligence computer-vision deep-learning general-news low-level-vision "
        "machine-learning neural-architectures open-source research-practice software-engineering"
    ).split()
)
"""Topics of the scheme that ships which say little beside any other."""
COMPOSED: Mapping[str, tuple[str, str]] = {
    TOPIC + "vision-transformer": (TOPIC + "transformers", TOPIC + "computer-vision")
}
"""A topic → the two that make it up where one text names both, the second by itself or by a narrower one."""


class Field(NamedTuple):
    """One text of an entry."""

    kind: str
    """A `FieldKind` value."""
    text: str
    number: int = 0
    """Which of the tips, papers or repositories of its entry it stands in, from 0."""


class Span(NamedTuple):
    """A piece of text that speaks for a topic."""

    field: int
    """Which of the fields, from 0."""
    start: int
    end: int
    surface: str
    """The text of the field from start to end."""
    rule: str
    """A `Rule` value."""
    strength: float
    """What it counts, 0 to 1, before the weight of its field."""


class Found(NamedTuple):
    """A topic of an entry."""

    concept: str
    """The IRI."""
    score: float
    about: bool
    """Whether the entry is about the topic; else it mentions it."""
    spans: tuple[Span, ...]
    """In the order of the text."""


Above: TypeAlias = dict[str, frozenset[str]]
"""A concept → all that are broader."""


def topics_of(fields: Sequence[Field], lexicon: Lexicon) -> list[Found]:
    """Return the topics of an entry: those that it is about, the best first, then those that it mentions.

    A concept is left out where a narrower one is there; so is a generic one beside any other. It never fails, and
    takes time in proportion to the text.
    """
    said = _said(fields, lexicon)
    above = {concept: lexicon.scheme.ancestors(concept) for concept in said}
    _compose(said, above, lexicon.scheme)
    scored = [_scored(concept, spans, fields) for concept, spans in said.items()]
    if all(_identifier(one) in GENERIC for one in scored if one.about):
        scored = [_scored(concept, spans, fields, whole=True) for concept, spans in said.items()]
    scored.sort(key=lambda one: (-one.score, one.spans[0], one.concept))
    about = _telling([one for one in scored if one.about], fields, above)
    known = {one.concept for one in about}
    implied = {broader for concept in known for broader in above[concept]}
    others = [one._replace(about=False) for one in scored if one.concept not in known | implied]
    mentioned = _most_specific(others, above)
    if about:
        mentioned = [one for one in mentioned if _identifier(one) not in GENERIC]
    return [*about[:MOST_TOPICS], *(one._replace(about=False) for one in about[MOST_TOPICS:]), *mentioned]


def _said(fields: Sequence[Field], lexicon: Lexicon) -> dict[str, list[Span]]:
    """The pieces of text that speak for each concept, those of text with several meanings after the others."""
    japanese = any(has_kana(field.text) for field in fields)
    said: dict[str, list[Span]] = {}
    ambiguous: list[tuple[tuple[Meaning, ...], Span]] = []
    for number, field in enumerate(fields):
        for match in lexicon.matches(normal(field.text, lexicon.characters), japanese=japanese):
            place = Span(number, match.start, match.end, field.text[match.start : match.end], "", 0.0)
            if _void(field.text, match):
                continue
            labels = tuple(meaning for meaning in match.meanings if meaning.rule not in {Rule.NAME, Rule.STOP})
            if len(labels) > 1:
                ambiguous.append((labels, place))
            for meaning in match.meanings:
                if meaning.rule == Rule.NAME or labels == (meaning,):
                    said.setdefault(meaning.concept, []).append(_weighed(place, meaning, field))
    for meanings, place in ambiguous:
        for meaning in _chosen(meanings, said):
            said.setdefault(meaning.concept, []).append(_weighed(place, meaning, fields[place.field]))
    return said


def _compose(said: dict[str, list[Span]], above: Above, scheme: Scheme) -> None:
    """Add the topics that two others make up; what speaks for the first in the same text speaks for them."""
    for whole, (part, domain) in COMPOSED.items():
        if part not in said or whole not in scheme.concepts or whole in scheme.deprecated:
            continue
        above[whole] = scheme.ancestors(whole)
        within = [concept for concept in said if concept == domain or domain in above[concept]]
        fields = {span.field for concept in within for span in said[concept]}
        spans = [span for span in said[part] if span.field in fields]
        if spans:
            said[whole] = [*said.get(whole, ()), *(span._replace(rule=Rule.COMPOSED.value) for span in spans)]


def _void(text: str, match: Match) -> bool:
    """Whether a match says nothing of what its text is about."""
    return denied(text, match.start, match.end) or of_person(text, match.end)


def _weighed(place: Span, meaning: Meaning, field: Field) -> Span:
    """The span with what it counts."""
    strength = STRENGTHS[meaning.rule]
    if meaning.rule in BEATEN and compared(field.text, place.start):
        strength *= COMPARED
    if field.kind in LOOSE and meaning.rule != Rule.NAME and example(field.text, place.start):
        strength *= EXAMPLE
    return place._replace(rule=meaning.rule, strength=round(strength, 3))


def _chosen(meanings: tuple[Meaning, ...], said: Mapping[str, object]) -> list[Meaning]:
    """Of several meanings those for which something else speaks; else the strongest, and of equals the first."""
    supported = [meaning for meaning in meanings if meaning.concept in said]
    return supported or [max(meanings, key=lambda meaning: STRENGTHS[meaning.rule])]


def _scored(concept: str, spans: Sequence[Span], fields: Sequence[Field], *, whole: bool = False) -> Found:
    """A topic with the sum over the groups of fields of the best piece in each, and whether that is enough.

    Where it is `whole`, abstracts count in full whatever they tell in passing.
    """
    best: dict[str, float] = {}
    passing = not whole and _in_passing(concept, spans, fields)
    for span in spans:
        field = fields[span.field]
        group, weight = GROUPS[field.kind]
        if passing and field.kind in RETOLD:
            weight *= IN_PASSING
        best[group] = max(best.get(group, 0.0), weight * span.strength)
    score = round(sum(best.values()), 3)
    return Found(concept, score, score >= ABOUT, tuple(sorted(spans)))


def _in_passing(concept: str, spans: Sequence[Span], fields: Sequence[Field]) -> bool:
    """Whether abstracts name a topic only beside what they are about."""
    if concept.removeprefix(TOPIC) in INCIDENTAL:
        return True
    return len(spans) == 1 and len(fields[spans[0].field].text) > LONG_ABSTRACT


def _telling(about: list[Found], fields: Sequence[Field], above: Above) -> list[Found]:
    """The most specific topics; a generic one only where no title names another."""
    specific = _most_specific(about, above)
    telling = [one for one in specific if _identifier(one) not in GENERIC]
    if any(_in_title(one, fields) for one in telling):
        return telling
    return [one for one in specific if not telling or one in telling or _in_title(one, fields)]


def _in_title(found: Found, fields: Sequence[Field]) -> bool:
    return any(fields[span.field].kind in TITLES for span in found.spans)


def _most_specific(found: list[Found], above: Above) -> list[Found]:
    implied = {broader for one in found for broader in above[one.concept]}
    return [one for one in found if one.concept not in implied]


def _identifier(found: Found) -> str:
    return found.concept.removeprefix(TOPIC)
