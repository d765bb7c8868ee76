"""What stands around a match."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.topics.context import compared, denied, example, of_person


def around(text: str) -> tuple[str, int, int]:
    """The text without its brackets, and the place between them."""
    start = text.index("[")
    end = text.index("]") - 1
    return text.replace("[", "").replace("]", ""), start, end


@pytest.mark.parametrize(
    "text",
    [
        *("无需[X]", "無需[X]", "不用[X]", "没有[X]", "不需要任何[X]", "舍弃卷积和[X]", "无需卷积、[X]", "无[X]"),
        *("without [X]", "Without any [X]", "no [X]", "instead of [X]", "[X]-free", "[X] free", "not using [X]"),
    ],
)
def test_denied(text: str) -> None:
    assert denied(*around(text))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "[X]",
            "无需标注的[X]",
            "没有标注，[X]",
            "无需标注即可[X]",
            "无需一二三四五六七八九十一二三四五[X]",
            "[X]无需标注",
        ),
        *("without labels, [X]", "without labels for [X]", "[X] freely", "[X] without Y", "casino [X]", "non [X]"),
    ],
)
def test_not_denied(text: str) -> None:
    assert not denied(*around(text))


@pytest.mark.parametrize(
    "text",
    [
        "超越[X]",
        "优于经典的[X]",
        "beyond [X]",
        "better than [X]",
        "outperforms [X]",
        "比[X]更好",
        "exceeding [X]",
        "媲美Y、[X]",
    ],
)
def test_compared(text: str) -> None:
    found, start, _ = around(text)

    assert compared(found, start)


@pytest.mark.parametrize(
    "text", ["[X]", "[X]超越一切", "超越一切，[X]", "[X] beyond Y", "overfit [X]", "strengthen [X]", "比赛用[X]"]
)
def test_not_compared(text: str) -> None:
    found, start, _ = around(text)

    assert not compared(found, start)


@pytest.mark.parametrize(
    "text, person", [("[X]之父", True), ("[X] 作者", True), ("[X]作者解读", False), ("[X]作", False), ("[X]", False)]
)
def test_of_a_person(text: str, person: bool) -> None:  # noqa: FBT001
    found, _, end = around(text)

    assert of_person(found, end) is person


@pytest.mark.parametrize(
    "text, only", [("适用于检测[X]", True), ("such as [X]", True), ("下游。[X]", False), ("[X]等下游", False)]
)
def test_an_example(text: str, only: bool) -> None:  # noqa: FBT001
    found, start, _ = around(text)

    assert example(found, start) is only


@given(st.text(), st.data())
def test_nothing_fails_on_any_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    for answer in (denied(text, start, end), compared(text, start), of_person(text, end), example(text, start)):
        assert isinstance(answer, bool)
