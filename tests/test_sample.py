"""The sample: two notes and two catalogues, built offline, give one connected story in which nothing is invented."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from papergraph.config import load
from papergraph.exporters import export
from papergraph.model import Graph, Predicate, Reference
from papergraph.pipeline import build_graph

ROOT = Path(__file__).resolve().parent.parent
NOTES = ROOT / "notes"
FIRST, SECOND = "2021-09-30.md", "2024-06-16.md"
RESREP = Reference("github", "dingxiaoh/resrep")
FISHING = Reference("github", "irisrainbowneko/genshin_auto_fish")
FISHING_BEFORE = Reference("github", "7eu7d7/genshin_auto_fish")
AUTHORS = {
    "2007.03260": "Xiaohan Ding, Tianxiang Hao, Jianchao Tan, Ji Liu, Jungong Han, Yuchen Guo, Guiguang Ding",
    "2101.11605": "Aravind Srinivas, Tsung-Yi Lin, Niki Parmar, Jonathon Shlens, Pieter Abbeel, Ashish Vaswani",
    "2108.05305": "Hong-Yu Zhou, Chixiang Lu, Sibei Yang, Yizhou Yu",
}
ARTICLE = re.compile(r"^(\d)\. \[(.+)\]\((https://mp\.weixin\.qq\.com/s/\S+)\)", re.MULTILINE)


@pytest.fixture(scope="module")
def graph() -> Graph:
    return build_graph(load(ROOT))


@pytest.fixture(scope="module")
def article_urls() -> tuple[str, ...]:
    """The six articles as the first note numbers them."""
    return tuple(url for _, _, url in ARTICLE.findall((NOTES / FIRST).read_text(encoding="utf-8")))


def catalog_lines() -> Iterable[dict[str, object]]:
    for path in sorted((NOTES / "catalog").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            assert isinstance(record, dict)
            yield record


def objects(graph: Graph, subject: Reference, predicate: Predicate) -> set[Reference]:
    return {edge.object for edge in graph.edges if (edge.subject, edge.predicate) == (subject, predicate)}


def one_article(graph: Graph, url: str) -> Reference:
    (reference,) = (reference for reference in graph.articles if reference.identifier == url)
    return reference


def components(links: Iterable[tuple[Reference, Reference]], things: Iterable[Reference]) -> list[set[Reference]]:
    """The connected components, the largest first."""
    of = {thing: {thing} for thing in things}
    for one, other in links:
        joined = of.setdefault(one, {one}) | of.setdefault(other, {other})
        of |= dict.fromkeys(joined, joined)
    return sorted({id(component): component for component in of.values()}.values(), key=len, reverse=True)


def things(graph: Graph) -> set[Reference]:
    kinds = (graph.articles, graph.papers, graph.repositories, graph.persons, graph.venues, graph.topics)
    return {reference for kind in kinds for reference in kind}


def test_both_notes_and_both_catalogues_are_understood_whole(graph: Graph) -> None:
    assert [(str(problem.severity), problem.message) for problem in graph.problems] == [
        ("info", "github:7eu7d7/genshin_auto_fish is github:irisrainbowneko/genshin_auto_fish now")
    ]
    assert [note.path for note in graph.notes] == [FIRST, SECOND]
    assert [note.date for note in graph.notes] == ["2021-09-30", "2024-06-16"]
    assert sum(entry.location.path == FIRST for entry in graph.entries) == 6
    assert sum(entry.location.path == SECOND for entry in graph.entries) == 17


def test_there_are_the_six_articles_with_their_titles(graph: Graph) -> None:
    written = {url: title for _, title, url in ARTICLE.findall((NOTES / FIRST).read_text(encoding="utf-8"))}
    assert len(written) == 6
    assert {reference.identifier: record.title for reference, record in graph.articles.items()} == written


def test_the_entries_of_the_first_note_keep_rating_image_and_words(graph: Graph) -> None:
    entries = [entry for entry in graph.entries if entry.location.path == FIRST]
    assert [entry.rating for entry in entries] == [2] * 6
    assert all(len(entry.images) == 1 and entry.abstract and len(entry.tips) == 1 for entry in entries)
    assert [(link.role, link.label, link.url) for link in entries[5].links] == [
        ("video", "bilibili", "https://www.bilibili.com/read/cv13270965")
    ]


def test_the_first_note_has_three_arxiv_papers_with_all_their_authors_in_order(graph: Graph) -> None:
    papers = {paper.reference for entry in graph.entries if entry.location.path == FIRST for paper in entry.papers}
    assert papers == {Reference("arxiv", identifier) for identifier in AUTHORS}
    for identifier, names in AUTHORS.items():
        reference = Reference("arxiv", identifier)
        assert ", ".join(graph.papers[reference].authors) == names
        persons = {graph.persons[person].name for person in objects(graph, reference, Predicate.AUTHOR)}
        assert persons == set(names.split(", "))


def test_a_renamed_repository_is_one_node(graph: Graph) -> None:
    assert {RESREP, FISHING} <= graph.repositories.keys()
    assert FISHING_BEFORE not in graph.repositories
    assert graph.aliases[FISHING_BEFORE] == FISHING
    assert sum("genshin" in reference.identifier for reference in graph.repositories) == 1
    assert graph.repositories[FISHING].name == "IrisRainbowNeko/genshin_auto_fish"
    assert graph.repositories[FISHING].former_names == ("7eu7d7/genshin_auto_fish",)


def test_each_article_is_linked_as_the_note_says(graph: Graph, article_urls: tuple[str, ...]) -> None:
    discussed = [objects(graph, one_article(graph, url), Predicate.DISCUSSES) for url in article_urls]
    papers = [{Reference("arxiv", identifier)} for identifier in ("2007.03260", "2108.05305", "2101.11605")]
    assert discussed == [*papers, set(), set(), set()]
    assert objects(graph, Reference("arxiv", "2007.03260"), Predicate.HAS_REPOSITORY) == {RESREP}
    assert FISHING in objects(graph, one_article(graph, article_urls[5]), Predicate.MENTIONS)
    for identifier in ("2108.05305", "2101.11605"):
        assert objects(graph, Reference("arxiv", identifier), Predicate.HAS_REPOSITORY) == set()
    for url in article_urls[1:5]:
        assert not objects(graph, one_article(graph, url), Predicate.MENTIONS) & graph.repositories.keys()


def test_the_code_of_the_second_note_belongs_to_the_paper_beside_it(graph: Graph) -> None:
    expected = {
        "2101.03697": "dingxiaoh/repvgg",
        "1908.03930": "dingxiaoh/acnet",
        "2103.13425": "dingxiaoh/diversebranchblock",
        "2007.03260": "dingxiaoh/resrep",
        "1706.03762": "tensorflow/tensor2tensor",
        "2010.11929": "google-research/vision_transformer",
        "2103.14030": "microsoft/swin-transformer",
        "2109.03201": "282857341/nnformer",
        "1612.03144": "facebookresearch/detectron",
        "1703.06870": "facebookresearch/detectron",
        "1708.02002": "facebookresearch/detectron",
        "2005.12872": "facebookresearch/detr",
        "2107.08430": "megvii-basedetection/yolox",
    }
    links = {
        edge.subject.identifier: edge.object.identifier
        for edge in graph.edges
        if edge.predicate == Predicate.HAS_REPOSITORY
    }
    assert links == expected
    assert graph.papers.keys() == {
        Reference("arxiv", identifier) for identifier in (*expected, "2108.05305", "2101.11605", "1312.5602")
    }


def test_every_edge_has_evidence_in_a_line_that_exists(graph: Graph) -> None:
    sources = {path.name: path for path in (*NOTES.glob("*.md"), *NOTES.glob("catalog/*.jsonl"))}
    assert graph.edges
    for edge in graph.edges:
        assert edge.evidence
        for evidence in edge.evidence:
            lines = sources[evidence.origin.source].read_text(encoding="utf-8").splitlines()
            assert 1 <= evidence.origin.line <= len(lines)
            assert lines[evidence.origin.line - 1].strip()


def test_what_both_notes_say_of_one_repository_is_evidence_twice(graph: Graph) -> None:
    (edge,) = (edge for edge in graph.edges if edge.predicate == Predicate.HAS_REPOSITORY and edge.object == RESREP)
    assert {evidence.origin.source for evidence in edge.evidence} == {FIRST, SECOND}


def test_no_star_or_fork_count_is_invented(graph: Graph, tmp_path: Path) -> None:
    given = {
        str(record["full_name"]).lower(): (record.get("stargazers_count"), record.get("forks_count"))
        for record in catalog_lines()
        if "full_name" in record
    }
    for reference, repository in graph.repositories.items():
        assert (repository.stars, repository.forks) == given.get(reference.identifier, (None, None))
    assert graph.repositories[RESREP].stars is None
    assert graph.repositories[FISHING].stars == 4740
    export(graph, "ttl", tmp_path / "graph.ttl")
    turtle = (tmp_path / "graph.ttl").read_text(encoding="utf-8")
    assert re.findall(r"pg:(stars|forks) (\d+)", turtle) == [("stars", "4740")]


def test_the_count_that_is_known_carries_its_date(graph: Graph) -> None:
    (record,) = (record for record in graph.records[FISHING] if getattr(record, "stars", None) is not None)
    assert record.origin.date == "2024-06-15"
    assert record.origin.source == "github.jsonl"


def test_what_is_unknown_stays_unknown(graph: Graph) -> None:
    for paper in graph.papers.values():
        assert (paper.abstract, paper.doi, paper.journal, paper.license) == (None, None, None, None)
    latest = graph.papers[Reference("arxiv", "2108.05305")]
    assert (latest.version, latest.published, latest.updated) == (2, "2021-08-11", None)
    assert graph.papers[Reference("arxiv", "2010.11929")].authors == ()


def test_the_two_notes_tell_one_story(graph: Graph) -> None:
    """Authors, topics and repositories join all of it, but for one article and the company in its title."""
    links = [(edge.subject, edge.object) for edge in graph.edges]
    story, *rest = components(links, things(graph))
    assert graph.papers.keys() | graph.repositories.keys() | graph.persons.keys() <= story
    apart = [reference for others in rest for reference in others if reference not in graph.topics]
    names = {
        graph.organizations[one].name if one in graph.organizations else graph.articles[one].title for one in apart
    }
    assert names == {"高通人工智能应用创新大赛冠军方案解读", "Qualcomm"}
    entries = [(Reference("note", entry.location.path), entry) for entry in graph.entries]
    with_notes = [*links, *((note, one_article(graph, entry.article)) for note, entry in entries if entry.article)]
    with_notes += [
        (note, paper.reference) for note, entry in entries for paper in entry.papers if paper.reference is not None
    ]
    with_notes += [(topic.reference, broader) for topic in graph.topics.values() for broader in topic.broader]
    assert len(components(with_notes, things(graph))) == 1


def test_people_of_the_first_note_wrote_papers_of_the_second(graph: Graph) -> None:
    wrote: dict[str | None, set[str]] = {}
    for edge in graph.edges:
        if edge.predicate == Predicate.AUTHOR:
            wrote.setdefault(graph.persons[edge.object].name, set()).add(edge.subject.identifier)
    assert wrote["Xiaohan Ding"] == {"2007.03260", "2101.03697", "1908.03930", "2103.13425"}
    assert wrote["Tsung-Yi Lin"] == {"2101.11605", "1612.03144", "1708.02002"}
    assert wrote["Niki Parmar"] == wrote["Ashish Vaswani"] == {"2101.11605", "1706.03762"}
    assert wrote["Yizhou Yu"] == {"2108.05305", "2109.03201"}
