"""Which partition a key belongs to."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from papergraph.bulk.dataflow import partition_of


@given(st.text(st.characters()), st.integers(1, 100))
def test_every_key_has_a_partition(key: str, partitions: int) -> None:
    assert 0 <= partition_of(key, partitions) < partitions


def test_a_partition_is_the_same_in_every_process_and_release() -> None:
    assert [partition_of(key, 8) for key in ("Sarxiv\x002007.03260", "T<https://a.example/>", "S\ud800")] == [4, 0, 2]
