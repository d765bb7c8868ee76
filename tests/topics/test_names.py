"""Globs over the names of models."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.topics.names import LONGEST_NAME, Glob, NameMatch, Names, glob

GLOBS = (
    "*DETR*",
    "ViT*",
    "*ViT",
    "*former",
    "(?i)yolo*",
    "ORB-SLAM*",
    "GPT-*",
    "*R-CNN",
    "Swin*",
    "BERT*",
    "(?i)*sort",
)
NAMES = Names((glob(pattern), pattern) for pattern in GLOBS)


def implied(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """The names in a text with the globs that take them."""
    return [(text[found.start : found.end], found.concepts) for found in NAMES.find(text)]


@pytest.mark.parametrize(
    "text, name, pattern",
    [
        ("用DN-DETR加速", "DN-DETR", "*DETR*"),
        ("RT-DETRv2.", "RT-DETRv2", "*DETR*"),
        ("改进YOLOv5的", "YOLOv5", "(?i)yolo*"),
        ("yolov5s-seg", "yolov5s", "(?i)yolo*"),
        ("ViT-based", "ViT", "ViT*"),
        ("MobileViT-free", "MobileViT", "*ViT"),
        ("Scaled-YOLOv4", "YOLOv4", "(?i)yolo*"),
        ("ORB-SLAM3中", "ORB-SLAM3", "ORB-SLAM*"),
        ("GPT-3", "GPT-3", "GPT-*"),
        ("Mask R-CNN", "R-CNN", "*R-CNN"),
        ("Swin", "Swin", "Swin*"),
        ("SwinV2", "SwinV2", "Swin*"),
        ("BERTs", "BERTs", "BERT*"),
        ("Informer", "Informer", "*former"),
        ("cosFormer ReFormer Linformer", "Linformer", "*former"),
        ("DeepSORT", "DeepSORT", "(?i)*sort"),
        ("GroupViT", "GroupViT", "*ViT"),
    ],
)
def test_a_name_is_taken(text: str, name: str, pattern: str) -> None:
    assert pattern in dict(implied(text))[name]


@pytest.mark.parametrize(
    "text",
    [
        "Swing",
        "BERTopic",
        "former",
        "Former",
        "performer",
        "Performer",
        "GPT",
        "vit",
        "VITAL",
        "ORB-SLA",
        "x" * 99 + "DETR",
        "",
    ],
)
def test_what_only_looks_like_a_name_is_not(text: str) -> None:
    assert implied(text) == []


def test_a_name_may_imply_several_things() -> None:
    names = Names([(glob("Swin*"), "a"), (glob("Swin*"), "b"), (glob("*IR"), "c"), (glob("*Sw*"), "d")])

    assert names.implied("SwinIR-T") == (NameMatch(0, 6, ("c",)), NameMatch(0, 8, ("a", "b", "d")))


@pytest.mark.parametrize("pattern", ["", "*", "**", "(?i)", "a*b", "a?", "[ab]*"])
def test_a_pattern_with_stars_elsewhere_is_wrong(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        glob(pattern)


def test_a_pattern_without_a_star_is_a_name() -> None:
    assert glob("Deep SORT") == Glob("Deep SORT", before=False, after=False, any_case=False)
    assert glob("Deep SORT").exact


def test_no_globs_take_no_name() -> None:
    assert list(Names([]).find("YOLOv5")) == []


@given(st.text(st.sampled_from("YOLOyoloViTDETRformer-+.· 检3S")))
def test_names_are_short_and_stand_in_the_text(text: str) -> None:
    for found in NAMES.find(text):
        assert 0 < found.end - found.start <= LONGEST_NAME
        assert found.concepts
