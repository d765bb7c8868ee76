"""What one entry says: records of what it names, and edges, each with its reason."""

from __future__ import annotations

from typing import TypeVar

import pytest

from handmade import code, entry, names, ref
from papergraph.mentions import edges_of, records_of
from papergraph.model import (
    RANK_NOTE,
    Article,
    Entry,
    Evidence,
    Origin,
    Paper,
    PaperMention,
    Record,
    Repository,
    RepositoryMention,
)

R = TypeVar("R", bound=Record)

ARTICLE = "https://mp.weixin.qq.com/s/abc"
PAGE = ref(f"url:{ARTICLE}")


def said(of: Entry) -> set[tuple[str, str, str]]:
    """The edges of an entry, as text, without those to topics."""
    return {(str(edge.subject), edge.predicate, str(edge.object)) for edge in edges_of(of) if edge.predicate != "about"}


def things(of: Entry, kind: type[R]) -> list[R]:
    """The records of one kind that an entry gives."""
    return [record for _, record in records_of(of) if isinstance(record, kind)]


def test_an_article_discusses_its_papers_and_a_paper_has_its_code() -> None:
    noted = entry(article=ARTICLE, papers=(names("arxiv:2007.03260"),), repositories=(code("github:DingXiaoH/ResRep"),))

    assert said(noted) == {
        (str(PAGE), "discusses", "arxiv:2007.03260"),
        ("arxiv:2007.03260", "hasRepository", "github:dingxiaoh/resrep"),
    }


def test_an_article_without_paper_mentions_its_code() -> None:
    noted = entry(article=ARTICLE, repositories=(code("github:7eu7d7/genshin_auto_fish"),))

    assert said(noted) == {(str(PAGE), "mentions", "github:7eu7d7/genshin_auto_fish")}


@pytest.mark.parametrize("role", ["dataset", "project", "mention"])
def test_what_is_not_the_code_of_a_paper_is_mentioned(role: str) -> None:
    listed = entry(papers=(names("arxiv:2007.03260"),), repositories=(code("github:a/b", role),))
    noted = listed._replace(article=ARTICLE)

    assert said(listed) == {("arxiv:2007.03260", "mentions", "github:a/b")}
    assert said(noted) == {
        (str(PAGE), "discusses", "arxiv:2007.03260"),
        (str(PAGE), "mentions", "github:a/b"),
    }


def test_unofficial_code_is_mentioned_by_the_paper_and_says_so() -> None:
    noted = entry(article=ARTICLE, papers=(names("arxiv:1"),), repositories=(code("github:a/b", "unofficial"),))

    mentions = [edge for edge in edges_of(noted) if edge.predicate == "mentions"]

    assert {edge.subject for edge in mentions} == {PAGE, ref("arxiv:1")}
    assert {edge.evidence[0].quote for edge in mentions} == {"unofficial"}


def test_code_belongs_to_the_nearest_paper_before_it() -> None:
    listed = entry(
        papers=(names("arxiv:1", line=2), names("arxiv:2", line=5), names("arxiv:3", line=5)),
        repositories=(
            code("github:a/one", line=3),
            code("github:a/two", line=6),
            code("github:a/same", line=2),
            code("github:a/all", line=1),
        ),
    )

    assert said(listed) == {
        ("arxiv:1", "hasRepository", "github:a/one"),
        ("arxiv:2", "hasRepository", "github:a/two"),
        ("arxiv:3", "hasRepository", "github:a/two"),
        ("arxiv:1", "hasRepository", "github:a/same"),
        ("arxiv:1", "hasRepository", "github:a/all"),
        ("arxiv:2", "hasRepository", "github:a/all"),
        ("arxiv:3", "hasRepository", "github:a/all"),
    }


def test_every_edge_says_where_and_how() -> None:
    noted = entry(
        path="202109/0930.md",
        position=3,
        note_date="2021-09-30",
        article=ARTICLE,
        papers=(names("arxiv:1", line=11, label="Paper"),),
        repositories=(code("github:a/b", line=12),),
    )

    discusses, has_code = edges_of(noted)

    reference = ref("entry:202109/0930.md#3")
    at_11, at_12 = (Origin(RANK_NOTE, "202109/0930.md", line, "2021-09-30") for line in (11, 12))
    assert discusses.evidence == (Evidence("FieldLabel", at_11, reference, "Paper"),)
    assert has_code.evidence == (Evidence("SameEntry", at_12, reference),)


def test_in_a_row_of_a_table_the_row_is_the_reason() -> None:
    row = entry(papers=(names("arxiv:1"),), repositories=(code("github:a/b"),), row=True)

    assert [edge.evidence[0].method for edge in edges_of(row)] == ["SameRow"]


