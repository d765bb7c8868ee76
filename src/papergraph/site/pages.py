"""A thing in, what its page tells out: facts with who says so, links in both directions with why, observations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from urllib.parse import quote

from papergraph.merge import known
from papergraph.model import RANK_CATALOG, Graph, Origin, Reference
from papergraph.site.places import Place
from papergraph.site.statements import Curie, Iri, Said, Statements, clean, literal, shortened
from papergraph.site.told import INWARD, OUTWARD, Fact, Group, Item, Mark, Observation, Reason, Value
from papergraph.site.words import KINDS, Kind, in_order, inward, method, outward
from papergraph.syntax import short_hash
from papergraph.terms import Term, day
from papergraph.vocabulary import FIELD_TERMS

NAMES = ("schema:name", "skos:prefLabel", "dcterms:title", "pg:path", "schema:identifier")
"""Properties that hold what a thing is called, the best first."""
DATES = frozenset({"xsd:date", "xsd:gYearMonth", "xsd:gYear", "xsd:dateTime"})
_INTERNAL = frozenset({"skos:inScheme", "bibo:authorList"})
"""What a page tells in another way."""
_NOT_FIELDS = 2
"""Every record begins with its reference and origin."""


class Book:
    """What all pages are made from: who is called what, is where, and is named by whom."""

    def __init__(self, statements: Statements, graph: Graph, kinds: Mapping[Iri, Kind]) -> None:
        self.statements = statements
        self.graph = graph
        self.kinds = kinds
        self.places: dict[Iri, Place] = {}
        self.names: dict[Iri, Value] = {iri: name_of(iri, statements.said.get(iri, {})) for iri in kinds}
        self.iris: dict[Reference, Iri] = {reference: iri for iri, reference in statements.references.items()}
        self._notes: dict[Iri, str] = {}

    @cached_property
    def named_by(self) -> dict[Iri, dict[Curie, list[Iri]]]:
        """Thing with a page → property → the things with pages that say it of them."""
        found: dict[Iri, dict[Curie, list[Iri]]] = {}
        for iri in self.kinds:
            for curie, terms in self.statements.said.get(iri, {}).items():
                if curie in _INTERNAL:
                    continue
                for term in terms:
                    if (other := term[1:-1]) in self.kinds and other != iri:
                        found.setdefault(other, {}).setdefault(curie, []).append(iri)
        return found

    def note_path(self, iri: Iri) -> str:
        """Return the path of the note that a note or an entry is, or stands in; else nothing."""
        if iri not in self._notes:
            said = self.statements.said.get(iri, {})
            if path := said.get("pg:path"):
                self._notes[iri] = literal(path[0]).text
            else:
                parent = said.get("dcterms:isPartOf", [""])[0][1:-1]
                above = self.statements.said.get(parent, {}).get("pg:path")
                self._notes[iri] = literal(above[0]).text if above else ""
        return self._notes[iri]


class Page:
    """The view of one thing from its own page; `up` leads from there to the root of the site."""

    def __init__(self, book: Book, iri: Iri) -> None:
        self.book = book
        self.iri = iri
        self.place = book.places[iri]
        self.up = "../" * self.place.path.count("/")
        self.said: Said = book.statements.said.get(iri, {})
        self.told: dict[Iri, str] = {}
        """What is told here that has no page of its own → its fragment."""

    def facts(self) -> list[Fact]:
        """Return what is said in words, numbers and addresses."""
        sources = self._sources
        facts = []
        for curie, terms in self._properties():
            values = [self._value(term) for term in terms if not self._is_link(curie, term)]
            if values:
                facts.append(Fact(outward(curie), values, self._origin(sources.get(curie))))
        return facts

    def groups(self) -> Iterator[Group]:
        """Yield the links from here, then the links to here."""
        listed = self._authors()
        for curie, terms in self._properties():
            others = [term[1:-1] for term in terms if self._is_link(curie, term)]
            if curie == "schema:author" and listed:
                others = list(dict.fromkeys([*listed, *others]))
            if others:
                yield Group(outward(curie), OUTWARD, [self._item(self.iri, curie, other, listed) for other in others])
        for curie, others in self.book.named_by.get(self.iri, {}).items():
            yield Group(inward(curie), INWARD, [self._item(other, curie, self.iri, {}) for other in others])

    def _properties(self) -> Iterator[tuple[Curie, list[Term]]]:
        for curie in in_order(self.said):
            if curie not in _INTERNAL:
                yield curie, self.said[curie]

    def observations(self) -> Iterator[Observation]:
        """Yield what catalogues and services gave."""
        for iri in self.book.statements.observations_of.get(self.iri, ()):
            said = self.book.statements.said[iri]
            if mark := self._mark(said):
                words = [outward(shortened(term[1:-1])) for term in said.get("pg:property", ())]
                yield Observation(self._anchor(iri), mark, words)

    @cached_property
    def file(self) -> str:
        """The address of the note file, of a note or an entry; empty where it is not known."""
        line = self.said.get("pg:line")
        return self._note_file(self.book.note_path(self.iri), literal(line[0]).text if line else "")

    @cached_property
    def in_graph(self) -> str:
        """The fragment of graph.html that shows the thing; empty for what it does not show."""
        reference = self.book.statements.references.get(self.iri)
        shown = reference is not None and reference in self.book.graph.records
        return "at=" + quote(clean(str(reference)), safe=":/!'()*") if shown else ""

    @cached_property
    def _sources(self) -> dict[Curie, Origin]:
        """Property → who says what was chosen for it."""
        found: dict[Curie, Origin] = {}
        reference = self.book.statements.references.get(self.iri)
        for record in self.book.graph.records.get(reference, ()) if reference else ():
            for field, value in zip(record._fields[_NOT_FIELDS:], record[_NOT_FIELDS:], strict=True):
                if known(value) and field in FIELD_TERMS:
                    found.setdefault(FIELD_TERMS[field], record.origin)
        for alike in (("schema:name", "skos:prefLabel"), ("schema:datePublished", "pg:year")):
            if alike[0] in found:
                found.setdefault(alike[1], found[alike[0]])
        return found

    def _is_link(self, curie: Curie, term: Term) -> bool:
        """Tell whether a term is another thing with a page, or a web page that there is evidence for."""
        other = term[1:-1]
        if term[0] != "<" or other == self.iri:
            return False
        return other in self.book.kinds or (self.iri, curie, other) in self.book.statements.reasons

    def _value(self, term: Term) -> Value:
        if term[0] == "<":
            iri = term[1:-1]
            web = iri.startswith(("https://", "http://"))
            return Value(clean(shortened(iri)), iri if web else "")
        text, language, datatype = literal(term)
        if datatype == "xsd:boolean":
            return Value({"true": "yes", "false": "no"}.get(text, text))
        return Value(clean(text), "", language, datatype in DATES)

    def _link(self, iri: Iri) -> Value:
        place = self.book.places.get(iri)
        return self.book.names[iri]._replace(href=self.up + place.url) if place else self._value(f"<{iri}>")

    def _authors(self) -> dict[Iri, Iri]:
        """Return the authors in their order, each with the name of its link in the list."""
        heads = self.said.get("bibo:authorList", ())
        members = [one for head in heads for one in self.book.statements.members(head)]
        found: dict[Iri, Iri] = {}
        for link, term in members:
            found.setdefault(term[1:-1], link)
        return found

    def _item(self, subject: Iri, curie: Curie, object_: Iri, listed: Mapping[Iri, Iri]) -> Item:
        other = object_ if subject == self.iri else subject
        link = self.book.statements.reasons.get((subject, curie, object_))
        named = [one for one in (link, listed.get(other)) if one]
        anchors = list(filter(None, map(self._anchor, named)))
        evidence = self.book.statements.said[link].get("pg:evidence", ()) if link else ()
        return Item(self._link(other), anchors, [self._reason(term[1:-1]) for term in evidence])

    def _reason(self, iri: Iri) -> Reason:
        said = self.book.statements.said.get(iri, {})
        words = [method(shortened(term[1:-1])) for term in said.get("pg:method", ())]
        quoted = said.get("pg:quote")
        confidence = said.get("pg:confidence")
        return Reason(
            self._anchor(iri),
            ", ".join(words),
            self._value(quoted[0]) if quoted else None,
            self._mark(said),
            literal(confidence[0]).text if confidence else "",
        )

    def _mark(self, said: Said) -> Mark | None:
        """Return who is named by evidence or an observation."""
        sources = said.get("prov:wasDerivedFrom")
        if not sources:
            return None
        iri = sources[0][1:-1]
        lines, days = said.get("pg:line"), said.get("pg:retrievedAt")
        return self._said_by(iri, literal(lines[0]).text if lines else "", literal(days[0]).text if days else "")

    def _origin(self, origin: Origin | None) -> Mark | None:
        if origin is None:
            return None
        kind = "source" if origin.rank >= RANK_CATALOG else "note"
        iri = self.book.iris.get(Reference(kind, origin.source), "")
        return self._said_by(iri, str(origin.line or ""), day(origin.date)[0], clean(origin.source))

    def _said_by(self, iri: Iri, line: str, day: str, name: str = "") -> Mark:
        path = self.book.note_path(iri)
        text = clean(path) or (self.book.names[iri].text if iri in self.book.names else name)
        place = self.book.places.get(iri)
        return Mark(
            f"{text}:{line}" if line else text, self.up + place.url if place else "", self._note_file(path, line), day
        )

    def _note_file(self, path: str, line: str) -> str:
        """Return the address of a note file as seen from this page, at the line where it is on the web."""
        url = self.book.graph.metadata.notes_url
        if not path or url is None:
            return ""
        address = f"{url.rstrip('/')}/{quote(path)}"
        if url.startswith(("https://", "http://")):
            return f"{address}#L{line}" if line else address
        return f"{self.up}../{address}"

    def _anchor(self, iri: Iri) -> str:
        """Return the name of a place on the page, once; then nothing."""
        if iri in self.told:
            return ""
        anchor = self.told[iri] = anchor_of(iri, self.book.statements.base_iri)
        return anchor


def name_of(iri: Iri, said: Said) -> Value:
    """Return what a thing is called: its name, or the last of its IRI."""
    for curie in NAMES:
        if terms := said.get(curie):
            text, language, _ = literal(terms[0])
            if text.strip():
                return Value(" ".join(clean(text).split()), "", language)
    return Value(clean(iri.rstrip("/#").rpartition("/")[2] or iri))


def anchor_of(iri: Iri, base_iri: str) -> str:
    """Return the fragment that stands for what has no page of its own."""
    local = iri.removeprefix(base_iri)
    plain = local.replace("/", "").replace("-", "")
    return local if local != iri and plain.isascii() and plain.isalnum() else short_hash(iri)


def kind_of(said: Said) -> Kind:
    """Return the kind of a thing by its classes."""
    types = {shortened(term[1:-1]) for term in said.get("a", ())}
    return next((kind for kind in KINDS if kind.type in types), KINDS[-1])


def kinds_of(statements: Statements) -> dict[Iri, Kind]:
    """Return the kind of each thing that has a page: what is described, and what is only named under the base IRI."""
    said, base_iri = statements.said, statements.base_iri
    found = {iri: kind_of(about) for iri, about in said.items() if iri not in statements.attached}
    named = (term[1:-1] for about in said.values() for terms in about.values() for term in terms if term[0] == "<")
    for iri in named:
        if iri not in found and iri.startswith(base_iri) and iri not in statements.attached and iri != base_iri:
            found[iri] = KINDS[-1]
    return found
