"""How much longer a build takes where there is no network than with `--offline`, for a hundred references.

Three ways of having none: the connection is refused, the name is not known, and a login page answers everything. Each
build starts with an empty store; seconds of wall clock, the median of three.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

RUNS = 3
PORTAL = b"<!DOCTYPE html><title>Welcome</title><p>Please sign in."


class Portal(BaseHTTPRequestHandler):
    """Answers whatever is asked with a page for people."""

    def do_GET(self) -> None:
        """Answer."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PORTAL)))
        self.end_headers()
        self.wfile.write(PORTAL)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def write(folder: Path, url: str) -> None:
    """A list of fifty papers, each with a repository."""
    (folder / "notes").mkdir(exist_ok=True)
    lines = [
        f"- [Paper {number} of the list](https://arxiv.org/abs/2101.{number:05d}) [code](https://github.com/o/n{number})"
        for number in range(1, 51)
    ]
    (folder / "notes" / "list.md").write_text("\n".join(lines), encoding="utf-8")
    (folder / "papergraph.toml").write_text(
        f'[arxiv]\nurl = "{url}/api/query"\n[github]\nurl = "{url}"\n', encoding="utf-8"
    )


def seconds(folder: Path, *arguments: str) -> float:
    """The median duration of a build with an empty store."""
    environment = {name: value for name, value in os.environ.items() if name != "PAPERGRAPH_OFFLINE"}
    took = []
    for _ in range(RUNS):
        for rest in (folder / ".papergraph").glob("store*"):
            rest.unlink()
        started = time.perf_counter()
        command = [sys.executable, "-m", "papergraph", "build", *arguments]
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
        took.append(time.perf_counter() - started)
    return statistics.median(took)


def main() -> None:
    """Print one line a way of having no network."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Portal)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    ways = {
        "refused": "http://127.0.0.1:9",
        "unknown name": "http://papergraph.invalid",
        "login page": f"http://127.0.0.1:{server.server_port}",
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, ways["refused"])
        offline = seconds(folder, "--offline")
        print(f"{'--offline':14}{offline:6.2f} s")
        for way, url in ways.items():
            write(folder, url)
            took = seconds(folder)
            print(f"{way:14}{took:6.2f} s   {took - offline:+.2f} s")


if __name__ == "__main__":
    main()
