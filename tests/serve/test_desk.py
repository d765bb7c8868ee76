"""A query at the desk: answered in a thread, counted."""

from __future__ import annotations

import asyncio
from pathlib import Path

from papergraph.serve.counters import Counters
from papergraph.serve.desk import Desk, Rules
from papergraph.serve.pool import Pool
from papergraph.serve.protocol import Asked
from papergraph.serve.snapshot import Snapshot


def test_an_answer_is_counted(built: Path) -> None:
    counters = Counters()

    async def main() -> bytes:
        desk = Desk(Snapshot(built / "output", "urn:papergraph:", "t"), Rules(), counters, Pool(5, lambda: None))
        return (await desk.answer(Asked("ASK { ?s a schema:ScholarlyArticle }"), "text/csv")).body

    assert asyncio.run(main()) == b"true"
    assert "papergraph_query_seconds_count 1\n" in counters.text(0)
