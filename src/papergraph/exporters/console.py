"""Graph in, what the console of its page needs out: the queries that ship, prefixes, the triples, and an engine.

The engine is Oxigraph's WebAssembly build as its authors publish it, packed; it makes most of a small page's bytes, so
a graph that is too large for it comes without.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files

from papergraph.canned import shipped
from papergraph.exporters.columns import Block, as_json, packed
from papergraph.exporters.compact import compact
from papergraph.exporters.details import Json
from papergraph.model import Graph
from papergraph.vocabulary import prefixes

LIMIT = 300_000
"""Most triples of a graph that is loaded in a page; the page of a larger one asks `papergraph serve`."""
EDITOR, ENGINE, OXIGRAPH = "editor.js", "engine.js", "oxigraph.lzma"
"""Files of `web/`: a script of the page, one of its worker, and what that runs."""


def console(graph: Graph) -> Iterator[Block]:
    """Yield the blocks of the console; those of the engine come last, and only where the graph is not too large."""
    triples = compact(graph, LIMIT)
    yield Block("console", packed(as_json(_told(graph.metadata.base_iri, held=triples is not None))))
    if triples is not None:
        web = files("papergraph").joinpath("web")
        yield Block("editor", packed(editor().encode()))
        yield Block("engine", packed(web.joinpath(ENGINE).read_bytes()))
        yield Block("oxigraph", web.joinpath(OXIGRAPH).read_bytes())
        yield Block("triples", triples)


def editor() -> str:
    """Return the script of the editor."""
    return files("papergraph").joinpath("web", EDITOR).read_text(encoding="utf-8")


def _told(base_iri: str, *, held: bool) -> dict[str, Json]:
    return {
        "prefixes": prefixes(base_iri),
        "queries": [(query.name, query.sparql) for query in shipped()],
        "limit": LIMIT,
        "held": held,
    }
