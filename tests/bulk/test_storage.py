"""Paths and addresses."""

from __future__ import annotations

from pathlib import Path

import pytest

from papergraph.bulk.storage import is_address, listed, opened
from papergraph.errors import ConfigError


@pytest.mark.parametrize(
    "place, address",
    [("s3://bucket/prefix", True), ("notes/", False), ("C:\\notes", False), ("/a://b", False), ("file:///x", True)],
)
def test_an_address_is_told_from_a_path(place: str, *, address: bool) -> None:
    assert is_address(place) == address


def test_files_under_an_address_are_listed_and_opened(tmp_path: Path) -> None:
    (tmp_path / "a b").mkdir()
    (tmp_path / "a b" / "深.md").write_text("# 深", encoding="utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.md").touch()

    (found,) = listed(f"file://{tmp_path}")

    assert (found.path, found.size) == ("a b/深.md", 5)
    with opened(found.place) as file:
        assert file.read().decode() == "# 深"


def test_one_file_can_be_addressed(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("{}\n", encoding="utf-8")

    assert [one.path for one in listed(f"file://{tmp_path}/a.jsonl")] == ["a.jsonl"]


def test_an_address_of_no_known_kind_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"nonsense://x is no address that can be read"):
        listed("nonsense://x")
