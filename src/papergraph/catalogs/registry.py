"""What Papers with Code says of the papers of a graph, as a graph and a file of its own.

It is under CC BY-SA: it may be given away only under the same licence and with its name. So nothing of it is in the
graph itself and in the files of that; it is in one named graph that says so, in a file beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from papergraph.assemble import assemble
from papergraph.catalogs.folder import Entry
from papergraph.catalogs.lookup import Held, opened
from papergraph.catalogs.rows import is_link, references
from papergraph.model import (
    RANK_CATALOG,
    Edge,
    Evidence,
    Graph,
    Method,
    Origin,
    Paper,
    Predicate,
    Record,
    Reference,
    Repository,
)
from papergraph.notations import Turtle
from papergraph.parts import Part
from papergraph.resolvers import kind, resolve
from papergraph.sources.fields import Fields
from papergraph.terms import encoded
from papergraph.textfile import replaced
from papergraph.triples import descriptions_of

FILE = "graph-papers-with-code.trig"
TITLE = "Papers with Code"
DESCRIPTION = "What Papers with Code says of the papers: RDF in a named graph of its own, under a licence of its own"
HOME = "https://paperswithcode.com/"
LICENSE = "https://creativecommons.org/licenses/by-sa/4.0/"
SOURCE = Reference("source", TITLE)
REGISTERED = frozenset({"pwc-papers", "pwc-links"})
_ORIGIN = Origin(RANK_CATALOG, TITLE)
_MONTH = re.compile(r"(?<=\b\d{4}) \d{1,2}$", re.ASCII)
"""Behind the year of a venue: `ICCV 2021 10`."""
_FLAGS = ("is_official", "mentioned_in_paper", "mentioned_in_github")


def registries(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the catalogues that are whole and hold what Papers with Code says."""
    return tuple(entry for entry in entries if entry.digest and any(kind in REGISTERED for kind, _ in entry.kinds))


def told(graph: Graph, entries: Sequence[Entry]) -> Graph:
    """Return what catalogues of Papers with Code say of the papers of a graph; an empty graph where that is nothing."""
    with ExitStack() as stack:
        indexes = [stack.enter_context(opened(entry.database, entry.name)) for entry in entries]
        rows = [held for index in indexes for held in index.registry(graph.papers)]
    records: list[Record] = []
    links: dict[tuple[Reference, str, Reference], set[Evidence]] = {}
    for held in rows:
        for paper in _known(held, graph):
            records += _records(paper, held)
            for edge in _edges(paper, held):
                links.setdefault(edge[:3], set()).update(edge.evidence)
    assembled = assemble((), records, graph.metadata)
    edges = [*assembled.edges, *(Edge(*ends, tuple(sorted(reasons, key=str))) for ends, reasons in links.items())]
    return assembled._replace(edges=tuple(sorted(edges, key=_order)))


def write(graph: Graph, entries: Sequence[Entry], path: Path) -> bool:
    """Write what they say of a graph as TriG; whether that is anything. Raises OSError where it cannot be written."""
    said = told(graph, entries)
    if not said.records:
        return False
    syntax = Turtle(graph.metadata.base_iri)
    head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in syntax.prefixes.items())
    name = syntax.nodes[SOURCE]
    with replaced(path) as file:
        file.write(encoded(f"{head}\n\n{name} {{\n"))
        file.writelines(map(encoded, _terms_of_use(entries, syntax)))
        part = Part(SOURCE, said, frozenset({SOURCE}))
        file.writelines(encoded(text) for _, _, text in descriptions_of(part, said, syntax))
        file.write(b"}\n")
    return True


def _terms_of_use(entries: Sequence[Entry], syntax: Turtle) -> Iterator[str]:
    """Say under which licence the graph is, whose work, and which files it was taken from."""
    files = {syntax.nodes[Reference("source", entry.name)]: entry for entry in entries}
    said = {
        "dcterms:title": syntax.string(TITLE),
        "dcterms:license": syntax.iri(LICENSE),
        "dcterms:source": syntax.iri(HOME),
        "prov:wasDerivedFrom": syntax.many(files),
    }
    yield syntax.render(syntax.nodes[SOURCE], said)
    for node, entry in files.items():
        size = syntax.string(f"{entry.size} B")
        said = {"a": "prov:Entity", "schema:name": syntax.string(entry.name), "schema:contentSize": size}
        yield syntax.render(node, {**said, "schema:sha256": syntax.string(entry.checksum)})


def _known(held: Held, graph: Graph) -> Iterator[Reference]:
    """The papers of the graph that a row is about."""
    prefix = "paper_" if is_link(held.record) else ""
    return (reference for reference in references(held.record, prefix) if reference in graph.papers)


def _records(paper: Reference, held: Held) -> Iterator[Record]:
    fields = Fields(held.record)
    if not is_link(held.record):
        yield Paper(
            paper,
            _ORIGIN,
            title=fields.text("title"),
            authors=fields.texts("authors"),
            abstract=fields.text("abstract"),
            published=fields.day("date"),
            venue=_MONTH.sub("", fields.text("proceeding") or "") or None,
        )
    elif (repository := _repository(fields)) and repository != paper:
        yield Paper(paper, _ORIGIN, title=fields.text("paper_title"))
        yield Repository(repository, _ORIGIN)


def _edges(paper: Reference, held: Held) -> Iterator[Edge]:
    """Code that is official, or that the paper names, is the paper's; of any other it is known that it is about it."""
    fields = Fields(held.record)
    repository = _repository(fields) if is_link(held.record) else None
    if repository and repository != paper:
        said = {flag: value for flag in _FLAGS if (value := fields.flag(flag)) is not None}
        own = said.get("is_official") or said.get("mentioned_in_paper")
        quote = ", ".join(f"{flag}: {str(value).lower()}" for flag, value in said.items()) or None
        predicate = Predicate.HAS_REPOSITORY if own else Predicate.MENTIONS
        yield Edge(paper, predicate.value, repository, (Evidence(Method.CATALOG.value, _ORIGIN, quote=quote),))


def _repository(fields: Fields) -> Reference | None:
    reference = resolve(fields.text("repo_url") or "")
    return reference if reference and kind(reference) == "repository" else None


def _order(edge: Edge) -> tuple[str, str, str]:
    return "\0".join(edge.subject), edge.predicate, "\0".join(edge.object)
