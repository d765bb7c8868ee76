"""What the console of a page is given: every query that ships, the prefixes, an engine, and none past the limit."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from page_blocks import CONSOLE, page_of, scripts_of
from page_graphs import hostile, story
from papergraph.canned import shipped
from papergraph.exporters import console as module
from papergraph.exporters.console import console
from papergraph.vocabulary import prefixes


def told(blocks: dict[str, bytes]) -> dict[str, Any]:
    """What the first block says."""
    found: dict[str, Any] = json.loads(gzip.decompress(blocks["console"]))
    return found


def test_the_console_knows_what_the_command_line_knows() -> None:
    found = told(dict(console(story())))

    assert found["prefixes"] == prefixes("urn:papergraph:")
    assert found["queries"] == [[query.name, query.sparql] for query in shipped()]
    assert found["held"] is True


def test_a_page_has_the_blocks_of_the_console_each_once() -> None:
    names = [name for name in scripts_of(page_of(story())) if name in CONSOLE]

    assert names == list(CONSOLE)


def test_past_the_limit_there_is_no_engine_and_no_leave_to_run_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LIMIT", 10)
    page = page_of(story())
    scripts = scripts_of(page)

    assert [name for name in scripts if name in CONSOLE] == ["console"]
    assert "wasm-unsafe-eval" not in page.partition("</head>")[0]
    assert told(dict(console(story()))) | {"queries": [], "prefixes": {}} == {
        "held": False,
        "limit": 10,
        "queries": [],
        "prefixes": {},
    }


def test_no_text_of_a_graph_is_outside_the_packed_triples() -> None:
    assert "window.hurt" not in page_of(hostile()).partition("</header>")[2]
