"""Organisations in titles, and the names that titles of papers give methods."""

from __future__ import annotations

import pytest

from handmade import entry
from papergraph.mentions import resolved
from papergraph.model import Method, Predicate, Reference
from papergraph.titlenames import method_name, organizations_of

ARTICLE = "https://example.org/a"


def test_what_a_title_names_is_mentioned_by_what_the_entry_is_about() -> None:
    title = "清华大学与Google提出：把剪枝做成一条曲线 | Google"
    found = list(organizations_of(resolved(entry(title=title, article=ARTICLE))))

    assert [record.name for _, record in found] == ["Tsinghua University", "Google"]
    for edge, record in found:
        (evidence,) = edge.evidence
        assert edge[:3] == (Reference("url", ARTICLE), Predicate.MENTIONS, record.reference)
        assert evidence.method == Method.TEXT_MATCH
        assert evidence.span
        assert title[evidence.span.start : evidence.span.end] == evidence.quote


def test_an_entry_about_nothing_mentions_nobody() -> None:
    assert list(organizations_of(resolved(entry(title="Google", article=None, papers=(), repositories=())))) == []


@pytest.mark.parametrize(
    "title, name",
    [
        ("ResRep: Lossless CNN Pruning via Decoupling", "ResRep"),
        ("Swin Transformer: Hierarchical Vision Transformer", "Swin Transformer"),
        ("Attention Is All You Need", None),
        ("Rethinking pruning: a survey", None),
        ("", None),
        ("x" * 100_000, None),
    ],
)
def test_the_name_before_the_colon_is_the_methods(title: str, name: str | None) -> None:
    assert method_name(title) == name
