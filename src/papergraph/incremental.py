"""A build that knows the last one: that there is nothing to do, or what it changed.

Nothing is patched. What was read is kept by its content (`papergraph.cache.readings`), all else is made anew, and a
file that would hold the bytes that it holds is left alone. That there is nothing to do is known by the inputs: the
program, the configuration, the notes, the files beside them, and what the last build left.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from papergraph.cache import last as records
from papergraph.cache.changes import Changes, changes, contents
from papergraph.cache.inputs import Stamp, checksum, file_now, notes_now, notes_read, stamps
from papergraph.cache.last import Last, Place, Told
from papergraph.config import Config
from papergraph.errors import PapergraphError
from papergraph.index import DESCRIPTION, FOLDER, SITE
from papergraph.model import Problem
from papergraph.reading import common_root, find_notes

if TYPE_CHECKING:
    from papergraph.pipeline import Build, Callback, Online

CATALOGS = "catalogs"
"""The folder beside the store that holds the indexes of catalogues, see `papergraph.catalogs`."""
HOUR = 3600.0
"""Seconds for which a build that had nothing to ask spares the next ones from looking."""
LATENESS = 0.01
"""How much later than it is due something may be asked for, as a part of the time for which it is fresh."""


class Made(NamedTuple):
    """What a build made, and what of it is new."""

    build: Build
    changes: Changes | None
    """Since the last build into the same folder; None where nothing is known of one."""
    kept: frozenset[Path]
    """Outputs that held the right bytes already, and were not touched."""


def unchanged(config: Config, *, online: bool) -> Last | None:
    """Return the last build, if a build now would change no byte and ask nothing; None where that is not certain.

    Args:
        config: what would be built.
        online: whether services would be asked for what is due.
    """
    last = _place(config).last()
    if last is None or (online and not time.time() < last.asked_until <= time.time() + HOUR):
        return None
    if not _as_left(last.stamps, stamps(outputs(config)), f"{config.output / FOLDER}/"):
        return None
    try:
        now = checksum([*_beside_notes(config), *_store(config), *notes_now(find_notes(config.notes, config.exclude))])
    except PapergraphError:  # the build itself says what is wrong
        return None
    return last if now == last.inputs else None


def fingerprint(config: Config) -> str:
    """Return a checksum of all that people write and a build reads; raises InputError where there are no notes."""
    return checksum([*_beside_notes(config), *notes_now(find_notes(config.notes, config.exclude))])


def problems(config: Config) -> tuple[Problem, ...]:
    """Return the problems that the last build met."""
    told = _place(config).told()
    return told.problems if told else ()


def build(
    config: Config,
    summary: Callable[[Build], dict[str, object]],
    progress: Callback | None = None,
    online: Online | None = None,
) -> Made:
    """Build as `papergraph.pipeline.build` does, raising what it raises, and keep what the next build wants to know.

    Args:
        config: what is built.
        summary: says of a build what is to be kept for whoever asks when there is nothing to do.
        progress: told of progress.
        online: how services are asked.
    """
    from papergraph import pipeline

    place = _place(config)
    told = place.told()
    before = stamps(outputs(config))
    beside = [*_beside_notes(config), *_store(config)]
    made = pipeline.build(config, progress, online)
    after = stamps(outputs(config))
    holds = contents(made.graph)
    inputs = checksum([*beside, *notes_read(made.read)])
    last = Last(records.FORMAT, place.output, inputs, after, _asked_until(config, made, online), summary(made))
    place.keep(last, Told(records.FORMAT, holds, made.graph.problems))
    kept = frozenset(path for path in made.written if _same_file(before.get(str(path)), after.get(str(path))))
    return Made(made, changes(told.contents, holds) if told else None, kept)


def _as_left(left: Mapping[str, Stamp | None], now: Mapping[str, Stamp | None], index: str) -> bool:
    """Tell whether all outputs are as a build left them; whoever asks may have added triples to its index."""
    same = all(now.get(path) == stamp for path, stamp in left.items())
    return same and all(path.startswith(index) for path in now.keys() - left.keys())


def _same_file(before: Stamp | None, after: Stamp | None) -> bool:
    """Tell whether nobody wrote a file; the site may have linked it, which changes its third time alone."""
    return before is not None and after is not None and (*before[:2], before[3]) == (*after[:2], after[3])


def outputs(config: Config) -> Iterator[Path]:
    """Yield what a build leaves: files, and folders that are its own."""
    # Whatever is called as an export is one, also one that the configuration does not name any longer.
    yield from sorted(config.output.glob("graph*"))
    yield config.output / DESCRIPTION
    yield config.output / FOLDER
    if config.site:
        yield config.output / SITE
    if config.site or "html" in config.formats:
        yield config.positions


def _place(config: Config) -> Place:
    return Place(config.store.parent, config.output)


def _beside_notes(config: Config) -> Iterator[str]:
    """Yield what tells all else that the outputs depend on, as it is now, from what it may become."""
    yield repr(replace(config, workers=0, contact=None))
    yield str(common_root(config.notes))
    yield from map(file_now, (*config.topics, *config.catalogs))


def _store(config: Config) -> Iterator[str]:
    """Yield the same of what services said, and of what was taken in beside it."""
    yield from map(file_now, (config.store, Path(f"{config.store}-wal")))
    catalogs = config.store.with_name(CATALOGS)
    if catalogs.is_dir() and any(catalogs.iterdir()):
        from papergraph.catalogs.folder import fingerprint as told_by

        yield told_by(catalogs).hex()


def _asked_until(config: Config, made: Build, online: Online | None) -> float:
    """Return until when services need not be asked, if nothing was to be asked now."""
    if online is None or any(tally.requests or tally.waiting or tally.failed for tally in made.tallies):
        return 0.0
    soonest = min(config.arxiv.max_age, config.github.max_age)
    return online.clock.now() + min(HOUR, LATENESS * soonest)
