"""Triples in, few bytes out: what the console of the page asks, a hundredth of the same as N-Triples.

The triples are exactly those of `exporters/ntriples.py`. What makes them small is no knowledge of what they say, but
of how they are written: subjects with the same properties, objects that are named again and again, names that end
with a hash, and that most links (`pg:Link`) repeat a triple that stands elsewhere. What is written in another way is
kept as well, in more bytes.

The reader is `web/src/triples.ts`; both describe the format: LZMA over a length (4 bytes, least first), so many
bytes of JSON (the header), then the columns in the header's order. A column of terms tells each by number: 0 is a
term that was not named before, which is the next line of the column's texts.
"""

from __future__ import annotations

import lzma
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from papergraph.exporters.chunks import near
from papergraph.exporters.columns import Column, encoded, framed, numbers
from papergraph.exporters.details import Json
from papergraph.model import Graph
from papergraph.notations import NTriples
from papergraph.terms import Term, without_surrogates
from papergraph.triples import descriptions
from papergraph.vocabulary import EDGE_TERMS, PREFIXES, expand

Said: TypeAlias = dict[Term, list[Term]]
"""Predicate → objects, of one subject."""
LEAST_OF_A_LINK = 6
"""Triples that each edge has at the least: its own, and those of its link."""
LEAST_OF_A_REASON = 3
"""Triples that each reason has at the least: its type, its method and who says so."""
HASH, BASE, DATATYPE = "\x01", "\x02", "\x03"
"""What stands in texts for 16 digits of a hash, for `<` with the base IRI, and for `"^^<` with that of XML Schema."""
_TYPE = f"<{expand('a')}>"
_LINK = [f"<{expand(f'pg:{name}')}>" for name in ("subject", "predicate", "object", "evidence")]
_HASH = re.compile(r"(?<=[/-])[0-9a-f]{16}(?=[->])")
_SHORT = 12
"""Digits of the hash of one end in the name of a link."""
_DATATYPE = f'"^^<{PREFIXES["xsd"]}'


def compact(graph: Graph, limit: int) -> bytes | None:
    """Return the triples of a graph; None where there are more than `limit`."""
    if _least(graph) > limit:
        return None
    writer = _Writer(graph.metadata.base_iri)
    left = limit
    for subject, said in _subjects(graph):
        left -= sum(map(len, said.values()))
        if left < 0:
            return None
        writer.take(subject, said)
    return squeezed(writer.written())


def _least(graph: Graph) -> int:
    """Return how many triples there are at the least, which is soon counted."""
    links = LEAST_OF_A_LINK * len(graph.edges)
    return links + LEAST_OF_A_REASON * len({reason for edge in graph.edges for reason in edge.evidence})


def squeezed(data: bytes) -> bytes:
    """Return bytes as LZMA in its own plain container, which tells the size of what is in it."""
    options = {"id": lzma.FILTER_LZMA1, "preset": 6, "lc": 3, "lp": 0, "pb": 0}
    packed = lzma.compress(data, format=lzma.FORMAT_ALONE, filters=[options])
    start = len(b"\x5d\x00\x00\x80\x00")  # of the size, which the writer leaves open
    return packed[:start] + len(data).to_bytes(8, "little") + packed[start + 8 :]


def _subjects(graph: Graph) -> Iterator[tuple[Term, Said]]:
    """Yield what is said of each subject; a few come twice. Edges that no word of the vocabulary tells are left out."""
    if any(edge[1] not in EDGE_TERMS for edge in graph.edges):
        graph = graph._replace(edges=tuple(edge for edge in graph.edges if edge[1] in EDGE_TERMS))
    for _, _, text in descriptions(graph, NTriples(graph.metadata.base_iri)):
        subject, said = "", Said()
        for line in text.split("\n"):
            if not line:
                continue
            parts = line.removesuffix(" .").split(" ", 2)
            if len(parts) < len(("subject", "predicate", "object")):
                continue  # of a word that is none of the vocabulary; the export has it broken as well
            one, predicate, term = parts
            if one != subject:
                if said:
                    yield subject, said
                subject, said = one, Said()
            said.setdefault(predicate, []).append(term)
        if said:
            yield subject, said


