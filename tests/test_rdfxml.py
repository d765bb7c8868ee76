"""RDF/XML: how terms and descriptions are written in it."""

from __future__ import annotations

import pytest

from papergraph.rdfxml import RdfXml, escaped

SYNTAX = RdfXml("urn:papergraph:")


def test_a_description_is_an_element_with_one_a_statement() -> None:
    said = {
        "a": SYNTAX.words("pg:Note"),
        "schema:name": SYNTAX.many([SYNTAX.text("a < b"), SYNTAX.text("名")]),
        "pg:tip": "",
        "pg:line": SYNTAX.integer(3),
    }

    assert SYNTAX.render(SYNTAX.iri("https://example.org/?a&b"), said) == (
        '<rdf:Description rdf:about="https://example.org/?a&amp;b">\n'
        '  <rdf:type rdf:resource="https://w3id.org/papergraph/ns#Note"/>\n'
        "  <schema:name>a &lt; b</schema:name>\n"
        '  <schema:name xml:lang="zh">名</schema:name>\n'
        '  <pg:line rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">3</pg:line>\n'
        "</rdf:Description>\n"
    )
    assert SYNTAX.render(SYNTAX.own("note", "x"), {"pg:tip": ""}) == ""


@pytest.mark.parametrize(
    "text,held",
    [
        ("]]>", "]]&gt;"),
        ("a\tb\nc\rd", "a\tb\nc&#13;d"),
        ("\x00\x01\x08\x0b\x0c\x1f\ufffe\uffff\ud800", "\ufffd" * 9),
        ("\"quoted\" 'text' \x7f\x85\u2028\U0001f600", "\"quoted\" 'text' \x7f\x85\u2028\U0001f600"),
    ],
)
def test_what_xml_cannot_hold_is_escaped_or_replaced(text: str, held: str) -> None:
    assert escaped(text) == held
