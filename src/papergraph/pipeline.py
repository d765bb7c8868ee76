"""The whole job on one page: find notes, read them, look things up, assemble, check, export."""

from __future__ import annotations

import gc
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TypeAlias
from urllib.parse import quote

from papergraph import __version__
from papergraph.assemble import assemble, in_order, wanted
from papergraph.cache.readings import NAME as READINGS
from papergraph.cache.readings import make_room, readings
from papergraph.catalogs import registry
from papergraph.catalogs.folder import entries, folder_of
from papergraph.catalogs.wanted import read_added
from papergraph.census import Census, census
from papergraph.check import check
from papergraph.config import Config
from papergraph.dataset import File, describe
from papergraph.errors import OutputError
from papergraph.exporters import export, exporter
from papergraph.http import Clock, Limits
from papergraph.index import DESCRIPTION, NTRIPLES, name_for
from papergraph.indexing import publishing, write_texts
from papergraph.model import Graph, Metadata, Note, Reading, Record
from papergraph.online import is_allowed
from papergraph.outputs import beside, facts, put
from papergraph.reading import common_root, concepts_of, find_notes, no_collector, read_files, unread
from papergraph.sources.arxiv import ArxivSource
from papergraph.sources.arxiv_titles import TitleSource, named_only, titles_of
from papergraph.sources.asking import Source
from papergraph.sources.catalog import Catalog, read_catalog
from papergraph.sources.due import Terms, known_well_enough
from papergraph.sources.enrichment import Found, Step, Tally, look_up
from papergraph.sources.github import GithubSource
from papergraph.textfile import unwritable
from papergraph.together import Job, together
from papergraph.worth import by_worth

MANY = 10_000
"""Links from which writing formats in several processes saves more than starting them costs."""


class Progress(NamedTuple):
    """How far a build is."""

    stage: str
    """`read`, `catalog`, `assemble`, `check`, `export` or `index`; `lookup` for what services are asked."""
    done: int
    total: int
    what: str
    """The note, catalogue or output that is done; what a service waits for."""
    source: str = ""
    """The name of the service that is asked; several are at once."""


class Build(NamedTuple):
    """What a build made."""

    graph: Graph
    written: tuple[Path, ...]
    tallies: tuple[Tally, ...] = ()
    """What came of each service."""
    catalogs: tuple[File, ...] = ()
    """The local catalogues that were read."""
    read: tuple[tuple[Note, str], ...] = ()
    """The notes, each with why it could not be read, if it could not."""


class Online(NamedTuple):
    """How services are asked; `None` in its place leaves the network alone."""

    refresh: frozenset[str] = frozenset()
    """What is asked for although it is fresh: names of sources, references, or `all`."""
    clock: Clock = Clock()
    limits: Limits = Limits()


def online_now(config: Config, refresh: frozenset[str] = frozenset()) -> Online | None:
    """Return how the network is used, or None where the configuration or `PAPERGRAPH_OFFLINE` keeps it out."""
    return Online(refresh) if is_allowed(config) else None


Callback: TypeAlias = Callable[[Progress], None]


def build(config: Config, progress: Callback | None = None, online: Online | None = None) -> Build:
    """Build the graph and write it in every configured format, all or none.

    A service that cannot be asked is no error: what is known of before stays, and the tally says what happened.

    Raises:
        InputError: there are no notes, or a catalogue cannot be read.
        OutputError: an output cannot be written; what an earlier build wrote is as it was.
        StoreError: the store of what services said cannot be used.
    """
    tell = progress or _tell_nobody
    make_room(config.store.with_name(READINGS))
    with no_collector():
        made = build_only(config, tell, online)
        gc.freeze()  # from now on the collector works again: exporters do make cycles
    try:
        return made._replace(written=write(made.graph, config, tell, made.catalogs))
    finally:
        gc.unfreeze()


def build_graph(config: Config, progress: Callback | None = None) -> Graph:
    """Build the graph without network and write nothing; raises as `build` does."""
    return build_only(config, progress).graph


def build_only(config: Config, progress: Callback | None = None, online: Online | None = None) -> Build:
    """Build the graph and write nothing; raises as `build` does."""
    tell = progress or _tell_nobody
    with no_collector():
        notes = read_notes(config, tell)
        catalogs = read_catalogs(config, notes, tell)
        told = list(chain.from_iterable(catalog.records for catalog in catalogs))
        found = enrich(config, notes, told, tell, online)
        reasons = tuple((one.note, "" if one.note.checksum else one.problems[0].message) for one in notes)
        records, scheme = chain(told, found.records), concepts_of(config.topics)
        graph = assemble(_handed_over(notes), records, metadata(config), scheme)
        tell(Progress("assemble", 1, 1, f"{len(graph.records)} things"))
        problems = chain(graph.problems, chain.from_iterable(catalog.problems for catalog in catalogs), check(graph))
        graph = graph._replace(problems=in_order(problems))
        tell(Progress("check", 1, 1, f"{len(graph.problems)} problems"))
    read = tuple(File(catalog.name, catalog.size, catalog.checksum) for catalog in catalogs if catalog.checksum)
    return Build(graph, (), found.tallies, read, reasons)


