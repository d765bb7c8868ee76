"""The triples of the console: exactly those of the export, however the graph is, and few bytes."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings

import page_graphs
from page_triples import framed, lines, unpacked
from papergraph.config import load
from papergraph.exporters import ntriples
from papergraph.exporters.compact import compact, squeezed
from papergraph.model import Edge, Evidence, Graph, Origin, Paper, Reference
from papergraph.pipeline import build_graph
from papergraph.vocabulary import EDGE_TERMS
from rdf_graphs import hostile_graphs, small_graph

ROOT = Path(__file__).resolve().parents[2]
MANY = 1_000_000
NOTHING = Graph((), (), {}, {}, {}, {}, {}, {}, {}, (), {}, {})


def exported(graph: Graph) -> bytes:
    """The export as N-Triples."""
    file = io.BytesIO()
    ntriples.write(graph, file)
    return file.getvalue()


def sample() -> Graph:
    """The graph of the notes that come with papergraph."""
    return build_graph(load(ROOT))


def packed(graph: Graph) -> bytes:
    """The triples of a graph, packed."""
    found = compact(graph, MANY)
    assert found is not None
    return found


GRAPHS: dict[str, Callable[[], Graph]] = {
    "sample": sample,
    "small": small_graph,
    "story": page_graphs.story,
    "enriched": page_graphs.enriched,
    "nothing": lambda: NOTHING,
}


@pytest.mark.parametrize("name", GRAPHS)
def test_the_triples_are_those_of_the_export(name: str) -> None:
    graph = GRAPHS[name]()

    assert lines(packed(graph)) == set(exported(graph).decode().split("\n")[:-1])


@given(hostile_graphs())
@settings(max_examples=60, deadline=None)
def test_no_text_whatever_changes_a_triple(graph: Graph) -> None:
    assert lines(packed(graph)) == set(exported(graph).decode().split("\n")[:-1])


def test_the_same_graph_gives_the_same_bytes() -> None:
    assert packed(sample()) == packed(sample())


def test_every_link_of_the_sample_is_told_by_its_triple() -> None:
    """A change in how links are named or described would make the page much larger without a word."""
    header, columns = framed(unpacked(packed(sample())))

    assert len(header["linked"]) >= 4
    assert not any(b"\x02link/" in data for (_, type_), data in columns.items() if type_ == "texts")


def test_packed_triples_take_a_thirtieth_of_the_export() -> None:
    graph = sample()

    assert len(packed(graph)) * 30 < len(exported(graph))


def test_a_graph_past_the_limit_has_none() -> None:
    graph = page_graphs.story()
    count = exported(graph).count(b"\n")

    assert compact(graph, count + 50) is not None
    assert compact(graph, count // 2) is None
    assert compact(graph, len(graph.edges)) is None


@pytest.mark.parametrize("name", GRAPHS)
def test_a_graph_within_the_limit_is_not_thought_to_be_past_it(name: str) -> None:
    graph = GRAPHS[name]()

    assert compact(graph, exported(graph).count(b"\n") + 50) is not None


def test_a_link_that_no_triple_tells_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the writers of RDF come to say of links, nothing of it is lost."""
    from papergraph.exporters import compact as module

    base = "urn:papergraph:"
    kept, changed = (f"<{base}link/{'a' * 12}-discusses-{letter * 12}>" for letter in "bc")
    pg = "https://w3id.org/papergraph/ns#"
    text = "".join(
        f"{link} {predicate} {term} .\n"
        for link, more in ((kept, []), (changed, [(f"<{pg}weight>", '"2"')]))
        for predicate, term in sorted(
            [
                ("<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", f"<{pg}Link>"),
                (f"<{pg}subject>", "<urn:x:one>"),
                (f"<{pg}predicate>", "<http://purl.org/spar/cito/discusses>"),
                (f"<{pg}object>", "<urn:x:other>"),
                (f"<{pg}evidence>", f"<{base}evidence/0123456789abcdef>"),
                *more,
            ]
        )
    )
    monkeypatch.setattr(module, "descriptions", lambda *_: iter([(None, kept, text)]))

    assert lines(packed(NOTHING)) == set(text.split("\n")[:-1])


@pytest.mark.parametrize("seed", range(5))
def test_what_is_squeezed_comes_back(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    data = b"".join(chance.choice([b"graph", b"\x00\x01", chance.randbytes(7)]) for _ in range(1 + seed * 4000))

    assert unpacked(squeezed(data)) == data


def test_an_edge_that_the_vocabulary_has_no_word_for_is_left_out() -> None:
    graph = page_graphs.hostile()
    known = graph._replace(edges=tuple(edge for edge in graph.edges if edge.predicate in EDGE_TERMS))

    assert len(known.edges) < len(graph.edges)
    assert lines(packed(graph)) == set(exported(known).decode().split("\n")[:-1])


def test_half_of_a_pair_of_code_units_is_written_as_the_export_writes_it() -> None:
    paper = Reference("arxiv", "2001.00001")
    origin = Origin(0, "a.md", 1)
    record = Paper(paper, origin, "\ud83d\ude00 \ude00 title")
    other = Reference("arxiv", "2001.00002")
    edge = Edge(paper, "discusses", other, (Evidence("SameEntry", origin, None, "\ud83d"),))
    graph = NOTHING._replace(papers={paper: record}, records={paper: (record,)}, edges=(edge,))

    assert lines(packed(graph)) == set(exported(graph).decode().split("\n")[:-1])
