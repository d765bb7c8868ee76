"""Positions are remembered between builds, and never more than a convenience."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph import positions
from papergraph.layout import Arrangement, arrange
from papergraph.positions import arranged, checksum, recall, remember

LINKS = [(k, k * 7 % 40) for k in range(40)]
NAMES = [f"arxiv:2007.{number:05}" for number in range(40)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that is not there yet, in a folder that is not there yet."""
    return tmp_path / ".papergraph" / "positions.npz"


def test_an_unchanged_graph_is_not_arranged_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = arranged(NAMES, LINKS, path)
    monkeypatch.setattr(positions, "arrange", None)
    again = arranged(NAMES, [(b, a) for a, b in reversed(LINKS)], path)

    assert again.position.tobytes() == first.position.tobytes()
    assert again.community.tolist() == first.community.tolist()


def test_the_first_arrangement_is_that_of_the_layout(path: Path) -> None:
    assert arranged(NAMES, LINKS, path).position.tobytes() == arrange(40, LINKS).position.tobytes()
    assert arranged(NAMES, LINKS, None).position.tobytes() == arrange(40, LINKS).position.tobytes()


def test_old_things_keep_their_place_under_another_number(path: Path) -> None:
    before = dict(zip(NAMES, arranged(NAMES, LINKS, path).position.tolist(), strict=True))
    names = ["topic:new", *NAMES[:35]]
    after = arranged(names, [(a + 1, b + 1) for a, b in LINKS if max(a, b) < 35], path)

    assert all(np.hypot(*(after.position[1 + k] - before[NAMES[k]])) < 0.5 for k in range(35))


def test_everything_is_laid_out_again_when_much_has_come_and_gone_over_time(path: Path) -> None:
    arranged(NAMES, LINKS, path)
    strayed = []
    for gone in range(1, 25):
        arranged(NAMES[gone:], [(a - gone, b - gone) for a, b in LINKS if min(a, b) >= gone], path)
        remembered = recall(path)
        assert remembered is not None
        strayed.append(remembered.strayed)

    assert strayed[:8] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert 0 in strayed


@given(st.lists(st.text(max_size=9), unique=True, max_size=12))
def test_any_references_are_remembered(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    path = tmp_path_factory.mktemp("remembered") / "positions.npz"
    position = np.round(np.arange(2.0 * len(names)).reshape(-1, 2) * 1.2345 - 4, 4)
    community = np.arange(len(names))

    assert remember(path, "key", names, Arrangement(position, community), 3)
    remembered = recall(path)
    assert remembered is not None
    assert (remembered.key, remembered.references, remembered.strayed) == ("key", tuple(names), 3)
    assert remembered.positions_of(names).tobytes() == position.tobytes()
    assert remembered.community(names).tolist() == community.tolist()


def test_what_is_not_remembered_has_no_position(path: Path) -> None:
    remember(path, "key", ["a"], Arrangement(np.ones((1, 2)), np.zeros(1, dtype=np.int64)))
    remembered = recall(path)

    assert remembered is not None
    assert np.isnan(remembered.positions_of(["b", "a"])).tolist() == [[True, True], [False, False]]
    assert remembered.community(["b", "a"]).tolist() == [-1, 0]


def test_the_same_arrangement_is_written_as_the_same_bytes(path: Path) -> None:
    arranged(NAMES, LINKS, path)
    first = path.read_bytes()
    path.unlink()
    arranged(NAMES, LINKS, path)

    assert path.read_bytes() == first
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_the_checksum_is_of_references_links_and_radii() -> None:
    plain = checksum(["a", "b"], [(0, 1)])

    assert checksum(["a", "b"], [(1, 0)]) == plain
    assert len({plain, checksum(["ab", ""], [(0, 1)]), checksum(["a", "b"], []), checksum(["a", "b"], [], [1, 1])}) == 4


def damages(whole: bytes) -> list[bytes]:
    """A file that was cut off, overwritten in places, or never ours."""
    bitten = [whole[:at] + b"\xff" * 8 + whole[at + 8 :] for at in range(0, len(whole), 61)]
    return [b"", b"PK", b"\x93NUMPY", b"text", whole[:-30], whole[: len(whole) // 2], *bitten]


def test_a_damaged_file_is_as_good_as_none(path: Path) -> None:
    expected = arranged(NAMES, LINKS, path)
    for damaged in damages(path.read_bytes()):
        path.write_bytes(damaged)
        remembered = recall(path)
        assert remembered is None or remembered.references == tuple(NAMES)
        assert np.abs(arranged(NAMES, LINKS, path).position - expected.position).max() < 1e-9


def test_foreign_archives_and_objects_are_not_read(path: Path) -> None:
    path.parent.mkdir()
    np.savez(path, format=np.array({"any": "object"}, dtype=object))
    assert recall(path) is None
    np.savez(path, format=np.array("another"))
    assert recall(path) is None
    assert recall(path.parent) is None


def test_a_file_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")

    assert arranged(NAMES, LINKS, tmp_path / "file" / "positions.npz").position.shape == (40, 2)
    (tmp_path / "folder" / "inside").mkdir(parents=True)
    assert not remember(tmp_path / "folder", "key", [], Arrangement(np.zeros((0, 2)), np.zeros(0, dtype=np.int64)))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["file", "folder"]
