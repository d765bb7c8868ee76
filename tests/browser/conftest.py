"""What browser tests may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from opened_pages import Opened, Opener
from papergraph.exporters.html import write
from papergraph.model import Graph

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Opener]:
    """Return a function that writes the page of a graph and opens it."""
    contexts = []

    def open_page(graph: Graph, fragment: str = "", **options: Any) -> Opened:
        path = tmp_path / "graph.html"
        with path.open("wb") as file:
            write(graph, file)
        settings = {
            "viewport": {"width": 1280, "height": 800},
            "locale": "en-US",
            "reduced_motion": "reduce",
            **options,
        }
        context = browser.new_context(**settings)
        contexts.append(context)
        opened = Opened(context.new_page(), path.as_uri())
        opened.page.goto(path.as_uri() + fragment)
        opened.until("document.documentElement.dataset.ready", "yes")
        return opened

    yield open_page
    for context in contexts:
        context.close()
