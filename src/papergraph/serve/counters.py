"""What happened in every process of a server in, one text of metrics out, as Prometheus reads it.

The numbers lie in memory that all processes share: a row for each, which it alone writes.
"""

from __future__ import annotations

import mmap
from bisect import bisect_left
from collections.abc import Iterator

ROWS = 256
"""Processes, one after the other, that have rows of their own; later ones share the last."""
STATUSES = (200, 303, 304, 400, 403, 404, 405, 406, 408, 413, 415, 421, 500, 503)
KINDS = ("sparql", "queries", "page", "resource", "search", "other")
BOUNDS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
"""Seconds that the buckets of the histogram end at; one more has no end."""
_TICKS = 1_000_000
"""Of a second, in which the sum of times is kept."""
_REQUESTS = len(KINDS) * (len(STATUSES) + 1)
_CELLS = _REQUESTS + len(BOUNDS) + 1 + 3
_SUM, _BYTES, _STUCK = _CELLS - 3, _CELLS - 2, _CELLS - 1


class Counters:
    """Numbers in shared memory; made once, before processes are forked."""

    def __init__(self) -> None:
        self._cells = memoryview(mmap.mmap(-1, ROWS * _CELLS * 8)).cast("Q")
        self._row = 0

    def take_row(self, number: int) -> None:
        """Write to this row from now on; called once in each process, with the number of it."""
        self._row = min(number, ROWS - 1) * _CELLS

    def request(self, kind: str, status: int, size: int) -> None:
        """Count a request that was answered."""
        place = STATUSES.index(status) if status in STATUSES else len(STATUSES)
        self._cells[self._row + KINDS.index(kind) * (len(STATUSES) + 1) + place] += 1
        self._cells[self._row + _BYTES] += size

    def query(self, seconds: float) -> None:
        """Count a query that was answered in so many seconds."""
        self._cells[self._row + _REQUESTS + bisect_left(BOUNDS, seconds)] += 1
        self._cells[self._row + _SUM] += int(seconds * _TICKS)

    def stuck(self) -> None:
        """Count a query that was left behind with its process."""
        self._cells[self._row + _STUCK] += 1

    def text(self, triples: int) -> str:
        """Return all numbers in the text format of Prometheus."""
        return "".join(f"{line}\n" for line in self._lines(triples))

    def _sum(self, cell: int) -> int:
        return sum(self._cells[row * _CELLS + cell] for row in range(ROWS))

    def _lines(self, triples: int) -> Iterator[str]:
        yield "# HELP papergraph_requests_total Requests that were answered."
        yield "# TYPE papergraph_requests_total counter"
        for place, kind in enumerate(KINDS):
            for number, status in enumerate((*STATUSES, "other")):
                if total := self._sum(place * (len(STATUSES) + 1) + number):
                    yield f'papergraph_requests_total{{kind="{kind}",status="{status}"}} {total}'
        yield "# HELP papergraph_query_seconds How long queries that were answered took."
        yield "# TYPE papergraph_query_seconds histogram"
        total = 0
        for place, bound in enumerate((*BOUNDS, "+Inf")):
            total += self._sum(_REQUESTS + place)
            yield f'papergraph_query_seconds_bucket{{le="{bound}"}} {total}'
        yield f"papergraph_query_seconds_sum {self._sum(_SUM) / _TICKS}"
        yield f"papergraph_query_seconds_count {total}"
        for name, what, kind, value in (
            ("papergraph_stuck_queries_total", "Queries that were left behind.", "counter", self._sum(_STUCK)),
            ("papergraph_response_bytes_total", "Bytes of answers.", "counter", self._sum(_BYTES)),
            ("papergraph_triples", "Triples of the graph.", "gauge", triples),
        ):
            yield f"# HELP {name} {what}"
            yield f"# TYPE {name} {kind}"
            yield f"{name} {value}"
