"""Graph in, one HTML page out that needs nothing else: no network, no file beside it.

pyvis's `Network` is the writer: it renders the template and says how the neighbourhood view, which the vis-network
that it carries draws, looks and moves. Only the template is ours, because pyvis's own puts texts into the page
unescaped and loads scripts from elsewhere. Positions are computed here, so nothing moves when the page opens.

Everything from notes and networks reaches the page packed (gzip in base64) and becomes text nodes there. A content
security policy lets only the scripts and the style of this file act and forbids every request.
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
from papergraph.exporters.columns import Block, Drawing, blocks, packed
from papergraph.exporters.console import console, editor
from papergraph.exporters.details import Json
from papergraph.exporters.page import Contents, contents, short_name
from papergraph.layout import mark_radius
from papergraph.model import Graph
from papergraph.positions import arranged
from papergraph.reading import no_collector

if TYPE_CHECKING:
    from jinja2 import Environment

LIMIT = 500_000
"""Most things of one page."""
NEARBY = 150
"""Most things of the neighbourhood view; the page has the same number in `near.ts`."""
SETTLING = 60
"""Steps of the neighbourhood view before it is first drawn."""
TEMPLATE = "page.html.jinja"
SCRIPT, STYLE = "page.js", "page.css"
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
"""The shape of each kind, in vis-network's words; the page has the same in `shapes.ts`."""
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def write(graph: Graph, file: BinaryIO, memory: Path | None = None) -> None:
    """Write the page of a graph; the same graph gives the same bytes.

    With a memory, a file that holds the positions of the last page and takes on those of this one, things stay
    where they were as far as that is possible: then the bytes depend on both.
    """
    with no_collector():
        shown = contents(graph, LIMIT)
        page = draw(shown, drawn(shown, memory))
        file.write(page.generate_html().encode("utf-8", "backslashreplace"))


def draw(shown: Contents, drawing: Drawing | None = None) -> Any:  # noqa: ANN401 - pyvis has no types
    """Return a pyvis `Network` that writes our page in `generate_html`.

    It holds the most connected things, which the neighbourhood view can show at once, with the edges among them;
    what a user of pyvis sets of them, and its options, act there.
    """
    import numpy as np

    page = graph_page()(shown, drawing or drawn(shown))
    for place, thing in enumerate(shown.things[:NEARBY]):
        page.add_node(place, label=short_name(thing.name), shape=SHAPES[thing.kind], group=thing.kind)
    for place in (np.maximum(shown.subjects, shown.objects) < NEARBY).nonzero()[0].tolist():
        page.add_edge(int(shown.subjects[place]), int(shown.objects[place]), predicate=shown.edges[place].predicate)
    return page


def drawn(shown: Contents, memory: Path | None = None) -> Drawing:
    """Return where the things of a page stand: near where they stood as a memory knows, else computed anew."""
    import numpy as np

    references = [str(thing.reference) for thing in shown.things]
    links = np.stack((shown.subjects, shown.objects), axis=1)
    radii = mark_radius(np.array([thing.degree for thing in shown.things], dtype=np.int64))
    return Drawing(*arranged(references, links, memory, radii))


@cache
def graph_page() -> type[Any]:
    """Return our subclass of pyvis's `Network`; pyvis is imported when this is first called."""
    pyvis: Any = import_pyvis()

    class GraphPage(pyvis.network.Network):  # type: ignore[misc]
        """A network whose nodes and edges are added in constant time, written by a template that escapes."""

        def __init__(self, shown: Contents, drawing: Drawing) -> None:
            super().__init__(cdn_resources="in_line", directed=True, heading=str(shown.about["title"]))
            vis_network = _vis_network(pyvis)
            held = [*blocks(shown, drawing, _versions(pyvis)), Block("vis-network", packed(vis_network.encode()))]
            held += console(shown.graph)
            self.templateEnv = _environment(held, vis_network, len(shown.things), shown.graph.metadata.lang)
            self.path = TEMPLATE
            self.force_atlas_2based(gravity=-60, spring_length=70, overlap=0.4)
            self.options.physics.stabilization.iterations = SETTLING
            self.options.edges.smooth.enabled = False

        def add_node(self, n_id: int, label: str | None = None, shape: str = "dot", **options: Json) -> None:
            """Add a node; one that is there already takes on the options."""
            if n_id not in self.node_map:
                self.node_map[n_id] = {"id": n_id, "label": label or str(n_id), "shape": shape}
                self.nodes.append(self.node_map[n_id])
                self.node_ids.append(n_id)
            self.node_map[n_id].update(options)

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


def _environment(held: list[Block], vis_network: str, things: int, lang: str | None) -> Environment:
    """Return the Jinja environment of the page: it escapes, it refuses undefined names, it has the page's own texts."""
    import jinja2

    web = files("papergraph").joinpath("web")
    texts = {name: web.joinpath(name).read_text(encoding="utf-8") for name in (TEMPLATE, SCRIPT, STYLE)}
    environment = jinja2.Environment(
        loader=jinja2.DictLoader({TEMPLATE: texts[TEMPLATE]}),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["data"] = as_data
    environment.filters["styles"] = _styles
    environment.globals.update(
        policy=_policy([texts[SCRIPT], vis_network], texts[STYLE], asked="triples" in {name for name, _ in held}),
        script=texts[SCRIPT],
        style=texts[STYLE],
        blocks=[(name, b64encode(data).decode()) for name, data in held],
        version=__version__,
        things=things,
        lang=lang,
    )
    return environment


def _styles(nodes: list[dict[str, Json]]) -> dict[str, Json]:
    """Return what a user of pyvis has set of single nodes; the rest the page knows itself."""
    own = {"id", "label", "shape", "group"}
    styles = {str(node["id"]): {key: value for key, value in node.items() if key not in own} for node in nodes}
    return {name: style for name, style in styles.items() if style}


def as_data(value: Json) -> str:
    """Return JSON that can stand in a script element: no character of it means anything to HTML or JavaScript."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(_ESCAPES)


def _policy(scripts: list[str], style: str, *, asked: bool) -> str:
    """Return a content security policy that lets exactly these texts act and forbids every request.

    Where the page can be asked, its editor acts as well, and its worker may run WebAssembly; no text becomes a script
    by that.
    """
    allowed = " ".join(map(_hash, [*scripts, editor()] if asked else scripts))
    allowed += " 'wasm-unsafe-eval'" if asked else ""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {allowed}",
            f"style-src {_hash(style)}",
            "img-src data:",
            "worker-src blob:",
            "connect-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types papergraph",
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
