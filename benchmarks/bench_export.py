"""Every format of RDF, N-Triples and Turtle beside rdflib's own, on a synthetic graph of about a million triples.

usage: python benchmarks/bench_export.py [--full] [--papers N] [--rounds N]

Each writer runs in a process of its own, which makes the graph first and is measured from the graph to the file
(CPU seconds of the best round; peak resident memory, the graph included). rdflib gets the same triples as pairs of
texts, and is measured from `Graph.add` to the file. Two things are measured apart and counted for it, because they are
in our figures: to say those triples, and to sort the lines of its N-Triples. Without `--full` rdflib writes a twentieth
of the graph and its figures are scaled up, which flatters it: a triple costs rdflib half as much again in a big graph.
The other formats have no peer here; a statement that several notes make is counted in TriG and N-Quads once for each.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox
import rdflib as library
from rdflib import Literal, URIRef
from synthetic import synthetic_graph

from papergraph.exporters import export
from papergraph.model import Graph
from papergraph.notations import NTriples, Turtle
from papergraph.textfile import unpacked
from papergraph.triples import descriptions

PAPERS = 6100
"""A million triples."""
ROUNDS = 5
PART = 20
"""Which part of the graph rdflib writes without `--full`."""
WANTED_RATIO, WANTED_MEGABYTES = 20, 600
FORMATS = {"nt": ("nt", NTriples), "ttl": ("turtle", Turtle)}
ALONE = ("trig", "nq", "jsonld", "rdf", "nt.gz")
"""Formats that are measured without rdflib."""

Figures: TypeAlias = dict[str, float]
Texts: TypeAlias = tuple[str, str, str, str | None, str | None]


def main() -> None:
    """Measure both formats and both writers, each in a process of its own; print figures and ratios."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--full", action="store_true", help="let rdflib write the whole graph")
    parser.add_argument("--papers", type=int, default=PAPERS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--measure", nargs=2, metavar=("WRITER", "FORMAT"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        writer, name = options.measure
        print(json.dumps(MEASURES[writer](synthetic_graph(options.papers), name, options.rounds)))
        return
    part = options.papers if options.full else max(1, options.papers // PART)
    for name in FORMATS:
        ours = measured("papergraph", name, options.papers, options.rounds)
        theirs = measured("rdflib", name, part, 1)
        scale = ours["triples"] / theirs["triples"]
        steps = {step: scale * theirs[step] for step in ("say", "add", "serialize", "sort")}
        seconds = sum(steps.values())
        said = ", ".join(f"{step} {cost:.1f}" for step, cost in steps.items())
        scaled = "" if options.full else f"; scaled from {theirs['triples']:,.0f} triples"
        print(
            f"{name:3}  {ours['triples']:,.0f} triples  papergraph {ours['seconds']:.2f} CPU s, "
            f"{ours['megabytes']:.0f} MB (the graph {ours['before']:.0f})\n"
            f"     rdflib {seconds:.1f} CPU s ({said}{scaled}), {theirs['megabytes']:.0f} MB\n"
            f"     {seconds / ours['seconds']:.1f} times faster (wanted {WANTED_RATIO}), "
            f"{ours['megabytes']:.0f} MB (wanted at most {WANTED_MEGABYTES})"
        )
    for name in ALONE:
        ours = measured("papergraph", name, options.papers, options.rounds)
        print(
            f"{name:6}  {ours['triples']:,.0f} statements  {ours['seconds']:.2f} CPU s, "
            f"{ours['triples'] / ours['seconds'] / 1e6:.2f} million a second, {ours['megabytes']:.0f} MB "
            f"(the graph {ours['before']:.0f})"
        )


def measured(writer: str, name: str, papers: int, rounds: int) -> Figures:
    """The figures of one writer, from a process of its own."""
    command = [sys.executable, __file__, "--measure", writer, name, "--papers", str(papers), "--rounds", str(rounds)]
    figures: Figures = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return figures


def papergraph(graph: Graph, name: str, rounds: int) -> Figures:
    """Write the graph; the best of several rounds."""
    before = megabytes()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"graph.{name}"
        seconds = min(timed(lambda: export(graph, name, path)) for _ in range(rounds))
        peak = megabytes()
        form = ox.RdfFormat.from_extension(name.removesuffix(".gz"))
        assert form  # noqa: S101
        with path.open("rb") as file, unpacked(file) as content:
            triples = sum(1 for _ in ox.parse(content, form))
    return {"seconds": seconds, "triples": triples, "megabytes": peak, "before": before}


def rdflib(graph: Graph, name: str, _: int) -> Figures:
    """Write the same triples by rdflib."""
    form, syntax = FORMATS[name]
    say = timed(lambda: deque(descriptions(graph, syntax(graph.metadata.base_iri)), maxlen=0))
    with tempfile.TemporaryDirectory() as folder:
        export(graph, "nt", Path(folder) / "graph.nt")
        triples = [plain(triple) for triple in ox.parse(path=Path(folder) / "graph.nt")]
        store = library.Graph()
        add = timed(lambda: add_all(store, triples))
        path = Path(folder) / f"rdflib.{name}"
        serialize = timed(lambda: store.serialize(path, format=form, encoding="utf-8"))
        sort = timed(lambda: sort_lines(path)) if name == "nt" else 0.0
    seconds = {"say": say, "add": add, "serialize": serialize, "sort": sort}
    return {**seconds, "triples": len(triples), "megabytes": megabytes()}


def sort_lines(path: Path) -> None:
    """Bring the lines of a file in order, which rdflib does not."""
    with path.open("rb") as file:
        lines = sorted(file)
    with path.open("wb") as file:
        file.writelines(lines)


def plain(triple: ox.Quad) -> Texts:
    """A triple as texts: subject, predicate, IRI or value, and the language and datatype of a literal."""
    term = triple.object
    assert isinstance(triple.subject, ox.NamedNode)  # noqa: S101 -- nothing is a blank node
    assert not isinstance(term, ox.Triple)  # noqa: S101
    if isinstance(term, ox.Literal):
        datatype = None if term.language else term.datatype.value
        return triple.subject.value, triple.predicate.value, term.value, term.language, datatype
    return triple.subject.value, triple.predicate.value, term.value, None, None


def add_all(store: library.Graph, triples: list[Texts]) -> None:
    """Make rdflib's terms and add them."""
    for subject, predicate, value, language, datatype in triples:
        if datatype:
            term: Literal | URIRef = Literal(value, datatype=URIRef(datatype))
        elif language:
            term = Literal(value, lang=language)
        else:
            term = URIRef(value)
        store.add((URIRef(subject), URIRef(predicate), term))


def timed(action: Callable[[], object]) -> float:
    """CPU seconds of an action."""
    start = time.process_time()
    action()
    return time.process_time() - start


def megabytes() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


MEASURES: dict[str, Callable[[Graph, str, int], Figures]] = {"papergraph": papergraph, "rdflib": rdflib}

if __name__ == "__main__":
    main()
