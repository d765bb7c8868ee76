"""`papergraph show REFERENCE`: everything that is known of one thing, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from papergraph.cli.progress import progress_bar
from papergraph.cli.settings import configured
from papergraph.cli.terminal import echo, one_line
from papergraph.errors import ConfigError
from papergraph.exporters.details import EXPECTED, FIELDS, WORDS, asked
from papergraph.languages import label_in
from papergraph.lookup import lookup, name
from papergraph.merge import UNITED, known, settled
from papergraph.model import Edge, Entry, Evidence, Graph, Origin, Record, Reference
from papergraph.pipeline import build_graph
from papergraph.resolvers import canonical_url
from papergraph.statuses import in_words, status_of

LABELS = {
    "hasRepository": ("has its code in", "holds the code of"),
    "discusses": ("discusses", "is discussed in"),
    "mentions": ("mentions", "is mentioned in"),
    "author": ("is by", "wrote"),
    "isPartOf": ("appeared in", "published"),
    "about": ("is about", "is the topic of"),
}
"""An edge read from its subject, and from its object."""


@click.command("show")
@click.argument("reference")
@click.pass_context
def command(ctx: click.Context, *, reference: str) -> None:
    """Show everything that is known of one thing, with its evidence.

    REFERENCE is a reference, a URL, a title, a name, or the start of one that nothing else has. Each fact names the
    source that says it, each link the line of the note that makes it.

    \b
    Examples:
      papergraph show arxiv:2007.03260
      papergraph show https://github.com/DingXiaoH/ResRep
      papergraph show "attention is all you need"
    """
    with progress_bar() as progress:
        graph = build_graph(configured(ctx), progress)
    found = lookup(graph, reference)
    if found.reference is None:
        raise ConfigError(_unknown(graph, reference, found.suggestions))
    for line in portrait(graph, found.reference):
        echo(line)


def portrait(graph: Graph, reference: Reference) -> Iterator[str]:
    """All that the graph holds of a thing: its name, its facts, its links, and the entries that name it."""
    records = graph.records[reference]
    yield click.style(one_line(_called(graph, reference) or reference.identifier), bold=True)
    yield one_line(" · ".join(filter(None, (kind_of(records), str(reference), canonical_url(reference)))))
    former = sorted(str(alias) for alias, target in graph.aliases.items() if target == reference)
    if former:
        yield f"also known as {one_line(', '.join(former))}"
    for _, evidence in graph.joined.get(reference, ()):
        yield click.style(f"    — {_reason(evidence)}", dim=True)
    yield from _section("facts", _facts(reference, records))
    yield from _section("links", _links(graph, reference))
    yield from _section("in the notes", _entries(graph, reference))


def _called(graph: Graph, reference: Reference) -> str | None:
    """The name of a thing; that of a topic in the language of the configuration."""
    topic, lang = graph.topics.get(reference), graph.metadata.lang
    return (label_in(topic.labels, lang) if topic and lang else None) or name(graph.records.get(reference, ()))


def kind_of(records: tuple[Record, ...]) -> str:
    """What a thing is, in one word."""
    return type(records[0]).__name__.casefold()


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        if number == 0:
            yield ""
            yield click.style(title, bold=True)
        yield f"  {line}"


def _facts(reference: Reference, records: tuple[Record, ...]) -> Iterator[str]:
    """Each field with its settled value; under it who says so, and what others say instead."""
    best, kind = settled(records), kind_of(records)
    for field in FIELDS[kind]:
        word = WORDS.get(field, field)
        said: dict[str, list[Origin]] = {}
        for record in records:
            if known(getattr(record, field, None)):
                said.setdefault(_told(field, record, records), []).append(record.origin)
        if not said:
            if field in EXPECTED.get(kind, ()):
                yield f"{word}: {click.style('unknown' if asked(reference, records) else 'not fetched', dim=True)}"
            continue
        chosen = _text(getattr(best, field)) if field in UNITED else next(iter(said))
        yield f"{word}: {one_line(chosen)}"
        for text, origins in said.items():
            other = "" if text == chosen else f"{one_line(text)} "
            yield click.style(f"    {other}— {_sources(origins)}", dim=True)


def _told(field: str, record: Record, records: tuple[Record, ...]) -> str:
    """What a record says in a field."""
    if field == "status":
        return in_words(status_of(record, records) or "", record.origin.source)
    value = getattr(record, field)
    return ("no", "yes")[value] if isinstance(value, bool) else _text(value)


def _links(graph: Graph, reference: Reference) -> Iterator[str]:
    """Each edge at the thing, seen from it; under it why the edge is there."""
    for edge in graph.edges:
        if reference in {edge.subject, edge.object}:
            yield _seen_from(reference, edge, graph)
            for evidence in edge.evidence:
                yield click.style(f"    — {_reason(evidence)}", dim=True)


def _seen_from(reference: Reference, edge: Edge, graph: Graph) -> str:
    outward, inward = LABELS.get(edge.predicate, (edge.predicate, f"{edge.predicate} of"))
    label, other = (outward, edge.object) if edge.subject == reference else (inward, edge.subject)
    title = _called(graph, other)
    return one_line(f"{label} {other}" + (f" · {title}" if title and title != other.identifier else ""))


def _entries(graph: Graph, reference: Reference) -> Iterator[str]:
    """Each entry that names the thing, with what it says in its own words."""
    by_edge = {
        evidence.entry for edge in graph.edges if reference in {edge.subject, edge.object} for evidence in edge.evidence
    }
    for entry in graph.entries:
        path, line = entry.location.path, entry.location.line
        if Reference("entry", f"{path}#{entry.position}") in by_edge or _names(entry, reference, graph):
            stars = "★" * entry.rating if entry.rating else ""
            yield one_line(f"{path}:{line} · {entry.title} {stars}")
            if entry.code_status:
                yield f"    code: {one_line(entry.code_status)}"
            for text in filter(None, (entry.abstract, *entry.tips)):
                yield f"    {one_line(text)}"


def _names(entry: Entry, reference: Reference, graph: Graph) -> bool:
    named = (*(paper.reference for paper in entry.papers), *(mention.reference for mention in entry.repositories))
    return any(written and graph.aliases.get(written, written) == reference for written in named)


def _reason(evidence: Evidence) -> str:
    confidence = "" if evidence.confidence is None else f", confidence {evidence.confidence:g}"
    quote = f" “{one_line(evidence.quote)}”" if evidence.quote else ""
    return f"{evidence.method}: {_sources([evidence.origin])}{confidence}{quote}"


def _sources(origins: Iterable[Origin]) -> str:
    return one_line("; ".join(dict.fromkeys(map(_source, origins))))


def _source(origin: Origin) -> str:
    place = f"{origin.source}:{origin.line}" if origin.line else origin.source
    return f"{place}, {origin.date}" if origin.date else place


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _unknown(graph: Graph, text: str, suggestions: tuple[Reference, ...]) -> str:
    if not suggestions:
        return f"Nothing in the graph is called {text!r}."
    listed = "; ".join(f"{found} ({_called(graph, found) or 'no title'})" for found in suggestions)
    return f"{text!r} is not the name of one thing in the graph. It could be: {listed}."
