"""`papergraph catalog`: downloaded catalogues, indexed once and then used by every build."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import click

from papergraph.catalogs.adding import Added, Step, add, remove
from papergraph.catalogs.checking import complaints
from papergraph.catalogs.files import given
from papergraph.catalogs.folder import KINDS, Damaged, Entry, entries, folder_of, looked_at, named
from papergraph.catalogs.lookup import opened
from papergraph.cli import naming
from papergraph.cli.report import problem_lines
from papergraph.cli.settings import configured
from papergraph.cli.terminal import colourful, columns, count, echo, harmless, one_line
from papergraph.errors import ConfigError
from papergraph.merge import known
from papergraph.model import Location, Problem, Record, Reference
from papergraph.resolvers import resolve

HEADING = ("catalogue", "holds", "index", "file", "from")
STAGES = {"check": "checking", "read": "reading", "finish": "finishing"}
NOT_WHOLE = 1
"""The exit code where a catalogue is not as it should be, or where none has what was looked for."""
INTERRUPTED = 130
_SILENCE = 15.0
"""Seconds between two lines."""
_FAIR = 1.0
"""Seconds before a rate says anything."""


@click.group("catalog", invoke_without_command=True, subcommand_metavar="COMMAND [ARGS]...")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Use downloaded catalogues: all of arXiv, dumps of GitHub, Papers with Code.

    A catalogue is read once, into an index in .papergraph/catalogs/ beside the settings. Every build then looks up
    there what the notes name, before it asks a service. The index holds the facts themselves: the download may be
    deleted.

    \b
    Examples:
      papergraph catalog add ~/Downloads/archive.zip
      papergraph catalog list
      papergraph catalog find 2007.03260
      papergraph catalog verify
      papergraph catalog remove arxiv-metadata-oai-snapshot.json
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@command.command("add")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--name", help="Call the catalogue so, and not by the name of its file.")
@click.pass_context
def add_command(ctx: click.Context, *, files: tuple[str, ...], name: str | None) -> None:
    """Read catalogues into indexes.

    FILE is a path or a file:// address, plain, gzipped or a zip with one catalogue in it. It is one of these, told
    apart by what is in it: arXiv's metadata snapshot as Kaggle has it; repositories as GitHub's REST API describes
    them, one JSON object a line; papers-with-abstracts or links-between-papers-and-code of Papers with Code.

    Whatever interrupts it, the same command goes on from there. A newer file of the same name takes the place of the
    older one when it has been read; a file that is there already is not read again. What is not understood is
    reported with its line, or with its number in an array.

    \b
    Examples:
      papergraph catalog add archive.zip
      papergraph catalog add papers-with-abstracts.json.gz links-between-papers-and-code.json.gz
      papergraph catalog add --name stars dump-2024-06.jsonl.gz
    """
    if name and len(files) > 1:
        raise ConfigError("--name names one catalogue: add the files one by one.")
    folder = folder_of(configured(ctx).store)
    for file in files:
        try:
            with _progress(Path(file).name) as tell:
                added = add(Path.cwd() / given(file), folder, name, tell)
        except KeyboardInterrupt:
            echo("papergraph: interrupted; the same command goes on from there.", error=True)
            ctx.exit(INTERRUPTED)
        for line in problem_lines(_problems(added.entry)):
            echo(line, error=True)
        echo(harmless(_told(added)))


@command.command("list")
@click.pass_context
def list_command(ctx: click.Context) -> None:
    """List the catalogues that were added.

    "unchanged", "changed" or "deleted" is what has become of the file since. What is "unfinished" was interrupted, and
    is not used: adding the file again goes on with it.

    \b
    Examples:
      papergraph catalog list
    """
    folder = folder_of(configured(ctx).store)
    rows = [(one.name, _holds(one), _bytes(one.database), one.state, str(one.file)) for one in entries(folder)]
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    for line in columns(rows, HEADING, width) if rows else ():
        echo(line)
    echo(harmless(f"{folder}: {count(len(rows), 'catalogue')}"), error=True)


@command.command("remove")
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@click.pass_context
def remove_command(ctx: click.Context, *, names: tuple[str, ...]) -> None:
    """Delete indexes; the files that they were made of stay.

    \b
    Examples:
      papergraph catalog remove arxiv-metadata-oai-snapshot.json
    """
    folder = folder_of(configured(ctx).store)
    for name in names:
        named(folder, name)
    for name in names:
        remove(folder, name)
        echo(harmless(f"removed {name}"))


@command.command("verify")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.pass_context
def verify_command(ctx: click.Context, *, names: tuple[str, ...]) -> None:
    """Check that indexes hold what was written to them, and that their files are still the same.

    Everything is read: each index against its checksum and its counts, and each file that is still there against the
    checksum that it had. The exit code is 0 where all is well, and 1 where it is not.

    \b
    Examples:
      papergraph catalog verify
      papergraph catalog verify links-between-papers-and-code.json
    """
    folder = folder_of(configured(ctx).store)
    for name in names:
        named(folder, name)
    well = True
    for one in looked_at(folder):
        if names and one.name not in names:
            continue
        wrong = [str(one.error).removesuffix(".")] if isinstance(one, Damaged) else list(complaints(one))
        well = well and not wrong
        whole = "" if isinstance(one, Damaged) else f"whole, {_holds(one)}, its file is {one.state}"
        echo(harmless(f"{one.name}: {'; '.join(wrong) or whole}"))
    if not well:
        ctx.exit(NOT_WHOLE)


@command.command("find")
@click.argument("what", metavar="ID|TITLE")
@click.pass_context
def find_command(ctx: click.Context, *, what: str) -> None:
    """Show what the catalogues say of a paper or a repository.

    It is an identifier, a URL, `owner/name`, or a whole title. Each record names its catalogue and its line there. The
    exit code is 1 where no catalogue has it.

    \b
    Examples:
      papergraph catalog find 2007.03260
      papergraph catalog find DingXiaoH/ResRep
      papergraph catalog find "Attention Is All You Need"
    """
    reference = _meant(what)
    found = 0
    for entry in entries(folder_of(configured(ctx).store)):
        for line in _found(entry, reference, what) if entry.digest else ():
            found += 1
            echo(line)
    if not found:
        echo(harmless(f"no catalogue has {what}"), error=True)
        ctx.exit(NOT_WHOLE)


def _meant(what: str) -> Reference | None:
    """The paper or repository that is meant; None for a title."""
    try:
        reference = resolve(what) or naming.named(what)
    except ConfigError:
        return None
    return reference if isinstance(reference, Reference) and reference.prefix != "title" else None


def _found(entry: Entry, reference: Reference | None, title: str) -> Iterator[str]:
    with opened(entry.database, entry.name) as index:
        if reference is None:
            having = index.titled([title.removeprefix("title:")])
            records: Sequence[Record] = [paper for papers in having.values() for paper in papers]
        else:
            records = index.read([reference]).records
        for record in records:
            yield click.style(f"{record.reference}  ({one_line(entry.name)}:{record.origin.line})", bold=True)
            for field, value in zip(record._fields[2:], record[2:], strict=True):
                if known(value):
                    text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
                    yield f"  {field}: {one_line(text)}"
        for line, row in index.registry([reference]) if reference else ():
            yield click.style(f"{reference}  ({one_line(entry.name)}:{line})", bold=True)
            yield f"  {harmless(json.dumps(row, ensure_ascii=False))}"


def _told(added: Added) -> str:
    entry = added.entry
    if added.known:
        return f"{entry.name}: is there already, {_holds(entry)}"
    after = f", the first {added.resumed:,} of them by an earlier attempt" if added.resumed else ""
    place = " (takes the place of an older one)" if added.replaced else ""
    return f"{entry.name}: {_holds(entry)}{after}; the index has {_bytes(entry.database)}{place}"


def _problems(entry: Entry) -> Iterator[Problem]:
    for line, message in entry.problems:
        yield Problem(Location(entry.name, line), message)
    if entry.hidden:
        yield Problem(Location(entry.name), f"Problems in {entry.hidden:,} more lines are not listed")


def _holds(entry: Entry) -> str:
    nouns = {kind.name: kind for kind in KINDS}
    return ", ".join(count(number, nouns[kind].noun, nouns[kind].plural) for kind, number in entry.kinds) or "nothing"


def _bytes(path: Path) -> str:
    kilobytes = path.stat().st_size / 1000
    return f"{kilobytes:,.0f} kB" if kilobytes < 1000 else f"{kilobytes / 1000:,.1f} MB"  # noqa: PLR2004 - SI


@contextmanager
def _progress(name: str) -> Iterator[Callable[[Step], None]]:
    """A callback that draws a bar where standard error is a terminal, and else prints a line now and then."""
    if not sys.stderr.isatty():
        yield _Lines(name).show
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    bars = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=20),
        DownloadColumn(),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeRemainingColumn(compact=True),
        console=Console(stderr=True, no_color=not colourful(sys.stderr)),
        transient=True,
    )
    with bars:
        task = bars.add_task(one_line(name), total=None, rate="")
        pace = _Pace()

        def show(step: Step) -> None:
            what = f"{STAGES[step.stage]} {one_line(name)}"
            bars.update(task, description=what, total=step.total, completed=step.done, rate=pace.rate(step))

        yield show


class _Pace:
    """How fast records are read."""

    def __init__(self) -> None:
        self._start: tuple[float, Step] | None = None

    def rate(self, step: Step) -> str:
        """Return the records, and how many a second; without that where it is too early to say."""
        moment, first = self._start = self._start or (monotonic(), step)
        seconds = monotonic() - moment
        fast = f", {(step.records - first.records) / seconds:,.0f} a second" if seconds > _FAIR else ""
        return f"{count(step.records, 'record')}{fast}"

    def left(self, step: Step) -> str:
        """Return how long it will take from here."""
        if self._start is None or step.done <= self._start[1].done:
            return ""
        moment, first = self._start
        seconds = (monotonic() - moment) / (step.done - first.done) * (step.total - step.done)
        return f", about {seconds:,.0f} s left"


class _Lines:
    """Lines in a log."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._last = monotonic()
        self._pace = _Pace()

    def show(self, step: Step) -> None:
        """Print how far adding is, the first time when it has taken a while."""
        rate = self._pace.rate(step)
        if monotonic() >= self._last + _SILENCE:
            self._last = monotonic()
            share = step.done / max(step.total, 1)
            what = f"{STAGES[step.stage]} {one_line(self._name)}: {share:.0%}, {rate}{self._pace.left(step)}"
            echo(what, error=True)
