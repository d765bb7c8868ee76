"""An index of a scheme → JSON, and back: what ships is compiled once, so that no build pays for it; pure."""

from __future__ import annotations

import json
from typing import Any

from papergraph.topics.lexicon import Forms, Lexicon, Meaning
from papergraph.topics.names import Names, glob
from papergraph.topics.normalise import Characters
from papergraph.topics.scheme import TOPIC, Concept, Label, Scheme

FORMAT = "1"
"""Another one with every change of what is compiled, or of how."""


def encode(lexicon: Lexicon, checksum: str) -> bytes:
    """The index as JSON, which says from what it was made; one concept or form a line, so that changes can be read."""
    scheme = lexicon.scheme
    table = sorted({meanings for index in (lexicon.folded, lexicon.cased) for meanings in index.meanings.values()})
    numbers = {meanings: number for number, meanings in enumerate(table)}
    parts: dict[str, Any] = {
        "checksum": checksum,
        "concepts": [_packed(concept) for concept in scheme.concepts.values()],
        "stop_phrases": list(scheme.stop_phrases),
        "deprecated": list(scheme.deprecated),
        "meanings": [[(_short(one.concept), one.rule, int(one.japanese)) for one in meanings] for meanings in table],
    }
    for name in ("folded", "cased"):
        meanings = getattr(lexicon, name).meanings
        parts[name] = {form: numbers[meanings[form]] for form in sorted(meanings)}
    members = ",\n".join(f"{json.dumps(name)}:{_lines(value)}" for name, value in parts.items())
    return f"{{{members}}}\n".encode()


def decode(content: bytes, checksum: str, characters: Characters) -> Lexicon | None:
    """The index; None where it was made from something else."""
    if not content.startswith(f'{{"checksum":"{checksum}"'.encode()):
        return None
    parts = json.loads(content)
    concepts = [_concept(*fields) for fields in parts["concepts"]]
    scheme = Scheme({one.iri: one for one in concepts}, tuple(parts["stop_phrases"]), tuple(parts["deprecated"]))
    table = [
        tuple(Meaning(_long(concept), rule, bool(japanese)) for concept, rule, japanese in meanings)
        for meanings in parts["meanings"]
    ]
    folded, cased = ({form: table[number] for form, number in parts[name].items()} for name in ("folded", "cased"))
    off = set(scheme.deprecated)
    globs = [(glob(text), one.iri) for one in concepts if one.iri not in off for text in one.patterns]
    names = Names((one, iri) for one, iri in globs if not one.exact)
    return Lexicon(scheme, characters, Forms(folded), Forms(cased), names)


def _packed(concept: Concept) -> list[object]:
    """The fields of a concept, its labels by kind and language."""
    labels: dict[str, list[str]] = {}
    for label in concept.labels:
        labels.setdefault(f"{label.kind} {label.language}", []).append(label.text)
    broader, related = ([_short(iri) for iri in iris] for iris in (concept.broader, concept.related))
    return [_short(concept.iri), labels, concept.patterns, broader, related, concept.matches]


def _concept(
    iri: str,
    labels: dict[str, list[str]],
    patterns: list[str],
    broader: list[str],
    related: list[str],
    matches: list[list[str]],
) -> Concept:
    named = []
    for key, texts in labels.items():
        kind, _, language = key.partition(" ")
        named += [Label(text, language, kind) for text in texts]
    return Concept(
        _long(iri),
        tuple(named),
        tuple(patterns),
        tuple(map(_long, broader)),
        tuple(map(_long, related)),
        tuple((kind, other) for kind, other in matches),
    )


def _short(iri: str) -> str:
    """The local name of an IRI of the scheme that ships; empty is empty."""
    return iri.removeprefix(TOPIC)


def _long(name: str) -> str:
    return TOPIC + name if name and ":" not in name else name


def _lines(value: object) -> str:
    """JSON with one member a line."""
    dump = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    match value:
        case dict():
            return "{\n" + ",\n".join(f"{dump(key)}:{dump(member)}" for key, member in value.items()) + "}"
        case list():
            return "[\n" + ",\n".join(map(dump, value)) + "]"
        case _:
            return dump(value)
