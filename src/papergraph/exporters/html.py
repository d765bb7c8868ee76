"""Graph in, one HTML page out that needs nothing else: no network, no file beside it.

pyvis's `Network` is the writer: it holds the nodes and edges and renders the template, and the vis-network that
it carries draws the map. Only the template is ours, because pyvis's own puts texts into the page unescaped and
loads scripts from elsewhere. Positions are computed here, so nothing moves when the page opens.

Everything from notes and networks reaches the page as JSON in a data block and becomes text nodes there. A
content security policy lets only the scripts and the style of this file act and forbids every request.
"""

from __future__ import annotations

import json
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, BinaryIO

from papergraph import __version__
from papergraph.errors import OutputError
from papergraph.exporters.details import Json
from papergraph.exporters.page import Contents, contents
from papergraph.layout import layout
from papergraph.model import Graph

if TYPE_CHECKING:
    from jinja2 import Environment

LIMIT = 5000
"""Most things of one page; vis-network draws so many in about a tenth of a second."""
TEMPLATE = "page.html.jinja"
SCRIPTS = ("strings.js", "graph.js", "shapes.js", "labels.js", "map.js", "panel.js", "lists.js", "page.js")
VIS_NETWORK = "templates/lib/vis-9.1.2/vis-network.min.js"
VIS_NETWORK_CHECKSUM = "1f20f0736f32cb9bedf8f6383b25cfea2f839e1abe80d6e8040b4d5bea378c69"
"""SHA-256 of vis-network 9.1.2 as pyvis 0.3.2 carries it: no other script is let into the page."""
SHAPES = {
    "article": "square",
    "paper": "dot",
    "repository": "diamond",
    "person": "triangle",
    "organization": "triangleDown",
    "venue": "hexagon",
    "topic": "star",
}
"""The shape of each kind, in vis-network's words; the colours are in the style sheet."""
SPACING = 60.0
"""Mean distance of neighbours on the map; the marks have a radius of 7 to 30."""
MANY_EDGES = 3000
"""From so many edges on, they are not drawn while the map moves."""
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def write(graph: Graph, file: BinaryIO) -> None:
    """Write the page of a graph; the same graph gives the same bytes."""
    page = draw(contents(graph, LIMIT))
    file.write(page.generate_html().encode("utf-8", "backslashreplace"))


def draw(shown: Contents) -> Any:  # noqa: ANN401 - pyvis has no types
    """Return a pyvis `Network` that holds what is shown and writes our page in `generate_html`."""
    page = graph_page()(shown)
    # A small map has room for every label.
    spacing = min(max(SPACING, 700 / (len(shown.things) or 1) ** 0.5), 2 * SPACING)
    positions = layout(len(shown.things), [edge[:2] for edge in shown.edges], spacing)
    for place, (thing, label, (x, y)) in enumerate(zip(shown.things, shown.labels, positions, strict=True)):
        size = round(min(7 + 2.5 * thing.degree**0.5, 30), 1)
        page.add_node(place, label=label, shape=SHAPES[thing.kind], group=thing.kind, size=size, x=x, y=y)
    for one, other, predicate, evidence in shown.edges:
        page.add_edge(one, other, predicate=predicate, evidence=evidence)
    return page


@cache
def graph_page() -> type[Any]:
    """Return our subclass of pyvis's `Network`; pyvis is imported when this is first called."""
    pyvis: Any = import_pyvis()

    class GraphPage(pyvis.network.Network):  # type: ignore[misc]
        """A network whose nodes and edges are added in constant time, written by a template that escapes."""

        def __init__(self, shown: Contents) -> None:
            super().__init__(cdn_resources="in_line", directed=True, heading=str(shown.about["title"]))
            self.templateEnv = _environment(shown.about | {"versions": _versions(pyvis)}, _vis_network(pyvis))
            self.path = TEMPLATE
            self.options = _options(len(shown.edges))

        def add_node(self, n_id: int, label: str | None = None, shape: str = "dot", **options: Json) -> None:
            """Add a node; one that is there already is left as it is."""
            if n_id not in self.node_map:
                self.node_map[n_id] = {"id": n_id, "label": label or n_id, "shape": shape, **options}
                self.nodes.append(self.node_map[n_id])
                self.node_ids.append(n_id)

        def add_edge(self, source: int, to: int, **options: Json) -> None:
            """Add an edge between two nodes that are there; KeyError where one is not."""
            self.edges.append({"from": self.node_map[source]["id"], "to": self.node_map[to]["id"], **options})

    return GraphPage


