"""JSON-LD: how terms and descriptions are written in it."""

from __future__ import annotations

import json

import pytest

from papergraph.jsonld import JsonLd

SYNTAX = JsonLd("urn:papergraph:")


def test_a_description_is_an_object_without_what_is_unknown() -> None:
    said = {"a": SYNTAX.words("pg:Note"), "schema:name": SYNTAX.text("名"), "pg:tip": SYNTAX.many([]), "pg:line": "3"}

    assert json.loads(SYNTAX.render(SYNTAX.own("note", "x"), said)) == {
        "id": "my:note/x",
        "type": ["Note"],
        "name": {"@language": "zh", "@value": "名"},
        "line": 3,
    }
    assert SYNTAX.render('"a:s"', {"pg:tip": ""}) == ""


@pytest.mark.parametrize(
    "iri,term",
    [
        ("https://arxiv.org/abs/2007.03260", '"arxiv:2007.03260"'),
        ("https://arxiv.org/abs/hep-th/9901001", '"https://arxiv.org/abs/hep-th/9901001"'),
        ("https://schema.org/", '"https://schema.org/"'),
        ("urn:papergraph:person/丁_霄汉", '"my:person/丁_霄汉"'),
        ("https://example.org/x", '"https://example.org/x"'),
    ],
)
def test_addresses_are_short_where_there_is_a_prefix(iri: str, term: str) -> None:
    assert SYNTAX.iri(iri) == term


def test_values_are_those_of_json() -> None:
    assert (SYNTAX.integer(0), SYNTAX.boolean(value=False), SYNTAX.decimal(0.5)) == ("0", "false", '"0.5"')
    assert json.loads(SYNTAX.integer(1 << 60)) == {"@type": "xsd:integer", "@value": str(1 << 60)}
    assert SYNTAX.date("2021-09-30") == '"2021-09-30"'
    assert json.loads(SYNTAX.date("2021")) == {"@type": "xsd:gYear", "@value": "2021"}
    assert json.loads(SYNTAX.url("./image.png")) == {"@value": "./image.png"}
    assert (SYNTAX.url(None), SYNTAX.text(None), SYNTAX.string(""), SYNTAX.many([""])) == ("", "", "", "")


def test_a_text_that_ends_as_if_it_had_a_language_has_none() -> None:
    assert SYNTAX.text('x"@zh') == '"x\\"@zh"'
