"""`papergraph store`: what arXiv and GitHub answered, for people and for other checkouts."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from papergraph.cli.paths import GivenPath
from papergraph.cli.report import problem_lines
from papergraph.cli.settings import configured
from papergraph.cli.terminal import columns, count, echo, harmless
from papergraph.errors import ConfigError
from papergraph.model import Reference
from papergraph.resolvers import canonical_url, resolve
from papergraph.store import Kept, State, Store
from papergraph.store.database import size
from papergraph.store.lines import Imported, export_file, export_lines, import_file, line

NAMED = ("title", "full_name", "name")
"""Keys of a record or a payload that hold what people call a thing."""


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
@click.option("--source", metavar="SOURCE", help="Only what arxiv, github or another source answered.")
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

    Where the store is, and how large, is said on standard error.

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

    SOURCE is arxiv or github; REFERENCE is one paper or repository, also by a former name or by its URL.

    \b
    Examples:
      papergraph store clear github
      papergraph store clear arxiv:2007.03260 https://github.com/DingXiaoH/ResRep
      papergraph store clear --all
    """
    if bool(what) == everything:
        raise ConfigError("Say what to forget: a source or a reference, several of them, or --all for everything.")
    path = configured(ctx).store
    if not path.exists():
        echo(harmless(f"{path}: not there yet"), error=True)
        return
    with Store.open(path) as store:
        cleared = store.clear() if everything else sum(_reported(text, _clear(store, text)) for text in what)
    echo(f"forgot {count(cleared, 'answer')}")


@command.command("export")
@click.argument("file", metavar="[FILE]", required=False, type=GivenPath(dir_okay=False))
@click.pass_context
def export_command(ctx: click.Context, *, file: Path | None) -> None:
    """Write everything as JSON Lines, to FILE or to standard output.

    A FILE whose name ends in .gz is compressed. The same answers give the same bytes.

    \b
    Examples:
      papergraph store export team.jsonl.gz
      papergraph store export | jq -r 'select(.state == "missing") | .reference'
    """
    with Store.open_readonly(configured(ctx).store) as store:
        if file is None or file == Path("-"):
            _write_lines(export_lines(store))
            return
        export_file(store, file)
    echo(f"wrote {harmless(str(file))}")


@command.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=GivenPath(dir_okay=False))
@click.pass_context
def import_command(ctx: click.Context, *, files: tuple[Path, ...]) -> None:
    """Take answers from files that `papergraph store export` wrote.

    What is newer counts, and nothing that is known is lost. A line that is not understood is reported, and the others
    are taken.

    \b
    Examples:
      papergraph store import team.jsonl.gz && papergraph build --offline
      papergraph store import ~/mine.jsonl ~/yours.jsonl.gz
    """
    # A clock that runs a little ahead somewhere else is no reason to refuse a file.
    latest = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    with Store.open(configured(ctx).store) as store:
        for file in files:
            imported = import_file(store, file, latest)
            for text in problem_lines(imported.problems):
                echo(text, error=True)
            echo(harmless(f"{file}: {_brought(imported)}"))


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
    cells = [
        (str(row.reference), row.state.value, row.fetched_at[:10], _name(row), row.message or row.reason)
        for row in rows
    ]
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    if cells:
        for text in columns(cells, ("reference", "state", "fetched", "name", "message"), width):
            echo(text)
    return len(cells)


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


def _clear(store: Store, text: str) -> int:
    """Forget a source or a reference, as people write them."""
    if ":" not in text:
        return store.clear(text)
    prefix, _, identifier = text.partition(":")
    named = Reference(prefix.casefold(), identifier)
    meant = resolve(canonical_url(named) or text)
    return store.clear(references={named, meant} if meant else {named})


def _reported(text: str, cleared: int) -> int:
    if not cleared:
        echo(harmless(f"nothing was known of {text}"), error=True)
    return cleared


def _brought(imported: Imported) -> str:
    new = f"{count(imported.rows, 'answer')} and {count(imported.aliases, 'former name')} taken"
    return f"{new}, {imported.kept:,} known already"


def _bytes(number: int) -> str:
    kilobytes = number / 1000
    return f"{kilobytes:,.0f} kB" if kilobytes < 1000 else f"{kilobytes / 1000:,.1f} MB"  # noqa: PLR2004 - SI
