"""The lists that ship are read once, and what they know is found."""

from __future__ import annotations

from papergraph.topics.catalogs import organizations, venues


def test_venues_are_known() -> None:
    (found,) = venues().find("ICCV 2021 | ResRep")

    assert (found.name, found.year, found.surface) == ("ICCV", 2021, "ICCV 2021")
    assert venues() is venues()


def test_organizations_are_known() -> None:
    found = list(organizations().find("清华大学提出新方法"))

    assert [one.surface for one in found] == ["清华大学"]
    assert organizations() is organizations()
