"""The forms of a label that are looked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.topics.forms import LONGEST, forms, plurals
from small_topics import CHARACTERS


@pytest.mark.parametrize(
    "label, form",
    [
        ("Neural Network", "neural networks"),
        ("neural networks", "neural network"),
        ("Query", "queries"),
        ("queries", "query"),
        ("loss", "losses"),
        ("transformer in vision", "transformers in vision"),
        ("summarization", "summarisation"),
        ("normalisation", "normalization"),
        ("visual modeling", "visual modelling"),
        ("color transfer", "colour transfer"),
        ("re-identification", "reidentification"),
        ("multi-modal fusion", "multimodal fusion"),
        ("multimodal fusion", "multi modal fusion"),
        ("domain adaptation", "domain adaption"),
        ("object detection", "object detectors"),
        ("object tracking", "object tracker"),
        ("鱼类 检测", "鱼类检测"),
    ],
)
def test_a_label_has_a_form(label: str, form: str) -> None:
    assert form in set(forms(label, CHARACTERS))


@pytest.mark.parametrize("plain", ["learning", "robotics", "analysis", "a 3", "bus", "gas"])
def test_what_has_no_plural_gets_none(plain: str) -> None:
    assert not any(form.endswith(("ss", "sses", "3s", "ings")) for form in plurals(plain))


@pytest.mark.parametrize("label", ["", "  ", "-", "x" * (LONGEST + 1)])
def test_a_label_that_says_nothing_or_too_much_has_no_form(label: str) -> None:
    assert list(forms(label, CHARACTERS)) == []


@given(st.text())
def test_forms_never_fail_and_are_never_empty(label: str) -> None:
    assert all(forms(label, CHARACTERS))
