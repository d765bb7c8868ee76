"""The bytes of SKOS files in, what they say of topics out; a `ConfigError` with file and line where one is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from papergraph.errors import ConfigError
from papergraph.vocabulary import PREFIXES

_SKOS, _PG = PREFIXES["skos"], PREFIXES["pg"]
LABELS = {
    f"{_SKOS}prefLabel": "preferred",
    f"{_SKOS}altLabel": "alternative",
    f"{_SKOS}hiddenLabel": "hidden",
    f"{_PG}acronym": "acronym",
    f"{_PG}weakLabel": "weak",
}
"""A property → the kind of the label that it gives."""
LINKS = {
    f"{_SKOS}broader": "broader",
    f"{_SKOS}related": "related",
    f"{_SKOS}narrower": "narrower",
    **{f"{_SKOS}{name}": name for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")},
}
TEXTS = {f"{_PG}namePattern": "pattern", f"{_PG}stopPhrase": "stop"}
FLAGS = {"http://www.w3.org/2002/07/owl#deprecated": "deprecated"}
_KINDS = {**LABELS, **LINKS, **TEXTS, **FLAGS}
_TRUE = {"true", "1"}
_SUBTAG_CASE = {2: str.upper, 4: str.title}
"""The length of a subtag → how it is written: a region, a script."""
_TYPE = PREFIXES["rdf"] + "type"
_TYPES = {f"{_SKOS}Concept": "concept", f"{_SKOS}ConceptScheme": "scheme", f"{_SKOS}Collection": "scheme"}


class Statement(NamedTuple):
    """One thing that a file says of a topic."""

    subject: str
    kind: str
    """`concept`, `scheme`, a kind of label, a name of a link, `pattern`, `stop` or `deprecated`."""
    value: str
    language: str = ""


class File(NamedTuple):
    """A SKOS file."""

    name: str
    """As it is shown to the user."""
    content: bytes


def statements(file: File) -> Iterator[Statement]:
    """Yield what a Turtle file says of topics; what it says of other things is passed over.

    Raises:
        ConfigError: it is no Turtle, or the value of a property is of the wrong kind.
    """
    import pyoxigraph as ox

    literal, node = ox.Literal, ox.NamedNode
    try:
        for subject, predicate, value, _ in ox.parse(file.content, ox.RdfFormat.TURTLE):
            kind = _KINDS.get(predicate.value)
            if kind is None:
                if predicate.value == _TYPE and isinstance(subject, node) and value.value in _TYPES:
                    yield Statement(subject.value, _TYPES[value.value], "")
            elif not isinstance(subject, node):
                raise wrong(file, value.value if isinstance(value, literal) else kind, "a topic needs an IRI")
            elif kind in LINKS.values():
                if not isinstance(value, node):
                    raise wrong(file, str(value).strip('"'), f"{kind} must name a topic by its IRI")
                yield Statement(subject.value, kind, value.value)
            elif not isinstance(value, literal):
                raise wrong(file, value.value if isinstance(value, node) else kind, f"{kind} must be a text")
            elif kind not in FLAGS.values() or value.value in _TRUE:
                yield Statement(subject.value, kind, value.value, _language(value.language or ""))
    except SyntaxError as error:
        raise ConfigError(f"{file.name}:{error.lineno or 1}: this is no Turtle: {error.msg}") from None


def _language(tag: str) -> str:
    """A language tag as RFC 5646 recommends it: `zh-Hans`, `pt-BR`."""
    first, *others = tag.split("-")
    return "-".join([first.lower(), *(_SUBTAG_CASE.get(len(part), str.lower)(part) for part in others)])


def wrong(file: File, value: str, message: str) -> ConfigError:
    """The error about a value in a file; its line is the first that holds the value or the end of it."""
    lines = file.content.decode("utf-8", "replace").splitlines()
    return ConfigError(f"{file.name}:{_line(lines, value)}: {message}.")


def _line(lines: Iterable[str], value: str) -> int:
    """The first line that holds a value, or the local name of an IRI; 1 where none does."""
    numbered = list(enumerate(lines, 1))
    for sought in (value, value.rpartition("#")[2].rpartition("/")[2]):
        if sought:
            for number, line in numbered:
                if sought in line:
                    return number
    return 1
