"""A graph in, a folder of pages out: one for each thing with its data beside it, lists of them, and a front page.

The pages need no server and no script, and every link between them is relative. Where the base IRI is the address
at which the folder is served, each IRI under it leads to the page of the thing; links, evidence, observations and
lists, which are told on the pages of what they are about, have a page that leads there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from itertools import chain, groupby
from operator import attrgetter
from pathlib import Path
from urllib.parse import quote, unquote

from papergraph.index import SITE
from papergraph.model import Graph
from papergraph.site import lists
from papergraph.site.folder import Folder, put_in_place, refuse_strangers
from papergraph.site.jsonld import document, for_search_engines
from papergraph.site.pages import Book, Page, kinds_of
from papergraph.site.places import Place, bare, leading_on, places
from papergraph.site.rendering import Renderer, read_text
from papergraph.site.statements import Iri, Said, Statements, clean
from papergraph.site.told import Group, Value
from papergraph.site.words import KINDS, Kind
from papergraph.syntax import short_hash

__all__ = ["MAP", "NAME", "Folder", "put_in_place", "refuse_strangers", "write"]

NAME = SITE
"""Of the folder inside of the output folder."""
FRONT = "index"
MAP = "graph.html"
MOST_LINKS = 500
"""Links of one page; a thing with more has several."""
_LATEST = 20
"""Notes on the front page."""
DATA = ((".ttl", "text/turtle", "Turtle"), (".jsonld", "application/ld+json", "JSON-LD"))
"""What is written beside each page."""
_WEB = ("https://", "http://")


def write(
    graph: Graph, folder: Folder, whole: Mapping[str, Path], tell: Callable[[int, int], None] | None = None
) -> None:
    """Write the site of a graph into a folder.

    Args:
        graph: the graph.
        folder: the empty folder.
        whole: files of the whole graph by their names, `graph.ttl`; they become part of the site.
        tell: told of progress, as things that are done and all of them.
    """
    site = _Site(graph, folder, whole)
    site.write_whole()
    for number, iri in enumerate(site.book.kinds, 1):
        site.write_thing(iri)
        if tell and (number % MOST_LINKS == 0 or number == len(site.book.kinds)):
            tell(number, len(site.book.kinds))
    site.write_lists()
    if graph.metadata.base_iri.startswith(_WEB) and not graph.metadata.base_iri.endswith("#"):
        site.write_leading()


class _Site:
    """What all pages of a site are made from, and where they go."""

    def __init__(self, graph: Graph, folder: Folder, whole: Mapping[str, Path]) -> None:
        self.graph = graph
        self.folder = folder
        self.whole = whole
        self.statements = Statements(graph)
        self.book = Book(self.statements, graph, kinds_of(self.statements))
        self.by_kind: dict[Kind, list[Iri]] = {kind: [] for kind in KINDS}
        for iri, kind in self.book.kinds.items():
            self.by_kind[kind].append(iri)
        self.by_kind = {kind: things for kind, things in self.by_kind.items() if things}
        self._find_places()
        self.render = Renderer(clean(graph.metadata.title) or "papergraph")
        self.homes: dict[Iri, tuple[str, str]] = {}
        """What has no page → the address where it is told, and that of the page whose data has it, from the root."""

    def _find_places(self) -> None:
        base_iri = self.statements.base_iri
        names = [FRONT, "style", *lists.names_of_lists({kind: len(things) for kind, things in self.by_kind.items()})]
        names += [name.partition(".")[0] for name in self.whole]
        local = [iri for iri in self.book.kinds if iri.startswith(base_iri)]
        world = {iri: self._world_name(iri) for iri in self.book.kinds if not iri.startswith(base_iri)}
        self.book.places = places(local, world, base_iri, names)
        self.listed = {base_iri + kind.name: kind for kind in self.by_kind if base_iri + kind.name in self.book.kinds}
        """IRIs of lists: the scheme of all topics is told on the page that lists them."""
        for iri, kind in self.listed.items():
            self.book.places[iri] = Place(kind.name, f"{kind.name}.html")

    def _world_name(self, iri: Iri) -> str:
        reference = self.statements.references.get(iri)
        word = self.book.kinds[iri].word
        if reference is None or reference.prefix == "url":
            return f"{word}/{bare(iri)}"
        return f"{word}/{reference.prefix}/{reference.identifier}"

    def write_whole(self) -> None:
        """Write what is there once."""
        self.folder.write("style.css", read_text("style.css").encode())
        self.folder.write(".nojekyll", b"")
        for name, file in self.whole.items():
            self.folder.adopt(name, file)

    def write_thing(self, iri: Iri) -> None:
        """Write the page of a thing, and its data."""
        page = Page(self.book, iri)
        path, url = page.place.path, page.place.url
        about = self.statements.about(iri)
        self._write_data(iri, path, about)
        if iri in self.listed:
            return
        parts = _parts(page.groups())
        context = self._context(page)
        first = {**context, "facts": page.facts(), "observations": list(page.observations())}
        context |= {"data": [], "structured": ""}
        paths = [path, *(_part_path(path, iri, part) for part in range(2, len(parts) + 1))]
        urls = [url, *(quote(one) + ".html" for one in paths[1:])]
        hrefs = [page.up + one for one in urls]
        for part, groups in enumerate(parts, 1):
            told = {
                **(first if part == 1 else context),
                "directions": _directions(groups),
                "part": part,
                "parts": hrefs,
            }
            self.folder.write(f"{paths[part - 1]}.html", self.render("thing", told))
        self._settle(page, parts, urls, about)

    def _context(self, page: Page) -> dict[str, object]:
        iri = page.iri
        said_name = self.book.names[iri]
        name_of_other = {
            other: name.text
            for terms in page.said.values()
            for term in terms
            if (name := self.book.names.get(other := term[1:-1]))
        }
        return {
            "up": page.up,
            "name": said_name,
            "kind": self.book.kinds[iri],
            "iri": Value(clean(iri), iri if iri.startswith(_WEB) else ""),
            "data": _data_of(page.place.path),
            "structured": for_search_engines(iri, page.said, name_of_other.get),
            "file": page.file,
            "in_graph": f"{page.up}{MAP}#{page.in_graph}" if MAP in self.whole and page.in_graph else "",
            "facts": [],
            "observations": [],
        }

    def _settle(self, page: Page, parts: list[list[Group]], urls: list[str], about: list[Iri]) -> None:
        """Note where what has no page is told: the first page that tells it is its home."""
        part_of: dict[str, str] = {}
        for url, groups in zip(urls, parts, strict=True):
            for item in chain.from_iterable(group.items for group in groups):
                part_of |= dict.fromkeys([*item.anchors, *(reason.anchor for reason in item.reasons)], url)
        for iri, anchor in page.told.items():
            self.homes.setdefault(iri, (f"{part_of.get(anchor, urls[0])}#{anchor}", urls[0]))
        for iri in about[1:]:
            self.homes.setdefault(iri, (urls[0], urls[0]))

    def _write_data(self, iri: Iri, path: str, about: list[Iri]) -> None:
        """Write the triples of a page as Turtle and as JSON-LD; of what nothing is said, those that name it."""
        statements = self.statements
        text = "".join(f"\n{block}\n" for one in about for block in statements.turtle.get(one, ()))
        subjects: Mapping[Iri, Said] = {one: statements.said[one] for one in about if one in statements.said}
        if not text:
            subjects = {}
            for curie, others in self.book.named_by.get(iri, {}).items():
                subjects |= {other: {**subjects.get(other, {}), curie: [f"<{iri}>"]} for other in others}
            text = "".join(f"<{one}> {curie} <{iri}> .\n" for one, said in subjects.items() for curie in said)
        head = "".join(
            f"@prefix {name}: <{full}> .\n" for name, full in statements.prefixes.items() if f"{name}:" in text
        )
        self.folder.write(f"{path}.ttl", (head + text).encode())
        self.folder.write(f"{path}.jsonld", document(subjects))

    def write_lists(self) -> None:
        """Write the lists of all kinds, and the front page."""
        front = []
        for kind, all_of_it in self.by_kind.items():
            things = [iri for iri in all_of_it if iri not in self.listed]
            if not things:
                continue
            front.append((kind.name, f"{kind.name}.html", f"{len(things):,}"))
            data = _data_of(kind.name) if kind in self.listed.values() else []
            for listing in lists.listings(self.book, kind, things):
                told = {
                    **listing._asdict(),
                    "up": "",
                    "heading": kind.name.capitalize(),
                    "total": f"{len(things):,}",
                    "data": data,
                }
                self.folder.write(f"{listing.path}.html", self.render("list", told))
        self._write_front(front)

    def _write_front(self, front: list[tuple[str, str, str]]) -> None:
        metadata, notes = self.graph.metadata, KINDS[0]
        dataset = self.book.places.get(f"{metadata.base_iri}dataset")
        whole = [("about this graph", dataset.url)] if dataset else []
        whole += [(name, quote(name)) for name in self.whole]
        told = {
            "up": "",
            "creator": clean(metadata.creator or ""),
            "license": clean(metadata.license or "") if (metadata.license or "").startswith(_WEB) else "",
            "lists": front,
            "latest": lists.latest(self.book, notes, self.by_kind.get(notes, ()), _LATEST),
            "whole": whole,
        }
        self.folder.write(f"{FRONT}.html", self.render("front", told))

    def write_leading(self) -> None:
        """Write pages that lead on: from exact names that not every file system can hold, and from what has no page."""
        for paths, iris in leading_on(self.book.places):
            urls = [self.book.places[iri].url for iri in iris]
            ways = list(zip((self.book.names[iri].text for iri in iris), urls, strict=True))
            for path in paths if os.name != "nt" else ():
                self._lead(path, ways, urls)
        base_iri = self.statements.base_iri
        for iri, (home, page) in self.homes.items():
            if iri.startswith(base_iri) and iri not in self.book.kinds:
                self._lead(unquote(iri[len(base_iri) :]), [(clean(iri), home)], [page])

    def _lead(self, path: str, ways: list[tuple[str, str]], urls: list[str]) -> None:
        up = "../" * path.count("/")
        data = [
            (media_type, f"{up}{url.removesuffix('.html')}{suffix}") for url in urls for suffix, media_type, _ in DATA
        ]
        told = {"ways": [(words, up + url) for words, url in ways], "data": data}
        self.folder.write(f"{path}.html", self.render("leading", told))


def _parts(groups: Iterable[Group]) -> list[list[Group]]:
    """Deal the links out to pages, `MOST_LINKS` to each; one page at least."""
    parts: list[list[Group]] = [[]]
    left = MOST_LINKS
    for words, direction, items in groups:
        rest = items
        while rest:
            if not left:
                parts.append([])
                left = MOST_LINKS
            parts[-1].append(Group(words, direction, rest[:left]))
            rest, left = rest[left:], max(0, left - len(rest))
    return parts


def _directions(groups: Iterable[Group]) -> list[tuple[str, list[Group]]]:
    return [(direction, list(alike)) for direction, alike in groupby(groups, attrgetter("direction"))]


def _part_path(path: str, iri: Iri, part: int) -> str:
    """Return where a further part of a page is: beside it, so that the same links lead to the same pages."""
    folder, slash, _ = path.rpartition("/")
    return f"{folder}{slash}more-{short_hash(iri)}-{part}"


def _data_of(path: str) -> list[tuple[str, str, str]]:
    """Return the media types, addresses and names of the data beside a page."""
    name = quote(path.rpartition("/")[2])
    return [(media_type, f"{name}{suffix}", words) for suffix, media_type, words in DATA]
