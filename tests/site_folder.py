"""A written site, read back: pages parsed, links followed, data loaded; and a server that answers as GitHub Pages."""

from __future__ import annotations

import http.server
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import html5lib
import lxml.html
import pyoxigraph as ox

from papergraph.model import Graph
from papergraph.site import Folder, write
from papergraph.terms import without_surrogates
from papergraph.triples import triples

BASE = "http://127.0.0.1:8000/kg/"


def written_site(graph: Graph, folder: Path, base_iri: str = BASE, notes_url: str | None = None) -> Path:
    """The site of a graph, in a new folder `site` of a folder."""
    metadata = graph.metadata._replace(base_iri=base_iri, notes_url=notes_url)
    target = Folder(folder / "site", None)
    write(graph._replace(metadata=metadata), target, {})
    return folder / "site"


def pages(site: Path) -> list[Path]:
    """Every page, sorted."""
    return sorted(site.rglob("*.html"))


def parsed(page: Path) -> Any:
    """A page as a tree."""
    return lxml.html.fromstring(page.read_bytes())


def assert_valid(page: Path) -> None:
    """Fail where a page is no HTML without a parse error."""
    parser = html5lib.HTMLParser(strict=True)
    parser.parse(page.read_bytes(), transport_encoding="utf-8")


def dead_links(site: Path) -> list[str]:
    """Links between pages that lead to no file, or to no place of one; what leaves the site must be a web address."""
    dead = []
    for page in pages(site):
        for link in links(parsed(page)):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                if parts.scheme not in {"http", "https"}:
                    dead.append(f"{page.relative_to(site)}: {link}")
                continue
            target = Path(os.path.normpath(page.parent / unquote(parts.path))) if parts.path else page
            if (
                not target.is_relative_to(site)
                or not target.is_file()
                or not has_place(target, unquote(parts.fragment))
            ):
                dead.append(f"{page.relative_to(site)}: {link}")
    return dead


def links(tree: Any) -> Iterator[str]:
    """Every address that a page leads to or loads, that of a refresh too."""
    for element in tree.iter():
        for name in ("href", "src"):
            if value := element.get(name):
                yield value
        if element.get("http-equiv") == "refresh":
            yield element.get("content").partition("url=")[2]


def has_place(page: Path, fragment: str) -> bool:
    """Whether a page has an element of that id."""
    return not fragment or page.suffix != ".html" or fragment in ids(page)


@cache
def ids(page: Path) -> frozenset[str]:
    """The ids of a page; each may be there once."""
    found = [element.get("id") for element in parsed(page).iter() if element.get("id")]
    assert len(found) == len(set(found)), page
    return frozenset(found)


def said_in(files: Iterator[Path], form: ox.RdfFormat) -> set[ox.Triple]:
    """The triples of all these files."""
    return {ox.Triple(*quad) for file in files for quad in map(tuple_of, ox.parse(file.read_bytes(), form))}


def tuple_of(quad: ox.Quad) -> tuple[Any, Any, Any]:
    """A quad without its graph."""
    return quad.subject, quad.predicate, quad.object


def exported(graph: Graph, base_iri: str = BASE) -> set[ox.Triple]:
    """The triples of the export of a graph under a base IRI."""
    moved = graph._replace(metadata=graph.metadata._replace(base_iri=base_iri))
    lines = without_surrogates("".join(f"{' '.join(terms)} .\n" for terms in triples(moved))).encode()
    return {ox.Triple(*tuple_of(quad)) for quad in ox.parse(lines, ox.RdfFormat.N_TRIPLES)}


def iris_under(base_iri: str, said: set[ox.Triple]) -> set[str]:
    """The IRIs that begin with the base IRI, as subjects and as objects."""
    ends = {end for triple in said for end in (triple.subject, triple.object)}
    return {end.value for end in ends if isinstance(end, ox.NamedNode) and end.value.startswith(base_iri)}


def file_of(site: Path, iri: str, base_iri: str = BASE) -> Path | None:
    """The file that GitHub Pages answers the address of an IRI with."""
    path = os.path.normpath(unquote(urlsplit(iri.removeprefix(base_iri)).path))
    tries = (site / path, site / f"{path}.html", site / path / "index.html")
    return next((file for file in tries if file.is_relative_to(site) and file.is_file()), None)


class _Pages(http.server.SimpleHTTPRequestHandler):
    """Answers `/kg/x` with `x`, `x.html` or `x/index.html` of the site, as GitHub Pages does."""

    def translate_path(self, path: str) -> str:
        found = file_of(Path(self.directory), path.partition("?")[0], "/kg/")
        return str(found or Path(self.directory, "nothing", "here"))

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def served(site: Path) -> Iterator[int]:
    """A server of the site on the loopback, and its port."""
    handler = partial(_Pages, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
