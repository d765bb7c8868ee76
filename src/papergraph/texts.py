"""A graph in, what can be searched of it out: a document for each thing, with what the notes say of it; pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from papergraph.exporters.details import name_of
from papergraph.exporters.jsonfile import things
from papergraph.iris import iri
from papergraph.mentions import named_by
from papergraph.model import RANK_NOTE, Entry, Graph, Reference
from papergraph.search import Document

_TOLD = ("abstract", "description", "comment", "journal", "venue", "homepage", "doi")
_NAMES = ("authors", "categories", "topics", "former_names", "language")


def documents(graph: Graph) -> Iterator[Document]:
    """Yield a document for each thing of the graph, and for each entry that is about none of them."""
    degree = Counter(end for edge in graph.edges for end in (edge[0], edge[2]))
    noted: defaultdict[Reference, list[Entry]] = defaultdict(list)
    alone: list[Entry] = []
    for entry in graph.entries:
        main = next((reference for reference in named_by(entry, graph) if reference in graph.records), None)
        if main is None:
            alone.append(entry)
        else:
            noted[main].append(entry)
    for kind, thing in things(graph):
        reference = thing.reference
        entries = noted.get(reference, ())
        name = getattr(thing, "title", None) or getattr(thing, "name", None) or ""
        names = [one for field in _NAMES for one in _several(getattr(thing, field, None))]
        names += [label.text for label in getattr(thing, "labels", ()) if label.text != name]
        told = [str(value) for field in _TOLD if (value := getattr(thing, field, None))]
        places = {(o.source, o.line) for r in graph.records.get(reference, ()) if (o := r.origin).rank == RANK_NOTE}
        yield Document(
            kind,
            str(reference),
            iri(reference, graph.metadata.base_iri),
            name or name_of(kind, reference, ()),
            "\n".join(names),
            "\n".join(told),
            "\n".join(text for entry in entries for text in _words(entry, name)),
            tuple(sorted(places | {(entry.location.path, entry.location.line) for entry in entries})),
            degree[reference],
        )
    for entry in alone:
        reference = Reference("entry", f"{entry.location.path}#{entry.position}")
        place = (entry.location.path, entry.location.line)
        words = "\n".join(_words(entry, entry.title))
        address = iri(reference, graph.metadata.base_iri)
        yield Document("entry", str(reference), address, entry.title, "\n".join(entry.authors), "", words, (place,), 0)


def _words(entry: Entry, name: str) -> Iterator[str]:
    """Yield what an entry says in its own words; its title only where that is not the name of the thing already."""
    said = (entry.title if entry.title != name else None, entry.abstract, *entry.tips, *entry.tags)
    yield from filter(None, (*said, " / ".join(entry.section)))


def _several(value: Iterable[str] | str | None) -> Iterable[str]:
    return (value,) if isinstance(value, str) else value or ()
