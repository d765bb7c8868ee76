"""LaTeX accents of arXiv's metadata."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.sources.latex import decode


@pytest.mark.parametrize(
    "written, meant",
    [
        (r"Andr\'e", "André"),
        (r"Andr\'{e}", "André"),
        (r"Andr{\'e}", "André"),
        (r"Andr{\'{e}}", "André"),
        (r"M\"uller", "Müller"),
        (r"M{\"u}ller", "Müller"),
        (r"Beno\^it", "Benoît"),
        (r"Beno\^{\i}t", "Benoît"),
        (r"Garc\'\i a", "García"),
        (r"Mu\~noz", "Muñoz"),
        (r"S\o ren", "Søren"),
        (r"S{\o}ren", "Søren"),
        (r"S\o{}ren", "Søren"),
        (r"\O ystein", "Øystein"),
        (r"Wei\ss", "Weiß"),
        (r"Wei{\ss}", "Weiß"),
        (r"\v{C}apek", "Čapek"),
        (r"\v Capek", "Čapek"),
        (r"{\v C}apek", "Čapek"),
        (r"Erd\H{o}s", "Erdős"),
        (r"\L{}ukasz", "Łukasz"),
        (r"Piotr Doll\'ar", "Piotr Dollár"),
        (r"Gon\c{c}alves", "Gonçalves"),
        (r"Bar\i{}\c{s}", "Barış"),
        (r"\AA ngstr\"om", "Ångström"),
        (r"W\k{a}s", "Wąs"),
        (r"AT\&T", "AT&T"),
    ],
)
def test_common_accents_become_unicode(written: str, meant: str) -> None:
    assert decode(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        r"\mathbf{x} stays",
        r"\c{x} has no such letter",
        r"\oplus, \ldots and \input are longer commands",
        r"in mathematics $\v{c}$ stays, $\o$ too",
        "\\",
        r"\'",
        r"\v{",
    ],
)
def test_what_is_not_known_stays_as_it_is(text: str) -> None:
    assert decode(text) == text


def test_accents_beside_mathematics_are_decoded_and_mathematics_is_not() -> None:
    assert decode(r"P\'olya's $\'e$ and Erd\H{o}s") == r"Pólya's $\'e$ and Erdős"


def test_an_odd_dollar_sign_does_not_hide_the_rest() -> None:
    assert decode(r"a $5 caf\'e") == "a $5 café"


@given(st.text(alphabet=r"""\{}$'"^~voHcssai e""", max_size=40))
@settings(max_examples=60)
def test_decoding_never_raises_and_never_grows(text: str) -> None:
    assert len(decode(text)) <= len(text)
