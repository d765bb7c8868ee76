"""IRIs: the world's own where there is one, always valid, and never one for two references."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from papergraph.iris import iri, segment, web_iri
from papergraph.model import Reference
from rdf_graphs import HOSTILE

BASE = "urn:papergraph:"
PREFIXES = ("arxiv", "doi", "openreview", "acl", "github", "hf", "url", "title", "note", "person", "venue", "topic")


@pytest.mark.parametrize(
    "reference,expected",
    [
        (Reference("arxiv", "2007.03260"), "https://arxiv.org/abs/2007.03260"),
        (Reference("arxiv", "hep-th/9901001"), "https://arxiv.org/abs/hep-th/9901001"),
        (Reference("doi", "10.1109/cvpr.2016.90"), "https://doi.org/10.1109/cvpr.2016.90"),
        (Reference("github", "dingxiaoh/resrep"), "https://github.com/dingxiaoh/resrep"),
        (Reference("url", "https://example.org/a?b=c#d"), "https://example.org/a?b=c#d"),
        (Reference("category", "cs.CV"), "https://arxiv.org/list/cs.CV/recent"),
        (Reference("note", "2021/09 30_a.md"), "urn:papergraph:note/2021/09%2030_a.md"),
        (Reference("entry", "a#b.md#3"), "urn:papergraph:entry/a%23b.md/3"),
        (Reference("person", "丁 霄汉"), "urn:papergraph:person/丁_霄汉"),
        (Reference("person", "a_b c"), "urn:papergraph:person/a%5Fb_c"),
        (Reference("title", "resnet"), "urn:papergraph:title/resnet"),
        (Reference("topic", "c/c++"), "urn:papergraph:topic/c%2Fc%2B%2B"),
        (Reference("topic", ".."), "urn:papergraph:topic/-34f0828231260469"),
        (Reference("note", "a/../b.md"), "urn:papergraph:note/a%20b%20md-918c6547d01b3725"),
        (Reference("title", "a" * 300), f"urn:papergraph:title/{'a' * 40}-8b397aa4c75429a2"),
    ],
)
def test_a_reference_has_the_iri_of_the_world_or_one_under_the_base(reference: Reference, expected: str) -> None:
    assert iri(reference, BASE) == expected


@pytest.mark.parametrize(
    "url,expected",
    [
        ("https://example.org/plain/a.html?x=1&y=%20#part", "https://example.org/plain/a.html?x=1&y=%20#part"),
        ("https://example.org/深い?q=词", "https://example.org/深い?q=词"),
        ("https://例え.jp:8080/", "https://例え.jp:8080/"),
        ("https://example.org/a b[c]", "https://example.org/a%20b%5Bc%5D"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/a#b#c", "https://example.org/a#b%23c"),
        ("https://example.org/\u202egpj", "https://example.org/%E2%80%AEgpj"),
        ("https://example.org/\ud800", "https://example.org/%EF%BF%BD"),
        ("http://[2001:db8::1]/x", "http://[2001:db8::1]/x"),
        ("https://me@example.org/", "https://me@example.org/"),
    ],
)
def test_what_an_iri_may_not_hold_is_percent_encoded(url: str, expected: str) -> None:
    assert web_iri(url) == expected
    ox.NamedNode(expected)


@pytest.mark.parametrize(
    "url",
    [
        "https:///nowhere",
        "http://[nonsense]/",
        "http://host:port/",
        "ftp://host/",
        "a b",
        "http://",
        "",
        "http://a@b@c/",
    ],
)
def test_what_names_no_host_is_no_web_iri(url: str) -> None:
    assert web_iri(url) is None


def test_a_page_whose_address_is_no_iri_lives_under_the_base() -> None:
    assert (
        iri(Reference("url", "http://host:port/a b"), BASE) == "urn:papergraph:url/http_host_port_a_b-a1bf709208054279"
    )


@given(st.builds(Reference, st.sampled_from(PREFIXES), HOSTILE), st.sampled_from((BASE, "https://me.example/x#")))
def test_every_iri_is_valid_for_both_libraries(reference: Reference, base: str) -> None:
    named = iri(reference, base)

    ox.NamedNode(named)
    assert rdflib.URIRef(named).n3() == f"<{named}>"


@given(HOSTILE.filter(str.isprintable), HOSTILE.filter(str.isprintable))
def test_different_names_have_different_iris(one: str, other: str) -> None:
    assert (segment(one) == segment(other)) == (one == other)
