"""The two plain syntaxes of RDF, N-Triples and Turtle; with a name around or behind them, TriG and N-Quads."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import repeat

from papergraph.syntax import Objects, Shape, Syntax
from papergraph.terms import Term
from papergraph.vocabulary import expand, prefixes

_AND = "\0"
"""Between several objects in N-Triples; it stands in no term, where it would be escaped."""
_LOCAL_NAME = re.compile(
    r"(?:[A-Za-z0-9_]|%[0-9A-Fa-f]{2})[A-Za-z0-9_-]*(?:(?:%[0-9A-Fa-f]{2}|\.+(?=[A-Za-z0-9_%-]))[A-Za-z0-9_-]*)*"
)
"""PN_LOCAL of Turtle, without `:` and without what needs a backslash; of characters replaced by `_Shapes`."""
_LETTERS = tuple(
    map(
        ord,
        "\u00c0\u00d7\u00d8\u00f7\u00f8\u0300\u0370\u037e\u037f\u2000\u200c\u200e\u2070\u2190\u2c00\u2ff0\u3001\ud800"
        "\uf900\ufdd0\ufdf0\ufffe\U00010000\U000f0000",
    )
)
"""Where runs of letters beyond ASCII begin, and where each of them has ended."""
_AFTER_LETTERS = {0xB7, *range(0x300, 0x370), 0x203F, 0x2040}


class _Shapes(dict[int, str]):
    """For `str.translate`: beyond ASCII a letter is `z`, what may only follow one `-`, and all else a space."""

    def __missing__(self, code: int) -> str:
        letter = "z" if bisect_right(_LETTERS, code) % 2 else " "
        shape = self[code] = "-" if code in _AFTER_LETTERS else letter
        return shape


_SHAPES = _Shapes({code: chr(code) for code in range(128)})


def _is_local(name: str) -> bool:
    """Whether a name may follow a prefix as it is."""
    return _LOCAL_NAME.fullmatch(name if name.isascii() else name.translate(_SHAPES)) is not None


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
        return compiled("".join(f"{{subject}} {predicate}{{objects[{place}]}} .\n" for predicate, place in lines))


class Turtle(Syntax):
    """Prefixed names wherever they are valid, one predicate a line."""

    wide = 4
    """Objects of one predicate up to which they share its line."""
    brief = 2
    """Properties up to which a description is one line, as the links of a list are."""

    def __init__(self, base_iri: str) -> None:
        super().__init__(base_iri)
        self.prefixes = dict(sorted(prefixes(base_iri).items()))
        self._prefix_of = {namespace: prefix for prefix, namespace in self.prefixes.items()}

    def iri(self, full: str) -> Term:
        """Return the IRI as a prefixed name if it can be one."""
        end = max(full.rfind("/"), full.rfind("#")) + 1
        prefix = self._prefix_of.get(full[:end])
        return f"{prefix}:{full[end:]}" if prefix and _is_local(full[end:]) else f"<{full}>"

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
        return compiled(f"{first}{{subject}} {lines} .\n" if said else "")

    def together(self, texts: list[str]) -> str:
        """Return the texts in their order."""
        return "".join(texts)


class _Words(dict[str, Term]):
    """The term of each class and property, made once."""

    def __missing__(self, curie: str) -> Term:
        term = self[curie] = f"<{expand(curie)}>"
        return term


def compiled(template: str) -> Shape:
    """Return what fills a template with a subject and its objects.

    An f-string that is compiled once is three times as fast as anything that puts texts together by
    position. The template is made of the terms of the vocabulary and holds no text from elsewhere.
    """
    shape: Shape = eval(f"lambda subject, objects: f{template!r}")  # noqa: S307
    return shape
