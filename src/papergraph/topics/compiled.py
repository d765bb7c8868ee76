"""An index of a scheme → JSON, and back: what ships is compiled once, so that no build pays for it; pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from papergraph.topics.lexicon import Forms, Lexicon, Meaning, Meanings
from papergraph.topics.names import Names, glob
from papergraph.topics.normalise import Characters
from papergraph.topics.scheme import TOPIC, Concept, Label, Scheme

FORMAT = "1"
"""Another one with every change of what is compiled, or of how."""


def encode(lexicon: Lexicon, checksum: str) -> bytes:
    """The index as JSON, which says from what it was made; one concept or word a line, so that changes can be read."""
    scheme = lexicon.scheme
    parts: dict[str, Any] = {
        "checksum": checksum,
        "concepts": {_short(concept.iri): _packed(concept) for concept in scheme.concepts.values()},
        "stop_phrases": list(scheme.stop_phrases),
        "deprecated": list(scheme.deprecated),
        "globs": sorted([one.pattern, _short(iri)] for one, iri in lexicon.names.globs),
    }
    for name, forms in (("folded", lexicon.folded), ("cased", lexicon.cased)):
        parts[f"{name} table"] = [
            [(_short(one.concept), one.rule, int(one.japanese)) for one in m] for m in forms.table
        ]
        parts[name] = {key: forms.groups[key] for key in sorted(forms.groups)}
    members = ",\n".join(f"{json.dumps(name)}:{_lines(value)}" for name, value in parts.items())
    return f"{{{members}}}\n".encode()


def decode(content: bytes, checksum: str, characters: Characters) -> Lexicon | None:
    """The index; None where it was made from something else."""
    if not content.startswith(f'{{"checksum":"{checksum}"'.encode()):
        return None
    parts = json.loads(content)
    concepts = _Concepts({_long(name): fields for name, fields in parts["concepts"].items()})
    scheme = Scheme(concepts, tuple(parts["stop_phrases"]), tuple(parts["deprecated"]))
    folded, cased = (Forms(parts[name], _table(parts[f"{name} table"])) for name in ("folded", "cased"))
    names = Names((glob(pattern), _long(concept)) for pattern, concept in parts["globs"])
    return Lexicon(scheme, characters, folded, cased, names)


class _Concepts(Mapping[str, Concept]):
    """Concepts by IRI, each made when it is asked for: few builds ask for all."""

    def __init__(self, packed: dict[str, list[Any]]) -> None:
        self._packed = packed
        self._known: dict[str, Concept] = {}

    def __getitem__(self, iri: str) -> Concept:
        known = self._known.get(iri)
        if known is None:
            known = self._known[iri] = _concept(iri, *self._packed[iri])
        return known

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def _table(rows: list[list[list[Any]]]) -> list[Meanings]:
    return [
        tuple(Meaning(_long(concept), rule, bool(japanese)) for concept, rule, japanese in meanings)
        for meanings in rows
    ]


def _packed(concept: Concept) -> list[object]:
    """The fields of a concept, its labels by kind and language."""
    labels: dict[str, list[str]] = {}
    for label in concept.labels:
        labels.setdefault(f"{label.kind} {label.language}", []).append(label.text)
    broader, related = ([_short(iri) for iri in iris] for iris in (concept.broader, concept.related))
    return [labels, concept.patterns, broader, related, concept.matches]


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
        iri,
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
