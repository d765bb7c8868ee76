"""Articles that share a paper but no topic are told with both places; those that share any are not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from handmade import entry, names, reading
from papergraph.assemble import assemble
from papergraph.check import check
from papergraph.concepts import Concepts
from papergraph.config import load as configured
from papergraph.model import Entry, Graph, Location, Problem, Severity
from papergraph.pipeline import build_graph
from papergraph.slips import slips
from papergraph.topics import load

PAPER = "arxiv:2007.03260"


def graph_of(*entries: Entry) -> Graph:
    """The graph of some entries, each a note."""
    concepts = Concepts(load())
    noted = [reading(one)._replace(topics=(concepts.texts(one),)) for one in entries]
    return assemble(noted, concepts=concepts)


def article(title: str, name: str, paper: str | None = None, *more: str, **fields: Any) -> Entry:
    """An article of a note of its own about a paper."""
    papers = (names(PAPER, paper, 4), *(names(one) for one in more))
    return entry(title, path=f"{name}.md", article=f"https://example.org/{name}", papers=papers, **fields)


def found(*entries: Entry) -> list[Problem]:
    """The slips in some entries."""
    return list(slips(graph_of(*entries)))


def test_an_article_about_something_else_than_its_paper_is_told() -> None:
    (problem,) = found(article("图像自适应YOLO：目标检测", "a", "Neural machine translation at scale"))

    assert (problem.location, problem.other) == (Location("a.md", 1), Location("a.md", 4))
    assert problem.severity == Severity.WARNING
    assert "object detection" in problem.message
    assert "'Neural machine translation at scale'" in problem.message


def test_of_two_articles_of_a_paper_that_says_nothing_the_second_is_told() -> None:
    (problem,) = found(article("模型剪枝", "a"), article("人像抠图", "b"))

    assert {problem.location, problem.other} == {Location("a.md", 1), Location("b.md", 1)}
    assert "arxiv:2007.03260" in problem.message


@pytest.mark.parametrize(
    "entries",
    [
        (article("模型剪枝", "a"), article("Network pruning", "b")),
        (article("Model compression", "a", "Network pruning"),),
        (article("Network pruning", "a", "Model compression"),),
        (article("Network pruning", "a", "Knowledge distillation"),),
        (article("模型剪枝", "a", "A paper"),),
        (article("今日要点", "a", "Network pruning"),),
        (article("目标检测", "a", "Network pruning", "arxiv:1908.03930"),),
    ],
    ids=["same", "broader", "narrower", "beside", "untold", "unsaid", "several"],
)
def test_what_can_be_of_one_paper_is_not_told(entries: tuple[Entry, ...]) -> None:
    assert found(*entries) == []


def test_a_tag_that_both_have_hides_nothing() -> None:
    noted = article("目标检测", "a", "Neural machine translation", tags=("weekend",))

    assert len(found(noted)) == 1
    assert set(found(noted)) <= set(check(graph_of(noted)))


def test_the_note_series_has_a_few(shared: Path) -> None:
    series = build_graph(configured(shared, notes=[shared / "corpora" / "note-series" / "notes"]))
    told = [problem.message for problem in slips(series)]

    assert 3 <= len(told) <= 9
    assert any("Adv-Makeup" in message and "深度度量学习" in message for message in told)
    assert any("图像自适应YOLO" in message and "MVPTR" in message for message in told)
