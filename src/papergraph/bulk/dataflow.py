"""What an engine offers to a job: pairs of a key and a value, mapped, put together by key, and written.

Keys are texts whose first character says what the pair is; values are records, tuples and texts. Every function that
is given to an engine may run in another process or on another machine, several times, in any order: it depends on its
arguments alone. Values of one key come in no certain order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol, Self, TypeAlias, TypeVar
from zlib import crc32

Pair: TypeAlias = tuple[str, Any]
Group: TypeAlias = tuple[str, Iterator[Any]]
"""A key with all of its values, which can be gone through once."""
Mapper: TypeAlias = Callable[[Iterable[Pair]], Iterator[Pair]]
Reducer: TypeAlias = Callable[[int, Iterator[Group]], Iterator[Pair]]
"""The number of a partition and its groups in the order of their keys in, pairs out."""

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Step(NamedTuple):
    """How far a job is."""

    stage: str
    done: int
    total: int


Tell: TypeAlias = Callable[[Step], None]


class Shared(Protocol[T_co]):
    """A value that is taken to every process once."""

    def get(self) -> T_co:
        """Return the value."""
        ...


class Dataset(Protocol):
    """Pairs that lie in pieces."""

    def only(self, kind: str) -> Dataset:
        """Return the pairs whose keys begin with a character."""
        ...

    def map(self, function: Mapper) -> Dataset:
        """Return what a function makes of the pairs, piece by piece."""
        ...

    def and_(self, other: Self) -> Self:
        """Return these pairs and others."""
        ...

    def group(self, stage: str, function: Reducer) -> Dataset:
        """Return what a function makes of the groups of values with the same key, partition by partition."""
        ...

    def kept(self, stage: str) -> Dataset:
        """Make the pairs now, and keep them where they can be read several times."""
        ...

    def collect(self, stage: str) -> list[Pair]:
        """Make the pairs now, and return them all in any order: they have to be few."""
        ...


class Engine(Protocol):
    """What runs a job."""

    partitions: int

    def made(self, units: Sequence[Any], function: Callable[[Any], Iterator[Pair]]) -> Dataset:
        """Return what a function makes of units of work, each of which is a piece."""
        ...

    def given(self, pairs: Iterable[Pair]) -> Dataset:
        """Return a few pairs."""
        ...

    def share(self, name: str, value: T) -> Shared[T]:
        """Take a value to every process."""
        ...

    def again(self, stage: str) -> None:
        """Do all of a stage, also what an earlier run of the job did of it."""
        ...


def partition_of(key: str, partitions: int) -> int:
    """Return the partition that a key belongs to, the same in every process and on every machine."""
    return crc32(key.encode("utf-8", "surrogatepass")) % partitions
