"""Find a Chromium that Playwright can drive, installing one where it can, and write its path to a file.

usage: browser.py FILE      FILE gets the path of the program; it stays empty for Playwright's own Chromium

The order: Playwright's own where it was downloaded before, a Chromium or Chrome of this machine, a download
by Playwright, Debian's package where this runs as root. Each is started once before it is believed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

OWN = ""
PROGRAMS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
MAC_PROGRAM = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
PATIENCE = 300.0
"""Seconds that an installation may take."""


def main() -> int:
    """Try one after the other until one starts."""
    for program in candidates():
        if starts(program):
            Path(sys.argv[1]).write_text(program, encoding="utf-8")
            print(f"browser for the page tests: {program or 'Chromium of Playwright'}")
            return 0
    print(
        "The page tests need a browser, and none could be installed. Install Chromium or Chrome "
        "(on Debian and Ubuntu: apt-get install chromium), then run this again.",
        file=sys.stderr,
    )
    return 1


def candidates() -> Iterator[str]:
    """Programs worth a try, the cheapest first; installing happens between them."""
    yield OWN
    yield from installed()
    attempts: list[Callable[[], bool]] = [download, install_package]
    for attempt in attempts:
        if attempt():
            yield OWN
            yield from installed()


def installed() -> Iterator[str]:
    """Chromium and Chrome programs that are on this machine."""
    for name in (*PROGRAMS, MAC_PROGRAM):
        if path := shutil.which(name):
            yield path


def starts(program: str) -> bool:
    """Whether Playwright can open a page in it."""
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program or None, timeout=60_000)
            browser.new_page().goto("about:blank")
            browser.close()
    except Error:
        return False
    return True


def download() -> bool:
    """Let Playwright fetch its own Chromium."""
    return succeeds([sys.executable, "-m", "playwright", "install", "chromium"])


def install_package() -> bool:
    """Install Debian's package, as root on a Debian system."""
    apt = shutil.which("apt-get")
    if apt is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    return succeeds([apt, "update", "-qq"]) and succeeds([apt, "install", "-y", "-qq", "chromium"])


def succeeds(command: list[str]) -> bool:
    """Whether the command ends well in time; its output goes to standard error."""
    print("$", *command, file=sys.stderr)
    try:
        return subprocess.run(command, check=False, stdout=sys.stderr, timeout=PATIENCE).returncode == 0
    except subprocess.TimeoutExpired:
        return False


if __name__ == "__main__":
    sys.exit(main())
