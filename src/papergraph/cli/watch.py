"""`papergraph build --watch`: a build whenever a note, a catalogue, a file of topics or the configuration was saved.

The operating system tells that something happened near these files; whether it matters, their content tells. So
neither what a build writes nor an editor that saves by way of other files makes a build that has nothing to do.
"""

from __future__ import annotations

import gc
import json
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from papergraph.cli.building import made_object, make
from papergraph.cli.report import change_line, changed_names, problem_lines, shown, summary
from papergraph.cli.terminal import echo, harmless
from papergraph.config import FILE_NAME, Config
from papergraph.errors import PapergraphError
from papergraph.incremental import fingerprint

QUIET, BURST = 50, 500
"""Milliseconds without an event after which what was saved is looked at, and after which it is in any case."""
SECOND = 1000
"""Milliseconds after which it is clear that the system tells of events."""
SETTLED = 1.0
"""Seconds after which it is looked at once more: of what happens while a new folder is found nobody may tell."""


class Asked(NamedTuple):
    """How each build is made."""

    offline: bool
    as_json: bool
    verbose: bool


def watch_and_build(configured: Callable[[], Config], asked: Asked, refresh: Sequence[str] = ()) -> None:
    """Build, and build again whenever there is something new, until Ctrl-C.

    What is wrong at first ends the command, as without `--watch`; what is wrong later is told, and the last good build
    stays until a change mends it.

    Args:
        configured: reads the configuration, which may change.
        asked: how builds are made; as JSON, each is one line.
        refresh: what the first build asks for anew.
    """
    builds = _Builds(configured, asked)
    _build(builds.config, asked, refresh)
    echo(f"watching {' and '.join(harmless(shown(path)) for path in builds.config.notes)}; Ctrl-C ends it", error=True)
    with suppress(KeyboardInterrupt):
        while True:
            with _watched(builds.config) as events:
                while not events.moved:
                    events.wait()
                    builds.look()
    echo("stopped watching", error=True)


class _Builds:
    """What is to be built, and what was when it was last tried: what failed is tried again when something changes."""

    def __init__(self, configured: Callable[[], Config], asked: Asked) -> None:
        self._configured = configured
        self._asked = asked
        self.config = configured()
        self._seen = fingerprint(self.config)

    def look(self) -> None:
        """Build if there is something new; tell what is wrong, once."""
        try:
            self.config = self._configured()
            now = fingerprint(self.config)
        except PapergraphError as error:
            now = str(error)
            if now != self._seen:
                _tell(error)
        else:
            if now != self._seen:
                self._build()
        self._seen = now

    def _build(self) -> None:
        try:
            _build(self.config, self._asked)
        except BrokenPipeError:  # nobody reads the lines any longer
            raise
        except (PapergraphError, OSError) as error:
            _tell(error)


def _tell(error: Exception) -> None:
    echo(f"papergraph: {harmless(str(error), lines=True)}", error=True)


def _build(config: Config, asked: Asked, refresh: Sequence[str] = ()) -> None:
    """Build, and say in a line what changed; raises what a build raises."""
    began = time.monotonic()
    made = make(config, offline=asked.offline, refresh=refresh)
    if asked.as_json:
        echo(json.dumps(made_object(made), ensure_ascii=False))
    else:
        names = changed_names(made.changes) if made.changes else ()
        for line in (*problem_lines(made.build.graph.problems), *names) if asked.verbose else ():
            echo(line)
        what = f"changed: {change_line(made.changes)}" if made.changes else ", ".join(summary(made.build.graph))
        echo(f"built in {time.monotonic() - began:.1f} s, {what}")
    sys.stdout.flush()
    gc.collect()


class _Events:
    """Whether something happened since somebody looked."""

    def __init__(self, places: frozenset[str]) -> None:
        self._places = places
        self._happened = threading.Event()
        self._is_settled = True
        self.moved = False
        """Whether a watched folder itself, or one above it, came or went: then it has to be watched anew."""

    def note(self, paths: Iterable[str]) -> None:
        """Note that something happened to files or folders."""
        self.moved = self.moved or not self._places.isdisjoint(paths)
        self._happened.set()

    def wait(self) -> None:
        """Wait for an event, or after one for a while: it is looked at twice."""
        self._is_settled = not self._happened.wait(None if self._is_settled else SETTLED)
        self._happened.clear()


@contextmanager
def _watched(config: Config) -> Iterator[_Events]:
    """Give what happens to the files that a build depends on."""
    files = [config.file or config.root / FILE_NAME, *config.topics, *config.catalogs, *config.notes]
    deep = [place for place in config.notes if place.is_dir()]
    flat = sorted({_existing(path.parent) for path in files})
    places = {*flat, *config.notes, *(folder for path in config.notes for folder in path.parents)}
    events = _Events(frozenset(map(str, places)))
    with ExitStack() as stack:
        for folders, is_deep in ((deep, True), (flat, False)):
            if folders:
                stack.enter_context(_listening(folders, events, is_deep=is_deep))
        yield events


@contextmanager
def _listening(folders: Sequence[Path], events: _Events, *, is_deep: bool) -> Iterator[None]:
    """Note, in a thread, what happens in folders; what happened before it listens is noted when it does."""
    from watchfiles import watch

    over = threading.Event()

    def listen(*, polling: bool | None = None) -> None:
        listening = False
        for changes in watch(
            *folders,
            watch_filter=None,
            debounce=BURST,
            step=QUIET,
            stop_event=over,
            rust_timeout=SECOND,
            yield_on_timeout=True,
            raise_interrupt=False,
            force_polling=polling,
            recursive=is_deep,
            ignore_permission_denied=True,
        ):
            if changes or not listening:
                events.note(path for _, path in changes)
            listening = True

    def listen_somehow() -> None:
        try:
            listen()
        except FileNotFoundError:  # gone in this moment
            events.note(map(str, folders))
        except OSError:  # the system watches no more folders: then look at them again and again
            listen(polling=True)

    thread = threading.Thread(target=listen_somehow, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _existing(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that is there."""
    return next(path for path in (folder, *folder.parents) if path.is_dir())
