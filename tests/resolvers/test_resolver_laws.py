"""What holds for any text, and for any identifier, whichever resolver answers."""

from __future__ import annotations

import string

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from papergraph.model import Reference
from papergraph.resolvers import (
    RESOLVERS,
    canonical_url,
    clean,
    display_name,
    kind,
    paper_host,
    references_in_text,
    resolve,
    version,
)
from papergraph.resolvers.arxiv import ARCHIVES

LETTERS = string.ascii_lowercase + string.digits
_ANY_TEXT = st.text(max_size=80) | st.text(alphabet=st.characters(), max_size=40).map("https://".__add__)
_MONTH = st.integers(1, 12).map("{:02}".format)
_NEW = st.one_of(
    st.tuples(st.integers(15, 99).map("{:02}".format), _MONTH, st.just("."), st.integers(0, 99999).map("{:05}".format)),
    st.tuples(st.integers(8, 14).map("{:02}".format), _MONTH, st.just("."), st.integers(0, 9999).map("{:04}".format)),
).map("".join)
_OLD = st.tuples(
    st.sampled_from(sorted(ARCHIVES)),
    st.just("/"),
    st.sampled_from(["91", "99", "00", "06"]),
    _MONTH,
    st.integers(0, 999).map("{:03}".format),
).map("".join)
_OWNER = st.from_regex(r"[a-z0-9]{3}[a-z0-9-]{0,8}", fullmatch=True).map("o".__add__)
_NAME = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,12}[a-z0-9]", fullmatch=True).filter(lambda name: ".git" not in name)
_DOI = st.tuples(st.integers(1000, 99999).map("10.{}/".format), st.text(LETTERS + "-._;()/:<>%#?é ", min_size=1)).map(
    "".join
)


def _agrees(reference: Reference) -> None:
    url = canonical_url(reference)
    assert url is not None
    assert url.isascii()
    assert resolve(url) == reference


@given(_ANY_TEXT)
@settings(max_examples=200, deadline=None)
def test_no_text_makes_a_resolver_raise(text: str) -> None:
    reference, cleaned = resolve(text), clean(text)
    assert (reference is None) == (cleaned is None)
    assert cleaned is None or clean(cleaned) == cleaned
    assert isinstance(paper_host(text), bool)
    assert version(text) is None or version(text) in range(1, 10000)
    assert display_name(text) is None or reference is not None
    assert all(text[start:end] for _, start, end in references_in_text(text))


@pytest.mark.parametrize(
    "glue", [")", ")](", "/", "../", "%", "&amp;", "utm_a=1&", "代a", "\u200b", "https://", "arXiv:10."]
)
@pytest.mark.parametrize(
    "start", ["https://github.com/a/b", "https://example.org/w?q=", "https://doi.org/10.1000/", ""]
)
def test_a_megabyte_is_no_link_or_one_that_was_glued_to_it(start: str, glue: str) -> None:
    text = start + glue * (2**20 // len(glue))
    assert clean(text) is None
    assert resolve(text) is None
    assert not list(references_in_text(text))


@given(_NEW | _OLD, st.integers(1, 99), st.sampled_from(["https://arxiv.org/abs/", "http://cn.arxiv.org/pdf/"]))
@settings(max_examples=100)
def test_every_arxiv_identifier_is_known_without_its_version(identifier: str, number: int, start: str) -> None:
    _agrees(Reference("arxiv", identifier))
    assert resolve(f"{start}{identifier}v{number}.pdf") == Reference("arxiv", identifier)
    assert version(f"{start}{identifier}v{number}.pdf") == number
    assert version(f"{start}{identifier}") is None


@given(
    st.sampled_from(["github", "gitlab", "bitbucket", "gitee", "hf"]),
    _OWNER,
    _NAME,
    st.sampled_from(["", "/", ".git", "/tree/main", "#readme", "?tab=readme", "）代码", "，", "**"]),
)
@settings(max_examples=150)
def test_every_repository_is_known_in_any_case_and_from_any_depth(
    prefix: str, owner: str, name: str, rest: str
) -> None:
    reference = Reference(prefix, f"{owner}/{name}")
    _agrees(reference)
    url = f"{canonical_url(reference)}"
    site, written = url[: -len(reference.identifier)], reference.identifier.upper()
    assert resolve(f"{site}{written}{rest}") == reference
    assert display_name(f"{site}{written}{rest}") == written
    assert kind(reference) == "repository"


@given(_DOI)
@settings(max_examples=150)
def test_every_doi_that_a_link_gives_is_given_by_its_own_link_again(written: str) -> None:
    reference = resolve(f"https://doi.org/{written}")
    assert reference is not None
    _agrees(reference)


@given(st.sampled_from([prefix.name for resolver in RESOLVERS for prefix in resolver.prefixes]), st.text())
@settings(max_examples=150)
def test_the_canonical_url_of_whatever_a_catalogue_says_is_a_web_link_or_none(prefix: str, identifier: str) -> None:
    url = canonical_url(Reference(prefix, identifier))
    assert url is None or url.startswith(("https://", "http://"))


@given(
    st.sampled_from(["github.com", "arxiv.org", "doi.org", "gitlab.com", "huggingface.co", "openreview.net"]),
    st.sampled_from(
        ["{}.evil.org", "not{}", "{}x", "evil.org/{}", "{}@evil.org", "evil.org?{}", "evil.org#{}", "my-{}"]
    ),
    st.sampled_from(["/abs/1706.03762", "/owner/name", "/10.1109/cvpr.2016.90", "/forum?id=YicbFdNTTy"]),
)
@settings(max_examples=100)
def test_hosts_that_only_look_like_another_are_themselves(host: str, disguise: str, path: str) -> None:
    reference = resolve(f"https://{disguise.format(host)}{path}")
    assert reference is not None
    assert reference.prefix == "url"
    assert not reference.identifier.startswith(f"https://{host}/")


@given(st.text(LETTERS + "-_~%/.()é代 ", max_size=30), st.text(LETTERS + "=&%+é代 ", max_size=20))
@settings(max_examples=200)
def test_http_and_https_of_a_page_are_one_page(path: str, query: str) -> None:
    rest = f"example.org/{path}?{query}"
    reference = resolve(f"http://{rest}")
    assume(reference is not None and reference.prefix == "url")
    assert reference == resolve(f"https://{rest}") == resolve(f"HTTPS://EXAMPLE.org{rest[11:]}#part")


@pytest.mark.parametrize("prefix", ["title", "note", "entry", "person", "venue", "topic", "nonsense"])
def test_what_the_web_has_no_page_of_has_no_canonical_url(prefix: str) -> None:
    assert canonical_url(Reference(prefix, "anything")) is None


def test_kinds_follow_the_prefix() -> None:
    papers = {
        *("arxiv", "doi", "openreview", "acl", "cvf", "pmlr", "neurips"),
        *("ieee", "s2", "pubmed", "pmc", "pwc", "title"),
    }
    repositories = {"github", "gitlab", "bitbucket", "gitee", "hf"}
    assert {kind(Reference(prefix, "x/y")) for prefix in papers} == {"paper"}
    assert {kind(Reference(prefix, "x/y")) for prefix in repositories} == {"repository"}
    assert {kind(Reference(prefix, "x/y")) for prefix in ("url", "note", "person")} == {"web"}
    assert kind(Reference("doi", "10.5281/zenodo.1234")) == "web"
    known = {prefix.name for resolver in RESOLVERS for prefix in resolver.prefixes}
    assert known == {*papers, *repositories, "url"} - {"title"}
