"""From the services to the answers: what they serve is what queries, RDF, `show`, problems and the page's data give."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import rdflib

from command_line import Run
from emulated_arxiv import ArxivEmulator, paper
from emulated_github import GithubEmulator, repository
from emulation import FakeClock
from papergraph.cache.last import Place
from papergraph.http import Clock
from papergraph.pipeline import Online

TOKEN = "ghp_onlyfortests"  # noqa: S105 - the emulator's
FOLDING = paper(
    "2301.00001",
    title="Folding Nets for Everyone",
    authors=("Zoe Zimmer", "Ada Example", "Yuchen, Guo"),
    date=datetime(2023, 1, 2, tzinfo=UTC),
    categories=("cs.CV", "cs.LG"),
    comment="Accepted at a conference",
    doi="10.1000/fold",
)
WITHDRAWN = paper("2302.00002", title="A Claim Too Bold", authors=("Ada Example",)).withdrawn()
UNLINKED = paper("2303.00003", title="Graphs without Links: a Study of Lists", authors=("Ada Example", "Bo Sample"))
OTHER = paper("2304.00004", title="Something Else Entirely about Oceans", authors=("Cy Third",))
PAPERS = (FOLDING, WITHDRAWN, UNLINKED, OTHER)
REPOSITORIES = (
    repository("New-Lab/Fold", stars=4321, forks=12, former_names=("old-lab/fold",), topics=("folding",)),
    repository(
        "someone/fork", stars=0, parent=repository("New-Lab/Fold"), archived_at=datetime(2024, 5, 1, tzinfo=UTC)
    ),
)
NOTE = """\
# 2026-02-01

