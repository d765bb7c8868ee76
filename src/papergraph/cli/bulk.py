"""`papergraph bulk SOURCE...`: a corpus past the memory of one machine in, sorted triples and tables out."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import click
from click.core import ParameterSource

from papergraph.bulk.dataflow import Step
from papergraph.bulk.job import MANIFEST, PARTITIONS, Outcome, abandoned, fingerprint, refuse_strangers, run
from papergraph.bulk.local import LocalEngine
from papergraph.bulk.parts import EDGES, NODES, TRIPLES, refuse_without_tables
from papergraph.bulk.problems import Kind
from papergraph.bulk.sources import Plan, plan
from papergraph.bulk.spark import session
from papergraph.bulk.stages import Settings
from papergraph.bulk.storage import is_address
from papergraph.cli.paths import GivenPath
from papergraph.cli.progress import progress_bar
from papergraph.cli.report import COLOURS, NOUNS
from papergraph.cli.settings import configured
from papergraph.cli.terminal import count, echo, harmless, one_line
from papergraph.errors import ConfigError
from papergraph.model import Severity
from papergraph.pipeline import Progress
from papergraph.reading import concepts_of, cores

LOCAL, SPARK = "local", "spark"
_ONLY = {LOCAL: ("workers", "work"), SPARK: ("master",)}
"""Engine → the options that no other one has."""
_SILENCE = 15.0
"""Seconds between two lines about how far a job is, where no bar can be drawn."""
_SHOWN = 3
"""Kinds of problems that are told without -v."""


@click.command("bulk")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option(
    "-o", "--output", type=GivenPath(), required=True, help="Write to this folder, replacing an earlier job's."
)
@click.option(
    "--engine", type=click.Choice((LOCAL, SPARK)), default=LOCAL, show_default=True, help="What runs the job."
)
@click.option("--master", default="local[*]", show_default=True, help="The Spark cluster, such as spark://host:7077.")
@click.option(
    "--partitions", type=click.IntRange(1, 100_000), default=PARTITIONS, show_default=True, help="How many parts."
)
@click.option("--workers", type=click.IntRange(0, 256), default=0, help="Processes of the local engine; 0 chooses.")
@click.option("--work", type=GivenPath(), help="Put what is between the stages of the local engine here.")
@click.option("--only-named", is_flag=True, help="Leave out what only catalogues name.")
@click.option("--no-tables", is_flag=True, help="Write triples only.")
@click.option("-v", "--verbose", is_flag=True, help="List all kinds of problems, with places.")
@click.option("--json", "as_json", is_flag=True, help="Print the manifest instead of a summary.")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    sources: tuple[str, ...],
    output: Path,
    engine: str,
    master: str,
    partitions: int,
    workers: int,
    work: Path | None,
    only_named: bool,
    no_tables: bool,
    verbose: bool,
    as_json: bool,
) -> None:
    """Build a graph that no single machine can hold, or that is not to fill one's memory.

    A SOURCE is a folder of notes and lists, a note, a catalogue (arXiv's metadata snapshot or descriptions of GitHub
    repositories, one JSON record a line, gzipped or not), or the address of such files in an object store, such as
    s3://bucket/prefix. Nothing is looked up in the network, and all that catalogues name is in the graph.

    What comes out are the triples that a build of the same sources has, sorted, in --partitions gzipped parts; tables
    of all things and edges as Parquet; and manifest.json, with counts, checksums and the problems by kind. It takes
    the place of an earlier job's output when all of it is there. With the same sources and partitions every engine
    writes the same bytes.

    The local engine sorts on disk, and a job that was interrupted goes on where it was. Spark takes the extra
    `spark`; its workers need the same papergraph, and reach SOURCE and the output by the same names.

    \b
    Examples:
      papergraph bulk notes/ -o output/bulk
      papergraph bulk lists/ arxiv-metadata-oai-snapshot.json --only-named -o /data/graph --partitions 64
      papergraph bulk s3://lists/2026/ -o /mnt/shared/graph --engine spark --master spark://host:7077
    """
    config = configured(ctx)
    _refuse_unused(ctx, engine)
    _refuse_address(output)
    settings = Settings(config.metadata, config.topics, only_named)
    concepts_of(config.topics)  # what is wrong in them is told here, not by a worker
    refuse_strangers(output)
    if not no_tables:
        refuse_without_tables()
    planned = plan(sources, config.exclude)
    with _telling() as tell:
        if engine == SPARK:
            with session(master, partitions, tell) as cluster:
                outcome = run(planned, settings, cluster, output, tables=not no_tables)
        else:
            folder, name = work or _cache(), fingerprint(planned, settings, output, partitions, tables=not no_tables)
            here = LocalEngine(folder / name, partitions, workers or cores(), tell)
            outdated = abandoned(output)
            with _interrupted():
                outcome = run(planned, settings, here, output, tables=not no_tables)
            here.forget()
            for one in outdated:
                shutil.rmtree(folder / one, ignore_errors=True)
    if as_json:
        echo((output / MANIFEST).read_text(encoding="utf-8").rstrip())
    else:
        for line in _report(planned, outcome, verbose=verbose):
            echo(line)


@contextmanager
def _interrupted() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        echo("The same command goes on where this one was.", error=True)
        raise


def _refuse_unused(ctx: click.Context, engine: str) -> None:
    for other in _ONLY.keys() - {engine}:
        for name in _ONLY[other]:
            if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE:
                raise ConfigError(f"--{name} is for --engine {other}.")


def _refuse_address(output: Path) -> None:
    if is_address(os.fspath(output).replace(":/", "://", 1)):  # a path has single slashes
        raise ConfigError(f"{output} is an address, and the output is a folder: copy it there when it is written.")


def _cache() -> Path:
    """The folder of what is between stages: the user's own, where nobody else can put anything."""
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return Path(base).expanduser() / "papergraph" / "bulk"


