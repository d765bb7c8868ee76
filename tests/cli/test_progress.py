"""Progress: bars on a terminal, a line now and then in a log."""

from __future__ import annotations

import re
import sys
from itertools import count

import pytest
from rich.console import Console
from rich.progress import Progress as Bars

from papergraph.cli import progress
from papergraph.cli.progress import progress_bar
from papergraph.pipeline import Progress


def asking(done: int, what: str = "", source: str = "arxiv") -> Progress:
    """How far a service is."""
    return Progress("lookup", done, 1000, what, source)


def test_a_log_gets_a_line_about_a_service_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = count(0, 4)
    monkeypatch.setattr(progress, "monotonic", lambda: next(seconds))
    with progress_bar() as show:
        show(Progress("read", 1, 2, "a.md"))
        for done in range(0, 700, 100):
            show(asking(done, "one request every 3 s\x1b[31m"))

    lines = capsys.readouterr().err.splitlines()
    assert all(re.fullmatch(r"asking arXiv: \d00 of 1,000: one request every 3 s\\x1b\[31m", line) for line in lines)
    assert 1 < len(lines) < 6


def test_a_quick_build_says_nothing_in_a_log(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar() as show:
        show(Progress("read", 1, 2, "a.md"))
        show(asking(1))
        show(asking(1000))

    assert capsys.readouterr().err == ""


def test_each_service_has_a_bar_with_its_rate_and_what_it_waits_for(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter([0.0, *[60.0] * 20])
    monkeypatch.setattr(progress, "monotonic", lambda: next(seconds))
    bars = Bars(console=Console(file=sys.stderr))
    drawing = progress._Drawing(bars)  # noqa: SLF001 - what it draws is seen on a terminal only
    drawing.show(asking(0))
    drawing.show(asking(300, "one request every 3 s, as arXiv asks"))
    drawing.show(asking(2, source="github"))

    _, arxiv, github = bars.tasks
    assert (arxiv.description, arxiv.completed, arxiv.total) == ("asking arXiv", 300, 1000)
    assert arxiv.fields == {"rate": "300 a minute", "what": "one request every 3 s, as arXiv asks"}
    assert github.description == "asking GitHub"

    drawing.show(Progress("export", 1, 2, "graph.nt"))
    assert [task.description for task in bars.tasks] == ["writing"]
