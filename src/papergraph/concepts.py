"""The scheme of topics as the graph sees it: names and texts in, references and records of its concepts out; pure.

A concept of the scheme that ships is `pgt:<name>`, one of the user's own `concept:<IRI>`. What is broader and what
a concept is called is the scheme's to say: notes only name it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from papergraph.iris import iri
from papergraph.model import RANK_CATALOG, Entry, Label, Origin, Record, Reference, TextSpan, TextTopic, Topic
from papergraph.topics import Concept, Field, Found, LabelKind, Lexicon, Span, fields_of, topics_of
from papergraph.topics.scheme import TOPIC

SCHEME = Origin(RANK_CATALOG, "papergraph topics")
"""Who says what a concept is."""

_LOCAL_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
_SHOWN = frozenset({LabelKind.PREFERRED.value, LabelKind.ALTERNATIVE.value, LabelKind.ACRONYM.value})
"""Kinds of labels that people are shown; others are for finding only."""


class Named(NamedTuple):
    """A concept, and what it is called."""

    reference: Reference
    name: str


class Concepts:
    """A scheme with the index of its labels."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._named: dict[str, Named | None] = {}
        self._names: dict[Reference, str | None] = {}
        self._of_categories: Mapping[str, tuple[tuple[str, str], ...]] | None = None

    def named(self, name: str) -> Named | None:
        """Return the one concept that a whole text is a label of; None where there is none, or several."""
        if name not in self._named:
            found = self.lexicon.named(name)
            self._named[name] = self._called(found) if found else None
        return self._named[name]

    def texts(self, entry: Entry) -> tuple[TextTopic, ...]:
        """Return the topics that the texts of an entry name, those that it is about first."""
        fields = fields_of(entry)
        return tuple([_text_topic(found, fields) for found in topics_of(fields, self.lexicon)])

    def called(self, reference: Reference) -> str | None:
        """Return the English name of a concept, or what it is called otherwise; None for what is no concept."""
        if reference not in self._names:
            concept = self._concept(reference)
            self._names[reference] = concept.name() if concept else None
        return self._names[reference]

    def records(self, used: Iterable[Reference]) -> Iterator[Record]:
        """Yield what the scheme says of its concepts among the references, and of all that are broader than these."""
        scheme = self.lexicon.scheme
        iris: set[str] = set()
        for reference in used:
            if concept := self._concept(reference):
                iris |= {concept.iri, *scheme.ancestors(concept.iri)}
            elif reference.prefix == "category" and (matches := self._category(reference)):
                yield Topic(reference, SCHEME, matches=matches)
        for one in sorted(iris):
            yield _record(scheme.concepts[one])

    def _called(self, concept: str) -> Named:
        return Named(reference_of(concept), self.lexicon.scheme.concepts[concept].name())

    def _concept(self, reference: Reference) -> Concept | None:
        return self.lexicon.scheme.concepts.get(iri_of(reference) or "")

    def _category(self, reference: Reference) -> tuple[tuple[str, str], ...]:
        """Return the concepts that an arXiv category is close or related to."""
        if self._of_categories is None:
            self._of_categories = _categories(self.lexicon.scheme.concepts.values())
        return self._of_categories.get(iri(reference, ""), ())


@lru_cache(maxsize=4096)
def reference_of(concept: str) -> Reference:
    """Return the reference of a concept with this IRI."""
    name = concept.removeprefix(TOPIC)
    return Reference("pgt", name) if name != concept and _LOCAL_NAME.fullmatch(name) else Reference("concept", concept)


def iri_of(reference: Reference) -> str | None:
    """Return the IRI of a concept; None for what is none."""
    match reference.prefix:
        case "pgt":
            return TOPIC + reference.identifier
        case "concept":
            return reference.identifier
        case _:
            return None


def is_concept(reference: Reference) -> bool:
    """Tell whether a topic is a concept of a scheme, and not one that is known by name only."""
    return reference.prefix in {"pgt", "concept"}


def text_of(entry: Entry, field: str, number: int) -> str:
    """Return the text of an entry that a span stands in; empty where there is none."""
    return next((one.text for one in fields_of(entry) if (one.kind, one.number) == (field, number)), "")


def _text_topic(found: Found, fields: list[Field]) -> TextTopic:
    """The topic with the strongest piece of each text, of equals the first."""
    best: dict[int, Span] = {}
    for span in found.spans:
        if span.field not in best or span.strength > best[span.field].strength:
            best[span.field] = span
    spans = tuple(
        (
            _text_span(str(fields[one.field].kind), fields[one.field].number, one.start, one.end, str(one.rule)),
            intern(one.surface),
        )
        for one in best.values()
    )
    return TextTopic(reference_of(found.concept), found.about, spans)


@lru_cache(maxsize=4096)
def _text_span(field: str, number: int, start: int, end: int, rule: str) -> TextSpan:
    """Return the span; the same object for all that are equal: most texts begin with what they are about."""
    return TextSpan(field, number, start, end, rule)


def _record(concept: Concept) -> Topic:
    shown = {
        (label.language, label.text): Label(label.text, label.language, label.kind == LabelKind.PREFERRED)
        for label in reversed(concept.labels)
        if label.kind in _SHOWN
    }
    return Topic(
        reference_of(concept.iri),
        SCHEME,
        concept.name(),
        tuple(sorted(map(reference_of, concept.broader))),
        tuple(sorted(shown.values(), key=lambda label: (not label.preferred, label.language, label.text))),
        concept.matches,
    )


def _categories(concepts: Iterable[Concept]) -> dict[str, tuple[tuple[str, str], ...]]:
    """The other side of the mappings to arXiv categories."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for concept in concepts:
        for kind, other in concept.matches:
            if other.startswith("https://arxiv.org/list/"):
                found[other] = (*found.get(other, ()), (kind, concept.iri))
    return {category: tuple(sorted(matches)) for category, matches in found.items()}