1. [Folding](https://blog.example.org/fold) ⭐⭐⭐⭐

   - Paper: [Folding Nets for Everyone](https://arxiv.org/abs/2301.00001)
   - Code: https://github.com/old-lab/fold

2. [Forks](https://blog.example.org/forks) ⭐⭐

   - Paper: [A Claim Too Bold](https://arxiv.org/abs/2302.00002)
   - Code: https://github.com/someone/fork

3. [Wrong link](https://blog.example.org/wrong) ⭐

   - Paper: [Pruning Trees in Winter Gardens](https://arxiv.org/abs/2304.00004)
   - Code: https://github.com/gone/gone

4. [Nowhere](https://blog.example.org/nowhere) ⭐

   - Paper: [Not on any Server at all](https://arxiv.org/abs/2305.00005)

5. [No link](https://blog.example.org/none) ⭐⭐⭐

   - Paper: Graphs Without Links - A Study of Lists
"""


@pytest.fixture
def built(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """The folder after a build that asked both services, and graph.json as it was written."""
    clock = FakeClock()
    monkeypatch.delenv("PAPERGRAPH_OFFLINE")
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    monkeypatch.setattr("papergraph.pipeline.Online", partial(Online, clock=Clock(clock.now, clock.sleep)))
    with ArxivEmulator(PAPERS, clock) as arxiv, GithubEmulator(REPOSITORIES, clock, token=TOKEN) as github:
        (folder / "notes").mkdir()
        (folder / "notes" / "2026-02-01.md").write_text(NOTE, encoding="utf-8")
        tables = f'[arxiv]\nurl = "{arxiv.query_url}"\n[github]\nurl = "{github.url}"\n'
        (folder / "papergraph.toml").write_text(tables, encoding="utf-8")
        finished = run("build")
        assert (finished.code, finished.err) == (0, "")
        yield json.loads((folder / "output" / "graph.json").read_text(encoding="utf-8"))


def rows(run: Run, name: str) -> list[dict[str, str]]:
    """The answer to a query that comes with papergraph."""
    return list(csv.DictReader(io.StringIO(run("query", name, "--format", "csv").out)))


def test_stars_are_those_of_github(built: dict[str, Any], run: Run) -> None:
    assert built["nodes"]
    assert [(row["name"], row["stars"], row["seen"]) for row in rows(run, "stars")] == [
        ("New-Lab/Fold", "4321", "2026-03-02"),
        ("someone/fork", "0", "2026-03-02"),
    ]
    assert rows(run, "stars") == rows(run, "repositories-by-stars")


def test_top_authors_are_those_of_arxiv(built: dict[str, Any], run: Run) -> None:
    assert built["nodes"]
    authors = {row["name"]: int(row["papers"]) for row in rows(run, "top-authors")}

    assert authors == {"Ada Example": 3, "Bo Sample": 1, "Cy Third": 1, "Yuchen Guo": 1, "Zoe Zimmer": 1}


def test_a_renamed_repository_is_one_node(built: dict[str, Any]) -> None:
    (node,) = [node for node in built["nodes"] if node["id"].startswith("github:") and "fold" in node["id"]]

    assert (node["id"], node["former_names"]) == ("github:new-lab/fold", ["old-lab/fold"])
    assert ("arxiv:2301.00001", "hasRepository", "github:new-lab/fold") in {
        (edge["subject"], edge["predicate"], edge["object"]) for edge in built["edges"]
    }


def test_a_title_without_link_is_found_and_says_how(built: dict[str, Any]) -> None:
    (edge,) = [edge for edge in built["edges"] if edge["object"] == "arxiv:2303.00003"]

    assert edge["predicate"] == "discusses"
    assert {evidence["method"] for evidence in edge["evidence"]} == {"FieldLabel", "TitleSearch"}


def test_title_search_can_be_left_out(folder: Path, built: dict[str, Any], run: Run) -> None:
    assert built["nodes"]
    assert run("store", "clear", "arxiv-title").code == 0
    assert run("build", "--no-title-search").code == 0
    graph = json.loads((folder / "output" / "graph.json").read_text(encoding="utf-8"))

    assert "arxiv:2303.00003" not in {node["id"] for node in graph["nodes"]}


@pytest.mark.parametrize(
    "line, words",
    [
        (6, ["github:old-lab/fold is github:new-lab/fold now"]),
        (10, ["arxiv:2302.00002 is withdrawn"]),
        (15, ["'Pruning Trees in Winter Gardens'", "'Something Else Entirely about Oceans'", "arXiv"]),
        (16, ["github:gone/gone is not on GitHub"]),
        (20, ["arxiv:2305.00005 is not on arXiv", "2026-03-02"]),
    ],
)
def test_what_is_the_matter_is_told_with_its_line(line: int, words: list[str], built: dict[str, Any]) -> None:
    messages = [problem["message"] for problem in built["problems"] if problem["line"] == line]

    assert any(all(word in message for word in words) for message in messages), built["problems"]


def test_rdf_has_the_authors_in_order_and_the_day(built: dict[str, Any], folder: Path) -> None:
    assert built["nodes"]
    graph = rdflib.Graph().parse(folder / "output" / "graph.ttl")
    answer = graph.query(
        """
        PREFIX bibo: <http://purl.org/ontology/bibo/> PREFIX schema: <https://schema.org/>
        PREFIX pg: <https://w3id.org/papergraph/ns#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
        SELECT ?name ?seen (COUNT(?before) AS ?place) {
            <https://arxiv.org/abs/2301.00001> bibo:authorList ?list ; pg:retrievedAt ?seen .
            ?list rdf:rest* ?before . ?before rdf:rest* ?link . ?link rdf:first/schema:name ?name .
        } GROUP BY ?name ?seen ORDER BY ?place
        """
    )

    assert [(str(row[0]), str(row[1])) for row in answer if isinstance(row, rdflib.query.ResultRow)] == [
        ("Zoe Zimmer", "2026-03-02"),
        ("Ada Example", "2026-03-02"),
        ("Yuchen Guo", "2026-03-02"),
    ]
    missing = rdflib.URIRef("https://github.com/gone/gone")
    stars = rdflib.URIRef("https://w3id.org/papergraph/ns#stars")
    assert (missing, stars, None) not in graph


def test_show_says_who_said_it_and_when(built: dict[str, Any], run: Run) -> None:
    assert built["nodes"]
    out = run("show", "github:old-lab/fold").out

    assert "stars: 4321\n      — GitHub, 2026-03-02" in out
    assert "also known as github:old-lab/fold" in out


def test_a_second_build_is_the_same_to_the_byte(built: dict[str, Any], folder: Path, run: Run) -> None:
    assert built["nodes"]
    before = {path.name: path.read_bytes() for path in (folder / "output").glob("graph.*")}
    assert run("build").code == 0
    assert run("build", "--offline").code == 0

    assert {path.name: path.read_bytes() for path in (folder / "output").glob("graph.*")} == before


def test_a_build_that_has_nothing_to_ask_spares_the_next_one(
    folder: Path, built: dict[str, Any], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert built["nodes"]
    place = Place(folder / ".papergraph", folder / "output")
    asked = place.last()
    assert asked is not None
    assert asked.asked_until == 0  # what it heard may have changed what it looked at

    second = run("build")
    assert "changed: nothing\n" in second.out
    assert "wrote" not in second.out
    spared = place.last()
    assert spared is not None
    monkeypatch.setattr("papergraph.incremental.time.time", lambda: spared.asked_until - 1)
    third = run("build")
    assert "nothing changed: output is as it was\n" in third.out
    assert run("build", "--refresh", "github").out.startswith("read")

    assert run("store", "clear", "github").code == 0
    assert "nothing changed" not in run("build", "--offline").out
