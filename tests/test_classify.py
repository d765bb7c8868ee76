"""Topics are what somebody wrote, tags, telling headings, categories, or the concept that goes by that name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handmade import CATALOG, catalog_paper, catalog_repository, entry, ref
from papergraph.classify import heading_topic, topic_reference, topics_of_entry, topics_of_record
from papergraph.concepts import Concepts
from papergraph.model import RANK_INFERRED, RANK_SERVICE, Article, Entry
from papergraph.topics import load

SCHEME = Concepts(load())


def topics(of: Entry, note_title: str | None = None) -> list[tuple[str, str, str]]:
    """What an entry is filed under: key, name and method."""
    return [(found.topic.identifier, found.name, found.method) for found in topics_of_entry(of, note_title)]


@pytest.mark.parametrize(
    "heading, name",
    [
        ("Object Detection", "Object Detection"),
        ("3.1 Object Detection:", "Object Detection"),
        ("2. Object Detection (12)", "Object Detection"),
        ("🔥 Object Detection", "Object Detection"),
        (":paperclip: Object Detection", "Object Detection"),
        ("一、目标检测", "目标检测"),
        ("3D Object Detection", "3D Object Detection"),
        ("2.5D Detection", "2.5D Detection"),
        ("4) 2.5D Detection", "2.5D Detection"),
        ("2D目标检测", "2D目标检测"),
        ("目标检测(Object Detection)", "目标检测(Object Detection)"),
        ('"人-物"交互(HOI)检测', '"人-物"交互(HOI)检测'),
        ("CVPR 2021 Object Detection", "CVPR 2021 Object Detection"),
        ("Survey papers", "Survey papers"),
        ("GAN", "GAN"),
        ("C++", "C++"),
    ],
)
def test_a_heading_that_names_something_is_a_topic(heading: str, name: str) -> None:
    assert heading_topic(heading) == name


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "Papers",
            "Others",
            "Table of Contents",
            "Recommended reading",
            "All the papers of this list",
            "Index",
            "TODO",
        ),
        *("今日要点", ":paperclip:  今日要点", "其他(Others)", "目录", "论文列表", "その他", "논문 목록"),
        *(
            "2021",
            "2021-03 (4)",
            "2021.9.30",
            "2021年9月30日",
            "March 2021",
            "May",
            "Week 12",
            "Sep 18th",
            "1st",
            "Q3 2024",
        ),
        *("Top ML Papers of the Week (May 15-21)", "Top ML Papers of the Week (September 18 - September 24)"),
        *("ICCV 2021", "CVPR'24 papers", "NeurIPS", "A", "III", "iv.", "1.", "", "---", "🔥"),
        "This heading goes on for so long that it is a sentence and not a topic that anything is ever filed under",
    ],
)
def test_a_heading_of_structure_time_or_place_is_none(heading: str) -> None:
    assert heading_topic(heading) is None


def test_the_deepest_telling_heading_counts() -> None:
    filed = entry(section=("Vision", "Object Detection", "2021", "Papers"))

    assert topics(filed) == [("object-detection", "Object Detection", "Section")]


def test_the_title_of_the_note_and_of_the_entry_are_no_topics() -> None:
    filed = entry(title="ResRep", section=("My vision notes", "ResRep"))

    assert topics(filed, note_title="My vision notes") == []
    assert topics(filed) == [("my-vision-notes", "My vision notes", "Section")]


def test_every_tag_is_a_topic() -> None:
    filed = entry(tags=("#Pruning", "cv/detection", "", "2021", "papers"), section=("Papers",))

    assert topics(filed) == [
        ("pruning", "Pruning", "Tag"),
        ("cv-detection", "cv/detection", "Tag"),
        ("papers", "papers", "Tag"),
    ]


def test_one_topic_in_two_spellings_is_one() -> None:
    spellings = {
        topic_reference(name)
        for name in ("Object Detection", "object-detection", "Object_detection", "ＯＢＪＥＣＴ detection")
    }

    assert spellings == {ref("topic:object-detection")}
    assert topic_reference("C++") != topic_reference("C") != topic_reference("C#")
    assert topic_reference("—") is None


def test_categories_of_papers_and_topics_of_repositories_are_topics() -> None:
    paper = catalog_paper("arxiv:2007.03260", categories=("cs.CV", "cs.LG"))
    repository = catalog_repository(
        "DingXiaoH/ResRep", origin=CATALOG._replace(rank=RANK_SERVICE), topics=("cnn-pruning",)
    )

    assert [(str(found.topic), found.name, found.method) for found in topics_of_record(paper)] == [
        ("category:cs.CV", "cs.CV", "Catalog"),
        ("category:cs.LG", "cs.LG", "Catalog"),
    ]
    assert [(str(found.topic), found.name, found.method, found.rank) for found in topics_of_record(repository)] == [
        ("topic:cnn-pruning", "cnn-pruning", "Service", RANK_INFERRED),
    ]
    assert list(topics_of_record(Article(ref("url:https://a.org/"), CATALOG))) == []


@given(st.text(max_size=30))
def test_no_heading_is_too_strange(heading: str) -> None:
    name = heading_topic(heading)

    assert name is None or topic_reference(name) is not None


def test_what_a_name_of_the_scheme_fits_is_its_concept() -> None:
    found = list(
        topics_of_entry(entry(tags=("模型剪枝", "#weekend"), section=("Reading", "2. 目标检测 (12)")), None, SCHEME)
    )

    assert [(str(one.topic), one.name, one.quote) for one in found] == [
        ("pgt:network-pruning", "network pruning", "模型剪枝"),
        ("topic:weekend", "weekend", "#weekend"),
        ("pgt:object-detection", "object detection", "2. 目标检测 (12)"),
    ]
    assert all(one.under == () for one in found)


def test_a_github_topic_that_is_a_name_of_the_scheme_is_its_concept() -> None:
    repository = catalog_repository("a/b", topics=("object-detection", "my-stuff"))

    assert [str(one.topic) for one in topics_of_record(repository, SCHEME)] == [
        "pgt:object-detection",
        "topic:my-stuff",
    ]


def test_a_category_is_no_concept() -> None:
    (found,) = topics_of_record(catalog_paper("arxiv:2007.03260", categories=("cs.CV",)), SCHEME)

    assert found.topic == ref("category:cs.CV")


@pytest.mark.parametrize(
    "section, under",
    [
        (("Vision", "My pile"), ["topic:vision"]),
        (("Gardening", "Papers", "Roses", "My pile"), ["topic:roses", "topic:gardening"]),
        (("Gardening", "Computer Vision", "My pile"), ["pgt:computer-vision"]),
        (("2021", "Papers", "My pile"), []),
        (("My pile", "My pile"), []),
        (("A list", "My pile"), []),
    ],
)
def test_headings_above_are_broader_up_to_the_first_that_the_scheme_knows(
    section: tuple[str, ...], under: list[str]
) -> None:
    (found,) = topics_of_entry(entry(section=section), "A list", SCHEME)

    assert str(found.topic) == "topic:my-pile"
    assert [str(one.reference) for one in found.under] == under
