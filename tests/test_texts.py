"""What can be searched of a graph: a document for each thing, with what the notes say of it."""

from __future__ import annotations

from papergraph.texts import documents
from rdf_graphs import ARTICLE, CONCEPT, PAPER, PATH, REPOSITORY, entry, small_graph

GRAPH = small_graph()
FOUND = {document.reference: document for document in documents(GRAPH)}


def test_each_thing_has_one_document() -> None:
    kinds = (GRAPH.papers, GRAPH.articles, GRAPH.repositories, GRAPH.persons, GRAPH.organizations, GRAPH.venues)
    things = [str(reference) for kind in (*kinds, GRAPH.topics) for reference in kind]

    assert sorted(FOUND) == sorted(things)
    assert len(list(documents(GRAPH))) == len(FOUND)


def test_what_the_notes_say_belongs_to_the_thing_that_the_entry_is_about() -> None:
    said = FOUND[str(ARTICLE)].noted

    assert "枝を刈るモデル" in said
    assert "今日要点 / Pruning" in said
    assert "枝を刈るモデル" not in FOUND[str(PAPER)].noted


def test_a_paper_tells_its_authors_and_abstract() -> None:
    paper = GRAPH.papers[PAPER]

    assert FOUND[str(PAPER)].names.splitlines()[: len(paper.authors)] == list(paper.authors)
    assert (paper.abstract or "") in FOUND[str(PAPER)].told
    assert FOUND[str(PAPER)].iri == "https://arxiv.org/abs/2007.03260"


def test_a_topic_is_found_by_its_names_in_every_language() -> None:
    assert FOUND[str(CONCEPT)].name == "network pruning"
    assert FOUND[str(CONCEPT)].names.splitlines() == ["网络剪枝", "枝刈り", "NP"]


def test_places_are_those_of_notes_and_links_are_counted() -> None:
    assert FOUND[str(ARTICLE)].places == ((PATH, 3),)
    assert all(path == PATH for document in FOUND.values() for path, _ in document.places)
    ends = [end for edge in GRAPH.edges for end in (edge.subject, edge.object)]
    assert FOUND[str(REPOSITORY)].degree == ends.count(REPOSITORY)


def test_an_entry_about_nothing_is_a_document_of_its_own() -> None:
    bare = entry()._replace(article=None, papers=(), repositories=(), position=7, title="Alone")
    (found,) = [one for one in documents(GRAPH._replace(entries=(bare,))) if one.kind == "entry"]

    assert (found.reference, found.name, found.places) == (f"entry:{PATH}#7", "Alone", ((PATH, 3),))
    assert "Alone" not in found.noted
