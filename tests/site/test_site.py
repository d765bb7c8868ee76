"""The static site: no dead link, valid pages, data that says what the export says, and every IRI resolved."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
import requests
from hypothesis import HealthCheck, Phase, given, settings

import papergraph.site
from papergraph.api import build
from papergraph.model import (
    RANK_CATALOG,
    Edge,
    Evidence,
    Graph,
    Metadata,
    Method,
    Origin,
    Paper,
    Person,
    Predicate,
    Reference,
)
from papergraph.site import Folder, write
from rdf_graphs import DING, PAPER, REPOSITORY, TITLED_PAPER, hostile_graphs, small_graph
from site_folder import (
    BASE,
    assert_valid,
    dead_links,
    exported,
    file_of,
    iris_under,
    pages,
    parsed,
    said_in,
    served,
    written_site,
)

CREDIT = Origin(RANK_CATALOG, "arxiv.jsonl", 1, "2026-11-22")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the small graph, at the root of a web address."""
    return written_site(small_graph(), tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module", params=["sample", "series"])
def notes(request: pytest.FixtureRequest, checkout: Path) -> Graph:
    """The graph of the sample, and that of the note series where it is."""
    if request.param == "sample":
        return build(checkout / "notes", catalogs=sorted((checkout / "notes" / "catalog").glob("*.jsonl"))).graph
    shared: Path = request.getfixturevalue("shared")
    return build(shared / "corpora" / "note-series" / "notes").graph


def text_of(page: Path) -> str:
    """What a person reads on a page."""
    tree = parsed(page)
    return " ".join(" ".join(tree.find("body").itertext()).split()).replace(" ,", ",")


def test_no_link_is_dead_and_every_page_is_valid_html(site: Path) -> None:
    assert dead_links(site) == []
    for page in pages(site):
        assert_valid(page)


def test_the_sites_of_notes_have_no_dead_link_no_parse_error_and_all_triples(notes: Graph, tmp_path: Path) -> None:
    site = written_site(notes, tmp_path)

    assert dead_links(site) == []
    for page in pages(site):
        if page.parent.name not in {"link", "evidence", "list", "observation"} or page.stem.startswith("0"):
            assert_valid(page)
    said = exported(notes)
    assert said_in(site.rglob("*.ttl"), ox.RdfFormat.TURTLE) == said
    assert said_in(site.rglob("*.jsonld"), ox.RdfFormat.JSON_LD) == said
    assert [iri for iri in iris_under(BASE, said) if file_of(site, iri) is None] == []


def test_the_data_of_all_pages_together_is_the_export(site: Path) -> None:
    assert said_in(site.rglob("*.ttl"), ox.RdfFormat.TURTLE) >= exported(small_graph())
    assert said_in(site.rglob("*.ttl"), ox.RdfFormat.TURTLE) == said_in(site.rglob("*.jsonld"), ox.RdfFormat.JSON_LD)


def test_the_data_of_a_thing_is_what_is_said_of_it_its_links_and_their_evidence(site: Path) -> None:
    said = said_in(iter([site / "paper/arxiv/2007.03260.ttl"]), ox.RdfFormat.TURTLE)
    everything = exported(small_graph())
    paper = ox.NamedNode("https://arxiv.org/abs/2007.03260")
    ends = {ox.NamedNode(f"https://w3id.org/papergraph/ns#{name}") for name in ("subject", "object", "thing")}
    naming = {triple.subject for triple in everything if triple.predicate in ends and triple.object == paper}
    evidence = {
        triple.object
        for triple in everything
        if triple.subject in naming and triple.predicate.value.endswith("evidence")
    }
    lists = {triple.subject for triple in everything if "/list/" in str(triple.subject)}
    lists &= {triple.subject for triple in said}

    assert said == {triple for triple in everything if triple.subject in {paper} | naming | evidence | lists}
    assert len(lists) == 2
    assert paper in {triple.object for triple in said if triple.predicate.value.endswith("#thing")}


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_both_libraries_read_the_data_of_each_page_alike(site: Path) -> None:
    for file in site.rglob("*.ttl"):
        turtle = rdflib.Graph().parse(file, format="turtle")
        json_ld = rdflib.Graph().parse(file.with_suffix(".jsonld"), format="json-ld")
        assert set(turtle) == set(json_ld)
        assert len(turtle) == len(said_in(iter([file]), ox.RdfFormat.TURTLE))


def test_a_server_answers_every_iri_under_the_base_iri(tmp_path: Path) -> None:
    with served(tmp_path / "site") as port:
        base_iri = f"http://127.0.0.1:{port}/kg/"
        written_site(small_graph(), tmp_path, base_iri)
        iris = iris_under(base_iri, exported(small_graph(), base_iri))
        assert {iri.removeprefix(base_iri).partition("/")[0] for iri in iris} >= {
            *("note", "entry", "person", "venue", "topic", "topics", "dataset", "title"),
            *("link", "evidence", "list", "observation", "source"),
        }
        for iri in sorted(iris):
            answer = requests.get(iri, timeout=10, allow_redirects=False)
            assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html"), iri


def test_what_has_no_page_leads_to_where_it_is_told(site: Path) -> None:
    for kind, words in (("link", "ACNet"), ("evidence", ""), ("list", ""), ("observation", "")):
        leading = next(iter(sorted((site / kind).glob("*.html"))))
        (link,) = parsed(leading).findall(".//a")
        target = link.get("href").removeprefix("../")
        assert target.partition("#")[2] == f"{kind}/{leading.stem}"
        assert words == "" or target.startswith("paper/")


def test_a_page_tells_facts_with_their_sources_and_links_with_their_reasons(site: Path) -> None:
    told = text_of(site / "paper" / "arxiv" / "2007.03260.html")

    assert "name ResRep: Lossless CNN Pruning arxiv.jsonl:7, 2026-11-22" in told
    assert "authors Xiaohan Ding catalogue – arxiv.jsonl:7, 2026-11-22 Tianxiang Hao" in told
    assert "service – GitHub, 2026-11-23" in told
    assert (
        "same entry “Code” – 2021/读书 notes.md:3, 2021-09-30, confidence 0.98".replace("“", "").replace("”", "")
        in told
    )
    assert "Links to here" in told
    assert "discussed by ResRep：无损剪枝 labelled field Paper" in told


def test_the_other_end_of_a_link_tells_it_too(site: Path) -> None:
    told = text_of(site / "person" / "xiaohan_ding.html")

    assert "author of ACNet same title – 2021/读书 notes.md:3" in told
    assert "ResRep: Lossless CNN Pruning catalogue – arxiv.jsonl:7" in told


def test_texts_have_their_languages(site: Path) -> None:
    page = parsed(site / "repository/github/dingxiaoh/resrep.html")

    assert [element.text for element in page.findall(".//span[@lang='ko']")] == ["프루닝"]


def test_a_page_has_links_to_its_data_and_schema_org_in_its_head(site: Path) -> None:
    page = parsed(site / "paper/arxiv/2007.03260.html")
    alternates = {link.get("type"): link.get("href") for link in page.findall(".//link[@rel='alternate']")}
    told = json.loads(page.find(".//script").text)

    assert alternates == {"text/turtle": "2007.03260.ttl", "application/ld+json": "2007.03260.jsonld"}
    assert told["@context"] == "https://schema.org"
    assert told["@type"] == "ScholarlyArticle"
    assert told["author"][0] == {"@id": f"{BASE}person/tianxiang_hao", "name": "Tianxiang Hao"}


def test_pages_load_nothing_but_the_style_and_have_no_script(site: Path) -> None:
    for page in pages(site):
        tree = parsed(page)
        policy = tree.find(".//meta[@http-equiv='Content-Security-Policy']").get("content")
        assert "default-src 'none'" in policy
        assert {script.get("type") for script in tree.findall(".//script")} <= {"application/ld+json"}
        assert not tree.xpath("//@src | //img | //iframe | //form | //*[@style] | //style")


def test_note_files_and_the_map_are_led_to_where_they_are(tmp_path: Path) -> None:
    (tmp_path / "graph.html").write_text("the map", encoding="utf-8")
    graph = small_graph()._replace(metadata=Metadata(notes_url="../my notes"))
    write(graph, Folder(tmp_path / "output" / "site", None), {"graph.html": tmp_path / "graph.html"})
    page = (tmp_path / "output" / "site" / "paper" / "arxiv" / "2007.03260.html").read_text(encoding="utf-8")

    assert 'href="../../graph.html#at=arxiv:2007.03260"' in page
    assert 'href="../../../../my notes/2021/%E8%AF%BB%E4%B9%A6%20notes.md"' in page
    assert (tmp_path / "output" / "site" / "graph.html").read_text(encoding="utf-8") == "the map"


def test_note_files_on_the_web_are_led_to_at_their_line(tmp_path: Path) -> None:
    site = written_site(small_graph(), tmp_path, notes_url="https://example.org/notes")
    page = (site / "person" / "xiaohan_ding.html").read_text(encoding="utf-8")

    assert 'href="https://example.org/notes/2021/%E8%AF%BB%E4%B9%A6%20notes.md#L3"' in page


def test_without_a_web_address_as_base_nothing_leads_on_and_all_else_is_there(tmp_path: Path) -> None:
    site = written_site(small_graph(), tmp_path, "urn:papergraph:")

    assert dead_links(site) == []
    assert not (site / "link").exists()
    assert (site / "person" / "xiaohan_ding.html").exists()
    assert said_in(site.rglob("*.ttl"), ox.RdfFormat.TURTLE) >= exported(small_graph(), "urn:papergraph:")


def test_an_empty_graph_has_a_front_page(tmp_path: Path) -> None:
    graph = Graph((), (), {}, {}, {}, {}, {}, {}, {}, (), {}, {})
    site = written_site(graph, tmp_path)

    assert dead_links(site) == []
    assert_valid(site / "index.html")


def files(site: Path) -> dict[str, bytes]:
    """Every file of a site with its bytes."""
    return {str(file.relative_to(site)): file.read_bytes() for file in site.rglob("*") if file.is_file()}


def test_the_same_graph_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    assert files(written_site(small_graph(), tmp_path)) == files(site)


def test_what_is_unchanged_is_the_file_that_it_was(site: Path, tmp_path: Path) -> None:
    graph = small_graph()
    changed = {**graph.persons, DING: graph.persons[DING]._replace(name="Someone Else")}
    metadata = graph.metadata._replace(base_iri=BASE)
    write(graph._replace(persons=changed, metadata=metadata), Folder(tmp_path / "new", site), {})
    same = {
        str(file.relative_to(tmp_path / "new"))
        for file in (tmp_path / "new").rglob("*")
        if _is_in(site, file, tmp_path)
    }

    assert "venue/iccv_2021.html" in same
    assert "person/xiaohan_ding.ttl" not in same
    assert "people.html" not in same


def _is_in(site: Path, file: Path, folder: Path) -> bool:
    before = site / file.relative_to(folder / "new")
    return file.is_file() and before.exists() and before.samefile(file)


@settings(
    max_examples=8, phases=[Phase.explicit, Phase.generate], suppress_health_check=list(HealthCheck), deadline=None
)
@given(hostile_graphs())
def test_hostile_texts_stay_texts(tmp_path_factory: pytest.TempPathFactory, graph: Graph) -> None:
    site = written_site(graph, tmp_path_factory.mktemp("hostile"))

    assert dead_links(site) == []
    for page in pages(site):
        if page.parent.name not in {"link", "evidence", "list"}:
            assert_valid(page)
            tree = parsed(page)
            for script in tree.findall(".//script"):
                json.loads(script.text)
    said = exported(graph)
    assert said_in(site.rglob("*.ttl"), ox.RdfFormat.TURTLE) >= said
    assert [iri for iri in iris_under(BASE, said) if file_of(site, iri) is None] == []


def test_a_title_with_markup_is_text(tmp_path: Path) -> None:
    graph = small_graph()
    title = "</title></script><script>alert(1)</script><!-- & \u2028 ]]>"
    paper = graph.papers[TITLED_PAPER]._replace(title=title)
    site = written_site(graph._replace(papers={**graph.papers, TITLED_PAPER: paper}), tmp_path)
    page = site / "title" / "apaperwithoutalink.html"

    assert_valid(page)
    tree = parsed(page)
    assert tree.find(".//h1").text == " ".join(title.split())
    assert [script.get("type") for script in tree.findall(".//script")] == ["application/ld+json"]
    assert json.loads(tree.find(".//script").text)["name"] == title


def many(number: int) -> Graph:
    """A paper of very many authors."""
    people = [Reference("person", f"author {one}") for one in range(number)]
    persons = {one: Person(one, CREDIT, one.identifier.title()) for one in people}
    reason = (Evidence(Method.CATALOG, CREDIT),)
    paper = Paper(PAPER, CREDIT, "A Paper by Everybody", tuple(one.identifier for one in people))
    return Graph(
        (), (), {}, {PAPER: paper}, {}, persons, {}, {}, {},
        tuple(Edge(PAPER, Predicate.AUTHOR, one, reason) for one in sorted(people)),
        {PAPER: (paper,), **{one: (person,) for one, person in persons.items()}}, {},
    )  # fmt: skip


def test_a_thing_with_very_many_links_and_a_long_list_have_several_pages(tmp_path: Path) -> None:
    number = 2 * papergraph.site.MOST_LINKS + 3
    site = written_site(many(number), tmp_path)
    parts = sorted((site / "paper" / "arxiv").glob("*.html"))

    assert dead_links(site) == []
    assert len(parts) == 3
    assert all(page.stat().st_size < 400_000 for page in pages(site))
    assert sum(page.read_text(encoding="utf-8").count('<li id="link/') for page in parts) == number
    assert [(site / f"people{end}.html").exists() for end in ("", "-2", "-3", "-4")] == [True, True, True, False]
    assert [iri for iri in iris_under(BASE, exported(many(number))) if file_of(site, iri) is None] == []


def test_a_repository_tells_where_it_is_and_no_link_leads_to_itself(site: Path) -> None:
    page = site / "repository" / "github" / "dingxiaoh" / "resrep.html"
    own = [link.get("href") for link in parsed(page).findall(".//main//a")]

    assert str(REPOSITORY) in text_of(page)
    assert "https://github.com/dingxiaoh/resrep" in own
    assert not any(link.endswith("dingxiaoh/resrep.html") for link in own)
