"""`papergraph store`: what arXiv and GitHub answered, for people and for other checkouts."""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Iterable
from io import BufferedReader
from pathlib import Path
from typing import Any, cast

import click

from papergraph.cli.naming import SOURCES, is_key, named
from papergraph.cli.paths import GivenPath
from papergraph.cli.report import problem_lines
from papergraph.cli.settings import configured
from papergraph.cli.terminal import columns, count, echo, harmless
from papergraph.errors import ConfigError, InputError
from papergraph.model import Record, Reference
from papergraph.moments import moment_text
from papergraph.sources.arxiv import TITLE, ArxivSource
from papergraph.sources.arxiv_answers import read_result
from papergraph.sources.arxiv_metadata import is_arxiv
from papergraph.sources.arxiv_titles import TitleSource
from papergraph.sources.asking import origin
from papergraph.sources.github import GithubSource
from papergraph.sources.github_metadata import is_github
from papergraph.sources.settings import DAY
from papergraph.store import Alias, Kept, State, Store
from papergraph.store.database import size
from papergraph.store.lines import Checks, Imported, export_file, export_lines, import_file, import_stream, line

NAMED = ("title", "full_name", "name")
"""Keys of a record or a payload that hold what people call a thing."""
HEADING = ("reference", "state", "seen", "name", "message")
STREAM = Path("-")
"""Standard input or output."""


@click.group("store", invoke_without_command=True, subcommand_metavar="COMMAND [ARGS]...")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Look after what arXiv and GitHub answered.

    The store is one file, .papergraph/store.sqlite beside papergraph.toml if the configuration names no other. A build
    fills it, and asks again only for what is too old. It is safe to delete: everything is fetched anew.

    \b
    Examples:
      papergraph store list --state missing
      papergraph store clear github:owner/name
      papergraph store export team.jsonl.gz
      papergraph store import team.jsonl.gz
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@command.command("list")
@click.option("--source", type=click.Choice(SOURCES, case_sensitive=False), help="Only what this source answered.")
@click.option(
    "--state",
    type=click.Choice([state.value for state in State]),
    help="Only what is in this state; error is also what failed when it was last asked for.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl"]),
    default="table",
    show_default=True,
    help="How to write it.",
)
@click.pass_context
def list_command(ctx: click.Context, *, source: str | None, state: str | None, form: str) -> None:
    """List what is known, and what could not be learnt.

    A row has the day of the last answer that could be believed. What is known, and failed when it was asked for again,
    is "ok, failed since". Where the store is, and how large, is said on standard error.

    \b
    Examples:
      papergraph store list
      papergraph store list --source github --state error
      papergraph store list --format jsonl | jq -r 'select(.raw.archived) | .reference'
    """
    path = configured(ctx).store
    with Store.open_readonly(path) as store:
        rows = (row for row in store.rows() if source in {None, row.source} and _is_in(row, state))
        number = _write_lines(map(line, rows)) if form == "jsonl" else _write_table(rows)
    where = f"{path}: {count(number, 'answer')}, {_bytes(size(path))}" if path.exists() else f"{path}: not there yet"
    echo(harmless(where), error=True)


@command.command("clear")
@click.argument("what", metavar="[SOURCE|REFERENCE]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Forget everything.")
@click.pass_context
def clear_command(ctx: click.Context, *, what: tuple[str, ...], everything: bool) -> None:
    """Forget answers, so that the next build asks again.

    SOURCE is arxiv, github or arxiv-title. What arXiv answered about papers that notes name by title alone is
    arxiv-title; arxiv forgets that as well. REFERENCE is one paper or repository: an identifier, a URL, a former name,
    or what `papergraph store list` shows.

    \b
    Examples:
      papergraph store clear github
      papergraph store clear 2007.03260 https://github.com/DingXiaoH/ResRep
      papergraph store clear --all
    """
    if bool(what) == everything:
        raise ConfigError("Say what to forget: a source or a reference, several of them, or --all for everything.")
    meant = {text: named(text) for text in what}
    path = configured(ctx).store
    if not path.exists():
        echo(harmless(f"{path}: not there yet"), error=True)
        return
    with Store.open(path) as store:
        cleared = store.clear() if everything else sum(_cleared(store, *one) for one in meant.items())
    echo(f"forgot {count(cleared, 'answer')}")


@command.command("export")
@click.argument("file", metavar="[FILE]", required=False, type=GivenPath(dir_okay=False))
@click.pass_context
def export_command(ctx: click.Context, *, file: Path | None) -> None:
    """Write everything as JSON Lines, to FILE or to standard output.

    A FILE whose name ends in .gz is compressed. The same answers give the same bytes. A FILE with content stays as it
    is where nothing is known.

    \b
    Examples:
      papergraph store export team.jsonl.gz
      papergraph store export | jq -r 'select(.state == "missing") | .reference'
    """
    with Store.open_readonly(configured(ctx).store) as store:
        if file is None or file == STREAM:
            _write_lines(export_lines(store))
            return
        exported = export_file(store, file)
    echo(harmless(f"wrote {file}: {count(exported.rows, 'answer')}, {count(exported.aliases, 'former name')}"))


