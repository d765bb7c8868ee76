"""The folder of indexes: what is there, and when a build would be told something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from papergraph.catalogs.adding import Step, add
from papergraph.catalogs.folder import entries, fingerprint, folder_of, named, unfinished
from papergraph.errors import ConfigError, StoreError
from small_catalogs import paper, repository, written


def interrupt(_: Step) -> None:
    raise KeyboardInterrupt


def test_where_nothing_was_added_there_is_nothing(tmp_path: Path) -> None:
    assert entries(folder_of(tmp_path / ".papergraph" / "store.sqlite")) == ()
    assert fingerprint(tmp_path / "none") == fingerprint(tmp_path / "neither")


def test_a_catalogue_says_what_it_holds_and_what_became_of_its_file(tmp_path: Path) -> None:
    path = written(tmp_path / "rows.jsonl", ["?", paper("2401.00001"), repository("a/b")])
    add(path, tmp_path / "catalogs")

    (entry,) = entries(tmp_path / "catalogs")
    assert (entry.name, entry.records, entry.kinds) == ("rows.jsonl", 2, (("arxiv", 1), ("github", 1)))
    assert entry.problems == ((1, "The line is not JSON; one record a line is expected"),)
    assert entry.state == "unchanged"
    path.write_text("{}\n", encoding="utf-8")
    assert entry.state == "changed"
    path.unlink()
    assert entry.state == "deleted"


def test_the_fingerprint_changes_with_what_a_build_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "catalogs"
    seen = [fingerprint(folder)]
    path = written(tmp_path / "rows.jsonl", [paper("2401.00001")])
    with pytest.raises(KeyboardInterrupt):
        add(path, folder, tell=interrupt)
    assert fingerprint(folder) == seen[0]  # nothing was begun
    add(path, folder)
    seen.append(fingerprint(folder))
    assert fingerprint(folder) == seen[-1]
    written(path, [paper("2401.00002")])
    seen.append(fingerprint(folder))
    add(path, folder)
    seen.append(fingerprint(folder))
    add(path, folder, "another")
    seen.append(fingerprint(folder))

    assert len(set(seen)) == len(seen)


def test_an_attempt_that_has_not_begun_is_none(tmp_path: Path) -> None:
    folder = tmp_path / "catalogs"
    folder.mkdir()
    unfinished(folder, "begun").write_bytes(b"")

    assert entries(folder) == ()
    assert named(folder, "begun") == unfinished(folder, "begun")


def test_a_damaged_index_is_one_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "catalogs"
    folder.mkdir()
    (folder / "rows.sqlite").write_bytes(b"?" * 5000)

    with pytest.raises(StoreError, match="papergraph catalog remove rows"):
        entries(folder)


def test_an_unknown_name_is_told_with_those_that_there_are(tmp_path: Path) -> None:
    folder = tmp_path / "catalogs"
    add(written(tmp_path / "rows.jsonl", [paper("2401.00001")]), folder)

    with pytest.raises(ConfigError, match=r"no catalogue 'row'; there are rows\.jsonl\."):
        named(folder, "row")
    with pytest.raises(ConfigError, match="no catalogue"):
        named(folder, "../catalogs/rows.jsonl")
