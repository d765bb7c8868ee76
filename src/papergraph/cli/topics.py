"""`papergraph topics`: the topics of the notes as a tree, and what none of them covers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click

from papergraph.cli.paths import GivenPath
from papergraph.cli.progress import progress_bar
from papergraph.cli.settings import configured
from papergraph.cli.terminal import columns, echo, one_line
from papergraph.coverage import name_in, phrases, tree, uncovered
from papergraph.model import Graph
from papergraph.pipeline import build_graph
from papergraph.reading import concepts_of
from papergraph.topics import Lexicon

_PHRASES = 40


@click.command("topics")
@click.argument("notes", metavar="[NOTES]...", nargs=-1, type=GivenPath())
@click.option("--uncovered", "gaps", is_flag=True, help="List entries without a topic, and phrases that are none.")
@click.option("--language", default="en", show_default=True, metavar="TAG", help="Name the topics in this language.")
@click.pass_context
def command(ctx: click.Context, *, notes: tuple[Path, ...], gaps: bool, language: str) -> None:
    """Show the topics as a tree, with how many things are about each; writes nothing.

    The first number counts the articles, papers and repositories about a topic or a narrower one, the second those
    about itself. Topics come from texts, tags, headings, GitHub topics and arXiv categories.

    \b
    Examples:
      papergraph topics
      papergraph topics --language zh
      papergraph topics --uncovered lists/gnn.md
    """
    config = configured(ctx, notes=notes)
    with progress_bar() as progress:
        graph = build_graph(config, progress)
    lines = _gaps(graph, concepts_of(config.topics).lexicon) if gaps else _tree(graph, language)
    for line in lines:
        echo(line)


def _tree(graph: Graph, language: str) -> Iterator[str]:
    lines = list(tree(graph))
    width = max((len(str(line.total)) for line in lines), default=0)
    for line in lines:
        name = one_line(name_in(graph.topics[line.topic], language))
        yield f"{line.total:>{width}}  {line.own:>{width}}  {'  ' * line.depth}{name}"


def _gaps(graph: Graph, lexicon: Lexicon) -> Iterator[str]:
    entries = uncovered(graph)
    yield f"{len(entries)} of {len(graph.entries)} entries have no topic"
    for entry in entries:
        yield f"  {one_line(entry.location.path)}:{entry.location.line}: {one_line(entry.title)}"
    frequent = [(phrase, str(count)) for phrase, count in islice(phrases(graph.entries, lexicon), _PHRASES)]
    if frequent:
        yield ""
        yield from columns(frequent, ("phrase that is no topic", "entries"), right={1})
