"""A page opened from disk in a browser that refuses and counts every request."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import pytest

from papergraph.model import Graph

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Route

ROOT = Path(__file__).resolve().parent.parent
Made: TypeAlias = Callable[[], Graph]
PATIENCE = 10
"""Seconds until what was waited for counts as never to come."""
DESKTOP: dict[str, Any] = {"viewport": {"width": 1280, "height": 800}, "locale": "en-US", "reduced_motion": "reduce"}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
SMALL_PHONE: dict[str, Any] = {**PHONE, "viewport": {"width": 320, "height": 568}}


class Opener(Protocol):
    """Opens the page of a graph, with a fragment of its address and Playwright's options of a context."""

    def __call__(self, graph: Made, fragment: str = "", **options: Any) -> Opened:
        """Return the page when it is ready."""


def browser_program() -> str | None:
    """The browser that `make test` found, or one of this machine; None stands for Playwright's own."""
    found = ROOT / ".venv" / "browser"
    program = found.read_text(encoding="utf-8") if found.exists() else shutil.which("chromium")
    return program or None


class Opened:
    """A page in the browser, and all that went wrong or out in it."""

    def __init__(self, context: BrowserContext, path: Path | str, fragment: str = "") -> None:
        """Open a page from disk, or from the address of a server."""
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.address = path if isinstance(path, str) else path.as_uri()
        context.route("**/*", self._route)
        self.page = self._watched(context.new_page())
        self.page.goto(self.address + fragment)
        self.until("document.documentElement.dataset.ready", "yes")

    def _watched(self, page: Page) -> Page:
        page.set_default_timeout(1000 * PATIENCE)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", self._dialog)
        return page

    def _route(self, route: Route) -> None:
        if route.request.url.partition("#")[0] == self.address or route.request.url.startswith("blob:"):
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
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if (found := self.page.evaluate(expression)) == wanted:
                return
            time.sleep(0.02)
        pytest.fail(f"{expression} is {found!r}, not {wanted!r}; the page said {self.errors}")

    def evaluate(self, expression: str, argument: object = None) -> Any:
        """Return the value of an expression in the page, or what a function there makes of the argument."""
        return self.page.evaluate(expression, argument)

    def text(self, selector: str) -> str:
        """Return the text that a person sees there."""
        return self.page.inner_text(selector)

    @property
    def quiet(self) -> bool:
        """Nothing was requested, nothing went wrong, nothing hostile came to act."""
        hurt = self.evaluate("window.hurt === undefined")
        assert (self.requests, self.errors, hurt) == ([], [], True), (self.requests, self.errors, hurt)
        return True

    # The map

    def thing(self, name: str) -> int:
        """The number of the thing of that name."""
        number: int = self.evaluate(
            """name => {
            const {graph} = papergraph.app;
            for (let thing = 0; thing < graph.count; thing++) if (graph.name(thing) === name) return thing;
            return -1;
        }""",
            name,
        )
        assert number >= 0, f"there is no {name}"
        return number

    def spot(self, name: str) -> tuple[float, float]:
        """Where the middle of a thing's mark is in the window."""
        x, y = self.evaluate(
            """thing => {
            const {map} = papergraph.app, pane = map.canvas.getBoundingClientRect(), [x, y] = map.screenOf(thing);
            return [x + pane.left, y + pane.top];
        }""",
            self.thing(name),
        )
        return x, y

    def reached(self, name: str) -> tuple[float, float]:
        """Bring a mark into the open part of the map, and return where it is then."""
        self.evaluate("thing => papergraph.app.map.show([thing], false)", self.thing(name))
        return self.drawn().spot(name)

    def bare_spot(self) -> tuple[float, float]:
        """A point of the map in the window with no mark near it and no button over it."""
        x, y = self.evaluate(
            """() => {
            const {map} = papergraph.app, pane = map.canvas.getBoundingClientRect();
            for (let y = 60; y < pane.height - 60; y += 9) for (let x = 60; x < pane.width - 60; x += 9) {
                const over = document.elementFromPoint(pane.left + x, pane.top + y);
                if (map.pick(x, y, 40) === null && over === map.canvas) return [pane.left + x, pane.top + y];
            }
            return [NaN, NaN];
        }"""
        )
        return x, y

    def drawn(self) -> Opened:
        """Wait until the map is at rest and completely drawn."""
        self.evaluate(
            """() => new Promise(done => {
            const {map} = papergraph.app, before = map.onDrawn;
            map.onDrawn = () => { map.onDrawn = before; before(); done(); };
            map.redraw();
        })"""
        )
        return self

    @property
    def camera(self) -> tuple[float, float, float]:
        """The place from which the map is looked at."""
        place = self.evaluate("papergraph.app.map.place")
        return place["x"], place["y"], place["scale"]

    # What is chosen

    @property
    def selected(self) -> str | None:
        """The name of what is selected."""
        name: str | None = self.evaluate(
            "(({graph, selected}) => selected === null ? null : graph.name(selected))(papergraph.app)"
        )
        return name

    def select(self, name: str) -> Opened:
        """Select a thing as the page's own script does, and wait for its details."""
        self.evaluate("thing => papergraph.app.select(thing)", self.thing(name))
        return self.told()

    def told(self) -> Opened:
        """Wait until the details of what is selected are complete."""
        self.until(
            """(async () => {
            const {selected, details} = papergraph.app, panel = document.querySelector("#panel");
            if (selected === null) return panel.hidden;
            const bare = [...panel.querySelectorAll(".neighbours > li")].filter(row => row.querySelector(".thing"));
            return panel.dataset.thing === await details.reference(selected)
                && bare.every(row => row.querySelector(".evidence"));
        })()"""
        )
        return self

    def view(self, name: str) -> Opened:
        """Open a view by its tab."""
        self.page.click(f"#{name}-tab")
        self.until(f"document.querySelector('#{name}-view').hidden", wanted=False)
        return self

    def settings(self) -> Opened:
        """Open the settings."""
        if not self.page.is_visible("#settings"):
            self.page.click("#filters")
        return self

    def fragment(self) -> str:
        """The fragment of the address once it says what is shown."""
        if self.evaluate("papergraph.app.state.view") == "map":
            self.drawn()
        last = None
        while last != (last := self.evaluate("new Promise(done => setTimeout(() => done(location.hash), 230))")):
            continue
        return last or ""


