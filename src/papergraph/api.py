"""For notebooks and programs: notes in, a knowledge graph out that can be asked, drawn and handed on."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from enum import StrEnum
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from papergraph import pipeline, query
from papergraph.config import DEFAULT_BASE_IRI, DEFAULT_FORMATS, DEFAULT_TITLE, Config, valid_base_iri
from papergraph.exporters import exporter
from papergraph.exporters.jsonfile import things
from papergraph.iris import iri
from papergraph.merge import known
from papergraph.model import Evidence, Graph, Problem, Record, Reference
from papergraph.sources.enrichment import Tally
from papergraph.sources.settings import ARXIV
from papergraph.vocabulary import prefixes

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

AnyPath: TypeAlias = str | os.PathLike[str]
Paths: TypeAlias = AnyPath | Sequence[AnyPath]
_NOT_FIELDS = 2
"""Every record begins with its reference and origin."""


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
    title: str = DEFAULT_TITLE,
    base_iri: str = DEFAULT_BASE_IRI,
    site: bool = False,
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
        title: what the graph is called.
        base_iri: under which your own things live in RDF; ends with `:`, `/` or `#`.
        site: whether a static site is written to the output folder too.

    Raises:
        InputError: there are no notes, or a catalogue cannot be read.
        ConfigError: a format is unknown, or the base IRI is none.
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
        title=title,
        base_iri=valid_base_iri(base_iri, "base_iri"),
        site=site,
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

        A node is a reference as text, `arxiv:2007.03260`. Its attributes:

        * `kind`: `article`, `paper`, `repository`, `person`, `organization`, `venue` or `topic`; `page` for a web
          page that is none of these;
        * `label`: what it is called, and `iri`: its IRI in the RDF;
        * every field of its record that is known, by the field's name (`title`, `stars`, `published`, …): text, a whole
          number, a truth value or a list of texts. Dates are ISO text: `2021`, `2021-09` or `2021-09-30`, those of
          repositories with the time of day. What is unknown is not there: use `.get`.

        An edge has the key `predicate`, so there is one of each kind between two nodes: `discusses`, `mentions`,
        `hasRepository`, `author` (paper to person), `isPartOf` (paper to venue), `about` (to topic) and `broader`
        (topic to broader topic). Its attributes are `predicate`, and `evidence`, a list of dictionaries with `method`
        and `source`, and where they are known `line`, `date`, `entry`, `quote` and `confidence`.

        Graph attributes are `title`, `base_iri`, and where they are set `creator` and `license`. All values can be
        written as JSON, so that `networkx.node_link_data` can be too. Nodes and edges are always in the same order.
        """
        import networkx as nx

        base_iri = self.graph.metadata.base_iri
        drawn = nx.MultiDiGraph(**_known(self.graph.metadata._asdict()))
        for kind, record in things(self.graph):
            said = _known({field: getattr(record, field) for field in record._fields[_NOT_FIELDS:]})
            label = said.get("title") or said.get("name") or str(record.reference)
            drawn.add_node(str(record.reference), kind=kind, label=label, iri=iri(record.reference, base_iri), **said)
        edges = [(edge.subject, str(edge.predicate), edge.object, edge.evidence) for edge in self.graph.edges]
        for topic in self.graph.topics.values():
            edges += [(topic.reference, "broader", broader, ()) for broader in topic.broader]
        for reference in sorted({end for subject, _, object_, _ in edges for end in (subject, object_)}):
            if str(reference) not in drawn:
                address = iri(reference, base_iri)
                drawn.add_node(str(reference), kind="page", label=address, iri=address)
        for subject, predicate, object_, evidence in edges:
            reasons = list(map(_reason, evidence))
            drawn.add_edge(str(subject), str(object_), key=predicate, predicate=predicate, evidence=reasons)
        return drawn

    def to_rdflib(self, store: str | None = None) -> rdflib.Graph:
        """Return an rdflib graph of the triples that the Turtle file holds, with its prefixes bound and no others.

        It is a copy: what is added to it changes nothing else. A million triples take some 30 seconds and 1 GB in
        rdflib's own store. Oxigraph's loads them in a quarter of the time and answers SPARQL some 20 times as fast;
        give queries as text, for prepared ones are answered by rdflib itself. It gives plain texts the datatype
        `xsd:string`, as RDF 1.1 has it, and to rdflib that is another literal than one without: compare `str(…)`.

        Args:
            store: the name of an rdflib store, as `default` or `Oxigraph`; None takes Oxigraph's where `oxrdflib` is
                installed, else rdflib's own.
        """
        import rdflib

        triples = BytesIO()
        exporter("nt").write(self.graph, triples)
        name = store or ("Oxigraph" if find_spec("oxrdflib") else "default")
        graph = rdflib.Graph(store=name, bind_namespaces="none")
        graph.parse(data=triples.getvalue(), format="ox-nt" if name == "Oxigraph" else "nt")
        for prefix, namespace in prefixes(self.graph.metadata.base_iri).items():
            graph.bind(prefix, namespace)
        return graph

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


def _reason(evidence: Evidence) -> dict[str, Any]:
    """Return one reason, flat."""
    origin = evidence.origin
    return _known(
        {
            "method": evidence.method,
            "source": origin.source,
            "line": origin.line or None,
            "date": origin.date,
            "entry": evidence.entry,
            "quote": evidence.quote,
            "confidence": evidence.confidence,
            "span": evidence.span,
        }
    )


def _known(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that say something, their values as JSON has them: text, numbers, truth, lists."""
    return {field: _plain(value) for field, value in fields.items() if known(value)}


def _plain(value: Any) -> Any:  # noqa: ANN401 - a record's field of whatever type
    if isinstance(value, StrEnum | Reference):
        return str(value)
    return list(map(_plain, value)) if isinstance(value, tuple) else value
