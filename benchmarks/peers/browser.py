"""A page's file in, what it costs in a fresh browser out: CPU of all processes, main thread, heap, requests."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from os import getpid, kill, sysconf
from pathlib import Path
from signal import SIGKILL
from typing import Any, NamedTuple, TypeAlias

from playwright.sync_api import Browser, CDPSession, Error, Page, Playwright, Request, sync_playwright

Figures: TypeAlias = dict[str, float]
FLAGS = (
    *("--disable-gpu", "--enable-unsafe-swiftshader", "--disable-background-networking", "--disable-sync"),
    *("--disable-component-update", "--disable-default-apps", "--no-first-run", "--no-proxy-server", "--mute-audio"),
)
"""No graphics card, but WebGL by software; no traffic of the browser's own."""
REFUSED = "--host-resolver-rules=MAP * ~NOTFOUND"
NO_WEBGL = "--disable-3d-apis"
SIZE = (1280, 800)
PAN_STEPS, ZOOM_STEPS = 40, 20
FRAME = 1 / 60
ENOUGH = 15.0
"""Seconds of panning or zooming after which a slow page has shown enough."""
QUERY = "graph neural"
QUIET = 0.3
"""Seconds of which all processes use less than a tenth when a page is idle."""
NEVER_QUIET = 20.0
"""Seconds after which a page that never rests is taken as it is."""

MOVING = "moving"
"""What a page says whose first picture is there, but not at rest."""

_WAIT = """new Promise(resolve => {
  const said = () => document.documentElement?.dataset.ready;
  const look = () => said() && said() !== "{already}" && (resolve(said()), true);
  look() || new MutationObserver(look).observe(document, {attributeFilter: ["data-ready"], subtree: true});
})"""
_COUNT = """(() => {
  const seen = window.framesSeen = {count: 0, longest: 0, last: performance.now(), going: true};
  const tick = () => {
    const now = performance.now();
    seen.longest = Math.max(seen.longest, now - seen.last);
    seen.last = now;
    seen.count += 1;
    seen.going && requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
})()"""
_COUNTED = "(window.framesSeen.going = false, [window.framesSeen.count, window.framesSeen.longest])"
_PLACES = """(() => {
  const canvas = [...document.querySelectorAll("canvas")].sort((a, b) => b.clientWidth * b.clientHeight
    - a.clientWidth * a.clientHeight)[0];
  const box = canvas.getBoundingClientRect();
  const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
  const at = ([x, y]) => [box.left + x * box.width, top + y * (bottom - top)];
  const free = place => document.elementFromPoint(...at(place))?.tagName === "CANVAS";
  const starts = [[0.02, 0.5], [0.02, 0.97], [0.02, 0.03], [0.03, 0.7], [0.03, 0.3], [0.1, 0.5], [0.5, 0.5]];
  return [at(starts.find(free) ?? [0.5, 0.5]), at([0.5, 0.5])];
})()"""


class Outcome(NamedTuple):
    """What one visit gave."""

    trouble: str
    """Why there are no figures; empty where there are."""
    figures: Figures


def visit(program: str, file: Path, flags: tuple[str, ...], limit: float, *, use: bool) -> Outcome:
    """Open a page in a fresh browser, `use` it, and return what that cost; no part takes longer than `limit`."""
    with sync_playwright() as playwright, _browser(playwright, program, flags) as (browser, tree):
        visitor = _Visitor(browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]}), tree, limit)
        try:
            trouble = visitor.open(file)
            if use and not trouble:
                visitor.use()
        except Error as error:
            if not tree.killed:
                return Outcome(f"failed: {error.message.splitlines()[0]}", {})
            trouble = "" if "cpu" in visitor.figures else f"{visitor.moving}not ready in {limit:g} s"
        return Outcome(trouble, {} if trouble else visitor.figures)


class _Tree:
    """The processes of a browser."""

    def __init__(self, roots: set[int]) -> None:
        self.roots = roots
        self.killed = False

    def cpu(self) -> float:
        """Return the CPU seconds of all of them so far, those that ended included."""
        found = _processes()
        members = _below(self.roots, found)
        return sum(found[member][1] for member in members) / sysconf("SC_CLK_TCK")

    def kill(self) -> None:
        """End them all."""
        self.killed = True
        for member in _below(self.roots, _processes()):
            kill_one(member)

    @contextmanager
    def limited(self, seconds: float) -> Iterator[None]:
        """End them all where the block takes longer, so that what waits for them fails."""
        timer = threading.Timer(seconds, self.kill)
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def kill_one(process: int) -> None:
    """End a process if it is still there."""
    try:
        kill(process, SIGKILL)
    except ProcessLookupError:
        return


