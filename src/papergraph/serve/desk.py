"""What every address of a server is answered from, in one process: snapshot, rules, threads and counters."""

from __future__ import annotations

from functools import partial
from time import perf_counter
from typing import NamedTuple

from papergraph.serve.answering import Answer, ask
from papergraph.serve.counters import Counters
from papergraph.serve.pool import Pool
from papergraph.serve.protocol import Asked
from papergraph.serve.snapshot import Snapshot


class Rules(NamedTuple):
    """What a server allows."""

    seconds: float = 10.0
    """That a query may take."""
    most_bytes: int = 64 << 20
    """Of an answer."""
    origins: tuple[str, ...] = ()
    """Of pages elsewhere that may read the answers, `*` for all."""
    hosts: tuple[str, ...] | None = None
    """By which the server may be called, without ports; None for any."""


class Desk(NamedTuple):
    """What a process answers from."""

    snapshot: Snapshot
    rules: Rules
    counters: Counters
    pool: Pool

    async def answer(self, asked: Asked, accept: str) -> Answer:
        """Answer a query in a thread, in the form that an Accept header wants; raises Refusal."""
        started = perf_counter()
        of = self.snapshot
        answer = await self.pool.run(partial(ask, of.store, asked, accept, of.prefixes, self.rules.most_bytes))
        self.counters.query(perf_counter() - started)
        return answer
