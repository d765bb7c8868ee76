"""The import law: imports point one way, none hides in a function, each heavy library has one owner."""

from __future__ import annotations

import graphlib
import sys

import pytest

from import_graph import IMPORTS, MODULES, OWN, Import

LEVELS: tuple[tuple[str, ...], ...] = (
    ("model", "errors", "papergraph"),
    ("vocabulary", "titles", "keys"),
    (
        *("readers", "resolvers", "assemble", "merge", "classify", "check", "triples", "entries", "iris", "layout"),
        *("census", "dataset"),
        *("mentions", "identity", "derive", "names", "lookup", "notations", "reasons", "sparql", "syntax", "terms"),
        *(
            "concepts",
            "context",
            "coverage",
            "hierarchy",
            "jsonld",
            "languages",
            "parts",
            "rdfxml",
            "published",
            "reported",
            "slips",
            "statuses",
            "textmatch",
            "titlenames",
            "things",
            "topics",
            "worth",
        ),
    ),
    ("alone", "files", "textfile", "positions", "store", "http", "failures", "contact", "moments", "rdffiles"),
    (
        *(
            "sources",
            "catalogs",
            "site",
            "exporters",
            "query",
            "answers",
            "cache",
            "canned",
            "index",
            "indexing",
            "loading",
            "merging",
            "outputs",
            "reading",
            "remote",
            "together",
            "validation",
        ),
        *("publish", "search", "serve", "texts"),
    ),
    ("config", "incremental", "online", "pipeline", "api", "bulk"),
    ("cli", "__main__"),
)
"""A module or package imports from its own level or below; the package's own `__init__` counts as the lowest."""

OWNERS = {
    "filelock": {"alone", "sources"},
    "arxiv": {"sources"},
    "click": {"cli"},
    "github": {"sources"},
    "IPython": set(),
    "jinja2": {"exporters", "site"},
    "keyring": {"publish"},
    "lxml": {"sources"},
    "markupsafe": {"site"},
    "networkx": {"api"},
    "numpy": {"exporters", "layout", "positions"},
    "orjson": {"cache", "catalogs", "exporters", "site"},
    "pyarrow": {"answers", "bulk"},
    "py4j": {"bulk"},
    "pyspark": {"bulk"},
    "pyoxigraph": {
        *(
            "answers",
            "index",
            "indexing",
            "loading",
            "publish",
            "query",
            "remote",
            "rdffiles",
            "serve",
            "topics",
            "validation",
        ),
    },
    "pyromark": {"readers"},
    "pyvis": {"exporters"},
    "rdflib": {"api", "validation"},
    "requests": {"contact", "failures", "http", "publish", "remote", "sources"},
    "pyshacl": {"validation"},
    "rich": {"cli"},
    "shacl": {"validation"},
    "starlette": {"serve"},
    "uvicorn": {"serve"},
    "uvloop": {"serve"},
    "watchfiles": {"cli"},
    "yaml": {"readers"},
}
"""Third-party libraries, and the one module or package that may import each."""

LATE = {
    *(
        "arxiv",
        "filelock",
        "github",
        "jinja2",
        "keyring",
        "lxml",
        "markupsafe",
        "networkx",
        "numpy",
        "orjson",
        "py4j",
        "pyarrow",
        "pyspark",
        "pyoxigraph",
        "pyshacl",
        "pyvis",
        "rdflib",
        "requests",
    ),
    *("rich", "shacl", "starlette", "uvicorn", "uvloop", "watchfiles", "yaml"),
}
"""Libraries that are slow to import: never at the top of a module."""

