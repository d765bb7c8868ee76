"""What is to be read, in units of work."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from bulk_jobs import ARXIV, GITHUB, write_corpus
from papergraph.bulk import sources
from papergraph.bulk.problems import Tallies
from papergraph.bulk.sources import CatalogUnit, NotesUnit, Plan, plan, read_catalog_unit, read_note_unit
from papergraph.errors import InputError
from papergraph.model import RANK_CATALOG, Record


def records(made: Plan, tallies: Tallies | None = None) -> list[Record]:
    """What the catalogues of a plan say."""
    units = [unit for unit in made.units if isinstance(unit, CatalogUnit)]
    return [record for unit in units for record in read_catalog_unit(unit, tallies or Tallies())]


def test_notes_are_found_under_the_paths_of_a_build(tmp_path: Path) -> None:
    made = plan(write_corpus(tmp_path)[:1])
    units = [unit for unit in made.units if isinstance(unit, NotesUnit)]

    paths = [file.path for unit in units for file in unit.files]
    assert paths == sorted(["2021/0930.md", "2021/1001.md", "lists/compression.md", "lists/pruning.md"])
    assert [reading.note.path for unit in units for reading in read_note_unit(unit, ())] == paths
    assert made.notes == 4


@pytest.mark.parametrize("pack", [False, True])
@pytest.mark.parametrize("at_once", [1, 700, 1 << 20])
def test_a_catalogue_says_the_same_however_it_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int, *, pack: bool
) -> None:
    monkeypatch.setattr(sources, "CATALOG_AT_ONCE", at_once)
    text = "".join(f"{json.dumps(one)}\n" for one in [*ARXIV * 3, *GITHUB]).rstrip("\n").encode()
    path = tmp_path / ("facts.jsonl.gz" if pack else "facts.jsonl")
    path.write_bytes(gzip.compress(text, mtime=0) if pack else text)

    made = plan([str(path)])
    found = records(made)

    assert [record.origin.line for record in found] == list(range(1, 9))
    assert {record.origin.source for record in found} == {path.name}
    assert {record.origin.rank for record in found} == {RANK_CATALOG}
    assert len(made.units) == (1 if pack or at_once == 1 << 20 else len(made.units))
    assert pack or at_once > 1 or len(made.units) == 8


def test_a_catalogue_that_was_changed_since_it_was_cut_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "CATALOG_AT_ONCE", 100)
    path = tmp_path / "facts.jsonl"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in ARXIV), encoding="utf-8")
    made = plan([str(path)])
    path.write_text("".join(f"{json.dumps(one)}\n" for one in [*GITHUB, *ARXIV]), encoding="utf-8")
    os.utime(path, (1e9, 1e9))

    with pytest.raises(InputError, match=r"facts.jsonl was changed while it was read: start the job again\.$"):
        records(made)


def test_what_is_no_record_is_counted(tmp_path: Path) -> None:
    path = tmp_path / "facts.jsonl"
    path.write_text('{"id": "2007.03260", "title": 3, "versions": []}\n\nnot JSON\n{"a": 1}\n', encoding="utf-8")
    tallies = Tallies()

    assert len(records(plan([str(path)]), tallies)) == 1
    assert sorted((kind.samples[0][1], kind.number) for kind in tallies.kinds()) == [(1, 1), (3, 1), (4, 1)]


def test_a_damaged_catalogue_gives_what_stands_before(tmp_path: Path) -> None:
    path = tmp_path / "facts.jsonl.gz"
    path.write_bytes(gzip.compress("".join(f"{json.dumps(one)}\n" for one in ARXIV * 200).encode())[:-200])
    tallies = Tallies()

    assert records(plan([str(path)]), tallies)
    assert [kind.kind for kind in tallies.kinds()] == ["The compressed file is damaged from here on"]


@pytest.mark.parametrize("text", ["[\n{},\n{}]\n", '\ufeff [{"id": 1},\n {}]'])
def test_an_array_over_many_lines_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "links-between-papers-and-code.json.gz"
    path.write_bytes(gzip.compress(text.encode(), mtime=0))

    with pytest.raises(InputError, match="is one array, and one record a line is expected"):
        plan([str(path)])


def test_a_note_that_went_away_is_a_problem(tmp_path: Path) -> None:
    made = plan(write_corpus(tmp_path)[:1])
    (tmp_path / "notes/2021/0930.md").unlink()

    readings = [one for unit in made.units if isinstance(unit, NotesUnit) for one in read_note_unit(unit, ())]

    assert [len(reading.problems) for reading in readings if not reading.note.checksum] == [1]


def test_an_address_is_read_as_a_folder_is(tmp_path: Path) -> None:
    here = write_corpus(tmp_path)
    (tmp_path / "notes" / ".hidden.md").touch()
    there = plan([tmp_path.as_uri()])

    assert (there.notes, there.catalogs) == (4, 2)
    assert records(there) == records(plan(here))
    units = [unit for unit in there.units if isinstance(unit, NotesUnit)]
    read = [reading for unit in units for reading in read_note_unit(unit, ())]
    assert "notes/2021/0930.md" in [reading.note.path for reading in read]
    assert not [reading for reading in read if reading.problems]


@pytest.mark.parametrize(
    "places, sentence",
    [(["none"], "does not exist"), (["empty"], "There are no notes"), (["file:///nowhere/at/all"], "cannot be read")],
)
def test_a_place_with_nothing_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, places: list[str], sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()

    with pytest.raises(InputError, match=sentence):
        plan(places)
