"""The scheme as the graph sees it: names in any language are one concept with labels and what is broader."""

from __future__ import annotations

import pytest

from handmade import entry
from papergraph.concepts import SCHEME, Concepts, iri_of, is_concept, reference_of, text_of
from papergraph.iris import iri
from papergraph.model import Reference, TextSpan, Topic
from papergraph.topics import load

PRUNING = Reference("pgt", "network-pruning")


@pytest.fixture(scope="module")
def concepts() -> Concepts:
    """The scheme that ships."""
    return Concepts(load())


def topics(concepts: Concepts, *used: Reference) -> dict[Reference, Topic]:
    """What the scheme says of some topics."""
    return {record.reference: record for record in concepts.records(used) if isinstance(record, Topic)}


@pytest.mark.parametrize("name", ["模型剪枝", "network pruning", "Network-Pruning", "枝刈り"])
def test_one_topic_in_any_language_is_one_concept(concepts: Concepts, name: str) -> None:
    assert concepts.named(name) == (PRUNING, "network pruning")
    assert concepts.named(name) is concepts.named(name)


def test_what_no_label_fits_is_no_concept(concepts: Concepts) -> None:
    assert concepts.named("my weekend reading") is None


def test_a_concept_comes_with_its_labels_and_with_all_that_is_broader(concepts: Concepts) -> None:
    found = topics(concepts, PRUNING)

    (preferred,) = [one.text for one in found[PRUNING].labels if one.preferred and one.language == "en"]
    assert preferred == found[PRUNING].name == concepts.called(PRUNING) == "network pruning"
    assert {"zh-Hans", "ja"} < {one.language for one in found[PRUNING].labels}
    assert set(found) == {PRUNING, *map(reference_of, load().scheme.ancestors(str(iri_of(PRUNING))))}
    assert all(record.origin == SCHEME and set(record.broader) <= set(found) for record in found.values())


def test_a_category_is_close_to_a_concept_without_being_it(concepts: Concepts) -> None:
    category = Reference("category", "cs.CV")
    found = topics(concepts, category)

    assert found == {
        category: Topic(
            category, SCHEME, matches=(("closeMatch", "https://w3id.org/papergraph/topic/computer-vision"),)
        )
    }


def test_topics_of_ones_own_are_nothing_of_the_scheme(concepts: Concepts) -> None:
    assert topics(concepts, Reference("topic", "network-pruning"), Reference("category", "hep-ex.none")) == {}
    assert concepts.called(Reference("topic", "network-pruning")) is None


@pytest.mark.parametrize("concept", ["https://example.org/t#a", "urn:x:a", "https://w3id.org/papergraph/topic/a/b"])
def test_a_concept_of_ones_own_keeps_its_iri(concept: str) -> None:
    reference = reference_of(concept)

    assert reference == ("concept", concept)
    assert is_concept(reference)
    assert iri_of(reference) == iri(reference, "urn:papergraph:") == concept


def test_a_concept_that_ships_has_a_short_name() -> None:
    assert reference_of("https://w3id.org/papergraph/topic/network-pruning") == PRUNING
    assert iri(PRUNING, "urn:papergraph:") == iri_of(PRUNING)


def test_texts_name_topics_with_their_best_piece(concepts: Concepts) -> None:
    noted = entry(title="模型剪枝：network pruning 综述", tips=("另见 network pruning",))
    found = {topic.topic: topic for topic in concepts.texts(noted)}

    assert found[PRUNING].about
    assert found[PRUNING].spans == (
        (TextSpan("title", 0, 0, 4, "label"), "模型剪枝"),
        (TextSpan("tip", 0, 3, 18, "label"), "network pruning"),
    )
    for span, quote in found[PRUNING].spans:
        assert text_of(noted, span.field, span.number)[span.start : span.end] == quote
    assert text_of(noted, "abstract", 0) == ""
