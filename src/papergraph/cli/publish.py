"""`papergraph publish ENDPOINT`: the last build, or files of RDF, into a SPARQL server."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from time import monotonic

import click

from papergraph.cli.paths import GivenPath
from papergraph.cli.progress import progress_bar
from papergraph.cli.settings import asked_for, configured
from papergraph.cli.terminal import count, echo, one_line
from papergraph.config import Config
from papergraph.errors import ConfigError, InputError
from papergraph.index import NTRIPLES
from papergraph.pipeline import Progress
from papergraph.publish import KINDS, Job, Login, Options, Outcome, Plan, Server, planned, publish, reached
from papergraph.publish.journal import journal
from papergraph.publish.plan import CHUNK
from papergraph.publish.publishing import check_graph
from papergraph.publish.server import PATIENCE, check_address, shown

DEFAULT = "default"
"""What the default graph is called on the command line."""
SHOWN = 3
"""Values that are written otherwise, as many as are listed."""
MEGABYTE = 1 << 20


@click.command("publish")
@click.argument("endpoint")
@click.option(
    "-i",
    "--input",
    "inputs",
    multiple=True,
    type=GivenPath(),
    help="Publish this file of RDF, or the RDF in this folder, instead of the last build; may be repeated.",
)
@click.option("--graph", metavar="IRI", help="Replace this graph, or the one without a name for `default`.")
@click.option("--add/--replace", help="Keep what the graph holds already; without it that is replaced.")
@click.option("--kind", type=click.Choice(list(KINDS)), help="Which server it is; without it that is found out.")
@click.option("--update", metavar="URL", default="", help="Where the server takes updates.")
@click.option("--query", metavar="URL", default="", help="Where the server takes queries.")
@click.option("--direct", is_flag=True, help="Send to the graph itself: readers see it grow.")
@click.option(
    "--check",
    "subjects",
    type=click.IntRange(0, 10_000),
    default=100,
    show_default=True,
    metavar="N",
    help="Compare so many subjects, drawn at random, with what the server says of them.",
)
@click.option(
    "--chunk", type=click.IntRange(1, 1024), default=CHUNK // MEGABYTE, show_default=True, metavar="MB",
    help="Send so much at once.",
)  # fmt: skip
@click.option("--gzip", "packed", is_flag=True, help="Compress what is sent; not every server unpacks it.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=1),
    default=PATIENCE.silence,
    show_default=True,
    metavar="SECONDS",
    help="Give a request up after so long.",
)
@click.option("--insecure", is_flag=True, help="Send a password or token over a network without encryption.")
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be done, and change nothing.")
@click.option("-o", "--output", type=GivenPath(), help="Publish the build in this folder.")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    endpoint: str,
    inputs: tuple[Path, ...],
    graph: str | None,
    add: bool,
    kind: str | None,
    update: str,
    query: str,
    direct: bool,
    subjects: int,
    chunk: int,
    packed: bool,
    timeout: float,
    insecure: bool,
    dry_run: bool,
    output: Path | None,
) -> None:
    """Load the last build into a SPARQL server.

    ENDPOINT is the address of any SPARQL 1.1 server with the Graph Store HTTP Protocol, of one of its data sets or
    repositories, or of its graph store. Where it takes updates and queries is known for the kinds of servers that
    --kind lists.

    The triples go into one graph, by default `dataset` under base_iri, and take the place of all that it holds; what
    .trig and .nq files have in named graphs goes into graphs of these names. They are sent in chunks to a graph beside
    it and copied over it in one update, so that readers see the old graph or the new one. Run the same command again
    after an interruption, and it goes on where it was. At the end all triples are counted, and some are compared.

    PAPERGRAPH_ENDPOINT_USER and PAPERGRAPH_ENDPOINT_PASSWORD in the environment are sent where the server asks for
    them, or what `keyring set papergraph+https://kg.example.org USER` has kept; PAPERGRAPH_ENDPOINT_TOKEN is sent as a
    bearer token.

    \b
    Examples:
      papergraph publish http://127.0.0.1:7878
      papergraph publish http://127.0.0.1:3030/papers --kind fuseki --graph https://example.org/papers
      papergraph publish http://127.0.0.1:8890 --dry-run
      papergraph publish https://kg.example.org/repositories/lab -i graph.trig.gz --add
    """
    config = configured(ctx, output=output)
    check_address(endpoint)
    login = Login(endpoint, os.environ, insecure=insecure)
    limits = PATIENCE._replace(silence=timeout, whole=timeout)
    with progress_bar() as draw:
        there = _Shown(draw)
        server = reached(
            endpoint, login, Options(kind or "", update, query, packed), limits=limits, waiting=there.waits
        )
        plan = planned(_files(config, inputs, asked_for(output)), subjects, chunk * MEGABYTE)
        there.total = plan.triples
        job = Job(plan, _graph(config, graph), add, direct)
        check_graph(job, server)
        if dry_run:
            lines = [*_what(job, server), *_would(job, server)]
        else:
            began = monotonic()
            folder = config.store.with_name("published")
            with journal(folder, *server.places, *sorted(job.targets().values()), str(add)) as kept:
                try:
                    outcome = publish(job, server, kept, there.tell)
                except KeyboardInterrupt:
                    echo("The same command goes on from here.", error=True)
                    raise
            lines = [*_what(job, server), *_came(outcome, plan, monotonic() - began)]
    for line in lines:
        echo(line)


class _Shown:
    """How far it is, on the screen."""

    def __init__(self, draw: Callable[[Progress], None]) -> None:
        self._draw = draw
        self._done = 0
        self.total = 0
        """Triples that are to be sent."""

    def tell(self, done: int, what: str) -> None:
        """Show how many are sent."""
        self._done = done
        self._draw(Progress("publish", done, self.total, what, "publish"))

    def waits(self, what: str) -> None:
        """Show what the next request waits for."""
        self.tell(self._done, what)


def _files(config: Config, inputs: Sequence[Path], option: str) -> list[Path]:
    """The files that are meant: those that were given, else the triples of the last build."""
    if inputs:
        return [Path.cwd() / path for path in inputs]
    file = config.output / NTRIPLES
    for path in (file, file.with_name(f"{file.name}.gz")):
        if path.is_file():
            return [path]
    raise InputError(f"There is no {NTRIPLES} in {config.output} yet: run `papergraph build{option}` first.")


def _graph(config: Config, graph: str | None) -> str:
    if graph == "":  # nearly always a variable unset
        raise ConfigError(f"--graph is empty: name a graph, or say `{DEFAULT}` for the one without a name.")
    return f"{config.base_iri}dataset" if graph is None else "" if graph == DEFAULT else graph


def _what(job: Job, server: Server) -> Iterator[str]:
    plan, targets = job.plan, list(job.targets().values())
    graph = _called(targets[0]) if len(targets) == 1 else count(len(targets), "graph")
    yield f"read  {count(plan.triples, 'triple')} in {count(len(plan.planned), 'chunk')} ({_size(plan.bytes)})"
    yield f"to    {server.kind.title} at {one_line(shown(server.places.store))}: {one_line(graph)}"


def _would(job: Job, server: Server) -> Iterator[str]:
    """What would be done; the server is asked, and changed in nothing."""
    holds = sum(server.count(list(job.targets().values())).values())
    update, query = (one_line(shown(url)) for url in (server.places.update, server.places.query))
    yield f"asks  {query}, updates {update}"
    yield f"holds {count(holds, 'triple')}, which would {'stay' if job.add else 'be replaced'}"


def _came(outcome: Outcome, plan: Plan, seconds: float) -> Iterator[str]:
    """What came of it."""
    had = f", {outcome.resumed:,} were there already" if outcome.resumed else ""
    rate = f", {plan.triples / seconds:,.0f} triples a second" if outcome.sent and not outcome.resumed else ""
    yield f"sent  {count(outcome.sent, 'chunk')}{had} ({seconds:,.0f} s{rate})"
    if not outcome.at_once:
        yield click.style("warning:", fg="yellow") + " the graph did not change at once: readers may have seen a part."
    yield f"holds {count(outcome.after, 'triple')}, and held {outcome.before:,} before"
    if outcome.subjects:
        yield f"compared {count(outcome.subjects, 'subject')}: {_verdict(outcome)}"
    otherwise = dict.fromkeys((one.predicate, one.found, one.sent) for one in outcome.rewritten)
    for predicate, found, sent in islice(otherwise, SHOWN):
        yield f"  {one_line(predicate)}: {one_line(found)}, sent as {one_line(sent)}"


def _verdict(outcome: Outcome) -> str:
    if not outcome.rewritten:
        return "all as they were sent"
    return f"all values are right, {len(outcome.rewritten):,} written otherwise by the server"


def _called(graph: str) -> str:
    return f"graph <{graph}>" if graph else "the default graph"


def _size(number: int) -> str:
    return f"{number / MEGABYTE:,.1f} MB"
