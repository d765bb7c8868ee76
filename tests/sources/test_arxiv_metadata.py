"""Records of arXiv's metadata snapshot: what is one, and what it says; through catalogues in `test_catalog`."""

from __future__ import annotations

import pytest

from papergraph.model import RANK_CATALOG, Origin
from papergraph.sources.arxiv_metadata import is_arxiv, read_paper
from papergraph.sources.fields import Fields

ORIGIN = Origin(RANK_CATALOG, "arxiv.jsonl", 1, "")


@pytest.mark.parametrize("key", ["authors_parsed", "authors", "categories", "versions", "update_date"])
def test_a_record_has_an_identifier_and_one_key_more(key: str) -> None:
    assert is_arxiv({"id": "2401.01234", key: None})
    assert not is_arxiv({key: None})


@pytest.mark.parametrize("record", [{}, {"id": "2401.01234"}, {"id": 1, "full_name": "owner/name"}, {"title": "A"}])
def test_what_has_neither_is_no_record(record: dict[str, object]) -> None:
    assert not is_arxiv(record)


def test_an_identifier_is_read_without_its_version() -> None:
    paper = read_paper(Fields({"id": "arXiv:2401.01234v2", "title": "Graphs\n  from Notes"}), ORIGIN)

    assert paper is not None
    assert (str(paper.reference), paper.title) == ("arxiv:2401.01234", "Graphs from Notes")


def test_what_has_no_identifier_is_complained_of() -> None:
    fields = Fields({"id": "owner/name"})

    assert read_paper(fields, ORIGIN) is None
    assert fields.complaints == ["“id” is not an arXiv identifier"]
