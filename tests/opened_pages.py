"""A page opened from disk in a browser that refuses and counts every request."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Protocol

import pytest

from papergraph.model import Graph

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Dialog, Page, Route


class Opener(Protocol):
    """Opens the page of a graph, with a fragment of its address and Playwright's options of a context."""

    def __call__(self, graph: Graph, fragment: str = "", **options: Any) -> Opened:
        """Return the page when it is ready."""


class Opened:
    """A page in the browser, and all that went wrong or out in it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.address = address
        page.context.route("**/*", self._route)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", self._dialog)

    def _route(self, route: Route) -> None:
        if route.request.url.partition("#")[0] == self.address:
            route.continue_()
        else:
            self.requests.append(route.request.url)
            route.abort()

    def _console(self, message: ConsoleMessage) -> None:
        self.errors.append(message.text)

    def _dialog(self, dialog: Dialog) -> None:
        self.errors.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def until(self, expression: str, wanted: object = True) -> None:  # noqa: FBT002 - a value, not a switch
        """Wait until an expression has a value; Playwright's own waiting needs what the page's policy forbids."""
        found: object = None
        for _ in range(200):
            if (found := self.page.evaluate(expression)) == wanted:
                return
            time.sleep(0.05)
        pytest.fail(f"{expression} is {found!r}, not {wanted!r}")

    def evaluate(self, expression: str) -> Any:
        """Return the value of an expression in the page."""
        return self.page.evaluate(expression)

    def text(self, selector: str) -> str:
        """Return the text that a person sees there."""
        return self.page.inner_text(selector)

    @property
    def quiet(self) -> bool:
        """Nothing was requested, nothing went wrong, nothing hostile came to act."""
        hurt = self.evaluate("window.hurt === undefined")
        assert (self.requests, self.errors, hurt) == ([], [], True)
        return True
