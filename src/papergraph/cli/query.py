"""`papergraph query`: SPARQL over the last build, over files or at an endpoint; as text, from a file, or by name."""

from __future__ import annotations

import os
import re
import shutil
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import click

from papergraph import remote
from papergraph.answers import BINARY, WRITERS, numbers, rows
from papergraph.canned import CannedQuery, Parameter, catalogue, named, values
from papergraph.cli.filling import fill_once
from papergraph.cli.paths import GivenPath
from papergraph.cli.settings import asked_for, configured
from papergraph.cli.terminal import columns, echo, harmless
from papergraph.config import Config
from papergraph.errors import ConfigError, InputError, QueryError
from papergraph.index import Index, newest
from papergraph.query import Result, ask, interruptible, load
from papergraph.sparql import with_limit
from papergraph.vocabulary import prefixes

_NAME = re.compile(r"[\w-]+")
_SPARQL = frozenset({"ASK", "BASE", "CONSTRUCT", "DESCRIBE", "PREFIX", "SELECT"})
"""Words that begin a query, and the name of none."""
_OPTION = re.compile(r"--([A-Za-z][\w-]*)(?:=(.*))?", re.DOTALL)


class _Question(NamedTuple):
    sparql: str
    values: Mapping[str, str]
    """Of its variables."""
    canned: CannedQuery | None = None


class _QueryCommand(click.Command):
    """A command whose help, behind the name of a query, is that of the query."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Print the help of the query whose name stands before `--help`."""
        if args and _NAME.fullmatch(args[0]) and set(args[1:]) & set(ctx.help_option_names):
            for line in _manual(named(args[0], catalogue(configured(ctx).root))):
                echo(line)
            ctx.exit()
        return super().parse_args(ctx, args)


@click.command("query", cls=_QueryCommand, context_settings={"ignore_unknown_options": True})
@click.argument("question", metavar="[QUERY]", required=False)
@click.argument("rest", metavar="[[--PARAMETER] VALUE]...", nargs=-1, type=click.UNPROCESSED)
@click.option("-f", "--file", type=GivenPath(), help="Read the query from this file, `-` for standard input.")
@click.option("--list", "list_queries", is_flag=True, help="List the queries that have names.")
@click.option("--show", is_flag=True, help="Print the SPARQL of the query instead of asking it.")
@click.option(
    "--param", "parameters", multiple=True, metavar="NAME=VALUE", help="Give a variable its value; may be repeated."
)
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Give so many rows at most.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", *WRITERS, *BINARY]),
    default="table",
    show_default=True,
    help="How to write the answer.",
)
@click.option("-i", "--input", "inputs", multiple=True, type=GivenPath(), help="Ask this file of RDF; may be repeated.")
@click.option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Give up a query after so long; indexing before the first one does not count.",
)
@click.option("-o", "--output", type=GivenPath(), help="Ask the build in this folder.")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    question: str | None,
    rest: tuple[str, ...],
    file: Path | None,
    list_queries: bool,
    show: bool,
    parameters: tuple[str, ...],
    limit: int | None,
    form: str,
    inputs: tuple[Path, ...],
    endpoint: str | None,
    timeout: float | None,
    output: Path | None,
) -> None:
    """Ask the last build.

    QUERY is SPARQL, or the name of a query: those that come with papergraph, and your own, queries/*.rq beside
    papergraph.toml. The prefixes schema:, cito:, pg: and the others of the vocabulary are declared already. A named
    query takes its parameters as options, or their values alone in their order: `papergraph query NAME --help` tells
    them. A value is a number, a date, a URL, a reference that stands for its URL, or text.

    The index that the build wrote answers; with -i files of RDF do, with --endpoint a server. Ctrl-C stops a query.

    \b
    Examples:
      papergraph query --list
      papergraph query papers-without-code
      papergraph query top-authors --topic "object detection" --limit 20
      papergraph query topic -- "模型剪枝"
      papergraph query code-for-topic --topic pruning --format csv
      papergraph query 'SELECT ?name { ?paper a schema:ScholarlyArticle ; schema:name ?name }'
      papergraph query -f mine.rq --format json --timeout 10
      papergraph query stars -i mine.ttl -i theirs.nt.gz
      papergraph query stars --endpoint http://127.0.0.1:8765/sparql
    """
    config = configured(ctx, output=output)
    if list_queries:
        _list(config)
        return
    words, options = _options(rest)
    asked = _asked(question, file, words, {**options, **dict(map(_assignment, parameters))}, config)
    if asked.canned and limit is not None:
        asked = asked._replace(sparql=with_limit(asked.sparql, limit))
    if show:
        echo(harmless(asked.sparql.rstrip(), lines=True))
        return
    source: Index | Path | Sequence[Path] = [Path.cwd() / path for path in inputs]
    if not inputs and endpoint is None:
        source = _last_build(config.output, asked_for(output))
    with _within(timeout), interruptible():
        if endpoint is not None:
            result = remote.ask(endpoint, asked.sparql, asked.values, config.base_iri, limit)
        else:
            store = source.open() if isinstance(source, Index) else load(source)
            result = ask(store, asked.sparql, asked.values, config.base_iri, limit)
    _write(result, form, config)


