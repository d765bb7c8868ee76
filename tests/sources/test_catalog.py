"""Local catalogues: arXiv metadata snapshots and GitHub repository descriptions."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.errors import InputError
from papergraph.model import RANK_CATALOG, Location, Origin, Paper, Reference, Repository
from papergraph.sources import catalog
from papergraph.sources.catalog import Catalog, read_catalog

PAPER = Reference("arxiv", "1503.02531")
REPOSITORY = Reference("github", "octo-lab/prune-net")
SNAPSHOT_RECORD: dict[str, Any] = {
    "id": "1503.02531",
    "submitter": "A. Person",
    "authors": "Ana Mu\\~noz, S\\o ren Kj{\\ae}r (Lab (Inst), City), Bo Li Jr. and Erd\\H{o}s,, P.",
    "title": "A Made-Up Title\n  over Two Lines",
    "comments": "12 pages,\n  3 figures",
    "journal-ref": "J. Test 1 (2016) 1-2",
    "doi": "10.1000/ABC 10.1000/DEF",
    "report-no": None,
    "categories": "stat.ML cs.LG cs.NE",
    "license": "http://creativecommons.org/licenses/by/4.0/",
    "abstract": "  One line\nand the next.\n",
    "versions": [
        {"version": "v1", "created": "Mon, 9 Mar 2015 15:44:49 GMT"},
        {"version": "v3", "created": "Wed, 11 Mar 2015 01:00:00 GMT"},
        {"version": "v2", "created": "Tue, 10 Mar 2015 01:00:00 GMT"},
    ],
    "update_date": "2019-01-01",
    "authors_parsed": [["Muñoz", "Ana", ""], ["Kj{\\ae}r,", "S\\o ren", ""], ["Li", "Bo", "Jr."], ["", "", ""]],
}
REST_RECORD: dict[str, Any] = {
    "id": 1296269,
    "name": "Prune-Net",
    "full_name": "Octo-Lab/Prune-Net",
    "owner": {"login": "Octo-Lab"},
    "description": "Prunes\tnets",
    "fork": False,
    "homepage": "",
    "stargazers_count": 0,
    "forks_count": 7,
    "language": "Python",
    "license": {"key": "mit", "spdx_id": "MIT"},
    "topics": ["pruning", "cnn"],
    "archived": True,
    "created_at": "2019-02-03T04:05:06Z",
    "pushed_at": "2020-02-03T04:05:06Z",
    "parent": {"full_name": "other/prune-net"},
}


def written(path: Path, *records: dict[str, Any] | str) -> Path:
    """A catalogue of the records, one a line; a text stands for itself."""
    lines = (record if isinstance(record, str) else json.dumps(record) for record in records)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def read(path: Path, *wanted: Reference) -> Catalog:
    """What the catalogue says, without what is said of the file itself."""
    return read_catalog(path, frozenset(wanted))._replace(name="", size=0, checksum="")


@pytest.mark.parametrize("rest", [b"", b"what stands after the end"])
def test_a_catalogue_knows_its_own_bytes_packed_or_damaged(tmp_path: Path, rest: bytes) -> None:
    plain = written(tmp_path / "arxiv.jsonl", SNAPSHOT_RECORD)
    packed = tmp_path / "arxiv.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes() * 9) + rest)

    for path in (plain, packed):
        found, payload = read_catalog(path, frozenset({PAPER})), path.read_bytes()
        assert found.records
        assert (found.name, found.size) == (path.name, len(payload))
        assert found.checksum == hashlib.sha256(payload).hexdigest()


def messages(found: Catalog) -> list[tuple[int, str]]:
    return [(problem.location.line, problem.message) for problem in found.problems]


def without(record: dict[str, Any], *keys: str, **changes: object) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key not in keys} | changes


def test_an_arxiv_record_becomes_a_paper(tmp_path: Path) -> None:
    found = read(written(tmp_path / "arxiv.jsonl", SNAPSHOT_RECORD), PAPER)
    assert found == Catalog(
        (
            Paper(
                PAPER,
                Origin(RANK_CATALOG, "arxiv.jsonl", 1, ""),
                title="A Made-Up Title over Two Lines",
                authors=("Ana Muñoz", "Søren Kjær", "Bo Li Jr."),
                abstract="One line and the next.",
                published="2015-03-09",
                updated="2015-03-11",
                categories=("stat.ML", "cs.LG", "cs.NE"),
                comment="12 pages, 3 figures",
                doi="10.1000/abc",
                journal="J. Test 1 (2016) 1-2",
                version=3,
                license="http://creativecommons.org/licenses/by/4.0/",
            ),
        ),
        (),
    )


def test_a_github_description_becomes_a_repository(tmp_path: Path) -> None:
    found = read(written(tmp_path / "github.jsonl", REST_RECORD | {"retrieved": "2024-06-15"}), REPOSITORY)
    assert found == Catalog(
        (
            Repository(
                REPOSITORY,
                Origin(RANK_CATALOG, "github.jsonl", 1, "2024-06-15"),
                name="Octo-Lab/Prune-Net",
                description="Prunes nets",
                stars=0,
                forks=7,
                language="Python",
                license="MIT",
                topics=("pruning", "cnn"),
                archived=True,
                fork=False,
                created="2019-02-03",
                pushed="2020-02-03",
                fork_of="other/prune-net",
            ),
        ),
        (),
    )


def test_what_is_absent_stays_unknown(tmp_path: Path) -> None:
    path = written(
        tmp_path / "kept.jsonl",
        {"id": "1503.02531", "authors_parsed": [["Li", "Bo", ""]]},
        {"full_name": "Octo-Lab/Prune-Net", "license": {"spdx_id": "NOASSERTION"}, "homepage": None},
    )
    found = read(path, PAPER, REPOSITORY)
    assert found.records == (
        Paper(PAPER, Origin(RANK_CATALOG, "kept.jsonl", 1), authors=("Bo Li",)),
        Repository(REPOSITORY, Origin(RANK_CATALOG, "kept.jsonl", 2), name="Octo-Lab/Prune-Net"),
    )
    assert found.problems == ()


def test_a_version_without_a_day_is_the_latest_and_has_no_date(tmp_path: Path) -> None:
    record = {"id": "1503.02531", "versions": [{"version": "v1", "created": "2015-03-09"}, {"version": "v2"}]}
    (paper,) = read(written(tmp_path / "a.jsonl", record), PAPER).records
    assert isinstance(paper, Paper)
    assert (paper.published, paper.version, paper.updated) == ("2015-03-09", 2, None)


def test_arxivs_update_date_is_neither_observation_nor_version(tmp_path: Path) -> None:
    (paper,) = read(written(tmp_path / "a.jsonl", {"id": "1503.02531", "update_date": "2019-01-01"}), PAPER).records
    assert isinstance(paper, Paper)
    assert (paper.origin.date, paper.published, paper.updated, paper.version) == ("", None, None, None)


@pytest.mark.parametrize(
    "line, names",
    [
        ("Ana Li, Bo Wu", ("Ana Li", "Bo Wu")),
        ("Ana Li,, Bo Wu,", ("Ana Li", "Bo Wu")),
        ("Ana Li, Bo Wu and Cy Xu", ("Ana Li", "Bo Wu", "Cy Xu")),
        ("Ana Li (1), Bo Wu (2 and 3) ((1) Lab, City, (2) Other)", ("Ana Li", "Bo Wu")),
        ("Ana Li, Jr., Bo Wu", ("Ana Li Jr.", "Bo Wu")),
        ("Andr\\'e Sand", ("André Sand",)),
        ("Unclosed (Lab", ("Unclosed",)),
        ("", ()),
    ],
)
def test_the_line_of_authors_is_split_where_nothing_better_is_given(
    tmp_path: Path, line: str, names: tuple[str, ...]
) -> None:
    record = without(SNAPSHOT_RECORD, "authors_parsed", authors=line)
    (paper,) = read(written(tmp_path / "a.jsonl", record), PAPER).records
    assert isinstance(paper, Paper)
    assert paper.authors == names


def test_only_wanted_references_are_kept_and_come_sorted(tmp_path: Path) -> None:
    path = written(
        tmp_path / "mixed.jsonl",
        REST_RECORD,
        SNAPSHOT_RECORD,
        without(SNAPSHOT_RECORD, id="1503.02532"),
        without(REST_RECORD, full_name="octo-lab/other"),
    )
    assert [record.reference for record in read(path, PAPER, REPOSITORY).records] == [PAPER, REPOSITORY]
    assert read(path) == Catalog((), ())


def test_a_wanted_former_name_counts(tmp_path: Path) -> None:
    record = REST_RECORD | {"former_names": ["Old-Owner/Prune-Net", "Octo-Lab/Prune-Net"]}
    (repository,) = read(written(tmp_path / "g.jsonl", record), Reference("github", "old-owner/prune-net")).records
    assert isinstance(repository, Repository)
    assert repository.reference == REPOSITORY
    assert repository.former_names == ("Old-Owner/Prune-Net",)


def test_old_identifiers_and_written_versions_are_understood(tmp_path: Path) -> None:
    path = written(
        tmp_path / "old.jsonl",
        without(SNAPSHOT_RECORD, id="hep-th/9901001"),
        without(SNAPSHOT_RECORD, id="math.GT/0309136"),
        without(SNAPSHOT_RECORD, id="arXiv:1503.02531v2"),
    )
    wanted = (Reference("arxiv", "hep-th/9901001"), Reference("arxiv", "math/0309136"), PAPER)
    assert {record.reference for record in read(path, *wanted).records} == set(wanted)


def test_gzip_is_told_by_its_bytes(tmp_path: Path) -> None:
    plain = written(tmp_path / "plain.jsonl", SNAPSHOT_RECORD)
    for name in ("packed.jsonl.gz", "packed-without-ending"):
        packed = tmp_path / name
        packed.write_bytes(gzip.compress(plain.read_bytes()))
        assert [record.reference for record in read(packed, PAPER).records] == [PAPER]


def test_a_damaged_gzip_keeps_what_stands_before(tmp_path: Path) -> None:
    many = [without(SNAPSHOT_RECORD, id=f"1503.{number:05}", abstract=str(number) * 50) for number in range(2000)]
    payload = gzip.compress(written(tmp_path / "plain.jsonl", SNAPSHOT_RECORD, *many).read_bytes())
    packed = tmp_path / "cut.gz"
    packed.write_bytes(payload[: len(payload) // 2])
    found = read(packed, PAPER)
    assert [record.reference for record in found.records] == [PAPER]
    ((line, message),) = messages(found)
    assert line > 1
    assert "damaged" in message


def test_a_byte_order_mark_blank_lines_and_crlf_are_no_problem(tmp_path: Path) -> None:
    path = tmp_path / "windows.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(SNAPSHOT_RECORD).encode() + b"\r\n\r\n  \r\n")
    assert len(read(path, PAPER).records) == 1
    assert read(path, PAPER).problems == ()


def test_an_array_on_one_line_is_read_too(tmp_path: Path) -> None:
    path = written(tmp_path / "array.json", json.dumps([REST_RECORD, SNAPSHOT_RECORD]))
    assert len(read(path, PAPER, REPOSITORY).records) == 2


@pytest.mark.parametrize(
    "line, message",
    [
        ("{", "The line is not JSON; one record a line is expected"),
        ("[" * 100_000, "The line is not JSON; one record a line is expected"),
        ("9" * 5000, "The line is not JSON; one record a line is expected"),
        ("3", "The record is neither arXiv metadata nor a GitHub repository"),
        ('{"id": "x"}', "The record is neither arXiv metadata nor a GitHub repository"),
        ('{"id": "x", "authors": ""}', "“id” is not an arXiv identifier"),
        ('{"full_name": 7}', "“full_name” is not text"),
        ('{"full_name": "a\\/b\\/c"}', "“full_name” is not the name of a GitHub repository"),
        ('{"full_name": "\\u0061"}', "“full_name” is not the name of a GitHub repository"),
        (
            '{"full_name": "Octo-Lab/Prune-Net", "stargazers_count": "many"}',
            "“stargazers_count” is not a whole number",
        ),
        (
            '{"full_name": "Octo-Lab/Prune-Net", "former_names": ["nothing"]}',
            "“former_names” has “nothing”, no repository",
        ),
        ('{"id": "1503.02531", "versions": [{"version": "first"}]}', "“versions” has an element that is no version"),
        ('{"id": "1503.02531", "authors_parsed": "Li"}', "“authors_parsed” is not a list of names"),
        ('{"id": "1503.02531", "title": "", "update_date": "", "retrieved": "now"}', "“retrieved” is not a date"),
    ],
)
def test_a_bad_line_is_a_problem_with_file_and_line(tmp_path: Path, line: str, message: str) -> None:
    found = read(written(tmp_path / "bad.jsonl", "", line, REST_RECORD), PAPER, REPOSITORY)
    assert REPOSITORY in {record.reference for record in found.records}
    assert messages(found)[0] == (2, message)
    assert found.problems[0].location.path == "bad.jsonl"


def test_bad_bytes_are_a_problem_of_their_line(tmp_path: Path) -> None:
    path = tmp_path / "bytes.jsonl"
    path.write_bytes(b'{"id": "1503.02531", "title": "\xff"}\n' + json.dumps(SNAPSHOT_RECORD).encode())
    found = read(path, PAPER)
    assert len(found.records) == 1
    assert [line for line, _ in messages(found)] == [1]


def test_a_bad_field_leaves_the_rest_of_the_record(tmp_path: Path) -> None:
    (repository,) = read(written(tmp_path / "g.jsonl", REST_RECORD | {"stargazers_count": -1}), REPOSITORY).records
    assert isinstance(repository, Repository)
    assert repository.stars is None
    assert repository.forks == 7


def test_problems_of_what_is_not_wanted_are_not_reported(tmp_path: Path) -> None:
    path = written(tmp_path / "g.jsonl", without(REST_RECORD, full_name="a/b", former_names=["c/d"], fork="no"))
    assert read(path, REPOSITORY) == Catalog((), ())


def test_a_file_of_something_else_does_not_flood_the_report(tmp_path: Path) -> None:
    found = read(written(tmp_path / "other.jsonl", *['{"text": "hello"}'] * 200), PAPER)
    assert len(found.problems) == catalog.SHOWN + 1
    assert found.problems[-1].location == Location("other.jsonl", 0)
    assert "150 more" in found.problems[-1].message


def test_an_overlong_line_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papergraph.textfile.LONGEST", 4096)
    path = written(tmp_path / "long.jsonl", without(REST_RECORD, description="x" * 20_000), SNAPSHOT_RECORD)
    found = read(path, PAPER, REPOSITORY)
    assert [record.reference for record in found.records] == [PAPER]
    assert [line for line, _ in messages(found)] == [1]


def test_of_two_records_the_later_observation_counts(tmp_path: Path) -> None:
    path = written(
        tmp_path / "twice.jsonl",
        REST_RECORD | {"stargazers_count": 20, "retrieved": "2024-01-01"},
        REST_RECORD | {"stargazers_count": 10, "retrieved": "2023-01-01"},
    )
    found = read(path, REPOSITORY)
    (repository,) = found.records
    assert isinstance(repository, Repository)
    assert repository.stars == 20
    (problem,) = found.problems
    assert problem.location.line == 2
    assert problem.other == Location("twice.jsonl", 1)


def test_of_two_papers_the_later_observation_then_the_later_version_then_the_later_line_counts(tmp_path: Path) -> None:
    first = without(SNAPSHOT_RECORD, title="first")
    second = without(SNAPSHOT_RECORD, title="second", versions=SNAPSHOT_RECORD["versions"][:1])
    assert titles(written(tmp_path / "a.jsonl", first, second)) == ["first"]
    assert titles(written(tmp_path / "b.jsonl", second, first)) == ["first"]
    seen = second | {"title": "seen", "retrieved": "2020-01-01"}
    assert titles(written(tmp_path / "seen.jsonl", seen, first)) == ["seen"]
    assert titles(written(tmp_path / "c.jsonl", second, second | {"title": "third"})) == ["third"]


def titles(path: Path) -> list[str | None]:
    return [record.title for record in read(path, PAPER).records if isinstance(record, Paper)]


@pytest.mark.parametrize("name", ["absent.jsonl", "."])
def test_an_unreadable_catalogue_is_one_clear_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"^The catalogue .* cannot be read: .*\.$"):
        read(tmp_path / name)


def test_text_that_is_no_unicode_is_made_harmless(tmp_path: Path) -> None:
    line = '{"full_name": "Octo-Lab/Prune-Net", "description": "a\\ud800b\\u0000c"}'
    (repository,) = read(written(tmp_path / "g.jsonl", line), REPOSITORY).records
    assert isinstance(repository, Repository)
    assert repository.description == "a b c"


def test_an_escaped_slash_in_a_name_is_not_skipped(tmp_path: Path) -> None:
    line = json.dumps(REST_RECORD).replace("Octo-Lab/Prune-Net", "Octo-Lab\\/Prune-Net")
    assert len(read(written(tmp_path / "g.jsonl", line), REPOSITORY).records) == 1


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = sorted(SNAPSHOT_RECORD.keys() | REST_RECORD.keys() | {"retrieved", "former_names", "source"})


@given(st.lists(st.dictionaries(st.sampled_from(KEYS), ANY_JSON), max_size=4), st.sampled_from(["id", "full_name"]))
@settings(max_examples=60, deadline=None)
def test_no_content_makes_it_raise(
    tmp_path_factory: pytest.TempPathFactory, odd: Iterable[dict[str, Any]], key: str
) -> None:
    named = {"id": "1503.02531", "full_name": "Octo-Lab/Prune-Net"}[key]
    path = tmp_path_factory.mktemp("any") / "any.jsonl"
    found = read(written(path, *({**record, key: named} for record in odd)), PAPER, REPOSITORY)
    assert len(found.records) <= 2
