"""Concepts and what is broader than they are."""

from __future__ import annotations

from papergraph.topics.scheme import Concept, Label, Scheme
from papergraph.vocabulary import PREFIXES

PGT = PREFIXES["pgt"]


def test_a_concept_has_a_name_in_each_language_that_it_knows() -> None:
    concept = Concept(PGT + "fish", (Label("fish", "en", "preferred"), Label("鱼", "zh-Hans", "preferred")))

    assert (concept.name(), concept.name("zh-Hans"), concept.name("ja")) == ("fish", "鱼", "fish")


def test_a_concept_without_a_preferred_label_has_a_name() -> None:
    assert Concept(PGT + "fish", (Label("poisson", "fr", "alternative"),)).name() == "poisson"
    assert Concept(PGT + "fish").name() == "fish"


def test_a_concept_of_another_scheme_is_known_by_its_iri() -> None:
    assert Concept("https://example.org/fish").identifier == "https://example.org/fish"


def test_ancestors_are_found_on_every_way_up_and_without_end_in_a_circle() -> None:
    concepts = {
        name: Concept(name, broader=broader)
        for name, broader in {"a": ("b", "c"), "b": ("d",), "c": ("d",), "d": ("b", "gone")}.items()
    }
    scheme = Scheme(concepts)

    assert scheme.ancestors("a") == {"b", "c", "d", "gone"}
    assert scheme.ancestors("unknown") == frozenset()
