"""Text search: parts of words, every script, the order of what is found, and texts that would steer SQLite."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.errors import InputError, QueryError
from papergraph.search import Document, find, write


def document(
    name: str, kind: str = "paper", names: str = "", told: str = "", noted: str = "", degree: int = 0
) -> Document:
    """A document whose reference is its name."""
    return Document(kind, f"title:{name}", f"urn:x:{len(name)}", name, names, told, noted, (("a.md", 3),), degree)


RESREP = document("ResRep: Lossless CNN Pruning", names="Xiaohan Ding\ncs.CV", told="We propose a method.", degree=3)
ARTICLE = document("剪枝SOTA！用结构重参数化实现CNN无损压缩", "article", noted="大模型剪枝与量化的综述 Δ")
ATTENTION = document("Attention Is All You Need", told="The dominant models use attention.", names="Ashish Vaswani")
TOPIC = document("Attention", "topic", degree=9)
LINEAR = document("Linear attention for long texts", noted='Read twice: 100%_sure "quoted" OR NOT near*')
EVERY = (RESREP, ARTICLE, ATTENTION, TOPIC, LINEAR)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documents in a file."""
    path = tmp_path_factory.mktemp("search") / "a b?#.sqlite"
    write(EVERY, path)
    return path


@pytest.mark.parametrize(
    "text, names",
    [
        ("lossless pruning", [RESREP.name]),
        ("ossles", [RESREP.name]),
        ("RESREP:", [RESREP.name]),
        ("xiaohan", [RESREP.name]),
        ("剪枝", [ARTICLE.name]),
        ("枝", [ARTICLE.name]),
        ("无损压缩", [ARTICLE.name]),
        ("剪枝 量化", [ARTICLE.name]),
        ("cnn 剪枝", [ARTICLE.name]),
        ("attention", [TOPIC.name, ATTENTION.name, LINEAR.name]),
        ("attention is all you need", [ATTENTION.name]),
        ("  attention\n is ", [ATTENTION.name]),
        ("100%_", [LINEAR.name]),
        ("%_", [LINEAR.name]),
        ('"quoted" OR NOT near*', [LINEAR.name]),
        ("Δ", [ARTICLE.name]),
    ],
)
def test_what_holds_the_words_is_found_the_best_name_first(index: Path, text: str, names: list[str]) -> None:
    found = find(index, text)

    assert [hit.name for hit in found] == names
    assert all(hit.complete for hit in found)


@pytest.mark.parametrize("text", ["lossless quantum attention", "大模型剪枝的新方法", "Attention Is All You Ned"])
def test_where_nothing_holds_all_words_what_holds_some_is_found(index: Path, text: str) -> None:
    found = find(index, text)

    assert found
    assert not any(hit.complete for hit in found)


def test_what_is_nowhere_is_not_found(index: Path) -> None:
    assert find(index, "zzzzzz") == []
    assert find(index, "zz") == []


def test_kinds_and_number_are_limited_on_request(index: Path) -> None:
    assert [hit.name for hit in find(index, "attention", ("topic",))] == [TOPIC.name]
    assert len(find(index, "attention", limit=2)) == 2


def test_a_hit_tells_where_its_words_stand(index: Path) -> None:
    (hit,) = find(index, "量化")

    assert (hit.kind, hit.places, hit.snippet) == ("article", (("a.md", 3),), "大模型剪枝与量化的综述 Δ")
    assert find(index, "lossless")[0].snippet == ""


def test_a_long_text_is_cut_around_the_words(tmp_path: Path) -> None:
    write([document("x", told=f"{'before ' * 100}needle {'after ' * 100}")], tmp_path / "t")
    (hit,) = find(tmp_path / "t", "needle")

    assert hit.snippet.startswith("…")
    assert hit.snippet.endswith("…")
    assert "needle" in hit.snippet
    assert len(hit.snippet) < 160


def test_no_word_and_no_file_are_one_sentence(index: Path, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="some words"):
        find(index, " \n ")
    with pytest.raises(InputError, match="cannot be searched"):
        find(tmp_path / "none", "word")
    (tmp_path / "broken").write_text("no database at all")
    with pytest.raises(InputError, match="cannot be searched"):
        find(tmp_path / "broken", "word")


@given(st.text(min_size=1).filter(lambda text: text.split()))
def test_no_text_steers_the_search(index: Path, text: str) -> None:
    find(index, text)


@given(st.text(min_size=1).filter(lambda text: text.split()))
def test_every_name_is_found_by_itself(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    path = tmp_path_factory.mktemp("own") / "t"
    write([document(" ".join(name.split())), *EVERY], path)

    assert find(path, name)


def test_a_title_that_repeats_a_word_is_found_first(tmp_path: Path) -> None:
    path = tmp_path / "text.sqlite"
    title = "pruning of pruning of networks"
    write([document("networks of pruning"), document(title), document("pruning of networks of networks")], path)

    assert find(path, title)[0].name == title


@given(
    names=st.lists(st.text(alphabet="aAbÄä剪枝 .\n", min_size=1, max_size=6), min_size=1, max_size=6),
    word=st.text(alphabet="abÄä剪枝.", min_size=1, max_size=2),
)
def test_short_words_are_found_wherever_they_stand(
    tmp_path_factory: pytest.TempPathFactory, names: list[str], word: str
) -> None:
    path = tmp_path_factory.mktemp("short") / "text.sqlite"
    write([document(name) for name in names], path)

    found = {hit.name for hit in find(path, word) if hit.complete}

    assert found == {name for name in names if word.lower() in name.lower()}