def test_a_listed_paper_has_the_title_authors_and_venue_of_its_entry() -> None:
    listed = entry("ResRep", papers=(names("arxiv:1"), names("arxiv:2", "Other")), authors=("Ada",), venue="ICCV 2021")

    first, second = (record for _, record in records_of(listed))

    assert isinstance(first, Paper)
    assert isinstance(second, Paper)
    assert (first.title, first.authors, first.venue) == ("ResRep", ("Ada",), "ICCV 2021")
    assert (second.title, second.authors, second.venue) == ("Other", (), None)


def test_an_article_s_title_is_not_its_paper_s() -> None:
    noted = entry("剪枝SOTA！", article=ARTICLE, papers=(names("arxiv:1"),), venue="ICCV 2021")

    assert [(record.title, record.venue) for record in things(noted, Paper)] == [(None, "ICCV 2021")]
    assert [record.title for record in things(noted, Article)] == ["剪枝SOTA！"]


def test_the_venue_of_an_article_about_several_papers_is_nobody_s() -> None:
    noted = entry(article=ARTICLE, papers=(names("arxiv:1"), names("arxiv:2")), venue="ICCV 2021")

    assert {record.venue for record in things(noted, Paper)} == {None}


def test_a_paper_known_by_its_title_only_is_a_thing() -> None:
    listed = entry(papers=(names(title="ResRep: Lossless"),))

    assert [reference for reference, _ in records_of(listed)] == [ref("title:resreplossless")]


def test_a_paper_known_by_its_url_only_is_resolved() -> None:
    listed = entry(papers=(PaperMention(None, "https://arxiv.org/pdf/2007.03260v2.pdf", "ResRep", 2),))

    assert [reference for reference, _ in records_of(listed)] == [ref("arxiv:2007.03260")]


def test_what_has_no_reference_is_no_thing() -> None:
    owner = RepositoryMention(None, "ftp://example.org/", "code", 3)
    listed = entry(papers=(names(title="…"),), repositories=(owner, code("url:https://a.org/", "project")))

    assert list(records_of(listed)) == []
    assert list(edges_of(listed)) == []


def test_an_article_that_is_a_paper_or_a_repository_is_known_as_such() -> None:
    paper = entry("T", article="https://arxiv.org/abs/2007.03260v2", papers=(names("arxiv:2101.11605"),))
    repository = entry("T", article="https://github.com/Owner/Name", papers=(names("arxiv:2101.11605"),))

    assert [str(record.reference) for record in things(paper, Paper)] == ["arxiv:2007.03260", "arxiv:2101.11605"]
    assert [str(reference) for reference, _ in records_of(repository)] == ["github:owner/name", "arxiv:2101.11605"]
    assert said(paper) == {("arxiv:2007.03260", "discusses", "arxiv:2101.11605")}
    assert said(repository) == {("github:owner/name", "discusses", "arxiv:2101.11605")}


def test_an_article_does_not_discuss_itself() -> None:
    listed = entry("T", article="https://arxiv.org/abs/2007.03260", papers=(names("arxiv:2007.03260", "Its title"),))

    assert said(listed) == set()
    assert [record.title for record in things(listed, Paper)] == ["Its title"]


def test_an_article_that_is_no_web_link_is_none() -> None:
    listed = entry("Its title", article="ftp://example.org/", papers=(names("arxiv:1"), names("arxiv:2")))

    assert said(listed) == set()


def test_headings_and_tags_speak_of_the_article_and_its_only_paper() -> None:
    noted = entry(article=ARTICLE, papers=(names("arxiv:1"),), section=("Pruning",), repositories=(code("github:a/b"),))
    two = noted._replace(papers=(names("arxiv:1"), names("arxiv:2")))
    listed = two._replace(article=None)
    tool = entry(repositories=(code("github:a/b"),), section=("Pruning",))

    def about(of: Entry) -> list[str]:
        return [str(edge.subject) for edge in edges_of(of) if edge.predicate == "about"]

    assert about(noted) == [str(PAGE), "arxiv:1"]
    assert about(two) == [str(PAGE)]
    assert about(listed) == ["arxiv:1", "arxiv:2"]
    assert about(tool) == ["github:a/b"]


def test_a_repository_is_shown_in_the_case_of_its_link() -> None:
    (record,) = things(entry(repositories=(code("github:DingXiaoH/ResRep"),)), Repository)

    assert record.reference == ref("github:dingxiaoh/resrep")
    assert record.name == "DingXiaoH/ResRep"
