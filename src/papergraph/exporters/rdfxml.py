"""Graph in, RDF/XML out: one element after another for all that is said of each subject."""

from __future__ import annotations

from typing import BinaryIO

from papergraph.model import Graph
from papergraph.rdfxml import RdfXml
from papergraph.terms import encoded
from papergraph.triples import descriptions
from papergraph.vocabulary import PREFIXES


def write(graph: Graph, file: BinaryIO) -> None:
    """Write the graph as RDF/XML."""
    namespaces = "".join(f'\n  xmlns:{prefix}="{namespace}"' for prefix, namespace in PREFIXES.items())
    file.write(encoded(f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{namespaces}>\n'))
    file.writelines(encoded(text) for _, _, text in descriptions(graph, RdfXml(graph.metadata.base_iri)))
    file.write(b"</rdf:RDF>\n")
