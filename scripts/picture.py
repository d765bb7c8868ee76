"""Take the picture in README anew: the page of the sample graph, as a browser shows it.

usage: picture.py FILE      FILE holds the path of the browser, as browser.py wrote it
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
WIDTH, HEIGHT = 1280, 800


def main() -> None:
    """Open output/graph.html and write docs/page.png."""
    program = Path(sys.argv[1]).read_text(encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program or None, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="en-US", reduced_motion="reduce")
        page.goto((ROOT / "output" / "graph.html").as_uri())
        while page.evaluate("document.documentElement.dataset.ready") != "yes":
            time.sleep(0.05)
        time.sleep(0.5)
        page.screenshot(path=ROOT / "docs" / "page.png")
        browser.close()


if __name__ == "__main__":
    main()
