"""The records of a topic scheme: concepts with their labels, and how they are broader and narrower; pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from papergraph.vocabulary import PREFIXES

TOPIC = PREFIXES["pgt"]


class LabelKind(StrEnum):
    """What a label is good for."""

    PREFERRED = "preferred"
    ALTERNATIVE = "alternative"
    HIDDEN = "hidden"
    """Found in text, never shown."""
    ACRONYM = "acronym"
    """Found in its own case only."""
    WEAK = "weak"
    """Means the concept only where something else speaks for it too."""


class Label(NamedTuple):
    """One label of a concept."""

    text: str
    language: str
    """A language tag; empty where none is given."""
    kind: str
    """A `LabelKind` value."""


class Concept(NamedTuple):
    """One topic."""

    iri: str
    labels: tuple[Label, ...] = ()
    patterns: tuple[str, ...] = ()
    """Globs over names of models, methods and libraries that imply the topic: `*DETR*`, `(?i)yolo*`."""
    broader: tuple[str, ...] = ()
    """IRIs of concepts, sorted."""
    related: tuple[str, ...] = ()
    matches: tuple[tuple[str, str], ...] = ()
    """The name of a SKOS mapping property (`exactMatch`) and the IRI in another scheme, sorted."""

    def name(self, language: str = "en") -> str:
        """The preferred label in a language, else in English, else any label; else the end of the IRI."""
        shown = [label for label in self.labels if label.kind == LabelKind.PREFERRED] or list(self.labels)
        for wanted in (language, "en"):
            for label in shown:
                if label.language == wanted:
                    return label.text
        return shown[0].text if shown else self.identifier

    @property
    def identifier(self) -> str:
        """The local name of a concept of the scheme that ships, the IRI of any other."""
        return self.iri.removeprefix(TOPIC)


class Scheme(NamedTuple):
    """All topics that are known."""

    concepts: Mapping[str, Concept]
    """By IRI, sorted."""
    stop_phrases: tuple[str, ...] = ()
    """Text that looks like a topic and is none, sorted."""
    deprecated: tuple[str, ...] = ()
    """IRIs that are switched off, sorted: never found, but still between their narrower and broader concepts."""

    def ancestors(self, iri: str) -> frozenset[str]:
        """Every concept that is broader than this one, directly or not."""
        found: set[str] = set()
        waiting = [iri]
        while waiting:
            concept = self.concepts.get(waiting.pop())
            for broader in concept.broader if concept else ():
                if broader not in found:
                    found.add(broader)
                    waiting.append(broader)
        return frozenset(found)
