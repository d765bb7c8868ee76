"""The journal: what it remembers, what it forgets, and that two runs do not share it."""

from __future__ import annotations

from pathlib import Path

import pytest

from papergraph.errors import ServerError, StoreError
from papergraph.publish.journal import Journal, journal

HEAD: dict[str, object] = {"checksum": "abc", "staging": ["urn:x"]}
CHECKSUMS = ("aa", "bb", "cc")


def begun(path: Path) -> Journal:
    made = Journal(path)
    assert made.resume(HEAD, CHECKSUMS) is False
    made.confirm(0, "aa")
    made.confirm(2, "cc")
    return made


def test_what_was_confirmed_is_known_to_the_next_run(tmp_path: Path) -> None:
    begun(tmp_path / "one")
    again = Journal(tmp_path / "one")

    assert again.resume(HEAD, CHECKSUMS)
    assert again.confirmed == {0, 2}
    assert not again.done


def test_that_the_graphs_are_in_place_is_known_as_well(tmp_path: Path) -> None:
    begun(tmp_path / "one").finish()
    again = Journal(tmp_path / "one")

    assert again.resume(HEAD, CHECKSUMS)
    assert again.done
    assert again.confirmed == {0, 2}


@pytest.mark.parametrize(
    "head, checksums",
    [({**HEAD, "checksum": "other"}, CHECKSUMS), (HEAD, ("aa", "bb", "dd"))],
)
def test_another_upload_begins_anew(tmp_path: Path, head: dict[str, object], checksums: tuple[str, ...]) -> None:
    begun(tmp_path / "one")
    again = Journal(tmp_path / "one")

    assert again.head == HEAD
    assert not again.resume(head, checksums)
    assert again.confirmed == frozenset()
    assert Journal(tmp_path / "one").head == head


@pytest.mark.parametrize("cut", range(1, 80))
def test_a_file_that_was_cut_anywhere_confirms_no_chunk_that_was_not(tmp_path: Path, cut: int) -> None:
    begun(tmp_path / "one")
    content = (tmp_path / "one").read_bytes()
    (tmp_path / "one").write_bytes(content[:-cut])
    again = Journal(tmp_path / "one")
    again.resume(HEAD, CHECKSUMS)

    assert again.confirmed <= {0, 2}
    again.confirm(1, "bb")
    assert Journal(tmp_path / "one").confirmed == again.confirmed


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\n", b"[1]\n0 aa\n", b"{}\nnonsense\n", b"{\n"])
def test_a_file_of_something_else_is_as_good_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "one").write_bytes(content)
    again = Journal(tmp_path / "one")

    assert not again.resume(HEAD, CHECKSUMS)
    assert again.confirmed == frozenset()


def test_a_journal_that_is_removed_leaves_nothing_to_resume(tmp_path: Path) -> None:
    begun(tmp_path / "one").remove()

    assert not (tmp_path / "one").exists()
    assert Journal(tmp_path / "one").head == {}


def test_two_runs_of_the_same_upload_do_not_go_at_once(tmp_path: Path) -> None:
    with (
        journal(tmp_path, "http://h/store", "urn:g"),
        pytest.raises(ServerError, match="Another papergraph is publishing"),
        journal(tmp_path, "http://h/store", "urn:g"),
    ):
        pass


def test_runs_to_other_graphs_have_their_own(tmp_path: Path) -> None:
    with journal(tmp_path, "http://h/store", "urn:g") as one, journal(tmp_path, "http://h/store", "urn:h") as other:
        one.resume(HEAD, CHECKSUMS)

        assert not other.head


def test_no_address_is_in_the_file_or_its_name(tmp_path: Path) -> None:
    with journal(tmp_path, "http://secret.example/store?token=secret", "urn:g") as one:
        one.resume(HEAD, CHECKSUMS)

    for file in tmp_path.iterdir():
        assert "secret" not in file.name + file.read_text(encoding="ascii")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="ascii")

    with pytest.raises(StoreError, match="cannot be written"), journal(tmp_path / "file", "urn:g"):
        pass
