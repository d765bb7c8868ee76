"""The topics that ship: a SKOS scheme without contradictions, its mappings, and the lists beside it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest
import rdflib

DATA = Path(__file__).resolve().parent.parent.parent / "src" / "papergraph" / "topics" / "data"
TOPICS = DATA / "papergraph-topics.ttl"
MAPPINGS = DATA / "papergraph-mappings.ttl"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PG = "https://w3id.org/papergraph/ns#"
PGT = "https://w3id.org/papergraph/topic/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
ARXIV = "https://arxiv.org/list/"
SIMPLIFIED = set("学习图测检识语义实数据应软频网优构觉链导层监规换点云关键标签转译异释众测习络维编码觉纹")
KNOWN_TWICE = {
    ("图像修复", "zh-hans"),  # inpainting, and a hint at restoration
    ("out-of-distribution", "en"),  # a hint at two concepts: which of them, other words decide
    ("分布外", "zh-hans"),
}
LABELS = (SKOS + "prefLabel", SKOS + "altLabel", PG + "acronym", SKOS + "hiddenLabel", PG + "weakLabel")
"""The lexical labels, by the parts of rule S13: preferred; alternative and acronym; hidden and weak."""


class Triple(NamedTuple):
    """A statement as any parser gives it; the language is in lower case, and empty where there is none."""

    subject: str
    predicate: str
    object: str
    language: str


def by_pyoxigraph(path: Path) -> set[Triple]:
    found = set()
    for quad in ox.parse(path=path, format=ox.RdfFormat.TURTLE):
        value = quad.object
        assert isinstance(quad.subject, ox.NamedNode)
        assert isinstance(value, ox.NamedNode | ox.Literal)
        language = (value.language or "") if isinstance(value, ox.Literal) else ""
        found.add(Triple(quad.subject.value, quad.predicate.value, value.value, language.lower()))
    return found


def by_rdflib(path: Path) -> set[Triple]:
    found = set()
    for subject, predicate, value in rdflib.Graph().parse(path, format="turtle"):
        language = (value.language or "") if isinstance(value, rdflib.Literal) else ""
        found.add(Triple(str(subject), str(predicate), str(value), language.lower()))
    return found


class Scheme:
    """The triples of the scheme, asked as SKOS asks."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.triples = set(triples)
        self.concepts = {t.subject for t in self.triples if t.predicate == TYPE and t.object == SKOS + "Concept"}
        self.broader = self.pairs("broader")

    def pairs(self, name: str) -> dict[str, set[str]]:
        """Return what a concept is related to by a SKOS property."""
        found: dict[str, set[str]] = defaultdict(set)
        for triple in self.triples:
            if triple.predicate == SKOS + name:
                found[triple.subject].add(triple.object)
        return found

    def ancestors(self, concept: str) -> set[str]:
        """Return what is broader, and what is broader than that (`skos:broaderTransitive`)."""
        seen: set[str] = set()
        waiting = list(self.broader.get(concept, ()))
        while waiting:
            above = waiting.pop()
            if above not in seen:
                seen.add(above)
                waiting.extend(self.broader.get(above, ()))
        return seen

    def labels(self, *predicates: str) -> set[tuple[str, str, str]]:
        """Return the labels of concepts: concept, text, language."""
        return {
            (t.subject, t.object, t.language)
            for t in self.triples
            if t.predicate in predicates and t.subject in self.concepts
        }


@pytest.fixture(scope="module", params=[by_pyoxigraph, by_rdflib], ids=["pyoxigraph", "rdflib"])
def scheme(request: pytest.FixtureRequest) -> Scheme:
    """The scheme as each of the two parsers reads it."""
    parse: Callable[[Path], set[Triple]] = request.param
    return Scheme(parse(TOPICS))


@pytest.fixture(scope="module")
def mappings() -> set[Triple]:
    """The mappings."""
    return by_pyoxigraph(MAPPINGS)


