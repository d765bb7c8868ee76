"""`papergraph search`: words in any language, and the things of the last build that hold them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from papergraph.cli.paths import GivenPath
from papergraph.cli.settings import asked_for, configured
from papergraph.cli.terminal import echo, harmless, one_line
from papergraph.errors import InputError
from papergraph.index import published
from papergraph.search import KINDS, Hit, find

_PLACES = 3
"""Places in notes that are told of one thing."""


@click.command("search")
@click.argument("text", nargs=-1, required=True)
@click.option(
    "-k", "--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Find only these things; may be repeated."
)
@click.option(
    "--limit", type=click.IntRange(min=1), default=10, show_default=True, metavar="N", help="Show so many things."
)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON Lines.")
@click.option("-o", "--output", type=GivenPath(), help="Search the build in this folder.")
@click.pass_context
def command(
    ctx: click.Context, *, text: tuple[str, ...], kinds: tuple[str, ...], limit: int, as_json: bool, output: Path | None
) -> None:
    """Search the last build for words.

    Titles, abstracts, names, topics, and what the notes say in their own words are searched, in any language; a part
    of a word is enough. All words have to be there; where nothing has all of them, things with some are
    shown. Names that fit best come first.

    \b
    Examples:
      papergraph search lossless pruning
      papergraph search 剪枝
      papergraph search --kind person "Xiaohan Ding"
      papergraph search diffusion --limit 50 --json
    """
    config = configured(ctx, output=output)
    index = published(config.output)
    if index is None:
        raise InputError(f"There is no index in {config.output}: run `papergraph build{asked_for(output)}` first.")
    hits = find(index.text, " ".join(text), kinds or KINDS, limit)
    if as_json:
        for hit in hits:
            echo(json.dumps(hit._asdict(), ensure_ascii=False))
        return
    if not hits:
        echo(f"Nothing holds {one_line(' '.join(text))}.", error=True)
        ctx.exit(1)
    if not hits[0].complete:
        echo("Nothing holds all of these words; these hold some:", error=True)
    words = " ".join(text).split()
    for hit in hits:
        for line in _lines(hit, words):
            echo(line)


def _lines(hit: Hit, words: list[str]) -> Iterator[str]:
    """Yield what is shown of one thing: kind, name and reference, the words in their place, and where it is noted."""
    name = one_line(hit.name)
    told = "" if hit.name == hit.reference else f"  {click.style(one_line(hit.reference), dim=True)}"
    yield f"{hit.kind:<12}  {click.style(name, bold=True)}{told}"
    indent = " " * 14
    if hit.snippet:
        yield indent + _marked(one_line(hit.snippet), words)
    if hit.places:
        more = f" and {len(hit.places) - _PLACES} more" if len(hit.places) > _PLACES else ""
        places = ", ".join(harmless(f"{path}:{line}" if line else path) for path, line in hit.places[:_PLACES])
        yield indent + click.style(f"{places}{more}", dim=True)


def _marked(text: str, words: list[str]) -> str:
    """Return text with each word underlined where it stands; without colour nothing changes."""
    folded = text.lower()
    if len(folded) != len(text) or not sys.stdout.isatty():
        return text
    spans = sorted((at, at + len(word)) for word in words if (at := folded.find(word.lower())) >= 0)
    marked, end = [], 0
    for start, stop in spans:
        if start >= end:
            marked += [text[end:start], click.style(text[start:stop], underline=True)]
            end = stop
    return "".join([*marked, text[end:]])
