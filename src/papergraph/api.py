"""For notebooks and programs: notes in, a knowledge graph out that can be asked, drawn and handed on."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from papergraph import pipeline, query
from papergraph.config import DEFAULT_FORMATS, Config
from papergraph.exporters import exporter
from papergraph.merge import known
from papergraph.model import Graph, Problem, Record, Reference
from papergraph.sources.enrichment import Tally
from papergraph.sources.settings import ARXIV

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

AnyPath: TypeAlias = str | os.PathLike[str]
Paths: TypeAlias = AnyPath | Sequence[AnyPath]


def build(
    notes: Paths = "notes",
    output: AnyPath | None = None,
    catalogs: Paths = (),
    *,
    formats: Sequence[str] = DEFAULT_FORMATS,
    exclude: Sequence[str] = (),
    workers: int = 0,
    store: AnyPath | None = None,
    network: bool = False,
    contact: str | None = None,
    title_search: bool = True,
) -> KnowledgeGraph:
    """Read notes and return their graph; papergraph.toml is not looked at.

    Args:
        notes: folders and files of Markdown notes.
        output: the folder to write to; None writes nothing.
        catalogs: local metadata, arXiv or GitHub records, one JSON object a line.
        formats: what to write, of `papergraph.exporters.NAMES`.
        exclude: patterns of notes to leave out.
        workers: processes that read; 0 leaves the choice to the amount of notes.
        store: the file that keeps what arXiv and GitHub said; None for `.papergraph/store.sqlite`.
        network: whether arXiv and GitHub are asked for what the store does not know; `PAPERGRAPH_OFFLINE` forbids it.
        contact: whom they may write to; they see it with every request.
        title_search: whether papers that are named without a link are searched on arXiv.

    Raises:
        InputError: there are no notes, or a catalogue cannot be read.
        ConfigError: a format is unknown.
        OutputError: an output cannot be written.
        StoreError: the store cannot be used.
    """
    here = Path.cwd()
    config = Config(
        root=here,
        notes=_absolute(notes),
        output=here / (output or "output"),
        catalogs=_absolute(catalogs),
        formats=tuple(formats),
        exclude=tuple(exclude),
        workers=workers,
        store_file=here / store if store else None,
        network=network,
        contact=contact,
        arxiv=ARXIV._replace(title_search=title_search),
    )
    online = pipeline.online_now(config)
    made = pipeline.build_only(config, online=online) if output is None else pipeline.build(config, online=online)
    return KnowledgeGraph(made.graph, made.tallies)


class KnowledgeGraph:
    """A graph, with the doors to other libraries."""

    def __init__(self, graph: Graph, services: tuple[Tally, ...] = ()) -> None:
        self.graph = graph
        self.services = services
        """What came of asking arXiv and GitHub: counts, and in `stop` why one was given up."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What a person should look at in the notes."""
        return self.graph.problems

    def query(self, sparql: str) -> query.Result:
        """Answer a SPARQL query; raises QueryError where it is wrong."""
        return query.query(self.graph, sparql)

    def to_networkx(self) -> nx.MultiDiGraph:
        """Return a networkx graph of everything but notes and entries.

        Nodes are references as text (`arxiv:2007.03260`), with `kind` and every known field of the
        record; edges have `predicate` (also their key) and `evidence`.
        """
        import networkx as nx

        drawn = nx.MultiDiGraph()
        for things in self._kinds().values():
            for reference, record in things.items():
                drawn.add_node(str(reference), kind=type(record).__name__, **_attributes(record))
        for edge in self.graph.edges:
            ends = str(edge.subject), str(edge.object)
            drawn.add_edge(*ends, key=edge.predicate, predicate=edge.predicate, evidence=edge.evidence)
        return drawn

    def to_rdflib(self) -> rdflib.Graph:
        """Return an rdflib graph of everything that the Turtle file holds."""
        import rdflib

        triples = BytesIO()
        exporter("nt").write(self.graph, triples)
        return rdflib.Graph().parse(data=triples.getvalue(), format="nt")

    def __repr__(self) -> str:
        counts = ", ".join(f"{kind} {len(things)}" for kind, things in self._kinds().items() if things)
        return f"<KnowledgeGraph: {counts or 'empty'}>"

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><th>{kind}</th><td>{len(things)}</td></tr>" for kind, things in self._kinds().items())
        return f"<table>{rows}</table>"

    def _kinds(self) -> dict[str, Mapping[Reference, Record]]:
        graph = self.graph
        return {
            "articles": graph.articles,
            "papers": graph.papers,
            "repositories": graph.repositories,
            "persons": graph.persons,
            "organizations": graph.organizations,
            "venues": graph.venues,
            "topics": graph.topics,
        }


def _absolute(paths: Paths) -> tuple[Path, ...]:
    several = [paths] if isinstance(paths, str | os.PathLike) else paths
    return tuple(Path.cwd() / path for path in several)


def _attributes(record: Record) -> dict[str, Any]:
    """What a record says, without what is unknown: every field but its reference and origin."""
    fields = {field: getattr(record, field) for field in record._fields[2:]}
    return {field: value for field, value in fields.items() if known(value)}
