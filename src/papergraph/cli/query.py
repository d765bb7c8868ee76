"""`papergraph query`: SPARQL over the last build, as text, from a file, or by the name of a query that ships."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from papergraph.answers import WRITERS, numbers, rows
from papergraph.cli.paths import GivenPath
from papergraph.cli.settings import asked_for, configured
from papergraph.cli.terminal import columns, echo, harmless
from papergraph.errors import ConfigError, InputError
from papergraph.model import Reference
from papergraph.query import canned, canned_query, interruptible, prefixes, values
from papergraph.query import query as answer
from papergraph.resolvers import canonical_url

_NAME = re.compile(r"[\w-]+")


@click.command("query")
@click.argument("question", metavar="[QUERY]", required=False)
@click.option("-f", "--file", type=GivenPath(), help="Read the query from this file, `-` for standard input.")
@click.option("--list", "list_queries", is_flag=True, help="List the queries that come with papergraph.")
@click.option(
    "--param", "parameters", multiple=True, metavar="NAME=VALUE", help="Give a variable its value; may be repeated."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", *WRITERS]),
    default="table",
    show_default=True,
    help="How to write the answer.",
)
@click.option("-o", "--output", type=GivenPath(), help="Ask the build in this folder.")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    question: str | None,
    file: Path | None,
    list_queries: bool,
    parameters: tuple[str, ...],
    form: str,
    output: Path | None,
) -> None:
    """Ask the last build.

    QUERY is SPARQL, or the name of a query that comes with papergraph. The prefixes schema:, cito:, pg: and the others
    of the vocabulary are declared already. A value is a number, a date, a URL, a reference
    that stands for its URL, or text.

    \b
    Examples:
      papergraph query --list
      papergraph query papers-without-code
      papergraph query code-for-topic --param topic=pruning --format csv
      papergraph query 'SELECT ?name { ?paper a schema:ScholarlyArticle ; schema:name ?name }'
      papergraph query -f mine.rq --format json
      papergraph query -o my-graph papers-without-code
    """
    if list_queries:
        _list()
        return
    sparql, given = _asked(question, file, dict(map(_assignment, parameters)))
    config = configured(ctx, output=output)
    source = _last_build(config.output, asked_for(output))
    with interruptible():
        result = answer(source, sparql, given, config.base_iri)
    known = prefixes(config.base_iri)
    terminal = sys.stdout.isatty()
    if form == "table":
        width = shutil.get_terminal_size().columns if terminal else None
        for line in columns(rows(result, known), result.columns, width, numbers(result)):
            echo(line)
    else:
        text = WRITERS[form](result, known)
        sys.stdout.buffer.write((harmless(text, lines=True) if terminal else text).encode("utf-8", "backslashreplace"))


def _list() -> None:
    """Print each canned query: its name and parameters, and what it answers."""
    shown = [
        (query.name, " ".join(_parameter(name, default) for name, default, _ in query.parameters), query.title)
        for query in canned()
    ]
    for line in columns(shown, ("query", "parameters", "answers")):
        echo(line)


def _parameter(name: str, default: str | None) -> str:
    return name if default is None else f"[{name}={default}]"


def _asked(question: str | None, file: Path | None, given: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
    """The SPARQL that is meant, with the values of its variables."""
    if (question is None) == (file is None):
        raise ConfigError("Give one query: SPARQL, a name from `papergraph query --list`, or -f with a file.")
    if file is not None:
        return _read(file), given
    if question is not None and _NAME.fullmatch(question.strip()):
        query = canned_query(question.strip())
        return query.sparql, values(query, given)
    return question or "", given


def _read(file: Path) -> str:
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file} is not UTF-8.") from error


def _assignment(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise ConfigError(f"--param must be NAME=VALUE, as in topic=pruning, and is {text!r}.")
    return name.strip().removeprefix("?"), _address(value) or value


def _address(value: str) -> str | None:
    """The URL of a thing that is given by its reference, as in `arxiv:2007.03260`."""
    prefix, colon, identifier = value.partition(":")
    return canonical_url(Reference(prefix, identifier)) if colon and not value.startswith(("http:", "https:")) else None


def _last_build(output: Path, option: str) -> Path:
    """The newest RDF of the last build; the option is what a build needs to write there."""
    built = [path for name in ("graph.nt", "graph.ttl") if (path := output / name).is_file()]
    if not built and any(output.glob("graph.*")):
        raise InputError(
            f"The build in {output} wrote no format that can be queried: run `papergraph build --format nt{option}`."
        )
    if not built:
        raise InputError(f"There is no graph in {output} yet: run `papergraph build{option}` first.")
    return max(built, key=lambda path: path.stat().st_mtime)
