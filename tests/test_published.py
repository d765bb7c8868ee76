"""Where a paper was published: comments, journal references and addresses tell, and nothing is made up."""

from __future__ import annotations

import pytest

from handmade import ARXIV, ref
from papergraph.derive import derived
from papergraph.model import Paper
from papergraph.published import published

PAPER = ref("arxiv:2007.03260")


def venues(**said: object) -> list[str]:
    """Where a paper was published of which this is said."""
    paper = Paper(PAPER, ARXIV)._replace(**said)  # type: ignore[arg-type]
    return [one.venue for one in published(paper)]


@pytest.mark.parametrize(
    "comment, venue",
    [
        ("Accepted to ICCV 2021", "ICCV 2021"),
        ("9 pages. CVPR'21 oral, code at https://github.com/a/b", "CVPR 2021"),
        ("To appear at NeurIPS 2022; 20 pages", "NeurIPS 2022"),
        ("Accepted by IEEE TPAMI 2022", "TPAMI 2022"),
    ],
)
def test_a_comment_tells(comment: str, venue: str) -> None:
    assert venues(comment=comment) == [venue]


@pytest.mark.parametrize(
    "comment",
    [
        "9 pages, 4 figures",
        "Submitted to CVPR 2022",
        "Under review at ICLR 2022",
        "Accepted to CVPR 2021 Workshops",
        "CVPR 2021 workshop on mobile AI",
        "Extended version of our CVPR 2021 paper",
        "Winner of the ICCV 2021 challenge",
        "1st place solution of CVPR 2021 NAS track",
        "CVPR",
        "",
    ],
)
def test_no_venue_is_made_up(comment: str) -> None:
    assert venues(comment=comment) == []


def test_a_journal_reference_and_an_address_tell_too() -> None:
    assert venues(journal="Proc. ICCV 2021, pp. 4510-4520") == ["ICCV 2021"]
    assert venues(urls=("https://openaccess.thecvf.com/content/ICCV2021/html/Ding_ResRep.html",)) == ["ICCV 2021"]
    assert venues(reference=ref("acl:2021.acl-long.1")) == ["ACL 2021"]


def test_the_edge_says_which_words_say_so() -> None:
    paper = Paper(PAPER, ARXIV, comment="Accepted to ICCV 2021", venue="ICCV'21 Oral")
    found = [(str(edge.object), edge.evidence[0].quote, edge.evidence[0].method) for edge, _ in derived((paper,), {})]

    assert found == [("venue:iccv 2021", "ICCV'21 Oral", "Service"), ("venue:iccv 2021", "ICCV 2021", "Service")]
