"""A graph in, what can be searched of it out: a document for each thing, with what the notes say of it; pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from papergraph.iris import iri
from papergraph.mentions import paper_reference, repository_reference
from papergraph.model import RANK_NOTE, Entry, Graph, Record, Reference, Repository
from papergraph.resolvers import resolve
from papergraph.search import Document

_TOLD = ("abstract", "description", "comment", "journal", "venue", "homepage", "doi")
_NAMES = ("authors", "categories", "topics", "former_names", "language")


def documents(graph: Graph) -> Iterator[Document]:
    """Yield a document for each thing of the graph, and for each entry that is about none of them."""
    degree = Counter(end for edge in graph.edges for end in (edge[0], edge[2]))
    noted: defaultdict[Reference, list[Entry]] = defaultdict(list)
    alone: list[Entry] = []
    for entry in graph.entries:
        main = _about(entry, graph)
        if main is None:
            alone.append(entry)
        else:
            noted[main].append(entry)
    kinds: dict[str, Mapping[Reference, Record]] = {
        "paper": graph.papers,
        "article": graph.articles,
        "repository": graph.repositories,
        "person": graph.persons,
        "organization": graph.organizations,
        "venue": graph.venues,
        "topic": graph.topics,
    }
    for kind, things in kinds.items():
        for reference, thing in things.items():
            entries = noted.get(reference, ())
            name = getattr(thing, "title", None) or getattr(thing, "name", None) or ""
            names = [one for field in _NAMES for one in _several(getattr(thing, field, None))]
            told = [str(value) for field in _TOLD if (value := getattr(thing, field, None))]
            places = {(o.source, o.line) for r in graph.records.get(reference, ()) if (o := r.origin).rank == RANK_NOTE}
            yield Document(
                kind,
                str(reference),
                iri(reference, graph.metadata.base_iri),
                name or (str(reference) if isinstance(thing, Repository) else reference.identifier),
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


def _about(entry: Entry, graph: Graph) -> Reference | None:
    """Return the thing that an entry is about: its article, else the first paper or repository that it names."""
    if entry.article and (article := Reference("url", entry.article)) in graph.articles:
        return article
    named = [resolve(entry.article)] if entry.article else []
    named += [*map(paper_reference, entry.papers), *map(repository_reference, entry.repositories)]
    for reference in named:
        current = graph.aliases.get(reference, reference) if reference else None
        if current in graph.records:
            return current
    return None


def _words(entry: Entry, name: str) -> Iterator[str]:
    """Yield what an entry says in its own words; its title only where that is not the name of the thing already."""
    said = (entry.title if entry.title != name else None, entry.abstract, *entry.tips, *entry.tags)
    yield from filter(None, (*said, " / ".join(entry.section)))


def _several(value: Iterable[str] | str | None) -> Iterable[str]:
    return (value,) if isinstance(value, str) else value or ()