@command.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=GivenPath(dir_okay=False))
@click.pass_context
def import_command(ctx: click.Context, *, files: tuple[Path, ...]) -> None:
    """Take answers from files that `papergraph store export` wrote.

    A FILE of - is standard input. What is newer counts, and nothing that is known is lost. A line that is not
    understood is reported, and the others are taken.

    \b
    Examples:
      papergraph store import team.jsonl.gz && papergraph build --offline
      papergraph store import ~/mine.jsonl ~/yours.jsonl.gz
      papergraph -C ../other store export | papergraph store import -
    """
    # A clock that runs a little ahead somewhere else is no reason to refuse a file.
    latest = moment_text(time.time() + DAY)
    with Store.open(configured(ctx).store) as store:
        for file in files:
            imported = _imported(store, file, latest)
            for text in problem_lines(imported.problems):
                echo(text, error=True)
            echo(harmless(f"{_called(file)}: {_brought(imported)}"))


def _write_lines(lines: Iterable[str]) -> int:
    """Write lines to standard output, harmless on a terminal; return how many."""
    terminal = sys.stdout.isatty()
    written = 0
    for text in lines:
        sys.stdout.buffer.write(f"{harmless(text) if terminal else text}\n".encode())
        written += 1
    return written


def _is_in(row: Kept, state: str | None) -> bool:
    """Whether a row is in a state; what failed lately is in error, whatever is known from before."""
    return state in {None, row.state.value} or (state == State.ERROR.value and row.failing)


def _write_table(rows: Iterable[Kept]) -> int:
    cells = [(str(row.reference), _state(row), row.checked_at[:10], _names(row), _message(row)) for row in rows]
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    if cells:
        for text in columns(cells, HEADING, width):
            echo(text)
    return len(cells)


def _state(row: Kept) -> str:
    """The last answer that could be believed, and whether a later attempt brought none."""
    since = row.failing and row.state is not State.ERROR
    return f"{row.state.value}, failed since" if since else row.state.value


def _message(row: Kept) -> str:
    """What went wrong, or else why it is missing; all without a full stop, as not everybody's has one."""
    return (row.message or row.reason).removesuffix(".")


def _names(row: Kept) -> str:
    """What people call it, and what it was called before."""
    name = _name(row) or (row.reference.identifier if row.reference.prefix == "title" else "")
    former = ", ".join(reference.identifier for reference in row.former)
    return f"{name} (was {former})".lstrip() if former else name


def _name(row: Kept) -> str:
    """What people call it, out of the record or else the payload."""
    for text in filter(None, (row.parsed, row.raw)):
        fields = _object(text)
        for key in NAMED:
            if isinstance(name := fields.get(key), str):
                return name
    return ""


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _cleared(store: Store, text: str, meant: str | Reference) -> int:
    """Forget a source or a reference; return how many answers that were."""
    if isinstance(meant, Reference):
        cleared = store.clear(references={meant})
    else:
        with_titles = (ArxivSource.name, TitleSource.name)
        cleared = sum(map(store.clear, with_titles if meant == ArxivSource.name else [meant]))
    if not cleared:
        echo(harmless(f"nothing was known of {text}"), error=True)
    return cleared


def _imported(store: Store, file: Path, latest: str) -> Imported:
    checks = Checks(_complaint, lambda record: is_arxiv(record) or is_github(record))
    if file != STREAM:
        return import_file(store, file, latest, checks)
    try:
        return import_stream(store, cast("BufferedReader", sys.stdin.buffer), _called(file), latest, checks)
    except OSError as error:
        raise InputError(f"{_called(file)} cannot be read: {error.strerror or error}.") from error


def _called(file: Path) -> str:
    return "standard input" if file == STREAM else str(file)


def _complaint(told: Kept | Alias) -> str:
    """Why an answer or a former name from elsewhere cannot be of its source; empty where it can."""
    if told.source not in SOURCES:
        return f"“source” is none of {', '.join(SOURCES)}"
    names = {"reference": told.reference} | ({"alias": told.alias} if isinstance(told, Alias) else {})
    for key, name in names.items():
        if not is_key(told.source, name):
            return f"“{key}” is nothing that {told.source} is asked for"
    if isinstance(told, Kept) and told.raw and not _facts(told._replace(state=State.OK)):
        return f"“raw” is no answer of {told.source} that can be read"
    return ""


def _facts(kept: Kept) -> tuple[Record, ...]:
    """What a source reads from a payload."""
    if kept.source == TitleSource.name:
        paper = read_result(kept.raw, origin(TITLE, kept.fetched_at))
        return (paper,) if paper else ()
    return (ArxivSource() if kept.source == ArxivSource.name else GithubSource()).records(kept)


def _brought(imported: Imported) -> str:
    new = f"{count(imported.rows, 'answer')} and {count(imported.aliases, 'former name')} taken"
    return f"{new}, {imported.kept:,} known already"


def _bytes(number: int) -> str:
    kilobytes = number / 1000
    return f"{kilobytes:,.0f} kB" if kilobytes < 1000 else f"{kilobytes / 1000:,.1f} MB"  # noqa: PLR2004 - SI
