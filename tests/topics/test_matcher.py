"""What an entry is about and what it mentions, and which words say so."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.topics.lexicon import Rule
from papergraph.topics.matcher import MOST_TOPICS, Field, FieldKind, topics_of
from small_topics import ABSTRACT, LEXICON, PAPER_TITLE, TIP, TITLE, about, found_in, mentioned, name

WORDS = (
    "fish detection GAN 鱼类检测 檢測 transformer Transformers Swin-T SwinIR 数据集 without 无需 超越 - / ， 。 "
    "「 カメラ 魚検出 作者 FinderV2 CycleGAN tracking 图像修复 re-identification ﬁsh ＧＡＮ e\u0301 \U0001f41f \n"
)
TEXTS = st.one_of(
    st.text(),
    st.lists(st.sampled_from([*WORDS.split(" "), " ", "", "的"])).map("".join),
    st.lists(st.sampled_from(WORDS.split(" "))).map(" ".join),
)
FIELDS = st.lists(st.builds(Field, st.sampled_from([kind.value for kind in FieldKind]), TEXTS), max_size=5)


@pytest.mark.parametrize(
    "title, topics",
    [
        ("Real-Time Fish Detection in Ponds", ["fish-detection"]),
        ("一种新的鱼类检测方法", ["fish-detection"]),
        ("魚類檢測", ["fish-detection"]),
        ("鱼类 检测", ["fish-detection"]),
        ("Two fish detectors", ["fish-detection"]),
        ("用transformer做鱼类检测", ["fish-detection", "vision-transformer"]),
        ("Quantisation of ponds", ["quantisation"]),
        ("Fish Reidentification", ["re-identification"]),
        ("A Multimodal Pond", ["re-identification"]),
        ("Transformers in vision", ["vision-transformer"]),
        ("Generative-Adversarial_Networks", ["gan"]),
        ("Nothing of this kind", []),
        ("", []),
    ],
)
def test_a_label_is_found_in_all_its_forms(title: str, topics: list[str]) -> None:
    assert sorted(about(title)) == sorted(topics)


@pytest.mark.parametrize(
    "title", ["catfish detectional", "GANges", "gan", "Gan", "a began", "datasetting", "3GAN4", "变换", "GAN2"]
)
def test_words_and_acronyms_are_whole_and_acronyms_in_their_case(title: str) -> None:
    assert about(title) == []


@pytest.mark.parametrize("title", ["GAN", "用GAN生成", "GANs", "π-GAN", "(GAN)", "GAN/VAE", "CycleGAN", "ＧＡＮ"])
def test_an_acronym_beside_chinese_and_punctuation_is_whole(title: str) -> None:
    assert about(title) == ["gan"]


@pytest.mark.parametrize(
    "title",
    [
        "无需GAN",
        "不用任何GAN",
        "without GANs",
        "Without any GAN",
        "无需变换器、GAN",
        "GAN-free ponds",
        "没有 GAN",
        "无GAN",
    ],
)
def test_what_a_text_does_without_is_not_its_topic(title: str) -> None:
    assert about(title) == mentioned(title) == []


@pytest.mark.parametrize(
    "title",
    [
        "无需标注的GAN",
        "无需标注，GAN",
        "without labels: GAN",
        "without labels via GANs",
        "GAN without labels",
        "不用标注即可训练GAN",
    ],
)
def test_a_denial_ends_with_its_clause(title: str) -> None:
    assert about(title) == ["gan"]


@pytest.mark.parametrize("title", ["GAN之父", "GAN 作者创业", "Transformer的作者们"])
def test_what_says_who_somebody_is_is_no_topic(title: str) -> None:
    assert about(title) == []


def test_the_author_who_explains_is_no_such_person() -> None:
    assert about("GAN作者解读") == ["gan"]


def test_the_name_of_a_method_that_is_beaten_counts_little() -> None:
    assert about("FishDet2 for ponds") == ["fish-detection"]
    assert about("Pondworks, 超越FishDet2") == []
    assert mentioned("Pondworks, better than FishDet2") == ["fish-detection"]


def test_a_label_that_is_beaten_counts_in_full() -> None:
    assert about("Beyond fish detection") == ["fish-detection"]


def test_a_weak_label_needs_something_else() -> None:
    assert (about("On tracking"), mentioned("On tracking")) == ([], ["tracking"])
    assert about("On tracking", (PAPER_TITLE, "Tracking carp")) == ["tracking"]
    assert about("On tracking", (ABSTRACT, "Tracking carp")) == []
    assert about("On tracking", (TIP, "object tracking")) == ["tracking"]


def test_tips_alone_make_no_topic() -> None:
    assert (about((TIP, "fish detection")), mentioned((TIP, "fish detection"))) == ([], ["fish-detection"])


def test_an_example_in_a_tip_counts_half() -> None:
    scores = [found_in((TIP, tip))[0].score for tip in ("鱼类检测", "适用于鱼类检测", "tasks such as fish detection")]

    assert scores == [0.5, 0.25, 0.25]


def test_the_best_piece_of_a_group_counts_once() -> None:
    (found,) = found_in("fish detection", (ABSTRACT, "fish detection, fish detection"), (PAPER_TITLE, "Fish detection"))

    assert found.score == 2.0
    assert [(span.field, span.surface) for span in found.spans] == [
        (0, "fish detection"),
        (1, "fish detection"),
        (1, "fish detection"),
        (2, "Fish detection"),
    ]


def test_an_ambiguous_label_means_what_something_else_speaks_for() -> None:
    assert about("图像修复") == ["inpainting"]
    assert about("图像修复", (TIP, "image restoration")) == ["restoration"]


def test_a_name_that_implies_several_topics_implies_them_all() -> None:
    assert sorted(about("FinderGAN for ponds")) == ["fish-detection", "gan"]


def test_the_longest_match_wins_and_a_stop_phrase_eats_its_words() -> None:
    assert about("a cooking dataset") == []
    assert about("a dataset") == ["datasets-benchmarks"]


def test_only_the_most_specific_topic_remains() -> None:
    assert about("fish detection and trout detection") == ["trout-detection"]
    assert mentioned("fish detection and trout detection", (TIP, "computer vision")) == []


def test_a_generic_topic_stands_beside_no_other() -> None:
    assert about("计算机视觉与GAN") == ["gan"]
    assert about("计算机视觉") == ["computer-vision"]
    assert about("计算机视觉", (ABSTRACT, "GAN")) == ["computer-vision", "gan"]


def test_what_an_abstract_only_uses_is_mentioned() -> None:
    fields = ("A GAN", (ABSTRACT, "and a dataset"))

    assert (about(*fields), mentioned(*fields)) == (["gan"], ["datasets-benchmarks"])
    assert about("A dataset", (ABSTRACT, "by a GAN")) == ["datasets-benchmarks", "gan"]


def test_what_a_long_abstract_names_once_is_mentioned() -> None:
    long = "On ponds. " * 50

    assert about("A GAN", (ABSTRACT, "fish detection")) == ["gan", "fish-detection"]
    assert about("A GAN", (ABSTRACT, long + "fish detection")) == ["gan"]
    assert about("A GAN", (ABSTRACT, long + "fish detection, fish detectors")) == ["gan", "fish-detection"]
    assert about("A GAN", (ABSTRACT, long + "fish detection"), (PAPER_TITLE, "Fish detection"))[0] == "fish-detection"


def test_an_abstract_counts_in_full_where_nothing_else_tells() -> None:
    long = "On ponds. " * 50

    assert about("No name", (ABSTRACT, long + "fish detection with a dataset")) == [
        "fish-detection",
        "datasets-benchmarks",
    ]
    assert about("计算机视觉", (ABSTRACT, long + "a GAN")) == ["computer-vision", "gan"]


def test_japanese_labels_hold_in_japanese_text_only() -> None:
    assert about("魚検出") == []
    assert about("カメラによる魚検出") == ["fish-detection"]
    assert about("魚検出", (ABSTRACT, "カメラ")) == ["fish-detection"]
    assert about("マス検知") == ["trout-detection"]


def test_a_transformer_in_a_text_of_vision_is_one_of_vision() -> None:
    (found,) = [one for one in found_in("Transformer做鱼类检测") if name(one) == "vision-transformer"]

    assert [(span.surface, span.rule) for span in found.spans] == [("Transformer", Rule.COMPOSED)]
    assert about("Transformer", (PAPER_TITLE, "GANs")) == ["transformers", "gan"]


def test_what_is_too_much_is_mentioned() -> None:
    title = "dataset, object tracking, image restoration, image inpainting, quantization, GAN, fish detection"

    assert len(about(title)) == MOST_TOPICS
    assert len(mentioned(title)) == 1


@given(FIELDS)
def test_every_span_is_the_text_at_its_place(fields: list[Field]) -> None:
    for found in topics_of(fields, LEXICON):
        assert found.spans
        for span in found.spans:
            assert fields[span.field].text[span.start : span.end] == span.surface != ""


@given(FIELDS)
def test_topics_are_distinct_and_those_of_the_entry_come_first(fields: list[Field]) -> None:
    found = topics_of(fields, LEXICON)
    concepts = [one.concept for one in found]

    assert len(concepts) == len(set(concepts))
    assert [one.about for one in found] == sorted((one.about for one in found), reverse=True)
    assert all(one.score >= 0.8 for one in found if one.about)
    assert topics_of(fields, LEXICON) == found


@pytest.mark.parametrize(
    "unit",
    [
        "fish ",
        "fish detection ",
        "GAN-",
        "without ",
        "无需",
        "图像修复",
        "Swin",
        "a",
        "超越",
        "检",
        "FishDet",
        "--",
        "-.+",
    ],
)
def test_long_hostile_lines_take_time_in_proportion(unit: str) -> None:
    started = time.process_time()

    topics_of([Field(TITLE, unit * (200_000 // len(unit)))], LEXICON)

    assert time.process_time() - started < 8
