"""Take the picture in README anew: the page of the sample graph, as a browser shows it.

usage: picture.py FILE      FILE holds the path of the browser, as browser.py wrote it
"""

from __future__ import annotations

import sys
from pathlib import Path

from pictures import ROOT, started, take


def main() -> None:
    """Open output/graph.html and write docs/page.png."""
    with started(Path(sys.argv[1])) as browser:
        take(browser, ROOT / "output" / "graph.html", "", {}, ROOT / "docs" / "page.png")


if __name__ == "__main__":
    main()