def _last_build(output: Path, option: str) -> Index | Path:
    """Return what the last build wrote, ready to be asked; the option is what a build needs to write there."""
    source = newest(output)
    if source is None:
        raise InputError(f"There is no graph in {output} yet: run `papergraph build{option}` first.")
    if isinstance(source, Index):
        fill_once(source)
    return source


def _write(result: Result, form: str, config: Config) -> None:
    known = prefixes(config.base_iri)
    terminal = sys.stdout.isatty()
    if form == "table":
        width = shutil.get_terminal_size().columns if terminal else None
        for line in columns(rows(result, known), result.columns, width, numbers(result)):
            echo(line)
    elif form in BINARY:
        if terminal:
            raise ConfigError(f"{form} is for programs, and this is a terminal: write it to a file with `> FILE`.")
        sys.stdout.buffer.write(BINARY[form](result))
    else:
        text = WRITERS[form](result, known)
        sys.stdout.buffer.write((harmless(text, lines=True) if terminal else text).encode("utf-8", "backslashreplace"))


def _list(config: Config) -> None:
    """Print each query that has a name: its parameters, and what it answers."""
    shown = [
        (query.name, " ".join(map(_signature, query.parameters)), f"{query.title}{' (yours)' if query.file else ''}")
        for query in catalogue(config.root)
    ]
    for line in columns(shown, ("query", "parameters", "answers")):
        echo(line)


def _signature(parameter: Parameter) -> str:
    name, default, _ = parameter
    return name if default is None else f"[{name}]" if default == "" else f"[{name}={default}]"


def _manual(query: CannedQuery) -> Iterator[str]:
    """Yield the help of one query."""
    yield f"Usage: papergraph query {query.name} {' '.join(f'[--{one.name} …]' for one in query.parameters)}".rstrip()
    yield ""
    yield harmless(f"  {query.title}. {query.description}".rstrip())
    if query.parameters:
        yield ""
        yield "Parameters:"
        width = max(len(one.name) for one in query.parameters)
        for name, default, told in query.parameters:
            given = "must be given" if default is None else f"default: {default}" if default else "may be left out"
            yield harmless(f"  --{name:<{width}}  {told} ({given})")
    yield ""
    yield "The options of `papergraph query` hold as well: `papergraph query --help`."


def _asked(
    question: str | None, file: Path | None, words: Sequence[str], given: Mapping[str, str], config: Config
) -> _Question:
    """Return the SPARQL that is meant, with the values of its variables; `words` are those without a name."""
    if (question is None) == (file is None):
        raise ConfigError("Give one query: SPARQL, a name from `papergraph query --list`, or -f with a file.")
    if file is not None:
        _refuse_words(words)
        return _Question(_read(file), given)
    if question is not None and _NAME.fullmatch(question.strip()):
        if question.strip().upper() in _SPARQL:
            _refuse_words(words)
        query = named(question.strip(), catalogue(config.root))
        free = [parameter.name for parameter in query.parameters if parameter.name not in given]
        _refuse_words(words[len(free) :])
        return _Question(query.sparql, values(query, {**dict(zip(free, words, strict=False)), **given}), query)
    _refuse_words(words)
    return _Question(question or "", given)


def _refuse_words(words: Sequence[str]) -> None:
    """Raise ConfigError where there is a word that no parameter takes."""
    for word in words:
        raise ConfigError(f"{word!r} stands where `--PARAMETER VALUE` is expected; is a query of spaces unquoted?")


def _options(rest: Iterable[str]) -> tuple[list[str], dict[str, str]]:
    """Return the values without a name, and those that stand behind one: `--topic pruning`, `--topic=pruning`."""
    plain: list[str] = []
    given: dict[str, str] = {}
    words = iter(rest)
    for word in words:
        option = _OPTION.fullmatch(word)
        if option is None:
            plain.append(word)
            continue
        name, value = option[1], option[2]
        if value is None:
            value = next(words, None)
        if value is None:
            raise ConfigError(f"--{name} needs a value.")
        given[name.replace("-", "_")] = value
    return plain, given


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
    return name.strip().removeprefix("?"), value


@contextmanager
def _within(seconds: float | None) -> Iterator[None]:
    """End the process where what is inside takes longer: the engine works without a look at Python."""
    if seconds is None:
        yield
        return

    def end() -> None:
        echo(f"papergraph: There was no answer within {seconds:g} s, the --timeout.", error=True)
        sys.stderr.flush()
        os._exit(QueryError.exit_code)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
