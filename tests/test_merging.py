"""Merging: in any order and in any steps the same, one value a fact, nothing that leads nowhere, everything told."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from io import BytesIO
from typing import NamedTuple

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handmade import catalog_paper, catalog_repository, code, entry, names, reading
from papergraph.assemble import assemble
from papergraph.errors import ConfigError
from papergraph.exporters import exporter
from papergraph.merging import SINGLE, Conflict, Input, called, merge
from papergraph.model import Graph, Metadata, Origin, Record, Status
from papergraph.rdffiles import Statement
from papergraph.vocabulary import expand

BASE = "urn:papergraph:"
PAPER, REPOSITORY = "<https://arxiv.org/abs/2101.00001>", "<https://github.com/ada/one>"
STARS, EVIDENCE, LINK = (f"<{expand(term)}>" for term in ("pg:stars", "pg:evidence", "pg:Link"))


def integer(number: int) -> str:
    return f'"{number}"^^<{expand("xsd:integer")}>'


def statements(graph: Graph, name: str = "nt") -> frozenset[Statement]:
    """What a graph says, as its file is read."""
    file = BytesIO()
    exporter(name).write(graph, file)
    form = {"nt": ox.RdfFormat.N_TRIPLES, "nq": ox.RdfFormat.N_QUADS}[name]
    quads = ox.parse(file.getvalue(), form)
    return frozenset(
        Statement(str(quad.subject), str(quad.predicate), str(quad.object), graph_name(quad)) for quad in quads
    )


def graph_name(quad: ox.Quad) -> str:
    return "" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name)


def person(path: str, *records: Record, base: str = BASE, title: str = "A paper with a long title") -> Graph:
    """One person's graph: a note about a paper and its repository, and what catalogues say."""
    named = entry(title, path=path, papers=(names("arxiv:2101.00001", title),), repositories=(code("github:Ada/One"),))
    return assemble([reading(named)], records, Metadata(base_iri=base))


def starred(stars: int | None, day: str, source: str = "GitHub", **more: object) -> Record:
    return catalog_repository("Ada/One", Origin(3, source, 0, day), stars=stars, **more)


def objects(said: frozenset[Statement], subject: str, predicate: str) -> set[str]:
    return {one.object for one in said if one[:2] == (subject, predicate)}


class Person(NamedTuple):
    """What a person's file is made of."""

    path: str
    told: tuple[Record, ...]
    base: str


