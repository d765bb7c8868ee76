"""Records as JSON and back: what was written comes back, and nothing else does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.cache import coding
from papergraph.cache.coding import decoded, encoded
from papergraph.config import load
from papergraph.model import Link, Location, Problem, Reading, Reference, Severity, TextSpan, TextTopic
from papergraph.pipeline import read_notes


def test_readings_come_back_as_they_were(checkout: Path) -> None:
    for reading in read_notes(load(checkout)):
        assert decoded(encoded(reading), Reading) == reading


@given(
    st.builds(
        Problem,
        st.builds(Location, st.text(), st.integers(0, 2**40), st.integers(0, 9)),
        st.text(),
        st.sampled_from(Severity),
        st.none() | st.builds(Location, st.text(), st.integers(0, 9), st.integers(0, 9)),
    )
)
def test_every_problem_comes_back_with_its_types(problem: Problem) -> None:
    try:
        back = decoded(encoded(problem), Problem)
    except ValueError:  # half a surrogate pair: JSON cannot hold it, and nothing is kept
        assert any("\ud800" <= letter <= "\udfff" for letter in str(problem))
    else:
        assert back == problem
        assert isinstance(back.severity, Severity)


def test_tuples_of_two_kinds_come_back() -> None:
    topic = TextTopic(Reference("pgt", "gnn"), about=True, spans=((TextSpan("title", 0, 1, 4, "label"), "GNN"),))

    assert decoded(encoded(topic), TextTopic) == topic


def test_equal_texts_and_small_records_come_back_as_one_object() -> None:
    span = TextSpan("title", 0, 1, 4, "label")
    topics = [TextTopic(Reference("pgt", "gnn"), about=about, spans=((span, "GNN"),)) for about in (True, False)]
    one, other = (decoded(encoded(topic), TextTopic) for topic in topics)

    assert one.topic is other.topic
    assert one.spans[0][0] is other.spans[0][0]
    assert one.spans[0][1] is other.spans[0][1]


def test_what_is_remembered_is_forgotten_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coding, "_MOST", 100)
    kinds = tuple[Reference, ...]
    references = tuple(Reference("pgt", f"topic {number}") for number in range(1000))

    assert decoded(encoded(references), kinds) == references
    assert len(coding._TEXTS) <= 100  # noqa: SLF001 - nothing else tells


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"{}",
        b"null",
        b"not JSON",
        b"[" * 5000,
        b'["a.md", 1]',
        b'["a.md", 1, 2, 3]',
        b'["a.md", "1", 2]',
        b'["a.md", 1.0, 2]',
        b'["a.md", true, 2]',
        b'[["a.md"], 1, 2]',
        b"\x80\x04\x95",
    ],
)
def test_what_is_no_such_record_is_refused(payload: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        decoded(payload, Location)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", " https://a.example", "file:///etc/passwd"])
def test_an_address_that_no_reader_gives_is_refused(url: str) -> None:
    link: Any = list(Link("https://a.example/", "web", "", 1))
    assert decoded(json.dumps(link).encode(), Link).url == "https://a.example/"

    link[0] = url
    with pytest.raises(ValueError, match="no address"):
        decoded(json.dumps(link).encode(), Link)
