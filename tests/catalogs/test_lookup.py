"""Look-ups in an index come to what reading the file from its beginning to its end comes to."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.catalogs.adding import add
from papergraph.catalogs.lookup import opened
from papergraph.errors import StoreError
from papergraph.model import Reference, Repository
from papergraph.sources.catalog import read_catalog
from small_catalogs import paper, pwc_link, repository, written

IDENTIFIERS = ["2401.00001", "2401.00002", "hep-th/9901001", "math.GT/0309136", "2401.00003v2", "9999"]
NAMES = ["Owner/Name", "owner/other", "a/b", "A/B"]
TEXTS = st.sampled_from(["A title", "Schr\\\"odinger's cat", "\ud800", "", "图", "a\n b"]) | st.text(max_size=5)
PAPERS = st.builds(
    paper,
    st.sampled_from(IDENTIFIERS),
    title=TEXTS,
    versions=st.lists(
        st.fixed_dictionaries({"version": st.sampled_from(["v1", "v2", "?"]), "created": TEXTS}), max_size=2
    ),
    authors_parsed=st.none() | TEXTS | st.lists(st.lists(TEXTS, max_size=3), max_size=2),
    retrieved=st.sampled_from([None, "2024-01-02", "2024-01-03", "?"]),
)
REPOSITORIES = st.builds(
    repository,
    st.sampled_from(NAMES),
    former_names=st.none() | st.lists(st.sampled_from(["Old/Name", "a/b", "?"]), max_size=2),
    description=st.none() | TEXTS,
    pushed_at=st.sampled_from([None, "2024-01-02T00:00:00Z", "2023-01-02T00:00:00Z"]),
)
LINES = st.lists(
    st.one_of(
        PAPERS.map(json.dumps),
        REPOSITORIES.map(json.dumps),
        PAPERS.map(lambda one: json.dumps(one, ensure_ascii=False).encode("utf-8", "replace").decode()),
        st.lists(REPOSITORIES, max_size=3).map(json.dumps),
        st.sampled_from(["", "?", "{}", '{"id": 1, "authors": NaN}', "[[]]"]),
    ),
    max_size=8,
)
WANTED = [
    Reference("arxiv", one) for one in ("2401.00001", "2401.00002", "hep-th/9901001", "math/0309136", "2401.00003")
]
WANTED += [Reference("github", one) for one in ("owner/name", "owner/other", "a/b", "old/name")]


@given(LINES, st.sets(st.sampled_from(WANTED)))
@settings(max_examples=40, deadline=None)
def test_an_index_says_of_what_is_wanted_what_the_file_says(lines: list[str], wanted: set[Reference]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        # A record that the index keeps must be there, or there is none at all.
        path = written(Path(folder, "rows.jsonl"), [*lines, json.dumps(paper("2001.00001"))])
        streamed = read_catalog(path, wanted)
        with opened(add(path, Path(folder, "catalogs")).entry.database) as index:
            assert index.read(wanted).records == streamed.records


def test_what_is_wrong_with_a_wanted_record_is_told_with_its_line(tmp_path: Path) -> None:
    path = written(
        tmp_path / "rows.jsonl",
        [paper("2401.00001"), paper("2401.00002", versions=["?"]), paper("2401.00001", retrieved="2024-01-01"), "?"],
    )
    wanted = [Reference("arxiv", "2401.00001"), Reference("arxiv", "2401.00002")]

    with opened(add(path, tmp_path / "catalogs").entry.database) as index:
        found = index.read(wanted)

    assert [(one.location.path, one.location.line) for one in found.problems] == [("rows.jsonl", 2), ("rows.jsonl", 3)]
    assert "listed twice; line 3 counts" in found.problems[1].message


def test_titles_are_looked_up_letter_by_letter(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        paper("2401.00001", 'The Schr\\"odinger Equation\n  on Graphs'),
        paper("2401.00002", "Another Paper"),
        paper("2401.00003", "Another paper!"),
        paper("2401.00002", "Another Paper", retrieved="2024-01-01"),
        repository("owner/name", description="Another paper"),
    ]
    with opened(add(written(tmp_path / "rows.jsonl", rows), tmp_path / "catalogs").entry.database) as index:
        found = index.titled(["the Schrödinger equation on graphs.", "ANOTHER PAPER", "another", "", "…"])

    assert {title: [paper.reference.identifier for paper in papers] for title, papers in found.items()} == {
        "the Schrödinger equation on graphs.": ["2401.00001"],
        "ANOTHER PAPER": ["2401.00002", "2401.00003"],
    }


def test_a_repository_is_found_by_a_former_name(tmp_path: Path) -> None:
    path = written(tmp_path / "rows.jsonl", [repository("Now/Name", former_names=["Old/Name"])])

    with opened(add(path, tmp_path / "catalogs").entry.database) as index:
        (found,) = index.read([Reference("github", "old/name")]).records

    assert isinstance(found, Repository)
    assert found.name == "Now/Name"


def test_what_papers_with_code_says_is_no_record_of_the_graph(tmp_path: Path) -> None:
    path = written(tmp_path / "rows.jsonl", [pwc_link("2401.00001", "https://github.com/a/b")])

    with opened(add(path, tmp_path / "catalogs").entry.database) as index:
        assert index.read([Reference("arxiv", "2401.00001"), Reference("github", "a/b")]).records == ()
        (held,) = index.registry([Reference("arxiv", "2401.00001")])

    assert (held.line, held.record["repo_url"]) == (1, "https://github.com/a/b")


@pytest.mark.parametrize(
    "damage",
    ["UPDATE blocks SET payload = x'00'", "DELETE FROM blocks", "UPDATE keys SET number = 99"],
)
def test_a_damaged_index_is_one_sentence(tmp_path: Path, damage: str) -> None:
    database = add(written(tmp_path / "rows.jsonl", [paper("2401.00001")]), tmp_path / "catalogs").entry.database
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute(damage)

    with opened(database) as index, pytest.raises(StoreError, match=r"is damaged .*: `papergraph catalog remove rows"):
        index.read([Reference("arxiv", "2401.00001")])
