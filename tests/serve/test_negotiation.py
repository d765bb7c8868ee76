"""Accept headers, and what is answered with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.serve.negotiation import best

OFFERED = ("application/json", "text/csv", "text/turtle")


@pytest.mark.parametrize(
    "accept, found",
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/*", "text/csv"),
        ("text/turtle", "text/turtle"),
        ("TEXT/Turtle", "text/turtle"),
        ("text/csv;q=0.3, text/turtle;q=0.4", "text/turtle"),
        ("text/csv ; q=0.3 ,text/turtle; charset=utf-8 ; q=0.2", "text/csv"),
        ("*/*;q=0.1, text/*;q=0.2, text/csv;q=0", "text/turtle"),
        ("application/json;q=0, */*", "text/csv"),
        ("image/png", None),
        ("text/csv;q=0", None),
        ("text/csv;q=nan", None),
        ("text/csv;q=2", None),
        ("text/csv;q=much", None),
        ("nonsense", "application/json"),
        ("text/csv;level=1", "text/csv"),
    ],
)
def test_the_most_wanted_is_chosen(accept: str, found: str | None) -> None:
    assert best(accept, OFFERED) == found


@given(st.text(alphabet="*/;,=q.0159 textcsvjapliono", max_size=60))
def test_whatever_is_accepted_something_offered_or_nothing_is_chosen(accept: str) -> None:
    assert best(accept, OFFERED) in {*OFFERED, None}
