"""What stands around titles: numbers, venues, dates, tags, stars, translations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.readers.titles import bare_title, stars, unnumbered, words

TITLE = "A Title of One Work"
AROUND = {
    "a number and a full stop": "1. {}",
    "a number in square brackets": "[12] {}",
    "a number in full-width brackets": "（3）{}",
    "a circled number": "①{}",
    "a key cap": "4️⃣ {}",
    "a number and a slash": "5/ {}",
    "a box that is ticked": "- [x] {}",
    "a star": "⭐ {}",
    "a tag in brackets": "【扩散】{}",
    "a venue in brackets": "[CVPR 2021] {}",
    "a venue with a short year": "[CVPR'21] {}",
    "a bare venue": "CVPR 2021 {}",
    "a year in brackets": "(2021) {}",
    "a day": "2021-09-30 {}",
    "a marker and a bar": "oral | {}",
    "several of them": "3. [ICLR 2020] 【oral】 {}",
    "a venue in brackets after it": "{} (CVPR 2021)",
    "a venue after a comma": "{}, ICLR 2020",
    "a venue after a full stop": "{}. CVPR 2021.",
    "a venue after a bar": "{} | NeurIPS 2019",
    "a marker in brackets after it": "[CVPR'21] {} (Oral)",
    "a label in brackets after it": "{} [code]",
    "a hashtag": "{} #transformers",
    "a translation in brackets": "{}（一部作品的标题）",
    "quotation marks": '"{}"',
    "emphasis": "**{}**",
    "a colon": "{}: ",
    "a bracket that is not closed": "{} (",
    "brackets around all of it": "({})",
}
KEPT = [
    "3D Gaussian Splatting",
    "2D Human Pose Estimation",
    "100 Days of Code",
    "GPT-4 Technical Report",
    "Is Attention (Really) All You Need?",
    "[Re] A Title of One Work",
    "A work in 2020",
    "Imagenet 2012 revisited for everyone",
    "题目（A Title）",
    "Nature",
    "ICLR",
    "U-Net: Convolutional Networks (Extended Abstract) for All",
]
NUMBERED = "1. x | 1) x | (1) x | （1）x | [1] x | 【1】x | ① x | 1、x | № 2. x | - x | * x | • x | [ ] x | [x] x | 1.x"
NOT_NUMBERED = "2021 x | 2.5 x | 1. | 3D x | 12345. x | x 1. | "
STARS = [
    ("⭐⭐⭐", 3),
    ("⭐️⭐️", 2),
    ("★★★★☆", 4),
    (":star::star:", 2),
    ("A title ⭐ with stars ⭐", 2),
    ("⭐" * 9, 5),
    ("☆☆", None),
    ("5 stars", None),
    ("", None),
]
WORDS = [
    ("", 0),
    ("...", 0),
    ("one two", 2),
    ("a-b c/d", 2),
    ("naïve café", 2),
    ("图", 1),
    ("图像分割", 2),
    ("图像分割 survey", 3),
]


@pytest.mark.parametrize("pattern", AROUND.values(), ids=AROUND.keys())
def test_a_title_is_freed_of(pattern: str) -> None:
    assert bare_title(pattern.format(TITLE)) == TITLE


@pytest.mark.parametrize("title", KEPT)
def test_what_belongs_to_a_title_stays(title: str) -> None:
    assert bare_title(title) == title


def test_nothing_comes_of_nothing() -> None:
    assert bare_title("") == bare_title(" - ") == bare_title("[]") == ""


@pytest.mark.parametrize("text", NUMBERED.split(" | "))
def test_the_number_before_a_text_goes(text: str) -> None:
    assert unnumbered(text) == "x"


@pytest.mark.parametrize("text", NOT_NUMBERED.split(" | "))
def test_other_numbers_stay(text: str) -> None:
    assert unnumbered(text) == text


@pytest.mark.parametrize("text, rating", STARS)
def test_stars_are_a_rating(text: str, rating: int | None) -> None:
    assert stars(text) == rating


@pytest.mark.parametrize("text, count", WORDS)
def test_words_are_counted_in_every_script(text: str, count: int) -> None:
    assert words(text) == count


@given(st.text(alphabet="aB1 .,:()[]【】（）|-#★⭐\"'。20CVPR", max_size=60))
def test_a_bare_title_is_a_part_of_what_was_written(text: str) -> None:
    once = bare_title(text)

    assert "".join(once.split()) in "".join(text.replace("★", "").replace("⭐", "").split())
    assert once == once.strip()