def _report(planned: Plan, outcome: Outcome, *, verbose: bool) -> Iterator[str]:
    yield f"read  {count(planned.notes, 'note')}, {count(planned.catalogs, 'catalogue')}"
    rows = [(TRIPLES, "triple"), (NODES, "thing"), (EDGES, "link")]
    held = [count(outcome.rows(kind), noun) for kind, noun in rows if outcome.rows(kind) or kind == TRIPLES]
    yield f"found {', '.join(held)}"
    yield from _problem_lines(outcome.problems, verbose=verbose)
    yield f"wrote {harmless(str(outcome.output))}: checksum {outcome.checksum}"


def _problem_lines(kinds: Sequence[Kind], *, verbose: bool) -> Iterator[str]:
    """How many problems there are of each kind, with some places on request."""
    for kind in kinds if verbose else kinds[:_SHOWN]:
        severity = Severity(kind.severity)
        noun = click.style(count(kind.number, NOUNS[severity]), fg=COLOURS[severity])
        yield f"{noun}: {one_line(kind.kind)}"
        for path, line, message in kind.samples if verbose else ():
            yield f"  {one_line(path)}:{line}: {one_line(message)}"
    if (more := len(kinds) - _SHOWN) > 0 and not verbose:
        yield f"and {count(more, 'kind')} of problems more: -v lists them, and manifest.json has them all"


@contextmanager
def _telling() -> Iterator[Callable[[Step], None]]:
    """A callback that shows how far a job is: a bar on a terminal, elsewhere a line now and then."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    with progress_bar() as show:
        yield lambda step: show(Progress(step.stage, step.done, step.total, ""))


def _lines() -> Callable[[Step], None]:
    last = monotonic()

    def show(step: Step) -> None:
        nonlocal last
        if monotonic() >= last + _SILENCE:
            last = monotonic()
            echo(f"{step.stage}: {step.done:,} of {step.total:,}", error=True)

    return show
