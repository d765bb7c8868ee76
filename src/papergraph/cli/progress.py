"""Progress of a build on standard error: bars where that is a terminal, elsewhere a line now and then.

One bar is for what the build itself does; each service that is asked has one of its own, with how fast it answers, how
long it will take, and what it waits for. Lines are only for services, whose answers can take minutes.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from papergraph.cli.terminal import colourful, echo, one_line
from papergraph.pipeline import Progress

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

STAGES = {
    "read": "reading notes",
    "catalog": "reading catalogues",
    "assemble": "assembling",
    "check": "checking",
    "export": "writing",
    "index": "indexing",
}
SERVICES = {
    "arxiv": "asking arXiv",
    "github": "asking GitHub",
    "arxiv-title": "searching titles",
    "publish": "publishing",
}
_PAUSE = 0.05
"""Seconds between two changes of the bar within a stage: drawing must not cost what reading does."""
_SHOWN = 32
"""Cells of a name beside the bar."""
_FAIR = 0.05
"""Minutes before a rate says anything."""
_SILENCE = 15.0
"""Seconds between two lines about one service."""
_BAR = 20
"""Cells of a bar: what a service waits for is worth more room."""
_SHOWN_WAIT = 60
"""Cells of what a service waits for."""


@contextmanager
def progress_bar() -> Iterator[Callable[[Progress], None]]:
    """A callback that draws bars, which are gone when the block ends, or that prints lines."""
    if not sys.stderr.isatty():
        yield _Lines().show
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    bars = Bars(
        TextColumn("{task.description}"),
        BarColumn(bar_width=_BAR),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(compact=True),
        TextColumn("{task.fields[what]}", markup=False),
        console=Console(stderr=True, no_color=not colourful(sys.stderr)),
        transient=True,
    )
    with bars:
        yield _Drawing(bars).show


class _Drawing:
    """The bars on the screen."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._task = bars.add_task("", total=None, what="", rate="")
        self._services: dict[str, tuple[TaskID, float]] = {}
        self._shown = ""
        self._moment = 0.0

    def show(self, progress: Progress) -> None:
        """Draw how far the build is."""
        if progress.source:
            self._show_service(progress)
            return
        stage = STAGES.get(progress.stage, progress.stage)
        if stage == self._shown and progress.done < progress.total and monotonic() < self._moment + _PAUSE:
            return
        for task, _ in self._services.values():
            self._bars.remove_task(task)
        self._services.clear()
        self._bars.update(
            self._task,
            description=stage,
            total=progress.total,
            completed=progress.done,
            what=_cut(progress.what, _SHOWN),
            visible=True,
        )
        if stage != self._shown:
            self._bars.refresh()
        self._shown, self._moment = stage, monotonic()

    def _show_service(self, progress: Progress) -> None:
        """Draw how far one service is; the bar of the build itself waits meanwhile."""
        if progress.source not in self._services:
            description = SERVICES.get(progress.source, progress.source)
            task = self._bars.add_task(description, total=progress.total, what="", rate="")
            self._services[progress.source] = task, monotonic()
            self._bars.update(self._task, visible=False)
        task, started = self._services[progress.source]
        minutes = (monotonic() - started) / 60
        rate = f"{progress.done / minutes:,.0f} a minute" if progress.done and minutes > _FAIR else ""
        self._bars.update(task, completed=progress.done, what=_cut(progress.what, _SHOWN_WAIT), rate=rate)


class _Lines:
    """Lines in a log."""

    def __init__(self) -> None:
        self._last: dict[str, float] = {}

    def show(self, progress: Progress) -> None:
        """Print how far a service is, the first time when it has taken a while."""
        if not progress.source:
            return
        last = self._last.setdefault(progress.source, monotonic())
        if monotonic() >= last + _SILENCE:
            self._last[progress.source] = monotonic()
            service = SERVICES.get(progress.source, progress.source)
            what = f": {one_line(progress.what)}" if progress.what else ""
            echo(f"{service}: {progress.done:,} of {progress.total:,}{what}", error=True)


def _cut(text: str, cells: int) -> str:
    from rich.text import Text

    what = Text(one_line(text))
    what.truncate(cells, overflow="ellipsis")
    return what.plain
