"""What browser tests may ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from opened_pages import DESKTOP, Made, Opened, Opener
from papergraph.exporters.html import write

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Made], Path]:
    """Return a function that writes the page of a graph, once for each function that makes one."""
    folder, paths = tmp_path_factory.mktemp("pages"), dict[Made, Path]()

    def write_page(graph: Made) -> Path:
        if graph not in paths:
            path = folder / f"graph-{len(paths)}.html"
            with path.open("wb") as file:
                write(graph(), file)
            paths[graph] = path
        return paths[graph]

    return write_page


@pytest.fixture
def opened(browser: Browser, written: Callable[[Made], Path]) -> Iterator[Opener]:
    """Return a function that opens the page of a graph, each time anew."""
    contexts = []

    def open_page(graph: Made, fragment: str = "", **options: Any) -> Opened:
        context = browser.new_context(**{**DESKTOP, **options})
        contexts.append(context)
        return Opened(context, written(graph), fragment)

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def standing(browser: Browser, written: Callable[[Made], Path]) -> Iterator[Opener]:
    """Return a function that opens the page of a graph once for all tests of a module, for those that only look."""
    contexts, pages = [], dict[str, Opened]()

    def open_page(graph: Made, fragment: str = "", **options: Any) -> Opened:
        key = repr((graph, fragment, options))
        if key not in pages:
            context = browser.new_context(**{**DESKTOP, **options})
            contexts.append(context)
            pages[key] = Opened(context, written(graph), fragment)
        return pages[key]

    yield open_page
    for context in contexts:
        context.close()
