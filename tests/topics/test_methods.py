"""Names of methods in titles."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.topics.methods import methods_of


@pytest.mark.parametrize(
    "title, names",
    [
        ("PondNet: Deep Ponds for Multi-Stage Fish", ["PondNet"]),
        ("Swin Transformer V2: Scaling Up", ["Swin Transformer V2"]),
        ("Libra R-CNN：实现平衡学习", ["Libra R-CNN"]),
        ("VRT: A Video Restoration Transformer", ["VRT"]),
        ("img2pose: Face Alignment via 6DoF", ["img2pose"]),
        ("CarpNet: a Network Based on YOLOv5", ["CarpNet", "YOLOv5"]),
        ("清华提出RepPond：把鱼放进去", ["RepPond"]),
        ("ORB-SLAM3中的ORB", ["ORB-SLAM3"]),
        ("BasicVSR++ explained", ["BasicVSR++"]),
        ("PiCO and PiCO", ["PiCO"]),
        ("MPViT (CVPR2022)", ["MPViT"]),
    ],
)
def test_a_title_gives_names(title: str, names: list[str]) -> None:
    assert [found.name for found in methods_of(title)] == names


@pytest.mark.parametrize(
    "title",
    [
        *(
            "A Survey: Fish",
            "CVPR2021：单目动作捕捉",
            "TPAMI 2021 ：鱼",
            "Avoiding Overfitting: A Survey",
            "Anchor-Free Person Search",
        ),
        *(
            "MULTI-SCALE FEATURE FUSION: LEARNING",
            "用PyTorch和GitHub",
            "Zero-Shot Text-to-Image Generation",
            "http://PondNet.org/a",
        ),
        *("", ":", "2021: a year", "3D Fish in 4K", "a very long name of four words: fish", "Rethinking: fish"),
    ],
)
def test_a_title_gives_no_name(title: str) -> None:
    assert list(methods_of(title)) == []


def test_a_name_at_the_head_of_a_title_is_told_apart() -> None:
    assert [found.rule for found in methods_of("CarpNet: Based on YOLOv5")] == ["title", "token"]


def test_known_names_are_left_out() -> None:
    assert list(methods_of("用CarpNet", frozenset({"CarpNet"}))) == []


@given(st.text(st.sampled_from("AaBb1Nn-+.: ：鱼²/@")))
def test_every_name_is_the_text_at_its_place(title: str) -> None:
    for found in methods_of(title):
        assert title[found.start : found.end] == found.name


@pytest.mark.parametrize("unit", ["A", "Aa", "a-", "A1.", ": ", " ", "ABcd-"])
def test_long_lines_take_time_in_proportion(unit: str) -> None:
    started = time.process_time()

    list(methods_of(unit * (200_000 // len(unit))))

    assert time.process_time() - started < 5
