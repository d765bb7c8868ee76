"""`papergraph serve`: the last build over HTTP, for browsers and for any SPARQL client."""

from __future__ import annotations

import os
import re
import sys
from ipaddress import ip_address
from pathlib import Path
from subprocess import Popen

import click

from papergraph.cli.filling import fill_once
from papergraph.cli.paths import GivenPath
from papergraph.cli.settings import asked_for, configured
from papergraph.cli.terminal import echo, harmless
from papergraph.errors import ConfigError, InputError
from papergraph.index import published
from papergraph.loading import filling
from papergraph.serve.counters import Counters
from papergraph.serve.desk import Rules
from papergraph.serve.snapshot import Snapshot
from papergraph.serve.supervisor import Supervisor, bound
from papergraph.serve.worker import Task

_LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
_FEWEST, _MOST = 2, 8
"""Workers, where their number is not said."""
_MEGABYTE = 1 << 20
_ORIGIN = re.compile(r"https?://[^/\s]+")


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Listen at this address; 0.0.0.0 for all.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="Listen at this port; 0 for any."
)
@click.option(
    "--workers", type=click.IntRange(1, 64), metavar="N", help="Answer in so many processes, instead of one a CPU."
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=10.0,
    show_default=True,
    metavar="SECONDS",
    help="Give up a query after so long.",
)
@click.option(
    "--max-answer",
    type=click.IntRange(min=1),
    default=64,
    show_default=True,
    metavar="MB",
    help="Give no longer answers.",
)
@click.option(
    "--max-memory",
    type=click.IntRange(min=1),
    default=2048,
    show_default=True,
    metavar="MB",
    help="Give up queries that need more.",
)
@click.option(
    "--cors",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    help="Let pages of this origin read answers, `*` for all; may be repeated.",
)
@click.option("-v", "--verbose", is_flag=True, help="Print each request.")
@click.option("-o", "--output", type=GivenPath(), help="Serve the build in this folder.")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    host: str,
    port: int,
    workers: int | None,
    timeout: float,
    max_answer: int,
    max_memory: int,
    origins: tuple[str, ...],
    verbose: bool,
    output: Path | None,
) -> None:
    """Serve the last build over HTTP, read-only.

    \b
    /            the page
    /sparql      a SPARQL 1.1 endpoint; without a query it describes itself
    /resource    what is said of a thing: ?reference=arxiv:2007.03260 or ?iri=…
    /search      things that hold words: ?q=…
    /queries     the queries that have names: /queries/top-authors?topic=pruning
    /health  /metrics  /openapi.json

    A build replaces what is served, without a pause. Queries that take too long or need too much are given up. Only
    this machine is answered, unless --host says otherwise. Ctrl-C ends the server.

    \b
    Examples:
      papergraph serve
      papergraph serve --port 0 --timeout 30
      papergraph serve --host 0.0.0.0 --cors '*'
      curl --data-urlencode 'query=ASK {}' http://127.0.0.1:8765/sparql
    """
    if not hasattr(os, "fork"):
        raise ConfigError("papergraph serve needs Linux or macOS; on Windows, run it in WSL.")
    for origin in origins:
        if origin != "*" and not _ORIGIN.fullmatch(origin):
            raise ConfigError(f"--cors must be `*` or an origin, as in https://example.org, and is {origin!r}.")
    config = configured(ctx, output=output)

    def snapshot() -> Snapshot:
        made = Snapshot(config.output, config.base_iri, config.title, config.root)
        made.warm()
        return made

    def fill() -> Popen[bytes] | None:
        index = published(config.output)
        return filling(index) if index and not index.holds_triples() else None

    if index := published(config.output):
        fill_once(index)
    try:
        first = snapshot()
    except InputError:
        raise InputError(
            f"There is no graph in {config.output} yet: run `papergraph build{asked_for(output)}` first."
        ) from None
    listener = bound(host, port)
    name = f"[{host}]" if ":" in host else host
    is_local = _is_loopback(host)
    rules = Rules(timeout, max_answer * _MEGABYTE, origins, (*_LOOPBACK, name.lower()) if is_local else None)
    task = Task(first, rules, Counters(), listener, max_memory * _MEGABYTE, _said, _printed if verbose else None)
    address = f"http://{name}:{listener.getsockname()[1]}"

    def ready() -> None:
        echo(f"page    {harmless(address)}/")
        echo(f"SPARQL  {harmless(address)}/sparql")
        echo("Ctrl-C ends the server.", error=True)
        sys.stdout.flush()

    if not is_local:
        echo(f"papergraph: Everybody who can reach {harmless(host)} can read the graph.", error=True)
    Supervisor(task, workers or _usual_workers(), snapshot, _said, fill).run(ready)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _usual_workers() -> int:
    """One a CPU that may be used, within bounds: where one is replaced, another one has to be there."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(max(usable, _FEWEST), _MOST)


def _said(text: str) -> None:
    echo(f"papergraph: {harmless(text)}", error=True)


def _printed(text: str) -> None:
    echo(harmless(text), error=True)
    sys.stderr.flush()