def _handed_over(readings: list[Reading]) -> Iterator[Reading]:
    """Yield what is held here no longer."""
    while readings:
        yield readings.pop()


def read_notes(config: Config, progress: Callback | None = None) -> list[Reading]:
    """Read all notes, in the order of their paths; what cannot be read is a reading that holds the problem.

    Raises InputError where there are no notes at all, ConfigError where a file of topics is wrong.
    """
    tell = progress or _tell_nobody
    if config.topics:
        concepts_of.cache_clear()  # the files may have changed since the last build of this process
    concepts_of(config.topics)  # what is wrong in them is told here, not by another process
    found, problems = find_notes(config.notes, config.exclude)
    made = [unread(problem) for problem in problems]
    read = partial(read_files, workers=config.workers, topics=config.topics)
    with readings(config.store.with_name(READINGS), config.topics) as kept:
        for number, reading in enumerate(kept.read(found, read), 1):
            made.append(reading)
            tell(Progress("read", number, len(found), reading.note.path))
    return sorted(made, key=lambda reading: reading.note.path)


def read_catalogs(config: Config, readings: Sequence[Reading], progress: Callback | None = None) -> list[Catalog]:
    """Read what the local catalogues say of the papers and repositories in the notes; those that were added come last.

    Raises InputError where a catalogue cannot be read, StoreError where the index of one cannot.
    """
    tell = progress or _tell_nobody
    references = wanted(readings) if config.catalogs else frozenset()
    catalogs = []
    for number, path in enumerate(config.catalogs, 1):
        catalogs.append(read_catalog(path, references))
        tell(Progress("catalog", number, len(config.catalogs), path.name))
    told = list(chain.from_iterable(catalog.records for catalog in catalogs))
    return [*catalogs, *read_added(entries(folder_of(config.store)), readings, told)]


def enrich(
    config: Config, readings: Sequence[Reading], told: Sequence[Record], tell: Callback, online: Online | None
) -> Found:
    """Return what services say of what the notes name: from the store, and where it may be, from the network.

    Args:
        config: where the services and the store are.
        readings: what was read.
        told: what catalogues say; they are not asked again for what is known well enough.
        tell: told of progress.
        online: how the network is used; None leaves it alone.
    """
    if online is None and not config.store.exists():
        return Found((), ())
    now = online.clock.now() if online else 0.0
    terms = Terms(config.store, online is not None, contact=config.contact)
    if online:
        terms = terms._replace(refresh=online.refresh, clock=online.clock, limits=online.limits)
    sources = services(config)
    references = by_worth(readings, wanted(readings))
    spared = known_well_enough(told, sources, now)

    def show(step: Step) -> None:
        tell(Progress("lookup", step.done, step.total, step.what, step.source))

    found = look_up(references, sources, terms, spared, show)
    if not config.arxiv.title_search:
        return found
    if any(tally.stop for tally in found.tallies if tally.source == ArxivSource.name):
        terms = terms._replace(online=False)
    named = named_only(readings, titles_of(chain(told, found.records), readings))
    more = look_up(list(named), [TitleSource(named, config.arxiv)], terms, tell=show)
    return Found((*found.records, *more.records), (*found.tallies, *more.tallies))


def services(config: Config) -> list[Source]:
    """Return the services; one that is not enabled is not asked, and what it has said before still counts."""
    return [ArxivSource(config.arxiv), GithubSource(config.github)]