class _Visitor:
    """A page under measurement."""

    def __init__(self, page: Page, tree: _Tree, limit: float) -> None:
        self.page, self.tree, self.limit = page, tree, limit
        self.figures: Figures = {}
        self.requests: list[str] = []
        self.moving = ""
        page.on("request", self._count)
        page.goto("about:blank")
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})
        self._rest()

    def open(self, file: Path) -> str:
        """Load the page; note what it took until it was ready and idle, and return what the page says is wrong."""
        before, start = self.tree.cpu(), time.monotonic()
        with self.tree.limited(self.limit):
            self.page.goto(file.as_uri(), wait_until="commit", timeout=0)
            said = str(self._evaluate(_WAIT.replace("{already}", "")))
            if said == MOVING:
                self.moving = f"moving after {time.monotonic() - start:.0f} s, {self.tree.cpu() - before:.0f} CPU s; "
                said = str(self._evaluate(_WAIT.replace("{already}", MOVING)))
            if said != "yes":
                return said
            idle = self._rest()
        self.figures |= {"cpu": self.tree.cpu() - before, "wall": idle - start, "requests": len(self.requests)}
        return ""

    def use(self) -> None:
        """Measure heap, panning, zooming and, where there is a field for it, searching."""
        with self.tree.limited(self.limit):
            self.session.send("HeapProfiler.collectGarbage")
            heap = self.session.send("Runtime.getHeapUsage")
            self.figures |= {"heap": heap["usedSize"] / 1e6, "buffers": heap.get("backingStorageSize", 0) / 1e6}
            edge, middle = self._evaluate(_PLACES)
        with self.tree.limited(self.limit):
            self._pan(*edge)
        with self.tree.limited(self.limit):
            self._zoom(*middle)
        if self._evaluate("Boolean(document.querySelector('#query'))"):
            with self.tree.limited(self.limit):
                self._search()

    def _pan(self, x: float, y: float) -> None:
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self._rest()
        with self._frames("pan"):
            for step in _steps(PAN_STEPS):
                self.page.mouse.move(x + 7 * step, y + (step if y < SIZE[1] / 2 else -step))
        before = self._main_thread()
        self.page.mouse.up()
        self._rest()
        self.figures["after"] = self._main_thread() - before

    def _zoom(self, x: float, y: float) -> None:
        self.page.mouse.move(x, y)
        self._rest()
        with self._frames("zoom"):
            for step in _steps(ZOOM_STEPS):
                self.page.mouse.wheel(0, -120 if step <= ZOOM_STEPS / 2 else 120)
        self._rest()

    def _search(self) -> None:
        self._evaluate("document.querySelector('#query').focus()")
        self._rest()
        spent = []
        for character in QUERY:
            before = self._main_thread()
            self.page.keyboard.press(character)
            self._rest()
            spent.append(self._main_thread() - before)
        self.figures |= {"key": sorted(spent)[len(spent) // 2], "longest key": max(spent)}

    @contextmanager
    def _frames(self, name: str) -> Iterator[None]:
        """Note milliseconds a frame of the block: on the main thread, on all processes, and the longest one."""
        self._evaluate(_COUNT)
        before, cpu = self._main_thread(), self.tree.cpu()
        yield
        spent, cpu = self._main_thread() - before, self.tree.cpu() - cpu
        count, longest = self._evaluate(_COUNTED)
        frames = max(count, 1)
        self.figures |= {name: spent / frames, f"{name} cpu": 1000 * cpu / frames, f"{name} longest": longest}

    def _main_thread(self) -> float:
        """Return the milliseconds that the main thread has worked."""
        metrics = self.session.send("Performance.getMetrics")["metrics"]
        return 1000 * float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))

    def _rest(self) -> float:
        """Wait until all processes rest, and return since when they do."""
        start, last = time.monotonic(), self.tree.cpu()
        while time.monotonic() - start < NEVER_QUIET:
            since = time.monotonic()
            time.sleep(QUIET)
            now = self.tree.cpu()
            if now - last < QUIET / 10:
                return since
            last = now
        return time.monotonic()

    def _evaluate(self, expression: str) -> Any:  # noqa: ANN401 - of any kind
        asked = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        answer = self.session.send("Runtime.evaluate", asked)
        if "exceptionDetails" in answer:
            raise Error(f"{answer['exceptionDetails'].get('exception', {}).get('description')} in {expression[:60]}")
        return answer["result"].get("value")

    def _count(self, request: Request) -> None:
        if request.url.startswith(("http:", "https:", "ws:", "wss:")):
            self.requests.append(request.url)


def _steps(count: int) -> Iterator[int]:
    """Yield 1 to `count`, one a frame at most, and fewer where they take longer than `ENOUGH` together."""
    first = time.monotonic()
    for step in range(1, count + 1):
        start = time.monotonic()
        if start - first > ENOUGH:
            return
        yield step
        time.sleep(max(0.0, FRAME - (time.monotonic() - start)))


@contextmanager
def _browser(playwright: Playwright, program: str, flags: tuple[str, ...]) -> Iterator[tuple[Browser, _Tree]]:
    """Start a browser, and end it whatever happens."""
    before = set(_below({getpid()}, _processes()))
    browser = playwright.chromium.launch(executable_path=program or None, args=[*FLAGS, *flags])
    found = _processes()
    started = set(_below({getpid()}, found)) - before
    tree = _Tree({process for process in started if found[process][0] in before})
    try:
        yield browser, tree
    finally:
        if not tree.killed:
            browser.close()


@contextmanager
def black_hole() -> Iterator[str]:
    """Yield the flag that leads every host to a port that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=256) as silent:
        yield f"--host-resolver-rules=MAP * 127.0.0.1:{silent.getsockname()[1]}"


def _processes() -> dict[int, tuple[int, int]]:
    """Return the parent and the clock ticks of every process; the ticks of ended children count as its own."""
    found = {}
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = file.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        found[int(file.parent.name)] = (int(fields[1]), sum(map(int, fields[11:15])))
    return found


def _below(roots: set[int], processes: dict[int, tuple[int, int]]) -> list[int]:
    """Return the roots that are there, and all that descend from them."""
    children: dict[int, list[int]] = {}
    for process, (parent, _) in processes.items():
        children.setdefault(parent, []).append(process)
    found = [root for root in roots if root in processes]
    for process in found:
        found += children.get(process, ())
    return found
