"""What the layout costs and is worth: CPU seconds, purity and overlaps, beside those of other libraries.

usage: bench_layout.py [--large]

The graphs have planted communities of about a hundred things (of some hundreds from 100,000 things on); every thing
draws three links, four of five inside of its community. Purity is the mean share of the 15 nearest things that are of
the same community; overlaps are the share of things whose mark lies over another when every drawing is brought to the
same size. Each figure comes from a fresh process: user and system time of all threads, without the start of Python
and the making of the graph, with all imports. `--large` adds 500,000 things. Others than networkx are measured where
they happen to be installed; they are no dependencies.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from papergraph.layout.arrays import Integers

HERE = Path(__file__).resolve().parent

OURS = "from papergraph.layout import arrange; position = arrange(count, links).position"
NETWORKX = "import networkx; graph = networkx.Graph(links.tolist()); graph.add_nodes_from(range(count)); "
IGRAPH = "import igraph; graph = igraph.Graph(count, links.tolist()); "
NETWORKIT = (
    "import networkit; networkit.setNumberOfThreads(1); graph = networkit.Graph(count);"
    "[graph.addEdge(a, b) for a, b in links.tolist()]; "
)
DRAWN = (
    "papergraph",
    "networkx spring",
    "networkx ForceAtlas2",
    "igraph FR",
    "igraph DrL",
    "igraph UMAP",
    "fa2_modified",
)
"""What is measured at 1,000 things, of the layouts."""

LAYOUTS: Mapping[str, tuple[str, str]] = {
    "papergraph": ("papergraph", OURS),
    "networkx spring": ("networkx", NETWORKX + "position = networkx.spring_layout(graph, seed=1)"),
    "networkx ForceAtlas2": ("networkx", NETWORKX + "position = networkx.forceatlas2_layout(graph, seed=1)"),
    "igraph FR": ("igraph", IGRAPH + "position = graph.layout_fruchterman_reingold().coords"),
    "igraph DrL": ("igraph", IGRAPH + "position = graph.layout_drl().coords"),
    "igraph UMAP": ("igraph", IGRAPH + "position = graph.layout_umap().coords"),
    "fa2_modified": (
        "fa2_modified",
        NETWORKX + "from fa2_modified import ForceAtlas2;"
        "position = ForceAtlas2(verbose=False).forceatlas2_networkx_layout(graph, iterations=100)",
    ),
}
"""Name → the library it needs, and the program that draws `links` among `count` things."""

COMMUNITIES: Mapping[str, tuple[str, str]] = {
    "papergraph": (
        "papergraph",
        "from papergraph.layout.communities import communities; label = communities(count, links)",
    ),
    "networkx Louvain": (
        "networkx",
        NETWORKX + "label = {thing: number for number, group in"
        " enumerate(networkx.community.louvain_communities(graph, seed=1)) for thing in group}",
    ),
    "networkit PLM": (
        "networkit",
        NETWORKIT + "label = networkit.community.detectCommunities(graph, inspect=False).getVector()",
    ),
}

PROGRAM = """
import sys, time
sys.path.insert(0, {here!r})
start = time.process_time()
import numpy
imported = time.process_time() - start
from bench_layout import {judge}, planted
count = {count}
links, group = planted(count)
start = time.process_time()
{program}
print(imported + time.process_time() - start, *{judge}(links, group, {result}))
"""
SAMPLE = 3_000
"""So many things are asked for their nearest ones."""
NEAREST = 15
AREA = 2.0
"""Every drawing is brought to a box of so much area a thing before overlaps are counted."""
INSIDE = 0.8
"""Share of the links that are drawn within a community."""


def main() -> None:
    """Measure and print two tables."""
    large = "--large" in sys.argv[1:]
    print("layout                       things  CPU s  purity  overlaps")
    for name in DRAWN:
        for count in (1_000,) if name != "papergraph" else (1_000, 10_000, 100_000, *([500_000] if large else [])):
            report(name, *LAYOUTS[name], count, "drawing")
    print("communities                  things  CPU s  modularity")
    for name, (library, program) in COMMUNITIES.items():
        for count in (10_000,) if name == "networkx Louvain" else (10_000, 100_000):
            report(name, library, program, count, "partition")
    missing = sorted(
        {library for library, _ in (*LAYOUTS.values(), *COMMUNITIES.values()) if find_spec(library) is None}
    )
    print("not installed:", ", ".join(missing) or "nothing")


def report(name: str, library: str, program: str, count: int, judge: str) -> None:
    """Measure in a fresh process and print a line, where the library is installed."""
    if find_spec(library) is None:
        return
    result = "position" if judge == "drawing" else "label"
    text = PROGRAM.format(here=str(HERE), count=count, program=program, judge=judge, result=result)
    finished = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=False)
    if finished.returncode:
        print(f"{name:24} {count:10,}  failed: {(finished.stderr.strip().splitlines() or ['killed'])[-1]}")
        return
    seconds, *worth = (float(word) for word in finished.stdout.split()[-3 if judge == "drawing" else -2 :])
    print(f"{name:24} {count:10,} {seconds:6.2f}  " + "  ".join(f"{value:6.3f}" for value in worth), flush=True)


def planted(count: int) -> tuple[Integers, Integers]:
    """Return links between things, shape (3 count, 2), and the group of each thing."""
    import numpy as np

    groups = min(count // 100, round(count**0.5))
    draw = np.random.default_rng(1)
    group = draw.permutation(np.arange(count) % groups)
    members = np.argsort(group, kind="stable")
    start, size = np.searchsorted(group[members], np.arange(groups)), np.bincount(group)
    source = np.repeat(np.arange(count), 3)
    inside = members[start[group[source]] + draw.integers(0, size[group[source]])]
    target = np.where(draw.random(len(source)) < INSIDE, inside, draw.integers(0, count, len(source)))
    return np.stack((source, target), axis=1), group


def drawing(links: Integers, group: Integers, position: object) -> tuple[float, float]:
    """Return the purity of a drawing and the share of things whose mark lies over another."""
    import numpy as np

    from papergraph.layout import mark_radius
    from papergraph.layout.overlaps import near

    count = len(group)
    listed = [position[thing] for thing in range(count)] if isinstance(position, dict) else position
    place = np.asarray(listed, dtype=np.float64)
    place *= np.sqrt(AREA * count / np.prod(np.ptp(place, axis=0)))
    pure = 0.0
    chosen = np.random.default_rng(2).permutation(count)[:SAMPLE].tolist()
    for thing in chosen:
        far = ((place - place[thing]) ** 2).sum(1)
        far[thing] = np.inf
        pure += float((group[np.argpartition(far, NEAREST)[:NEAREST]] == group[thing]).mean())
    ends = np.unique(np.sort(links[links[:, 0] != links[:, 1]], axis=1), axis=0)
    radii = mark_radius(np.bincount(ends.reshape(-1), minlength=count))
    over = np.unique(np.concatenate(near(place, radii, np.zeros(count, dtype=np.int64))))
    return pure / len(chosen), len(over) / count


def partition(links: Integers, group: Integers, label: object) -> tuple[float]:
    """Return the modularity of communities."""
    import numpy as np

    from papergraph.layout.communities import modularity
    from papergraph.layout.links import joined

    count = len(group)
    listed = [label[thing] for thing in range(count)] if isinstance(label, dict) else label
    return (modularity(joined(count, links, None), np.asarray(listed, dtype=np.int64)),)


if __name__ == "__main__":
    main()
