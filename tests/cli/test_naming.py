"""What people type for a source or a reference: every usual spelling, and one sentence for what is none."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.cli.naming import PREFIXES, SOURCES, is_key, named
from papergraph.errors import ConfigError
from papergraph.model import Reference

PAPER = Reference("arxiv", "2005.12872")
OLD = Reference("arxiv", "hep-th/9901001")
CODE = Reference("github", "owner/name.js")
SPELLINGS = {
    PAPER: """\
        arxiv:2005.12872
        arXiv:2005.12872v2
        ARXIV: 2005.12872
        2005.12872
        2005.12872v12
        arxiv.org/abs/2005.12872
        https://arxiv.org/pdf/2005.12872v2.pdf
        http://export.arxiv.org/abs/2005.12872
        10.48550/arXiv.2005.12872
        doi:10.48550/arXiv.2005.12872
        https://doi.org/10.48550/arXiv.2005.12872
        https://huggingface.co/papers/2005.12872""",
    OLD: """\
        arxiv:hep-th/9901001
        hep-th/9901001
        hep-th/9901001v3
        https://arxiv.org/abs/hep-th/9901001""",
    CODE: """\
        github:owner/name.js
        GitHub:Owner/Name.js
        Owner/Name.js
        Owner/Name.js/
        Owner/Name.js.git
        github.com/Owner/Name.js
        www.github.com/Owner/Name.js/tree/main#readme
        https://github.com/Owner/Name.js/issues/7
        git@github.com:Owner/Name.js.git
        ssh://git@github.com/Owner/Name.js
        git+https://github.com/Owner/Name.js.git
        git://github.com/Owner/Name.js""",
    Reference("title", "attentionisallyouneed"): """\
        title:attentionisallyouneed
        Title: Attention is All You Need!""",
    Reference("title", "图谱2是什么"): "title:图谱2是什么",
}
WRITTEN = [(text.strip(), reference) for reference, texts in SPELLINGS.items() for text in texts.splitlines()]
NOTHING = """
    notes notes/ ./notes ../a/b /tmp/x : :: arxiv: github: title: title:!? arxiv:2005.1287 9999.99999 2005.128720
    github:owner/na+me github:topics/graph topics/graph owner/name/issues github.com/owner github:owner
    doi:10.1000/182 https:// http://[
    https://example.org/a/b example.org/a/b entry:notes/x.md#1 url:https://arxiv.org/abs/2005.12872 arxiv:owner/name
    github:2005.12872 \x1b[2J \ud800
"""
NEAR = [
    ("gihub", "github"),
    ("arXive", "arxiv"),
    ("arxiv_title", "arxiv-title"),
    ("al", "all"),
    ("gihub:Owner/Name", "github:owner/name"),
    ("arxv:2005.12872v1", "arxiv:2005.12872"),
    ("titel:Attention is all you need", "title:attentionisallyouneed"),
]


@pytest.mark.parametrize("text, reference", WRITTEN)
def test_a_reference_is_known_in_every_usual_spelling(text: str, reference: Reference) -> None:
    assert named(text) == named(f" {text}\n") == reference


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_is_known_in_any_case(source: str) -> None:
    assert named(source) == named(f" {source.upper()} ") == source


def test_other_words_may_be_meant_too() -> None:
    assert named("ALL", ["all"]) == "all"
    with pytest.raises(ConfigError):
        named("all")


@pytest.mark.parametrize("text", ["", " ", "owner /name", "github:owner/na me", *NOTHING.split()])
def test_what_is_nothing_of_the_kind_is_one_sentence(text: str) -> None:
    with pytest.raises(ConfigError) as raised:
        named(text, ["all"])
    sentence = str(raised.value)

    assert sentence.startswith(
        f"{text.strip()!r} is neither a source (all, arxiv, github, arxiv-title) nor a paper on arXiv"
    )
    assert sentence.endswith("such as arxiv:1706.03762 or github:owner/name.")


@pytest.mark.parametrize("text, meant", NEAR)
def test_what_is_nearly_right_is_suggested(text: str, meant: str) -> None:
    with pytest.raises(ConfigError) as raised:
        named(text, ["all"])

    assert str(raised.value) == f"{text!r} is neither a source nor a reference; did you mean {meant}?"


@pytest.mark.parametrize("reference", SPELLINGS)
def test_a_key_belongs_to_one_source(reference: Reference) -> None:
    assert [source for source in (*SOURCES, "") if is_key(source, reference)] == [
        source for source, prefix in PREFIXES.items() if prefix == reference.prefix
    ]


@pytest.mark.parametrize(
    "key", ["arxiv:2005.12872v2", "github:Owner/Name", "github:owner/name/", "title:A b", "title:"]
)
def test_what_the_store_spells_otherwise_is_no_key(key: str) -> None:
    assert not any(is_key(source, Reference(*key.split(":"))) for source in SOURCES)


@settings(max_examples=200, deadline=None)
@given(
    st.tuples(
        st.sampled_from(["", "arxiv:", "github:", "title:", "https://github.com/", "git@github.com:", "https://"]),
        st.text(max_size=12) | st.text("owner/.:-_v19", max_size=12),
    ).map("".join)
)
def test_whatever_is_meant_is_a_key_of_a_source(text: str) -> None:
    meant: str | Reference = "arxiv"
    with suppress(ConfigError):
        meant = named(text)

    assert meant in SOURCES if isinstance(meant, str) else any(is_key(source, meant) for source in SOURCES)
