"""N-Triples in, what a description of them counts out: triples, entities, classes, properties, links to elsewhere.

The lines of one subject stand together, as our own writer puts them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from papergraph.vocabulary import expand

_TYPE = f"<{expand('a')}>".encode()


class Target(NamedTuple):
    """A collection of the world that a graph links to."""

    name: str
    title: str
    home: str
    """The IRI of the collection."""
    space: str
    """How the IRIs of what is in it begin."""


TARGETS: Final[tuple[Target, ...]] = (
    Target("arxiv", "arXiv", "https://arxiv.org/", "https://arxiv.org/abs/"),
    Target("doi", "DOI", "https://doi.org/", "https://doi.org/"),
    Target("github", "GitHub", "https://github.com/", "https://github.com/"),
)

_AFTER_SCHEME = len(b"<https://")
_SPACES = tuple(f"<{target.space}".encode() for target in TARGETS)


class Census(NamedTuple):
    """Counts of a graph; the keys are IRIs."""

    triples: int
    subjects: int
    entities: int
    """Subjects that have a type."""
    classes: dict[str, int]
    """Class → how many are of it."""
    properties: dict[str, int]
    links: dict[str, dict[str, int]]
    """Name of a target → property → triples whose object is in it."""


def census(lines: Iterable[bytes]) -> Census:
    """Count the triples of sorted N-Triples, one a line.

    This is a loop over a million lines and more, so that it does nothing twice.
    """
    properties: defaultdict[bytes, int] = defaultdict(int)
    classes: defaultdict[bytes, int] = defaultdict(int)
    links: defaultdict[tuple[bytes, bytes], int] = defaultdict(int)
    subjects, entities, last, typed = 0, 0, b"", b""
    for line in lines:
        subject, predicate, rest = line.split(b" ", 2)
        properties[predicate] += 1
        if subject != last:
            last = subject
            subjects += 1
        if rest.startswith(_SPACES):
            links[predicate, rest[: rest.index(b"/", _AFTER_SCHEME)]] += 1
        elif predicate == _TYPE:
            classes[rest] += 1
            if subject != typed:
                typed = subject
                entities += 1
    return Census(
        sum(properties.values()),
        subjects,
        entities,
        {_iri(rest.removesuffix(b" .\n")): number for rest, number in sorted(classes.items())},
        {_iri(predicate): number for predicate, number in sorted(properties.items())},
        _by_target(links),
    )


def _by_target(links: Mapping[tuple[bytes, bytes], int]) -> dict[str, dict[str, int]]:
    """Put the links, which are counted by property and host, in the order of the targets."""
    found: dict[str, dict[str, int]] = {}
    for target, space in zip(TARGETS, _SPACES, strict=True):
        numbers = {_iri(predicate): number for (predicate, host), number in links.items() if space.startswith(host)}
        if numbers:
            found[target.name] = dict(sorted(numbers.items()))
    return found


def _iri(term: bytes) -> str:
    return term.decode()[1:-1]
