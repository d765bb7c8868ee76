"""What is said of a subject in, its text in N-Triples or Turtle out.

The two differ in how a term is written and how triples stand together; what is said is the same. A value
that is unknown comes as the empty text, and then nothing is written.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from hashlib import blake2b
from itertools import repeat
from typing import TypeAlias

from papergraph.iris import iri, web_iri
from papergraph.model import Reference
from papergraph.terms import Term, day, digits, moment, string
from papergraph.vocabulary import LOCAL_KINDS, PREFIXES, WORLD_PREFIXES, expand


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
_AND = "\0"
"""Between several objects in N-Triples; it stands in no term, where it would be escaped."""


class Syntax(ABC):
    """How the terms and descriptions of one graph are written."""

    def __init__(self, base_iri: str) -> None:
        self.base_iri = base_iri
        self.nodes = _Nodes(self)
        self.ends = _Ends(self)
        self._days = _Days(self)
        self._integers = _Integers(self)
        self._shapes: dict[tuple[tuple[str, ...], bytes], Shape] = {}

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
        return self.iri(full) if full else string(url)

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
        return f'"{said}"^^{self.word("xsd:dateTime")}' if (said := moment(text)) else ""

    def render(self, subject: Term, properties: Properties) -> str:
        """Return the text of one description; empty where nothing is said.

        The descriptions of one kind mostly say something of the same properties: what writes them is made once.
        """
        objects = tuple(properties.values())
        key = (tuple(properties), bytes(map(bool, objects)) if "" in objects else b"")
        shape = self._shapes.get(key)
        if shape is None:
            shape = self.several(key[0], [place for place, terms in enumerate(objects) if terms])
            self._shapes[key] = shape
        return shape(subject, objects)


class NTriples(Syntax):
    """One line a triple, every IRI in full, the lines of a subject sorted bytewise."""

    def __init__(self, base_iri: str) -> None:
        super().__init__(base_iri)
        self._words = _Words()

    def iri(self, full: str) -> Term:
        """Return the IRI in angle brackets."""
        return f"<{full}>"

    def own(self, kind: str, name: str) -> Term:
        """Return the IRI of something under the base IRI."""
        return f"<{self.base_iri}{kind}/{name}>"

    def word(self, curie: str) -> Term:
        """Return the IRI of a class or property."""
        return self._words[curie]

    def many(self, terms: Iterable[Term]) -> Objects:
        """Return the terms sorted."""
        known = [term for term in terms if term]
        return _AND.join(sorted(set(known))) if len(known) > 1 else "".join(known)

    def plain(self, value: str, datatype: str) -> Term:
        """Return the value with its datatype."""
        return f'"{value}"^^{self._words[f"xsd:{datatype}"]}'

    def single(self, *curies: str) -> Shape:
        """Write a line for each property, in the order of the predicates."""
        return self._lines(curies, range(len(curies)))

    def several(self, curies: tuple[str, ...], said: list[int]) -> Shape:
        """Write a line for each object, in the order of the predicates and objects."""
        write = self._lines(curies, said)
        predicates = [self.word(curie) for curie in curies]

        def write_several(subject: Term, objects: tuple[Objects, ...]) -> str:
            if _AND in "".join(objects):
                between = [f" .\n{subject} {predicate} " for predicate in predicates]
                objects = tuple(map(str.replace, objects, repeat(_AND), between))
            return write(subject, objects)

        return write_several

    def together(self, texts: list[str]) -> str:
        """Return the texts sorted."""
        return "".join(sorted(texts))

    def _lines(self, curies: Sequence[str], said: Iterable[int]) -> Shape:
        lines = sorted((f"{self.word(curies[place])} ", place) for place in said)
        return _compiled("".join(f"{{subject}} {predicate}{{objects[{place}]}} .\n" for predicate, place in lines))


class Turtle(Syntax):
    """Prefixed names wherever they are valid, one predicate a line."""

    wide = 4
    """Objects of one predicate up to which they share its line."""
    brief = 2
    """Properties up to which a description is one line, as the links of a list are."""

    def __init__(self, base_iri: str) -> None:
        super().__init__(base_iri)
        own = {kind: f"{base_iri}{kind}/" for kind in LOCAL_KINDS}
        self.prefixes = dict(sorted({**PREFIXES, **WORLD_PREFIXES, **own}.items()))
        self._prefix_of = {namespace: prefix for prefix, namespace in self.prefixes.items()}

    def iri(self, full: str) -> Term:
        """Return the IRI as a prefixed name if it can be one."""
        end = max(full.rfind("/"), full.rfind("#")) + 1
        prefix = self._prefix_of.get(full[:end])
        return f"{prefix}:{full[end:]}" if prefix and _LOCAL_NAME.fullmatch(full, end) else f"<{full}>"

    def own(self, kind: str, name: str) -> Term:
        """Return the prefixed name of something under the base IRI."""
        return f"{kind}:{name}"

    def word(self, curie: str) -> Term:
        """Return the CURIE itself."""
        return curie

    def many(self, terms: Iterable[Term]) -> Objects:
        """Return the terms in their order, on lines of their own where they are many."""
        distinct = list(dict.fromkeys(filter(None, terms)))
        return (", " if len(distinct) <= self.wide else ",\n        ").join(distinct)

    def plain(self, value: str, datatype: str) -> Term:  # noqa: ARG002 -- Turtle tells the datatype by the looks
        """Return the value bare."""
        return value

    def single(self, *curies: str) -> Shape:
        """Write a block with a line for each property, or one line where there are few."""
        return self.several(curies, list(range(len(curies))))

    def several(self, curies: tuple[str, ...], said: list[int]) -> Shape:
        """Write a block with a line for each property that says something, or one line where few do."""
        first, after = ("", " ; ") if len(said) <= self.brief else ("\n", " ;\n    ")
        lines = after.join(f"{curies[place]} {{objects[{place}]}}" for place in said)
        return _compiled(f"{first}{{subject}} {lines} .\n" if said else "")

    def together(self, texts: list[str]) -> str:
        """Return the texts in their order."""
        return "".join(texts)


# PN_LOCAL of Turtle, without `:` and without what needs a backslash.
_LETTERS = (
    "A-Za-z0-9_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_MORE = f"{_LETTERS}\\-\u00b7\u0300-\u036f\u203f\u2040"
_LOCAL_NAME = re.compile(
    rf"(?:[{_LETTERS}]|%[0-9A-Fa-f]{{2}})[{_MORE}]*(?:(?:%[0-9A-Fa-f]{{2}}|\.+(?=[{_MORE}%]))[{_MORE}]*)*"
)


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
        word, plain = self._syntax.word, self._syntax.plain
        terms = (f'"{said}"^^{word(f"xsd:{datatype}")}', plain(str(int(said[:4])), "integer")) if said else ("", "")
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


class _Words(dict[str, Term]):
    """The term of each class and property, made once."""

    def __missing__(self, curie: str) -> Term:
        term = self[curie] = f"<{expand(curie)}>"
        return term


def short_hash(*texts: str) -> str:
    """Return 16 hexadecimal digits that stand for some texts: 64 bits, so a million of them do not meet by chance."""
    return blake2b("\0".join(texts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def _compiled(template: str) -> Shape:
    """Return what fills a template with a subject and its objects.

    An f-string that is compiled once is three times as fast as anything that puts texts together by
    position. The template is made of the terms of the vocabulary and holds no text from elsewhere.
    """
    shape: Shape = eval(f"lambda subject, objects: f{template!r}")  # noqa: S307
    return shape
