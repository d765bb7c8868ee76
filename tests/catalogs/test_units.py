"""The values of a catalogue one by one: lines and arrays, from any place on."""

from __future__ import annotations

import io
import json
from itertools import islice
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.catalogs import units as module
from papergraph.catalogs.units import BROKEN, CUT_OFF, TOO_LONG, Fault, units
from papergraph.sources.catalog import NOT_JSON

TEXTS = st.text(max_size=8)
OBJECTS = st.dictionaries(
    TEXTS, st.none() | st.integers() | TEXTS | st.lists(TEXTS | st.lists(st.booleans())), max_size=4
)


def values(payload: bytes, offset: int = 0, number: int = 0) -> list[tuple[int, Any]]:
    return list(units(io.BytesIO(payload), offset, number))


@given(st.lists(OBJECTS, max_size=6), st.integers(0, 3), st.booleans(), st.sampled_from([7, 64, 1 << 20]))
@settings(max_examples=50, deadline=None)
def test_every_array_gives_its_elements(records: list[Any], indent: int, ascii_: bool, chunk: int) -> None:  # noqa: FBT001
    payload = json.dumps(records, indent=indent or None, ensure_ascii=ascii_).encode("utf-8", "surrogatepass")
    before, module.CHUNK = module.CHUNK, chunk
    try:
        assert values(payload) == list(enumerate(records, 1))
    finally:
        module.CHUNK = before


@given(st.lists(OBJECTS, min_size=1, max_size=6), st.data(), st.booleans())
@settings(max_examples=50, deadline=None)
def test_reading_goes_on_from_any_place(records: list[Any], data: st.DataObject, array: bool) -> None:  # noqa: FBT001
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    text = f"[{', '.join(lines)} ]\n" if array else "".join(f"{line}\n" for line in lines)
    payload = text.encode("utf-8", "surrogatepass")
    reading = units(io.BytesIO(payload))
    stop = data.draw(st.integers(0, len(records)))
    first = list(islice(reading, stop))

    assert first + values(payload, *(reading.place() if stop else (0, 0))) == values(payload)


def test_arrays_one_behind_another_are_one() -> None:
    assert values(b'[{"a": 1}] [{"a": 2},\n{"a": 3}]') == [(1, {"a": 1}), (2, {"a": 2}), (3, {"a": 3})]
    assert values(b"\xef\xbb\xbf[1, 23]") == [(1, 1), (2, 23)]
    assert values(b"[]") == values(b"") == []


@pytest.mark.parametrize("end", [b'[{"a": 1}, {"a": ', b'[{"a": 1}, {"a": "x', b'[{"a": 1},'])
def test_an_array_that_is_cut_off_says_so(end: bytes) -> None:
    assert values(end) == [(1, {"a": 1}), (2, Fault(CUT_OFF))]


def test_an_array_that_is_broken_is_read_up_to_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST", 100)
    monkeypatch.setattr(module, "CHUNK", 50)

    assert values(b'[{"a": 1}, {"a": nothing}, ' + b" " * 1000 + b"]") == [(1, {"a": 1}), (2, Fault(BROKEN))]
    assert values(b"[" * 100_000) == [(1, Fault(CUT_OFF))]
    assert values(b'[{"a": ' + b"[" * 100_000)[-1][1] == Fault(BROKEN)


def test_lines_that_are_arrays_are_lines() -> None:
    assert values(b'[{"a": 1}, {"a": 2}]\n[{"a": 3}]\n') == [(1, [{"a": 1}, {"a": 2}]), (2, [{"a": 3}])]
    assert values(b'[{"a": 1}, {"a": 2}]\n') == [(1, {"a": 1}), (2, {"a": 2})]


def test_a_line_that_is_not_understood_is_a_fault_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST", 60)
    payload = b'{"a": 1}\n\n  \n{"a": \n{"a": "' + b"x" * 80 + b'"}\n{"a": NaN, "b": "\\ud800"}\n[1]\n\xff\n'

    found = values(payload)

    assert [number for number, _ in found] == [1, 4, 5, 6, 7, 8]
    assert [value for _, value in found][1:3] == [Fault(NOT_JSON), Fault(TOO_LONG)]
    assert found[3][1]["b"] == "\ud800"
    assert found[4:] == [(7, [1]), (8, Fault(NOT_JSON))]


def test_a_mark_before_the_first_line_is_none_of_it() -> None:
    assert values(b'\xef\xbb\xbf{"a": 1}\n') == [(1, {"a": 1})]
