"""Pairs on disk: nothing is lost, and keys come in their order with all of their values."""

from __future__ import annotations

import zlib
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.bulk import runs
from papergraph.bulk.dataflow import Pair, partition_of
from papergraph.bulk.runs import groups, read_kinds, write_kinds, write_sorted

PAIRS = st.lists(st.tuples(st.sampled_from(["Sa", "Sb", "S\ud800", "R深", "I", "I\0x"]), st.integers()), max_size=40)


@settings(deadline=None)
@given(pairs=PAIRS)
def test_pairs_can_be_read_again_by_kind(tmp_path_factory: pytest.TempPathFactory, pairs: list[Pair]) -> None:
    file = tmp_path_factory.mktemp("kinds") / "pairs"
    with file.open("wb") as content:
        write_kinds(content, pairs)

    assert sorted(read_kinds(file)) == sorted(pairs)
    assert list(read_kinds(file, "S")) == [pair for pair in pairs if pair[0].startswith("S")]


@settings(deadline=None)
@given(pairs=PAIRS, partitions=st.integers(1, 4), held=st.integers(1, 50))
def test_every_key_comes_once_with_all_its_values(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[Pair], partitions: int, held: int
) -> None:
    folder = tmp_path_factory.mktemp("sorted")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(runs, "IN_MEMORY", held)
        patch.setattr(runs, "FRAME", 3)
        files = [write_sorted(folder / str(number), pairs[number::2], partitions) for number in range(2)]

    expected: dict[str, list[int]] = defaultdict(list)
    for key, value in pairs:
        expected[key].append(value)
    found: dict[str, list[int]] = {}
    for partition in range(partitions):
        keys = []
        for key, values in groups([segment for segments in files for segment in segments[partition]]):
            assert partition_of(key, partitions) == partition
            keys.append(key)
            found[key] = sorted(values)
        assert keys == sorted(keys)
    assert found == {key: sorted(values) for key, values in expected.items()}


def test_a_frame_of_another_kind_is_not_even_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "pairs"
    with file.open("wb") as content:
        write_kinds(content, [("Ra", 1), ("Sb", 2)])
    damaged = bytearray(file.read_bytes())
    damaged[9:12] = b"\xff\xff\xff"
    file.write_bytes(damaged)

    assert list(read_kinds(file, "S")) == [("Sb", 2)]
    with pytest.raises(zlib.error):
        list(read_kinds(file, "R"))
