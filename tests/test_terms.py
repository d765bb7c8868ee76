"""Literals: languages by script, dates by precision, escapes."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest
from hypothesis import given

from papergraph.terms import day, digits, language, moment, string, text, without_surrogates
from rdf_graphs import HOSTILE


@pytest.mark.parametrize(
    "written,tag",
    [
        ("Attention Is All You Need", ""),
        ("naïve Bayes, Привет, עברית", ""),
        ("目标检测", "zh"),
        ("ResRep：剪枝", "zh"),
        ("物体検出の手法", "ja"),
        ("モデル", "ja"),
        ("한국어와 日本語の", "ja"),
        ("객체 檢出", "ko"),
        ("约翰・史密斯", "zh"),
    ],
)
def test_the_script_of_a_text_tells_its_language_or_nothing(written: str, tag: str) -> None:
    assert language(written) == tag
    assert text(written) == (json.dumps(written, ensure_ascii=False) + (f"@{tag}" if tag else ""))


def test_a_name_has_no_language() -> None:
    assert string("丁霄汉") == '"丁霄汉"'


def test_nothing_known_is_no_term() -> None:
    assert (string(None), string(""), text(None), text(""), digits(None)) == ("", "", "", "", "")


@pytest.mark.parametrize(
    "written,expected",
    [
        ("2021-09-30", ("2021-09-30", "date")),
        ("2021-09-30T23:59:59Z", ("2021-09-30", "date")),
        ("2021-09", ("2021-09", "gYearMonth")),
        ("2021", ("2021", "gYear")),
        ("2021-02-30", ("", "")),
        ("2021-13", ("", "")),
        ("20210930", ("", "")),
        ("2021-W01", ("", "")),
        ("2021-09-30x", ("", "")),
        ("٢٠٢١", ("", "")),
        ("soon", ("", "")),
        ("", ("", "")),
        (None, ("", "")),
    ],
)
def test_a_date_has_the_type_of_its_precision_and_what_is_none_is_left_out(
    written: str | None, expected: tuple[str, str]
) -> None:
    assert day(written) == expected


def test_a_moment_needs_the_time_of_day() -> None:
    assert moment("2026-11-23T10:00:00Z") == "2026-11-23T10:00:00Z"
    assert [moment(said) for said in ("2026-11-23", "2026-11-23Tnoon", "")] == ["", "", ""]


@pytest.mark.parametrize(
    "number,expected",
    [(0.98, "0.98"), (1.0, "1.0"), (0, "0.0"), (1e-7, "0.0000001"), (float("nan"), ""), (float("inf"), "")],
)
def test_a_number_is_written_in_positions_and_only_if_it_is_one(number: float, expected: str) -> None:
    assert digits(number) == expected


@given(HOSTILE.filter(bool))
def test_any_text_survives_as_a_literal(written: str) -> None:
    line = without_surrogates(f"<a:a> <a:b> {string(written)} .\n")
    (triple,) = ox.parse(line, ox.RdfFormat.N_TRIPLES)

    assert isinstance(triple.object, ox.Literal)
    assert triple.object.value == without_surrogates(written)
    assert not any(character < " " for character in line[:-1])
