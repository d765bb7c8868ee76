"""`papergraph explain REFERENCE`: the texts of entries with what names their topics marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from papergraph.cli.progress import progress_bar
from papergraph.cli.settings import configured
from papergraph.cli.terminal import echo, one_line
from papergraph.concepts import Concepts, reference_of
from papergraph.errors import ConfigError
from papergraph.lookup import lookup
from papergraph.mentions import named_by
from papergraph.model import Entry, Graph
from papergraph.pipeline import build_graph
from papergraph.reading import concepts_of
from papergraph.topics import Field, Found, Span, fields_of, topics_of

OPEN, CLOSE = "⟦", "⟧"


@click.command("explain")
@click.argument("reference")
@click.pass_context
def command(ctx: click.Context, *, reference: str) -> None:
    """Show why entries are about their topics: their texts, with the words that say so in brackets.

    REFERENCE is a paper, article or repository as `papergraph show` takes it, or an entry by its place, PATH:LINE.
    Under each text stand its words with the topic, the rule by which they mean it, and what they count.

    \b
    Examples:
      papergraph explain arxiv:2007.03260
      papergraph explain 2021-09-30.md:9
    """
    config = configured(ctx)
    with progress_bar() as progress:
        graph = build_graph(config, progress)
    concepts = concepts_of(config.topics)
    entries = _at_place(graph, reference) or _naming(graph, reference)
    for number, entry in enumerate(entries):
        for line in (*([""] if number else []), *explained(entry, concepts)):
            echo(line)


def explained(entry: Entry, concepts: Concepts) -> Iterator[str]:
    """Yield the place and the topics of an entry, then each of its texts with what names topics in it."""
    fields = fields_of(entry)
    found = topics_of(fields, concepts.lexicon)
    yield click.style(f"{one_line(entry.location.path)}:{entry.location.line}", bold=True)
    for word, about in (("about", True), ("mentions", False)):
        if names := [f"{_name(one, concepts)} {one.score:g}" for one in found if one.about is about]:
            yield f"{word} {', '.join(names)}"
    for number, field in enumerate(fields):
        here = sorted((span, one) for one in found for span in one.spans if span.field == number)
        yield f"{field.kind}: {one_line(marked(field, [span for span, _ in here]))}"
        for span, one in here:
            yield f"    {one_line(span.surface)}: {_name(one, concepts)} ({span.rule}, {span.strength:g})"


def marked(field: Field, spans: Iterable[Span]) -> str:
    """Return the text of a field with brackets around each piece once; pieces do not overlap."""
    told, done = "", 0
    for start, end in sorted({(span.start, span.end) for span in spans}):
        told += f"{field.text[done:start]}{OPEN}{field.text[start:end]}{CLOSE}"
        done = end
    return told + field.text[done:]


def _name(found: Found, concepts: Concepts) -> str:
    return one_line(concepts.called(reference_of(found.concept)) or found.concept)


def _at_place(graph: Graph, text: str) -> list[Entry]:
    path, _, line = text.rpartition(":")
    if not line.isdecimal():
        return []
    places = ((entry, entry.location) for entry in graph.entries if entry.location.path == path)
    return [entry for entry, place in places if place.line <= int(line) <= max(place.line, place.end_line)]


def _naming(graph: Graph, text: str) -> list[Entry]:
    """The entries that name a thing."""
    thing = lookup(graph, text)
    if thing.reference is None:
        near = f"; did you mean {one_line(str(thing.suggestions[0]))}?" if thing.suggestions else "."
        raise ConfigError(f"The notes name no {text!r}{near}")
    entries = [entry for entry in graph.entries if thing.reference in named_by(entry, graph)]
    if not entries:
        raise ConfigError(
            f"No entry names {one_line(str(thing.reference))}; `papergraph show` tells what is known of it."
        )
    return entries
