"""What is said of a subject in, its text in a syntax of RDF out.

Syntaxes differ in how a term is written and how triples stand together; what is said is the same. A value
that is unknown comes as the empty text, and then nothing is written.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from hashlib import blake2b
from typing import TypeAlias

from papergraph.iris import iri, web_iri
from papergraph.model import Reference
from papergraph.terms import Term, day, digits, moment, string, tagged, text


class Section(StrEnum):
    """The parts of an export, in their order; the value is the heading."""

    DATASET = "This graph"
    NOTES = "Notes"
    ENTRIES = "Entries"
    ARTICLES = "Articles"
    PAPERS = "Papers"
    REPOSITORIES = "Repositories"
    PEOPLE = "People and organisations"
    VENUES = "Venues"
    TOPICS = "Topics"
    OTHERS = "Others"
    LINKS = "Links, and why each is there"
    OBSERVATIONS = "Observations: which source gave which facts, and when"
    SOURCES = "Sources"


Objects: TypeAlias = str
"""No term, one, or several that `Syntax.many` has joined."""
Properties: TypeAlias = dict[str, Objects]
"""CURIE of a property → what it says."""
Description: TypeAlias = tuple[Section, Term, str]
"""A subject and the text of all that is said of it; or of it and of subjects whose names begin as its own does."""
Shape: TypeAlias = Callable[[Term, tuple[Objects, ...]], str]
"""What writes descriptions with the same properties: a subject and the objects of each property in, text out."""

_SHORTER = 12
"""Digits that stand for one thing in a name that is made of several."""


class Syntax(ABC):
    """How the terms and descriptions of one graph are written."""

    string = staticmethod(string)
    """Returns a text that belongs to no language."""
    text = staticmethod(text)
    """Returns a text in some language."""
    tagged = staticmethod(tagged)
    """Returns a text in the language of a tag."""

    def __init__(self, base_iri: str) -> None:
        self.base_iri = base_iri
        self.nodes = _Nodes(self)
        self.ends = _Ends(self)
        self._days = _Days(self)
        self._integers = _Integers(self)
        self._kinds: dict[tuple[str, ...], Shape] = {}

    @abstractmethod
    def iri(self, full: str) -> Term:
        """Return the term of a valid IRI."""

    @abstractmethod
    def own(self, kind: str, name: str) -> Term:
        """Return the term of something under the base IRI; kind and name are ASCII letters, digits and dashes."""

    @abstractmethod
    def word(self, curie: str) -> Term:
        """Return the term of a class or property of the vocabulary."""

    @abstractmethod
    def many(self, terms: Iterable[Term]) -> Objects:
        """Return several terms as the objects of one property, each once."""

    @abstractmethod
    def plain(self, value: str, datatype: str) -> Term:
        """Return a number or a truth value, which Turtle writes bare."""

    @abstractmethod
    def single(self, *curies: str) -> Shape:
        """Return what writes descriptions that have exactly one object of each property."""

    @abstractmethod
    def several(self, curies: tuple[str, ...], said: list[int]) -> Shape:
        """Return what writes descriptions that have these properties, and say something at those places."""

    @abstractmethod
    def together(self, texts: list[str]) -> str:
        """Return one text of several descriptions."""

    def each(self, term: Callable[[str], Term], values: Sequence[str]) -> Objects:
        """Return the terms of several values as the objects of one property."""
        return self.many(map(term, values)) if values else ""

    def words(self, *curies: str) -> Objects:
        """Return classes or properties as the objects of one property."""
        return self.many(map(self.word, curies))

    def url(self, url: str | None) -> Term:
        """Return a web address as an IRI, and as plain text where it is none (a path, a word)."""
        full = web_iri(url) if url else None
        return self.iri(full) if full else self.no_address(url)

    def no_address(self, text: str | None) -> Term:
        """Return a plain text where others have an IRI."""
        return self.string(text)

    def typed(self, value: str, datatype: str) -> Term:
        """Return a value of ASCII letters, digits and marks that stands in quotes, with its datatype."""
        return f'"{value}"^^{self.word(f"xsd:{datatype}")}'

    def integer(self, number: int | None) -> Term:
        """Return a whole number."""
        return self._integers[number]

    def boolean(self, value: bool | None) -> Term:  # noqa: FBT001 -- the value itself, not a switch
        """Return true or false."""
        return "" if value is None else self.plain(str(value).lower(), "boolean")

    def decimal(self, number: float | None) -> Term:
        """Return a number; what is not finite is not known."""
        return self.plain(value, "decimal") if (value := digits(number)) else ""

    def date(self, text: str | None) -> Term:
        """Return the day, month or year that an ISO text names; the time of day is left out, as is what is no date."""
        return self._days[text or ""][0]

    def year(self, text: str | None) -> Term:
        """Return the year of an ISO text as a number."""
        return self._days[text or ""][1]

    def moment(self, text: str) -> Term:
        """Return an ISO date with its time of day; nothing where only the day is known."""
        return self.typed(said, "dateTime") if (said := moment(text)) else ""

    def render(self, subject: Term, properties: Properties) -> str:
        """Return the text of one description; empty where nothing is said."""
        return self.kind(tuple(properties))(subject, tuple(properties.values()))

    def kind(self, curies: tuple[str, ...]) -> Shape:
        """Return what writes descriptions with these properties, of which each may say nothing.

        The descriptions of one kind mostly say something of the same properties: what writes them is made once.
        """
        write = self._kinds.get(curies)
        if write is None:
            write = self._kinds[curies] = self._any(curies)
        return write

    def _any(self, curies: tuple[str, ...]) -> Shape:
        shapes: dict[bytes, Shape] = {}

        def write(subject: Term, objects: tuple[Objects, ...]) -> str:
            said = bytes(map(bool, objects)) if "" in objects else b""
            shape = shapes.get(said)
            if shape is None:
                shape = self.several(curies, [place for place, terms in enumerate(objects) if terms])
                shapes[said] = shape
            return shape(subject, objects)

        return write


class _Nodes(dict[Reference, Term]):
    """The term of each reference, made once."""

    def __init__(self, syntax: Syntax) -> None:
        super().__init__()
        self._syntax = syntax

    def __missing__(self, reference: Reference) -> Term:
        term = self[reference] = self._syntax.iri(iri(reference, self._syntax.base_iri))
        return term


class _Ends(dict[Reference, tuple[Term, str]]):
    """The term of each thing, and what stands for it in the names of its links; made once."""

    def __init__(self, syntax: Syntax) -> None:
        super().__init__()
        self._nodes = syntax.nodes

    def __missing__(self, reference: Reference) -> tuple[Term, str]:
        end = self[reference] = (self._nodes[reference], short_hash(*reference)[:_SHORTER])
        return end


class _Days(dict[str, tuple[Term, Term]]):
    """The date and the year of each ISO text, made once: the same days come again and again."""

    def __init__(self, syntax: Syntax) -> None:
        super().__init__()
        self._syntax = syntax

    def __missing__(self, text: str) -> tuple[Term, Term]:
        said, datatype = day(text)
        typed, plain = self._syntax.typed, self._syntax.plain
        terms = (typed(said, datatype), plain(str(int(said[:4])), "integer")) if said else ("", "")
        self[text] = terms
        return terms


class _Integers(dict[int | None, Term]):
    """The term of each number, made once: lines, years and ratings come again and again."""

    def __init__(self, syntax: Syntax) -> None:
        super().__init__()
        self._syntax = syntax

    def __missing__(self, number: int | None) -> Term:
        term = self[number] = "" if number is None else self._syntax.plain(str(number), "integer")
        return term


def short_hash(*texts: str) -> str:
    """Return 16 hexadecimal digits that stand for some texts: 64 bits, so a million of them do not meet by chance."""
    return blake2b("\0".join(texts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
