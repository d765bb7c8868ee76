"""The syntax of JSON-LD: an object a subject, with keys that read like JSON."""

from __future__ import annotations

from collections.abc import Iterable

from papergraph import terms
from papergraph.context import KEYS, WORDS, WORLD_NAMESPACES, own
from papergraph.notations import compiled
from papergraph.syntax import Objects, Shape, Syntax
from papergraph.terms import Term

_SAFE = 1 << 53
"""Whole numbers from here on are not the same for every reader of JSON."""


def _text(text: str | None) -> Term:
    """Return a text in some language, as an object where the language is known."""
    tag = terms.language(text) if text and not text.isascii() else ""
    return _tagged(text, tag) if text and tag else terms.string(text)


def _tagged(written: str, tag: str) -> Term:
    """Return a text in the language of a tag; without one the script tells."""
    return f'{{"@language":"{tag}","@value":{terms.string(written)}}}' if tag else _text(written)


class JsonLd(Syntax):
    """Values as JSON has them wherever the context tells what they are."""

    text = staticmethod(_text)
    tagged = staticmethod(_tagged)

    def __init__(self, base_iri: str) -> None:
        super().__init__(base_iri)
        self._own = own(base_iri)
        self._prefix_of = {namespace: prefix for prefix, namespace in WORLD_NAMESPACES.items()}

    def iri(self, full: str) -> Term:
        """Return the IRI, short where there is a prefix for it."""
        if full.startswith(self.base_iri):
            return f'"{self._own}{full[len(self.base_iri) :]}"'
        end = max(full.rfind("/"), full.rfind("#")) + 1
        prefix = self._prefix_of.get(full[:end])
        return f'"{prefix}:{full[end:]}"' if prefix and end < len(full) else f'"{full}"'

    def own(self, kind: str, name: str) -> Term:
        """Return the short IRI of something under the base IRI."""
        return f'"{self._own}{kind}/{name}"'

    def word(self, curie: str) -> Term:
        """Return the name of a class or property."""
        return f'"{WORDS.get(curie, curie)}"'

    def many(self, terms: Iterable[Term]) -> Objects:
        """Return the terms in their order, as an array."""
        distinct = list(dict.fromkeys(filter(None, terms)))
        return f"[{','.join(distinct)}]" if distinct else ""

    def plain(self, value: str, datatype: str) -> Term:
        """Return the value bare, or as text where the key tells the type or a reader might lose digits."""
        if datatype == "decimal":
            return f'"{value}"'
        if datatype == "integer" and not -_SAFE < int(value) < _SAFE:
            return f'{{"@type":"xsd:integer","@value":"{value}"}}'
        return value

    def typed(self, value: str, datatype: str) -> Term:
        """Return a date or moment, as an object where it is no more than a month or a year."""
        return f'{{"@type":"xsd:{datatype}","@value":"{value}"}}' if datatype.startswith("g") else f'"{value}"'

    def no_address(self, text: str | None) -> Term:
        """Return a plain text as an object, for under the key an address is expected."""
        return f'{{"@value":{self.string(text)}}}' if text else ""

    def single(self, *curies: str) -> Shape:
        """Write an object with a member for each property."""
        return self.several(curies, list(range(len(curies))))

    def several(self, curies: tuple[str, ...], said: list[int]) -> Shape:
        """Write an object with a member for each property that says something."""
        members = "".join(f',"{KEYS[curies[place]]}":{{objects[{place}]}}' for place in said)
        return compiled(f'{{{{"id":{{subject}}{members}}}}}' if said else "")

    def together(self, texts: list[str]) -> str:
        """Return the objects as members of an array."""
        return ",\n".join(texts)