class _Writer:
    """Takes what is said of each subject, and writes all of it when all is known."""

    def __init__(self, base_iri: str) -> None:
        self.base_iri = base_iri
        self.link, self.evidence = f"<{base_iri}link/", f"<{base_iri}evidence/"
        self.plain: list[tuple[Term, Said]] = []
        self.reasons: list[tuple[Term, Said]] = []
        self.links: dict[tuple[Term, Term, Term], list[Term]] = {}
        """Subject, predicate and object of a link → its evidence."""
        self.names: dict[Term, str] = {}
        """What stands for a thing in the names of its links."""
        self.ids: dict[Term, int] = {}
        self.codes: defaultdict[str, list[int]] = defaultdict(list)
        """The numbers of the terms of each column, -1 for a new one; and the columns of other numbers."""
        self.texts: defaultdict[str, list[Term]] = defaultdict(list)
        self.predicates: dict[Term, int] = {}
        self.shapes: dict[tuple[Term, ...], int] = {}

    def take(self, subject: Term, said: Said) -> None:
        """Keep what is said of a subject."""
        if not subject.startswith(self.link):
            (self.reasons if subject.startswith(self.evidence) else self.plain).append((subject, said))
        elif not self._take_link(subject, said):
            self.plain.append((subject, said))

    def _take_link(self, subject: Term, said: Said) -> bool:
        """Keep a link as the evidence of a triple, if its name and all that is said of it follow from the triple."""
        if list(said) != sorted((_TYPE, *_LINK)) or any(len(said[one]) > 1 for one in (_TYPE, *_LINK[:3])):
            return False
        if said[_TYPE] != [f"<{expand('pg:Link')}>"]:
            return False
        one, predicate, other = (said[end][0] for end in _LINK[:3])
        name = subject[len(self.link) : -1].split("-")
        if [len(part) for part in name] != [_SHORT, len(local(predicate)), _SHORT] or name[1] != local(predicate):
            return False
        if self.names.setdefault(one, name[0]) != name[0] or self.names.setdefault(other, name[2]) != name[2]:
            return False
        self.links[one, predicate, other] = said[_LINK[3]]
        return True

    def written(self) -> bytes:
        """Return the header and the columns."""
        linked = {predicate for _, predicate, _ in self.links}
        hashes: dict[Term, str] = {}
        for subject, said in self.plain:
            self._write(subject, said, linked, hashes)
        for subject, said in sorted(self.reasons, key=lambda one: self.ids.get(one[0], len(self.ids))):
            self._write(subject, said, linked, hashes)
        for (one, predicate, other), evidence in self.links.items():  # of which no triple was found
            subject = f"{self.link}{self.names[one]}-{local(predicate)}-{self.names[other]}>"
            ends = dict(zip(_LINK, ([one], [predicate], [other], evidence), strict=True))
            said = {_TYPE: [f"<{expand('pg:Link')}>"], **ends}
            self._write(subject, said, set(), hashes)
        header: dict[str, Json] = {
            "base": self.base_iri,
            "predicates": list(self.predicates),
            "linked": sorted(place for one, place in self.predicates.items() if one in linked),
            "shapes": [[self.predicates[one] for one in shape] for shape in self.shapes],
            "records": len(self.codes["shape"]),
        }
        return framed(header, [*self._columns(), ("names", "hex", bytes.fromhex("".join(hashes.values())))])

    def _write(self, subject: Term, said: Said, linked: set[Term], hashes: dict[Term, str]) -> None:
        for predicate in said:
            self.predicates.setdefault(predicate, len(self.predicates))
        self.codes["shape"].append(self.shapes.setdefault(tuple(said), len(self.shapes)))
        self._name(subject, "subject")
        for predicate, objects in said.items():
            self.codes["count"].append(len(objects))
            for term in objects:
                self._name(term, str(self.predicates[predicate]))
                if predicate in linked:
                    self._write_link(subject, predicate, term, hashes)

    def _write_link(self, subject: Term, predicate: Term, term: Term, hashes: dict[Term, str]) -> None:
        evidence = self.links.pop((subject, predicate, term), [])
        self.codes["reasons"].append(len(evidence))
        if evidence:
            hashes.setdefault(subject, self.names[subject])
            hashes.setdefault(term, self.names[term])
        for one in evidence:
            self._name(one, "evidence")

    def _name(self, term: Term, column: str) -> None:
        number = self.ids.get(term, -1)
        if number < 0:
            self.ids[term] = len(self.ids)
            self.texts[column].append(term)
        self.codes[column].append(number)

    def _columns(self) -> Iterator[Column]:
        for name, codes in self.codes.items():
            if name in {"shape", "count", "reasons"}:
                yield name, "numbers", _numbers(codes)
            else:
                yield (name, *_terms(codes))
                yield from _texts(name, self.texts[name], self.base_iri)


def local(term: Term) -> str:
    """Return the last part of an IRI."""
    return re.split("[/#]", term[:-1])[-1]


def _numbers(values: Sequence[int]) -> bytes:
    import numpy as np

    return numbers(np.array(values, dtype=np.int64))


def _terms(codes: Sequence[int]) -> tuple[str, bytes]:
    """Return the numbers of terms, each by itself or by its distance from the one before, whichever packs better."""
    import numpy as np

    given = np.array(codes, dtype=np.int64)
    known = given >= 0
    distance = np.zeros(len(given), dtype=np.int64)
    distance[known] = near(np.diff(given[known], prepend=0)) + 1
    ways = {"each": numbers(given + 1), "steps": numbers(distance)}
    return min(ways.items(), key=lambda way: len(zlib.compress(way[1], 1)))


def _texts(name: str, terms: Iterable[Term], base_iri: str) -> Iterator[Column]:
    """Yield the texts of the new terms of a column, and the hashes that were in them."""
    text = "".join(f"{term}\n" for term in terms)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = without_surrogates(text)
    hashes = "".join(_HASH.findall(text))
    text = _HASH.sub(HASH, text).replace(f"<{base_iri}", BASE).replace(_DATATYPE, DATATYPE)
    yield name, "texts", encoded(text)
    yield name, "hashes", bytes.fromhex(hashes)
