"""Put the topics that ship into their one order: a block a concept by IRI, a line a statement, labels by language.

usage: python scripts/topics.py           write the file anew
       python scripts/topics.py check     fail when it is not in order
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

DATA = Path(__file__).resolve().parent.parent / "src" / "papergraph" / "topics" / "data"
TOPICS = DATA / "papergraph-topics.ttl"
PREFIXES = {
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "pg": "https://w3id.org/papergraph/ns#",
    "pgt": "https://w3id.org/papergraph/topic/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
}
PREDICATES = (
    "a",
    "rdfs:subPropertyOf",
    "rdfs:comment",
    "dcterms:license",
    "skos:inScheme",
    "skos:topConceptOf",
    "skos:hasTopConcept",
    "skos:broader",
    "skos:related",
    "skos:prefLabel",
    "skos:altLabel",
    "skos:hiddenLabel",
    "pg:acronym",
    "pg:weakLabel",
    "pg:namePattern",
    "pg:stopPhrase",
    "dcterms:description",
    "skos:scopeNote",
)
LANGUAGES = {"": "", "en": "en", "zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "ja": "ja", "ko": "ko"}
Statement = tuple[str, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]


def short(iri: str) -> str:
    """Write an IRI with its prefix, or in full."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and "/" not in (rest := iri.removeprefix(namespace)):
            return f"{prefix}:{rest}"
    return f"<{iri}>"


def ranked(statement: Statement) -> tuple[int, int, str]:
    """Say where in its block a statement stands."""
    predicate, value = statement
    rank = PREDICATES.index(predicate)
    if isinstance(value, ox.Literal):
        return rank, list(LANGUAGES).index((value.language or "").lower()), value.value
    return rank, 0, str(value)


def written(value: object) -> str:
    """Write an object as Turtle does."""
    if isinstance(value, ox.NamedNode):
        return short(value.value)
    if isinstance(value, ox.Literal):
        text = value.value.replace("\\", "\\\\").replace('"', '\\"')
        language = LANGUAGES[(value.language or "").lower()]
        return f'"{text}"@{language}' if language else f'"{text}"'
    raise ValueError(f"{value} has no place in the scheme")


def block(subject: str, statements: Iterable[Statement]) -> str:
    """Write all that is said of a subject."""
    lines = [f"{predicate} {written(value)}" for predicate, value in sorted(set(statements), key=ranked)]
    return f"{short(subject)} " + " ;\n  ".join(lines) + " .\n"


def blocks(turtle: bytes) -> Iterator[str]:
    """The blocks of the file: the scheme, the terms it uses, the concepts."""
    about: dict[str, list[Statement]] = defaultdict(list)
    for quad in ox.parse(turtle, ox.RdfFormat.TURTLE):
        predicate = short(quad.predicate.value).replace("rdf:type", "a")
        about[str(quad.subject).strip("<>")].append((predicate, quad.object))
    yield "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items() if prefix not in {"owl", "rdf"})
    scheme = PREFIXES["pgt"]
    for subject in sorted(about, key=lambda iri: (iri != scheme, iri.startswith(scheme), iri)):
        yield block(subject, about[subject])


def formatted(turtle: bytes) -> bytes:
    """Return the same triples in order."""
    return "\n".join(blocks(turtle)).encode()


def main(arguments: list[str]) -> int:
    """Write or check."""
    before = TOPICS.read_bytes()
    after = formatted(before)
    if arguments == ["check"]:
        if before != after:
            print(f"{TOPICS.name} is not in order: python scripts/topics.py", file=sys.stderr)
        return int(before != after)
    if arguments:
        print(__doc__, file=sys.stderr)
        return 2
    TOPICS.write_bytes(after)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
