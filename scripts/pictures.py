"""Take pictures of the page in every view and mode, to be looked at: overlaps, cut labels, unreadable greys.

usage: pictures.py BROWSER FOLDER [PAGE …]

BROWSER holds the path of the browser, as browser.py wrote it. Pictures of each page (output/graph.html, and the
note series beside the checkout where that is) go into a folder of its name.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]
SERIES = ROOT.parent / "shared" / "corpora" / "note-series" / "notes"
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
FIRST = "(async () => (await papergraph.app.details.references())[0])()"
VIEWS: dict[str, tuple[str, dict[str, Any]]] = {
    "light": ("", {}),
    "dark": ("theme=dark", {}),
    "details": ("at={first}", {}),
    "near": ("at={first}&view=near", {}),
    "near-dark": ("at={first}&view=near&theme=dark", {}),
    "timeline": ("layout=time", {}),
    "topics": ("layout=topics", {}),
    "communities": ("colour=community", {}),
    "table": ("view=table", {}),
    "problems": ("view=problems", {}),
    "about": ("view=about", {}),
    "chinese": ("lang=zh", {}),
    "phone": ("", {"viewport": PHONE, "has_touch": True}),
    "phone-details": ("at={first}", {"viewport": PHONE, "has_touch": True}),
    "phone-table": ("view=table", {"viewport": PHONE, "has_touch": True}),
    "phone-dark": ("theme=dark&layout=topics", {"viewport": PHONE, "has_touch": True}),
}
"""Names of pictures → the fragment of the address, and what else the browser is told."""


def main() -> None:
    """Take them all."""
    folder = Path(sys.argv[2])
    with TemporaryDirectory() as temporary, started(Path(sys.argv[1])) as browser:
        pages = [Path(page) for page in sys.argv[3:]] or [ROOT / "output" / "graph.html", *series(Path(temporary))]
        for page in pages:
            name = "series" if page.is_relative_to(temporary) else page.stem
            (folder / name).mkdir(parents=True, exist_ok=True)
            for view, (fragment, options) in VIEWS.items():
                take(browser, page.resolve(), fragment, options, folder / name / f"{view}.png")
                print(folder / name / f"{view}.png")


@contextmanager
def started(program: Path) -> Iterator[Browser]:
    """Start the browser whose path a file holds; empty stands for Playwright's own."""
    with sync_playwright() as playwright:
        path = program.read_text(encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=path or None, args=["--no-sandbox"])
        yield browser
        browser.close()


def series(folder: Path) -> list[Path]:
    """Build the page of the note series, where that is."""
    if not SERIES.is_dir():
        print(f"without the note series: {SERIES} is not there", file=sys.stderr)
        return []
    command = [sys.executable, "-m", "papergraph", "build", "--offline", str(SERIES), "-o", str(folder / "output")]
    subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return [folder / "output" / "graph.html"]


def take(browser: Browser, page: Path, fragment: str, options: dict[str, Any], picture: Path) -> None:
    """Take one picture."""
    settings = {"viewport": DESKTOP, "locale": "en-US", "reduced_motion": "reduce", **options}
    context = browser.new_context(**settings)
    opened = context.new_page()
    if "{first}" in fragment:
        opened.goto(page.as_uri())
        wait(opened)
        fragment = fragment.replace("{first}", opened.evaluate(FIRST))
        opened.goto("about:blank")
    opened.goto(f"{page.as_uri()}#{fragment}" if fragment else page.as_uri())
    wait(opened)
    opened.screenshot(path=picture)
    context.close()


def wait(page: Any) -> None:  # noqa: ANN401 - Playwright is an extra of development
    """Wait until the page is drawn; its policy forbids what Playwright's own waiting needs."""
    while page.evaluate("document.documentElement.dataset.ready") != "yes":
        time.sleep(0.05)
    time.sleep(0.8)


if __name__ == "__main__":
    main()
