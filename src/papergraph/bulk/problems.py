"""Problems in, how many there are of each kind out, with some of each: a large corpus has more than anybody reads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from papergraph.bulk.dataflow import Group, Pair
from papergraph.model import Problem, Severity

SAMPLES = 5
"""Problems of a kind that are told with their places."""

_PARTICULARS = re.compile(r"'[^']*'|\"[^\"]*\"|“[^“”]*”|\b[a-z]+:[^\s,;]+|\d+")
"""What is particular to one problem: quoted texts, references and addresses, numbers."""


class Kind(NamedTuple):
    """Problems of one kind."""

    severity: str
    kind: str
    """What they have in common, `…` for what is particular to each."""
    number: int
    samples: tuple[tuple[str, int, str], ...]
    """Path, line and message of the first."""


class Tallies:
    """Counts problems by kind."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, list[tuple[str, int, str]]]] = {}

    def add(self, problems: Iterable[Problem]) -> None:
        """Count some problems."""
        for problem in problems:
            place = problem.location.path, problem.location.line, problem.message
            self.count(f"{problem.severity.value}\0{_PARTICULARS.sub('…', problem.message)}", 1, [place])

    def count(self, kind: str, number: int, samples: Iterable[tuple[str, int, str]]) -> None:
        """Count some problems of one kind, of which there are samples."""
        before, kept = self._found.get(kind, (0, []))
        kept = sorted([*kept, *samples])[:SAMPLES] if len(kept) < SAMPLES or min(samples) < kept[-1] else kept
        self._found[kind] = before + number, kept

    def pairs(self) -> Iterator[Pair]:
        """Yield what was counted, for others to put together."""
        for kind, found in self._found.items():
            yield f"P{kind}", found

    def kinds(self) -> tuple[Kind, ...]:
        """Return what was counted, the worst and the most frequent first."""
        order = list(reversed([severity.value for severity in Severity]))
        kinds = [
            Kind(*kind.partition("\0")[::2], number, tuple(samples)) for kind, (number, samples) in self._found.items()
        ]
        return tuple(sorted(kinds, key=lambda one: (order.index(one.severity), -one.number, one.kind)))


def total(pairs: Iterable[Pair]) -> Tallies:
    """Put together what was counted in several places."""
    tallies = Tallies()
    for key, (number, samples) in pairs:
        tallies.count(key[1:], number, samples)
    return tallies


def put_together(number: int, groups: Iterator[Group]) -> Iterator[Pair]:  # noqa: ARG001 -- the same everywhere
    """Put together the problems of each kind."""
    for key, values in groups:
        yield from total((key, value) for value in values).pairs()
