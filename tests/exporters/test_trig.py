"""TriG: a named graph a note, which takes with it what only that note said."""

from __future__ import annotations

import re

import pyoxigraph as ox

from rdf_graphs import small_graph, written

TEXT = written(small_graph(), "trig").decode()
NOTE = "<urn:papergraph:note/2021/读书%20notes.md>"


def test_each_note_and_source_has_a_graph() -> None:
    assert re.findall(r"^(\S+) \{$", TEXT, re.MULTILINE) == [
        NOTE,
        "source:GitHub",
        "source:arXiv",
        "source:arxiv.jsonl",
        "source:papergraph_topics",
    ]


def test_a_graph_can_be_dropped() -> None:
    store = ox.Store()
    store.load(TEXT.encode(), ox.RdfFormat.TRIG)
    graph = ox.NamedNode(NOTE[1:-1])
    store.remove_graph(graph)

    left = {str(quad.subject) for quad in store}
    assert "<https://arxiv.org/abs/2007.03260>" in left
    assert not any(one.startswith(("<urn:papergraph:note/", "<urn:papergraph:entry/")) for one in left)


def test_the_default_graph_says_what_the_whole_is() -> None:
    said = [quad for quad in ox.parse(TEXT.encode(), ox.RdfFormat.TRIG) if isinstance(quad.graph_name, ox.DefaultGraph)]

    assert "<urn:papergraph:dataset>" in {str(quad.subject) for quad in said}
    assert not any("/entry/" in str(quad.subject) for quad in said)
