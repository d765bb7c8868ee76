"""Labels of topics in the page: every one, in its language, in few bytes, and nothing where there are none."""

from __future__ import annotations

import pytest

from page_blocks import Elements, page_of, read, told_of
from page_graphs import graph_of, labelled, story
from papergraph.exporters.labels import labels
from papergraph.exporters.page import contents
from papergraph.model import (
    RANK_CATALOG,
    Edge,
    Evidence,
    Label,
    Metadata,
    Origin,
    Paper,
    Record,
    Reference,
    TextSpan,
    Topic,
)

SCHEME = Origin(RANK_CATALOG, "papergraph topics")


def test_every_label_is_there_in_its_language() -> None:
    told = told_of(labelled())
    place = told.references.index("pgt:object-detection")

    assert told.header["languages"] == ["en", "ja", "ko", "zh-Hans", "zh-Hant"]
    assert told.labels[place] == {
        "en": ("object detection", ["detector"]),
        "ja": ("物体検出", ["物体検知"]),
        "ko": ("객체 탐지", []),
        "zh-Hans": ("目标检测", ["物体检测"]),
        "zh-Hant": ("物件偵測", []),
    }
    assert told.names[place] == "object detection"


def test_what_has_no_labels_takes_no_room() -> None:
    told = told_of(story())

    assert (told.header["languages"], told.columns["labels"], told.labels) == ([], b"", {})


def test_a_label_never_breaks_a_line_nor_a_column() -> None:
    topics = [Topic(Reference("concept", f"urn:{number}"), SCHEME, "a") for number in range(2)]
    odd = (Label("a\tb\x1fc\nd", "en", preferred=True), Label("a\x1e\x1d\u2028e", "en"), Label(" ", "ja"))
    told = told_of(graph_of([topics[0]._replace(labels=odd), topics[1]]))

    assert told.labels == {0: {"en": ("a b c d", ["a e"])}}


def test_only_languages_of_topics_of_the_page_are_named() -> None:
    shown = contents(labelled(), 1)

    assert (shown.things[0].kind, labels(shown)) == ("paper", ([], ""))


def test_the_language_of_the_configuration_stands_in_the_file() -> None:
    graph = labelled()
    page = page_of(graph._replace(metadata=Metadata(lang="ja")))

    assert [attributes.get("data-lang") for attributes, _ in Elements(page).of("html")] == ["ja"]
    assert [dict(attributes) for attributes, _ in Elements(page_of(graph)).of("html")] == [{"lang": "en"}]
    hostile = page_of(graph._replace(metadata=Metadata(lang='"><script>window.hurt=1</script>')))
    assert "<script>window.hurt" not in hostile
    assert read(hostile).count == read(page).count


@pytest.mark.parametrize("number", [0, 3])
def test_the_text_that_names_a_topic_is_told(number: int) -> None:
    paper, topic = Reference("arxiv", "2007.03260"), Reference("pgt", "slam")
    origin = Origin(1, "a.md", 2)
    span = TextSpan("tip", number, 4, 8, "label")
    found = Evidence("TextMatch", origin, None, "SLAM", span=span)
    records: list[Record] = [Paper(paper, origin, "P"), Topic(topic, SCHEME, "SLAM")]
    one = told_of(graph_of(records, [Edge(paper, "about", topic, (found,))]))
    two = told_of(graph_of(records, [Edge(paper, "about", topic, (found, Evidence("Tag", origin, None, "slam")))]))

    assert [reason.text for reason in one.reasons(0)] == [("tip", number)]
    assert [(reason.quote, reason.text) for reason in two.reasons(0)] == [("SLAM", ("tip", number)), ("slam", None)]
