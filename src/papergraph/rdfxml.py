"""The syntax of RDF/XML: an element a subject, in it an element a statement.

XML 1.0 has no way to hold most control characters, not even escaped: U+FFFD stands for each of them, as it does for
half a surrogate pair in every format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from papergraph import terms
from papergraph.syntax import Objects, Shape, Syntax
from papergraph.terms import Term
from papergraph.vocabulary import PREFIXES, expand

_END = "\0"
"""Stands for the end tag of a statement, whose name only its description knows."""
_AND = "\1"
"""Between several objects of one property. Neither is in any text, where XML cannot hold them."""
_IRI = (' rdf:resource="', '"/>')
_SPECIAL = re.compile("[\\x00-\\x08\\x0b-\\x1f&<>\ud800-\udfff\ufffe\uffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}


def escaped(text: str) -> str:
    """Return the text as XML holds it between two tags."""
    return _SPECIAL.sub(lambda found: _ESCAPES.get(found[0], "\ufffd"), text)


def _string(text: str | None) -> Term:
    return f">{escaped(text)}{_END}" if text else ""


def _text(text: str | None) -> Term:
    tag = terms.language(text) if text and not text.isascii() else ""
    return _tagged(text, tag) if text and tag else _string(text)


def _tagged(written: str, tag: str) -> Term:
    return f' xml:lang="{tag}"{_string(written)}' if tag else _text(written)


class RdfXml(Syntax):
    """A term is the rest of a statement's element, after its name."""

    string = staticmethod(_string)
    text = staticmethod(_text)
    tagged = staticmethod(_tagged)

    def iri(self, full: str) -> Term:
        """Return the IRI as an attribute."""
        return full.replace("&", "&amp;").join(_IRI)

    def own(self, kind: str, name: str) -> Term:
        """Return the IRI of something under the base IRI."""
        return self.iri(f"{self.base_iri}{kind}/{name}")

    def word(self, curie: str) -> Term:
        """Return the IRI of a class or property."""
        return self.iri(expand(curie))

    def many(self, terms: Iterable[Term]) -> Objects:
        """Return the terms in their order."""
        return _AND.join(dict.fromkeys(filter(None, terms)))

    def plain(self, value: str, datatype: str) -> Term:
        """Return the value with its datatype."""
        return self.typed(value, datatype)

    def typed(self, value: str, datatype: str) -> Term:
        """Return the value with its datatype."""
        return f' rdf:datatype="{PREFIXES["xsd"]}{datatype}">{value}{_END}'

    def single(self, *curies: str) -> Shape:
        """Write an element for each property."""
        return self.several(curies, list(range(len(curies))))

    def several(self, curies: tuple[str, ...], said: list[int]) -> Shape:
        """Write an element for each object of each property that says something."""
        names = ["rdf:type" if curie == "a" else curie for curie in curies]
        tags = [(place, f"\n  <{names[place]}", f"</{names[place]}>") for place in said]

        def write(subject: Term, objects: tuple[Objects, ...]) -> str:
            if not tags:
                return ""
            statements = [start + objects[place].replace(_AND, start).replace(_END, end) for place, start, end in tags]
            return f'<rdf:Description rdf:about="{_address(subject)}">{"".join(statements)}\n</rdf:Description>\n'

        return write

    def together(self, texts: list[str]) -> str:
        """Return the elements in their order."""
        return "".join(texts)


def _address(term: Term) -> str:
    return term[len(_IRI[0]) : -len(_IRI[1])]
