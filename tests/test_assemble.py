"""The graph of what was read: one node a reference, every edge with its reasons, everything sorted."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from entangled_notes import ENTRIES, KNOWN, PAGE, TITLE, read
from handmade import (
    ARXIV,
    CATALOG,
    NOTE_ORIGIN,
    catalog_paper,
    catalog_repository,
    code,
    entry,
    fetched_paper,
    fetched_repository,
    names,
    reading,
    ref,
)
from papergraph.assemble import assemble, edges_of, in_order, records_of, wanted
from papergraph.concepts import Concepts
from papergraph.merge import merge
from papergraph.model import (
    Edge,
    Entry,
    Evidence,
    Graph,
    Location,
    Metadata,
    Note,
    Paper,
    Problem,
    Reading,
    Record,
    Reference,
    Repository,
    Severity,
    Status,
)
from papergraph.topics import load


def edges(graph: Graph) -> list[tuple[str, str, str]]:
    """The edges as text."""
    return [(str(edge.subject), edge.predicate, str(edge.object)) for edge in graph.edges]


def test_one_paper_that_several_entries_name_is_one_node_with_every_reason() -> None:
    graph = assemble(
        read(
            entry(article=PAGE, papers=(names("arxiv:1"),), path="a.md"),
            entry(article=PAGE, papers=(names("arxiv:1"),), path="b.md"),
        )
    )

    assert list(graph.papers) == [ref("arxiv:1")]
    assert edges(graph) == [(f"url:{PAGE}", "discusses", "arxiv:1")]
    assert [reason.origin.source for reason in graph.edges[0].evidence] == ["a.md", "b.md"]
    assert [record.origin.source for record in graph.records[ref("arxiv:1")]] == ["a.md", "b.md"]


def test_each_field_of_a_node_is_the_best_that_is_known() -> None:
    listed = entry("As noted", papers=(names("arxiv:1"),), venue="ICCV 2021")
    graph = assemble(read(listed), [catalog_paper("arxiv:1", "As published", authors=("Ada", "Bob"))])

    paper = graph.papers[ref("arxiv:1")]
    assert (paper.title, paper.authors, paper.venue) == ("As published", ("Ada", "Bob"), "ICCV 2021")
    assert edges(graph) == [
        ("arxiv:1", "author", "person:ada"),
        ("arxiv:1", "author", "person:bob"),
        ("arxiv:1", "isPartOf", "venue:iccv 2021"),
    ]
    assert [person.name for person in graph.persons.values()] == ["Ada", "Bob"]
    assert [venue.year for venue in graph.venues.values()] == [2021]
    assert graph.edges[2].evidence[0].entry == ref("entry:a.md#1")


def test_a_paper_named_by_title_becomes_the_paper_that_is_linked_elsewhere() -> None:
    graph = assemble(
        read(
            entry(
                "An article", article=PAGE, papers=(names(title="ResRep – lossless CNN pruning", line=4),), path="b.md"
            ),
            entry(TITLE, papers=(names("arxiv:1"),), path="a.md", line=7),
        )
    )

    alone = ref("title:resreplosslesscnnpruning")
    assert list(graph.papers) == [ref("arxiv:1")]
    assert graph.aliases == {alone: ref("arxiv:1")}
    assert edges(graph) == [(f"url:{PAGE}", "discusses", "arxiv:1")]
    assert [(reason.method, reason.origin.source, reason.quote) for reason in graph.edges[0].evidence] == [
        ("SameTitle", "a.md", TITLE),
        ("SameEntry", "b.md", None),
    ]
    assert {record.reference for record in graph.records[ref("arxiv:1")]} == {ref("arxiv:1")}


def test_a_paper_that_a_service_found_by_its_title_says_so() -> None:
    article = entry("An article", article=PAGE, papers=(names(title="ResRep – lossless CNN pruning"),))
    graph = assemble(read(article), [fetched_paper("arxiv:1", TITLE, authors=("Ada",))])

    alone, found = ref("title:resreplosslesscnnpruning"), Evidence("TitleSearch", ARXIV, quote=TITLE)
    assert list(graph.papers) == [ref("arxiv:1")]
    assert graph.aliases == {alone: ref("arxiv:1")}
    assert graph.joined == {ref("arxiv:1"): ((alone, found),)}
    assert edges(graph) == [("arxiv:1", "author", "person:ada"), (f"url:{PAGE}", "discusses", "arxiv:1")]
    assert [reason.method for reason in graph.edges[1].evidence] == ["SameEntry", "TitleSearch"]
    assert found in graph.edges[1].evidence


def test_a_paper_that_a_note_links_is_not_found_by_search() -> None:
    entries = (
        entry("An article", article=PAGE, papers=(names(title=TITLE),)),
        entry("A list", papers=(names("arxiv:1"),), path="b.md"),
    )
    graph = assemble(read(*entries), [fetched_paper("arxiv:1", TITLE)])

    assert [reason.method for reason in graph.edges[0].evidence] == ["SameEntry", "SameTitle"]
    assert [reason.method for _, reason in graph.joined[ref("arxiv:1")]] == ["SameTitle"]


def test_what_a_search_found_beside_the_paper_that_a_note_links_is_left_out() -> None:
    entries = (entry(TITLE, papers=(names(title=TITLE),)), entry(TITLE, papers=(names("doi:10.1/2"),), path="b.md"))
    graph = assemble(read(*entries), [fetched_paper("arxiv:1", TITLE)])

    assert list(graph.papers) == [ref("doi:10.1/2")]
    assert graph.aliases == {ref("title:resreplosslesscnnpruning"): ref("doi:10.1/2")}


def test_what_services_alone_know_is_no_part_of_the_graph() -> None:
    found: list[Record] = [fetched_paper("arxiv:1", TITLE), fetched_paper("arxiv:2", TITLE), fetched_repository("a/b")]
    graph = assemble(read(entry(TITLE, papers=(names(title=TITLE),))), found)

    assert list(graph.records) == [ref("title:resreplosslesscnnpruning")]
    assert graph.joined == {}


def test_a_service_tells_of_what_is_missing_without_taking_away_what_is_known() -> None:
    facts = fetched_repository("Old/Name", "2026-01-01", stars=5)
    graph = assemble(
        read(entry(papers=(names("arxiv:1"),), repositories=(code("github:Old/Name"),))),
        [facts, fetched_repository("Old/Name", status=Status.MISSING), fetched_paper("arxiv:1", status=Status.MISSING)],
    )

    old = graph.repositories[ref("github:old/name")]
    assert (old.name, old.stars, old.status) == ("Old/Name", 5, "missing")
    assert (graph.papers[ref("arxiv:1")].title, graph.papers[ref("arxiv:1")].status) == ("A title", "missing")


def test_a_catalogue_s_title_will_do_too() -> None:
    graph = assemble(read(entry(TITLE, papers=(names(title=TITLE),))), [catalog_paper("arxiv:1", TITLE)])

    assert list(graph.papers) == [ref("arxiv:1")]


def test_a_title_of_several_papers_stays_by_itself() -> None:
    entries = [
        entry(TITLE, path=f"{number}.md", papers=(names(text),))
        for number, text in enumerate(("arxiv:1", "doi:10.1/2"))
    ]
    graph = assemble(read(*entries, entry(TITLE, papers=(names(title=TITLE),))))

    assert [str(reference) for reference in graph.papers] == ["arxiv:1", "doi:10.1/2", "title:resreplosslesscnnpruning"]
    assert graph.aliases == {}


def test_a_web_page_with_the_title_of_an_identified_paper_is_not_joined() -> None:
    graph = assemble(
        read(
            entry(TITLE, papers=(names("arxiv:1"),)),
            entry(TITLE, papers=(names("url:https://a.org/p.pdf"),), position=2),
        )
    )

    assert len(graph.papers) == 2


def test_a_renamed_repository_is_one_node_under_its_name_of_today() -> None:
    renamed = catalog_repository("New/Name", former_names=("Old/Name",), stars=7)
    graph = assemble(
        read(
            entry(article=PAGE, repositories=(code("github:Old/Name"),)),
            entry(papers=(names("arxiv:1"),), repositories=(code("github:New/Name"),), position=2),
        ),
        [renamed],
    )

    new = ref("github:new/name")
    assert graph.repositories == {new: Repository(new, CATALOG, name="New/Name", stars=7, former_names=("Old/Name",))}
    assert graph.aliases == {ref("github:old/name"): new}
    assert edges(graph) == [
        ("arxiv:1", "hasRepository", "github:new/name"),
        (f"url:{PAGE}", "mentions", "github:new/name"),
    ]


def test_two_ends_that_become_one_are_no_edge() -> None:
    page = entry("T", article="https://github.com/Old/Name", repositories=(code("github:New/Name"),))
    renamed = catalog_repository("New/Name", former_names=("Old/Name",))

    assert edges(assemble(read(page))) == [("github:old/name", "mentions", "github:new/name")]
    assert edges(assemble(read(page), [renamed])) == []


def test_every_reference_is_of_one_kind() -> None:
    page = "https://example.org/p.pdf"
    graph = assemble(
        read(
            entry("As an article", article=page, repositories=(code("github:a/b"),)),
            entry("As a paper", papers=(names(f"url:{page}"),), position=2),
            entry("As code", papers=(names("arxiv:1"),), repositories=(code(f"url:{page}"),), position=3),
        )
    )

    assert list(graph.articles) == []
    assert [paper.title for paper in graph.papers.values()] == ["As code", "As an article"]
    assert list(graph.repositories) == [ref("github:a/b")]
    assert {type(record) for record in graph.records[ref(f"url:{page}")]} == {Paper}
    assert edges(graph) == [("arxiv:1", "mentions", f"url:{page}"), (f"url:{page}", "mentions", "github:a/b")]


def test_a_note_that_could_not_be_read_is_no_node_but_its_problem_stays() -> None:
    unread = Reading(Note("b.md", None, None, ""), (), (Problem(Location("b.md"), "This cannot be read"),))

    graph = assemble([unread, reading(entry())])

    assert [note.path for note in graph.notes] == ["a.md"]
    assert [problem.message for problem in graph.problems] == ["This cannot be read"]


def test_a_reading_that_comes_twice_counts_once() -> None:
    once = read(entry(papers=(names("arxiv:1"),)))

    assert assemble(once + once) == assemble(once)


def test_the_graph_carries_what_the_configuration_says() -> None:
    assert assemble([], metadata=Metadata(title="Mine")).metadata.title == "Mine"
    assert assemble([]) == Graph((), (), {}, {}, {}, {}, {}, {}, {}, (), {}, {})


def test_what_a_source_could_tell_more_of_is_wanted() -> None:
    noted = entry(
        article="https://openreview.net/forum?id=z4D7-PTxTb",
        papers=(names("arxiv:1"), names(title=TITLE), names("url:https://a.org/")),
        repositories=(code("github:A/b"), code("url:https://a.org/", "project")),
    )

    assert wanted(read(noted)) == {ref("openreview:z4D7-PTxTb"), ref("arxiv:1"), ref("github:a/b")}


def test_problems_come_by_place_and_once() -> None:
    a = Problem(Location("a.md", 2), "B", Severity.INFO)
    b = Problem(Location("a.md", 2), "A", other=Location("c.md", 1))
    c = Problem(Location("a.md", 10), "A")
    d = Problem(Location("a.md", 2), "A")

    assert in_order([c, a, b, d, a]) == in_order([d, b, a, c]) == (d, a, b, c)


@settings(max_examples=60)
@given(st.lists(ENTRIES, max_size=5), st.randoms(use_true_random=False))
def test_no_order_matters_and_everything_is_sorted(entries: list[Entry], random: object) -> None:
    readings, known = read(*entries), list(KNOWN)
    graph = assemble(readings, known)
    assert hasattr(random, "shuffle")
    random.shuffle(readings)
    random.shuffle(known)

    again = assemble(readings, known)

    assert again == graph
    assert list(again.records) == list(graph.records) == sorted(graph.records)
    for mapping in (graph.articles, graph.papers, graph.repositories, graph.topics, graph.aliases):
        assert list(mapping) == sorted(mapping)
    assert [edge[:3] for edge in graph.edges] == sorted({edge[:3] for edge in graph.edges})


@settings(max_examples=60)
@given(st.lists(ENTRIES, max_size=5))
def test_every_edge_joins_two_nodes_and_has_reasons(entries: list[Entry]) -> None:
    graph = assemble(read(*entries), KNOWN)

    kinds: list[Mapping[Reference, Record]] = [graph.articles, graph.papers, graph.repositories]
    kinds += [graph.persons, graph.venues, graph.topics]
    assert sum(len(things) for things in kinds) == len(graph.records)
    for edge in graph.edges:
        assert edge.subject in graph.records
        assert edge.object in graph.records
        assert edge.subject != edge.object
        assert edge.evidence
    assert not graph.aliases.keys() & graph.records.keys()
    assert set(graph.aliases.values()) <= graph.records.keys()


@settings(max_examples=60)
@given(st.lists(ENTRIES, max_size=5))
def test_entries_may_be_looked_at_apart_and_merged_by_key(entries: list[Entry]) -> None:
    """This is how the same functions run on many machines."""
    readings = read(*entries)
    records: dict[Reference, tuple[Record, ...]] = {}
    found: dict[tuple[Reference, str, Reference], frozenset[Evidence]] = {}
    for noted in (noted for one in reversed(readings) for noted in reversed(one.entries)):
        for reference, record in records_of(noted):
            records[reference] = merge(records.get(reference, ()), (record,))
        for edge in edges_of(noted):
            found[edge[:3]] = found.get(edge[:3], frozenset()) | set(edge.evidence)

    graph = assemble(readings)

    of_one_kind = {reference for reference, said in records.items() if len({type(record) for record in said}) == 1}
    untouched = of_one_kind - graph.aliases.keys() - set(graph.aliases.values())
    assert {reference: graph.records[reference] for reference in untouched} == {
        reference: records[reference] for reference in untouched
    }
    stated = {edge[:3]: frozenset(edge.evidence) for edge in graph.edges if _is_stated(edge, untouched)}
    assert stated == {ends: found[ends] for ends in stated}
    assert {ends for ends in found if {ends[0], ends[2]} <= untouched} <= stated.keys()


def _is_stated(edge: Edge, untouched: set[Reference]) -> bool:
    return {edge.subject, edge.object} <= untouched and edge.predicate not in {"author", "isPartOf"}


def test_the_seed_of_hashes_does_not_matter() -> None:
    program = "import test_assemble as t; print(repr(t.assemble(t.read(*t.SAMPLE), t.KNOWN)))"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }

    assert len(outputs) == 1
    assert outputs != {b""}


SAMPLE = [
    entry(
        f"Entry {number}",
        position=number,
        article=PAGE if number % 2 else None,
        papers=(names("arxiv:1", TITLE), names(title=TITLE), names(f"arxiv:{number}")),
        repositories=(code("github:Old/Name"), code(f"github:a/{number}", "dataset")),
        tags=("One", "Two"),
        authors=("Ada", "Bob", "Cleo"),
        venue="ICCV 2021",
    )
    for number in range(1, 6)
]


def test_a_paper_of_a_note_comes_with_the_line_that_names_it() -> None:
    graph = assemble(read(entry(papers=(names("arxiv:1", "Its title", line=2),))))

    assert graph.papers[ref("arxiv:1")] == Paper(ref("arxiv:1"), NOTE_ORIGIN, title="Its title")


def test_headings_are_broader_and_go_round_in_no_circle() -> None:
    one = entry(section=("Roses", "Gardens"), papers=(names("arxiv:2007.03260"),))
    other = entry(section=("Gardens", "Roses"), papers=(names("arxiv:1908.03930"),), path="b.md")
    topics = assemble([reading(one), reading(other)]).topics

    assert {name: topics[ref(name)].broader for name in ("topic:gardens", "topic:roses")} == {
        "topic:gardens": (ref("topic:roses"),),
        "topic:roses": (),
    }


def test_concepts_come_with_all_that_is_broader_and_categories_with_what_they_are_close_to() -> None:
    noted = reading(entry(tags=("模型剪枝",), papers=(names("arxiv:2007.03260"),)))
    known = catalog_paper("arxiv:2007.03260", categories=("cs.CV",))
    graph = assemble([noted], [known], concepts=Concepts(load()))
    pruning, category = graph.topics[ref("pgt:network-pruning")], graph.topics[ref("category:cs.CV")]

    assert pruning.name == "network pruning"
    assert pruning.broader
    assert set(pruning.broader) < set(graph.topics)
    assert category.matches == (("closeMatch", "https://w3id.org/papergraph/topic/computer-vision"),)
    assert {str(edge.object) for edge in graph.edges if edge.predicate == "about"} == {
        "pgt:network-pruning",
        "category:cs.CV",
    }
