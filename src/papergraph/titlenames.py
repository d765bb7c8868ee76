"""Titles in, what they name beside topics out: organisations of an entry, and the method of a paper; pure.

An organisation in a title is mentioned by what the entry is about; nobody is said to work there.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from papergraph.mentions import Mentions, main_things
from papergraph.model import Edge, Evidence, Method, Organization, Predicate, Reference, TextSpan
from papergraph.topics import FieldKind, Rule
from papergraph.topics.catalogs import organizations
from papergraph.topics.methods import methods_of

MENTIONS = Predicate.MENTIONS.value
TEXT_MATCH = Method.TEXT_MATCH.value
LONGEST = 1000
"""Characters of a title that are looked through."""


def organizations_of(mentions: Mentions) -> Iterator[tuple[Edge, Organization]]:
    """Yield the organisations that the title of an entry names, each with an edge from what mentions it."""
    entry, origin = mentions.entry, mentions.origin(mentions.entry.location.line)
    told = set()
    for found in organizations().find(entry.title[:LONGEST]):
        if found.name in told:
            continue
        told.add(found.name)
        reference = Reference("organization", found.name.casefold())
        span = TextSpan(FieldKind.TITLE.value, 0, found.start, found.end, Rule.LABEL.value)
        evidence = Evidence(TEXT_MATCH, origin, mentions.reference, found.surface, span=span)
        for subject in main_things(mentions):
            yield Edge(subject, MENTIONS, reference, (evidence,)), Organization(reference, origin, found.name)


def method_name(title: str) -> str | None:
    """Return the name that the title of a paper gives what it presents, `ResRep` of "ResRep: Lossless …"."""
    first = next(islice(methods_of(title[:LONGEST]), 1), None)
    return first.name if first and first.rule == "title" else None
