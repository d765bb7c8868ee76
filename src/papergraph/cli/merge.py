"""`papergraph merge FILE...`: several people's graphs in, one graph out, and where they agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from papergraph.cli.paths import GivenPath
from papergraph.cli.terminal import count, echo, one_line
from papergraph.errors import ConfigError
from papergraph.merging import BASE, Conflict, Input, Merged, called, merge
from papergraph.rdffiles import read, write
from papergraph.vocabulary import prefixes

SHOWN = 5
"""Things and conflicts that are listed."""
LONGEST = 60
"""Characters of a value that are shown."""
PLURALS = {"article": "articles", "paper": "papers", "repository": "repositories", "link": "links"}


@click.command("merge")
@click.argument("files", metavar="[NAME=]FILE...", nargs=-1, required=True)
@click.option("-o", "--output", type=GivenPath(dir_okay=False), required=True, help="Write to this file.")
@click.option("-v", "--verbose", is_flag=True, help="List every conflict, and everything that several notes link.")
@click.pass_context
def command(ctx: click.Context, *, files: tuple[str, ...], output: Path, verbose: bool) -> None:  # noqa: ARG001
    """Make one graph of several people's.

    Each FILE is RDF of any format that papergraph exports, gzipped or not; the extension tells, and that of the output
    too. Papers, repositories and articles are the same where their addresses are, and each keeps who said what of it.
    Where two files disagree about a fact that can have one value, such as stars, the one seen later counts, and you
    are told. A .trig or .nq file keeps each note, and what each FILE says beside its notes, in a graph of its own.

    Notes of two people who have not set base_iri may have the same names. With NAME= before the FILE its notes are
    called by that name. People, topics and venues stay the same where their names are the same.

    \b
    Examples:
      papergraph merge mine.ttl yours.ttl -o ours.ttl
      papergraph merge ada=ada.trig ben=ben.nt.gz -o lab.trig.gz
    """
    inputs = [_input(text) for text in files]
    merged = merge(inputs)
    written = write(merged.statements, output, prefixes(BASE))
    for one in inputs:
        echo(f"read  {one_line(one.label)}: {count(len(one.statements), 'statement')}")
    for line in (*_agreement(merged, verbose=verbose), *_conflicts(merged.conflicts, verbose=verbose)):
        echo(line)
    echo(f"wrote {one_line(str(output))}: {count(written, 'statement')}")


def _input(text: str) -> Input:
    """The file that an argument names, under the name that it is given."""
    name, equals, path = text.partition("=")
    if not equals or Path(text).exists():
        return Input(text, frozenset(read(_given(text))))
    return Input(path, called(read(_given(path)), name, path))


def _given(path: str) -> Path:
    if not path:
        raise ConfigError("The path of a FILE is empty.")
    return Path(path)


def _agreement(merged: Merged, *, verbose: bool) -> Iterator[str]:
    known = ", ".join(count(number, kind, PLURALS[kind]) for kind, number in merged.shared.items())
    yield f"in more than one file: {known}"
    shown = merged.noted if verbose else merged.noted[:SHOWN]
    for thing, kind, number in shown:
        yield f"  {count(number, 'note')} link this {kind}: {one_line(thing)}"
    yield from _more(len(merged.noted) - len(shown))


def _conflicts(conflicts: Sequence[Conflict], *, verbose: bool) -> Iterator[str]:
    if not conflicts:
        return
    yield f"{count(len(conflicts), 'conflict')}; what was seen later is kept:"
    shown = conflicts if verbose else conflicts[:SHOWN]
    for subject, predicate, kept, dropped in shown:
        instead = ", ".join(map(_short, dropped))
        yield f"  {one_line(subject)} {one_line(predicate)}: {_short(kept) or 'nothing'}, not {instead}"
    yield from _more(len(conflicts) - len(shown))


def _more(number: int) -> Iterator[str]:
    if number > 0:
        yield f"  and {number:,} more: -v lists them"


def _short(term: str) -> str:
    text = one_line(term)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