LAZY = {
    # The version is printed without click: everything else is loaded when it is not the version that is asked for.
    "papergraph.__main__": {"papergraph.cli"},
    # The public names are loaded when they are used, so that importing the package stays instant.
    "papergraph": {"papergraph.api"},
    # The patterns of all hosts take 25 ms, which a query without an address or a reference need not pay.
    "papergraph.query": {"papergraph.iris", "papergraph.resolvers"},
    # A build that has nothing to do reads no note, asks nobody and writes nothing: it loads what finds that out.
    "papergraph.cli.build": {"papergraph.cli.building", "papergraph.cli.watch"},
    "papergraph.incremental": {"papergraph.catalogs.folder", "papergraph.pipeline"},
    "papergraph.reading": {"papergraph.concepts", "papergraph.readers", "papergraph.topics"},
    # Few builds write a site.
    "papergraph.pipeline": {"papergraph.site"},
    # Loading all formats takes 80 ms, which `papergraph entries` and `papergraph query` need not pay for the page.
    "papergraph.exporters": {
        f"papergraph.exporters.{name}"
        for name in ("graphml", "html", "jsonfile", "jsonld", "nquads", "ntriples", "rdfxml", "trig", "turtle")
    },
}
"""Modules that may import a papergraph module inside a function, what, and why."""


def family(module: str) -> str:
    """The module or package right under papergraph that a dotted name belongs to."""
    return module.split(".")[1] if "." in module else module


def level(module: str) -> int:
    """The level of a module; KeyError for one that has none yet."""
    return {name: number for number, names in enumerate(LEVELS) for name in names}[family(module)]


def allowed(found: Import) -> bool:
    """Whether this is one of the imports that are late for a reason."""
    return (found.hidden or found.typed) and found.imported in LAZY.get(found.importer, ())


@pytest.mark.parametrize("module", MODULES)
def test_every_module_has_a_level(module: str) -> None:
    assert 0 <= level(module) < len(LEVELS)


def test_imports_point_down_or_stay_on_their_level() -> None:
    upward = [
        f"{found.importer}:{found.line} imports {found.imported}"
        for found in OWN
        if level(found.importer) < level(found.imported) and not allowed(found)
    ]

    assert upward == []


def test_no_import_makes_a_cycle() -> None:
    graph: dict[str, set[str]] = {name: set() for name in MODULES}
    for found in OWN:
        # The package's own `__init__` lends the names of the API, which is part of the package: the one cycle there is.
        if found.importer != "papergraph":
            graph[found.importer].add(found.imported)
    for name, imported in graph.items():
        # Importing a module runs its packages first; a package's own modules are no news to it.
        for target in list(imported):
            parts = target.split(".")
            packages = {".".join(parts[:depth]) for depth in range(1, len(parts))}
            imported |= {package for package in packages if not name.startswith(package)}

    assert list(graphlib.TopologicalSorter(graph).static_order())


def test_no_own_module_is_imported_inside_a_function() -> None:
    hidden = [
        f"{found.importer}:{found.line} imports {found.imported}"
        for found in OWN
        if found.hidden and not allowed(found)
    ]

    assert hidden == []


def test_every_late_import_of_the_list_is_there() -> None:
    late = {(found.importer, found.imported) for found in OWN if allowed(found)}

    assert late == {(importer, imported) for importer, modules in LAZY.items() for imported in modules}


def test_each_third_party_library_is_imported_by_its_owner_only() -> None:
    strangers = [
        f"{found.importer}:{found.line} imports {found.imported}"
        for found in IMPORTS
        if (library := found.imported.split(".")[0]) in OWNERS and family(found.importer) not in OWNERS[library]
    ]

    assert strangers == []


def test_every_third_party_library_is_known_to_this_law() -> None:
    known = OWNERS.keys() | LATE | sys.stdlib_module_names | {"papergraph"}
    unknown = [
        f"{found.importer}:{found.line} imports {found.imported}"
        for found in IMPORTS
        if found.imported.split(".")[0] not in known
    ]

    assert unknown == []


def test_slow_libraries_are_imported_inside_functions_only() -> None:
    early = [
        f"{found.importer}:{found.line} imports {found.imported}"
        for found in IMPORTS
        if found.imported.split(".")[0] in LATE and not (found.hidden or found.typed)
    ]

    assert early == []
