"""What the console of the page costs: bytes, milliseconds until it can be asked, and until each query is answered.

usage: bench_console.py [--runs N] [--triples 2400,20000,…] [--browser PROGRAM]

The graphs are the sample's and synthetic ones of about so many triples; the browser is a fresh headless one for every
run, with every request refused. `start` is from the click that opens the console until the engine has all triples,
`first` is the first query, the others are the median of the queries that ship, asked one after the other, and the
slowest of them. `console` is what the page is larger for it, `of it triples` what each graph adds to that.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from argparse import ArgumentParser
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright
from synthetic import TRIPLES_A_PAPER, synthetic_graph

from papergraph.config import load
from papergraph.exporters.console import console
from papergraph.exporters.html import write
from papergraph.model import Graph
from papergraph.pipeline import build_graph

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60
COLUMNS = ("graph", "triples", "file, KB", "console, KB", "of it triples, KB", "start, ms", "first, ms", "median, ms")
SLOWEST = "slowest, ms"
ASK = """async sparql => {
  const start = performance.now();
  await papergraph.console.ask(sparql);
  return performance.now() - start;
}"""


def main() -> None:
    """Measure each graph and print a line of Markdown for it."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--triples", type=lambda text: list(map(int, text.split(","))), default=[20_000, 100_000, 250_000]
    )
    parser.add_argument("--browser", default=_browser())
    options = parser.parse_args()
    print(f"| {' | '.join((*COLUMNS, SLOWEST))} |\n{'|---' * (len(COLUMNS) + 1)}|")
    with tempfile.TemporaryDirectory() as folder:
        for name, graph in _graphs(options.triples):
            file = Path(folder) / "graph.html"
            with file.open("wb") as stream:
                write(graph, stream)
            sizes = {block.name: len(b64encode(block.packed)) / 1000 for block in console(graph)}
            runs = [_visit(options.browser, file) for _ in range(options.runs)]
            figures = [statistics.median(run[place] for run in runs) for place in range(len(runs[0]))]
            cells = [
                f"{figures[0]:,.0f}",
                *(f"{size:,.0f}" for size in (file.stat().st_size / 1000, sum(sizes.values()), sizes["triples"])),
            ]
            print(f"| {name} | {' | '.join([*cells, *(f'{figure:,.0f}' for figure in figures[1:])])} |", flush=True)


def _graphs(sizes: list[int]) -> Iterator[tuple[str, Graph]]:
    yield "sample", build_graph(load(ROOT))
    for size in sizes:
        yield "synthetic", synthetic_graph(size // TRIPLES_A_PAPER)


def _browser() -> str:
    file = ROOT / ".venv" / "browser"
    return file.read_text(encoding="utf-8").strip() if file.exists() else ""


def _visit(program: str, file: Path) -> list[float]:
    """Return the number of triples, and the milliseconds of the start, of the first query, and of those that ship."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program or None, args=["--host-resolver-rules=MAP * ~NOTFOUND"]
        )
        page = browser.new_page()
        page.goto(file.as_uri())
        _until(page, "document.documentElement.dataset.ready === 'yes'")
        start = time.perf_counter()
        page.click("#console-tab")
        _until(page, "papergraph.console.phase === 'ready' && document.querySelector('#sparql').shadowRoot !== null")
        started = 1000 * (time.perf_counter() - start)
        first = page.evaluate(
            ASK, "SELECT ?paper ?title { ?paper a schema:ScholarlyArticle ; schema:name ?title } LIMIT 100"
        )
        spent = [
            page.evaluate(ASK, sparql) for sparql in page.evaluate("papergraph.console.queries.map(one => one.sparql)")
        ]
        triples = page.evaluate("papergraph.console.triples")
        browser.close()
        return [triples, started, first, statistics.median(spent), max(spent)]


def _until(page: Page, expression: str) -> Any:  # noqa: ANN401 - of any kind
    """Wait until an expression is true; Playwright's own waiting needs what the page's policy forbids."""
    end = time.monotonic() + PATIENCE
    while not page.evaluate(expression):
        if time.monotonic() > end:
            raise TimeoutError(expression)
        time.sleep(0.005)


if __name__ == "__main__":
    main()
