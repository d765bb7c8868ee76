"""A graph and the files that were written of it in, their description out: VoID, DCAT and schema.org, as Turtle.

The description is of the same `…dataset` as the one inside the graph, and says what cannot stand in there: how much
of what the graph holds, in which files, and what they were made from. Times are those of what was fetched.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from papergraph.census import TARGETS, Census, Target
from papergraph.iris import segment
from papergraph.model import RANK_SERVICE, Graph, Reference
from papergraph.names import person_reference
from papergraph.notations import Turtle
from papergraph.syntax import Properties
from papergraph.terms import Term, string
from papergraph.triples import summary
from papergraph.vocabulary import PREFIXES

_PREFIXES = {"spdx-terms": "http://spdx.org/rdf/terms#", "formats": "http://www.w3.org/ns/formats/"}
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_REGISTERED = frozenset({"text/html", "text/turtle", "application/json"})
_FORMATS = {
    "application/ld+json": "JSON-LD",
    "application/n-quads": "N-Quads",
    "application/n-triples": "N-Triples",
    "application/rdf+xml": "RDF_XML",
    "application/trig": "TriG",
    "text/turtle": "Turtle",
}
"""Media types of RDF, all of which are registered → their names at W3C."""


class File(NamedTuple):
    """A file that was written of a graph, or that it was made from."""

    name: str
    size: int
    """Bytes."""
    checksum: str
    """SHA-256, hexadecimal."""
    media_type: str = ""
    description: str = ""
    license: str = ""
    """An IRI, where it is another one than that of the graph."""


def describe(graph: Graph, counts: Census, written: Sequence[File], catalogs: Sequence[File], version: str) -> str:
    """Return the description of a graph as Turtle.

    Args:
        graph: what is described.
        counts: of the graph as N-Triples.
        written: its files.
        catalogs: the local catalogues that it was made from, beside its notes.
        version: of papergraph.
    """
    writer = _Writer(graph, counts)
    parts = (
        ("This graph", writer.dataset(written)),
        ("Files", writer.files(written)),
        ("Classes and properties", writer.partitions()),
        ("Links to collections of the world", writer.linksets()),
        ("How it was made, and from what", writer.provenance(catalogs, version)),
    )
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(writer.syntax.prefixes.items()))
    return prefixes + "".join(f"\n\n# {heading}\n{''.join(texts)}" for heading, texts in parts)


class _Syntax(Turtle):
    """Turtle with the prefixes that only descriptions need."""

    def __init__(self, base_iri: str) -> None:
        super().__init__(base_iri)
        self.prefixes |= _PREFIXES

    def size(self, size: int) -> Term:
        """Return a number of bytes, as DCAT wants it."""
        return f'"{size}"^^xsd:nonNegativeInteger'


class _Writer:
    """A graph and its counts, with the names of what is said of them."""

    def __init__(self, graph: Graph, counts: Census) -> None:
        self.graph = graph
        self.counts = counts
        self.syntax = _Syntax(graph.metadata.base_iri)
        self.node = self.own("")
        self.curies = sorted(((iri, prefix) for prefix, iri in PREFIXES.items()), key=lambda pair: -len(pair[0]))

    def own(self, *way: str) -> Term:
        """Return the term of something that belongs to the description."""
        return self.syntax.iri("/".join((f"{self.graph.metadata.base_iri}dataset", *filter(None, way))))

    def name(self, iri: str) -> str:
        """Return the name of a class or property in the name of its part: `schema-Article`."""
        start, prefix = next((pair for pair in self.curies if iri.startswith(pair[0])), ("", ""))
        return segment(f"{prefix}-{iri.removeprefix(start)}")

    def render(self, subject: Term, properties: Properties) -> str:
        return self.syntax.render(subject, properties)

    def dataset(self, written: Sequence[File]) -> Iterator[str]:
        """Say what the whole is, and how much of everything it holds."""
        syntax, counts, metadata = self.syntax, self.counts, self.graph.metadata
        said = summary(metadata, syntax)
        fetched = self._fetched()
        files = syntax.many(self.own("file", segment(file.name)) for file in written)
        formats = sorted({_FORMATS[file.media_type] for file in written if file.media_type in _FORMATS})
        sentence = string(self._sentence())
        yield self.render(
            self.node,
            {
                **said,
                "a": syntax.words("void:Dataset", "dcat:Dataset", "schema:Dataset", "prov:Entity"),
                "schema:name": said["dcterms:title"],
                "dcterms:description": sentence,
                "schema:description": sentence,
                "schema:creator": said["dcterms:creator"],
                "schema:license": said["dcterms:license"],
                "dcterms:modified": syntax.date(fetched),
                "schema:dateModified": syntax.date(fetched),
                "void:triples": syntax.integer(counts.triples),
                "void:entities": syntax.integer(counts.entities),
                "void:distinctSubjects": syntax.integer(counts.subjects),
                "void:classes": syntax.integer(len(counts.classes)),
                "void:properties": syntax.integer(len(counts.properties)),
                "void:feature": syntax.many(f"formats:{name}" for name in formats),
                "dcat:distribution": files,
                "schema:distribution": files,
                "void:classPartition": syntax.many(self.own("class", self.name(one)) for one in counts.classes),
                "void:propertyPartition": syntax.many(
                    self.own("property", self.name(one)) for one in counts.properties
                ),
                "void:subset": syntax.many(self.own("links", target) for target in counts.links),
                "prov:wasGeneratedBy": self.own("build"),
            },
        )
        if creator := person_reference(metadata.creator or ""):
            said = {"a": syntax.word("schema:Person"), "schema:name": string(metadata.creator)}
            yield self.render(syntax.nodes[creator], said)

    def files(self, written: Sequence[File]) -> Iterator[str]:
        """Describe the files in which the graph lies beside this description."""
        syntax = self.syntax
        for file in written:
            known = file.media_type in _REGISTERED or file.media_type in _FORMATS
            checksum = self.own("checksum", file.checksum)
            properties = {
                "a": syntax.words("dcat:Distribution", "schema:DataDownload"),
                "dcterms:title": string(file.name),
                "schema:name": string(file.name),
                "dcterms:description": string(file.description),
                "dcat:mediaType": syntax.iri(_MEDIA_TYPES + file.media_type) if known else "",
                "schema:encodingFormat": string(file.media_type),
                "dcat:byteSize": syntax.size(file.size),
                "schema:contentSize": string(f"{file.size} B"),
                "schema:sha256": string(file.checksum),
                "spdx-terms:checksum": checksum,
                "dcterms:license": syntax.url(file.license),
                "schema:license": syntax.url(file.license),
            }
            yield self.render(self.own("file", segment(file.name)), properties)
            properties = {
                "a": "spdx-terms:Checksum",
                "spdx-terms:algorithm": "spdx-terms:checksumAlgorithm_sha256",
                "spdx-terms:checksumValue": f'"{file.checksum}"^^xsd:hexBinary',
            }
            yield self.render(checksum, properties)

    def partitions(self) -> Iterator[str]:
        """Say how many things are of each class, and how many triples have each property."""
        integer, iri = self.syntax.integer, self.syntax.iri
        for one, number in self.counts.classes.items():
            yield self.render(
                self.own("class", self.name(one)), {"void:class": iri(one), "void:entities": integer(number)}
            )
        yield from self._properties(self.counts.properties, "property")

    def linksets(self) -> Iterator[str]:
        """Say how many triples lead into each collection of the world, and by which properties."""
        syntax = self.syntax
        for target in TARGETS:
            numbers = self.counts.links.get(target.name)
            if numbers is None:
                continue
            ways = [self.own("links", target.name, self.name(one)) for one in numbers]
            properties = {
                "a": syntax.word("void:Linkset"),
                "void:subjectsTarget": self.node,
                "void:objectsTarget": syntax.iri(target.home),
                "void:triples": syntax.integer(sum(numbers.values())),
                "void:linkPredicate": syntax.many(map(syntax.iri, numbers)),
                "void:propertyPartition": syntax.many(ways),
            }
            yield self.render(self.own("links", target.name), properties)
            yield from self._properties(numbers, "links", target.name)
            yield self.render(syntax.iri(target.home), self._target(target))

    def provenance(self, catalogs: Sequence[File], version: str) -> Iterator[str]:
        """Say which program made the graph from which notes, catalogues and services."""
        syntax, agent = self.syntax, self.own("papergraph")
        notes = {syntax.nodes[Reference("note", one.path)]: one for one in self.graph.notes if one.checksum}
        tables = [(syntax.nodes[Reference("source", file.name)], file) for file in catalogs]
        services = [syntax.nodes[Reference("source", name)] for name in self._services()]
        properties = {
            "a": syntax.word("prov:Activity"),
            "prov:wasAssociatedWith": agent,
            "prov:used": syntax.many((*notes, *(node for node, _ in tables), *services)),
        }
        yield self.render(self.own("build"), properties)
        properties = {
            "a": syntax.words("prov:SoftwareAgent", "schema:SoftwareApplication"),
            "schema:name": string("papergraph"),
            "schema:softwareVersion": string(version),
        }
        yield self.render(agent, properties)
        entity = syntax.word("prov:Entity")
        for node, note in notes.items():
            yield self.render(node, {"a": entity, "schema:sha256": string(note.checksum)})
        for node, file in tables:
            said = {"a": entity, "schema:name": string(file.name), "schema:contentSize": string(f"{file.size} B")}
            yield self.render(node, {**said, "schema:sha256": string(file.checksum)})
        for node in services:
            yield self.render(node, {"a": syntax.word("prov:Entity")})

    def _properties(self, numbers: dict[str, int], *way: str) -> Iterator[str]:
        for one, number in numbers.items():
            said = {"void:property": self.syntax.iri(one), "void:triples": self.syntax.integer(number)}
            yield self.render(self.own(*way, self.name(one)), said)

    def _target(self, target: Target) -> Properties:
        return {
            "a": self.syntax.word("void:Dataset"),
            "dcterms:title": string(target.title),
            "void:uriSpace": string(target.space),
        }

    def _sentence(self) -> str:
        """Return what the graph is about, in one sentence."""
        graph = self.graph
        notes = "1 note says" if len(graph.notes) == 1 else f"{len(graph.notes)} notes say"
        articles = _counted(len(graph.articles), "article", "articles")
        papers = _counted(len(graph.papers), "paper", "papers")
        repositories = _counted(len(graph.repositories), "repository", "repositories")
        return f"What {notes} of {articles}, {papers} and {repositories}."

    def _fetched(self) -> str:
        """Return the last day on which a service was asked; empty where none was."""
        return max((date for _, date in self._answers()), default="")

    def _services(self) -> list[str]:
        return sorted({source for source, _ in self._answers()})

    def _answers(self) -> Iterable[tuple[str, str]]:
        return (
            (record.origin.source, record.origin.date)
            for records in self.graph.records.values()
            for record in records
            if record.origin.rank >= RANK_SERVICE
        )


def _counted(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"
