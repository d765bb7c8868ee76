"""The labels of the map: the most important ones, none over another, more of them the closer one looks."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from opened_pages import Opened, Opener
from page_extremes import SIX_HUNDRED, TWO_THOUSAND, long_titled
from page_graphs import story

HEIGHT = 12
"""Of the letters of a label."""


def boxes(page: Opened) -> list[dict[str, Any]]:
    """Where the labels stand, as wide as the page measures their texts."""
    found: list[dict[str, Any]] = page.drawn().evaluate(
        """() => {
        const {map} = papergraph.app, pen = document.createElement("canvas").getContext("2d");
        pen.font = '12px system-ui, "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans CJK JP", sans-serif';
        return map.labels.map(({thing, across, down}) => {
            const [x, y] = map.screenOf(thing), text = map.labelText(thing), width = pen.measureText(text).width;
            return {text, thing, left: x + across - width / 2, right: x + across + width / 2, middle: y + down};
        });
    }"""
    )
    return found


def over(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two labels share a pixel."""
    beside = one["right"] <= other["left"] or other["right"] <= one["left"]
    return not beside and abs(one["middle"] - other["middle"]) < HEIGHT


@pytest.mark.parametrize("graph", [story, SIX_HUNDRED, TWO_THOUSAND], ids=["thirty", "six hundred", "two thousand"])
@pytest.mark.parametrize("zoom", [1, 2, 5])
def test_labels_lie_neither_over_one_another_nor_outside(standing: Opener, graph: Any, zoom: float) -> None:
    page = standing(graph)
    page.evaluate("zoom => { const {map} = papergraph.app; map.fit(); map.zoomBy(zoom); }", zoom)
    found = boxes(page)
    pane = page.evaluate("papergraph.app.map.pane")

    assert len(found) > 4
    assert [(a["text"], b["text"]) for a, b in combinations(found, 2) if over(a, b)] == []
    assert all(box["left"] >= 0 and box["right"] <= pane["width"] for box in found)
    assert all(box["middle"] - HEIGHT / 2 >= 0 and box["middle"] + HEIGHT / 2 <= pane["height"] for box in found)


def test_a_small_map_names_almost_everything(standing: Opener) -> None:
    page = standing(story)
    page.evaluate("papergraph.app.map.fit()")

    assert len(boxes(page)) >= 25


def test_the_most_important_things_have_their_names(standing: Opener) -> None:
    page = standing(TWO_THOUSAND)
    page.evaluate("papergraph.app.map.fit()")
    found = [box["thing"] for box in boxes(page)]

    topics = page.evaluate("papergraph.app.graph.header.counts.topic")  # their communities bear their names
    assert len(set(range(topics, topics + 30)) & set(found)) >= 10
    assert sorted(found)[len(found) // 2] < 600


def test_more_is_named_the_closer_one_looks(standing: Opener) -> None:
    page = standing(TWO_THOUSAND)
    shares = []
    for zoom in (1, 3, 9):
        page.evaluate("zoom => { const {map} = papergraph.app; map.fit(); map.zoomBy(zoom); }", zoom)
        named = {box["thing"] for box in boxes(page)}
        inside = page.evaluate(
            """() => {
            const {map, graph} = papergraph.app, {width, height} = map.pane, seen = [];
            for (let thing = 0; thing < graph.count; thing++) {
                const [x, y] = map.screenOf(thing);
                if (x > 0 && y > 0 && x < width && y < height) seen.push(thing);
            }
            return seen;
        }"""
        )
        shares.append(len(named & set(inside)) / len(inside))

    assert shares[0] < shares[1] < shares[2]
    assert shares[2] > 0.5


def test_a_selected_thing_and_what_is_around_it_are_named(opened: Opener) -> None:
    page = opened(story)
    page.select("Kaiming He")

    named = {box["text"] for box in boxes(page)}
    assert "Kaiming He" in named
    assert any(text.startswith("Masked Autoencoders") for text in named)


def test_labels_stay_clear_of_the_details(opened: Opener) -> None:
    page = opened(story)
    page.select("Kaiming He")
    left = page.evaluate("document.querySelector('#panel').getBoundingClientRect().left")

    assert all(box["right"] <= left for box in boxes(page))


def test_a_long_name_is_cut(standing: Opener) -> None:
    texts = [box["text"] for box in boxes(standing(long_titled))]

    assert len(texts) == 3
    assert all(len(text) < 60 for text in texts)
    assert sum(text.endswith("…") for text in texts) == 2
