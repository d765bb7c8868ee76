"""Topics: the texts of an entry in, the concepts of a SKOS scheme that they name out, each with the words that say so.

    lexicon = topics.load(own_files)
    for found in topics.topics_of(topics.fields_of(entry), lexicon): ...

`shipped` alone reads files; all else is pure.
"""

from __future__ import annotations

from papergraph.topics.fields import fields_of
from papergraph.topics.lexicon import Lexicon, Rule
from papergraph.topics.matcher import Field, FieldKind, Found, Span, topics_of
from papergraph.topics.scheme import Concept, Label, LabelKind, Scheme
from papergraph.topics.shipped import load

__all__ = [
    "Concept",
    "Field",
    "FieldKind",
    "Found",
    "Label",
    "LabelKind",
    "Lexicon",
    "Rule",
    "Scheme",
    "Span",
    "fields_of",
    "load",
    "topics_of",
]
