"""What Papers with Code says: in a named graph and a file of its own, with its licence, and nowhere else."""

from __future__ import annotations

import warnings
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from papergraph.catalogs import registry
from papergraph.catalogs.adding import add
from papergraph.catalogs.folder import entries
from papergraph.config import Config, load
from papergraph.model import Edge, Method, Reference
from papergraph.pipeline import build, build_graph
from papergraph.validation import validate
from small_catalogs import FOLDER, array, gzipped, pwc_link, pwc_paper

PAPER = Reference("arxiv", "2401.01234")
CODE = "https://github.com/Example-Lab/Notes2Graph"
NAME = ox.NamedNode("urn:papergraph:source/Papers_with_Code")


@pytest.fixture
def config(sample: Path) -> Config:
    """The sample, for which both files of Papers with Code were added."""
    papers = [
        pwc_paper("2401.01234", "Graphs from Notes", "graphs", authors=["Ada Example", "Cy Third"]),
        pwc_paper("2401.09999", "Of No Interest", "none"),
        pwc_paper(None, "Lists of Papers", "lists", url_abs="https://arxiv.org/pdf/2402.05678v1"),
    ]
    links = [
        pwc_link("2401.01234", CODE),
        pwc_link("2401.01234", CODE, mentioned_in_github=True),
        pwc_link("2401.01234", "https://github.com/other/copy", is_official=False, mentioned_in_paper=False),
        pwc_link("2401.01234", "https://github.com/other/named", is_official=False),
        pwc_link("2401.01234", "https://example.org/code.zip"),
        pwc_link("2401.09999", "https://github.com/of/none"),
    ]
    add(gzipped(array(sample / "papers-with-abstracts.json", papers)), sample / FOLDER)
    add(array(sample / "links-between-papers-and-code.json", links), sample / FOLDER)
    return load(sample)


def links_of(edges: tuple[Edge, ...]) -> dict[str, tuple[str, list[str | None]]]:
    return {
        str(edge.object): (edge.predicate, [one.quote for one in edge.evidence])
        for edge in edges
        if edge.object.prefix == "github"
    }


def test_links_are_told_with_their_flags_and_code_of_others_is_only_mentioned(config: Config) -> None:
    said = registry.told(build_graph(config), entries(config.store.with_name("catalogs")))

    assert links_of(said.edges) == {
        "github:example-lab/notes2graph": (
            "hasRepository",
            [
                "is_official: true, mentioned_in_paper: true, mentioned_in_github: false",
                "is_official: true, mentioned_in_paper: true, mentioned_in_github: true",
            ],
        ),
        "github:other/copy": (
            "mentions",
            ["is_official: false, mentioned_in_paper: false, mentioned_in_github: false"],
        ),
        "github:other/named": (
            "hasRepository",
            ["is_official: false, mentioned_in_paper: true, mentioned_in_github: false"],
        ),
    }
    assert {one.method for edge in said.edges for one in edge.evidence} == {Method.CATALOG.value}
    assert set(said.papers) == {PAPER, Reference("arxiv", "2402.05678")}
    assert said.papers[PAPER].published == "2020-07-07"
    assert [venue.name for venue in said.venues.values()] == ["ICCV 2021"]


def test_a_build_writes_it_into_a_file_of_its_own_with_its_licence(config: Config) -> None:
    made = build(config)
    path = config.output / registry.FILE

    assert path in made.written
    quads = set(ox.parse(path.read_bytes(), ox.RdfFormat.TRIG))
    licence = ox.NamedNode("http://purl.org/dc/terms/license"), ox.NamedNode(registry.LICENSE)
    assert {quad.graph_name for quad in quads} == {NAME}
    assert ox.Quad(NAME, *licence, NAME) in quads
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own
        graph = rdflib.Dataset()
        graph.parse(data=path.read_bytes(), format="trig")
        assert len(set(graph.quads())) == len(quads)
    assert validate([path]).conforms
    store = ox.Store()
    store.bulk_load(BytesIO((config.output / "dataset.ttl").read_bytes()), ox.RdfFormat.TURTLE)
    file = ox.NamedNode(f"urn:papergraph:dataset/file/{registry.FILE}")
    assert list(store.quads_for_pattern(file, *licence))
    assert len(list(store.quads_for_pattern(None, *licence))) == 1


def test_nothing_of_it_is_in_the_files_of_the_graph(config: Config) -> None:
    build(config)
    for name in ("graph.nt", "graph.ttl", "graph.json", "graph.html"):
        text = (config.output / name).read_text(encoding="utf-8")
        assert "Cy Third" not in text
        assert "other/copy" not in text
        assert "Papers with Code" not in text or name == "graph.html"  # whose scripts know the host


def test_the_same_catalogues_give_the_same_bytes(config: Config) -> None:
    build(config)
    first = (config.output / registry.FILE).read_bytes()
    build(config)

    assert (config.output / registry.FILE).read_bytes() == first


def test_the_file_goes_with_its_catalogues(config: Config) -> None:
    build(config)
    for entry in entries(config.store.with_name("catalogs")):
        entry.database.unlink()
    made = build(config)

    assert not (config.output / registry.FILE).exists()
    assert config.output / registry.FILE not in made.written
    assert registry.FILE not in (config.output / "dataset.ttl").read_text(encoding="utf-8")


def test_papers_that_it_does_not_know_get_no_file(sample: Path) -> None:
    add(array(sample / "links.json", [pwc_link("2001.00001", CODE)]), sample / FOLDER)

    build(load(sample))

    assert not (sample / "output" / registry.FILE).exists()
