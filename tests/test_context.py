"""The words of JSON-LD: each means one thing, and every property that an export has is among them."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pyoxigraph as ox

from papergraph.context import COERCIONS, KEYS, NAMES, WORDS, context
from papergraph.model import Predicate
from papergraph.vocabulary import EDGE_TERMS, FIELD_TERMS, PREFIXES, STATUS_TERMS, WORLD_PREFIXES, expand
from rdf_graphs import small_graph, written

BASE = "urn:papergraph:"


def test_every_word_means_one_thing() -> None:
    own, words = context(BASE)
    told = [*own, *PREFIXES, *WORLD_PREFIXES, "id", *KEYS.values(), *NAMES.values()]

    assert [word for word, number in Counter(told).items() if number > 1] == []
    assert sorted(told) == sorted([*own, *words])


def test_two_words_never_mean_the_same() -> None:
    meanings = [json.dumps(meaning) for meaning in context(BASE)[1].values()]

    assert len(set(meanings)) == len(meanings)


def test_every_property_of_an_export_has_a_key() -> None:
    properties = {quad.predicate.value for quad in ox.parse(written(small_graph(), "nt"), ox.RdfFormat.N_TRIPLES)}

    assert properties <= {expand(curie) for curie in KEYS}
    assert {expand(curie) for curie in (*EDGE_TERMS.values(), *FIELD_TERMS.values())} <= {expand(one) for one in KEYS}
    assert set(WORDS) >= {*STATUS_TERMS.values(), *FIELD_TERMS.values(), EDGE_TERMS[Predicate.DISCUSSES]}


def test_the_values_of_a_key_are_what_its_property_has() -> None:
    for quad in ox.parse(written(small_graph(), "nt"), ox.RdfFormat.N_TRIPLES):
        curie = next(curie for curie in KEYS if expand(curie) == quad.predicate.value)
        coercion = COERCIONS.get(curie, "@vocab")
        if not coercion.startswith("@"):
            assert isinstance(quad.object, ox.Literal), curie
        if coercion == "@vocab":
            assert isinstance(quad.object, ox.NamedNode), curie


def test_it_reads_like_json() -> None:
    document: dict[str, Any] = json.loads(written(small_graph(), "jsonld"))
    said: dict[str, dict[str, Any]] = {one["id"]: one for one in document["@graph"]}

    paper = said["arxiv:2007.03260"]
    assert paper["type"] == ["ScholarlyArticle", "ResearchPaper"]
    assert (paper["name"], paper["datePublished"], paper["year"]) == (
        "ResRep: Lossless CNN Pruning",
        "2020-07-07",
        2020,
    )
    assert paper["author"] == ["my:person/tianxiang_hao", "my:person/xiaohan_ding"]
    assert paper["dateModified"] == {"@type": "xsd:gYearMonth", "@value": "2021-08"}
    repository = said["https://github.com/dingxiaoh/resrep"]
    assert (repository["stars"], repository["archived"], repository["license"]) == (0, False, "spdx:MIT")
    assert repository["description"] == {"@language": "ko", "@value": "프루닝"}
    entry = said["my:entry/2021/读书%20notes.md/1"]
    assert (entry["rating"], entry["note"]) == (4, "my:note/2021/读书%20notes.md")
    assert {"predicate": "discusses", "type": "Link"}.items() <= said[
        next(i for i in said if "-discusses-" in i)
    ].items()
