"""The texts of an entry that speak of topics."""

from __future__ import annotations

from papergraph.readers import read
from papergraph.topics.fields import fields_of
from papergraph.topics.matcher import Field, FieldKind

NOTE = """
## Today

1. [CVPR 2021 | A pond for all](https://mp.weixin.qq.com/s/abc)
   - Abstract: Ponds are deep
   - Paper: [PondNet: Deep Ponds](https://arxiv.org/abs/2101.00001)
   - Code: [https://github.com/Fisher/Pond-Net.git](https://github.com/Fisher/Pond-Net.git)
   - Tips: mind the carp
"""


def test_every_text_has_its_kind() -> None:
    (entry,) = read("a.md", NOTE).entries

    assert fields_of(entry) == [
        Field(FieldKind.TITLE, "CVPR 2021 | A pond for all"),
        Field(FieldKind.ABSTRACT, "Ponds are deep"),
        Field(FieldKind.PAPER_TITLE, "PondNet: Deep Ponds"),
        Field(FieldKind.TIP, "mind the carp"),
        Field(FieldKind.REPOSITORY, "Pond-Net"),
    ]


def test_a_paper_of_the_same_title_as_its_entry_is_told_once() -> None:
    (entry,) = read("a.md", "- [Deep Ponds](https://arxiv.org/abs/2101.00001)\n").entries

    assert fields_of(entry) == [Field(FieldKind.TITLE, "Deep Ponds")]


def test_each_of_several_papers_tips_and_repositories_has_its_number() -> None:
    (entry,) = read("a.md", NOTE).entries
    (paper,), (code,) = entry.papers, entry.repositories
    papers = (paper._replace(title=None), paper, paper, paper._replace(title="More ponds"))
    more = entry._replace(
        papers=papers, tips=("a", "b"), repositories=(code, code._replace(url="https://github.com/a/b"))
    )

    assert [(field.text, field.number) for field in fields_of(more)[2:]] == [
        ("PondNet: Deep Ponds", 1),
        ("More ponds", 3),
        ("a", 0),
        ("b", 1),
        ("Pond-Net", 0),
        ("b", 1),
    ]


def test_a_repository_without_a_name_has_no_text() -> None:
    (entry,) = read("a.md", NOTE).entries
    mention = entry.repositories[0]

    assert (
        fields_of(entry._replace(repositories=(mention._replace(url="https://github.com"),)))[-1].kind == FieldKind.TIP
    )
    assert fields_of(entry._replace(repositories=(mention._replace(reference=None),)))[-1].kind == FieldKind.TIP
