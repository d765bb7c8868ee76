"""Kinds of servers: where each takes graphs, updates and queries, and how it is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from papergraph.errors import ConfigError


class Places(NamedTuple):
    """The three addresses of a server."""

    store: str
    """The SPARQL 1.1 Graph Store HTTP Protocol."""
    update: str
    query: str


class Kind(NamedTuple):
    """One kind of server; the paths are behind the address of its root, data set or repository."""

    title: str
    store: str = ""
    update: str = ""
    query: str = ""
    signs: tuple[str, ...] = ()
    """Words that its `Server` header begins with, in lower case."""
    union: bool = False
    """Whether its default graph is all graphs together, so that nothing can be put in its place."""
    whole: bool = True
    """Whether readers see an update as a whole or not at all; what is not known to be otherwise keeps to SPARQL."""

    def places(self, endpoint: str) -> Places:
        """The addresses that go with one: of the server as such, or one of the three itself."""
        base, parameters, rest = endpoint.partition("?")
        for path in sorted({self.store, self.update, self.query}, key=len, reverse=True):
            if path.strip("/") and base.rstrip("/").endswith(path.rstrip("/")):
                base = base.rstrip("/").removesuffix(path.rstrip("/"))
                break
        base = base.rstrip("/") if self.store else base
        return Places(*(f"{base}{path}{parameters}{rest}" for path in (self.store, self.update, self.query)))


KINDS: Mapping[str, Kind] = {
    "oxigraph": Kind("Oxigraph", "/store", "/update", "/query", ("oxigraph",)),
    "fuseki": Kind("Apache Jena Fuseki", "/data", "/update", "/query", ("apache jena fuseki", "fuseki")),
    "virtuoso": Kind(
        "Virtuoso", "/sparql-graph-crud-auth", "/sparql-auth", "/sparql", ("virtuoso",), union=True, whole=False
    ),
    "graphdb": Kind("GraphDB", "/rdf-graphs/service", "/statements", "", ("graphdb",), union=True),
    "rdf4j": Kind("RDF4J", "/rdf-graphs/service", "/statements", "", ("rdf4j",), union=True),
    "neptune": Kind("Amazon Neptune", "/sparql/gsp/", "/sparql", "/sparql", (), union=True),
    "qlever": Kind("QLever", "", "", "", ("qlever",)),
    "generic": Kind("The server"),
}
"""`generic` takes everything at one address."""


def kind_of(endpoint: str, signature: str) -> Kind:
    """Tell the kind of a server by its address, else by its `Server` header; `generic` where neither tells."""
    path = endpoint.partition("?")[0].rstrip("/")
    host = path.partition("//")[2].partition("/")[0].partition(":")[0]
    if host.endswith(".neptune.amazonaws.com"):
        return KINDS["neptune"]
    said = signature.strip().lower()
    known = next((kind for kind in KINDS.values() if kind.signs and said.startswith(kind.signs)), None)
    return known or KINDS["graphdb" if "/repositories/" in path else "generic"]


def kind_named(name: str) -> Kind:
    """Return the kind of that name; raises ConfigError for a name of none."""
    try:
        return KINDS[name]
    except KeyError:
        raise ConfigError(f"--kind {name!r} is none of {', '.join(KINDS)}.") from None
