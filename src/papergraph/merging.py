"""Several people's statements in, those of one graph out: things of the world are the same, and who said what is kept.

Merging is commutative and idempotent, and associative as to what is said: in which graphs it is said can get lost where
one merges in steps. Of a fact that can have one value, the value that was seen later counts, as the observations of
catalogues and services tell; of the same day, the last in the alphabet.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias, TypeVar

from papergraph.errors import ConfigError
from papergraph.model import Metadata
from papergraph.rdffiles import Statement
from papergraph.vocabulary import FIELD_TERMS, expand

BASE = Metadata().base_iri
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
"""What a person may be called in an IRI."""

_SEVERAL = {
    "pg:category",
    "skos:altLabel",
    "skos:closeMatch",
    "schema:isPartOf",
    "schema:keywords",
    "schema:sameAs",
    "schema:url",
    "skos:broader",
}
_FURTHER = {"dcterms:license", "dcterms:title", "pg:year", "skos:prefLabel"}


def _word(curie: str) -> str:
    return f"<{expand(curie)}>"


SINGLE = frozenset(map(_word, {*FIELD_TERMS.values(), *_FURTHER} - _SEVERAL))
"""Properties of which a thing has one value."""
_TYPE, _NOTE, _DATASET = map(_word, ("a", "pg:Note", "void:Dataset"))
_PART, _IN, _MAIN, _MENTIONS = map(
    _word, ("dcterms:hasPart", "dcterms:isPartOf", "schema:mainEntity", "schema:mentions")
)
_THING, _PROPERTY, _SEEN, _STATUS = map(_word, ("pg:thing", "pg:property", "pg:retrievedAt", "pg:status"))
_LINK = tuple(map(_word, ("pg:subject", "pg:predicate", "pg:object")))
_DERIVED, _REST, _AUTHORS = map(_word, ("prov:wasDerivedFrom", "rdf:rest", "bibo:authorList"))
_DATED_BY = {_word("pg:year"): _word("schema:datePublished")}
KINDS = {
    "article": _word("schema:Article"),
    "paper": _word("schema:ScholarlyArticle"),
    "repository": _word("schema:SoftwareSourceCode"),
}
"""What is counted, and its class."""

K = TypeVar("K")
Fact: TypeAlias = tuple[str, str]
"""A subject and a property of it."""


class Input(NamedTuple):
    """What one file says."""

    label: str
    statements: frozenset[Statement]


class Conflict(NamedTuple):
    """A fact about which files disagree."""

    subject: str
    predicate: str
    kept: str
    """Empty where what was the matter with a thing does not hold any more."""
    dropped: tuple[str, ...]


class Merged(NamedTuple):
    """One graph, and what came of merging."""

    statements: frozenset[Statement]
    conflicts: tuple[Conflict, ...]
    shared: dict[str, int]
    """`article`, `paper`, `repository` and `link` → how many of them more than one file knows."""
    noted: tuple[tuple[str, str, int], ...]
    """Things, what they are and how many notes link them, the most linked first; only where two do."""


def called(statements: Iterable[Statement], name: str, label: str) -> frozenset[Statement]:
    """Return the statements with a person's notes, entries and own evidence under that person's name.

    People, topics, venues and papers known by title stay as they are: their name is all that is known of them, so the
    same name is the same thing, as between two notes of one person. Links stay too, so that both people's evidence
    stands under one link.

    Raises ConfigError where the name does not fit in an IRI, or the file holds the notes of several people.
    """
    if not NAME.fullmatch(name):
        raise ConfigError(f"{name!r} is no name for {label}: letters, digits, - and _ will do.")
    statements = list(statements)
    bases = {
        one.subject[1 : -len("dataset>")] for one in statements if one.predicate == _TYPE and one.object == _DATASET
    }
    if BASE not in bases and len(bases) > 1:
        raise ConfigError(f"{label} holds the notes of several people; give it without {name}=.")
    base = BASE if BASE in bases or not bases else bases.pop()
    own = (f"<{base}note/", f"<{base}entry/")
    new = {one.subject for one in statements if one.predicate == _DERIVED and one.object.startswith(own)}
    new.add(f"<{base}dataset>")

    def moved(term: str) -> str:
        if term in new or term.startswith(own):
            return f"<{BASE}{name}:{term[len(base) + 1 :]}"
        return term

    return frozenset(Statement(moved(one[0]), one[1], moved(one[2]), moved(one[3])) for one in statements)


def merge(inputs: Sequence[Input]) -> Merged:
    """Merge what files say.

    Raises ConfigError where two of them describe a note of one name differently: they are two notes.
    """
    _refuse_two_notes_of_one_name(inputs)
    statements = {statement for one in inputs for statement in _at_home(one.statements)}
    views = [_View(one.statements) for one in inputs]
    seen = _latest(view.seen for view in views)
    looked = _latest(view.looked for view in views)
    dropped: set[tuple[str, str, str]] = set()
    conflicts = []
    for fact in sorted({fact for view in views for fact in view.values}):
        known = [(view.day(fact), view.values.get(fact, ())) for view in views if fact in view.values or view.day(fact)]
        _, kept = max(known)
        if fact[1] == _STATUS and day_of(seen, fact) < looked.get(fact[0], ""):
            kept = ()
        lost = sorted({value for _, values in known for value in values} - set(kept))
        dropped.update((*fact, value) for value in lost)
        if told := [value for value in lost if not _same(fact, value, kept)]:
            conflicts.append(Conflict(*fact, ", ".join(kept), tuple(told)))
    dropped.update(_later_seen(views, seen))
    dropped |= _lists(statements, dropped)
    left = frozenset(one for one in statements if one[:3] not in dropped)
    return Merged(left, tuple(conflicts), _shared(inputs), _noted(left))


class _View:
    """The facts of one file that can have one value, and when they were seen."""

    def __init__(self, statements: frozenset[Statement]) -> None:
        found: dict[Fact, set[str]] = {}
        observed: dict[str, dict[str, set[str]]] = {_THING: {}, _PROPERTY: {}, _SEEN: {}}
        for subject, predicate, object_, _ in statements:
            if predicate in SINGLE or predicate == _SEEN:
                found.setdefault((subject, predicate), set()).add(object_)
            if predicate in observed:
                observed[predicate].setdefault(subject, set()).add(object_)
        self.values = {fact: tuple(sorted(values)) for fact, values in found.items()}
        self.credits: set[tuple[str, str, str, str]] = set()
        """Observation, its thing, a property, and the day."""
        self.seen: dict[Fact, str] = {}
        self.looked: dict[str, str] = {}
        for observation, things in observed[_THING].items():
            day = max(map(_text, observed[_SEEN].get(observation, ())), default="")
            for thing in things:
                self.looked[thing] = max(day, self.looked.get(thing, ""))
                for property_ in observed[_PROPERTY].get(observation, ()):
                    if property_ in SINGLE:
                        fact = thing, property_
                        self.seen[fact] = max(day, self.seen.get(fact, ""))
                        self.credits.add((observation, *fact, day))

    def day(self, fact: Fact) -> str:
        """Return the day on which a fact was seen; empty where nobody says."""
        return day_of(self.seen, fact)


def day_of(seen: Mapping[Fact, str], fact: Fact) -> str:
    """Return the day on which a fact was seen; the year of a paper was with the date that it is of."""
    subject, predicate = fact
    return seen.get(fact) or seen.get((subject, _DATED_BY.get(predicate, predicate)), "")


def _latest(days: Iterable[Mapping[K, str]]) -> dict[K, str]:
    latest: dict[K, str] = {}
    for one in days:
        for key, day in one.items():
            latest[key] = max(day, latest.get(key, ""))
    return latest


def _text(literal: str) -> str:
    return literal[1 : literal.rfind('"')]


def _same(fact: Fact, value: str, kept: Sequence[str]) -> bool:
    """Whether nothing is lost with a value: a day passes, and a list of authors may stand under two base IRIs."""
    if fact[1] != _AUTHORS:
        return fact[1] == _SEEN
    return any(value.rpartition("list/")[2] == other.rpartition("list/")[2] for other in kept)


def _at_home(statements: frozenset[Statement]) -> Iterator[Statement]:
    """Yield what a file says in no named graph as said in one that is called as its dataset is."""
    homes = {one.subject for one in statements if not one.graph and (one.predicate, one.object) == (_TYPE, _DATASET)}
    home = homes.pop() if len(homes) == 1 else ""
    for statement in statements:
        yield statement if statement.graph else statement._replace(graph=home)


def _later_seen(views: Sequence[_View], seen: Mapping[Fact, str]) -> Iterator[tuple[str, str, str]]:
    """Yield what observations are not credited for any more, because a later one saw it too."""
    for view in views:
        for observation, thing, property_, day in view.credits:
            if day < seen[thing, property_]:
                yield observation, _PROPERTY, property_


def _lists(statements: Iterable[Statement], dropped: Container[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    """Return the statements of the lists of authors that nothing leads to any more."""
    rest = {one.subject: one.object for one in statements if one.predicate == _REST}
    heads = [one for one in statements if one.predicate == _AUTHORS]
    gone = _chained([one.object for one in heads if one[:3] in dropped], rest)
    gone -= _chained([one.object for one in heads if one[:3] not in dropped], rest)
    return {one[:3] for one in statements if one.subject in gone} if gone else set()


def _chained(heads: Iterable[str], rest: Mapping[str, str]) -> set[str]:
    links: set[str] = set()
    for head in heads:
        link = head
        while link in rest and link not in links:
            links.add(link)
            link = rest[link]
    return links


def _refuse_two_notes_of_one_name(inputs: Sequence[Input]) -> None:
    known: dict[str, tuple[str, frozenset[Fact]]] = {}
    for label, statements in inputs:
        for note, said in _notes(statements).items():
            other, before = known.setdefault(note, (label, said))
            if before != said:
                raise ConfigError(
                    f"{other} and {label} both have {note}, and say different things of it. If they are two people's, "
                    f"give each a name: papergraph merge ada={other} ben={label} …; if not, take the newer one."
                )


def _notes(statements: frozenset[Statement]) -> dict[str, frozenset[Fact]]:
    """Return what is said of each note and of its entries."""
    notes = {one.subject for one in statements if (one.predicate, one.object) == (_TYPE, _NOTE)}
    home = {one.object: one.subject for one in statements if one.predicate == _PART and one.subject in notes}
    home |= {note: note for note in notes}
    said: dict[str, set[Fact]] = {note: set() for note in notes}
    for subject, predicate, object_, _ in statements:
        if subject in home:
            said[home[subject]].add((f"{subject} {predicate}", object_))
    return {note: frozenset(facts) for note, facts in said.items()}


def _shared(inputs: Sequence[Input]) -> dict[str, int]:
    counts: dict[str, Counter[object]] = {kind: Counter() for kind in (*KINDS, "link")}
    for one in inputs:
        for kind, class_ in KINDS.items():
            counts[kind].update(_of_class(one.statements, class_))
        counts["link"].update(_links(one.statements))
    return {kind: sum(number > 1 for number in counter.values()) for kind, counter in counts.items()}


def _of_class(statements: Iterable[Statement], class_: str) -> set[str]:
    return {one.subject for one in statements if one.predicate == _TYPE and one.object == class_}


def _links(statements: Iterable[Statement]) -> set[tuple[str, ...]]:
    """Return the ends of the links with what they say."""
    ends: dict[str, dict[str, str]] = {}
    for subject, predicate, object_, _ in statements:
        if predicate in _LINK:
            ends.setdefault(subject, {})[predicate] = object_
    return {tuple(said.get(place, "") for place in _LINK) for said in ends.values()}


def _noted(statements: frozenset[Statement]) -> tuple[tuple[str, str, int], ...]:
    kinds = {thing: kind for kind, class_ in KINDS.items() for thing in _of_class(statements, class_)}
    note_of = {one.subject: one.object for one in statements if one.predicate == _IN}
    notes: dict[str, set[str]] = {}
    for subject, predicate, object_, _ in statements:
        if predicate in {_MAIN, _MENTIONS} and subject in note_of and object_ in kinds:
            notes.setdefault(object_, set()).add(note_of[subject])
    linked = [(thing, kinds[thing], len(by)) for thing, by in notes.items() if len(by) > 1]
    return tuple(sorted(linked, key=lambda one: (-one[2], one[0])))
