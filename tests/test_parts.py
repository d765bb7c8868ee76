"""What each note and source says: together the whole, and a note that is dropped takes only its own words with it."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handmade import catalog_paper, catalog_repository, code, entry, names, reading, ref
from papergraph.assemble import assemble
from papergraph.model import Graph, Metadata, Origin, Reading, Record, Reference
from papergraph.notations import NTriples
from papergraph.parts import Part, parts
from papergraph.syntax import Syntax
from papergraph.triples import descriptions, descriptions_of
from papergraph.vocabulary import expand
from rdf_graphs import hostile_graphs, small_graph

BASE = "urn:papergraph:"
PATHS = ("a.md", "b.md", "c.md")
TITLES = {"arxiv:2101.00001": "A paper with a long title", "arxiv:2101.00002": "Another paper with a long title"}
CODE = ("github:Ada/One", "github:Ben/Two")


def lines(syntax: Syntax, graph: Graph, part: Part | None = None) -> set[str]:
    """The triples of a graph or of a part of it."""
    said = descriptions(graph, syntax) if part is None else descriptions_of(part, graph, syntax)
    return {line for _, _, text in said for line in text.splitlines()}


def whole(graph: Graph) -> set[str]:
    return lines(NTriples(graph.metadata.base_iri), graph)


def without(graph: Graph, dropped: Reference | None = None) -> set[str]:
    """The triples of all parts but one."""
    syntax = NTriples(graph.metadata.base_iri)
    return {
        line for part in parts(graph) if part.source != dropped or not dropped for line in lines(syntax, graph, part)
    }


def of_part(graph: Graph, source: str) -> set[str]:
    (part,) = (part for part in parts(graph) if str(part.source) == source)
    return lines(NTriples(graph.metadata.base_iri), graph, part)


@st.composite
def notes(draw: st.DrawFn, path: str, *, agree: bool) -> Reading:
    """A note; notes that agree give one title and one author to a paper, and never a title alone."""
    entries = []
    for position in range(1, draw(st.integers(0, 2)) + 1):
        paper = draw(st.sampled_from(sorted(TITLES)))
        title = TITLES[paper] if agree else draw(st.sampled_from([*TITLES.values(), None]))
        named = names(paper, title, line=position * 10 + 1)
        if not agree and title and draw(st.booleans()):
            named = names(None, title, line=position * 10 + 1)
        repositories = tuple(code(name, line=position * 10 + 2) for name in draw(st.sets(st.sampled_from(CODE))))
        more = {"authors": (f"Author of {paper[-1]}", "Ada Ng"), "venue": "CVPR 2021"} if draw(st.booleans()) else {}
        article = draw(st.sampled_from([None, "https://example.org/x"]))
        if agree:
            more = {"authors": (f"Author of {paper[-1]}", "Ada Ng")} if article is None else {}
        tags = draw(st.sampled_from([(), ("pruning",)]))
        called = "An article" if article else TITLES[paper]
        entries.append(
            entry(
                called,
                position,
                path,
                position * 10,
                article=article,
                papers=(named,),
                repositories=repositories,
                tags=tags,
                **more,
            )
        )
    made = reading(*entries)
    return made._replace(note=made.note._replace(path=path, checksum=path))


def several(*, agree: bool) -> st.SearchStrategy[tuple[Reading, ...]]:
    return st.tuples(*(notes(path, agree=agree) for path in PATHS))


def records(draw_from: Iterable[str] = ("2022-01-01", "2023-01-01")) -> st.SearchStrategy[list[Record]]:
    """What two catalogues say, who sometimes agree."""
    days = st.sampled_from(list(draw_from))
    origins = st.builds(Origin, st.just(2), st.sampled_from(["x.jsonl", "y.jsonl"]), st.integers(1, 2), days)
    papers = st.builds(
        lambda text, origin, title, authors, doi: catalog_paper(text, title, origin, authors=authors, doi=doi),
        st.sampled_from(sorted(TITLES)),
        origins,
        st.sampled_from([*TITLES.values(), None]),
        st.sampled_from([(), ("Ada Ng",), ("Ada Ng", "Bo Li")]),
        st.sampled_from([None, "10.1/x"]),
    )
    repositories = st.builds(
        lambda name, origin, stars, former: catalog_repository(name, origin, stars=stars, former_names=former),
        st.sampled_from(["Ada/One", "Ben/Two"]),
        origins,
        st.sampled_from([None, 0, 5]),
        st.sampled_from([(), ("ada/zero",), ("Ada/One",)]),
    )
    return st.lists(st.one_of(papers, repositories), max_size=4)


SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@SETTINGS
@given(several(agree=False), records())
def test_the_parts_together_say_what_the_graph_says(read: tuple[Reading, ...], told: list[Record]) -> None:
    graph = assemble(read, told, Metadata(creator="Ada Ng"))

    assert without(graph) == whole(graph)


@SETTINGS
@given(hostile_graphs())
def test_the_parts_of_any_graph_together_say_what_it_says(graph: Graph) -> None:
    assert without(graph) == whole(graph)


@SETTINGS
@given(several(agree=True), st.sampled_from(PATHS))
def test_where_notes_agree_dropping_one_is_building_without_it(read: tuple[Reading, ...], path: str) -> None:
    rest = [one for one in read if one.note.path != path]
    dropped = without(assemble(read), Reference("note", path))

    # An author that the other note lists too is still there, but the reason was the first note's.
    missing = whole(assemble(rest)) - dropped
    assert dropped <= whole(assemble(rest))
    assert {line for line in missing if not reason_of_an_author(line)} == set()


def reason_of_an_author(line: str) -> bool:
    return "-author-" in line or line.startswith((f"<{BASE}evidence/", f"<{BASE}person/"))


@SETTINGS
@given(several(agree=False), records(), st.sampled_from(PATHS))
def test_after_dropping_a_note_nothing_names_it(read: tuple[Reading, ...], told: list[Record], path: str) -> None:
    graph = assemble(read, told)
    left = without(graph, Reference("note", path))
    own = (f"<{BASE}note/{path}>", f"<{BASE}entry/{path}/")

    assert not [line for line in left if line.startswith(own)]
    named = [line for line in left if any(mark in line for mark in own)]
    evidence = {line.split(" ")[0] for line in named}
    assert all(f"{one} <{expand('pg:method')}> <{expand('pg:SameTitle')}> ." in left for one in evidence)


@SETTINGS
@given(several(agree=False), records(), st.sampled_from(PATHS))
def test_what_others_say_as_well_stays(read: tuple[Reading, ...], told: list[Record], path: str) -> None:
    graph = assemble(read, told)
    syntax = NTriples(BASE)
    left = without(graph, Reference("note", path))

    for part in parts(graph):
        if part.source != Reference("note", path):
            assert lines(syntax, graph, part) <= left


def test_a_fact_is_of_every_source_whose_value_won() -> None:
    paper, title = "arxiv:2101.00001", "A paper with a long title"
    first = reading(entry(title, papers=(names(paper, title),), path="a.md"))
    second = reading(entry(title, papers=(names(paper, "Another title"),), path="b.md"))
    told = catalog_paper(paper, title, doi="10.1/x")
    graph = assemble([first, second], [told])
    named = f'<https://arxiv.org/abs/2101.00001> <{expand("schema:name")}> "{title}" .'

    assert named in of_part(graph, "note:a.md")
    assert named not in of_part(graph, "note:b.md")
    assert named in of_part(graph, "source:catalog.jsonl")
    assert any("bibo/doi" in line for line in of_part(graph, "source:catalog.jsonl"))
    assert not any("bibo/doi" in line for line in of_part(graph, "note:a.md"))


def test_a_title_that_leads_to_a_paper_is_of_the_note_that_names_it_so() -> None:
    title = "A paper with a long title"
    linked = reading(entry(title, papers=(names("arxiv:2101.00001", title),), path="a.md"))
    alone = reading(entry("x", papers=(names(None, title),), path="b.md", article="https://example.org/x"))
    graph = assemble([linked, alone])
    same = f"<https://arxiv.org/abs/2101.00001> <{expand('schema:sameAs')}> <{BASE}title/apaperwithalongtitle> ."

    assert same in of_part(graph, "note:b.md")
    assert same not in of_part(graph, "note:a.md")
    assert without(graph, Reference("note", "b.md")) == whole(assemble([linked]))


def test_what_nobody_says_is_in_no_part_with_a_name() -> None:
    (unnamed,) = (part for part in parts(small_graph()) if part.source is None)
    said = lines(NTriples(BASE), small_graph(), unnamed)

    assert any(line.startswith(f"<{BASE}dataset> ") for line in said)
    assert not any(line.startswith(f"<{BASE}entry/") for line in said)


@pytest.mark.parametrize("name", ["note:2021/读书 notes.md", "source:arxiv.jsonl", "source:GitHub", "source:arXiv"])
def test_every_note_and_source_has_its_part(name: str) -> None:
    assert of_part(small_graph(), name)


def test_a_former_name_is_of_the_source_that_gives_it() -> None:
    note = reading(entry("x", repositories=(code("github:Old/Name"),), path="a.md"))
    told = catalog_repository("New/Name", former_names=("Old/Name",))
    graph = assemble([note], [told])
    same = f"<https://github.com/new/name> <{expand('schema:sameAs')}> <https://github.com/old/name> ."

    assert graph.aliases == {ref("github:old/name"): ref("github:new/name")}
    assert same in of_part(graph, "source:catalog.jsonl")
    assert same not in of_part(graph, "note:a.md")
