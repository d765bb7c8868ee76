"""The tree of topics counts each thing once a topic, and what no topic covers is told."""

from __future__ import annotations

from typing import Any

from handmade import entry, names, reading, ref
from papergraph.assemble import assemble
from papergraph.concepts import Concepts
from papergraph.coverage import name_in, phrases, tree, uncovered
from papergraph.model import Entry, Graph, Topic
from papergraph.topics import load

CONCEPTS = Concepts(load())


def graph_of(*entries: Entry) -> Graph:
    """The graph of a note with some entries."""
    noted = reading(*entries)
    return assemble([noted._replace(topics=tuple(map(CONCEPTS.texts, noted.entries)))], concepts=CONCEPTS)


def paper(title: str, number: int, **more: Any) -> Entry:
    """An entry of a paper."""
    return entry(title, number, papers=(names(f"arxiv:2101.0000{number}"),), **more)


def test_a_topic_counts_what_is_about_it_or_about_a_narrower_one() -> None:
    graph = graph_of(paper("Network pruning", 1), paper("Model compression", 2))
    lines = {line.topic: line for line in tree(graph)}
    pruning, compression = lines[ref("pgt:network-pruning")], lines[ref("pgt:model-compression")]

    assert (pruning.total, pruning.own) == (1, 1)
    assert (compression.total, compression.own) == (2, 1)
    assert pruning.depth == compression.depth + 1
    order = [line.topic for line in tree(graph)]
    assert order.index(compression.topic) < order.index(pruning.topic)
    assert next(tree(graph)).depth == 0


def test_an_own_heading_stands_where_it_was_hung() -> None:
    graph = graph_of(paper("A story", 1, section=("Gardens", "Roses")))

    assert [(line.depth, str(line.topic), line.total) for line in tree(graph)] == [
        (0, "topic:gardens", 1),
        (1, "topic:roses", 1),
    ]


def test_names_are_in_the_language_that_is_asked_for() -> None:
    topics = graph_of(paper("Network pruning", 1)).topics
    pruning = topics[ref("pgt:network-pruning")]

    assert name_in(pruning, "en") == name_in(pruning, "xx") == "network pruning"
    assert "剪枝" in name_in(pruning, "zh") == name_in(pruning, "zh-Hans")
    assert name_in(Topic(ref("topic:x"), pruning.origin), "zh") == "x"


def test_what_no_topic_covers_is_told() -> None:
    entries = [paper("Network pruning", 1), paper("A story", 2), paper("A tale", 3, tags=("weekend",))]

    assert [one.title for one in uncovered(graph_of(*entries))] == ["A story"]


def test_phrases_that_come_again_are_told_once() -> None:
    entries = [paper(f"Gardening tools for network pruning {word}", 1) for word in ("one", "two", "three")]
    entries += [paper("Gardening 好园艺工具", number) for number in (1, 2, 3)]
    found = dict(phrases(entries, CONCEPTS.lexicon))

    assert found["gardening"] == 6
    assert found["gardening tools"] == 3
    assert found["好园艺工具"] == 3
    assert not {"tools", "园艺工具", "network", "pruning", "gardening tools for"} & set(found)
