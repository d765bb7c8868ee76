"""The index of all forms."""

from __future__ import annotations

import pytest

from papergraph.topics.lexicon import Lexicon, Meaning, Rule, compile_scheme, is_acronym
from papergraph.topics.normalise import normal
from papergraph.topics.own import scheme_of
from papergraph.topics.scheme import Label, LabelKind
from papergraph.topics.turtle import File
from papergraph.vocabulary import PREFIXES
from small_topics import CHARACTERS, HEAD, LEXICON

PGT = PREFIXES["pgt"]


def matched(text: str, lexicon: Lexicon = LEXICON) -> list[tuple[str, str]]:
    """The pieces of a text that mean something, with the rule."""
    found = lexicon.matches(normal(text, lexicon.characters))
    return [(text[one.start : one.end], one.meanings[0].rule) for one in found]


def test_matches_come_in_order_with_their_rules() -> None:
    assert matched("GANs for 鱼类 检测 and tracking, Swin-T, Deep Trout, Finder2; 养殖技术") == [
        ("GANs", Rule.ACRONYM),
        ("鱼类 检测", Rule.LABEL),
        ("tracking", Rule.WEAK),
        ("Swin-T", Rule.NAME),
        ("Deep Trout", Rule.NAME),
        ("Finder2", Rule.NAME),
        ("养殖技术", Rule.STOP),
    ]


def test_the_longest_come_first_even_where_they_begin_later() -> None:
    scheme = scheme_of([File("x", (HEAD + 'my:a skos:prefLabel "一二三" . my:b skos:prefLabel "三四五六" .').encode())])

    assert matched("一二三四五六", compile_scheme(scheme, CHARACTERS)) == [("三四五六", Rule.LABEL)]


def test_a_label_of_one_character_is_found() -> None:
    scheme = scheme_of([File("x", (HEAD + 'my:a skos:prefLabel "鱼" . my:b skos:prefLabel "鱼塘" .').encode())])
    lexicon = compile_scheme(scheme, CHARACTERS)

    assert matched("鱼与鱼塘与魚", lexicon) == [("鱼", Rule.LABEL), ("鱼塘", Rule.LABEL), ("魚", Rule.LABEL)]


@pytest.mark.parametrize("label", ["C++", "C#", "3D fish", "π-calculus", "F1"])
def test_labels_with_signs_are_found(label: str) -> None:
    scheme = scheme_of([File("x", (HEAD + f'my:a skos:prefLabel "{label}"@en .').encode())])
    lexicon = compile_scheme(scheme, CHARACTERS)

    assert [text for text, _ in matched(f"a {label}, b", lexicon)] == [label]


@pytest.mark.parametrize(
    "text, concept",
    [
        ("Fish Detection", "fish-detection"),
        ("fish-detection", "fish-detection"),
        ("gan", "gan"),
        ("鱼类检测", "fish-detection"),
        ("generative adversarial networks", "gan"),
    ],
)
def test_a_whole_text_may_be_the_name_of_a_concept(text: str, concept: str) -> None:
    assert LEXICON.named(text) == PGT + concept


@pytest.mark.parametrize("text", ["", "fish", "图像修复", "tracking", "fish detection survey", "cooking dataset"])
def test_a_text_that_names_nothing_or_several_things_names_no_concept(text: str) -> None:
    assert LEXICON.named(text) is None


@pytest.mark.parametrize(
    "text, kind, acronym",
    [
        ("GAN", LabelKind.ALTERNATIVE, True),
        ("CV", LabelKind.WEAK, True),
        ("mAP", LabelKind.ACRONYM, True),
        ("Gan", LabelKind.PREFERRED, False),
        ("ABCDEF", LabelKind.ALTERNATIVE, False),
        ("鱼", LabelKind.ALTERNATIVE, False),
        ("3-4", LabelKind.ALTERNATIVE, False),
    ],
)
def test_short_labels_in_capitals_are_acronyms(text: str, kind: LabelKind, acronym: bool) -> None:  # noqa: FBT001
    assert is_acronym(Label(text, "en", kind.value)) is acronym


def test_the_best_of_two_ways_in_which_a_form_means_a_concept_holds() -> None:
    text = HEAD + 'my:a skos:prefLabel "carp"@en ; pg:weakLabel "carps"@en ; skos:altLabel "鯉"@ja , "鯉"@zh-Hans .'
    lexicon = compile_scheme(scheme_of([File("x", text.encode())]), CHARACTERS)

    assert lexicon.folded.meanings()["carps"] == (Meaning("https://example.org/topic/a", Rule.LABEL),)
    assert lexicon.folded.meanings()["鯉"] == (Meaning("https://example.org/topic/a", Rule.LABEL),)


def test_what_is_added_to_an_index_is_as_if_it_had_been_there() -> None:
    extra = File(
        "x",
        (
            HEAD
            + 'pgt:gan skos:altLabel "adversarial pond"@en ; pg:namePattern "*GAN" , "Pond*" . '
            + "pgt:datasets-benchmarks owl:deprecated true . "
            + 'my:carp skos:prefLabel "carp"@en ; skos:broader pgt:fish-detection ; pg:stopPhrase "carp diem"@en .'
        ).encode(),
    )
    scheme = scheme_of([extra], LEXICON.scheme)
    added, anew = compile_scheme(scheme, CHARACTERS, LEXICON), compile_scheme(scheme, CHARACTERS)

    assert added.folded.meanings() == anew.folded.meanings()
    assert added.cased.meanings() == anew.cased.meanings()
    assert sorted(added.names.globs) == sorted(anew.names.globs)
    assert "dataset" not in added.folded.meanings()
    assert "dataset" in LEXICON.folded.meanings()