def saved(page: Opened, act: Callable[[], object]) -> tuple[str, bytes]:
    """The name and the content of the file that an act saves."""
    with page.page.expect_download() as coming:
        act()
    download = coming.value
    return download.suggested_filename, Path(download.path()).read_bytes()


PIXELS = """(x, y, width, height) => {
    const {canvas} = papergraph.app.map, copy = new OffscreenCanvas(width, height);
    const pen = copy.getContext("2d", {willReadFrequently: true});
    pen.drawImage(canvas, -x, -y);
    return pen.getImageData(0, 0, width, height).data;
}"""
"""What reads pixels of the map without making its canvas a slow one."""


def colours(page: Opened) -> set[tuple[int, int, int]]:
    """The colours of the map."""
    found = page.evaluate(
        f"""() => {{
        const {{width, height}} = papergraph.app.map.canvas, data = ({PIXELS})(0, 0, width, height), seen = new Set();
        for (let at = 0; at < data.length; at += 4) seen.add(data[at] << 16 | data[at + 1] << 8 | data[at + 2]);
        return [...seen];
    }}"""
    )
    return {(each >> 16, each >> 8 & 255, each & 255) for each in found}


def colour_of(page: Opened, name: str) -> tuple[int, int, int]:
    """The colour in the middle of a mark."""
    red, green, blue = page.drawn().evaluate(
        f"""thing => {{
        const {{map}} = papergraph.app, grain = map.canvas.width / map.canvas.clientWidth;
        const [x, y] = map.screenOf(thing).map(each => Math.round(each * grain));
        return [...({PIXELS})(x, y, 1, 1)].slice(0, 3);
    }}""",
        page.thing(name),
    )
    return red, green, blue