@st.composite
def people(draw: st.DrawFn, path: str) -> Person:
    """A person whose note has a name of its own, and what catalogues say to that person."""
    days = st.sampled_from(["", "2022-01-01", "2023-01-01", "2024-01-01"])
    records: list[Record] = [
        starred(
            draw(st.sampled_from([None, 0, 5, 7])),
            draw(days),
            draw(st.sampled_from(["GitHub", "x.jsonl"])),
            license=draw(st.sampled_from([None, "MIT", "NOASSERTION"])),
            status=draw(st.sampled_from([None, Status.MISSING, Status.EMPTY])),
            topics=draw(st.sampled_from([(), ("a",), ("a", "b")])),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    records += [
        catalog_paper(
            "arxiv:2101.00001",
            draw(st.sampled_from([None, "A paper with a long title", "一个标题"])),
            Origin(2, "arxiv.jsonl", draw(st.integers(0, 2)), draw(days)),
            authors=draw(st.sampled_from([(), ("Ada Ng",), ("Ada Ng", "Bo Li"), ("Bo Li", "Ada Ng")])),
            published=draw(st.sampled_from([None, "2021", "2021-01-02", "2020-12-31"])),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    base = draw(st.sampled_from([BASE, "https://me.example/kg/"]))
    return Person(path, tuple(records), base)


THREE = st.tuples(people("a.md"), people("b.md"), people("c.md"))


def files(several: Iterable[Person], name: str = "nq") -> list[Input]:
    """The files of some people."""
    return [Input(path, statements(person(path, *told, base=base), name)) for path, told, base in several]


def merged(*several: Input) -> Input:
    return Input("merged", merge(several).statements)


def triples(one: Input) -> set[tuple[str, str, str]]:
    return {statement[:3] for statement in one.statements}


SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SETTINGS
@given(THREE)
def test_order_does_not_count_and_steps_for_no_triple(several: tuple[Person, ...]) -> None:
    one, two, other = files(several)

    assert merged(one, two) == merged(two, one)
    assert merged(one, two, other) == merged(other, one, two)
    assert merged(one, two, one) == merged(merged(one, two), two) == merged(merged(one, two)) == merged(one, two)
    # In steps it can get lost that a note has said too what a later step finds to be right.
    for steps in (merged(merged(one, two), other), merged(one, merged(two, other))):
        assert steps.statements <= merged(one, two, other).statements
        assert triples(steps) == triples(merged(one, two, other))


@SETTINGS
@given(THREE)
def test_order_and_steps_do_not_count_for_triples(several: tuple[Person, ...]) -> None:
    one, two, other = files(several, "nt")
    first, last = plain(merged(one, two)), plain(merged(two, other))

    assert triples(merged(first, other)) == triples(merged(one, last)) == triples(merged(one, two, other))


def plain(one: Input) -> Input:
    """What is left of a file in a format without graphs."""
    return Input(one.label, frozenset(Statement(*triple) for triple in triples(one)))


@SETTINGS
@given(people("a.md"))
def test_one_file_stays_what_it_is(one: Person) -> None:
    (alone,) = files([one])

    assert triples(merged(alone)) == triples(alone)
    assert merge([alone, alone]).conflicts == ()


@SETTINGS
@given(THREE)
def test_a_fact_has_one_value_and_nothing_leads_nowhere(several: tuple[Person, ...]) -> None:
    said = merged(*files(several)).statements
    subjects = {one.subject for one in said}
    values: dict[tuple[str, str], set[str]] = {}
    for one in said:
        if one.predicate in SINGLE:
            values.setdefault(one[:2], set()).add(one.object)

    assert all(len(some) == 1 for some in values.values())
    own = (f"<{BASE}", "<https://me.example/kg/")
    assert {one.object for one in said if one.object.startswith(own)} <= subjects
    listed = {
        one.object for one in said if one.predicate in {f"<{expand('bibo:authorList')}>", f"<{expand('rdf:rest')}>"}
    }
    assert {subject for subject in subjects if "/list/" in subject or ":list/" in subject} <= listed
    assert all(objects(said, link, EVIDENCE) for link in subjects if LINK in objects(said, link, f"<{expand('a')}>"))


@SETTINGS
@given(THREE)
def test_what_is_not_kept_is_told(several: tuple[Person, ...]) -> None:
    read = files(several)
    result = merge(read)
    before = {triple for one in read for triple in triples(one)}
    gone = before - {one[:3] for one in result.statements}
    told = {(one.subject, one.predicate, value) for one in result.conflicts for value in one.dropped}
    untold = {predicate for subject, predicate, object_ in gone - told if "list/" not in subject}

    assert told <= gone
    assert untold <= {f"<{expand(term)}>" for term in ("pg:property", "pg:retrievedAt", "bibo:authorList")}


@pytest.mark.parametrize(
    "first,second,kept",
    [
        (starred(10, "2024-01-01"), starred(7, "2024-02-01"), 7),
        (starred(10, "2024-03-01"), starred(7, "2024-02-01"), 10),
        (starred(10, "2024-03-01"), starred(7, "2024-03-01"), 7),
        (starred(10, "2024-01-01"), starred(None, "2024-02-01"), 10),
        (starred(0, "2024-03-01"), starred(7, ""), 0),
    ],
)
def test_what_was_seen_later_counts(first: Record, second: Record, kept: int) -> None:
    result = merge(files([Person("a.md", (first,), BASE), Person("b.md", (second,), BASE)]))

    assert objects(result.statements, REPOSITORY, STARS) == {integer(kept)}
    lost = {10, 7, 0} & {getattr(first, "stars", None), getattr(second, "stars", None)} - {kept}
    assert result.conflicts == tuple(Conflict(REPOSITORY, STARS, integer(kept), (integer(one),)) for one in lost)


def test_the_day_of_a_number_of_stars_is_that_of_one_observation() -> None:
    days = {"a.md": "2024-01-01", "b.md": "2024-02-01"}
    said = merge(files(Person(path, (starred(5, day),), BASE) for path, day in days.items())).statements
    observing = {one.subject for one in said if one.predicate == f"<{expand('pg:property')}>" and one.object == STARS}

    assert [objects(said, one, f"<{expand('pg:retrievedAt')}>") for one in observing] == [
        {f'"2024-02-01"^^<{expand("xsd:date")}>'}
    ]


def test_what_was_the_matter_does_not_hold_where_a_later_look_says_nothing_of_it() -> None:
    gone, there = starred(None, "2024-01-01", status=Status.MISSING), starred(3, "2024-02-01")

    (conflict,) = merge(files([Person("a.md", (gone,), BASE), Person("b.md", (there,), BASE)])).conflicts
    assert conflict == Conflict(REPOSITORY, f"<{expand('pg:status')}>", "", (f"<{expand('pg:Missing')}>",))


def test_who_said_what_is_kept() -> None:
    said = merge(files(Person(path, (), BASE) for path in ("a.md", "b.md"))).statements
    (link,) = {one.subject for one in said if one.predicate == f"<{expand('pg:predicate')}>"}

    assert len(objects(said, link, EVIDENCE)) == 2
    assert {one.graph for one in said} == {f"<{BASE}note/a.md>", f"<{BASE}note/b.md>", f"<{BASE}dataset>"}


@cache
def two_people() -> tuple[Input, Input]:
    """Two people with a note of one name each, who agree about nothing in it but the paper and its code."""
    return (
        Input("ada.nt", statements(person("0930.md"))),
        Input("ben.nt", statements(person("0930.md", title="Another title of it"))),
    )


def test_two_notes_of_one_name_are_refused() -> None:
    with pytest.raises(ConfigError, match=r"ada=ada\.nt ben=ben\.nt"):
        merge(two_people())


def test_two_notes_of_one_name_get_their_people_s_names() -> None:
    ada, ben = two_people()
    result = merge(
        [Input(one.label, called(one.statements, name, one.label)) for one, name in ((ada, "ada"), (ben, "ben"))]
    )
    notes = {one.subject for one in result.statements if one.object == f"<{expand('pg:Note')}>"}
    (link,) = {one.subject for one in result.statements if one.predicate == f"<{expand('pg:predicate')}>"}

    assert notes == {f"<{BASE}ada:note/0930.md>", f"<{BASE}ben:note/0930.md>"}
    assert {one.split(":evidence")[0] for one in objects(result.statements, link, EVIDENCE)} == {
        f"<{BASE}ada",
        f"<{BASE}ben",
    }
    assert result.shared == {"article": 0, "paper": 1, "repository": 1, "link": 1}
    assert result.noted == ((PAPER, "paper", 2), (REPOSITORY, "repository", 2))


def test_a_person_is_called_so_once() -> None:
    ada, ben = two_people()
    both = merge(
        [Input(one.label, called(one.statements, name, one.label)) for one, name in ((ada, "ada"), (ben, "ben"))]
    )

    with pytest.raises(ConfigError, match="several people"):
        called(both.statements, "all", "both.nt")
    again = Input("again", called(ada.statements, "ada", "ada.nt"))
    assert {one[:3] for one in merge([Input("both", both.statements), again]).statements} == {
        one[:3] for one in both.statements
    }


@pytest.mark.parametrize("name", ["", "a b", "-a", "a/b", "ä", "a:b"])
def test_a_name_that_does_not_fit_is_told(name: str) -> None:
    with pytest.raises(ConfigError, match="is no name"):
        called(two_people()[0].statements, name, "ada.nt")


def test_a_base_iri_of_ones_own_keeps_notes_apart() -> None:
    read = [
        Input("a", statements(person("0930.md"))),
        Input("b", statements(person("0930.md", base="https://me.example/kg/", title="Another title"))),
    ]
    notes = {one.subject for one in merge(read).statements if one.object == f"<{expand('pg:Note')}>"}

    assert notes == {f"<{BASE}note/0930.md>", "<https://me.example/kg/note/0930.md>"}


def test_one_list_of_authors_under_two_base_iris_is_no_conflict() -> None:
    told = catalog_paper("arxiv:2101.00001", authors=("Ada Ng", "Bo Li"))
    result = merge(files([Person("a.md", (told,), BASE), Person("b.md", (told,), "https://me.example/kg/")]))

    assert result.conflicts == ()
    assert len(objects(result.statements, PAPER, f"<{expand('bibo:authorList')}>")) == 1
