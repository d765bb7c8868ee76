"""Venues in running text: a name that is known, with its year."""

from __future__ import annotations

import pytest

from papergraph.readers.venues import names_venue, venue

FOUND = [
    ("ICCV 2021", "ICCV 2021"),
    ("CVPR'21", "CVPR 2021"),
    ("CVPR’ 14", "CVPR 2014"),
    ("In Proceedings of NeurIPS 2020", "NeurIPS 2020"),
    ("TKDE-22", "TKDE 2022"),
    ("accepted to ICML 2022!", "ICML 2022"),
    ("ECCV 2020 (oral)", "ECCV 2020"),
    ("ICLR (2018)", "ICLR 2018"),
    ("AAAI20", "AAAI 2020"),
    ("ACL 98", "ACL 1998"),
    ("first ICML 2019, then CVPR 2020", "ICML 2019"),
]
NONE = ["", "2021", "ICCV", "pages 120-2021", "XCVPR 2021", "CVPR 20212", "my venue 2021", "in May 2021"]


@pytest.mark.parametrize("text, expected", FOUND)
def test_a_venue_is_found_with_its_year(text: str, expected: str) -> None:
    assert venue(text) == expected


@pytest.mark.parametrize("text", NONE)
def test_no_venue_is_made_up(text: str) -> None:
    assert venue(text) is None


def test_a_text_that_is_only_a_venue_is_told_from_one_that_has_one() -> None:
    assert names_venue("CVPR 2021")
    assert names_venue("[ICLR]")
    assert not names_venue("A paper at CVPR 2021")
    assert not names_venue("Attention")
