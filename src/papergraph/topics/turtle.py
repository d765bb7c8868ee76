"""The bytes of SKOS files in, what they say of topics out; a `ConfigError` with file and line where one is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from papergraph.errors import ConfigError
from papergraph.vocabulary import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox

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
    """`concept`, `scheme` or `other` for a type; a kind of label or link; `pattern`, `stop` or `deprecated`."""
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
                if predicate.value == _TYPE and isinstance(subject, node) and isinstance(value, node):
                    yield Statement(subject.value, _TYPES.get(value.value, "other"), "")
            elif not isinstance(subject, node):
                raise wrong(file, "what has labels needs an IRI", *_sought(value, predicate))
            elif kind in LINKS.values():
                if not isinstance(value, node):
                    raise wrong(file, f"{_curie(predicate)} must name a topic by its IRI", *_sought(value, predicate))
                yield Statement(subject.value, kind, value.value)
            elif not isinstance(value, literal):
                raise wrong(file, f"{_curie(predicate)} must be a text", *_sought(value, predicate))
            elif kind not in FLAGS.values() or value.value in _TRUE:
                yield Statement(subject.value, kind, value.value, _language(value.language or ""))
    except SyntaxError as error:
        raise ConfigError(f"{file.name}:{error.lineno or 1}: this is no Turtle: {error.msg}") from None


def _language(tag: str) -> str:
    """A language tag as RFC 5646 recommends it: `zh-Hans`, `pt-BR`."""
    first, *others = tag.split("-")
    return "-".join([first.lower(), *(_SUBTAG_CASE.get(len(part), str.lower)(part) for part in others)])


def wrong(file: File, message: str, *sought: str) -> ConfigError:
    """The error about a place in a file: the first line that holds one of the texts, or the local name of an IRI."""
    lines = file.content.decode("utf-8", "replace").splitlines()
    return ConfigError(f"{file.name}:{_line(lines, sought)}: {message}.")


def _line(lines: list[str], sought: Iterable[str]) -> int:
    for text in sought:
        for part in (text, text.rpartition("#")[2].rpartition("/")[2]):
            number = next((number for number, line in enumerate(lines, 1) if part and part in line), None)
            if number:
                return number
    return 1


def _sought(value: object, predicate: ox.NamedNode) -> tuple[str, str]:
    """Where to look for a statement: at its value, else at its property."""
    return str(getattr(value, "value", "")), predicate.value


def _curie(predicate: ox.NamedNode) -> str:
    for prefix, namespace in (("skos", _SKOS), ("pg", _PG)):
        if predicate.value.startswith(namespace):
            return f"{prefix}:{predicate.value.removeprefix(namespace)}"
    return predicate.value
