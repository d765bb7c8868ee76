"""Queries, and the bytes of their answers."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

from papergraph.serve.answering import GRAPHS, RESULTS, ask, converted
from papergraph.serve.protocol import Asked, Refusal
from papergraph.vocabulary import PREFIXES

TRIPLES = "".join(f'<urn:s{number}> <https://schema.org/name> "name {number}" .\n' for number in range(50))


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    store.load(TRIPLES, ox.RdfFormat.N_TRIPLES)
    return store


@pytest.mark.parametrize("media_type", RESULTS)
def test_rows_come_in_every_form(store: ox.Store, media_type: str) -> None:
    answer = ask(store, Asked("SELECT ?name { <urn:s7> schema:name ?name }"), media_type, PREFIXES, 10_000)

    assert answer.media_type.partition(";")[0] == media_type
    assert b"name 7" in answer.body
    assert ask(store, Asked("ASK {}"), media_type, PREFIXES, 10_000).body.count(b"true") == 1


@pytest.mark.parametrize("media_type", GRAPHS)
def test_triples_come_in_every_form(store: ox.Store, media_type: str) -> None:
    answer = ask(store, Asked("DESCRIBE <urn:s7>"), media_type, PREFIXES, 10_000)

    assert answer.media_type.partition(";")[0] == media_type
    assert b"name 7" in answer.body
    assert b"urn:x" in converted('<urn:x> <urn:y> "z" .', media_type).body


def test_an_answer_may_have_so_many_bytes_and_no_more(store: ox.Store) -> None:
    asked = Asked("SELECT * { ?s ?p ?o }")
    whole = ask(store, asked, RESULTS[0], PREFIXES, 1 << 20).body

    assert len(json.loads(whole)["results"]["bindings"]) == 50
    assert ask(store, asked, RESULTS[0], PREFIXES, len(whole)).body == whole
    with pytest.raises(Refusal) as refused:
        ask(store, asked, RESULTS[0], PREFIXES, len(whole) - 1)
    assert refused.value.status == 413


def test_a_query_that_cannot_be_evaluated_is_the_clients_mistake(store: ox.Store) -> None:
    with pytest.raises(Refusal) as refused:
        ask(store, Asked("ASK { ?s ?p ?o }", ("no iri",)), "", PREFIXES, 1000)

    assert refused.value.status == 400
