"""What the fields of arXiv's metadata have in common."""

from __future__ import annotations

from papergraph.sources.arxiv_fields import first_doi, prose
from papergraph.sources.fields import Fields


def test_a_text_is_on_one_line_and_its_accents_are_unicode() -> None:
    assert prose(Fields({"title": 'On Schr\\"odinger\n  Operators'}), "title") == "On Schrödinger Operators"
    assert prose(Fields({}), "title") is None


def test_the_first_of_several_dois_counts() -> None:
    assert first_doi("10.1000/ABC 10.1000/DEF") == "10.1000/abc"
    assert first_doi("") is None
