"""What is kept of the last build comes back as it was, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from papergraph.cache.changes import Contents
from papergraph.cache.last import FORMAT, Last, Place, Told
from papergraph.model import Location, Problem

OUTPUT = Path("/somewhere/output")
LAST = Last(FORMAT, str(OUTPUT), "abc", {"graph.nt": [1, 2, 3, 4], "none": None}, 0.0, {"notes": 1})
TOLD = Told(FORMAT, Contents((("a.md", "1"),), ("A",), (), ("a b c",)), (Problem(Location("a.md", 1), "Look."),))


def test_both_come_back(tmp_path: Path) -> None:
    place = Place(tmp_path / ".papergraph", OUTPUT)
    assert place.last() is None
    assert place.told() is None

    assert place.keep(LAST, TOLD)
    assert place.last() == LAST
    assert place.told() == TOLD
    assert (tmp_path / ".papergraph" / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_each_output_folder_has_its_own(tmp_path: Path) -> None:
    Place(tmp_path, OUTPUT).keep(LAST, TOLD)

    assert Place(tmp_path, OUTPUT / "other").last() is None


@pytest.mark.parametrize("last", [LAST._replace(format=FORMAT + 1), LAST._replace(output="/elsewhere")])
def test_one_of_another_version_or_folder_is_none(tmp_path: Path, last: Last) -> None:
    place = Place(tmp_path, OUTPUT)
    place.keep(last, TOLD._replace(format=FORMAT + 1))

    assert place.last() is None
    assert place.told() is None


def test_what_cannot_be_kept_is_not(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    assert not Place(tmp_path / "file", OUTPUT).keep(LAST, TOLD)
    assert not Place(tmp_path, OUTPUT).keep(LAST._replace(summary={"a": "\ud800"}), TOLD)
