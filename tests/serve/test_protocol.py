"""Requests as the protocol has them, without a server."""

from __future__ import annotations

from urllib.parse import quote, quote_plus, unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.serve.protocol import FORM, MOST_BYTES, QUERY, Asked, Refusal, read
from papergraph.sparql import LONGEST

ASK = "ASK {}"


def test_a_request_without_a_query_asks_for_the_service() -> None:
    assert read("GET", b"") is None
    assert read("HEAD", b"") is None


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_every_text_arrives_however_it_is_encoded(text: str) -> None:
    sparql = f"ASK {{}} # {text.upper().replace('S', '')}"  # no word that is refused
    for encoded in (quote(sparql), quote_plus(sparql), quote(sparql, safe="")):
        assert read("GET", f"query={encoded}".encode()) == Asked(sparql)
        assert read("GET", f"query={encoded}&x=".encode()) == Asked(sparql)
        assert read("POST", b"", FORM, f"query={encoded}".encode()) == Asked(sparql)
    assert read("POST", b"", QUERY, sparql.encode()) == Asked(sparql)


@given(st.lists(st.sampled_from([*"%0123456789abcdefABCDEF=+/?~", "%%", "%41", "%E5%89%AA"]), max_size=12))
def test_what_is_no_code_stays_as_it_is(pieces: list[str]) -> None:
    encoded = "".join(pieces).encode()
    plain = unquote_to_bytes(encoded.replace(b"+", b" "))
    try:
        text = plain.decode()
    except UnicodeDecodeError:
        with pytest.raises(Refusal, match="UTF-8"):
            read("GET", b"query=" + encoded)
    else:
        assert read("GET", b"query=" + encoded) == Asked(text)


def test_graphs_are_kept_in_their_order() -> None:
    asked = read("GET", b"query=ASK%7B%7D&default-graph-uri=urn:b&named-graph-uri=urn:n&default-graph-uri=urn:a")

    assert asked == Asked("ASK{}", ("urn:b", "urn:a"), ("urn:n",))
    assert read("POST", b"default-graph-uri=urn:a", QUERY, b"ASK{}") == Asked("ASK{}", ("urn:a",))


@pytest.mark.parametrize(
    "method, query_string, content_type, body, status",
    [
        ("PATCH", b"", "", b"", 405),
        ("GET", b"x=1", "", b"", 400),
        ("GET", b"query=ASK&query=ASK", "", b"", 400),
        ("GET", b"query=" + b"x" * (LONGEST + 1), "", b"", 413),
        ("GET", b"&".join([b"x=1"] * 200), "", b"", 400),
        ("GET", b"query=\xff", "", b"", 400),
        ("GET", b"query=%ff", "", b"", 400),
        ("GET", b"update=CLEAR%20ALL", "", b"", 403),
        ("GET", b"query=CLEAR%20ALL", "", b"", 403),
        ("POST", b"query=ASK", QUERY, b"ASK {}", 400),
        ("POST", b"", "text/plain", b"ASK {}", 415),
        ("POST", b"", "", b"ASK {}", 415),
        ("POST", b"", f"{QUERY}; charset=utf-16", b"ASK {}", 415),
        ("POST", b"", QUERY, b"\xff", 400),
        ("POST", b"", FORM, b"x" * (MOST_BYTES + 1), 413),
    ],
)
def test_what_cannot_be_answered_is_refused(
    method: str, query_string: bytes, content_type: str, body: bytes, status: int
) -> None:
    with pytest.raises(Refusal) as refused:
        read(method, query_string, content_type, body)

    assert refused.value.status == status
    assert refused.value.reason.endswith(".")