def rows(name: str) -> list[list[str]]:
    """The rows of a table, the names of the columns among them."""
    return [line.split("\t") for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("path", [TOPICS, MAPPINGS], ids=lambda path: path.name)
def test_both_parsers_read_the_same_triples(path: Path) -> None:
    assert by_pyoxigraph(path) == by_rdflib(path)


def test_the_file_is_in_its_one_order(checkout: Path) -> None:
    script = checkout / "scripts" / "topics.py"

    assert subprocess.run([sys.executable, str(script), "check"], check=False).returncode == 0


def test_the_mappings_are_in_order() -> None:
    lines = [line for line in MAPPINGS.read_text(encoding="utf-8").splitlines() if line.startswith("pgt:")]

    assert lines == sorted(set(lines))
    assert len(lines) == len(by_pyoxigraph(MAPPINGS))


def test_every_concept_is_of_the_scheme(scheme: Scheme) -> None:
    assert scheme.pairs("inScheme") == {concept: {PGT} for concept in scheme.concepts}
    assert all(re.fullmatch(re.escape(PGT) + r"[a-z0-9]+(-[a-z0-9]+)*", concept) for concept in scheme.concepts)


def test_nothing_is_said_of_what_is_no_concept(scheme: Scheme) -> None:
    for relation in ("broader", "related"):
        for concept, others in scheme.pairs(relation).items():
            assert {concept, *others} <= scheme.concepts
    assert {t.subject for t in scheme.triples if t.subject.startswith(PGT)} == scheme.concepts | {PGT}


def test_a_concept_is_at_the_top_or_below_another_and_never_both(scheme: Scheme) -> None:
    top = {concept for concept, schemes in scheme.pairs("topConceptOf").items() if schemes == {PGT}}

    assert scheme.pairs("hasTopConcept") == {PGT: top}
    assert set(scheme.broader) == scheme.concepts - top


def test_every_concept_reaches_the_top_and_none_is_above_itself(scheme: Scheme) -> None:
    top = set(scheme.pairs("topConceptOf"))

    for concept in scheme.concepts:
        ancestors = scheme.ancestors(concept)
        assert concept not in ancestors
        assert concept in top or ancestors & top


def test_no_broader_concept_follows_from_another(scheme: Scheme) -> None:
    for concept, parents in scheme.broader.items():
        implied = {above for parent in parents for above in scheme.ancestors(parent)}
        assert not parents & implied, concept


def test_related_concepts_are_not_above_or_below_one_another(scheme: Scheme) -> None:
    """SKOS S27: `skos:related` is disjoint with `skos:broaderTransitive`."""
    for concept, others in scheme.pairs("related").items():
        for other in others:
            assert other != concept
            assert other not in scheme.ancestors(concept)
            assert concept not in scheme.ancestors(other)


def test_a_concept_has_one_preferred_label_a_language(scheme: Scheme) -> None:
    """SKOS S14."""
    counted = Counter((concept, language) for concept, _, language in scheme.labels(SKOS + "prefLabel"))

    assert set(counted.values()) == {1}


def test_preferred_alternative_and_hidden_labels_are_disjoint(scheme: Scheme) -> None:
    """SKOS S13, with what follows from the acronyms and weak labels being kinds of labels."""
    preferred = scheme.labels(LABELS[0])
    alternative = scheme.labels(*LABELS[1:3])
    hidden = scheme.labels(*LABELS[3:])

    assert not preferred & alternative
    assert not preferred & hidden
    assert not alternative & hidden


def test_every_concept_has_an_english_and_a_chinese_name(scheme: Scheme) -> None:
    named = {(concept, language) for concept, _, language in scheme.labels(SKOS + "prefLabel")}

    for language in ("en", "zh-hans"):
        assert {concept for concept in scheme.concepts if (concept, language) not in named} == set()


def test_no_two_concepts_share_a_label(scheme: Scheme) -> None:
    owners: dict[tuple[str, str], set[str]] = defaultdict(set)
    for concept, text, language in scheme.labels(*LABELS):
        owners[text.lower(), language].add(concept)

    shared = {label: concepts for label, concepts in owners.items() if len(concepts) > 1}

    assert set(shared) == KNOWN_TWICE


def test_no_label_is_a_preferred_one_elsewhere_in_either_script(scheme: Scheme) -> None:
    """Traditional characters fold to simplified ones before they are matched."""
    table = {ord(row[0]): row[1] for row in rows("t2s-chars.tsv")}
    owners: dict[str, set[str]] = defaultdict(set)
    for concept, text, language in scheme.labels(*LABELS[:3]):
        if language.startswith("zh"):
            owners[text.translate(table).lower()].add(concept)

    assert {text: concepts for text, concepts in owners.items() if len(concepts) > 1} == {}


def test_there_are_enough_of_them(scheme: Scheme) -> None:
    languages = Counter(language for _, _, language in scheme.labels(SKOS + "prefLabel"))

    assert len(scheme.concepts) >= 420
    assert min(languages["zh-hant"], languages["ko"]) >= 150
    assert languages["ja"] >= 300
    assert set(languages) == {"en", "zh-hans", "zh-hant", "ja", "ko"}


def test_labels_are_clean_text(scheme: Scheme) -> None:
    for _, text, language in scheme.labels(*LABELS):
        assert language
        assert text == " ".join(text.split())
        assert len(text) > 1


def test_scripts_are_those_of_the_language(scheme: Scheme) -> None:
    """A traditional label holds none of the frequent simplified characters; a Korean one holds Hangul."""
    for _, text, language in scheme.labels(SKOS + "prefLabel", SKOS + "altLabel"):
        if language == "zh-hant":
            assert not SIMPLIFIED & set(text), text
        if language == "ko":
            assert re.search(r"[\uac00-\ud7a3]", text), text


def test_a_stop_phrase_is_no_label(scheme: Scheme) -> None:
    labels = {text.lower() for _, text, _ in scheme.labels(*LABELS)}
    stops = {t.object.lower() for t in scheme.triples if t.predicate == PG + "stopPhrase"}

    assert not labels & stops
    assert {t.subject for t in scheme.triples if t.predicate == PG + "stopPhrase"} == {PGT}


def test_patterns_are_names_of_some_length(scheme: Scheme) -> None:
    for triple in scheme.triples:
        if triple.predicate == PG + "namePattern":
            assert not triple.language
            assert len(re.sub(r"\(\?i\)|\*", "", triple.object)) >= 2, triple


def test_an_acronym_has_a_capital_or_a_sign(scheme: Scheme) -> None:
    for _, text, _ in scheme.labels(PG + "acronym"):
        assert re.search(r"[A-Z0-9+.-]", text) or text in {"pandas", "matplotlib", "seaborn", "pytorch"}, text


def test_mappings_are_of_concepts_to_the_four_vocabularies(scheme: Scheme, mappings: set[Triple]) -> None:
    homes = ("https://cso.kmi.open.ac.uk/topics/", "https://github.com/topics/", "https://huggingface.co/tasks/", ARXIV)
    kinds = {SKOS + kind for kind in ("exactMatch", "closeMatch", "relatedMatch", "narrowMatch")}

    for triple in mappings:
        assert triple.subject in scheme.concepts
        assert triple.predicate in kinds
        assert triple.object.startswith(homes)
    assert {home for home in homes if any(t.object.startswith(home) for t in mappings)} == set(homes)


def test_an_arxiv_category_is_never_an_exact_match(mappings: set[Triple]) -> None:
    categories = [t for t in mappings if t.object.startswith(ARXIV)]

    assert {t.predicate for t in categories} == {SKOS + "closeMatch", SKOS + "relatedMatch"}


def test_mapped_categories_and_tasks_exist(mappings: set[Triple]) -> None:
    codes = {row[0] for row in rows("arxiv-categories.tsv")[1:]}
    tags = {row[0] for row in rows("hf-pipeline-tags.tsv")[1:]}

    for triple in mappings:
        if triple.object.startswith(ARXIV):
            assert triple.object.removeprefix(ARXIV).removesuffix("/recent") in codes
        if triple.object.startswith("https://huggingface.co/tasks/"):
            assert triple.object.rpartition("/")[2] in tags


def test_a_pair_is_mapped_in_one_way_and_exactly_once(mappings: set[Triple]) -> None:
    """SKOS S46, and that exact matches are transitive: two concepts must not become one."""
    assert set(Counter((t.subject, t.object) for t in mappings).values()) == {1}
    exact = [t for t in mappings if t.predicate == SKOS + "exactMatch"]
    assert set(Counter(t.object for t in exact).values()) == {1}
    assert set(Counter((t.subject, t.object.split("/")[2]) for t in exact).values()) == {1}


@pytest.mark.parametrize("path", sorted(DATA.glob("*.tsv")), ids=lambda path: path.name)
def test_a_table_has_as_many_fields_in_every_row(path: Path) -> None:
    table = rows(path.name)

    assert {len(row) for row in table} == {len(table[0])}
    assert len({tuple(row) for row in table}) == len(table)


def test_an_alias_is_of_one_organisation() -> None:
    header, *found = rows("organizations.tsv")

    assert header == ["name", "alias", "language"]
    assert len(found) >= 130
    assert max(Counter(alias for _, alias, _ in found).values()) == 1
    assert {language for _, _, language in found} == {"en", "zh"}
    for _, alias, language in found:
        assert (language == "zh") == bool(re.search(r"[\u4e00-\u9fff]", alias)), alias


def test_every_file_has_its_notice() -> None:
    notice = (DATA / "NOTICE.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `([^`]+)` \|", notice, re.MULTILINE))

    assert told == {path.name for path in DATA.iterdir() if path.name != "NOTICE.md"}


def test_the_topics_of_the_tuning_set_are_there(scheme: Scheme, shared: Path) -> None:
    gold = (shared / "topics" / "gold.jsonl").read_text(encoding="utf-8")

    assert {PGT + name for name in re.findall(r'"id": "([a-z0-9-]+)", "en"', gold)} <= scheme.concepts


def test_concepts_that_were_published_stay(scheme: Scheme, shared: Path) -> None:
    first = Scheme(by_pyoxigraph(shared / "topics" / "papergraph-topics.ttl"))

    assert first.concepts <= scheme.concepts
