"""SKOS files in, one scheme out: what later files say is added to what earlier ones say; pure."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from papergraph.topics.names import glob
from papergraph.topics.scheme import TOPIC, Concept, Label, LabelKind, Scheme
from papergraph.topics.turtle import LABELS, File, Statement, statements, wrong

_LABEL_KINDS = frozenset(LABELS.values())
_MAKES_CONCEPT = _LABEL_KINDS | {"concept"}
EMPTY = Scheme({})


class _Fact(NamedTuple):
    """A statement and the file that it stands in."""

    statement: Statement
    file: File


def scheme_of(files: Sequence[File], start: Scheme = EMPTY) -> Scheme:
    """Return the scheme of several files.

    A label is found in text whatever its language is; `skos:broader` hangs a concept under any other; what is said of
    a concept of an earlier file is added to it; `pg:stopPhrase` and `owl:deprecated true` switch off.

    Args:
        files: SKOS in Turtle.
        start: the scheme that they add to.

    Raises:
        ConfigError: a file is no Turtle, or says what cannot be; with file and line.
    """
    said = _said(files)
    stops, deprecated = set(start.stop_phrases), set(start.deprecated)
    concepts = dict(start.concepts)
    for iri, facts in said.items():
        kinds = {fact.statement.kind for fact in facts}
        stops.update(fact.statement.value for fact in facts if fact.statement.kind == "stop")
        if "deprecated" in kinds:
            deprecated.add(iri)
        if "scheme" not in kinds and (iri in concepts or kinds & _MAKES_CONCEPT):
            concepts[iri] = _added(concepts.get(iri, Concept(iri)), facts)
    scheme = Scheme({iri: concepts[iri] for iri in sorted(concepts)}, tuple(sorted(stops)), tuple(sorted(deprecated)))
    _check(scheme, said)
    return scheme


def _said(files: Iterable[File]) -> dict[str, list[_Fact]]:
    """What the files say of each subject; `skos:narrower` is turned round."""
    said: dict[str, list[_Fact]] = {}
    for file in files:
        for statement in statements(file):
            turned = statement
            if statement.kind == "narrower":
                turned = Statement(statement.value, "broader", statement.subject)
            said.setdefault(turned.subject, []).append(_Fact(turned, file))
    return said


def _added(concept: Concept, facts: Iterable[_Fact]) -> Concept:
    """The concept with what is said of it."""
    labels, patterns = list(concept.labels), list(concept.patterns)
    broader, related, matches = set(concept.broader), set(concept.related), set(concept.matches)
    for (_, kind, value, language), file in facts:
        if kind in _LABEL_KINDS:
            if not value.strip():
                raise wrong(file, "a label is empty", concept.iri)
            _add_label(labels, Label(value, language, kind))
        elif kind == "pattern":
            patterns.append(_pattern(value, file))
        elif kind == "broader":
            broader.add(value)
        elif kind == "related":
            related.add(value)
        elif kind.endswith("Match"):
            matches.add((kind, value))
    return Concept(
        concept.iri,
        tuple(sorted(set(labels), key=_label_order)),
        tuple(dict.fromkeys(patterns)),
        tuple(sorted(broader)),
        tuple(sorted(related)),
        tuple(sorted(matches)),
    )


def _label_order(label: Label) -> tuple[int, str, str]:
    return _KIND_ORDER[label.kind], label.language, label.text


_KIND_ORDER = {kind.value: place for place, kind in enumerate(LabelKind)}


def _add_label(labels: list[Label], label: Label) -> None:
    """Add a label; of two preferred ones in one language the later is shown, and the earlier only found."""
    if label.kind == LabelKind.PREFERRED:
        for place, other in enumerate(labels):
            if other.kind == label.kind and other.language == label.language:
                labels[place] = other._replace(kind=LabelKind.ALTERNATIVE.value)
    labels.append(label)


def _pattern(pattern: str, file: File) -> str:
    try:
        glob(pattern)
    except ValueError:
        raise wrong(file, f"the pattern {pattern!r} may have a star at its ends only", pattern) from None
    return pattern


def _check(scheme: Scheme, said: Mapping[str, Iterable[_Fact]]) -> None:
    """Refuse a broader concept that is not there, and one that is broader than itself."""
    for iri, facts in said.items():
        for (_, kind, value, _), file in facts:
            if kind == "broader":
                for end in (iri, value):
                    if end not in scheme.concepts:
                        raise wrong(file, f"no topic is {end}{_meant(end, scheme)}", end)
                if iri == value or iri in scheme.ancestors(value):
                    raise wrong(file, f"the topic {_short(iri)} is broader than itself", iri)


def _meant(iri: str, scheme: Scheme) -> str:
    near = difflib.get_close_matches(iri, scheme.concepts, n=1, cutoff=0.8)
    return f"; did you mean {near[0]}?" if near else ""


def _short(iri: str) -> str:
    return f"pgt:{iri.removeprefix(TOPIC)}" if iri.startswith(TOPIC) else iri