def write(
    graph: Graph, config: Config, progress: Callback | None = None, catalogs: Sequence[File] = ()
) -> tuple[Path, ...]:
    """Write all that is configured beside the outputs, put it in its place at once, and publish the index of it.

    `catalogs` are those that the graph was made from.
    """
    tell = progress or _tell_nobody
    names = {f"graph{exporter(name).extension}": name for name in config.formats}
    with beside(config.output) as folder:
        ntriples, texts = folder / NTRIPLES, folder / "texts"
        jobs: list[Job[Graph, File | None]] = [
            partial(_export, name=name, path=folder / output, config=config)
            for output, name in names.items()
            if output != NTRIPLES
        ]
        # Early, for it is short, and at the end a process would wait for it; behind the page, usually the first, for
        # that takes most memory.
        jobs.insert(1, partial(_write_texts, path=texts, config=config))
        tell(Progress("export", 0, len(names), NTRIPLES))
        with together(graph, jobs, config.workers if len(graph.edges) >= MANY else 1) as rest:
            files = {NTRIPLES: _export(graph, "nt", ntriples, config)}
            tell(Progress("export", int(NTRIPLES in names), len(names), NTRIPLES))
            name = name_for(files[NTRIPLES].checksum)
            with publishing(config.output, ntriples, name, stays=NTRIPLES in names) as finish:
                counts = _counted(ntriples)
                for _, file in rest.finish():
                    if file:
                        files[file.name] = file
                        tell(Progress("export", len(files.keys() & names.keys()), len(names), file.name))
                now = time.time_ns()
                for number, output in enumerate(names):
                    # Who looks for the youngest file finds the one that is last among the formats.
                    os.utime(folder / output, ns=(now + 1000 * number,) * 2)
                put_site = _write_site(graph, config, folder, tell) if config.site else None
                apart = _write_registry(graph, folder, config)
                _describe(graph, counts, [*map(files.__getitem__, names), *apart], folder, config, catalogs)
                tell(Progress("index", 0, 1, "for queries and search"))
                put_index = finish(texts, counts.triples)
                outputs = (*names, *(file.name for file in apart), DESCRIPTION)
                written = tuple(put(folder / output, config.output / output) for output in outputs)
                if not apart:
                    (config.output / registry.FILE).unlink(missing_ok=True)
                if put_site:
                    written = (*written, put_site())
                put_index()
        tell(Progress("index", 1, 1, "for queries and search"))
        return written


def _write_registry(graph: Graph, folder: Path, config: Config) -> list[File]:
    """Write what Papers with Code says of the graph; return the file, if there is one."""
    with unwritable(config.output / registry.FILE):
        told = registry.registries(entries(folder_of(config.store)))
        if not told or not registry.write(graph, told, folder / registry.FILE):
            return []
        apart = facts(folder / registry.FILE, exporter("trig"))
        return [apart._replace(description=registry.DESCRIPTION, license=registry.LICENSE)]


def _write_site(graph: Graph, config: Config, folder: Path, tell: Callback) -> Callable[[], Path]:
    """Write the site beside the outputs, and return what puts it in its place; the formats are in the folder."""
    from papergraph import site

    place, new = config.output / site.NAME, folder / site.NAME
    site.refuse_strangers(place)
    whole = {path.name: path for path in (folder / f"graph{exporter(name).extension}" for name in config.formats)}
    notes = graph.metadata.notes_url
    if site.MAP in whole and notes and not notes.startswith(("https://", "http://")):
        # The site is one folder deeper than the page: from there the way to the notes is another.
        whole[site.MAP] = folder / f"site-{site.MAP}"
        deeper = graph._replace(metadata=graph.metadata._replace(notes_url=f"../{notes}"))
        _export(deeper, "html", whole[site.MAP], config)

    def show(done: int, total: int) -> None:
        tell(Progress("export", done, total, f"{site.NAME}/"))

    with unwritable(place):
        site.write(graph, site.Folder(new, place), whole, show)
    return lambda: site.put_in_place(new, place) / "index.html"


def metadata(config: Config) -> Metadata:
    """Return what the graph says of itself, with the way from the output folder to the notes."""
    if config.notes_url:
        return config.metadata._replace(notes_url=config.notes_url)
    root = common_root(config.notes)
    way = None
    with suppress(ValueError):  # on Windows there is no way from one drive to another
        way = quote(Path(os.path.relpath(root, config.output)).as_posix())
    return config.metadata._replace(notes_url=way)


def _export(graph: Graph, name: str, path: Path, config: Config) -> File:
    try:
        export(graph, name, path, config.positions)
    except OutputError as error:
        raise OutputError(str(error).replace(str(path), str(config.output / path.name))) from error
    return facts(path, exporter(name))


def _write_texts(graph: Graph, path: Path, config: Config) -> None:
    try:
        path.unlink(missing_ok=True)  # of a process that was killed
        write_texts(graph, path)
    except (OSError, sqlite3.Error) as error:
        raise OutputError(f"The index in {config.output} cannot be written: {error}.") from error


def _counted(ntriples: Path) -> Census:
    with ntriples.open("rb") as lines:
        return census(lines)


def _describe(
    graph: Graph, counts: Census, written: Sequence[File], folder: Path, config: Config, catalogs: Sequence[File]
) -> None:
    """Write the description of the graph, and of its files, beside them."""
    with unwritable(config.output / DESCRIPTION):
        (folder / DESCRIPTION).write_text(describe(graph, counts, written, catalogs, __version__), encoding="utf-8")


def _tell_nobody(progress: Progress) -> None:
    """Take no notice."""
