"""`papergraph init`: a configuration with every key explained, and a first note that builds."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from papergraph.cli.terminal import echo, harmless
from papergraph.config import FILE_NAME
from papergraph.errors import ConfigError, OutputError
from papergraph.files import find

CONFIGURATION = """\
# Settings of papergraph. Every key may be left out; what stands here is what holds without it.
# Paths are relative to this file.

notes = ["notes"]                           # folders and files of Markdown notes; only ever read
output = "output"                           # all that is written goes here
formats = ["html", "ttl", "nt", "json"]     # what `papergraph build` writes; graphml is there too
# site = true                               # write a page for each thing too, into site/: a folder to publish
# notes_url = "https://github.com/you/notes/blob/main/notes"  # where the note files can be read, for links to them
# lang = "zh"                               # whose language the page opens in: "en", "zh", "zh-Hant", "ja", "ko" …;
                                            # without it the browser says
exclude = []                                # notes to leave out, as in ["drafts/*", "*.private.md"]
# topics = ["my-topics.ttl"]                # topics of your own, SKOS in Turtle, beside those that ship

# Metadata on this machine, one JSON record a line, gzip or not: arXiv's metadata snapshot, and GitHub
# repositories as its REST API gives them.
# catalogs = ["notes/catalog/*.jsonl", "notes/catalog/*.jsonl.gz"]

# What arXiv and GitHub say is kept here; a store that is deleted is filled anew.
# store = ".papergraph/store.sqlite"
# network = true                            # false: never ask, as `papergraph build --offline` does once
# contact = "you@example.org"               # whom services may write to; they see it with every request

# What the graph says of itself.
title = "papergraph"
# creator = "Your name"
# license = "https://creativecommons.org/licenses/by/4.0/"

# Your notes, and people known by name only, live under this IRI. Choose one that is yours
# before you publish the graph, and keep it; it ends with "/", "#" or ":".
base_iri = "urn:papergraph:"

workers = 0                                 # processes that read notes; 0: chosen by how many notes there are

# Tables stand at the end.
# [arxiv]
# enabled = true
# url = "https://export.arxiv.org/api/query"
# max_age = "90 days"                       # what is older is asked for again; until then a build asks nothing
# title_search = true                       # search for papers that notes name without a link

# [github]
# enabled = true
# url = "https://api.github.com"
# max_age = "7 days"
# token = "environment"                     # from GITHUB_TOKEN or GH_TOKEN; "gh" also asks `gh auth token`
"""

FIRST_NOTE = """\
# {date}

1. [The Annotated Transformer](https://nlp.seas.harvard.edu/annotated-transformer/) ⭐⭐⭐⭐

   - Paper: [Attention Is All You Need](https://arxiv.org/abs/1706.03762)
   - Code: https://github.com/harvardnlp/annotated-transformer
   - Abstract: The paper, line by line, with code that runs beside it.
   - Tips: Write here what you want to remember.
"""


@click.command("init")
def command() -> None:
    """Write papergraph.toml and a first note in notes/.

    A file that is there already is left as it is, and a folder that holds notes gets no other one.

    \b
    Example:
      papergraph init && papergraph build && papergraph open
    """
    notes = Path("notes")
    if notes.exists() and not notes.is_dir():
        raise ConfigError("notes is a file, and the notes are to lie in a folder of that name: rename the file.")
    _write(Path(FILE_NAME), CONFIGURATION)
    if notes.exists() and find(notes).files:
        echo("kept   notes")
    else:
        today = datetime.now(tz=UTC).astimezone().date().isoformat()
        _write(notes / f"{today}.md", FIRST_NOTE.format(date=today))
    echo("Next: papergraph build")


def _write(path: Path, text: str) -> None:
    """Make the file with its folder; never touch one that exists."""
    if path.exists():
        echo(f"kept   {harmless(str(path))}")
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}.") from None
    echo(f"wrote  {harmless(str(path))}")
