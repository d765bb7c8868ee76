"""Numbers of all processes of a server."""

from __future__ import annotations

import os
import re

import pytest

from papergraph.serve.counters import ROWS, Counters

LINE = re.compile(r'[a-z_]+(?:\{[a-z]+="[^"]*"(?:,[a-z]+="[^"]*")*\})? [0-9.]+')


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of forks beside threads, which tests side by side have
def test_numbers_of_forked_processes_add_up() -> None:
    counters = Counters()
    counters.request("sparql", 200, 10)
    pid = os.fork()
    if pid == 0:
        counters.take_row(1)
        counters.request("sparql", 200, 5)
        counters.query(0.02)
        counters.stuck()
        os._exit(0)
    os.waitpid(pid, 0)

    text = counters.text(7)

    assert 'papergraph_requests_total{kind="sparql",status="200"} 2\n' in text
    assert "papergraph_response_bytes_total 15\n" in text
    assert 'papergraph_query_seconds_bucket{le="0.01"} 0\n' in text
    assert 'papergraph_query_seconds_bucket{le="0.03"} 1\n' in text
    assert 'papergraph_query_seconds_bucket{le="+Inf"} 1\n' in text
    assert "papergraph_query_seconds_count 1\n" in text
    assert "papergraph_stuck_queries_total 1\n" in text
    assert "papergraph_triples 7\n" in text


def test_every_line_is_one_of_the_format() -> None:
    counters = Counters()
    counters.take_row(ROWS + 5)
    counters.request("page", 200, 3)
    counters.request("other", 418, 3)
    counters.query(100)

    for line in counters.text(1).splitlines():
        assert line.startswith(("# HELP ", "# TYPE ")) or LINE.fullmatch(line), line
    assert 'status="other"} 1' in counters.text(1)
