"""SKOS files merged into one scheme, and what is wrong in them."""

from __future__ import annotations

import re

import pytest

from papergraph.errors import ConfigError
from papergraph.topics.lexicon import compile_scheme
from papergraph.topics.own import scheme_of
from papergraph.topics.scheme import Label, Scheme
from papergraph.topics.turtle import File
from papergraph.vocabulary import PREFIXES
from small_topics import CHARACTERS, HEAD, LEXICON, about

PGT, MY = PREFIXES["pgt"], "https://example.org/topic/"
LINES = HEAD.count("\n")


def extended(text: str) -> Scheme:
    """The small scheme with what a file of the user's own says."""
    return scheme_of([File("my.ttl", (HEAD + text).encode())], LEXICON.scheme)


def about_with(text: str, title: str) -> list[str]:
    """What a title is about where a file of the user's own is there."""
    return about(title, lexicon=compile_scheme(extended(text), CHARACTERS, LEXICON))


def test_a_concept_of_ones_own_is_found_by_each_label() -> None:
    own = 'my:koi skos:prefLabel "koi care"@en , "锦鲤养护"@zh ; skos:altLabel "Koipflege"@de .'
    own += 'my:koi skos:hiddenLabel "coi care" .'
    for title in ("Koi-Care for all", "关于锦鲤养护", "Die Koipflege", "coi care"):
        assert about_with(own, title) == ["koi"]


def test_short_capitals_of_ones_own_are_an_acronym() -> None:
    own = 'my:koi skos:prefLabel "koi care"@en ; skos:altLabel "KC" .'

    assert about_with(own, "KC now") == ["koi"]
    assert about_with(own, "kc now") == []


def test_a_concept_hangs_under_one_that_ships() -> None:
    own = 'my:koi skos:prefLabel "koi detection"@en ; skos:broader pgt:fish-detection .'

    assert extended(own).ancestors(MY + "koi") == {PGT + "fish-detection", PGT + "computer-vision"}
    assert about_with(own, "koi detection is fish detection") == ["koi"]


def test_narrower_says_the_same_the_other_way_round() -> None:
    own = 'my:koi skos:prefLabel "koi detection"@en . pgt:fish-detection skos:narrower my:koi .'

    assert extended(own).concepts[MY + "koi"].broader == (PGT + "fish-detection",)


def test_labels_patterns_and_matches_are_added_to_a_concept_that_ships() -> None:
    own = (
        'pgt:gan skos:altLabel "adversarial pond"@en ; pg:namePattern "Pond*" ; skos:related pgt:datasets-benchmarks ; '
        "skos:exactMatch <https://example.org/x> ; skos:closeMatch my:gan ."
    )
    concept = extended(own).concepts[PGT + "gan"]

    assert about_with(own, "an adversarial pond") == about_with(own, "PondNet") == ["gan"]
    assert concept.related == (PGT + "datasets-benchmarks",)
    assert concept.matches == (("closeMatch", MY + "gan"), ("exactMatch", "https://example.org/x"))


def test_a_preferred_label_of_ones_own_is_shown_and_the_former_still_found() -> None:
    own = 'pgt:gan skos:prefLabel "adversarial net"@en .'
    concept = extended(own).concepts[PGT + "gan"]

    assert concept.name() == "adversarial net"
    assert Label("generative adversarial network", "en", "alternative") in concept.labels
    assert about_with(own, "A generative adversarial network") == ["gan"]


def test_a_stop_phrase_and_deprecation_switch_off() -> None:
    assert about_with('my:mine pg:stopPhrase "GAN of ponds" .', "GAN of ponds") == []
    assert about_with("pgt:gan owl:deprecated true .", "GAN") == []
    assert about_with("pgt:gan owl:deprecated false .", "GAN") == ["gan"]


def test_what_narrower_concepts_hang_on_stays_when_it_is_deprecated() -> None:
    scheme = extended("pgt:fish-detection owl:deprecated true .")

    assert PGT + "computer-vision" in scheme.ancestors(PGT + "trout-detection")


def test_languages_are_written_as_they_should_be() -> None:
    own = 'my:koi skos:prefLabel "a"@ZH-hans , "b"@pt-br , "c"@EN .'

    assert {label.language for label in extended(own).concepts[MY + "koi"].labels} == {"zh-Hans", "pt-BR", "en"}


def test_the_order_of_what_a_file_says_does_not_matter() -> None:
    lines = ['my:koi skos:prefLabel "koi" .', 'my:koi skos:altLabel "b" , "a" .', "my:koi skos:broader pgt:gan ."]

    assert extended("\n".join(lines)) == extended("\n".join(reversed(lines)))


@pytest.mark.parametrize(
    "text, line, message",
    [
        ("my:koi skos:prefLabel .", 1, "this is no Turtle"),
        (
            '\nmy:koi skos:prefLabel "koi" ;\n skos:broader pgt:gun .',
            3,
            f"no topic is {PGT}gun; did you mean {PGT}gan?",
        ),
        ("my:koi skos:broader pgt:gan .", 1, f"no topic is {MY}koi"),
        ("my:koi skos:prefLabel my:word .", 1, "skos:prefLabel must be a text"),
        ('my:koi skos:prefLabel "koi" ; skos:broader "gan" .', 1, "skos:broader must name a topic by its IRI"),
        ('my:koi skos:prefLabel "koi" ; skos:broader my:koi .', 1, "is broader than itself"),
        (
            "pgt:computer-vision skos:broader pgt:trout-detection .",
            1,
            "the topic pgt:computer-vision is broader than itself",
        ),
        (
            '\n\nmy:koi skos:prefLabel "koi" ; pg:namePattern "a*b" .',
            3,
            "the pattern 'a*b' may have a star at its ends only",
        ),
        ('my:koi skos:prefLabel " " .', 1, "a label is empty"),
        ('[] skos:prefLabel "koi" .', 1, "what has labels needs an IRI"),
        ("my:koi pg:stopPhrase [] .", 1, "pg:stopPhrase must be a text"),
        ('my:koi skos:prefLabel "koi" ; skos:broader [] .', 1, "skos:broader must name a topic by its IRI"),
        ('my:koi <relative> "x" .', 1, "this is no Turtle"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(text: str, line: int, message: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(message)) as raised:
        extended(text)

    assert str(raised.value).startswith(f"my.ttl:{LINES + line}: ")


def test_bytes_that_are_no_text_are_no_turtle() -> None:
    with pytest.raises(ConfigError, match=r"my\.ttl:1: this is no Turtle"):
        scheme_of([File("my.ttl", b"\xff\xfe")])


def test_an_empty_file_says_nothing() -> None:
    assert extended("") == LEXICON.scheme
