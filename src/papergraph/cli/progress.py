"""Progress of a build as a bar on standard error, where that is a terminal, and as nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from papergraph.cli.terminal import colourful, one_line
from papergraph.pipeline import Progress

STAGES = {
    "read": "reading notes",
    "catalog": "reading catalogues",
    "assemble": "assembling",
    "check": "checking",
    "export": "writing",
}
_PAUSE = 0.05
"""Seconds between two changes of the bar within a stage: drawing must not cost what reading does."""
_SHOWN = 32
"""Cells of a name beside the bar."""


@contextmanager
def progress_bar() -> Iterator[Callable[[Progress], None] | None]:
    """A callback that draws a bar, which is gone when the block ends; None where nobody would see it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bars
    from rich.text import Text

    console = Console(stderr=True, no_color=not colourful(sys.stderr))
    bars = Bars(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[what]}", markup=False),
        console=console,
        transient=True,
    )
    with bars:
        task = bars.add_task("", total=None, what="")
        shown, moment = "", 0.0

        def show(progress: Progress) -> None:
            nonlocal shown, moment
            stage = STAGES.get(progress.stage, progress.stage)
            if stage == shown and progress.done < progress.total and monotonic() < moment + _PAUSE:
                return
            what = Text(one_line(progress.what))
            what.truncate(_SHOWN, overflow="ellipsis")
            bars.update(task, description=stage, total=progress.total, completed=progress.done, what=what.plain)
            if stage != shown:
                bars.refresh()
            shown, moment = stage, monotonic()

        yield show