def import_pyvis() -> ModuleType:
    """Import pyvis without what it imports for other uses than ours.

    It needs IPython to show a frame in a notebook, networkx to convert graphs and jsonpickle for options that
    are not a dictionary: together three quarters of the time of its import. Each is stood for by a module that
    imports the real one when it is used; what is loaded already is left alone.
    """
    with _later("IPython.display", "jsonpickle", "networkx"):
        return import_module("pyvis")


class Later(ModuleType):
    """Stands for a module until something of it is used, and then answers from the real one."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        if name.startswith("__"):
            raise AttributeError(name)
        if name == "IFrame":  # what `from IPython.display import IFrame` asks for at import, to be called much later
            return lambda *args, **options: import_module(self.__name__).IFrame(*args, **options)
        return getattr(import_module(self.__name__), name)


@contextmanager
def _later(*names: str) -> Iterator[None]:
    """Let stand-ins answer imports of these modules for a while."""
    standing = {name: Later(name) for name in names if name not in sys.modules}
    sys.modules.update(standing)
    try:
        yield
    finally:
        for name, module in standing.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]


def _options(edges: int) -> dict[str, Json]:
    """Return what vis-network is told: nothing moves by itself, lines are straight, our script does the choosing."""
    many = edges > MANY_EDGES
    return {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False, "randomSeed": 0},
        "nodes": {"borderWidth": 1, "borderWidthSelected": 1, "chosen": False},
        "edges": {"smooth": False, "width": 1, "chosen": False, "arrows": {"to": {"enabled": False}}},
        "interaction": {
            "dragNodes": False,
            "hideEdgesOnDrag": many,
            "hideEdgesOnZoom": many,
            "hover": False,
            "selectable": False,
            "keyboard": {"enabled": False},
        },
    }


def _environment(about: Json, vis_network: str) -> Environment:
    """Return the Jinja environment of the page: it escapes, it refuses undefined names, it has the page's own texts."""
    import jinja2

    web = files("papergraph").joinpath("web")
    texts = {name: web.joinpath(name).read_text(encoding="utf-8") for name in (TEMPLATE, "page.css", *SCRIPTS)}
    scripts = [vis_network, *(texts[name] for name in SCRIPTS)]
    environment = jinja2.Environment(
        loader=jinja2.DictLoader({TEMPLATE: texts[TEMPLATE]}),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["data"] = as_data
    policy = _policy(scripts, texts["page.css"])
    environment.globals.update(about=about, policy=policy, scripts=scripts, style=texts["page.css"])
    return environment


def as_data(value: Json) -> str:
    """Return JSON that can stand in a script element: no character of it means anything to HTML or JavaScript."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(_ESCAPES)


def _policy(scripts: list[str], style: str) -> str:
    """Return a content security policy that lets exactly these texts act and forbids every request."""
    allowed = " ".join(map(_hash, scripts))
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {allowed}",
            f"style-src {_hash(style)}",
            "img-src data:",
            "connect-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _vis_network(pyvis: ModuleType) -> str:
    """Return the script of vis-network out of the installed pyvis. Raises OutputError where it is another one."""
    script = Path(pyvis.__path__[0]).joinpath(VIS_NETWORK).read_bytes()
    if sha256(script).hexdigest() != VIS_NETWORK_CHECKSUM:
        raise OutputError("The installed pyvis carries a changed vis-network; the page needs that of pyvis 0.3.2.")
    # The last line names a source map, which a browser's developer tools would look for. Browsers read CR LF as LF,
    # and hash what they have read.
    return script.decode("utf-8").partition("//# sourceMappingURL=")[0].replace("\r\n", "\n")


def _versions(pyvis: ModuleType) -> dict[str, Json]:
    return {"papergraph": __version__, "pyvis": str(pyvis.__version__), "vis-network": "9.1.2"}
