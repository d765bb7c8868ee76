"""Conferences and journals in titles, comments and addresses."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.readers.venues import NAMES, dated_venues
from papergraph.topics.catalogs import venues
from papergraph.topics.venues import read_venues, venue_of_url

VENUES = venues()
NO_VENUES = {"ARXIV", "ArXiv", "Arxiv", "arXiv", "arxiv", "CoRR", "bioRxiv", "ACM"}
"""What readers take as a venue, and publishes everything."""


def named(text: str) -> list[tuple[str, int | None]]:
    """Name and year of every venue in a text."""
    return [(found.name, found.year) for found in VENUES.find(text)]


@pytest.mark.parametrize(
    "text, name, year",
    [
        ("ICCV 2021 | 鱼", "ICCV", 2021),
        ("TPAMI 2022：鱼", "TPAMI", 2022),
        ("CVPR'21 oral", "CVPR", 2021),
        ("NAACL’21", "NAACL", 2021),
        ("CVPR2022Mask R-CNN", "CVPR", 2022),
        ("ICLR2022高分论文", "ICLR", 2022),
        ("2021 NTIRE @CVPR 2021", "CVPR", 2021),
        ("2021CVPR", "CVPR", 2021),
        ("2021年CVPR论文", "CVPR", 2021),
        ("16年前CVPR论文", "CVPR", None),
        ("CVPR 22篇论文", "CVPR", None),
        ("ICLR 10大论文", "ICLR", None),
        ("CVPR 202112", "CVPR", None),
        ("NIPS'17", "NeurIPS", 2017),
        ("NIPS 98", "NeurIPS", 1998),
        ("ACM MM 2021", "MM", 2021),
        ("SIGGRAPH Asia 2021", "SIGGRAPH Asia", 2021),
        ("Findings of EMNLP 2021", "EMNLP", 2021),
        ("ICML 2020 Workshop", "ICML", 2020),
        ("CVPR Workshops 2021", "CVPR", 2021),
        ("NeurIPS (2020)", "NeurIPS", 2020),
        ("in CVPR, 2019.", "CVPR", 2019),
        ("3DV 2021", "3DV", 2021),
        ("Accepted to CVPR 2021 as an oral", "CVPR", 2021),
        ("To appear in AAAI-22", "AAAI", 2022),
        ("TIP: a paper", "TIP", None),
        ("accepted by TIP", "TIP", None),
        ("Accepted for publication in IEEE Transactions on Image Processing", "TIP", None),
        ("Nature 2021", "Nature", 2021),
        ("被TIP录用, 发表于 PR", "PR", None),
        ("CHI 2020", "CHI", 2020),
    ],
)
def test_a_text_names_a_venue(text: str, name: str, year: int | None) -> None:
    assert named(text) == [(name, year)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "the nature of things",
        "Nature",
        "a tip: feed",
        "www.cvpr.com",
        "PR department",
        "Tai CHI",
        "FAST fish",
        "ICCVX 2021",
        "arXiv 2021",
    ],
)
def test_a_text_names_no_venue(text: str) -> None:
    assert named(text) == []


def test_several_venues_stand_in_their_order() -> None:
    assert named("CVPR 2021, ECCV'20 and TPAMI 2022") == [("CVPR", 2021), ("ECCV", 2020), ("TPAMI", 2022)]


@pytest.mark.parametrize("name", sorted(NAMES - NO_VENUES))
def test_every_venue_that_readers_know_is_known(name: str) -> None:
    assert [found.year for found in VENUES.find(f"{name} 2021")] == [2021]


def test_what_readers_find_is_found() -> None:
    text = "ICCV 2021, TKDE-22, CVPR'21, RA-L 2020, ESEC/FSE 2019, NeurIPS Workshop 2020 and LREC-COLING 2024"

    assert [str(found.year) for found in VENUES.find(text)] == [found.year for found in dated_venues(text)]


def test_a_venue_has_its_full_name() -> None:
    assert VENUES.venues["CVPR"].full.endswith("Computer Vision and Pattern Recognition")
    assert VENUES.venues["TPAMI"].journal


@pytest.mark.parametrize(
    "url, venue",
    [
        ("https://openaccess.thecvf.com/content/CVPR2021/papers/x.pdf", ("CVPR", 2021)),
        ("http://openaccess.thecvf.com/content_cvpr_2018/papers/x.pdf", ("CVPR", 2018)),
        ("https://openaccess.thecvf.com/content_ICCV_2019/html/y.html", ("ICCV", 2019)),
        ("https://openaccess.thecvf.com/content_ECCVW_2018/html/y.html", None),
        ("https://www.ecva.net/papers/eccv_2020/papers_ECCV/x", ("ECCV", 2020)),
        ("https://aclanthology.org/2021.acl-long.1/", ("ACL", 2021)),
        ("https://aclanthology.org/2021.findings-emnlp.3/", ("EMNLP", 2021)),
        ("https://aclanthology.org/2021.sdp-1.3/", None),
        ("https://www.aclweb.org/anthology/P18-1001/", ("ACL", 2018)),
        ("https://proceedings.neurips.cc/paper/2020/hash/x", ("NeurIPS", 2020)),
        ("https://ojs.aaai.org/index.php/AAAI/article/view/1", ("AAAI", None)),
        ("https://www.ijcai.org/proceedings/2021/0001.pdf", ("IJCAI", 2021)),
        ("https://www.isca-speech.org/archive/interspeech_2021/x.html", ("Interspeech", 2021)),
        ("https://arxiv.org/abs/2101.00001", None),
        ("", None),
    ],
)
def test_an_address_names_a_venue(url: str, venue: tuple[str, int | None] | None) -> None:
    assert venue_of_url(url) == venue


def test_columns_are_found_by_their_names() -> None:
    assert next(read_venues("name\tmore\tabbrev\nFish Conference\t-\tFISH\n")).full == "Fish Conference"


@given(st.text(st.sampled_from("CVPRTIPNature accepted by 20219'’:-@()年篇 IEEE MM")))
def test_every_mention_is_the_text_at_its_place(text: str) -> None:
    for found in VENUES.find(text):
        assert text[found.start : found.end] == found.surface != ""


@pytest.mark.parametrize("unit", ["CVPR ", "CVPR 20", "accepted ", "accepted by a ", "IEEE ", "a", "2021"])
def test_long_lines_take_time_in_proportion(unit: str) -> None:
    started = time.process_time()

    list(VENUES.find(unit * (200_000 // len(unit))))

    assert time.process_time() - started < 5
